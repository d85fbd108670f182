# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The steps that scenarios are made of: each method is a word in scenarios.yml, its argument what follows it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path

from charon import Charon
from cloud import OpenStack, Stopwatch
from failure import Failure
from foreign import ForeignGateway
from kernel.cases import FailOver
from network import Gateway, end, gateways, processes
from pings import Pings, ping, pinging
from plays import Ansible, ending
from trap import begin_with_packet

MAX_WAIT = 20  # seconds for something that needs one or two


@dataclass
class Outcome:
    """What a scenario has shown. ``up`` counts the pings that had to pass, ``down`` those that had not to."""

    statuses: list[str] = field(default_factory=list)
    up: Pings = field(default_factory=Pings)
    down: Pings = field(default_factory=Pings)
    seconds: float | None = None
    took: float = 0.0
    failure: str = ""
    fail_over: FailOver | None = None
    fail_over_rows: list[tuple[str, ...]] = field(default_factory=list)


class ScenarioRun:
    """Two gateways and what is done with them. The first is always a Neutron's."""

    def __init__(self, cloud: OpenStack, ansible: Ansible, options: dict, folder: Path) -> None:
        self.cloud = cloud
        self.ansible = ansible
        self.options = options
        self.folder = folder
        known = gateways()
        self.near, self.far = (known[name] for name in options["networks"])
        self.charon = Charon(self.near.namespace, cloud.gateway_folder(self.near))
        self.foreign = None if self.far.project else ForeignGateway(self.far, folder, cloud.facts["state"])
        self.outcome = Outcome()
        self.watch: Stopwatch | None = None

    def run_steps(self, steps: list[dict]) -> None:
        for step in steps:
            for word, argument in step.items():
                getattr(self, word)(argument)

    # What is wanted of the cloud.

    def play(self, argument: str | dict) -> None:
        """Run a playbook; ``with`` are more variables for it, ``fails`` what it must say when it must fail."""
        order = {"book": argument} if isinstance(argument, str) else argument
        self.options = {**self.options, **order.get("with", {})}
        if not self.watch:
            self.watch = Stopwatch(self.cloud, len(self._managed()))
        succeeded, output = self.ansible.play(order["book"], self.variables())
        if succeeded == ("fails" in order):
            raise Failure(f"{order['book']}.yml {'succeeded' if succeeded else 'failed'}: {ending(output)}")
        for words in order.get("fails", ()):
            if words not in output:
                raise Failure(f"{order['book']}.yml did not say {words!r}: {ending(output)}")

    def unchanged(self, book: str) -> None:
        """Run the playbook once more: nothing is left to do."""
        succeeded, output = self.ansible.play(book, self.variables())
        if not succeeded:
            raise Failure(f"{book}.yml, run once more, failed: {ending(output)}")
        if " changed=0 " not in output:
            raise Failure(f"{book}.yml, run once more, changed something:\n{output}")

    def variables(self) -> dict:
        """For a playbook: what the scenario says, and the two ends as Neutron's objects and addresses."""
        keys = {which: self.ansible.keys[self.options[which]] for which in ("key", "other_key")}
        ends = [self._end(gateway) for gateway in (self.near, self.far)]
        foreign = {"swanctl_dir": str(self.foreign.swanctl_dir), "uri": self.foreign.uri} if self.foreign else {}
        return {**self.options, **keys, "ends": ends, "state": "present", "foreign": foreign}

    def _managed(self) -> list[Gateway]:
        return [gateway for gateway in (self.near, self.far) if gateway.project]

    def _end(self, gateway: Gateway) -> dict:
        names = self.options["networks"][gateway.name]
        (address,) = [one for one in gateway.outside if (":" in one) == (self.options["outside"] == "IPv6")]
        return {
            "cloud": gateway.project,
            "router": gateway.name,
            "subnets": names,
            "networks": [gateway.networks[name] for name in names],
            "address": address.partition("/")[0],
            "host": {"namespace": gateway.host_namespace, "address": gateway.host(names[0])},
        }

    def statuses(self, wanted: str) -> None:
        """What Neutron says of every connection, as charon reported it."""
        deadline = time.monotonic() + MAX_WAIT
        while True:
            seen = self.cloud.statuses()
            flat = [status for project in seen.values() for status in project]
            if set(flat) == {wanted} and len(flat) >= len(self._managed()):
                break
            if time.monotonic() > deadline:
                raise Failure(f"the connections are {seen}, not {wanted}")
            time.sleep(0.2)
        self.outcome.statuses.append(wanted)
        if wanted == "ACTIVE":
            self.outcome.seconds = self.outcome.seconds or self.watch.seconds()
            self._settle()

    def _settle(self) -> None:
        """Wait for one IKE SA and no more. Neutron's driver begins at either end, and the first end asked before there
        was another: two come up, of which charon deletes one ten seconds later, no moment for counting pings. So it is
        deleted now."""
        deadline = time.monotonic() + MAX_WAIT
        while (standing := [charon.established() for charon in self._charons()]) != [1, 1]:
            if standing == [2, 2]:
                self.charon.end_oldest()
            if time.monotonic() > deadline:
                raise Failure("the gateways do not settle for one IKE SA")
            time.sleep(0.3)

    def _charons(self) -> list[Charon]:
        managed = [Charon(gateway.namespace, self.cloud.gateway_folder(gateway)) for gateway in self._managed()]
        return [*managed, *([self.foreign] if self.foreign else [])]

    # What passes.

    def packets(self, count: int) -> None:
        """Every ping is answered, from either side to each network, and each was counted by the tunnel's SAs."""
        before = self.charon.tunnels().packets
        ways = self._ways()
        for way in ways:
            passed = ping(*way, count)
            self.outcome.up += passed
            if passed.received != passed.sent:
                raise Failure(f"only {passed} pings passed from {way[1]} to {way[2]}")
        now = self.charon.tunnels().packets
        if any(now[direction] - before[direction] < count * len(ways) for direction in now):
            raise Failure(f"{count * len(ways)} packets each way did not go through the tunnel: {before}, then {now}")

    def no_packets(self, count: int) -> None:
        for way in self._ways():
            passed = ping(*way, count)
            self.outcome.down += passed
            if passed.received:
                raise Failure(f"{passed} pings passed from {way[1]} to {way[2]}")

    def _ways(self) -> list[tuple[str, str, str]]:
        """(namespace, source, target) for every pair of networks, both ways."""
        networks = self.options["networks"]
        pairs = [
            (self.near.host(near), self.far.host(far))
            for near in networks[self.near.name]
            for far in self.options.get("only") or networks[self.far.name]
        ]
        there = [(self.near.host_namespace, near, far) for near, far in pairs]
        return [*there, *((self.far.host_namespace, far, near) for near, far in pairs)]

    def pinging(self, steps: list[dict]) -> None:
        """Pings without a pause while other steps are done: none is lost."""
        with pinging(*self._ways()[0]) as counted:
            self.run_steps(steps)
        passed = counted[0]
        self.outcome.up += passed
        if passed.received != passed.sent:
            raise Failure(f"only {passed} pings passed meanwhile")

    def interrupting(self, steps: list[dict]) -> None:
        """Pings without a pause while other steps are done, which may lose some: the table has how many passed."""
        with pinging(*self._ways()[0]) as counted:
            self.run_steps(steps)
        self.outcome.up += counted[0]

    # What is done to the tunnel.

    def rekey(self, what: str) -> None:
        if not self.charon.rekey(what):
            raise Failure(f"no new SA after a forced new {what}")

    def reauthentication_fails(self, _argument: object) -> None:
        if self.charon.rekey("authentication"):
            raise Failure("a new authentication succeeded with different keys")

    def traffic(self, _argument: object) -> None:
        """What a packet would do where ESP is the kernel's; the answer is there within a second, or does not come."""
        for connection in self.cloud.connections()[self.near.project]:
            self.charon.initiate(connection["id"])
        time.sleep(1)

    def cloud_deletes(self, _argument: object) -> None:
        """The cloud's gateway deletes its SAs and tells the other one so; then nobody behind it sends anything."""
        self.cloud.quiet(True)
        for name in set(self.charon.tunnels().ike.values()):
            self.charon.request("swanctl", "--terminate", "--ike", name)
        standing = [charon.established() for charon in self._charons()]
        if any(standing):
            raise Failure(f"after the cloud's DELETE {standing} IKE SAs stand at the cloud and at the other gateway")

    def packet_begins(self, _argument: object) -> None:
        """A packet from behind the gateway that no cloud manages finds the trap that charon has kept."""
        ends = self._end(self.far)["address"], self._end(self.near)["address"]
        way = self._ways()[-1]
        begin_with_packet(self.foreign, ends, lambda: ping(*way, 1), self.folder)
        self.cloud.quiet(False)

    def agreed(self, _argument: object) -> None:
        """The CHILD SAs have what the scenario says; an older one of another policy may be left beside the newest."""
        children = self.charon.tunnels().children
        newest = children[max(children, key=int)][1] if children else "nothing"
        if newest != self.options["esp"]:
            raise Failure(f"the newest CHILD SA has {newest}, not {self.options['esp']}")

    def start_foreign(self, _argument: object) -> None:
        """The daemon, which knows no connection yet."""
        self.foreign.start()

    def only(self, networks: list[str]) -> None:
        """Pings from here on are for these networks of the far side; an empty list means all that the tunnel joins."""
        self.options = {**self.options, "only": networks}

    # What is shown in another kernel.

    def noted(self, name: str) -> None:
        """The VPN service as it is now, for gateways in the user-mode kernel."""
        self.cloud.services[name] = self.cloud.service()

    def fails_over(self, names: list[str]) -> None:
        """The cases of kernel/cases.yml that are about these services begin; the run waits for them at its end."""
        services = {name: self.cloud.services.pop(name) for name in names if name in self.cloud.services}
        self.outcome.fail_over = FailOver(services, self.cloud, self.folder)

    # What is left.

    def absent(self) -> None:
        """Take the VPN away with the playbook that made it; see that nothing is left of it."""
        self.watch.over.set()
        book = self.options["book"]
        succeeded, output = self.ansible.play(book, {**self.variables(), "state": "absent"})
        if not succeeded:
            raise Failure(f"{book}.yml with state absent failed: {ending(output)}")
        left = self.cloud.left()
        if self.foreign:
            left += self.foreign.left()
            self.foreign.stop()
        for gateway in gateways().values():
            left += [f"process {process} in {gateway.namespace}" for process in processes(gateway.namespace)]
        for gateway in self._managed():
            folder = self.cloud.gateway_folder(gateway)
            left += [str(folder)] if folder.exists() else []
        if left:
            raise Failure(f"left after absent: {', '.join(left)}")

    def keep_logs(self, name: str) -> None:
        """What each charon wrote, for a post-mortem."""
        for charon in self._charons():
            (self.folder / f"{name}-{charon.namespace}.log").write_text(charon.log(), encoding="utf-8")

    def clear_up(self) -> None:
        """After a failure: what the next scenario must not find."""
        if self.watch:
            self.watch.over.set()
        if self.foreign:
            self.foreign.stop()
        self.cloud.quiet(False)
        self.cloud.sweep()
        self.cloud.left()
        for gateway in self._managed():
            end(gateway.namespace)
