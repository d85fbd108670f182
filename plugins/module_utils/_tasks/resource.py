# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A task is a function from parameters to a result. It knows no AnsibleModule, so a module, an action plugin and a
whole topology reach the same engine."""

from __future__ import annotations

import typing as t
from contextlib import contextmanager, nullcontext

from ansible_collections.sitelink.vpnaas.plugins.module_utils._apply.deduplicate import remove_duplicates
from ansible_collections.sitelink.vpnaas.plugins.module_utils._apply.executor import Executor
from ansible_collections.sitelink.vpnaas.plugins.module_utils._apply.wait import settle_after, wait_until_deleted
from ansible_collections.sitelink.vpnaas.plugins.module_utils._apply.write import write
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.checks import run_checks
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput, UnsupportedChange, VpnError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.decide import moved_steps, plan_one
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.readiness import waits_for_active
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.change import public
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.desired import DesiredState
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.step import Step
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.results import (
    decorate,
    outcome,
    replacement_summary,
)

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Params, Progress
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Resource
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.change import Change
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot


def check(resource: Resource, params: Params) -> None:
    """Refuse what no cloud takes, before the log-in; what only one dialect refuses is refused after it."""
    DesiredState.of(resource, params)


def ensure(resource: Resource, params: Params, snapshot: Snapshot, check_mode: bool, progress: Progress | None = None):
    """Bring one object to the wanted state: the result of the task, without secrets.

    ``params`` are a module's parameters (see ``argspec.py``). Raises ``VpnError``.
    """
    desired = DesiredState.of(snapshot.resource(resource.kind), params)
    with _clearing_after_replacement(snapshot) if desired.replace and not check_mode else nullcontext():
        change, warnings = plan_one(desired, snapshot, check_mode)
        warnings += run_checks(change, snapshot, params.get("preflight") or "warn")
        if change.action == "replace":
            return _replace(Step(desired, change, params), warnings, snapshot, check_mode, progress)
    with _with_warnings(warnings):
        if change.changed and not check_mode:
            after = _make(desired, change, snapshot, params, warnings)
        else:
            after = change.predicted()
            if waits_for_active(change, params) and params["wait"] and not check_mode:
                after = settle_after(after, change.resource, snapshot, params)
                snapshot.add(change.resource.kind, after)
    return outcome(change, after, warnings, snapshot, predicted=check_mode)


def info(
    resource: Resource, params: Params, snapshot: Snapshot, _check_mode: bool = True, _progress: Progress | None = None
):
    """All objects of a kind in the project, or those that the name or id stands for."""
    resource = snapshot.resource(resource.kind)
    if not resource.supported:
        raise InvalidInput([f"{snapshot.cloud.dialect.title} has no {resource.titles}"])
    name, warnings = params.get("name"), []
    if name is None:
        found = snapshot.in_project(resource.kind)
    else:
        known = snapshot.by_id(resource.kind, name.lower())
        found = [known] if known else snapshot.by_name(resource.kind, name)
    decorated = []
    for item in sorted(found, key=lambda item: (str(item.get("name")), item["id"])):
        item, notes = decorate(resource, item, snapshot)
        decorated.append(public(resource, item))
        warnings += notes
    return {"changed": False, resource.plural: decorated, **({"warnings": warnings} if warnings else {})}


def _replace(step: Step, warnings: list[str], snapshot: Snapshot, check_mode: bool, progress: Progress | None):
    preflight = step.params.get("preflight") or "warn"
    moved = moved_steps(snapshot, preflight, warnings)
    executor = Executor([step, *moved], snapshot, step.params, progress or (lambda _line: None))
    with _with_warnings(warnings):
        if not check_mode:
            executor.run()
        errors = [one.error for one in (step, *moved) if one.error]
        if errors:
            # What the server said tells more than what followed from it.
            error = next((error for error in errors if not isinstance(error, UnsupportedChange)), errors[-1])
            error.details["changed"] = executor.changed
            raise error
    after = step.change.predicted() if check_mode else step.after
    summary = {"replacement": replacement_summary(step, moved, snapshot)}
    notes = [note for one in (step, *moved) for note in one.notes]
    result = outcome(step.change, after, [*warnings, *notes], snapshot, predicted=check_mode) | summary
    return result if check_mode else result | {"changed": executor.changed}


@contextmanager
def _clearing_after_replacement(snapshot: Snapshot):
    """The next item of a loop sees the estate as it is, not as a replacement was going to leave it."""
    try:
        yield
    finally:
        if snapshot.replacements.successors:
            snapshot.clear()


@contextmanager
def _with_warnings(warnings: list[str]):
    """A failure takes the warnings along: the reason may be among them."""
    try:
        yield
    except VpnError as error:
        if warnings:
            error.details["warnings"] = list(dict.fromkeys(warnings))
        raise


def _make(desired: DesiredState, change: Change, snapshot: Snapshot, params: Params, warnings: list[str]):
    try:
        after = write(desired, change, snapshot, params)
    except VpnError as error:
        for item in error.written:
            snapshot.add(change.resource.kind, item)
            error.details["changed"] = True
        raise
    try:
        return _arrived(change, after, snapshot, params, warnings)
    except VpnError as error:
        error.details["changed"] = True  # what failed came after the write
        raise


def _arrived(change: Change, after, snapshot: Snapshot, params: Params, warnings: list[str]):
    """The object that was written, once it is as the task waits for it; None where it was deleted."""
    resource = change.resource
    if after is None:
        snapshot.remove(resource.kind, change.existing["id"])
        if params["wait"]:
            wait_until_deleted(change.existing, resource, snapshot.cloud, params["timeout"])
        return None
    if change.creates:
        after = _without_duplicate(change, after, snapshot, warnings)
    snapshot.add(resource.kind, after)
    if not params["wait"]:
        return after
    was_in_error = (change.existing or {}).get("status") == "ERROR"
    return settle_after(after, resource, snapshot, params, was_in_error)


def _without_duplicate(change: Change, after, snapshot: Snapshot, warnings: list[str]):
    try:
        ((after, note),) = remove_duplicates([(change, after)], snapshot)
    except VpnError as error:
        # The object is there; that was only a look, and the next run looks again.
        note = f"{change.label}: whether another run made it too is not known: {error}"
    warnings += [note] if note else []
    return after
