# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The types of what the role's variables hold, before anything reads them.

Names of objects are made of them: of ``name: 0123``, which is the number 83 for YAML, another object's name would
become. The argument specification of the role accepts a number as text.
"""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Field
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.type_faults import must_be, type_faults
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.value_types import TEXTS

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Params, Value

#: a key of the role's form -> the kind whose options it holds
OBJECTS = {
    "ike_policy": "ike_policy",
    "ipsec_policy": "ipsec_policy",
    "vpn_service": "vpn_service",
    "connection": "ipsec_site_connection",
}
LISTS = {"endpoint_groups": "endpoint_group", "connections": "ipsec_site_connection"}
OF_A_SITE = tuple(map(Field, ("name", "state", "crypto", "psk_file")))
OF_AN_END = (*map(Field, ("name", "address", "identity")), Field("networks", TEXTS))


def site_faults(given: Params) -> list[str]:
    """Every value of a wrong type in the role's variables, by its name. No value is shown: it may be a key."""
    faults = [*type_faults(OF_A_SITE, given), *_parts(given)]
    return [f"site_to_site_{fault}" for fault in faults]


def end_faults(end: Value) -> list[str]:
    """Every value of a wrong type in an item of site_to_site_ends."""
    if not isinstance(end, dict):
        return [must_be("a mapping", end)]
    faults = [*type_faults(OF_AN_END, end, one_text=True), *_parts(end)]
    if isinstance(end.get("connection"), dict) and isinstance(end["connection"].get("psk"), str):
        # The plan of both ends is a fact, which Ansible prints with -v.
        faults.append("connection.psk: give the key of both ends as site_to_site_psk")
    for option, example in (("cloud", "{cloud: paris}"), ("aws", "{vpn_connection: ...}")):
        if not isinstance(end.get(option) or {}, dict):
            faults.append(f"{option}: {must_be(f'a mapping such as {example}', end[option])}")
    return faults


def _parts(given: Params) -> t.Iterator[str]:
    for key, kind in OBJECTS.items():
        if given.get(key) is not None:
            yield from _object(given[key], kind, key)
    for key, kind in LISTS.items():
        items = given.get(key)
        if items is None:
            continue
        if not isinstance(items, (list, tuple)):
            yield f"{key}: {must_be('a list', items)}"
            continue
        for number, item in enumerate(items):
            yield from _object(item, kind, f"{key}[{number}]")


def _object(item: Value, kind: str, place: str) -> t.Iterator[str]:
    if isinstance(item, dict):
        yield from type_faults((Field("name"), *VPN_KINDS[kind].fields), item, f"{place}.", one_text=True)
    else:
        yield f"{place}: {must_be('a mapping', item)}"
