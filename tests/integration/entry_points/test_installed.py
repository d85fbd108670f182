# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The collection builds, installs from its tarball, and works installed: without the checkout's tests and tools."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
LEFT_OUT = {
    "tests",
    "development",
    "bench",
    "extensions",
    "Makefile",
    "pyproject.toml",
    ".ci",
    ".git",
    ".venv",
    ".cache",
}
BOTH_ENTRY_POINTS = [
    {"sitelink.vpnaas.vpn_service": {"cloud": "embedded", "name": "office", "router": "edge", "subnet": "office"}},
    {"sitelink.vpnaas.vpn_service_info": {"cloud": "embedded"}, "vars": {"sitelink_vpnaas_in_process": False}},
    {
        "ansible.builtin.include_role": {"name": "sitelink.vpnaas.site_to_site"},
        "vars": {
            "site_to_site_cloud": {"cloud": "embedded"},
            "site_to_site_name": "branch7",
            "site_to_site_vpn_service": {"router": "edge2", "subnet": "lab"},
            "site_to_site_connections": [
                {"peer_address": "198.51.100.7", "peer_cidrs": ["10.2.0.0/24"], "psk": "not guessable"}
            ],
        },
    },
]


def galaxy(*arguments, folder):
    run = subprocess.run(
        [sys.executable, "-m", "ansible", "galaxy", "collection", *arguments],
        cwd=folder,
        # The checkout would count as installed already.
        env={
            name: value for name, value in os.environ.items() if name not in ("ANSIBLE_COLLECTIONS_PATH", "PYTHONPATH")
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.fixture(scope="module")
def tarball(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tarball")
    galaxy("build", str(ROOT), "--output-path", str(folder), folder=folder)
    (built,) = folder.glob("sitelink-vpnaas-*.tar.gz")
    return built


def test_the_tarball_holds_what_users_need_and_no_more(tarball):
    with tarfile.open(tarball) as content:
        tops = {name.split("/")[0] for name in content.getnames()}
    assert {"plugins", "playbooks", "roles", "meta", "README.md", "COPYING", "CHANGELOG.md"} <= tops
    assert not tops & LEFT_OUT


def test_it_works_installed(tarball, site):
    collections = site.folder / "collections"
    galaxy("install", str(tarball), "--collections-path", str(collections), "--no-deps", folder=site.folder)
    for task in BOTH_ENTRY_POINTS:
        output, code = site.task(task, ANSIBLE_COLLECTIONS_PATH=str(collections), PYTHONPATH="")
        assert code == 0, output
    assert {item["name"] for item in site.cloud.contents()["vpnservices"]} == {"office", "branch7"}
    output, code = site.play(
        "sitelink.vpnaas.status", "-e", "vpn_cloud=embedded", ANSIBLE_COLLECTIONS_PATH=str(collections), PYTHONPATH=""
    )
    assert code == 0 and "1 IPsec site connection: 1 DOWN" in output, output
