# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The tasks about one kind of object: options in, result out. They know neither AnsibleModule nor ActionBase."""

from __future__ import annotations

import typing as t
from contextlib import contextmanager, nullcontext

from ansible_collections.sitelink.vpnaas.plugins.module_utils._apply.executor import Executor
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.checks import run_checks
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import (
    DependencyFailed,
    InvalidInput,
    UnsupportedChange,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.decide import moved_steps, plan_one
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.input_faults import value_faults_beside
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.quotas import refuse_over_quota
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.shown_name import sorted_by_name
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.change import public
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.desired import DesiredState
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.read_ahead import read_object_ahead
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.step import Step, simulate
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.task_options import TaskOptions, too_small
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.references import References, matching
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.results import (
    decorate,
    outcome,
    replacement_summary,
)

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Params, Progress, Result
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Resource
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot


def validate_input(resource: Resource, params: Params) -> None:
    """Refuse what no cloud accepts, before the login. After it follows what only one dialect refuses, and what a cloud
    may hold, so that it depends on the object that exists.

    Raises ``InvalidInput``.
    """
    desired = DesiredState.unchecked(resource, params)
    refuse_faults(desired, desired.faults(new=False), too_small(params, timeout=0))


def refuse_faults(desired: DesiredState, faults: t.Iterable[str], of_task: t.Iterable[str] = ()) -> None:
    """Raise ``InvalidInput`` with the faults of an object's options and of the task's, where there are any."""
    found = [*(f"{desired.label}: {fault}" for fault in faults), *of_task]
    if found:
        raise InvalidInput(found)


def ensure(
    resource: Resource, params: Params, snapshot: Snapshot, check_mode: bool, progress: Progress | None = None
) -> Result:
    """Bring one object to the desired state: the result of the task, without secrets.

    ``params`` are a module's parameters (see ``argspec.py``). The object is one step of a plan; a replacement adds a
    step for each object that has to be moved. Raises ``VpnError``.
    """
    options = TaskOptions.of(params, check_mode)
    desired = DesiredState.unchecked(snapshot.resource(resource.kind), params)
    snapshot.cloud.add_secrets(desired.secrets())
    if desired.compares_secrets or desired.compares_unknown_attributes:
        snapshot.need_secrets()
    if desired.replace:
        snapshot.whole = frozenset(VPN_KINDS)  # who uses the object, and may have to move
    elif desired.resource.has_neighbours:
        snapshot.whole |= {resource.kind}
    refuse_faults(desired, value_faults_beside(desired, snapshot))
    with _clearing_after_replacement(snapshot) if desired.replace and not check_mode else nullcontext():
        with snapshot.cloud.reading_only():
            read_object_ahead(desired, snapshot)
            change, warnings = plan_one(desired, snapshot, check_mode, options)
            warnings += run_checks(change, snapshot, options.preflight)
            step = Step(desired, change)
            if change.creates and change.action == "replace":
                simulate(step, snapshot)
            moved = moved_steps(snapshot, options.preflight, warnings) if change.action == "replace" else []
            if check_mode:
                refuse_over_quota([step, *moved], snapshot)
        executor = Executor([step, *moved], snapshot, options, progress)
        if not check_mode:
            executor.run()
        _raise_error(executor, warnings)
        return _result(step, moved, warnings, snapshot, options, executor.changed)


def info(
    resource: Resource, params: Params, snapshot: Snapshot, _check_mode: bool = True, _progress: Progress | None = None
) -> Result:
    """All objects of a kind in the project, or those that the name or id stands for and that match the other filters.

    Names stand beside the ids of other objects. Raises ``VpnError``.
    """
    resource = snapshot.resource(resource.kind)
    if not resource.supported:
        raise InvalidInput([f"{snapshot.cloud.dialect.title} has no {resource.titles}"])
    name = params.get("name")
    if name is None:
        found = snapshot.in_project(resource.kind)
    else:
        known = snapshot.with_id(resource.kind, name)
        found = [known] if known else snapshot.by_name(resource.kind, name)
    references = References(snapshot, by_id=len(found) == 1)
    found = matching(found, params, references, resource.kind)
    shown, warnings = [], []
    for item in sorted_by_name(found):
        decorated, notes = decorate(resource, item, snapshot)
        shown.append(public(resource, decorated) | references.names(item, resource.kind))
        warnings += notes
    warnings += references.warnings
    return {"changed": False, resource.plural: shown, **({"warnings": warnings} if warnings else {})}


def _raise_error(executor: Executor, warnings: list[str]) -> None:
    """Raise the error of the steps, if there is one. It takes the warnings along: the reason may be among them."""
    errors = [step.error for step in executor.steps if step.error]
    if not errors:
        return
    # What the server said explains more than what followed from it.
    error = next(
        (error for error in errors if not isinstance(error, (UnsupportedChange, DependencyFailed))), errors[-1]
    )
    error.details["changed"] = executor.changed
    notes = [note for step in executor.steps for note in step.notes]
    if warnings or notes:
        error.details["warnings"] = list(dict.fromkeys([*warnings, *notes]))
    raise error


def _result(
    step: Step, moved: list[Step], warnings: list[str], snapshot: Snapshot, options: TaskOptions, changed: bool
) -> Result:
    change = step.change
    summary = {"replacement": replacement_summary(step, moved, snapshot)} if change.action == "replace" else {}
    notes = [note for one in (step, *moved) for note in one.notes]
    after = step.after or change.predicted()
    result = outcome(change, after, [*warnings, *notes], snapshot, options.check_mode, step.desired.present) | summary
    return result if options.check_mode else result | {"changed": changed}


@contextmanager
def _clearing_after_replacement(snapshot: Snapshot) -> t.Iterator[None]:
    """The next item of a loop sees the cloud as it is, not as a replacement was going to leave it."""
    try:
        yield
    finally:
        if snapshot.replacements.successors:
            snapshot.clear()
