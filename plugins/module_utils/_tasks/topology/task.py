# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The task of vpn_topology: parameters in, plan and summary out."""

from __future__ import annotations

import typing as t
from collections import Counter

from ansible_collections.sitelink.vpnaas.plugins.module_utils._apply.executor import Executor
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import VpnError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.plan import make_plan
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.readiness import waits_for_active
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.change import public
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.results import decorate, error_warnings
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.topology.declaration import declare

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.plan import Plan
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Params, Progress
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.step import Step

#: kinds whose objects say which network they are
NETWORKS = ("subnet",)


def _silent(_line: str) -> None:
    """Nobody listens."""


def converge(params: Params, snapshot: Snapshot, check_mode: bool, progress: Progress | None = None):
    """Bring the whole topology to the wanted state. Raises ``VpnError`` whose details hold plan and summary."""
    snapshot.owner = params.get("owner")
    items = declare(params, snapshot.cloud.dialect.name)
    plan = make_plan(items, snapshot, params)
    changed = any(step.change.changed for step in plan.steps)
    awaited = params["wait"] and any(waits_for_active(step.change, step.params) for step in plan.steps)
    if not check_mode and (changed or awaited):
        executor = Executor(plan.steps, snapshot, params, progress or _silent)
        executor.run()
        changed = executor.changed
    result = _result(plan, changed, snapshot)
    failed = [step for step in plan.steps if step.error]
    if failed:
        raise _failure(failed, result)
    return result


def _result(plan: Plan, changed, snapshot: Snapshot):
    told = {
        "changed": changed,
        "plan": [_entry(step) for step in plan.steps],
        "summary": _summary(plan.steps),
        "diff": [step.change.diff() for step in plan.steps if step.change.changed and not step.error],
        "objects": {resource.plural: [] for resource in VPN_KINDS.values()},
    }
    warnings = list(plan.warnings)
    for step in plan.steps:
        warnings += step.notes
        item = step.change.existing if step.error else step.after or step.change.predicted()
        if item is not None:
            if isinstance(item.get("id"), str):
                item, notes = decorate(step.change.resource, item, snapshot)
                warnings += [*notes, *([] if step.error else error_warnings(step.change, item))]
            told["objects"][step.change.resource.plural].append(public(step.change.resource, item))
    told["subnets"] = _subnets(plan.steps, told["objects"], snapshot)
    hints = [step.change.resource.afterwards.get(step.change.action) for step in plan.steps if not step.error]
    if any(hints):
        told["hints"] = list(dict.fromkeys(filter(None, hints)))
    if plan.unowned:
        told["unowned"] = plan.unowned
    if warnings:
        told["warnings"] = list(dict.fromkeys(warnings))
    return told


def _subnets(steps: t.Sequence[Step], objects, snapshot: Snapshot):
    """Id, name and network of the subnets that the objects refer to, as far as they had to be read anyway."""
    wanted = {}
    for resource in {step.kind: step.change.resource for step in steps}.values():
        for item in objects[resource.plural]:
            rows = (row.variant(item.get(row.discriminator)) for row in resource.fields)
            for row in rows:
                value = item.get(row.key) if row.refers_to in NETWORKS else None
                wanted |= {text: row.refers_to for text in (value if isinstance(value, list) else [value]) if text}
    found = []
    for identifier, kind in wanted.items():
        item = snapshot.cached(kind, identifier)
        if item:
            found.append({key: item.get(key) for key in ("id", "name", "cidr")})
    return found


def _entry(step: Step):
    change, item = step.change, step.after or step.change.existing or {}
    entry = {
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


def _summary(steps: t.Sequence[Step]):
    counts = Counter(step.change.action for step in steps if not step.error)
    return {action: counts[action] for action in ("create", "update", "replace", "delete", "none")} | {
        "failed": sum(1 for step in steps if step.error)
    }


def _failure(failed, result):
    told = [
        {"kind": step.kind, "name": step.change.name, "msg": str(step.error), **step.error.details} for step in failed
    ]
    first = failed[0].error
    return VpnError(
        f"{len(failed)} of {len(result['plan'])} objects failed: " + "; ".join(item["msg"] for item in told),
        hint=first.details.get("hint"),
        failed_objects=told,
        **result,
    )
