# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What charon itself says of its tunnels, and what it can be told to do with them."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from pathlib import Path

from failure import Failure
from gateways.inside import inside, run

IKE = re.compile(r"^(\S+): #(\d+), (\w+), IKEv(\d)", re.MULTILINE)
AGE = re.compile(r"^\S+: #(\d+), ESTABLISHED.*?^  established (\d+)s ago", re.MULTILINE | re.DOTALL)
CHILD = re.compile(r"^  (\S+): #(\d+), reqid \d+, (\w+), TUNNEL-in-UDP, ESP:(\S+)", re.MULTILINE)
COUNTER = re.compile(r"^    (in|out) .*?(\d+) packets", re.MULTILINE)
MAX_WAIT = 10  # seconds
REKEYS = {"child": ("--child",), "ike": ("--ike",), "authentication": ("--reauth", "--ike")}


@dataclass(frozen=True)
class Tunnels:
    """The established SAs, each by its number: name of an IKE SA, name and proposal of a CHILD SA; packets so far."""

    ike: dict[str, str]
    children: dict[str, tuple[str, str]]
    packets: dict[str, int]


class Charon:
    """The daemon in one namespace, with its files in ``folder``."""

    def __init__(self, namespace: str, folder: Path) -> None:
        self.namespace = namespace
        self.folder = folder

    def request(self, *command: str) -> tuple[int, str]:
        done = run(inside(self.namespace, self.folder, command))
        return done.returncode, done.stdout

    def tunnels(self) -> Tunnels:
        code, output = self.request("swanctl", "--list-sas")
        if code:
            raise Failure(f"swanctl --list-sas: {output}")
        packets = {"in": 0, "out": 0}
        for direction, count in COUNTER.findall(output):
            packets[direction] += int(count)
        return Tunnels(
            {number: name for name, number, state, _version in IKE.findall(output) if state == "ESTABLISHED"},
            {
                number: (name, proposal)
                for name, number, state, proposal in CHILD.findall(output)
                if state == "INSTALLED"
            },
            packets,
        )

    def rekey(self, what: str) -> bool:
        """Force new keys, of a CHILD SA or of an IKE SA, or a new authentication; whether new SAs stand."""
        before = self.tunnels()
        children = {name for name, _proposal in before.children.values()}
        for name in children if what == "child" else set(before.ike.values()):
            self.request("swanctl", "--rekey", *REKEYS[what], name)
        deadline = time.monotonic() + MAX_WAIT
        while time.monotonic() < deadline:
            now = self.tunnels()
            fresh, old = (now.children, before.children) if what == "child" else (now.ike, before.ike)
            if fresh and now.children and not set(fresh) & set(old):
                return True
            time.sleep(0.2)
        return False

    def established(self) -> int:
        """How many IKE SAs stand; those that no peer has answered yet are given up."""
        found = IKE.findall(self.request("swanctl", "--list-sas")[1])
        for _name, number, state, _version in found:
            if state == "CONNECTING":
                self.request("swanctl", "--terminate", "--ike-id", number, "--force")
        return len([state for _name, _number, state, _version in found if state == "ESTABLISHED"])

    def end_oldest(self) -> None:
        """End the IKE SA that has been established for longest, with its CHILD SA."""
        ages = AGE.findall(self.request("swanctl", "--list-sas")[1])
        number, _age = max(ages, key=lambda found: int(found[1]))
        self.request("swanctl", "--terminate", "--ike-id", number)

    def initiate(self, connection: str) -> None:
        """Begin a connection that Neutron's driver has configured, as a packet would where ESP is the kernel's."""
        self.request("ipsec", "stroke", "up-nb", connection)

    def log(self) -> str:
        file = self.folder / "var" / "run" / "charon.log"
        return file.read_text(encoding="utf-8", errors="replace") if file.exists() else "(no log)"
