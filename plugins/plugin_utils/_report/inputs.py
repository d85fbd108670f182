# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Finds plans, topologies and validations in whatever a task, a loop, a role or a playbook has left."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._items import Item, mapping_of, mappings_of

PLAN, TOPOLOGY, VALIDATION, FAILURE = "plan", "topology", "validation", "failure"
ASSERTIONS = "assertions"
#: what vpn_service_info returned: the addresses of VPN services, which a topology of K5 does not have
SERVICES = "vpn_services"
NOTHING = (
    "there is nothing to report in the filter's input: give a result of vpn_topology, vpn_topology_info,"
    " vpn_topology_validate or site_to_site, a list of them, or a mapping of names to them"
)


@dataclass(frozen=True)
class Found:
    """One result: ``type`` says what it holds, ``label`` which cloud or end it is about, empty if there is one only."""

    type: str
    label: str
    data: Item


def find_results(given: object) -> list[Found]:
    """The results in ``given``, all of one type but for failures. Raises ``InvalidInput``."""
    found = _with_services(list(_search(given, "")))
    if not found:
        raise InvalidInput([NOTHING])
    held = [plural for name, plural in REPORTED.items() if any(one.type == name for one in found)]
    if len(held) > 1:
        raise InvalidInput([f"the filter's input holds {' and '.join(held)}: report them one after the other"])
    return found


def _search(given: object, label: str) -> t.Iterator[Found]:
    if isinstance(given, (list, tuple)):
        for entry in given:
            yield from _search(entry, label)
    elif isinstance(given, dict) and not given.get("skipped"):
        label = _label(given) or label
        result_type = next((name for name, holds in TYPES.items() if holds(given)), "")
        if result_type:
            yield Found(result_type, label, given)
        else:
            yield from _search_inside(given, label)


def _search_inside(given: Item, label: str) -> t.Iterator[Found]:
    """The results that a loop, the role with both ends, a module for one object, or a mapping by name holds."""
    if isinstance(given.get("results"), list):
        yield from _search(given["results"], label)
    elif mappings_of(given, "ends"):
        # An end that somebody else configures has no plan.
        planned = ((number, end) for number, end in enumerate(mappings_of(given, "ends"), start=1) if end.get("plan"))
        for number, end in planned:
            name = f"{label}, end {number}" if label else f"end {number}"
            yield Found(PLAN, name, {"applied": given.get("applied"), **end})
    elif isinstance(given.get("action"), str):
        yield from (Found(PLAN, label, _as_plan(given, kind)) for kind in VPN_KINDS if kind in given)
    else:
        for name, entry in given.items():
            yield from _search(entry, str(name)) if isinstance(entry, dict) else ()


def _is_failure(given: Item) -> bool:
    """``failed_when: false`` leaves a failure with a message only."""
    says = isinstance(given.get("msg"), str) and not any(kind in given for kind in ("results", "ends", "action"))
    return bool(given.get("failed") or given.get("unreachable")) or says


#: What is reported -> its plural.
REPORTED = {PLAN: "plans", TOPOLOGY: "topologies", VALIDATION: "validations"}
#: type -> whether a result is of it, in the order of the questions
TYPES: dict[str, t.Callable[[Item], bool]] = {
    # What failed without an assertion was not validated.
    VALIDATION: lambda given: (
        isinstance(given.get(ASSERTIONS), list) and not (_is_failure(given) and not mappings_of(given, ASSERTIONS))
    ),
    PLAN: lambda given: isinstance(given.get("plan"), list) and not given.get("ends"),
    TOPOLOGY: lambda given: isinstance(given.get("topology"), dict),
    SERVICES: lambda given: isinstance(given.get(SERVICES), list),
    FAILURE: _is_failure,
}


def _with_services(found: list[Found]) -> list[Found]:
    """Lists of VPN services become a part of the topology of the same cloud."""
    listed = {one.label: one.data[SERVICES] for one in found if one.type == SERVICES}
    return [
        Found(one.type, one.label, {**one.data, SERVICES: listed[one.label]})
        if one.type == TOPOLOGY and one.label in listed
        else one
        for one in found
        if one.type != SERVICES
    ]


def _label(given: Item) -> str:
    """The cloud that a result names, or the item of its loop; of a mapping only the name, since it could hold a key."""
    named = given.get("cloud")
    item = given.get(str(given.get("ansible_loop_var") or "item"))
    for value in (named, item, item.get("name") if isinstance(item, dict) else None):
        if isinstance(value, str) and value:
            return value
    return ""


def _as_plan(given: Item, kind: str) -> Item:
    """The result of a module for one object, as a plan of one entry."""
    item, diff = mapping_of(given, kind), mapping_of(given, "diff")
    before, after = mapping_of(diff, "before"), mapping_of(diff, "after")
    changing = given["action"] in ("update", "replace")
    entry = {
        "kind": kind,
        "name": item.get("name") or before.get("name"),
        "id": item.get("id"),
        "action": given["action"],
        "changes": {key: {"before": before.get(key), "after": after[key]} for key in after} if changing else {},
        "interrupts": given.get("interrupts"),
    }
    objects = {VPN_KINDS[kind].plural: [item]} if item else {}
    return {**given, "plan": [entry], "objects": objects, "diff": [diff] if given["action"] != "none" else []}
