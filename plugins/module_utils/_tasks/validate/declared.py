# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is declared held against what is stored: the plan of vpn_topology, as assertions."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.assertions import (
    DECLARATION_VALID,
    DECLARED_ABSENT,
    DECLARED_EQUAL,
    DECLARED_EXISTS,
    DECLARED_ONLY,
    WARNING,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput, VpnError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.plan import make_plan
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.owner_tag import owner_of, whose
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.shown_name import shown_name
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.compare import differs
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.read_ahead import reading_ahead
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.task_options import TaskOptions
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.topology.declaration import (
    check_items,
    read_items,
)

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.assertion import Assertion
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.assertions import AssertionRule
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.plan import Plan
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject, Params
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.declaration import Declaration
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.step import Step

    #: kind -> the project's objects of that kind
    Items: t.TypeAlias = t.Mapping[str, t.Sequence[ApiObject]]

THIS = "the declaration"
CONCURRENCY = 8
_VERBS = {"update": "differs", "replace": "differs, and a new object has to take its place"}


def is_declared(params: Params) -> bool:
    """Whether anything is declared."""
    return any(params.get(resource.plural) for resource in VPN_KINDS.values())


def read_declared(params: Params, snapshot: Snapshot) -> Declaration | VpnError:
    """The declaration, and what its plan will ask about objects without keys at hand; the error where it cannot be
    read."""
    snapshot.owner = params.get("owner")
    try:
        items = read_items(params, snapshot)
        others = [item for item in items if not item.resource.secrets()]
        with reading_ahead(others, snapshot, CONCURRENCY):
            return check_items(items, params, snapshot)
    except VpnError as error:
        return error


def declared_rows(
    params: Params, declaration: Declaration | VpnError, snapshot: Snapshot, items: Items
) -> tuple[list[Assertion], dict[str, int]]:
    """(a row for each declared object, or for each of its differences, and for each undeclared object; kind -> how many
    objects are missing).

    The snapshot is afterwards as the cloud would be after a run of vpn_topology.
    """
    options = TaskOptions.of({**params, "concurrency": CONCURRENCY}, True)
    try:
        if isinstance(declaration, VpnError):
            raise declaration
        plan = make_plan(declaration, snapshot, options)
    except InvalidInput as error:
        rows = [DECLARATION_VALID.failed(THIS, fault, actual=fault) for fault in error.faults]
        return [*rows, *_unchecked("the declaration has faults")], {}
    except VpnError as error:
        return list(_unchecked(error.message_with_hint, DECLARATION_VALID, DECLARED_ABSENT)), {}
    rows = [DECLARATION_VALID.passed(THIS, "The declaration has no fault")]
    notes = {note for step in plan.steps for note in step.change.notes}
    rows += [
        DECLARATION_VALID.failed(THIS, warning, actual=warning, severity=WARNING)
        for warning in dict.fromkeys(plan.warnings)
        if warning not in notes
    ]
    missing: dict[str, int] = {}
    for step in plan.steps:
        rows += _step_rows(step)
        if step.change.action == "create":
            missing[step.kind] = missing.get(step.kind, 0) + 1
    return [*rows, *_undeclared(params, plan, items)], missing


def _unchecked(reason: str, *more: AssertionRule) -> t.Iterator[Assertion]:
    for rule in (*more, DECLARED_EXISTS, DECLARED_EQUAL, DECLARED_ONLY):
        yield rule.not_checked(THIS, f"What is declared is not compared with what is stored: {reason}")


