# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Networks and addresses in canonical form, and as ranges of numbers."""

from __future__ import annotations

import typing as t
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from socket import AF_INET, inet_ntoa, inet_pton

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Value

#: The prefix lengths of IPv4 as ipaddress writes them.
LENGTHS_IPV4 = frozenset(map(str, range(33)))


def canonical_network(text: Value) -> Value:
    """The canonical form of a network's text; any other value unchanged.

    ``10.2.0.1/24`` and ``10.2.0.0/24`` are one network; Neutron stores the host bits as they were sent.
    """
    if not isinstance(text, str):
        return text
    try:
        return _parsed_network(text)[0]
    except ValueError:
        return text


def canonical_address(text: Value) -> Value:
    """The canonical form of an address's text (RFC 5952 for IPv6); any other value unchanged."""
    return _address(text) or text if isinstance(text, str) else text


def is_address(text: str) -> bool:
    """Whether the text is a literal IPv4 or IPv6 address."""
    return _address(text) is not None


@lru_cache(maxsize=65536)
def _address(text: str) -> str | None:
    """The canonical form of an address; None for other text."""
    if _dotted_quad(text) is not None:
        return text
    try:
        return str(ip_address(text))
    except ValueError:
        return None


def _dotted_quad(text: str) -> int | None:
    """The number of an IPv4 address in its canonical form; None for other text. ipaddress takes ten times as long."""
    try:
        packed = inet_pton(AF_INET, text)
    except (OSError, ValueError):
        return None
    return int.from_bytes(packed, "big") if inet_ntoa(packed) == text else None


def parse_network(text: str) -> IPv4Network | IPv6Network:
    """The network of ``address/length``, host bits allowed. Raises ValueError for other text.

    Of IPv6 also the notations that Neutron accepts and stores as they were sent: a mask in place of the length, and
    what Python reads as a number (validate_subnet in neutron_lib.api.validators, netaddr.IPNetwork).
    """
    address, slash, length = text.partition("/")
    if slash and ":" in address:
        return IPv6Network((address, _length_of_mask(length) if ":" in length else int(length)), strict=False)
    return ip_network(text, strict=False)


def _length_of_mask(mask: str) -> int:
    """The prefix length of an IPv6 netmask, or of a mask of the host bits. Raises ValueError."""
    bits = f"{int(IPv6Address(mask)):0128b}"
    for leading in "10":
        rest = bits.lstrip(leading)
        if leading not in rest:
            return len(bits) - len(rest)
    raise ValueError(f"{mask} is no mask")


def is_any_address(text: Value) -> bool:
    """Whether a peer's address stands for any address: 0.0.0.0 and ::, and what strongSwan calls %any."""
    return text == "%any" or canonical_address(text) in ("0.0.0.0", "::")


class NetworkRange(t.NamedTuple):
    """A network as numbers, first and last address included: fast to compare for thousands of pairs."""

    version: int
    first: int
    last: int


def network_range(text: str) -> NetworkRange:
    """The range of ``address/length``. Raises ValueError for other text."""
    return _parsed_network(text)[1]


@lru_cache(maxsize=65536)
def _parsed_network(text: str) -> tuple[str, NetworkRange]:
    """(canonical form, range) of a network. Raises ValueError for other text."""
    address, _slash, length = text.partition("/")
    number = _dotted_quad(address) if length in LENGTHS_IPV4 else None
    if number is not None:
        hosts = 2 ** (32 - int(length)) - 1
        first = number & ~hosts
        return f"{inet_ntoa(first.to_bytes(4, 'big'))}/{length}", NetworkRange(4, first, first | hosts)
    network = parse_network(text)
    first = int(network.network_address)
    last = first + 2 ** (network.max_prefixlen - network.prefixlen) - 1
    return str(network), NetworkRange(network.version, first, last)


def ranges_overlap(one: NetworkRange, other: NetworkRange) -> bool:
    """Whether two networks of one IP version have an address in common."""
    return one.version == other.version and one.first <= other.last and other.first <= one.last


def range_within(inner: NetworkRange, outer: NetworkRange) -> bool:
    """Whether every address of the first network is one of the second."""
    return inner.version == outer.version and outer.first <= inner.first and inner.last <= outer.last
