# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is to be done to one object: everything short of a write."""

from __future__ import annotations

import typing as t
from dataclasses import replace

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.checks import run_checks
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput, UnknownReference
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.being_deleted import set_aside
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.diff import (
    plan_change,
    plan_replacement,
    refuse_missing_key,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.duplicates import duplicate_warnings
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.in_use import blocking_users, refuse_in_use
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.match import match_existing, rename_warnings
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.readiness import refuse_never_settling
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.replacement import (
    dependent_updates,
    finish_replacement,
    lost_id_warnings,
    refuse_not_ours,
    supersede,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.unchanged import find_unchanged
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.change import Change
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.resolve import (
    drop_unchanged_host_name,
    to_api_values,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.step import Step

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.desired import DesiredState, Identifier
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.task_options import TaskOptions

#: The keys by which connections belong together.
PEER_KEY, SERVICE_KEY = "peer_address", "vpnservice_id"


def plan_one(
    desired: DesiredState, snapshot: Snapshot, allow_unknown_references: bool, options: TaskOptions
) -> tuple[Change, list[str]]:
    """(the change that one object needs, warnings). Raises ``VpnError`` for what cannot be done."""
    kind = desired.resource.kind
    if not desired.present:
        change = plan_change(desired, {}, snapshot.find(kind, desired.name))
        if desired.purged and change.existing:  # nobody gave the id
            change = replace(change, name=str(change.existing.get("name")))
        refuse_not_ours(change, desired, snapshot)
        refuse_in_use(change, snapshot)
        return change, []
    unchanged = find_unchanged(desired, snapshot)
    if unchanged is not None:
        refuse_missing_key(desired, unchanged, options.check_mode)
        return Change(desired.resource, desired.name, "none", unchanged), []
    going = set_aside(desired, snapshot, options.wait)
    existing, others = match_existing(desired, snapshot, allow_unknown_references)
    refuse_missing_key(desired, existing, options.check_mode)
    wanted, warnings = resolve_input(desired, snapshot, existing, allow_unknown_references)
    wanted, unresolved = drop_unchanged_host_name(wanted, existing, desired.label)
    wanted |= {} if others else _successors_held(desired, wanted, existing or {}, snapshot)
    change = (
        finish_replacement(existing, others, desired)
        if existing is not None and others
        else plan_change(desired, wanted, existing, snapshot.replacements)
    )
    if change.action == "update" and existing and desired.replace and blocking_users(change, snapshot):
        change = plan_replacement(desired, wanted, existing)
    refuse_not_ours(change, desired, snapshot)
    unsupported = desired.secret_faults(change.body, existing)
    if unsupported:
        raise InvalidInput(unsupported)
    if change.action == "replace":
        change = supersede(change, desired, snapshot)
    refuse_in_use(change, snapshot)
    refuse_never_settling(change, snapshot)
    _read_compared_secrets(change, snapshot)
    if going and change.action == "create":
        change = replace(change, awaited=going)
    # Without a replacement it depends on the other steps whether a duplicate goes (see ``keep_used_duplicates``).
    duplicates = duplicate_warnings(change, snapshot) if desired.replace else []
    renamed, lost = rename_warnings(desired, existing, snapshot), lost_id_warnings(change, desired, snapshot)
    return change, [*warnings, *unresolved, *change.notes, *duplicates, *renamed, *lost]


def _successors_held(desired: DesiredState, wanted: ApiObject, existing: ApiObject, snapshot: Snapshot) -> ApiObject:
    """The references that the object keeps, or that are given by id, to objects which this plan replaces: the new ones
    by API key. Without them the object would be moved by another step, without the options given here; one that is new
    could not be moved at all. ``existing`` is empty for it."""
    new_ids = snapshot.replacements.successors
    fields = desired.resource.fields if new_ids else ()
    rows = [row for row in fields if row.refers_to and not wanted.keys() & set(row.conflicts_with)]
    held = {row.key: wanted.get(row.key, existing.get(row.key)) for row in rows}
    return {key: new_ids[value] for key, value in held.items() if isinstance(value, str) and value in new_ids}


def _read_compared_secrets(change: Change, snapshot: Snapshot) -> None:
    """Complete the object that is updated with its key, where a rule will compare it: two connections of a service to
    one peer need the same one. The listing of the service's connections, which the rules need too, brings it along."""
    if change.action == "update" and change.existing and PEER_KEY in change.body and change.resource.secrets():
        snapshot.need_secrets()
        snapshot.with_value(change.resource.kind, SERVICE_KEY, change.existing[SERVICE_KEY])


def resolve_input(
    desired: DesiredState, snapshot: Snapshot, existing: ApiObject | None, allow_unknown_references: bool
) -> tuple[ApiObject, list[str]]:
    """As ``to_api_values``; raises ``InvalidInput`` for options that a new object lacks, with the unknown references
    among its faults."""
    missing = desired.missing() if existing is None else []
    if not missing:
        return to_api_values(desired, snapshot, existing, allow_unknown_references)
    fault = f"{desired.label} does not exist yet, and to create it these options are missing: {', '.join(missing)}"
    try:
        to_api_values(desired, snapshot, existing, allow_unknown_references)
    except UnknownReference as error:
        both = InvalidInput([fault, *map(str, error.each)])
        both.unknown = error.each
        raise both from error
    raise InvalidInput([fault])


def moved_steps(
    snapshot: Snapshot, preflight: str, warnings: list[str], leaving: t.Collection[Identifier] = ()
) -> list[Step]:
    """A step for each object that a replacement moves though it is not declared. Raises ``VpnError``."""
    steps = [Step(desired, change) for desired, change in dependent_updates(snapshot, leaving)]
    for step in steps:
        warnings += run_checks(step.change, snapshot, preflight, implied=True)
    return steps
