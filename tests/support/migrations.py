# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Two embedded clouds with tunnels between them on sha1, and the steps of the playbook migrate_crypto."""

from __future__ import annotations

import json
from pathlib import Path

import yaml

from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.registry import TASKS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
from ansible_collections.sitelink.vpnaas.tests.support.prepared_runner import FaultAdapter, copy_filled
from ansible_collections.sitelink.vpnaas.tests.support.task_runner import URL, TaskRunner, defaults_of

PRESETS = yaml.safe_load(
    (Path(__file__).parents[2] / "roles/site_to_site/vars/main/presets.yml").read_text(encoding="utf-8")
)["site_to_site_presets"]
KEY = "a secret of nobody else"
#: VPN service, router, subnet, address, network
OFFICE, LAB = ("office", "edge", "203.0.113.10", "10.1.0.0/24"), ("lab", "edge2", "203.0.113.11", "10.9.0.0/24")
WEAK = {"auth_algorithm": "sha1", "encryption_algorithm": "3des", "pfs": "group5"}


def fill(runner: TaskRunner, *tunnels: tuple[str, tuple, tuple], **options: object) -> None:
    """Policies and services, and for each (name, own service, peer's service) a connection."""
    runner.apply("ike_policy", "old", ike_version="v2", **WEAK)
    runner.apply("ipsec_policy", "old", **WEAK)
    for service, router, _address, _network in {own for _name, own, _peer in tunnels}:
        runner.apply("vpn_service", service, router=router, subnet=service, wait=False)
    for name, own, peer in tunnels:
        runner.apply(
            "ipsec_site_connection",
            name,
            vpn_service=own[0],
            ike_policy="old",
            ipsec_policy="old",
            peer_address=peer[2],
            peer_cidrs=[peer[3]],
            psk=KEY,
            **options,
        )


def listen(runner: TaskRunner, between: object) -> None:
    """``between(request, send)`` answers every request to the runner's cloud, in place of what answered before."""
    runner.between = between
    client = runner.connected_client()
    client.access.session.session.mount(URL, FaultAdapter(runner.cloud.adapter(), runner))


def keep_tunnels(runner: TaskRunner) -> None:
    """As a strongSwan gateway: a connection that is added is DOWN until the VPN service was off and on again."""

    def between(request: object, send: object) -> object:
        if request.method == "POST":
            runner.cloud.agent = "DOWN:0"
        answer = send()
        if request.method == "PUT" and json.loads(request.body)["vpnservice"].get("admin_state_up"):
            runner.cloud.agent = "ACTIVE:0"
            for item in runner.cloud.store.all("ipsec_site_connections"):
                item.update(status="ACTIVE", _due=None)
        return answer

    listen(runner, between)


def _fill_here(runner: TaskRunner) -> None:
    fill(runner, ("paris", OFFICE, LAB), ("rome", LAB, OFFICE))


def _fill_there(runner: TaskRunner) -> None:
    fill(runner, ("paris", LAB, OFFICE), ("rome", OFFICE, LAB))


class Migration:
    """``here`` and ``there``: the clouds; both have the tunnels ``paris`` and ``rome``, each the other's end."""

    def __init__(self, agent: str = "ACTIVE:0", release: int = 28) -> None:
        self.here, self.there = TaskRunner(agent=agent, release=release), TaskRunner(agent=agent, release=release)
        copy_filled(self.here, _fill_here, agent=agent, release=release)
        copy_filled(self.there, _fill_there, agent=agent, release=release)
        for runner in self.runners:
            runner.between = None
            runner.cloud.forget_log()

    @property
    def runners(self) -> tuple[TaskRunner, TaskRunner]:
        return self.here, self.there

    def step(self, step: str, check_mode: bool = False, **params: object) -> dict:
        """The result of one step of the module crypto_migration."""
        task = TASKS["crypto_migration"]
        options = defaults_of(task.argument_spec)
        given = {
            **options,
            "cloud": "here",
            "peer_cloud": "there",
            "preset": "compatible",
            "presets": PRESETS,
            **params,
        }

        def open_snapshot(asked: dict, check: bool) -> Snapshot:
            runner = self.here if asked["cloud"] == "here" else self.there
            return Snapshot(runner.connected_client(check))

        return task.execute({**given, "step": step}, check_mode, open_snapshot)

    def play(self, **params: object) -> list[str]:
        """What the playbook does: plan, waves, deletion of the old policies. The lines that it prints."""
        plan = self.step("plan", **params)
        lines = list(plan["text"])
        for wave in plan["waves"]:
            lines += self.step("move", **{**params, "connections": wave["connections"]})["text"]
        return lines + self.step("clean", **params)["text"]

    def used(self) -> list[tuple[str, str, str, str]]:
        """(cloud, connection, its IKE policy, its IPsec policy) of every connection, by names."""
        found = []
        for label, runner in (("here", self.here), ("there", self.there)):
            names = {
                item["id"]: item["name"]
                for kind in ("ikepolicies", "ipsecpolicies")
                for item in runner.cloud.store.all(kind)
            }
            found += [
                (label, item["name"], names[item["ikepolicy_id"]], names[item["ipsecpolicy_id"]])
                for item in runner.cloud.store.all("ipsec_site_connections")
            ]
        return sorted(found)

    def policies(self) -> list[str]:
        """The names of all policies of both clouds."""
        return sorted(
            item["name"]
            for runner in self.runners
            for kind in ("ikepolicies", "ipsecpolicies")
            for item in runner.cloud.store.all(kind)
        )

    def writes(self) -> list[str]:
        """Every writing request since the clouds were filled."""
        return [f"{entry.method} {entry.path}" for runner in self.runners for entry in runner.cloud.log.writes]

    def stored(self, label: str, name: str) -> dict:
        runner = self.here if label == "here" else self.there
        (found,) = [item for item in runner.cloud.store.all("ipsec_site_connections") if item["name"] == name]
        return found


def all_at(policy: str) -> list[tuple[str, str, str, str]]:
    """``Migration.used`` where every connection uses policies of that name."""
    return [(cloud, name, policy, policy) for cloud in ("here", "there") for name in ("paris", "rome")]
