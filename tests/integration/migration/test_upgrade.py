# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Off sha1 before the upgrade from Neutron 25 to 29: the playbook migrate_crypto on a real Neutron 25, then the real
migrations of the database, then a real Neutron 29 on it. Nothing may differ afterwards but what was left behind.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.connect import connect
from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.registry import TASKS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
from ansible_collections.sitelink.vpnaas.tests.integration.migration.weak_topology import (
    SITES,
    make_topology,
    objects,
    weak,
)
from ansible_collections.sitelink.vpnaas.tests.support.openstack.booted import ApiUser
from ansible_collections.sitelink.vpnaas.tests.support.task_runner import defaults_of

BOOT = [sys.executable, str(Path(__file__).parents[2] / "support" / "openstack" / "boot.py"), "--instance", "upgrade"]
BEFORE, AFTER = "25-mariadb", "29-mariadb"
#: Left as it is, and in no connection: what the upgrade does to whoever does not migrate.
LEFT_BEHIND = "left-behind"
PROJECTS = {"demo": "demo", "other": "other"}


class Upgrade:
    """The cloud before and after, and the operator who migrates it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.release, self.facts = folder, "", {}

    def boot(self, release: str, *arguments: str) -> None:
        command = [*BOOT, "--release", release]
        subprocess.run([*command, "--background", "--agent", "ACTIVE", *arguments], check=True)
        status = subprocess.run([*command, "--status"], check=True, capture_output=True)
        self.release, self.facts = release, json.loads(status.stdout)

    def stop(self) -> None:
        if self.release:
            subprocess.run([*BOOT, "--release", self.release, "--stop"], check=True)
            self.release = ""

    def users(self) -> list[ApiUser]:
        return [ApiUser(self.facts, name, project) for name, project in PROJECTS.items()]

    def migrate(self, *arguments: str) -> str:
        """What the playbook printed; it must succeed."""
        variables = {"vpn_cloud": "demo", "vpn_peer_cloud": "other", "vpn_preset": "compatible", "vpn_wave": 4}
        words = [word for name, value in variables.items() for word in ("-e", f"{name}={value}")]
        done = subprocess.run(
            [sys.executable, "-m", "ansible", "playbook", "sitelink.vpnaas.migrate_crypto", *words, *arguments],
            cwd=self.folder,
            env={
                **os.environ,
                "OS_CLIENT_CONFIG_FILE": self.facts["clouds_yaml"],
                "ANSIBLE_NOCOLOR": "1",
                "ANSIBLE_LOCALHOST_WARNING": "0",
            },
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def exported(self, monkeypatch: pytest.MonkeyPatch) -> dict:
        """What vpn_topology_info returns of both projects."""
        monkeypatch.setenv("OS_CLIENT_CONFIG_FILE", self.facts["clouds_yaml"])
        task = TASKS["vpn_topology_info"]
        options = defaults_of(task.argument_spec)
        return {
            name: task.execute(
                {**options, "cloud": name}, False, lambda params, check_mode: Snapshot(connect(params, check_mode))
            )["topology"]
            for name in PROJECTS
        }

    def figures(self, text: str) -> str:
        users = self.users()
        counts = {}
        for user in users:
            for path, items in objects(user).items():
                counts[path] = counts.get(path, 0) + len(items)
        tunnels = [item for user in users for item in user.listing("vpn/ipsec-site-connections")]
        active = sum(item["status"] == "ACTIVE" for item in tunnels)
        weak_policies = sum(len(weak(user)) for user in users)
        shown = ", ".join(f"{number} {path}" for path, number in counts.items() if number)
        return (
            f"Neutron {self.release.partition('-')[0]}, {text}: {len(tunnels) // 2} tunnels, {active} of {len(tunnels)}"
            f" ends ACTIVE; {weak_policies} policies with sha1 or 3des; {shown}"
        )


@pytest.fixture
def upgrade(tmp_path):
    upgrade = Upgrade(tmp_path)
    yield upgrade
    upgrade.stop()


def test_migrated_before_the_upgrade_nothing_differs_after_it(upgrade, monkeypatch, record_property):
    upgrade.boot(BEFORE)
    one, other = upgrade.users()
    make_topology(one, other, ApiUser(upgrade.facts, "admin", "demo"))
    lines = [upgrade.figures("before the migration")]
    keys = {item["name"]: item["psk"] for item in one.listing("vpn/ipsec-site-connections")}
    shown = upgrade.migrate("--check")
    assert f"{SITES} tunnels: {SITES} to move in 3 waves" in shown, shown
    shown = upgrade.migrate()
    assert shown.count(": moved, ACTIVE, was ACTIVE") == 2 * SITES, shown
    assert "Old policies deleted: 12" in shown
    assert not weak(one) and not weak(other)
    assert {item["name"]: item["psk"] for item in one.listing("vpn/ipsec-site-connections")} == keys
    control = one.make("vpn/ikepolicies", "ikepolicy", name=LEFT_BEHIND, auth_algorithm="sha1")
    lines.append(upgrade.figures(f'migrated, and the IKE policy "{LEFT_BEHIND}" made with sha1'))
    before, before_raw = upgrade.exported(monkeypatch), [objects(user) for user in (one, other)]
    upgrade.stop()

    upgrade.boot(AFTER, "--upgrade", BEFORE)
    users = upgrade.users()
    lines.append(upgrade.figures("after the upgrade of the database"))
    after, after_raw = upgrade.exported(monkeypatch), [objects(user) for user in users]
    left = _taken(before["demo"]["ike_policies"]), _taken(after["demo"]["ike_policies"])
    assert [policy["auth_algorithm"] for policy in left] == ["sha1", "sha256"], "the migration rewrites what is left"
    lines.append(
        f'"{LEFT_BEHIND}": {left[0]["auth_algorithm"]} before the upgrade, {left[1]["auth_algorithm"]} after it'
    )
    assert after == before
    for raw in (before_raw[0], after_raw[0]):
        raw["ikepolicies"] = [item for item in raw["ikepolicies"] if item["id"] != control["id"]]
    assert after_raw == before_raw

    shown = upgrade.migrate()
    assert f"{SITES} tunnels: {SITES} already as wanted" in shown and "changed=0" in shown, shown
    assert upgrade.exported(monkeypatch)["other"] == before["other"]
    lines.append(f"playbook again: {SITES} tunnels, nothing to do")
    record_property("migration", "\n".join(lines))


def _taken(policies: list[dict]) -> dict:
    """The policy that was left behind, taken out of the list."""
    (policy,) = [policy for policy in policies if policy["name"] == LEFT_BEHIND]
    policies.remove(policy)
    return policy
