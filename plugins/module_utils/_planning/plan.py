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
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.duplicates import keep_used_duplicates
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.input_faults import (
    own_faults,
    reference_faults,
    sought_by,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.leaving import declared_absent, without_leaving
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.match import find_declared
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.ownership import (
    CONFLICT_HINT,
    marked,
    ownership_entry,
    present_conflicts,
    undeclared_or_warning,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.purge import purge_steps
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.readiness import reason_never_settles
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.owner_tag import NOT_DELETED, marked_for, whose
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.change import Change
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.status import is_pending
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.step import Step, simulate

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject, Result
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.declaration import Declaration
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.desired import DesiredState
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.task_options import TaskOptions


@dataclass
class Plan:
    """The steps of a topology, in an order in which they may be carried out, and what the user should know."""

    steps: list[Step] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    #: declared objects without a mark; declared ones with another owner's; undeclared users of declared objects
    unowned: list[Result] = field(default_factory=list)
    owner_conflicts: list[Result] = field(default_factory=list)
    undeclared: list[Result] = field(default_factory=list)


def make_plan(declaration: Declaration, snapshot: Snapshot, options: TaskOptions) -> Plan:
    """The plan for a topology; the snapshot is afterwards as the cloud will be.

    What is wrong with the input is raised, values and references together; what only one object's state forbids becomes
    that step's error. Raises ``InvalidInput``.
    """
    plan, declared = Plan(), declaration.items
    wrong = {(desired.resource.kind, desired.name) for desired in declaration.faulty}
    conflicts = present_conflicts(declared, snapshot) if options.owner else {}
    plan.owner_conflicts += conflicts.values()
    refused = list(conflicts) if options.owner_conflict == "fail" else []
    plan.warnings += [] if refused else [f"{text}: the runs of both owners change it" for text in conflicts]
    faults = [*declaration.faults]
    leaving = declared_absent(declaration, snapshot, options.owner)
    judged = without_leaving(snapshot, declaration, options, leaving)
    faults += _plan_all([desired for desired in declared if desired.present], plan, snapshot, options, wrong, judged)
    faults += reference_faults(declaration.faulty, snapshot, wrong)
    plan.steps += _moved(plan, snapshot, options.preflight, leaving)
    absent = [desired for desired in reversed(declared) if not desired.present]
    faults += _plan_all(absent, plan, snapshot, options, wrong, snapshot)
    plan.warnings += keep_used_duplicates(plan.steps, snapshot)
    faults += [*_declared_twice(plan), *refused]
    if faults:
        if not refused:
            raise InvalidInput(dict.fromkeys(faults))
        found = undeclared_or_warning(plan.steps, declared, snapshot)[0] or None
        lists = {"owner_conflicts": plan.owner_conflicts, "undeclared": found}
        raise InvalidInput(dict.fromkeys(faults), hint=CONFLICT_HINT, **lists)
    if options.purge and any(step.error for step in plan.steps):
        plan.warnings.append("Nothing is purged, because other items fail")
    elif options.purge:
        plan.steps += purge_steps(plan.steps, snapshot, options)
    plan.undeclared, warnings = undeclared_or_warning(plan.steps, declared, snapshot)
    plan.warnings += warnings
    return plan


def _plan_all(
    declared: t.Sequence[DesiredState],
    plan: Plan,
    snapshot: Snapshot,
    options: TaskOptions,
    wrong: set[tuple[str, str]],
    judged: Snapshot,
) -> list[str]:
    """Put a step for each desired state into the plan; returns what is wrong with the input, but for references to what
    is in ``wrong``, to which this adds. Preflight sees ``judged``."""
    faults: list[str] = []
    #: a new name that no object gets -> why
    not_renamed: dict[tuple[str, str], str] = {}
    for desired in declared:
        named = (desired.resource.kind, desired.name)
        try:
            step = _step(desired, snapshot, options, plan)
            plan.warnings += run_checks(step.change, judged, options.preflight)
        except (InvalidInput, UnknownReference) as error:
            faults += [not_renamed[one] for one in sought_by(error) if one in not_renamed]
            faults += own_faults(error, wrong | not_renamed.keys())
            wrong.add(named)
            continue
        except UnsupportedChange as error:
            existing = find_declared(desired, snapshot)
            if existing and desired.renames(existing):
                not_renamed[named] = error.message_with_hint
            step = Step(desired, Change(desired.resource, desired.name, "none", existing), error=error)
        plan.steps.append(step)
        simulate(step, snapshot)
    return faults


def _moved(plan: Plan, snapshot: Snapshot, preflight: str, leaving: t.Collection[str]) -> list[Step]:
    """Steps for the objects that a replacement moves and that are not declared."""
    try:
        steps = moved_steps(snapshot, preflight, plan.warnings, leaving)
    except UnsupportedChange as error:
        steps = []
        for step in plan.steps:
            if step.change.action == "replace" and step.has_dependents:
                step.error = step.error or error
    for step in steps:
        simulate(step, snapshot)
    return steps


def _declared_twice(plan: Plan) -> t.Iterator[str]:
    """Faults for one object that is declared under its name and its id: each run would change it twice."""
    first: dict[tuple[str, str], Step] = {}
    for step in plan.steps:
        if step.change.existing:
            other = first.setdefault((step.kind, step.change.existing["id"]), step)
            if other is not step:
                yield f"{step.change.label} and {other.change.label} are the same object: declare it once"


def _step(desired: DesiredState, snapshot: Snapshot, options: TaskOptions, plan: Plan) -> Step:
    owner = options.owner
    if owner and not desired.present:
        existing = snapshot.find(desired.resource.kind, desired.name)
        if existing and marked_for(existing) != owner:
            left = plan.owner_conflicts if marked_for(existing) else plan.unowned
            left.append(ownership_entry(desired, existing, f"{whose(existing)}, {NOT_DELETED}"))
            return Step(desired, Change(desired.resource, desired.name, "none", existing))
    change, warnings = plan_one(desired, snapshot, False, options)
    plan.warnings += warnings
    if owner and change.action == "create":
        change = marked(change, owner, change.body.get("description"))
    elif owner and change.existing and desired.present and marked_for(change.existing) != owner:
        change = _adopted(change, owner, change.existing, snapshot, plan, options.adopt)
    return Step(desired, change)


def _adopted(change: Change, owner: str, existing: ApiObject, snapshot: Snapshot, plan: Plan, adopt: bool) -> Change:
    """List what exists without the mark as unowned, or mark it where that is asked for and the server accepts it."""
    resource = change.resource
    reason = whose(existing)
    if adopt and not snapshot.is_in_project(existing):
        reason = "it belongs to another project"
    elif adopt and change.action == "replace":
        if change.creates:
            return marked(change, owner, change.body.get("description"))
        reason = "it takes the place of another object in this run; the next run marks it"
    elif adopt and not marked_for(existing):
        if resource.immutable_while_used and snapshot.users(resource, existing["id"]):
            reason = "it is in use, and the server changes no policy in use"
        elif is_pending(existing) and reason_never_settles(existing, resource, snapshot):
            # No source says that K5 refuses that, but a mark is not worth a task that fails.
            reason = f"its status is {existing['status']}, and {reason_never_settles(existing, resource, snapshot)}"
        else:
            try:
                adopted = marked(change, owner, change.body.get("description", existing.get("description")))
            except InvalidInput as error:
                reason = str(error)
            else:
                interrupts = change.interrupts if change.changed else resource.interruption("update")
                return replace(adopted, action="update", interrupts=interrupts)
    if not marked_for(existing):
        plan.unowned.append(ownership_entry(change, existing, reason))
    return change
