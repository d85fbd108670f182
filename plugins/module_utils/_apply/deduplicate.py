# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Two runs that created the same object at the same time.

The API takes every name again, so two runs may both find nothing and both create. Before the object is used, each run
looks whether another one was there, and both choose the same one to keep.
"""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import ServerError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.match import pick_kept
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.owner_tag import marked_for
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.compare import different_keys
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.change import Change


def remove_duplicates(
    created: t.Sequence[tuple[Change, ApiObject, bool]], snapshot: Snapshot
) -> list[tuple[ApiObject, str | None]]:
    """For each (change, object just created, whether it was only found) the object to go on with, and a note where
    there is something to say.

    All of one kind. Of several that are alike one is kept (see ``pick_kept``), and a run deletes only its own object,
    never another owner's or another project's, nor one that it only found, which may be another run's. Raises
    ``VpnError`` where the look itself fails.
    """
    resource, client = created[0][0].resource, snapshot.cloud
    fresh = Snapshot(client)
    if resource.secrets():
        fresh.need_secrets()
    name = created[0][0].name
    same_kind = client.list(resource, with_secrets=True, name=name) if len(created) == 1 else fresh.all(resource.kind)
    by_name: dict[str | None, list[ApiObject]] = {}
    for item in same_kind:
        by_name.setdefault(item.get("name"), []).append(item)
    return [
        _kept(change, item, found, by_name.get(change.name, []), snapshot, fresh) for change, item, found in created
    ]


def _duplicates_note(label: str, others: t.Sequence[ApiObject]) -> str:
    ids = ", ".join(sorted(item["id"] for item in others))
    return (
        f"{label} has a duplicate, created by another run at the same time ({ids}): that run or the next one deletes it"
    )


def _kept(
    change: Change, mine: ApiObject, found: bool, named: t.Sequence[ApiObject], snapshot: Snapshot, fresh: Snapshot
) -> tuple[ApiObject, str | None]:
    replaced = {item["id"] for item in change.predecessors}
    others = [
        item
        for item in named
        if item["id"] not in replaced
        and item["id"] != mine["id"]
        and item.get("status") != "ERROR"
        and snapshot.is_in_project(item)
        and marked_for(item) in (None, marked_for(mine))
        and not snapshot.replacements.is_replaced(item["id"])
        and not different_keys(change.resource, item, mine)
    ]
    kept = pick_kept([mine, *others], change.resource, fresh) if others else mine
    if kept is mine:
        return mine, _duplicates_note(change.label, others) if others else None
    if found:
        return (
            kept,
            f"{change.label}: its duplicate {mine['id']} stays, for another run may have created it",
        )
    try:
        snapshot.cloud.delete(change.resource, mine["id"])
    except ServerError:
        note = f"{change.label} has a duplicate, {kept['id']}, created by another run at the same time; both are in use"
        return mine, note
    return kept, f"{change.label}: another run created it at the same time ({kept['id']}), so ours was deleted again"
