# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the rules of the VPN kinds need besides the request."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .agent import Agent
from .dialect import Dialect
from .store import Store

Resolver = Callable[[str], "str | None"]

KNOWN_NAMES = {
    "localhost": "127.0.0.1",
    "peer.example.com": "198.51.100.10",
    "peer2.example.com": "198.51.100.11",
    "peer6.example.com": "2001:db8:face::10",
}


def resolve(name: str) -> str | None:
    """The default resolver: a small table, no DNS. Numeric short forms resolve as in any C library."""
    name.encode("idna")  # A label that is too long is a UnicodeError in getaddrinfo too, hence a 500.
    if re.fullmatch(r"[0-9a-fx.]+", name):
        try:
            return socket.inet_ntoa(socket.inet_aton(name))
        except OSError:
            return None
    return KNOWN_NAMES.get(name.lower().rstrip("."))


@dataclass
class VpnGateway:
    """By IP version the addresses that services of the router have; failed: it could not be removed."""

    addresses: dict[int, str]
    failed: bool = False


@dataclass
class CloudState:
    """The cloud as its rules see it."""

    store: Store
    agent: Agent
    dialect: Dialect
    resolver: Resolver
    clock: Callable[[], float]
    slow_delete: float = 0.0
    # What the OVN driver finds, a key of ``ovn.GATEWAYS``; None: another driver.
    vpn_gateway: str | None = None
    # OVN's: a port and a transit network for each router that has VPN services.
    gateways: dict[str, VpnGateway] = field(default_factory=dict)
    # Routers that a VPN agent hosts.
    hosted: set[str] = field(default_factory=set)
    # How many such ports there were, and what gives the next one its addresses, by the router's own outside.
    vpn_ports: int = 0
    new_vpn_port: Callable[[dict[int, str]], dict[int, str]] = dict

    def remove(self, collection: str, stored: dict[str, Any]) -> None:
        """Remove at once, as the in-tree drivers do, or show PENDING_DELETE for a while, as others do."""
        if not self.slow_delete:
            self.store.remove(collection, stored["id"])
            return
        stored["status"] = "PENDING_DELETE"
        stored.setdefault("_gone", self.clock() + self.slow_delete)
