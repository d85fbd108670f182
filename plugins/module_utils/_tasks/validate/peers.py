# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The other ends that a user names: a cloud, or the facts of gateways that no cloud shows."""

from __future__ import annotations

import typing as t
from itertools import chain

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.baseline_format import nearest_of
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
            if not isinstance(item, dict):
                yield f"{place}.connections[{index}] must be a mapping"
                continue
            yield from _unknown_keys(item, CONNECTION, f"{place}.connections[{index}]")
            for kind in POLICIES:
                value = item.get(kind)
                if isinstance(value, dict):
                    yield from _unknown_keys(value, VPN_KINDS[kind], f"{place}.connections[{index}].{kind}")
            for key in ("local_networks", "peer_networks", "peer_cidrs"):
                if not isinstance(item.get(key) or [], list):
                    yield f"{place}.connections[{index}].{key} must be a list"


def _unknown_keys(item: t.Mapping[Value, Value], resource: Resource, place: str) -> t.Iterator[str]:
    extra = OTHER_KEYS if resource is CONNECTION else ("name", "id", "state")
    known = [*extra, *chain.from_iterable({row.option, row.key} for row in resource.fields), "extra_attrs"]
    for key in item:
        if key not in known:
            yield f'{place}: "{key}" is unknown: did you mean "{nearest_of(str(key), known) or known[0]}"?'


def foreign_ends(peer: t.Mapping[str, Value], place: str) -> list[End]:
    """The ends that a user describes, in the form of vpn_topology_info. What is not given is not known."""
    named = {
        kind: {str(item.get("name")): item for item in peer.get(VPN_KINDS[kind].plural) or ()}
        for kind in (*POLICIES, "endpoint_group")
    }
    return [_foreign_end(item, named, place) for item in peer.get("connections") or ()]


def _foreign_end(item: ApiObject, named: t.Mapping[str, t.Mapping[str, ApiObject]], place: str) -> End:
    stored = _by_key(CONNECTION, item)
    policies = {kind: _policy(kind, item, named[kind]) for kind in POLICIES}
    group = named["endpoint_group"].get(str(item.get("peer_endpoint_group"))) or {}
    peers = item.get("peer_networks") or item.get("peer_cidrs") or group.get("endpoints") or ()
    address = item.get("address")
    return End(
        place,
        {**stored, "name": item.get("name"), "id": item.get("id")},
        None,
        policies["ike_policy"],
        policies["ipsec_policy"],
        None if address is None else str(address),
        None if item.get("peer_id") is None else str(item["peer_id"]),
        tuple(map(str, item.get("local_networks") or ())),
        tuple(map(str, peers)),
    )


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
