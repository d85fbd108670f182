# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The task of vpn_topology: parameters in, plan and summary out."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._apply.executor import Executor
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import VpnError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.plan import make_plan
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.quotas import refuse_over_quota
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.readiness import waits_for_active
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.status_outcomes import status_warnings
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.actions import summary_of
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.change import public
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.read_ahead import reading_ahead
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.task_options import TaskOptions
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.results import decorate, moved_endpoint
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.topology.declaration import (
    check_items,
    read_items,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.topology.names import (
    names_of,
    names_of_replaced,
    subnets_of,
)

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.plan import Plan
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import (
        ApiObject,
        Params,
        Progress,
        Result,
    )
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.step import Step


def converge(params: Params, snapshot: Snapshot, check_mode: bool, progress: Progress | None = None) -> Result:
    """Bring the whole topology to the desired state. Raises ``VpnError`` whose details hold plan and summary."""
    options = TaskOptions.of(params, check_mode)
    snapshot.owner = options.owner
    snapshot.whole = frozenset(VPN_KINDS)
    with snapshot.cloud.reading_only():
        items = read_items(params, snapshot)
        snapshot.cloud.add_secrets(secret for desired in items for secret in desired.secrets())
        if any(desired.compares_secrets or desired.compares_unknown_attributes for desired in items):
            snapshot.need_secrets()
        # Thousands of items are checked while the cloud makes its answers.
        with reading_ahead(items, snapshot, options.concurrency):
            declaration = check_items(items, params, snapshot)
        plan = make_plan(declaration, snapshot, options)
        if check_mode:
            refuse_over_quota(plan.steps, snapshot)
    # Before anything is written: the ids that go are in the result too.
    names = names_of(((step.change.resource, step.change.existing or {}) for step in plan.steps), snapshot)
    names |= names_of_replaced((step.change for step in plan.steps), snapshot)
    changed = any(step.change.changed for step in plan.steps)
    awaited = options.wait and any(waits_for_active(step) for step in plan.steps)
    if not check_mode and (changed or awaited):
        executor = Executor(plan.steps, snapshot, options, progress)
        executor.run()
        changed = executor.changed
    result = _result(plan, changed, snapshot, check_mode)
    result["names"] = names | result["names"]
    failed = [(step, step.error) for step in plan.steps if step.error]
    if failed:
        raise _failure(failed, result)
    return result


def _result(plan: Plan, changed: bool, snapshot: Snapshot, check_mode: bool) -> Result:
    result: Result = {
        "changed": changed,
        "applied": not check_mode,
        "plan": [_entry(step) for step in plan.steps],
        "summary": summary_of(
            (step.change.action for step in plan.steps if not step.error), sum(1 for step in plan.steps if step.error)
        ),
        "diff": [step.change.diff() for step in plan.steps if step.change.changed and not step.error],
        "objects": {resource.plural: [] for resource in VPN_KINDS.values()},
    }
    warnings = list(plan.warnings)
    for step in plan.steps:
        moved_endpoint(step, snapshot)
        warnings += step.notes
        item = _outcome(step)
        if item is not None:
            if isinstance(item.get("id"), str):
                item, notes = decorate(step.change.resource, item, snapshot)
                warnings += notes
                if not step.error:
                    warnings += status_warnings(item, step.change, step.desired.present, check_mode)
            result["objects"][step.change.resource.plural].append(public(step.change.resource, item))
    kinds = {step.change.resource.plural: step.change.resource for step in plan.steps}
    after = [(resource, item) for plural, resource in kinds.items() for item in result["objects"][plural]]
    result["subnets"], result["names"] = subnets_of(after, snapshot), names_of(after, snapshot)
    hints = [step.change.resource.afterwards.get(step.change.action) for step in plan.steps if not step.error]
    if any(hints):
        result["hints"] = list(dict.fromkeys(filter(None, hints)))
    listed = {"unowned": plan.unowned, "owner_conflicts": plan.owner_conflicts, "undeclared": plan.undeclared}
    result |= {name: entries for name, entries in listed.items() if entries}
    if warnings:
        result["warnings"] = list(dict.fromkeys(warnings))
    return result


def _outcome(step: Step) -> ApiObject | None:
    """The object as it is after the step, in check mode as it will be; None where there is none."""
    return step.change.existing if step.error else step.after or step.change.predicted()


def _entry(step: Step) -> Result:
    change, item = step.change, step.after or step.change.existing or {}
    entry: Result = {
        "kind": step.kind,
        "name": change.name,
        "id": item.get("id"),
        "action": change.action,
        "changes": {},
        "interrupts": change.interrupts.value,
    }
    if change.action in ("update", "replace"):
        diff = change.diff()
        entry["changes"] = {
            key: {"before": diff["before"].get(key), "after": after} for key, after in diff["after"].items()
        }
    if step.error:
        entry["error"] = str(step.error)
    return entry


def _failure(failed: t.Sequence[tuple[Step, VpnError]], result: Result) -> VpnError:
    entries = [
        {"kind": step.kind, "name": step.change.name, "msg": str(error), **error.details} for step, error in failed
    ]
    _step, first = failed[0]
    return VpnError(
        f"{len(failed)} of {len(result['plan'])} objects failed: "
        + "; ".join(entry["msg"].rstrip(".") for entry in entries),
        hint=first.details.get("hint"),
        failed_objects=entries,
        **result,
    )
