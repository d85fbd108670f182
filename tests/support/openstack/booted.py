# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The booted cloud: its ready file, and users who ask it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

# SITELINK_RELEASE=25 for the older one; SITELINK_INSTANCE=mine for a cloud that nobody else writes to.
BOOT = [sys.executable, str(Path(__file__).with_name("boot.py")), "--release", os.environ.get("SITELINK_RELEASE", "29")]
if os.environ.get("SITELINK_INSTANCE"):
    BOOT += ["--instance", os.environ["SITELINK_INSTANCE"]]


class ApiUser:
    """A user's requests to Neutron: plain HTTP, no client library between the test and the server."""

    def __init__(self, facts: dict, name: str, project: str) -> None:
        self.network_url = facts["network_url"]
        self.session = requests.Session()
        domain = {"id": "default"}
        user = {"name": name, "domain": domain, "password": f"{name}-password-3f9c"}
        identity = {"methods": ["password"], "password": {"user": user}}
        body = {"auth": {"identity": identity, "scope": {"project": {"name": project, "domain": domain}}}}
        answer = self.session.post(f"{facts['keystone_url']}/v3/auth/tokens", json=body, timeout=60)
        answer.raise_for_status()
        self.session.headers["X-Auth-Token"] = answer.headers["X-Subject-Token"]
        self.project_id = answer.json()["token"]["project"]["id"]

    def ask(self, method: str, path: str, **body: object) -> requests.Response:
        return self.session.request(method, f"{self.network_url}/v2.0/{path}", json=body or None, timeout=60)

    def make(self, path: str, kind: str, **desired: object) -> dict:
        answer = self.ask("POST", path, **{kind: desired})
        assert answer.status_code == 201, answer.text
        return answer.json()[kind]

    def listing(self, path: str, **query: str) -> list[dict]:
        answer = self.session.get(f"{self.network_url}/v2.0/{path}", params=query, timeout=60)
        assert answer.status_code == 200, answer.text
        return next(iter(answer.json().values()))

    def find(self, path: str, name: str) -> str:
        (found,) = self.listing(path, name=name)
        return found["id"]


@pytest.fixture(scope="session")
def facts() -> Iterator[dict]:
    """The ready file of a running cloud: one that is there already is used and left alone."""
    status = [*BOOT, "--status"]
    already = subprocess.run(status, capture_output=True, check=False).returncode == 0
    if not already:
        subprocess.run([*BOOT, "--background"], check=True)
    yield json.loads(subprocess.run(status, capture_output=True, check=True).stdout)
    if not already:
        subprocess.run([*BOOT, "--stop"], check=True)
