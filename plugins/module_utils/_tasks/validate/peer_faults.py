# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is wrong with the other ends that a user names: shapes, unknown keys, and values that would not be read as what
they say."""

from __future__ import annotations

import typing as t
from itertools import chain

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import nearest_of
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.algorithms import KNOWN_VALUES
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.networks import network_range
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.validate.peers import (
    CONNECTION,
    POLICIES,
    REFERENCES,
    named_items,
    reference_of,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.validate.spelling import same_value

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Value
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Field, Resource

#: What a foreign end's connection has beside the options of ipsec_site_connection.
NETWORKS = ("local_networks", "peer_networks")
OTHER_KEYS = ("name", "id", "address", *NETWORKS, "status", "state")
LISTS = ("ike_policies", "ipsec_policies", "vpn_services", "endpoint_groups", "subnets")


def peer_faults(peers: t.Sequence[Value]) -> t.Iterator[str]:
    """What is wrong with the option ``peers``, without the values, which may be keys."""
    for number, peer in enumerate(peers):
        place = f"peers[{number}]"
        if (peer.get("cloud") is None) == (peer.get("connections") is None):
            yield f"{place} must have either cloud or connections"
        shapes = [
            f"{place}.{key} must be a list of mappings" for key in LISTS if not _is_list_of_mappings(peer.get(key))
        ]
        yield from shapes
        if shapes:
            continue
        if not isinstance(peer.get("connections"), (list, type(None))):
            yield f"{place}.connections must be a list"
            continue
        for index, item in enumerate(peer.get("connections") or ()):
            yield from _item_faults(item, CONNECTION, f"{place}.connections[{index}]")
        for kind in (*POLICIES, "endpoint_group"):
            plural = VPN_KINDS[kind].plural
            for index, item in enumerate(peer.get(plural) or ()):
                yield from _item_faults(item, VPN_KINDS[kind], f"{place}.{plural}[{index}]")
        for index, item in enumerate(peer.get("vpn_services") or ()):
            yield from _flag_faults("admin_state_up", item.get("admin_state_up"), f"{place}.vpn_services[{index}]")
        yield from _ambiguous_references(peer, place)


def _is_list_of_mappings(value: Value) -> bool:
    return value is None or (isinstance(value, list) and all(isinstance(item, dict) for item in value))


def _ambiguous_references(peer: t.Mapping[str, Value], place: str) -> t.Iterator[str]:
    several = {kind: named_items(peer.get(VPN_KINDS[kind].plural))[1] for _key, kind in REFERENCES.values()}
    for index, item in enumerate(peer.get("connections") or ()):
        for option, (_key, kind) in REFERENCES.items() if isinstance(item, dict) else ():
            if str(reference_of(item, option)) in several[kind]:
                whole = f"{place}.connections[{index}].{option}"
                yield f"{whole} is the name of several of {place}.{VPN_KINDS[kind].plural}: give an id"


def _item_faults(item: Value, resource: Resource, place: str) -> t.Iterator[str]:
    """Unknown keys, and values of another type than the option's."""
    if not isinstance(item, dict):
        yield f"{place} must be a mapping"
        return
    yield from _unknown_keys(item, resource, place)
    mappings = {key: row.suboptions for row in resource.fields if row.suboptions for key in (row.option, row.key)}
    lists = {key for row in resource.fields if row.value_type.elements for key in (row.option, row.key)}
    for key, value in item.items():
        if resource is CONNECTION and key in POLICIES and isinstance(value, dict):
            yield from _item_faults(value, VPN_KINDS[key], f"{place}.{key}")
        elif key in mappings or key == "extra_attrs":
            yield from _mapping_faults(value, mappings.get(key), f"{place}.{key}")
        elif key in lists or key in NETWORKS:
            yield from _list_faults(value, key in NETWORKS, f"{place}.{key}")
        elif isinstance(value, (dict, list)):
            yield f"{place}.{key} must be a text or a number"
        else:
            yield from _spelling_faults(resource.fields, key, value, place)


def _mapping_faults(value: Value, parts: t.Sequence[Field] | None, place: str) -> t.Iterator[str]:
    """``parts``: what may be in it; None for anything."""
    if value is not None and not isinstance(value, dict):
        yield f"{place} must be a mapping"
    elif value and parts is not None and not {row.option for row in parts}.issuperset(value):
        yield f"{place} has only {', '.join(row.option for row in parts)}"
    elif value and parts is not None:
        for part, one in value.items():
            yield from _spelling_faults(parts, part, one, place)


def _list_faults(value: Value, networks: bool, place: str) -> t.Iterator[str]:
    if value is not None and not isinstance(value, list):
        yield f"{place} must be a list"
    elif any(not isinstance(one, (str, int)) for one in value or ()):
        yield f"{place} must be a list of texts"
    elif networks and not all(map(_is_network, value or ())):
        yield f"{place} must be a list of networks, such as 10.1.0.0/24"


def _spelling_faults(rows: t.Iterable[Field], key: str, value: Value, place: str) -> t.Iterator[str]:
    """A value that would not be read as what it says: a known one that is spelled as another gateway spells it, and
    text for a boolean that is neither true nor false."""
    row = next((row for row in rows if key in (row.option, row.key)), None)
    if row is None or value is None:
        return
    known = row.choices or KNOWN_VALUES.get(row.option, ())
    if value not in known and (same := same_value(row.option, known, value)):
        yield f'{place}.{key} must be written "{same}"'
    if row.value_type.type == "bool":
        yield from _flag_faults(key, value, place)


def _flag_faults(key: str, value: Value, place: str) -> t.Iterator[str]:
    if value is not None and value not in (True, False) and str(value).lower() not in ("true", "false"):
        yield f"{place}.{key} must be true or false"


def _is_network(text: str | int) -> bool:
    try:
        network_range(str(text).strip())
    except ValueError:
        return False
    return True


def _unknown_keys(item: t.Mapping[Value, Value], resource: Resource, place: str) -> t.Iterator[str]:
    extra = OTHER_KEYS if resource is CONNECTION else ("name", "id", "state")
    known = [*extra, *chain.from_iterable({row.option, row.key} for row in resource.fields), "extra_attrs"]
    for key in item:
        if key not in known:
            yield f'{place}: "{key}" is unknown: did you mean "{nearest_of(str(key), known) or known[0]}"?'
