# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a task returns for what was done, or for what would be."""

from __future__ import annotations

import typing as t
from collections.abc import Mapping
from typing import Any

from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.change import Change, public
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.endpoint_address import with_addresses

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Resource
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.step import Step

#: Kinds whose result says more than the server does.
DECORATIONS = {"vpn_service": with_addresses}


def outcome(change: Change, after, warnings: list[str], snapshot: Snapshot, predicted: bool = False):
    """What a task returns for a change, made or foreseen."""
    resource, result = change.resource, None
    if after is not None:
        after, notes = (after, []) if predicted and change.creates else decorate(resource, after, snapshot)
        warnings = [*warnings, *notes, *error_warnings(change, after)]
        result = public(resource, after)
    told = {
        "changed": change.changed,
        "action": change.action,
        "interrupts": change.interrupts.value,
        "diff": change.diff(),
        resource.kind: result,
    }
    if resource.afterwards.get(change.action):
        told["hint"] = resource.afterwards[change.action]
    if warnings:
        told["warnings"] = list(dict.fromkeys(warnings))
    return told


def error_warnings(change: Change, item: Mapping[str, Any]) -> list[str]:
    """A warning for an object in ERROR that the task neither left so nor waits for; those two are failures."""
    if item.get("status") != "ERROR":
        return []
    return [
        f"{change.label} ({item['id']}) has the status ERROR: the gateway could not be configured. Look at the VPN"
        " agent's log, or delete it (state: absent) and create it again."
    ]


def replacement_summary(step: Step, moved: list[Step], snapshot: Snapshot):
    """What a result says about a replacement besides its object; and a warning where the other side must dial anew."""
    change = step.change
    told = {
        "predecessors": sorted(item["id"] for item in change.predecessors),
        "moved": [
            {"kind": one.kind, "name": one.change.name, "id": one.change.existing["id"], "action": one.change.action}
            for one in moved
        ],
    }
    if not step.after:
        return told
    before, after = (decorate(change.resource, item, snapshot)[0] for item in (change.existing, step.after))
    if "endpoint_address" in after:
        told["endpoint_address"] = {"before": before["endpoint_address"], "after": after["endpoint_address"]}
        if before["endpoint_address"] != after["endpoint_address"]:
            step.notes.append(
                f"{change.label}: the other side has to dial {after['endpoint_address']} now, no longer"
                f" {before['endpoint_address']}"
            )
    return told


def decorate(resource: Resource, item: ApiObject, snapshot: Snapshot):
    """(the object with what its kind's result says beyond the server, warnings)."""
    decoration = DECORATIONS.get(resource.kind)
    return decoration(item, snapshot) if decoration else (item, [])
