# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The types of what the role's variables hold, before anything reads them.

Names of objects are made of them: of ``name: 0123``, which is the number 83 for YAML, another object's name would
become. The argument specification of the role accepts a number as text. Options that are no text are left to the
modules, which know them.
"""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.written_text import retyped_fault

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Params, Value
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Field

#: a key of the role's form -> the kind whose options it holds
OBJECTS = {
    "ike_policy": "ike_policy",
    "ipsec_policy": "ipsec_policy",
    "vpn_service": "vpn_service",
    "connection": "ipsec_site_connection",
}
LISTS = {"endpoint_groups": "endpoint_group", "connections": "ipsec_site_connection"}


def site_faults(given: Params) -> list[str]:
    """Every value of a wrong type in the role's variables, by its name. No value is shown: it may be a key."""
    faults = [*_texts(given, ("name", "state", "crypto", "psk_file"), ""), *_parts(given, "")]
    return [f"site_to_site_{fault}" for fault in faults]


def end_faults(end: Value) -> list[str]:
    """Every value of a wrong type in an item of site_to_site_ends."""
    if not isinstance(end, dict):
        return ["must be a mapping"]
    faults = [*_texts(end, ("name", "address", "identity"), ""), *_list_of_texts(end, "networks", ""), *_parts(end, "")]
    if isinstance(end.get("connection"), dict) and isinstance(end["connection"].get("psk"), str):
        # The plan of both ends is a fact, which Ansible prints with -v.
        faults.append("connection.psk: give the key of both ends as site_to_site_psk")
    if not isinstance(end.get("cloud") or {}, dict):
        faults.append("cloud must be a mapping, such as {cloud: paris}")
    if not isinstance(end.get("aws") or {}, dict):
        faults.append("aws must be a mapping, such as {vpn_connection: ...}")
    return faults


def _parts(given: Params, path: str) -> t.Iterator[str]:
    for key, kind in OBJECTS.items():
        if given.get(key) is not None:
            yield from _object(given[key], kind, f"{path}{key}")
    for key, kind in LISTS.items():
        items = given.get(key)
        if items is None:
            continue
        if not isinstance(items, (list, tuple)):
            yield f"{path}{key} must be a list"
            continue
        for number, item in enumerate(items):
            yield from _object(item, kind, f"{path}{key}[{number}]")


def _object(item: Value, kind: str, place: str) -> t.Iterator[str]:
    if not isinstance(item, dict):
        yield f"{place} must be a mapping"
        return
    yield from _texts(item, ("name",), f"{place}.")
    yield from _fields(item, VPN_KINDS[kind].fields, f"{place}.")


def _fields(item: Params, fields: t.Iterable[Field], path: str) -> t.Iterator[str]:
    for row in fields:
        for option in dict.fromkeys((row.option, row.key)):
            value = item.get(option)
            if value is None:
                continue
            if row.suboptions:
                if isinstance(value, dict):
                    yield from _fields(value, row.suboptions, f"{path}{option}.")
                else:
                    yield f"{path}{option} must be a mapping"
            elif row.value_type.type == "list":
                yield from _list_of_texts(item, option, path)
            elif row.value_type.type == "str":
                yield from _texts(item, (option,), path)


def _texts(item: Params, options: t.Iterable[str], path: str) -> t.Iterator[str]:
    for option in options:
        fault = retyped_fault(item.get(option))
        if fault:
            yield f"{path}{option}: {fault}"


def _list_of_texts(item: Params, option: str, path: str) -> t.Iterator[str]:
    values = item.get(option)
    if values is None or isinstance(values, str):
        return  # one text stands for a list of one, or is empty
    if not isinstance(values, (list, tuple)):
        yield f"{path}{option} must be a list"
        return
    for number, value in enumerate(values):
        fault = retyped_fault(value)
        if fault:
            yield f"{path}{option}[{number}]: {fault}"
