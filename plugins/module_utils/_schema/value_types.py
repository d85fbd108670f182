# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How values are checked, compared and sent: one ``ValueType`` for each type of value.

``canonical`` gives equal results for values that mean the same, and returns every other value unchanged: a comparison
works with whatever a server returns.
"""

from __future__ import annotations

import re
import typing as t
from dataclasses import dataclass

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.networks import (
    NetworkRange,
    canonical_address,
    canonical_network,
    is_address,
    network_range,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.owner_tag import keep_mark, without_mark

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Value

#: An object's id: a uuid in the hyphenated form in which Neutron stores and returns it.
UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
#: A mistyped uuid: only characters of a uuid, and nearly as many.
ALMOST_UUID = re.compile(r"[0-9a-fA-F-]{30,40}")
#: ``address/length``; Neutron rejects an IPv4 netmask, and accepts an IPv6 one
#: (neutron_lib.api.validators.validate_subnet).
PREFIX = re.compile(r"[^/\s]+/\d{1,3}|[^/\s]*:[^/\s]*/[^/\s]+")
DOTTED = re.compile(r"[0-9.]+")
HOST_NAME = re.compile(
    r"(?=.{1,253}$)[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\.[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?)*\.?"
)


def _accept(_value: Value) -> None:
    """A check without a rule."""


def _unchanged(value: Value) -> Value:
    return value


def _take_wanted(_stored: Value, wanted: Value) -> Value:
    return wanted


@dataclass(frozen=True)
class ValueType:
    """How the values of a field are declared, checked, compared and sent."""

    #: ``type`` and ``elements`` of the argument spec
    type: t.Literal["bool", "dict", "int", "list", "str"] = "str"
    elements: t.Literal["str"] | None = None
    #: a value -> its form for comparisons
    canonical: t.Callable[[Value], Value] = _unchanged
    #: raises ValueError with the fault of a value that no cloud holds
    check: t.Callable[[Value], None] = _accept
    #: raises ValueError with the fault of a value that a cloud may hold, and that is refused where it would be new
    check_new: t.Callable[[Value], None] = _accept
    #: (stored value, wanted value) -> the value for a PUT
    merge: t.Callable[[Value, Value], Value] = _take_wanted
    #: a stored value -> the value that a user would give
    exported: t.Callable[[Value], Value] = _unchanged


def canonical_number(value: Value) -> Value:
    """The number in a text. Neutron returns a number that was sent as text as text first, and as a number later."""
    try:
        return int(value)
    except (TypeError, ValueError, OverflowError):
        return value


def canonical_flag(value: Value) -> Value:
    """The boolean in a text, in any case."""
    return value.lower() == "true" if isinstance(value, str) else value


def without_leading_at(text: Value) -> Value:
    """An identity without ``@`` in front, which K5's release adds to a peer_id (fixed in neutron-vpnaas 62dffba3d).

    Agent syncs may add more than one. On Neutron a leading ``@`` is significant, so only overrides for K5 use this.
    """
    return canonical_address(text.lstrip("@")) if isinstance(text, str) else text


def _canonical_set(canonical: t.Callable[[Value], Value]) -> t.Callable[[Value], Value]:
    def as_set(values: Value) -> frozenset[Value]:
        return frozenset(canonical(value) for value in values or ())

    return as_set


def _network(text: str) -> NetworkRange | None:
    """The range of a network in the form that Neutron accepts; None for other text."""
    try:
        return network_range(text) if PREFIX.fullmatch(text) else None
    except ValueError:
        return None


def check_each_network(values: list[str] | None) -> None:
    """Networks as ``address/length``. Raises ValueError."""
    for text in values or ():
        if _network(text) is None:
            raise ValueError(f'"{text}" is not a network: write address/length, for example 10.2.0.0/24')


def check_networks(values: list[str] | None) -> None:
    """Networks as ``address/length``, all of one IP version, each once. Raises ValueError.

    Neutron holds networks that break the last two rules: it compares them as text, and only those of connections.
    """
    check_each_network(values)
    seen: dict[NetworkRange, str] = {}
    for text in values or ():
        network = network_range(text)
        if network in seen:
            raise ValueError(f'"{seen[network]}" and "{text}" are the same network: give it once')
        seen[network] = text
    if len({network.version for network in seen}) > 1:
        raise ValueError(f"IPv4 and IPv6 networks cannot be mixed: {', '.join(values or ())}")


def check_host(text: str) -> None:
    """An address, or a host name, which the server resolves on each write and stores as address. Raises ValueError."""
    if "/" in text:
        raise ValueError(f'"{text}" is a network, not an address: leave "/{text.split("/", 1)[1]}" out')
    if text in ("%any", "%any6", "any"):
        raise ValueError(f'"{text}" is no address: for a peer of any address give 0.0.0.0, for one of IPv6 ::')
    if is_address(text):
        return
    looks_numeric = DOTTED.fullmatch(text) or ":" in text
    if looks_numeric or not HOST_NAME.fullmatch(text):
        raise ValueError(f'"{text}" is neither an IPv4 or IPv6 address nor a host name')


def check_ipv4_host(text: str) -> None:
    """A literal IPv4 address. Raises ValueError."""
    check_host(text)
    if not is_address(text) or ":" in text:
        raise ValueError(f'"{text}" is not an IPv4 address, and this cloud accepts no other peer address')


def check_ipv4_networks(values: list[str] | None) -> None:
    """IPv4 networks, otherwise as ``check_networks``. Raises ValueError."""
    check_networks(values)
    for text in values or ():
        if ":" in text:
            raise ValueError(f'"{text}" is an IPv6 network, and this cloud connects IPv4 networks only')


def _without_host_bits(_stored: Value, wanted: Value) -> Value:
    """Networks for a request, each as network address and length."""
    return [canonical_network(text) for text in wanted]


def check_identity(text: str) -> None:
    """An IKE identity (RFC 7296, 3.5), which is never a network. Raises ValueError."""
    if "/" in text and is_address(text.split("/", 1)[0]):
        raise ValueError(
            f'"{text}" is a network: an identity is an address, a host name, an e-mail address or a key id'
        )


def check_unique(values: list[str]) -> None:
    """Each value once. The server decides about an empty list. Raises ValueError."""
    twice = sorted({value for value in values if values.count(value) > 1})
    if twice:
        raise ValueError(f"given twice: {', '.join(twice)}")


TEXT = ValueType()
MARKED_TEXT = ValueType(canonical=without_mark, merge=keep_mark, exported=without_mark)
FLAG = ValueType("bool", canonical=canonical_flag, exported=canonical_flag)
NUMBER = ValueType("int", canonical=canonical_number, exported=canonical_number)
HOST = ValueType(canonical=canonical_address, check=check_host)
HOST_IPV4 = ValueType(canonical=canonical_address, check=check_ipv4_host)
IDENTITY = ValueType(canonical=canonical_address, check_new=check_identity)
IDENTITY_WITHOUT_AT = ValueType(canonical=without_leading_at, check_new=check_identity, exported=without_leading_at)
NETWORKS = ValueType(
    "list", "str", canonical=_canonical_set(canonical_network), check=check_each_network, check_new=check_networks
)
NETWORKS_IPV4 = ValueType(
    "list", "str", canonical=NETWORKS.canonical, check=check_ipv4_networks, merge=_without_host_bits
)
TEXTS = ValueType("list", "str", canonical=_canonical_set(str), check_new=check_unique)
SUBOPTIONS = ValueType("dict")
