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
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.status_outcomes import status_warnings
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.change import public
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.read_ahead import read_ahead
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.task_options import TaskOptions
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.results import decorate
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.topology.declaration import read_declaration

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

#: kinds whose objects say which network they are
NETWORKS = ("subnet",)


def converge(params: Params, snapshot: Snapshot, check_mode: bool, progress: Progress | None = None) -> Result:
    """Bring the whole topology to the desired state. Raises ``VpnError`` whose details hold plan and summary."""
    options = TaskOptions.of(params, check_mode)
    snapshot.owner = options.owner
    declaration = read_declaration(params, snapshot.cloud.dialect.name)
    snapshot.cloud.add_secrets(secret for desired in declaration.items for secret in desired.secrets())
    snapshot.whole = frozenset(VPN_KINDS)
    if any(desired.compares_secrets for desired in declaration.items):
        snapshot.need_secrets()
    with snapshot.cloud.reading_only():
        read_ahead(declaration.items, snapshot, options.concurrency)
        plan = make_plan(declaration, snapshot, options)
    changed = any(step.change.changed for step in plan.steps)
    awaited = options.wait and any(waits_for_active(step) for step in plan.steps)
    if not check_mode and (changed or awaited):
        executor = Executor(plan.steps, snapshot, options, progress)
        executor.run()
        changed = executor.changed
    result = _result(plan, changed, snapshot, check_mode)
    failed = [(step, step.error) for step in plan.steps if step.error]
    if failed:
        raise _failure(failed, result)
    return result


def _result(plan: Plan, changed: bool, snapshot: Snapshot, check_mode: bool) -> Result:
    result: Result = {
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
                warnings += notes
                if not step.error:
                    warnings += status_warnings(item, step.change, step.desired.present, check_mode)
            result["objects"][step.change.resource.plural].append(public(step.change.resource, item))
    result["subnets"] = _subnets(plan.steps, result["objects"], snapshot)
    hints = [step.change.resource.afterwards.get(step.change.action) for step in plan.steps if not step.error]
    if any(hints):
        result["hints"] = list(dict.fromkeys(filter(None, hints)))
    listed = {"unowned": plan.unowned, "owner_conflicts": plan.owner_conflicts, "undeclared": plan.undeclared}
    result |= {name: entries for name, entries in listed.items() if entries}
    if warnings:
        result["warnings"] = list(dict.fromkeys(warnings))
    return result


def _subnets(steps: t.Sequence[Step], objects: t.Mapping[str, list[ApiObject]], snapshot: Snapshot) -> list[ApiObject]:
    """Id, name and network of the subnets that the objects refer to, as far as they had to be read anyway."""
    wanted: dict[str, str] = {}
    for resource in {step.kind: step.change.resource for step in steps}.values():
        for item in objects[resource.plural]:
            rows = (row.variant(item.get(row.discriminator)) for row in resource.fields)
            for row in rows:
                value = item.get(row.key) if row.refers_to in NETWORKS else None
                wanted |= {text: row.refers_to for text in (value if isinstance(value, list) else [value]) if text}
    known = (snapshot.cached(kind, identifier) for identifier, kind in wanted.items())
    return [{key: item.get(key) for key in ("id", "name", "cidr")} for item in known if item]


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


def _summary(steps: t.Sequence[Step]) -> dict[str, int]:
    counts = Counter(step.change.action for step in steps if not step.error)
    return {action: counts[action] for action in ("create", "update", "replace", "delete", "none")} | {
        "failed": sum(1 for step in steps if step.error)
    }


def _failure(failed: t.Sequence[tuple[Step, VpnError]], result: Result) -> VpnError:
    entries = [
        {"kind": step.kind, "name": step.change.name, "msg": str(error), **error.details} for step, error in failed
    ]
    _step, first = failed[0]
    return VpnError(
        f"{len(failed)} of {len(result['plan'])} objects failed: " + "; ".join(entry["msg"] for entry in entries),
        hint=first.details.get("hint"),
        failed_objects=entries,
        **result,
    )
