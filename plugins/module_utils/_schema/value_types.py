# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How values are checked, compared and sent: one ``ValueType`` per kind of value.

The contract of ``canonical``: two texts that mean the same give the same result, and what it does not know passes
through unchanged, so that a comparison never fails on what a server returns.
"""

from __future__ import annotations

import re
import typing as t
from dataclasses import dataclass

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.networks import (
    canonical_address,
    canonical_network,
    is_address,
    network_range,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.owner_tag import keep_mark, without_mark

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject, Value

#: An object's id: a uuid in the hyphenated form in which Neutron stores and returns it.
UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
#: What somebody meant to be a uuid: only its characters, and about its length.
ALMOST_UUID = re.compile(r"[0-9a-fA-F-]{30,40}")
#: ``address/length``; Neutron refuses a netmask (neutron_lib.api.validators.validate_subnet).
PREFIX = re.compile(r"[^/\s]+/\d{1,3}")
HOST_NAME = re.compile(
    r"(?=.{1,253}$)[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\.[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?)*\.?"
)


def _accept(value: Value) -> None:
    """Any value will do."""


def _as_it_is(value: Value):
    return value


def _take_wanted(_stored, wanted: ApiObject):
    return wanted


@dataclass(frozen=True)
class ValueType:
    """``type`` and ``elements`` are an argument spec's; ``check`` raises ValueError saying what is wrong; ``merge``
    gives what a PUT says, from the stored and the wanted value; ``exported`` what a user would have given."""

    type: str = "str"
    elements: str | None = None
    canonical: t.Callable[[t.Any], t.Any] = _as_it_is
    check: t.Callable[[t.Any], None] = _accept
    merge: t.Callable[[t.Any, t.Any], t.Any] = _take_wanted
    exported: t.Callable[[t.Any], t.Any] = _as_it_is


def canonical_number(value: Value):
    """Neutron echoes a number given as text as text, and returns it as a number later."""
    try:
        return int(value)
    except (TypeError, ValueError):
        return value


def canonical_flag(value: Value):
    return value.lower() == "true" if isinstance(value, str) else value


def without_leading_at(text: str):
    """K5's generation of code returns a peer_id with ``@`` in front (openstack/neutron-vpnaas 62dffba3d cured it).

    Agent syncs may add more than one. On Neutron a leading ``@`` is significant, so only K5's rows use this.
    """
    return canonical_address(text.lstrip("@")) if isinstance(text, str) else text


def _canonical_set(canonical):
    def as_set(values: ApiObject):
        return frozenset(canonical(value) for value in values or ())

    return as_set


def _network(text: str):
    """The range of a text that is a network as Neutron takes it, else None."""
    try:
        return network_range(text) if PREFIX.fullmatch(text) else None
    except ValueError:
        return None


def check_networks(values: ApiObject) -> None:
    """Networks as ``address/length``, all of one IP version, none twice."""
    seen = {}
    for text in values or ():
        network = _network(text)
        if network is None:
            raise ValueError(f'"{text}" is not a network: write address/length, for example 10.2.0.0/24')
        if network in seen:
            raise ValueError(f'"{seen[network]}" and "{text}" are the same network: give it once')
        seen[network] = text
    if len({network.version for network in seen}) > 1:
        raise ValueError(f"IPv4 and IPv6 networks cannot be mixed: {', '.join(values)}")


def check_host(text: str) -> None:
    """An address or a host name: the server resolves the name when the request comes and stores the address."""
    if "/" in text:
        raise ValueError(f'"{text}" is a network, not an address: leave "/{text.split("/", 1)[1]}" out')
    looks_numeric = re.fullmatch(r"[0-9.]+", text) or ":" in text
    if not is_address(text) and (looks_numeric or not HOST_NAME.fullmatch(text)):
        raise ValueError(f'"{text}" is neither an IPv4 or IPv6 address nor a host name')


def check_identity(text: str) -> None:
    if "/" in text and is_address(text.split("/", 1)[0]):
        raise ValueError(
            f'"{text}" is a network: an identity is an address, a host name, an e-mail address or a key id'
        )


def check_unique(values: ApiObject) -> None:
    """An empty list is the server's to refuse; the same value twice is a slip."""
    twice = sorted({value for value in values if values.count(value) > 1})
    if twice:
        raise ValueError(f"given twice: {', '.join(twice)}")


TEXT = ValueType()
MARKED_TEXT = ValueType(canonical=without_mark, merge=keep_mark, exported=without_mark)
FLAG = ValueType("bool", canonical=canonical_flag)
NUMBER = ValueType("int", canonical=canonical_number)
HOST = ValueType(canonical=canonical_address, check=check_host)
IDENTITY = ValueType(canonical=canonical_address, check=check_identity)
IDENTITY_WITHOUT_AT = ValueType(canonical=without_leading_at, check=check_identity, exported=without_leading_at)
NETWORKS = ValueType("list", "str", canonical=_canonical_set(canonical_network), check=check_networks)
TEXTS = ValueType("list", "str", canonical=_canonical_set(str), check=check_unique)
SUBOPTIONS = ValueType("dict")
