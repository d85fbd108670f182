# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The other ends that a user names: a cloud, or the facts of gateways that no cloud shows."""

from __future__ import annotations

import re
import typing as t
from collections import defaultdict

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.check_list import address_towards
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.end import End
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import nearest_of
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.algorithms import KNOWN_VALUES
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Field
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.ipsec_site_connection import IPSEC_SITE_CONNECTION
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import POLICIES, VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.shown_status import is_on
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.type_faults import (
    must_be,
    names_of,
    retyped_fault,
    type_faults,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.value_types import (
    SUBOPTIONS,
    TEXTS,
    canonical_flag,
)

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject, Value
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Resource

#: What a foreign end's policy, or its connection, has beside the options of its kind.
OTHER_FIELDS_OF_A_POLICY = (*map(Field, ("name", "id", "state")), Field("extra_attrs", SUBOPTIONS))
OTHER_FIELDS = (
    *OTHER_FIELDS_OF_A_POLICY,
    *map(Field, ("address", "status")),
    *(Field(option, TEXTS) for option in ("local_networks", "peer_networks")),
)
LISTS = ("ike_policies", "ipsec_policies", "vpn_services", "endpoint_groups", "subnets")
#: option of a connection -> (its key in the API, the kind that it refers to)
REFERENCES = {row.option: (row.key, row.refers_to) for row in IPSEC_SITE_CONNECTION.fields if row.refers_to}


def peer_faults(peers: t.Sequence[Value]) -> t.Iterator[str]:
    """What is wrong with the option ``peers``, without the values, which may be keys."""
    for number, peer in enumerate(peers):
        place = f"peers[{number}]"
        if (peer.get("cloud") is None) == (peer.get("connections") is None):
            yield f"{place} must have either cloud or connections"
        shapes = [
            f"{place}.{key}: must be a list of mappings" for key in LISTS if not _is_list_of_mappings(peer.get(key))
        ]
        yield from shapes
        if shapes:
            continue
        if not isinstance(peer.get("connections"), (list, type(None))):
            yield f"{place}.connections: {must_be('a list', peer['connections'])}"
            continue
        for index, item in enumerate(peer.get("connections") or ()):
            yield from _item_faults(item, IPSEC_SITE_CONNECTION, f"{place}.connections[{index}]")
        for kind in (*POLICIES, "endpoint_group"):
            plural = VPN_KINDS[kind].plural
            for index, item in enumerate(peer.get(plural) or ()):
                yield from _item_faults(item, VPN_KINDS[kind], f"{place}.{plural}[{index}]")
        yield from _ambiguous_references(peer, place)


def _is_list_of_mappings(value: Value) -> bool:
    return value is None or (isinstance(value, list) and all(isinstance(item, dict) for item in value))


def _ambiguous_references(peer: t.Mapping[str, Value], place: str) -> t.Iterator[str]:
    several = {kind: _named(peer.get(VPN_KINDS[kind].plural))[1] for _key, kind in REFERENCES.values()}
    for index, item in enumerate(peer.get("connections") or ()):
        for option, (_key, kind) in REFERENCES.items() if isinstance(item, dict) else ():
            if str(_reference(item, option)) in several[kind]:
                whole = f"{place}.connections[{index}].{option}"
                yield f"{whole} is the name of several of {place}.{VPN_KINDS[kind].plural}: give an id"


def _item_faults(item: Value, resource: Resource, place: str) -> t.Iterator[str]:
    """Unknown keys, and values of another type than the option's."""
    if not isinstance(item, dict):
        yield f"{place}: {must_be('a mapping', item)}"
        return
    fields = (*(OTHER_FIELDS if resource is IPSEC_SITE_CONNECTION else OTHER_FIELDS_OF_A_POLICY), *resource.fields)
    known = names_of(fields)
    for key in item:
        if key not in known:
            yield f'{place}: "{key}" is unknown: did you mean "{nearest_of(str(key), known) or known[0]}"?'
    # A connection may hold a policy itself in place of its name.
    held = [kind for kind in POLICIES if resource is IPSEC_SITE_CONNECTION and isinstance(item.get(kind), dict)]
    for kind in held:
        yield from _item_faults(item[kind], VPN_KINDS[kind], f"{place}.{kind}")
    values = {key: value for key, value in item.items() if key not in held}
    yield from type_faults(fields, values, f"{place}.", _text_fault)
    for key, value in values.items():
        if not isinstance(value, (dict, list)):
            yield from _spelling_faults(resource, key, value, place)


def _text_fault(row: Field, value: Value) -> str | None:
    """A number is taken for its digits, as other gateways' modules return it; but of a key YAML may have made another
    number than was written."""
    if row.secret:
        return retyped_fault(value)
    return must_be("a text or a number", value) if value is None or isinstance(value, (dict, list, tuple)) else None


def _spelling_faults(resource: Resource, key: str, value: Value, place: str) -> t.Iterator[str]:
    """A known value that is spelled as another gateway spells it: it would be another value than the same one here."""
    choices = next((row.choices for row in resource.fields if row.option == key), ())
    known = choices or KNOWN_VALUES.get(key, ())
    if value is not None and value not in known:
        same = [one for one in known if _letters(one) == _letters(value)]
        yield from (f'{place}.{key} must be written "{one}"' for one in same)


def _letters(value: Value) -> str:
    """``AES 256`` and aes-256 are the same; so are ``IKEv2`` and v2, 14 and group14."""
    return re.sub(r"^(ike)?(v|group)?|[^a-z0-9]", "", str(value).lower())


def foreign_ends(peer: t.Mapping[str, Value], place: str) -> list[End]:
    """The ends that a user describes, in the form of vpn_topology_info. What is not given is not known."""
    listed = {kind: peer.get(VPN_KINDS[kind].plural) for kind in (*POLICIES, "endpoint_group", "vpn_service")}
    named = {kind: _named(items)[0] for kind, items in {**listed, "subnet": peer.get("subnets")}.items()}
    wanted = [item for item in peer.get("connections") or () if item.get("state") != "absent"]
    return [_foreign_end(item, named, place) for item in wanted]


def _named(items: t.Iterable[ApiObject] | None) -> tuple[dict[str, ApiObject], set[str]]:
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


def _reference(item: ApiObject, option: str) -> Value:
    """What a connection refers to, by the option or the key of the API."""
    return item.get(option) or item.get(REFERENCES[option][0])


def _foreign_end(item: ApiObject, named: t.Mapping[str, t.Mapping[str, ApiObject]], place: str) -> End:
    stored = _by_key(IPSEC_SITE_CONNECTION, item)
    policies = {kind: _policy(kind, item, named[kind]) for kind in POLICIES}
    group = named["endpoint_group"].get(str(_reference(item, "peer_endpoint_group"))) or {}
    peers = item.get("peer_networks") or item.get("peer_cidrs") or group.get("endpoints") or ()
    service = named["vpn_service"].get(str(_reference(item, "vpn_service"))) or {}
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
    group = named["endpoint_group"].get(str(_reference(item, "local_endpoint_group"))) or {}
    subnets = group.get("endpoints") or [service.get("subnet") or service.get("subnet_id")]
    found = [str((named["subnet"].get(str(subnet)) or {}).get("cidr") or "") for subnet in subnets]
    return found if all(found) else []


def _policy(kind: str, item: ApiObject, named: t.Mapping[str, ApiObject]) -> ApiObject | None:
    given = _reference(item, kind)
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
