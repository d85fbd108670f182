# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What else has to happen when an object is replaced: whoever holds it is moved to its successor."""

from __future__ import annotations

import typing as t
from dataclasses import replace

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import UnsupportedChange
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.diff import plan_change
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.in_use import few
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.interruption import Interruption
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.owner_tag import whose
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.shown_name import sorted_by_name
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.change import Change
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.compare import different_keys
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.desired import DesiredState, KnownAfterApply
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.index import HELD_KEYS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.resolve import references
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.desired import Identifier


def finish_replacement(kept: ApiObject, others: tuple[ApiObject, ...], desired: DesiredState) -> Change:
    """The ``Change`` that deletes the others, now that the one to keep is there."""
    resource = desired.resource
    interrupts = resource.interruption("replace")
    return Change(resource, kept["name"], "replace", others[0], {}, interrupts, successor=kept, predecessors=others)


def refuse_not_ours(change: Change, desired: DesiredState, snapshot: Snapshot) -> None:
    """Raise ``UnsupportedChange`` where the change would delete an object of another project or of another owner.

    A single module may delete an object of any project by its id, and delete or replace the very object that it names,
    marked or not; a topology may not (``desired.in_topology``).
    """
    verb = {"delete": "deleted", "replace": "replaced"}.get(change.action)
    for item in filter(None, (change.existing, *change.predecessors)) if verb else ():
        if not snapshot.is_in_project(item) and (change.action == "replace" or desired.in_topology):
            raise UnsupportedChange(
                f"{change.label} cannot be {verb}: {item['id']} belongs to another project",
                hint="Log in to that project, or give it with the option project.",
            )
        if snapshot.is_anothers(item) and (desired.in_topology or item is not change.existing):
            raise UnsupportedChange(
                f"{change.label} cannot be {verb}: {item['id']} is not this task's, {whose(item)}",
                hint="Its owner has to do that (vpn_topology with that owner), or give your object another name.",
            )


def supersede(change: Change, desired: DesiredState, snapshot: Snapshot) -> Change:
    """The change; in the rest of the plan its name means the new object, and the old ones count as replaced.

    Raises ``UnsupportedChange`` where an object of another project or owner uses one of them.
    """
    resource, kind = change.resource, change.resource.kind
    new_id = change.successor["id"] if change.successor else KnownAfterApply(change.name, kind)
    used = False
    for item in change.predecessors:
        users = snapshot.users(resource, item["id"])
        others = [user for user in users if not snapshot.is_in_project(user)]
        if others:
            raise UnsupportedChange(
                f"{change.label} cannot be replaced: another project's objects use it: {few(others)}",
                hint="Their project has to stop using it first.",
            )
        marked = [user for user in users if snapshot.is_anothers(user)] if desired.replace else []
        if marked:
            names = f"{few(marked)}; {whose(marked[0])}"
            raise UnsupportedChange(
                f"{change.label} cannot be replaced: what uses it would have to move, and is not this task's: {names}",
                hint="Its owner has to stop using it first; or give the new object another name.",
            )
        used = used or bool(users)
        new_ids = (
            snapshot.replacements.successors
            if desired.replace or not resource.used_by
            else snapshot.replacements.duplicates
        )
        new_ids[item["id"]] = new_id
        if not resource.used_by:
            snapshot.remove(kind, item["id"])
    return change if used or not resource.used_by else replace(change, interrupts=Interruption.NONE)


def lost_id_warnings(change: Change, desired: DesiredState, snapshot: Snapshot) -> list[str]:
    """Warnings where the declaration gives the id of what this plan replaces, as the name or in a reference: the next
    run would not find it."""
    lost = [(desired.label, item) for item in change.predecessors if item["id"] == desired.name.lower()]
    new_ids = snapshot.replacements.successors
    for row, text in references(desired) if new_ids else ():
        item = snapshot.by_id(row.refers_to, text.lower()) if text.lower() in new_ids else None
        lost += [(f"{desired.label}: {row.option} {text}", item)] if item else []
    return [
        f'{what} is replaced, and its id is gone: call it by its name, "{item["name"]}", from the next run on'
        for what, item in lost
    ]


def dependent_updates(
    snapshot: Snapshot, leaving: t.Collection[Identifier] = ()
) -> t.Iterator[tuple[DesiredState, Change]]:
    """(desired state, change) for each object that uses an object which is being replaced, and that is not declared.
    What is ``leaving`` is deleted and need not move.

    The change is an update where the API can point the object to the new one, else a replacement. Raises
    ``UnsupportedChange`` for what cannot be moved.
    """
    new_ids = snapshot.replacements.successors
    for kind, keys in HELD_KEYS.items():
        resource = snapshot.resource(kind)
        holders = snapshot.all(kind) if keys and new_ids and resource.supported else ()
        for item in sorted_by_name(holders):
            wanted = {key: new_ids[item[key]] for key in keys if item.get(key) in new_ids}
            if wanted and item["id"] not in leaving:
                desired = DesiredState(resource, item["name"])
                if snapshot.is_anothers(item) or not snapshot.is_in_project(item):
                    raise UnsupportedChange(
                        f"{desired.label} ({item['id']}) would have to move, and is not this task's"
                    )
                change = plan_change(desired, wanted, item, snapshot.replacements)
                yield desired, _with_successor_of_earlier_run(change, snapshot)


def _with_successor_of_earlier_run(change: Change, snapshot: Snapshot) -> Change:
    resource, wanted = change.resource, change.predicted()
    if change.action != "replace" or wanted is None:
        return change
    for item in snapshot.by_name(resource.kind, change.name):
        if item is change.existing or snapshot.is_anothers(item):
            continue
        if not different_keys(resource, item, wanted, snapshot.replacements):
            return replace(change, successor=item)
    return change
