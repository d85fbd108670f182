# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The peers in environments of their own, pinned: openstack.cloud with the newest openstacksdk it still works with,
the openstack command, and version 1.0.0 of this collection."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from clouds import CACHE, ROOT

HERE = Path(__file__).parent
#: openstack.cloud as PyPI has it: inside the package of Ansible's community collections.
COMMUNITY = "ansible==12.3.0"
COLLECTION = "ansible_collections/openstack/cloud/"
COLLECTIONS = CACHE / "collections"
#: Version 1.0.0 of this collection, from the repository's history.
FORMER_COMMIT = "0a9d5a7"
FORMER = CACHE / "former"


def python(peer):
    return CACHE / f"venv-{peer}" / "bin" / "python"


def install():
    """Everything into .cache/bench, and only what is not there yet."""
    for peer in ("resource", "cli"):
        make_venv(peer)
    if not (COLLECTIONS / COLLECTION / "MANIFEST.json").exists():
        fetch_collection()
    if not FORMER.exists():
        fetch_former()


def fetch_former():
    target = FORMER / "ansible_collections" / "sitelink" / "vpnaas"
    target.mkdir(parents=True)
    archive = subprocess.run(["git", "archive", FORMER_COMMIT], cwd=ROOT, check=True, stdout=subprocess.PIPE)
    subprocess.run(["tar", "--extract", "--directory", target], check=True, input=archive.stdout)


def make_venv(peer):
    requirements = HERE / f"requirements-{peer}.txt"
    stamp = CACHE / f"venv-{peer}" / hashlib.sha256(requirements.read_bytes()).hexdigest()[:12]
    if stamp.exists():
        return
    print(f"installing {requirements.name}", flush=True)
    subprocess.run([sys.executable, "-m", "venv", "--clear", CACHE / f"venv-{peer}"], check=True)
    pip(python(peer), "install", "--requirement", requirements)
    stamp.touch()


def fetch_collection():
    print(f"fetching openstack.cloud from PyPI ({COMMUNITY})", flush=True)
    downloads = CACHE / "downloads"
    pip(sys.executable, "download", "--no-deps", "--dest", downloads, COMMUNITY)
    (wheel,) = downloads.glob("ansible-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(COLLECTIONS, [name for name in archive.namelist() if name.startswith(COLLECTION)])
    shutil.rmtree(downloads)


def pip(interpreter, command, *arguments):
    subprocess.run([interpreter, "-m", "pip", "-qq", "--disable-pip-version-check", command, *arguments], check=True)


def versions():
    """Of the peers, for the report."""
    code = (
        "import importlib.metadata as m, sys; print(*(f'{name} {m.version(name)}' for name in sys.argv[1:]), sep=', ')"
    )
    packages = {"resource": ["openstacksdk"], "cli": ["python-openstackclient", "openstacksdk"]}
    return {
        peer: subprocess.run(
            [python(peer), "-c", code, *names], check=True, capture_output=True, text=True
        ).stdout.strip()
        for peer, names in packages.items()
    }


def collection_version():
    manifest = json.loads((COLLECTIONS / COLLECTION / "MANIFEST.json").read_text(encoding="utf-8"))
    return manifest["collection_info"]["version"]
