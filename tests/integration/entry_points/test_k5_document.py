# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The role site_to_site with one end on the K5 of the documents: real playbooks, over HTTP."""

from __future__ import annotations

import os
import subprocess
import sys
import typing as t
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from ansible_collections.sitelink.vpnaas.tests.fakes.k5_document import K5, login, served

PSK = "Xb4nobody9has8this7key"
PEER = {"peer_address": "172.24.4.233", "peer_cidrs": ["10.2.0.0/24", "10.3.0.0/24"], "psk": PSK}
SITE: dict[str, t.Any] = {
    "site_to_site_cloud": {"cloud": "k5"},
    "site_to_site_name": "branch7",
    "site_to_site_vpn_service": {"router": "edge", "subnet": "office", "availability_zone": "AZ1"},
    "site_to_site_connections": [PEER],
}
PATHS = ("ikepolicies", "ipsecpolicies", "vpnservices", "ipsec-site-connections")
#: What the role refuses for this cloud: the variables and words of the message.
REJECTED: dict[str, tuple[dict[str, t.Any], str]] = {
    "dead peer action": ({"site_to_site_connections": [{**PEER, "dpd": {"action": "clear"}}]}, "dpd"),
    "host name": (
        {"site_to_site_connections": [{**PEER, "peer_address": "vpn.example.com", "peer_id": "branch7"}]},
        "vpn.example.com",
    ),
    "IPv6": (
        {"site_to_site_connections": [{**PEER, "peer_address": "2001:db8::1", "peer_id": "branch7"}]},
        "2001:db8::1",
    ),
    "IKEv2": ({"site_to_site_ike_policy": {"ike_version": "v2"}}, "v2"),
    "SHA-256": ({"site_to_site_ipsec_policy": {"auth_algorithm": "sha256"}}, "sha256"),
    "lifetime": ({"site_to_site_ipsec_policy": {"lifetime": {"value": 86401}}}, "86401"),
}


class Site:
    """A folder with a clouds.yaml that leads to one K5, and runs of the role in it."""

    def __init__(self, folder: Path, k5: K5, url: str) -> None:
        self.folder, self.k5 = folder, k5
        auth = {
            "auth_url": f"{url}/v3",
            "username": login.USER,
            "password": login.PASSWORD,
            "project_name": login.PROJECT,
            "user_domain_name": login.CONTRACT,
            "project_domain_name": login.CONTRACT,
        }
        clouds = {"clouds": {"k5": {"region_name": login.REGION, "auth": auth}}}
        (folder / "clouds.yaml").write_text(yaml.safe_dump(clouds))

    def run(self, *arguments: str, **variables: t.Any) -> tuple[str, int]:
        """The role once: (what it printed, exit code)."""
        self.k5.log.clear()
        (self.folder / "given.yml").write_text(yaml.safe_dump({**SITE, **variables}))
        role = {"ansible.builtin.include_role": {"name": "sitelink.vpnaas.site_to_site"}}
        play = {"hosts": "localhost", "gather_facts": False, "vars_files": ["given.yml"], "tasks": [role]}
        (self.folder / "play.yml").write_text(yaml.safe_dump([play]))
        done = subprocess.run(
            [sys.executable, "-m", "ansible", "playbook", "play.yml", *arguments],
            cwd=self.folder,
            env={**os.environ, "ANSIBLE_NOCOLOR": "1", "ANSIBLE_LOCALHOST_WARNING": "0", "COLUMNS": "400"},
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        return done.stdout + done.stderr, done.returncode

    def counts(self) -> list[int]:
        """How many objects there are of each kind."""
        return [len(self.k5.vpn.objects[path]) for path in PATHS]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    k5 = K5()
    with served(k5) as url:
        yield Site(tmp_path, k5, url)


def test_the_role_from_nothing_twice_and_away(site: Site) -> None:
    output, code = site.run("--check")
    assert (code, site.k5.writes) == (0, []), output
    output, code = site.run()
    assert (code, site.k5.refused, site.counts()) == (0, [], [1, 1, 1, 2]), output
    assert PSK not in output
    output, code = site.run()
    assert (code, site.k5.writes) == (0, []), output
    assert "changed=0" in output
    output, code = site.run(site_to_site_state="absent")
    assert (code, site.k5.refused, site.counts()) == (0, [], [0, 0, 0, 0]), output


# tests/contract/k5_document refuses all of them without a playbook.
@pytest.mark.parametrize(
    "case", [pytest.param(case, marks=() if case == "IKEv2" else pytest.mark.long) for case in REJECTED]
)
def test_the_role_refuses_what_the_document_excludes_and_builds_nothing(site: Site, case: str) -> None:
    variables, word = REJECTED[case]
    for arguments in (["--check"], []):
        output, code = site.run(*arguments, **variables)
        assert code != 0, output
        assert word in output
        assert (site.k5.writes, site.counts()) == ([], [0, 0, 0, 0])