def _step_rows(step: Step) -> t.Iterator[Assertion]:
    change = step.change
    name, kind, label = change.name, step.kind, change.label
    for note in change.notes:
        yield DECLARED_EQUAL.not_checked(name, note, kind=kind)
    if not step.desired.present:
        yield _absent_row(step)
    elif step.error is not None and change.existing is not None:
        yield DECLARED_EXISTS.passed(name, f"{label} exists", "present", kind=kind)
        yield from _refused_rows(step, step.error)
    elif change.action == "create" or change.existing is None:
        yield DECLARED_EXISTS.failed(name, f"{label} is declared, and does not exist", "present", "absent", kind=kind)
    elif change.action == "none":
        yield DECLARED_EXISTS.passed(name, f"{label} exists", "present", kind=kind)
        yield DECLARED_EQUAL.passed(name, f"{label} is as declared", kind=kind)
    else:
        yield DECLARED_EXISTS.passed(name, f"{label} exists", "present", kind=kind)
        diff = change.diff()
        keys = [key for key in diff["after"] if key != "id"]
        for key in keys:
            before, after = diff["before"].get(key), diff["after"][key]
            text = f"{label} {_VERBS[change.action]}: {key} is {before}, declared is {after}"
            yield DECLARED_EQUAL.failed(name, text, str(after), str(before), kind=kind)
        if not keys:
            yield DECLARED_EQUAL.failed(name, f"{label} {_VERBS[change.action]}", kind=kind)


def _absent_row(step: Step) -> Assertion:
    """Whether what is declared absent is gone. vpn_topology with an owner leaves what does not carry its mark."""
    change, kind = step.change, step.kind
    if change.existing is None:
        return DECLARED_ABSENT.passed(change.name, f"{change.label} does not exist", "absent", kind=kind)
    text, remedy, severity = f"{change.label} is declared absent, and exists", DECLARED_ABSENT.remedy, None
    if step.error is not None:
        text, remedy = f"{text}: {step.error}", step.error.details.get("hint", "")
    elif change.action != "delete":
        text, severity = f"{text}: {whose(change.existing)}, so vpn_topology leaves it", WARNING
        remedy = "Delete it without owner, or leave it out."
    return DECLARED_ABSENT.failed(change.name, text, "absent", "present", severity, remedy, kind)


def _refused_rows(step: Step, error: VpnError) -> t.Iterator[Assertion]:
    """The differences that vpn_topology cannot remove as it is declared: the object is in use, or cannot be changed."""
    desired, existing = step.desired, step.change.existing or {}
    found = [
        (row, value)
        for row, value in desired.rows()
        if not row.refers_to and differs(row, value, existing.get(row.key), desired.update_secret)
    ]
    remedy = error.details.get("hint", "")
    for row, value in found:
        before, after = ("", "") if row.secret else (str(existing.get(row.key)), str(value))
        values = f" is {before}, declared is {after}" if not row.secret else " is another one"
        text = f"{step.change.label} differs: {row.option}{values}"
        yield DECLARED_EQUAL.failed(desired.name, text, after, before, remedy=remedy, kind=step.kind)
    if not found:
        yield DECLARED_EQUAL.failed(desired.name, f"{error}", remedy=remedy, kind=step.kind)


def _undeclared(params: Params, plan: Plan, items: Items) -> t.Iterator[Assertion]:
    """What exists and is not declared: with an owner what carries its mark, else what carries none, of the kinds that
    are declared."""
    owner = params.get("owner")
    known = {step.change.existing["id"] for step in plan.steps if step.change.existing}
    known |= {item["id"] for step in plan.steps for item in step.change.predecessors}
    for entry in plan.undeclared:
        known.add(entry["id"])
        name = shown_name(entry)
        text = f"{VPN_KINDS[entry['kind']].label(name)} is declared by nobody: {entry['reason']}"
        yield DECLARED_ONLY.failed(name, text, "declared", "not declared", kind=entry["kind"])
    for kind, resource in VPN_KINDS.items():
        if not owner and not params.get(resource.plural):
            continue
        for item in items.get(kind, ()):
            if item["id"] not in known and owner_of(item.get("description")) == owner:
                name = shown_name(item)
                text = f"{resource.label(name)} exists, and is not declared"
                yield DECLARED_ONLY.failed(name, text, "declared", "not declared", kind=kind)
