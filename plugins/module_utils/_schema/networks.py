# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Networks and addresses in canonical form, and as ranges of numbers."""

from __future__ import annotations

import typing as t
from functools import lru_cache
from ipaddress import ip_address, ip_network

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Value


def canonical_network(text: Value) -> Value:
    """The canonical form of a network's text; any other value unchanged.

    ``10.2.0.1/24`` and ``10.2.0.0/24`` are one network; Neutron stores the host bits as they were sent.
    """
    return _canonical_network(text) if isinstance(text, str) else text


def canonical_address(text: Value) -> Value:
    """The canonical form of an address's text (RFC 5952 for IPv6); any other value unchanged."""
    return _canonical_address(text) if isinstance(text, str) else text


@lru_cache(maxsize=65536)
def _canonical_network(text: str) -> str:
    try:
        return str(ip_network(text, strict=False))
    except ValueError:
        return text


@lru_cache(maxsize=65536)
def _canonical_address(text: str) -> str:
    try:
        return str(ip_address(text))
    except ValueError:
        return text


class NetworkRange(t.NamedTuple):
    """A network as numbers, first and last address included: fast to compare for thousands of pairs."""

    version: int
    first: int
    last: int


@lru_cache(maxsize=65536)
def network_range(text: str) -> NetworkRange:
    """The range of ``address/length``. Raises ValueError for other text."""
    network = ip_network(text, strict=False)
    return NetworkRange(network.version, int(network.network_address), int(network.broadcast_address))


def ranges_overlap(one: NetworkRange, other: NetworkRange) -> bool:
    """Whether two networks of one IP version have an address in common."""
    return one.version == other.version and one.first <= other.last and other.first <= one.last


@lru_cache(maxsize=65536)
def is_address(text: str) -> bool:
    """Whether the text is a literal IPv4 or IPv6 address."""
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
