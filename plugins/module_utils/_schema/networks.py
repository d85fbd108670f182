# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Networks and addresses: one spelling for each, and as numbers."""

from __future__ import annotations

import typing as t
from functools import lru_cache
from ipaddress import ip_address, ip_network


def canonical_network(text: str):
    """``10.2.0.1/24`` and ``10.2.0.0/24`` are one network; Neutron keeps the host bits as they were sent."""
    return _canonical_network(text) if isinstance(text, str) else text


def canonical_address(text: str):
    """An IPv6 address has many spellings; other text stays as it is."""
    return _canonical_address(text) if isinstance(text, str) else text


@lru_cache(maxsize=65536)
def _canonical_network(text: str):
    try:
        return str(ip_network(text, strict=False))
    except ValueError:
        return text


@lru_cache(maxsize=65536)
def _canonical_address(text: str):
    try:
        return str(ip_address(text))
    except ValueError:
        return text


class NetworkRange(t.NamedTuple):
    """A network as numbers: comparing thousands of pairs costs nothing then."""

    version: int
    first: int
    last: int


@lru_cache(maxsize=65536)
def network_range(text: str):
    """The range of a network that was checked or that the server returned."""
    network = ip_network(text, strict=False)
    return NetworkRange(network.version, int(network.network_address), int(network.broadcast_address))


def ranges_overlap(one, other):
    return one.version == other.version and one.first <= other.last and other.first <= one.last


@lru_cache(maxsize=65536)
def is_address(text: str) -> bool:
    """Whether the text is a literal IPv4 or IPv6 address."""
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
