# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The role site_to_site with both ends of a VPN: real playbooks, two embedded clouds, their logs and what is stored."""

from __future__ import annotations

import hashlib
import json
import os
import stat
import subprocess
import sys
import threading
from contextlib import ExitStack, contextmanager

import pytest
import yaml

from ansible_collections.sitelink.vpnaas.tests.cloud import Cloud
from ansible_collections.sitelink.vpnaas.tests.cloud.catalog import REGION
from ansible_collections.sitelink.vpnaas.tests.cloud.server import CloudServer

PARIS = {"cloud": {"cloud": "paris"}, "vpn_service": {"router": "edge"}, "networks": ["office"]}
ROME = {"cloud": {"cloud": "rome"}, "vpn_service": {"router": "edge2"}, "networks": ["10.9.0.0/24"]}
GATEWAY = {"managed": False, "address": "198.51.100.77", "networks": ["10.20.0.0/24", "10.30.0.0/24"]}
K5_PARIS = {**PARIS, "vpn_service": {"router": "edge", "subnet": "office", "availability_zone": "AZ1"}, "networks": []}
K5_ROME = {**ROME, "networks": ["lab"]}
PSK = "Xb4nobody9has8this7key"


@contextmanager
def served(cloud):
    with CloudServer(cloud) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield server.url
        finally:
            server.shutdown()
            thread.join()


class Pair:
    """Clouds paris and rome, and runs of the role that know both."""

    def __init__(self, folder, clouds, urls, users):
        self.folder, self.clouds = folder, clouds
        entries = {}
        for name, cloud in clouds.items():
            domain, user = cloud.accounts.domain_name, cloud.accounts.users[users.get(name, "demo")]
            entries[name] = {
                "region_name": REGION[cloud.dialect.name],
                "auth": {
                    "auth_url": f"{urls[name]}/v3",
                    "username": user.name,
                    "password": user.password,
                    "project_name": user.name,
                    "user_domain_name": domain,
                    "project_domain_name": domain,
                },
            }
        (folder / "clouds.yaml").write_text(yaml.safe_dump({"clouds": entries}))

    def run(self, *arguments, code=0, role=None, **variables):
        """The role once: (what it printed at -vvvv --diff, its result)."""
        for cloud in self.clouds.values():
            cloud.forget_log()
        result = self.folder / "result.json"
        result.unlink(missing_ok=True)
        given = {"site_to_site_name": "paris-rome", **variables}
        (self.folder / "given.yml").write_text(yaml.safe_dump(given))
        role = {"name": "sitelink.vpnaas.site_to_site", **(role or {})}
        content = "{{ site_to_site_result | default({}) | to_json }}"
        keep = {"content": content, "dest": str(result), "mode": "0600"}
        tasks = [
            {"ansible.builtin.include_role": role},
            {"ansible.builtin.copy": keep, "check_mode": False, "diff": False},
        ]
        play = {"hosts": "localhost", "gather_facts": False, "vars_files": ["given.yml"], "tasks": tasks}
        (self.folder / "play.yml").write_text(yaml.safe_dump([play]))
        log = self.folder / "ansible.log"
        log.unlink(missing_ok=True)
        done = subprocess.run(
            [sys.executable, "-m", "ansible", "playbook", "play.yml", "-vvvv", "--diff", *arguments],
            cwd=self.folder,
            env={**os.environ, "ANSIBLE_NOCOLOR": "1", "ANSIBLE_LOG_PATH": str(log)},
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        said = done.stdout + done.stderr + (log.read_text() if log.exists() else "")
        assert done.returncode == code, said
        return said, json.loads(result.read_text()) if result.exists() else {}

    def writes(self, name):
        return [entry.method for entry in self.clouds[name].log.writes]

    def stored(self, name, kind):
        """The objects of a VPN kind, by name."""
        return {item["name"]: item for item in self.clouds[name].estate()[f"vpn/{kind}"]}

    def is_empty(self):
        return not any(
            items
            for cloud in self.clouds.values()
            for kind, items in cloud.estate().items()
            if kind.startswith("vpn/")
        )


@pytest.fixture
def pair(tmp_path):
    """pair(paris=cloud, rome=cloud, users={...}) -> a ``Pair``; without rome both names are one cloud."""
    with ExitStack() as stack:

        def make(users=None, **clouds):
            urls = {}
            for name, cloud in clouds.items():
                same = next((url for other, url in urls.items() if clouds[other] is cloud), None)
                urls[name] = same or stack.enter_context(served(cloud))
            return Pair(tmp_path, clouds, urls, users or {})

        yield make


def test_two_neutrons_from_nothing_to_nothing(pair, tmp_path):
    clouds = pair(paris=Cloud(agent="DOWN:0"), rome=Cloud(agent="DOWN:0"))
    key_file = tmp_path / "psk"
    given = {"site_to_site_ends": [PARIS, ROME], "site_to_site_psk_file": "psk"}

    said, result = clouds.run("--check", **given)
    assert (clouds.writes("paris"), clouds.writes("rome"), key_file.exists()) == ([], [], False)
    assert result["changed"] and result["summary"]["create"] == 12

    said, result = clouds.run(**given)
    assert (clouds.writes("paris"), clouds.writes("rome")) == (["POST"] * 6, ["POST"] * 6)
    key = key_file.read_text()
    assert len(key) == 48 and key.isalnum() and stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert key not in said and "psk" not in json.dumps(result["ends"])
    assert result["summary"] == {"create": 12, "update": 0, "replace": 0, "delete": 0, "none": 0, "failed": 0}
    assert [end["endpoint_address"] for end in result["ends"]] == ["203.0.113.10", "203.0.113.11"]
    here, there = (clouds.stored(name, "ipsec-site-connections")["paris-rome"] for name in ("paris", "rome"))
    assert (here["peer_address"], here["peer_id"]) == ("203.0.113.11", "203.0.113.11")
    assert (there["peer_address"], there["peer_id"]) == ("203.0.113.10", "203.0.113.10")
    assert here["psk"] == there["psk"] and hashlib.sha256(key.encode()).hexdigest() in here["psk"]
    groups = [clouds.stored(name, "endpoint-groups")["paris-rome-peer"]["endpoints"] for name in ("paris", "rome")]
    assert groups == [["10.9.0.0/24"], ["10.1.0.0/24"]]

    key_file.unlink()
    said, result = clouds.run(**given)
    assert (clouds.writes("paris"), clouds.writes("rome"), key_file.exists()) == ([], [], False)
    assert not result["changed"] and key not in said
