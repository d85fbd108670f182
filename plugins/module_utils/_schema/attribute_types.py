# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The types of what a server returns, by attribute: from the fields of a VPN kind, as a table for the others.

Sources: Neutron's Networking API v2.0, neutron_lib/api/definitions/vpn.py, K5's API reference. Most may be null.
What no table names may have any type, as long as it is not nested without end.
"""

from __future__ import annotations

import re
import typing as t
from functools import cache

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.networks import is_address, network_range
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.value_types import NETWORKS, NETWORKS_IPV4

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Value
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Field, Resource


class Mismatch(t.NamedTuple):
    """``value`` is not ``expected`` at ``place``, which begins with the attribute's name."""

    place: str
    value: Value
    expected: str


#: (value, place) -> what is wrong with it
Check: t.TypeAlias = "t.Callable[[Value, str], Mismatch | None]"

#: An id that is safe in a path. Neutron's and K5's ids are uuids (neutron_lib.db.constants.UUID_FIELD_SIZE: 36
#: characters, with or without hyphens). Other drivers' ids may differ, but have no dot, slash, space or line break.
IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
#: No text of the API is longer (neutron_lib.db.constants: DESCRIPTION_FIELD_SIZE and its like; K5 returns some more).
MAX_LENGTH = 4096


def _text(value: Value, place: str) -> Mismatch | None:
    ok = value is None or (isinstance(value, str) and len(value) <= MAX_LENGTH)
    return None if ok else Mismatch(place, value, f"a text of at most {MAX_LENGTH} characters")


def _reference(value: Value, place: str) -> Mismatch | None:
    ok = value in (None, "") or (isinstance(value, str) and IDENTIFIER.fullmatch(value))
    return None if ok else Mismatch(place, value, "an id")


def _number(value: Value, place: str) -> Mismatch | None:
    """A number that is not larger than any of the API, or its digits: Neutron echoes a number given as text as text."""
    digits = isinstance(value, str) and value.isdecimal() and len(value) < 20
    ok = value is None or digits or (isinstance(value, int) and abs(value) < 10**19)
    return None if ok else Mismatch(place, value, "a number")


def _flag(value: Value, place: str) -> Mismatch | None:
    ok = value is None or isinstance(value, bool) or (isinstance(value, str) and value.lower() in ("true", "false"))
    return None if ok else Mismatch(place, value, "true or false")


def _address(value: Value, place: str) -> Mismatch | None:
    ok = value in (None, "") or (isinstance(value, str) and is_address(value))
    return None if ok else Mismatch(place, value, "an IP address")


def _network(value: Value, place: str) -> Mismatch | None:
    return None if value in (None, "") else _network_in_list(value, place)


def _network_in_list(value: Value, place: str) -> Mismatch | None:
    """A network in any notation that Neutron holds."""
    try:
        ok = isinstance(value, str) and bool(network_range(value))
    except ValueError:
        ok = False
    return None if ok else Mismatch(place, value, "a network (address/length)")


def _list_of(check: Check) -> Check:
    def check_list(value: Value, place: str) -> Mismatch | None:
        if not isinstance(value, list):
            return None if value is None else Mismatch(place, value, "a list")
        for number, item in enumerate(value):
            found = (
                Mismatch(f"{place}[{number}]", None, "no null") if item is None else check(item, f"{place}[{number}]")
            )
            if found:
                return found
        return None

    return check_list


def _mapping_of(checks: t.Mapping[str, Check], needs: tuple[str, ...] = ()) -> Check:
    def check_mapping(value: Value, place: str) -> Mismatch | None:
        if not isinstance(value, dict):
            return None if value is None else Mismatch(place, value, "a mapping")
        for key in needs:
            if not value.get(key):
                return Mismatch(f"{place}.{key}", value.get(key), "a value")
        for key, check in checks.items():
            found = check(value[key], f"{place}.{key}") if value.get(key) is not None else None
            if found:
                return found
        return None

    return check_mapping


_SCALARS: dict[str, Check] = {"int": _number, "bool": _flag}
_COMMON: dict[str, Check] = {"project_id": _reference, "tenant_id": _reference, "name": _text, "description": _text}
_ADDRESSES = _list_of(_mapping_of({"ip_address": _address, "subnet_id": _reference}, ("ip_address", "subnet_id")))
_STATUS: dict[str, Check] = {
    "status": _text,
    "external_v4_ip": _address,
    "external_v6_ip": _address,
    "external_ip": _address,
}
_ROUTES = _list_of(_mapping_of({"destination": _network, "nexthop": _address}, ("destination", "nexthop")))
_OTHERS: dict[str, dict[str, Check]] = {
    "router": {
        "external_gateway_info": _mapping_of({"network_id": _reference, "external_fixed_ips": _ADDRESSES}),
        "routes": _ROUTES,
    },
    "subnet": {"cidr": _network, "network_id": _reference, "ip_version": _number, "gateway_ip": _address},
    "port": {"fixed_ips": _ADDRESSES, "device_id": _text, "device_owner": _text, "network_id": _reference},
    "floating_ip": {"floating_ip_address": _address, "fixed_ip_address": _address, "port_id": _reference},
    "extension": {"alias": _text},
    "agent": {"agent_type": _text, "host": _text, "alive": _flag, "admin_state_up": _flag},
}


@cache
def attribute_types(resource: Resource) -> t.Mapping[str, Check]:
    """attribute -> the check of its value: None, or the ``Mismatch``."""
    own = {row.key: _check_of(row) for row in resource.fields if not row.extra}
    return {**_COMMON, **_STATUS, **_OTHERS.get(resource.kind, {}), **own}


def mismatch_in(resource: Resource, item: t.Mapping[str, Value]) -> Mismatch | None:
    """The first attribute of the object that has a wrong type; of a field with variants that of the object's counts.
    Null is of every type."""
    for key, check in attribute_types(resource).items():
        found = check(item[key], key) if item.get(key) is not None else None
        if found:
            return found
    for row in _with_variants(resource):
        choice = item.get(row.discriminator)
        found = _check_of(row.variant(choice))(item.get(row.key), row.key) if isinstance(choice, str) else None
        if found:
            return found
    return None


@cache
def _with_variants(resource: Resource) -> tuple[Field, ...]:
    return tuple(row for row in resource.fields if row.variants)


def required_attributes(resource: Resource) -> tuple[str, ...]:
    """The attributes beside the id that every object of the kind has: without its name none can be found again."""
    return ("name",) if resource.fields else ()


def _check_of(row: Field) -> Check:
    if row.suboptions:
        return _mapping_of({part.key: _check_of(part) for part in row.suboptions})
    if row.value_type in (NETWORKS, NETWORKS_IPV4):
        return _list_of(_network_in_list)
    if row.value_type.type == "list":
        return _list_of(_text)
    return _reference if row.refers_to else _SCALARS.get(row.value_type.type, _text)
