# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is wrong with the other ends that a user names: shapes, unknown keys, and values that would not be read as what
they say."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import nearest_of
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.algorithms import KNOWN_VALUES
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Field
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.ipsec_site_connection import IPSEC_SITE_CONNECTION
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import POLICIES, VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.networks import network_range
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.type_faults import (
    must_be,
    names_of,
    retyped_fault,
    type_faults,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.value_types import FLAG, SUBOPTIONS, TEXTS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.validate.peers import (
    REFERENCES,
    named_items,
    reference_of,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.validate.spelling import same_value

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Value
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Resource

#: What a foreign end's policy, or its connection, has beside the options of its kind.
OTHER_FIELDS_OF_A_POLICY = (*map(Field, ("name", "id", "state")), Field("extra_attrs", SUBOPTIONS))
NETWORKS = ("local_networks", "peer_networks")
OTHER_FIELDS = (
    *OTHER_FIELDS_OF_A_POLICY,
    *map(Field, ("address", "status")),
    *(Field(option, TEXTS) for option in NETWORKS),
)
LISTS = ("ike_policies", "ipsec_policies", "vpn_services", "endpoint_groups", "subnets")
#: The fact about a VPN service that is not read as plain text.
SERVICE_FIELDS = (Field("admin_state_up", FLAG),)


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
        for index, item in enumerate(peer.get("vpn_services") or ()):
            yield from _value_faults(SERVICE_FIELDS, item, f"{place}.vpn_services[{index}].")
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
    """Unknown keys, values of another type than the option's, and those that would not be read as what they say."""
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
    yield from _value_faults(fields, values, f"{place}.")


def _text_fault(row: Field, value: Value) -> str | None:
    """A number is taken for its digits, as other gateways' modules return it; but of a key YAML may have made another
    number than was written."""
    if row.secret:
        return retyped_fault(value)
    return must_be("a text or a number", value) if value is None or isinstance(value, (dict, list, tuple)) else None


def _value_faults(fields: t.Iterable[Field], values: t.Mapping[str, Value], path: str) -> t.Iterator[str]:
    """Values of a right type that would not be read as what they say: a known one that is spelled as another gateway
    spells it, text for a boolean that is neither true nor false, and what is no network."""
    for row in fields:
        for name in dict.fromkeys((row.option, row.key)):
            value, place = values.get(name), f"{path}{name}"
            if row.suboptions and isinstance(value, dict):
                yield from _value_faults(row.suboptions, value, f"{place}.")
            elif name in NETWORKS and isinstance(value, list):
                wrong = [number for number, one in enumerate(value) if not _may_be_network(one)]
                yield from (f"{place}[{number}]: must be a network, such as 10.1.0.0/24" for number in wrong)
            elif value is not None and not isinstance(value, (dict, list)):
                yield from _spelling_faults(row, value, place)


def _spelling_faults(row: Field, value: Value, place: str) -> t.Iterator[str]:
    known = row.choices or KNOWN_VALUES.get(row.option, ())
    if value not in known and (same := same_value(row.option, known, value)):
        yield f'{place}: must be written "{same}"'
    if row.value_type.type == "bool" and value not in (True, False) and str(value).lower() not in ("true", "false"):
        yield f"{place}: must be true or false"


def _may_be_network(one: Value) -> bool:
    """Also for a value of another type, which is a fault of its own."""
    if isinstance(one, (str, int)):
        try:
            network_range(str(one).strip())
        except ValueError:
            return False
    return True
