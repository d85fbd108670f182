# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The other ends that a user names: a cloud, or the facts of gateways that no cloud shows."""

from __future__ import annotations

import typing as t
from itertools import chain

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.baseline_format import nearest_of
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.check_list import address_towards
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.end import End
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject, Value
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Resource

CONNECTION = VPN_KINDS["ipsec_site_connection"]
#: What a foreign end's connection has beside the options of ipsec_site_connection.
OTHER_KEYS = ("name", "id", "address", "local_networks", "peer_networks", "status", "state")
POLICIES = ("ike_policy", "ipsec_policy")
LISTS = ("ike_policies", "ipsec_policies", "vpn_services", "endpoint_groups")


def peer_faults(peers: t.Sequence[Value]) -> t.Iterator[str]:
    """What is wrong with the option ``peers``, without the values, which may be keys."""
    for number, peer in enumerate(peers):
        place = f"peers[{number}]"
        if (peer.get("cloud") is None) == (peer.get("connections") is None):
            yield f"{place} must have either cloud or connections"
        for index, item in enumerate(peer.get("connections") or ()):
            yield from _item_faults(item, CONNECTION, f"{place}.connections[{index}]")
        for kind in (*POLICIES, "endpoint_group"):
            plural = VPN_KINDS[kind].plural
            for index, item in enumerate(peer.get(plural) or ()):
                yield from _item_faults(item, VPN_KINDS[kind], f"{place}.{plural}[{index}]")


def _item_faults(item: Value, resource: Resource, place: str) -> t.Iterator[str]:
    """Unknown keys, and values of another type than the option's."""
    if not isinstance(item, dict):
        yield f"{place} must be a mapping"
        return
    yield from _unknown_keys(item, resource, place)
    mappings = {key for row in resource.fields if row.suboptions for key in (row.option, row.key)}
    lists = {key for row in resource.fields if row.value_type.elements for key in (row.option, row.key)}
    for key, value in item.items():
        if resource is CONNECTION and key in POLICIES and isinstance(value, dict):
            yield from _item_faults(value, VPN_KINDS[key], f"{place}.{key}")
        elif key in mappings or key == "extra_attrs":
            if value is not None and not isinstance(value, dict):
                yield f"{place}.{key} must be a mapping"
        elif key in lists or key in ("local_networks", "peer_networks"):
            if value is not None and not isinstance(value, list):
                yield f"{place}.{key} must be a list"
        elif isinstance(value, (dict, list)):
            yield f"{place}.{key} must be a text or a number"


def _unknown_keys(item: t.Mapping[Value, Value], resource: Resource, place: str) -> t.Iterator[str]:
    extra = OTHER_KEYS if resource is CONNECTION else ("name", "id", "state")
    known = [*extra, *chain.from_iterable({row.option, row.key} for row in resource.fields), "extra_attrs"]
    for key in item:
        if key not in known:
            yield f'{place}: "{key}" is unknown: did you mean "{nearest_of(str(key), known) or known[0]}"?'


def foreign_ends(peer: t.Mapping[str, Value], place: str) -> list[End]:
    """The ends that a user describes, in the form of vpn_topology_info. What is not given is not known."""
    listed = {kind: peer.get(VPN_KINDS[kind].plural) for kind in (*POLICIES, "endpoint_group", "vpn_service")}
    named = {
        kind: {str(item[key]): item for item in items or () for key in ("id", "name") if item.get(key)}
        for kind, items in {**listed, "subnet": peer.get("subnets")}.items()
    }
    return [_foreign_end(item, named, place) for item in peer.get("connections") or ()]


def _foreign_end(item: ApiObject, named: t.Mapping[str, t.Mapping[str, ApiObject]], place: str) -> End:
    stored = _by_key(CONNECTION, item)
    policies = {kind: _policy(kind, item, named[kind]) for kind in POLICIES}
    group = named["endpoint_group"].get(str(item.get("peer_endpoint_group"))) or {}
    peers = item.get("peer_networks") or item.get("peer_cidrs") or group.get("endpoints") or ()
    service = named["vpn_service"].get(str(item.get("vpn_service"))) or {}
    addresses = {"ipv4": service.get("external_v4_ip"), "ipv6": service.get("external_v6_ip")}
    address = item.get("address") or service.get("endpoint_address") or address_towards(stored, addresses)
    return End(
        place,
        {**stored, "name": item.get("name"), "id": item.get("id")},
        None,
        policies["ike_policy"],
        policies["ipsec_policy"],
        None if address is None else str(address),
        None if item.get("peer_id") is None else str(item["peer_id"]),
        tuple(map(str, item.get("local_networks") or _local_networks(item, service, named))),
        tuple(map(str, peers)),
    )


def _local_networks(item: ApiObject, service: ApiObject, named: t.Mapping[str, t.Mapping[str, ApiObject]]) -> list[str]:
    """Those of the local endpoint group, else the VPN service's; none where a subnet is not known."""
    group = named["endpoint_group"].get(str(item.get("local_endpoint_group"))) or {}
    subnets = group.get("endpoints") or [service.get("subnet") or service.get("subnet_id")]
    found = [str((named["subnet"].get(str(subnet)) or {}).get("cidr") or "") for subnet in subnets]
    return found if all(found) else []


def _policy(kind: str, item: ApiObject, named: t.Mapping[str, ApiObject]) -> ApiObject | None:
    given = item.get(kind)
    found = given if isinstance(given, dict) else named.get(str(given))
    return (
        {"name": found.get("name", given if isinstance(given, str) else "policy"), **_by_key(VPN_KINDS[kind], found)}
        if found
        else None
    )


def _by_key(resource: Resource, item: ApiObject) -> ApiObject:
    """The options under the keys of the API."""
    rows = {row.option: row.key for row in resource.fields} | {row.key: row.key for row in resource.fields}
    return {rows[key]: value for key, value in item.items() if key in rows and value is not None}
