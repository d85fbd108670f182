# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A packet that finds no SA makes the kernel ask for one, and charon begins. ESP in user space lacks the first half.

So the policy that charon's own kernel-netlink would install for a trap is installed here, a real packet is sent, and
what the kernel asks for is handed to charon. Without a trap in charon nothing is installed, and nothing begins.
"""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from charon import Charon
from failure import Failure
from network import ip

#: What `swanctl --list-pols --trap` prints of each.
TRAP = re.compile(r"^(\S+)/(\S+), TUNNEL\n  local:  (\S+)\n  remote: (\S+)$", re.MULTILINE)
MAX_WAIT = 20  # seconds for something that needs one or two


@dataclass(frozen=True)
class Trap:
    """What charon waits for: a packet between two networks, for the child ``child`` of the connection ``ike``."""

    ike: str
    child: str
    local: str
    remote: str


def traps(charon: Charon) -> list[Trap]:
    """Those that charon holds."""
    return [Trap(*found) for found in TRAP.findall(charon.request("swanctl", "--list-pols", "--trap")[1])]


def begin_with_packet(charon: Charon, ends: tuple[str, str], send: Callable[[], object], folder: Path) -> None:
    """Send a packet until the kernel asks for an SA between ``ends``, this gateway's address and the cloud's."""
    held = traps(charon)
    if not held:
        raise Failure("charon holds no trap, so no packet would begin the tunnel")
    with ExitStack() as stack:
        for trap in held:
            stack.enter_context(_policy(charon.namespace, trap, ends))
        asked = _asked_for(charon.namespace, held, send, folder / "acquire.log")
    charon.request("swanctl", "--initiate", "--ike", asked.ike, "--child", asked.child)


@contextmanager
def _policy(namespace: str, trap: Trap, ends: tuple[str, str]) -> Iterator[None]:
    """The kernel's, and a way for the packet to get as far as that; both go before the SA of user space carries it."""
    selector = ("src", trap.local, "dst", trap.remote, "dir", "out")
    template = ("tmpl", "src", ends[0], "dst", ends[1], "proto", "esp", "mode", "tunnel")
    route = (trap.remote, "dev", "outside")
    ip("route", "add", *route, namespace=namespace)
    ip("xfrm", "policy", "add", *selector, *template, namespace=namespace)
    try:
        yield
    finally:
        ip("xfrm", "policy", "delete", *selector, namespace=namespace)
        ip("route", "delete", *route, namespace=namespace)


def _asked_for(namespace: str, held: list[Trap], send: Callable[[], object], log: Path) -> Trap:
    """The trap into which the packet went, by what the kernel tells who listens for it."""
    command = ["setpriv", "--pdeathsig", "TERM", "ip", "-n", namespace, "xfrm", "monitor", "acquire"]
    deadline = time.monotonic() + MAX_WAIT
    with log.open("w", encoding="utf-8") as stream:
        process = subprocess.Popen(command, stdout=stream, stderr=subprocess.STDOUT)
    try:
        while time.monotonic() < deadline:
            # Nothing is asked for while nobody listens, so the first packet may be too early.
            send()
            output = log.read_text(encoding="utf-8")
            for trap in held:
                if f"policy src {trap.local} dst {trap.remote}" in output:
                    return trap
    finally:
        process.terminate()
        process.wait(timeout=10)
    raise Failure(f"the kernel asked for no SA: {output}")
