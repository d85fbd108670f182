# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From a declaration and a snapshot to steps: everything short of a write. Check mode stops here."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field, replace

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.checks import run_checks
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import (
    InvalidInput,
    UnknownReference,
    UnsupportedChange,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.decide import moved_steps, plan_one
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.purge import purge_steps
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.readiness import (
    is_pending,
    reason_never_settles,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.owner_tag import (
    LONGEST,
    NO_ROOM,
    marked_for,
    whose,
    with_mark,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.change import Change
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.step import Step, simulate

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject, Params
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot


@dataclass
class Plan:
    steps: list[Step] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    #: declared objects that do not carry the owner's mark, each with the reason why
    unowned: list[dict] = field(default_factory=list)


def make_plan(items: t.Iterable[ApiObject], snapshot: Snapshot, params: Params):
    """The steps in the order in which they may be carried out; the estate is as it will be afterwards.

    What is wrong with the input is raised, all of it at once; what only one object's state forbids becomes that step's
    error. Raises ``InvalidInput``.
    """
    plan = Plan()
    faults = _decide([item for item in items if item.desired.present], plan, snapshot, params)
    plan.steps += _moved(plan, snapshot, params.get("preflight") or "warn")
    faults += _decide([item for item in reversed(items) if not item.desired.present], plan, snapshot, params)
    faults += _twice_declared(plan)
    if faults:
        raise InvalidInput(dict.fromkeys(faults))
    if params.get("purge") and any(step.error for step in plan.steps):
        plan.warnings.append("Nothing is purged, because other items fail")
    elif params.get("purge"):
        plan.steps += purge_steps(plan, snapshot, params)
    return plan


def _decide(items: t.Iterable[ApiObject], plan: Plan, snapshot: Snapshot, params: Params):
    """Put a step for each item into the plan; what is wrong with the input is returned, without what only follows from
    it: that an item is not there which is declared, and wrong itself."""
    faults, wrong = [], set()
    for item in items:
        declared = (item.desired.resource.kind, item.desired.name)
        try:
            step = _step(item, snapshot, params.get("owner"), params.get("adopt"), plan)
            plan.warnings += run_checks(step.change, snapshot, params.get("preflight") or "warn")
        except InvalidInput as error:
            faults += error.faults
            wrong.add(declared)
            continue
        except UnknownReference as error:
            faults += [str(one) for one in error.each if one.sought not in wrong]
            wrong.add(declared)
            continue
        except UnsupportedChange as error:
            existing = snapshot.find(item.desired.resource.kind, item.desired.name)
            step = Step(item.desired, Change(item.desired.resource, item.desired.name, "none", existing), error=error)
        plan.steps.append(step)
        simulate(step, snapshot)
    return faults


def _moved(plan: Plan, snapshot: Snapshot, preflight: str):
    """Steps for the objects that a replacement moves and that are not declared."""
    steps = []
    try:
        steps = moved_steps(snapshot, preflight, plan.warnings)
    except UnsupportedChange as error:
        for step in plan.steps:
            if step.change.action == "replace" and not step.is_leaf:
                step.error = step.error or error
    for step in steps:
        simulate(step, snapshot)
    return steps


def _twice_declared(plan: Plan):
    """One object under its name and its id: each run would change it twice."""
    first = {}
    for step in plan.steps:
        if step.change.existing:
            other = first.setdefault((step.kind, step.change.existing["id"]), step)
            if other is not step:
                yield f"{step.change.label} and {other.change.label} are the same object: declare it once"


def _step(item: ApiObject, snapshot: Snapshot, owner: str, adopt: bool, plan: Plan):
    desired = item.desired
    if owner and not desired.present:
        existing = snapshot.find(desired.resource.kind, desired.name)
        if existing and marked_for(existing) != owner:
            plan.unowned.append(_unowned_entry(desired, existing, f"{whose(existing)}, so it was not deleted"))
            return Step(desired, Change(desired.resource, desired.name, "none", existing), item.params)
    change, warnings = plan_one(desired, snapshot, allow_unknown_references=False)
    plan.warnings += warnings
    if owner and change.action == "create":
        change = _marked(change, owner, change.body.get("description"))
    elif owner and change.existing and desired.present and marked_for(change.existing) != owner:
        change = _adopted(change, owner, adopt, snapshot, plan)
    return Step(desired, change, item.params)


def _marked(change: Change, owner: str, description: str | None):
    """The change with the owner's mark on the description; raises ``InvalidInput`` where there is no room for it."""
    description = with_mark(description, owner)
    if len(description) > LONGEST:
        raise InvalidInput([f"{change.label}: {NO_ROOM}"])
    return replace(change, body={**change.body, "description": description})


def _adopted(change: Change, owner: str, adopt: bool, snapshot: Snapshot, plan: Plan):
    """What exists without the mark is told, or marked where that is asked for and the server lets it be written."""
    existing, resource = change.existing, change.resource
    reason = whose(existing)
    if adopt and not marked_for(existing):
        if resource.immutable_while_used and snapshot.users(resource, existing["id"]):
            reason = "it is in use, and the server changes no policy in use"
        elif is_pending(existing) and reason_never_settles(existing, resource, snapshot):
            reason = f"its status is {existing['status']}, and {reason_never_settles(existing, resource, snapshot)}"
        else:
            try:
                marked = _marked(change, owner, change.body.get("description", existing.get("description")))
            except InvalidInput as error:
                reason = str(error)
            else:
                interrupts = change.interrupts if change.changed else resource.interruption("update")
                return replace(marked, action="update", interrupts=interrupts)
    plan.unowned.append(_unowned_entry(change, existing, reason))
    return change


def _unowned_entry(named: t.Sequence[ApiObject], existing: ApiObject | None, reason):
    return {"kind": named.resource.kind, "name": named.name, "id": existing["id"], "reason": reason}
