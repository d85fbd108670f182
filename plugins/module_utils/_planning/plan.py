# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From a declaration and a snapshot to steps: everything short of a write. Check mode stops here."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.checks import examine
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import Impossible, InvalidInput, UnknownReference
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.decide import decide, moved_steps
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.purge import purge_steps
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.readiness import is_pending, never_settles
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.owner_tag import (
    LONGEST,
    NO_ROOM,
    marked_for,
    whose,
    with_mark,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.change import Change
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.step import Step, foresee


@dataclass
class Plan:
    steps: list[Step] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    #: declared objects that do not carry the owner's mark, each with the reason why
    unowned: list[dict] = field(default_factory=list)


def make_plan(items, estate, params):
    """The steps in the order in which they may be carried out; the estate is as it will be afterwards.

    What is wrong with the input is raised, all of it at once; what only one object's state forbids becomes that step's
    error. Raises ``InvalidInput``.
    """
    plan = Plan()
    faults = _decide([item for item in items if item.wish.present], plan, estate, params)
    plan.steps += _moved(plan, estate, params.get("preflight") or "warn")
    faults += _decide([item for item in reversed(items) if not item.wish.present], plan, estate, params)
    faults += _twice_declared(plan)
    if faults:
        raise InvalidInput(dict.fromkeys(faults))
    if params.get("purge") and any(step.error for step in plan.steps):
        plan.warnings.append("Nothing is purged, because other items fail")
    elif params.get("purge"):
        plan.steps += purge_steps(plan, estate, params)
    return plan


def _decide(items, plan, estate, params):
    """Put a step for each item into the plan; what is wrong with the input is returned, without what only follows from
    it: that an item is not there which is declared, and wrong itself."""
    faults, wrong = [], set()
    for item in items:
        declared = (item.wish.resource.kind, item.wish.name)
        try:
            step = _step(item, estate, params.get("owner"), params.get("adopt"), plan)
            plan.warnings += examine(step.change, estate, params.get("preflight") or "warn")
        except InvalidInput as error:
            faults += error.faults
            wrong.add(declared)
            continue
        except UnknownReference as error:
            faults += [str(one) for one in error.each if one.sought not in wrong]
            wrong.add(declared)
            continue
        except Impossible as error:
            existing = estate.find(item.wish.resource.kind, item.wish.name)
            step = Step(item.wish, Change(item.wish.resource, item.wish.name, "none", existing), error=error)
        plan.steps.append(step)
        foresee(step, estate)
    return faults


def _moved(plan, estate, preflight):
    """Steps for the objects that a replacement moves and that are not declared."""
    steps = []
    try:
        steps = moved_steps(estate, preflight, plan.warnings)
    except Impossible as error:
        for step in plan.steps:
            if step.change.action == "replace" and not step.is_leaf:
                step.error = step.error or error
    for step in steps:
        foresee(step, estate)
    return steps


def _twice_declared(plan):
    """One object under its name and its id: each run would change it twice."""
    first = {}
    for step in plan.steps:
        if step.change.existing:
            other = first.setdefault((step.kind, step.change.existing["id"]), step)
            if other is not step:
                yield f"{step.change.label} and {other.change.label} are the same object: declare it once"


def _step(item, estate, owner, adopt, plan):
    wish = item.wish
    if owner and not wish.present:
        existing = estate.find(wish.resource.kind, wish.name)
        if existing and marked_for(existing) != owner:
            plan.unowned.append(_told(wish, existing, f"{whose(existing)}, so it was not deleted"))
            return Step(wish, Change(wish.resource, wish.name, "none", existing), item.params)
    change, warnings = decide(wish, estate, foresee=False)
    plan.warnings += warnings
    if owner and change.action == "create":
        change = _marked(change, owner, change.body.get("description"))
    elif owner and change.existing and wish.present and marked_for(change.existing) != owner:
        change = _adopted(change, owner, adopt, estate, plan)
    return Step(wish, change, item.params)


def _marked(change, owner, description):
    """The change with the owner's mark on the description; raises ``InvalidInput`` where there is no room for it."""
    description = with_mark(description, owner)
    if len(description) > LONGEST:
        raise InvalidInput([f"{change.label}: {NO_ROOM}"])
    return replace(change, body={**change.body, "description": description})


def _adopted(change, owner, adopt, estate, plan):
    """What exists without the mark is told, or marked where that is asked for and the server lets it be written."""
    existing, resource = change.existing, change.resource
    reason = whose(existing)
    if adopt and not marked_for(existing):
        if resource.locked_while_used and estate.users(resource, existing["id"]):
            reason = "it is in use, and the server changes no policy in use"
        elif is_pending(existing) and never_settles(existing, resource, estate):
            reason = f"its status is {existing['status']}, and {never_settles(existing, resource, estate)}"
        else:
            try:
                marked = _marked(change, owner, change.body.get("description", existing.get("description")))
            except InvalidInput as error:
                reason = str(error)
            else:
                interrupts = change.interrupts if change.changed else resource.interrupts.get("update", "none")
                return replace(marked, action="update", interrupts=interrupts)
    plan.unowned.append(_told(change, existing, reason))
    return change


def _told(named, existing, reason):
    return {"kind": named.resource.kind, "name": named.name, "id": existing["id"], "reason": reason}
