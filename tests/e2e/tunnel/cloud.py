# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The real Neutron whose routers are gateways here, and what a bare HTTP client sees and does in it."""

from __future__ import annotations

import json
import sys
import threading
import time
from pathlib import Path

from failure import Failure
from network import Gateway, gateways
from programs import run

from ansible_collections.sitelink.vpnaas.tests.contract.conformance.reference_client import LISTINGS, ReferenceClient

HERE = Path(__file__).parent
DRIVER = f"{HERE}:gateways.driver.GatewayDriver"
PROJECTS = ("demo", "other")


class OpenStack:
    """One release, booted by tests/support/openstack/boot.py as its instance ``tunnel``."""

    def __init__(self, release: str, folder: Path) -> None:
        self.release = release
        self.folder = folder
        self.boot = [sys.executable, str(HERE.parents[1] / "support" / "openstack" / "boot.py")]
        self.boot += ["--release", release, "--instance", "tunnel"]
        self.facts: dict = {}
        self.api_users: dict[str, ReferenceClient] = {}
        self.routers: dict[str, str] = {}
        self.services: dict[str, dict] = {}

    def start(self) -> None:
        """Boot anew: what a killed run has left running is ended."""
        self.stop()
        self._boot("--background", "--driver", DRIVER)
        self.facts = json.loads(self._boot("--status"))
        self.api_users = {project: self.api_user(project) for project in PROJECTS}
        self.routers = self.api_users["demo"].ids()["router"]
        self._complete_networks()
        plan = {self.routers[gateway.name]: gateway.namespace for gateway in gateways().values() if gateway.project}
        Path(self.facts["state"], "gateways.json").write_text(json.dumps(plan), encoding="utf-8")

    def stop(self) -> None:
        self._boot("--stop")

    def _boot(self, *options: str) -> str:
        code, output = run([*self.boot, *options], self.folder / f"boot-{self.release}.log")
        if code:
            raise Failure(f"boot.py {' '.join(options)} ended with {code}:\n{output}")
        return output

    def api_user(self, project: str) -> ReferenceClient:
        """The admin, in a project: sees the objects of all of them."""
        return ReferenceClient(f"{self.facts['keystone_url']}/v3", self.facts["network_url"], "admin", project)

    def _complete_networks(self) -> None:
        """Networks that the rig's routers do not have by themselves."""
        there = self.api_users["demo"].ids()["subnet"]
        for gateway in gateways().values():
            for name, cidr in gateway.networks.items():
                if gateway.project and name not in there:
                    self._add_network(gateway, name, cidr)

    def _add_network(self, gateway: Gateway, name: str, cidr: str) -> None:
        api_user = self.api_users[gateway.project]
        network = self._make(api_user, "networks", "network", name=name)
        subnet = self._make(
            api_user, "subnets", "subnet", name=name, network_id=network, cidr=cidr, ip_version=6 if ":" in cidr else 4
        )
        path = f"routers/{self.routers[gateway.name]}/add_router_interface"
        api_user.ask("PUT", path, {"subnet_id": subnet}).raise_for_status()

    @staticmethod
    def _make(api_user: ReferenceClient, path: str, key: str, **desired: object) -> str:
        answer = api_user.ask("POST", path, {key: {**desired, "project_id": api_user.project_id}})
        answer.raise_for_status()
        return answer.json()[key]["id"]

    def gateway_folder(self, gateway: Gateway) -> Path:
        """Where neutron-vpnaas keeps the files of a router's gateway."""
        return Path(self.facts["state"], "gateways", self.routers[gateway.name])

    def quiet(self, wanted: bool) -> None:
        """Whether the hosts behind its gateways send nothing, so that no packet of theirs begins a tunnel."""
        file = Path(self.facts["state"], "gateways.quiet")
        if wanted:
            file.touch()
        else:
            file.unlink(missing_ok=True)

    def service(self) -> dict:
        """The one VPN service there is, as Neutron hands it to its driver: keys are in it."""
        file = Path(self.facts["state"], "gateways.services")
        file.touch(mode=0o600)
        try:
            while not (text := file.read_text(encoding="utf-8")).endswith("]"):
                time.sleep(0.6)
                self.connections()  # the agent works before a request
        finally:
            file.unlink()
        (service,) = json.loads(text)
        return service

    def connections(self) -> dict[str, list[dict]]:
        """By project, the oldest first as far as names tell."""
        found = self.api_users["demo"].listing(*LISTINGS["ipsec_site_connection"])
        return {
            project: [item for item in found if item["project_id"] == api_user.project_id]
            for project, api_user in self.api_users.items()
        }

    def statuses(self) -> dict[str, list[str]]:
        return {project: [item["status"] for item in items] for project, items in self.connections().items()}

    def left(self) -> list[str]:
        """The VPN objects there are."""
        snapshot = self.api_users["demo"].snapshot()
        return [f'{kind} "{item["name"]}"' for kind, items in snapshot.items() for item in items]

    def sweep(self) -> None:
        """Delete every VPN object; for after a failure."""
        for path, key in reversed(LISTINGS.values()):
            for item in self.api_users["demo"].listing(path, key):
                self.api_users["demo"].ask("DELETE", f"{path}/{item['id']}")


class Stopwatch(threading.Thread):
    """How long it takes from now, or from the last connection's making, until all are ACTIVE, as seen from outside."""

    def __init__(self, cloud: OpenStack, expected: int) -> None:
        super().__init__(daemon=True)
        self.reference_client = cloud.api_user("demo")
        self.expected = expected
        self.made = self.active = 0.0
        self.over = threading.Event()
        self.start()

    def run(self) -> None:
        while not self.active and not self.over.wait(0.2):
            connections = self.reference_client.listing(*LISTINGS["ipsec_site_connection"])
            now = time.monotonic()
            if len(connections) >= self.expected:
                self.made = self.made or now
                if all(item["status"] == "ACTIVE" for item in connections):
                    self.active = now

    def seconds(self) -> float:
        """Called when they are ACTIVE, which this one may be about to see."""
        self.join(timeout=10)
        return self.active - self.made
