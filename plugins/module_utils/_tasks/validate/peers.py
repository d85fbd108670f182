# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The other ends that a user describes: the facts of gateways that no cloud shows."""

from __future__ import annotations

import typing as t
from collections import defaultdict

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.check_list import address_towards
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.end import End
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.ipsec_site_connection import IPSEC_SITE_CONNECTION
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import POLICIES, VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.shown_status import is_on
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.value_types import canonical_flag

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject, Value
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Resource

#: option of a connection -> (its key in the API, the kind that it refers to)
REFERENCES = {row.option: (row.key, row.refers_to) for row in IPSEC_SITE_CONNECTION.fields if row.refers_to}


def foreign_ends(peer: t.Mapping[str, Value], place: str) -> list[End]:
    """The ends that a user describes, in the form of vpn_topology_info. What is not given is not known."""
    listed = {kind: peer.get(VPN_KINDS[kind].plural) for kind in (*POLICIES, "endpoint_group", "vpn_service")}
    named = {kind: named_items(items)[0] for kind, items in {**listed, "subnet": peer.get("subnets")}.items()}
    wanted = [item for item in peer.get("connections") or () if item.get("state") != "absent"]
    return [_foreign_end(item, named, place) for item in wanted]


def named_items(items: t.Iterable[ApiObject] | None) -> tuple[dict[str, ApiObject], set[str]]:
    """(the items by their ids and names, the names that are those of several items, which stand for none). An id counts
    before a name."""
    found: dict[str, list[ApiObject]] = defaultdict(list)
    ids: dict[str, ApiObject] = {}
    for item in items or ():
        found[str(item.get("name") or "")].append(item)
        ids[str(item.get("id") or "")] = item
    several = {name for name, same in found.items() if name not in ids and any(one != same[0] for one in same)}
    names = {name: same[0] for name, same in found.items() if name not in several}
    return {text: item for text, item in {**names, **ids}.items() if text}, several - {""}


def reference_of(item: ApiObject, option: str) -> Value:
    """What a connection refers to, by the option or the key of the API."""
    return item.get(option) or item.get(REFERENCES[option][0])


def _foreign_end(item: ApiObject, named: t.Mapping[str, t.Mapping[str, ApiObject]], place: str) -> End:
    stored = _by_key(IPSEC_SITE_CONNECTION, item)
    policies = {kind: _policy(kind, item, named[kind]) for kind in POLICIES}
    group = named["endpoint_group"].get(str(reference_of(item, "peer_endpoint_group"))) or {}
    peers = item.get("peer_networks") or item.get("peer_cidrs") or group.get("endpoints") or ()
    service = named["vpn_service"].get(str(reference_of(item, "vpn_service"))) or {}
    addresses = {"ipv4": service.get("external_v4_ip"), "ipv6": service.get("external_v6_ip")}
    address = item.get("address") or service.get("endpoint_address") or address_towards(stored, addresses)
    return End(
        place,
        {**stored, "name": item.get("name"), "id": item.get("id")},
        # That it is switched off counts, that it was on once does not.
        {"admin_state_up": False} if is_on(service) is False else None,
        policies["ike_policy"],
        policies["ipsec_policy"],
        None if address is None else str(address).strip(),
        None if item.get("peer_id") is None else str(item["peer_id"]),
        tuple(str(text).strip() for text in item.get("local_networks") or _local_networks(item, service, named)),
        tuple(str(text).strip() for text in peers),
    )


def _local_networks(item: ApiObject, service: ApiObject, named: t.Mapping[str, t.Mapping[str, ApiObject]]) -> list[str]:
    """Those of the local endpoint group, else the VPN service's; none where a subnet is not known."""
    group = named["endpoint_group"].get(str(reference_of(item, "local_endpoint_group"))) or {}
    subnets = group.get("endpoints") or [service.get("subnet") or service.get("subnet_id")]
    found = [str((named["subnet"].get(str(subnet)) or {}).get("cidr") or "") for subnet in subnets]
    return found if all(found) else []


def _policy(kind: str, item: ApiObject, named: t.Mapping[str, ApiObject]) -> ApiObject | None:
    given = reference_of(item, kind)
    found = given if isinstance(given, dict) else named.get(str(given))
    return (
        {"name": found.get("name", given if isinstance(given, str) else "policy"), **_by_key(VPN_KINDS[kind], found)}
        if found
        else None
    )


def _by_key(resource: Resource, item: ApiObject) -> ApiObject:
    """The options under the keys of the API."""
    rows = {key: row for row in resource.fields for key in (row.option, row.key)}
    found = {rows[key].key: value for key, value in item.items() if key in rows and value is not None}
    flags = {row.key for row in resource.fields if row.value_type.type == "bool"}
    return {key: canonical_flag(value) if key in flags else value for key, value in found.items()}
