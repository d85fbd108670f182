# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A task is a function from parameters to a result. It knows no AnsibleModule, so a module, an action plugin and a
whole topology reach the same engine."""

from __future__ import annotations

from contextlib import contextmanager, nullcontext

from ansible_collections.sitelink.vpnaas.plugins.module_utils._apply.deduplicate import without_twins
from ansible_collections.sitelink.vpnaas.plugins.module_utils._apply.executor import Execution
from ansible_collections.sitelink.vpnaas.plugins.module_utils._apply.wait import settle_after, wait_until_gone
from ansible_collections.sitelink.vpnaas.plugins.module_utils._apply.write import write
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.checks import examine
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import Impossible, InvalidInput, VpnError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.decide import decide, moved_steps
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.readiness import awaits_active
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.change import public
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.desired import Wish
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.step import Step
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.results import decorate, outcome, replacement_told


def check(resource, params):
    """Refuse what no cloud takes, before the log-in; what only one dialect refuses is refused after it."""
    Wish.of(resource, params)


def ensure(resource, params, estate, check_mode, progress=None):
    """Bring one object to the wanted state: the result of the task, without secrets.

    ``params`` are a module's parameters (see ``argspec.py``). Raises ``VpnError``.
    """
    wish = Wish.of(estate.resource(resource.kind), params)
    with _forgetting(estate) if wish.replace and not check_mode else nullcontext():
        change, warnings = decide(wish, estate, check_mode)
        warnings += examine(change, estate, params.get("preflight") or "warn")
        if change.action == "replace":
            return _replace(Step(wish, change, params), warnings, estate, check_mode, progress)
    with _telling(warnings):
        if change.changed and not check_mode:
            after = _make(wish, change, estate, params, warnings)
        else:
            after = change.foreseen()
            if awaits_active(change, params) and params["wait"] and not check_mode:
                after = settle_after(after, change.resource, estate, params)
                estate.put(change.resource.kind, after)
    return outcome(change, after, warnings, estate, foreseen=check_mode)


def inform(resource, params, estate, _check_mode=True, _progress=None):
    """All objects of a kind in the project, or those that the name or id stands for."""
    resource = estate.resource(resource.kind)
    if not resource.supported:
        raise InvalidInput([f"{estate.cloud.dialect.title} has no {resource.titles}"])
    name, warnings = params.get("name"), []
    if name is None:
        found = estate.own(resource.kind)
    else:
        known = estate.by_id(resource.kind, name.lower())
        found = [known] if known else estate.named(resource.kind, name)
    decorated = []
    for item in sorted(found, key=lambda item: (str(item.get("name")), item["id"])):
        item, notes = decorate(resource, item, estate)
        decorated.append(public(resource, item))
        warnings += notes
    return {"changed": False, resource.plural: decorated, **({"warnings": warnings} if warnings else {})}


def _replace(step, warnings, estate, check_mode, progress):
    preflight = step.params.get("preflight") or "warn"
    moved = moved_steps(estate, preflight, warnings)
    execution = Execution([step, *moved], estate, step.params, progress or (lambda _line: None))
    with _telling(warnings):
        if not check_mode:
            execution.run()
        errors = [one.error for one in (step, *moved) if one.error]
        if errors:
            # What the server said tells more than what followed from it.
            error = next((error for error in errors if not isinstance(error, Impossible)), errors[-1])
            error.details["changed"] = execution.changed
            raise error
    after = step.change.foreseen() if check_mode else step.after
    told = {"replacement": replacement_told(step, moved, estate)}
    notes = [note for one in (step, *moved) for note in one.notes]
    result = outcome(step.change, after, [*warnings, *notes], estate, foreseen=check_mode) | told
    return result if check_mode else result | {"changed": execution.changed}


@contextmanager
def _forgetting(estate):
    """The next item of a loop sees the estate as it is, not as a replacement was going to leave it."""
    try:
        yield
    finally:
        if estate.heritage.successors:
            estate.forget()


@contextmanager
def _telling(warnings):
    """A failure takes the warnings along: the reason may be among them."""
    try:
        yield
    except VpnError as error:
        if warnings:
            error.details["warnings"] = list(dict.fromkeys(warnings))
        raise


def _make(wish, change, estate, params, warnings):
    try:
        after = write(wish, change, estate, params)
    except VpnError as error:
        for item in error.written:
            estate.put(change.resource.kind, item)
            error.details["changed"] = True
        raise
    try:
        return _arrived(change, after, estate, params, warnings)
    except VpnError as error:
        error.details["changed"] = True  # what failed came after the write
        raise


def _arrived(change, after, estate, params, warnings):
    """The object that was written, once it is as the task waits for it; None where it was deleted."""
    resource = change.resource
    if after is None:
        estate.drop(resource.kind, change.existing["id"])
        if params["wait"]:
            wait_until_gone(change.existing, resource, estate.cloud, params["timeout"])
        return None
    if change.makes:
        after = _without_twin(change, after, estate, warnings)
    estate.put(resource.kind, after)
    if not params["wait"]:
        return after
    was_in_error = (change.existing or {}).get("status") == "ERROR"
    return settle_after(after, resource, estate, params, was_in_error)


def _without_twin(change, after, estate, warnings):
    try:
        ((after, note),) = without_twins([(change, after)], estate)
    except VpnError as error:
        # The object is there; that was only a look, and the next run looks again.
        note = f"{change.label}: whether another run made it too is not known: {error}"
    warnings += [note] if note else []
    return after
