# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a task returns for what was done, or for what would be."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.status_outcomes import status_warnings
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.change import public
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.endpoint_address import (
    predicted_addresses,
    with_addresses,
)

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject, Result
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Resource
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.change import Change
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.step import Step

    Decoration = t.Callable[[ApiObject, Snapshot], tuple[ApiObject, list[str]]]

#: Kinds whose result says more than the server does.
DECORATIONS: dict[str, Decoration] = {"vpn_service": with_addresses}


def outcome(
    change: Change,
    after: ApiObject | None,
    warnings: list[str],
    snapshot: Snapshot,
    predicted: bool = False,
    present: bool = True,
) -> Result:
    """What a task returns for a change, carried out or only predicted."""
    resource, shown = change.resource, None
    if after is not None:
        after, notes = (after, []) if predicted and change.creates else decorate(resource, after, snapshot)
        warnings = [*warnings, *notes, *status_warnings(after, change, present, predicted)]
        shown = public(resource, after)
    result: Result = {
        "changed": change.changed,
        "action": change.action,
        "interrupts": change.interrupts.value,
        "diff": change.diff(),
        resource.kind: shown,
    }
    if resource.afterwards.get(change.action):
        result["hint"] = resource.afterwards[change.action]
    if warnings:
        result["warnings"] = list(dict.fromkeys(warnings))
    return result


def replacement_summary(step: Step, moved: t.Sequence[Step], snapshot: Snapshot) -> Result:
    """What a result says about a replacement besides its object. Adds the note of ``moved_endpoint`` to the step."""
    change = step.change
    result: Result = {
        "predecessors": sorted(item["id"] for item in change.predecessors),
        "moved": [
            {
                "kind": one.kind,
                "name": one.change.name,
                "id": (one.change.existing or {}).get("id"),
                "action": one.change.action,
            }
            for one in moved
        ],
    }
    addresses = moved_endpoint(step, snapshot)
    if addresses:
        result["endpoint_address"] = addresses
    return result


def moved_endpoint(step: Step, snapshot: Snapshot) -> Result | None:
    """``before`` and ``after`` of a replaced object's ``endpoint_address``; None where its kind has none, or it was not
    replaced. Adds a note to the step where the peer has to connect to another address.

    In check mode ``after`` is a prediction, and null where only the cloud knows the address.
    """
    change, after = step.change, step.after or step.change.successor
    if change.action != "replace" or change.existing is None or change.resource.kind not in DECORATIONS or step.error:
        return None
    before = decorate(change.resource, change.existing, snapshot)[0]["endpoint_address"]
    if after is not None:
        now, verb = decorate(change.resource, after, snapshot)[0]["endpoint_address"], "has to"
    else:
        addresses = predicted_addresses(change.predicted() or {}, snapshot) or {}
        now, verb = addresses.get("ipv4") or addresses.get("ipv6"), "will have to"
    if before != now:
        address = now or "another address, which the cloud assigns"
        step.notes.append(
            f"{change.label}: the peer {verb} connect to {address}{' now' * (verb == 'has to')}, no longer to {before}"
        )
    return {"before": before, "after": now}


def decorate(resource: Resource, item: ApiObject, snapshot: Snapshot) -> tuple[ApiObject, list[str]]:
    """(the object with what its kind's result says beyond the server, warnings)."""
    decoration = DECORATIONS.get(resource.kind)
    return decoration(item, snapshot) if decoration else (item, [])
