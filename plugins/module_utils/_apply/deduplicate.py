# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Several runs at once may each make an object of one name, since the API takes every one. After each POST, and before
the object is used, each run looks who else was there."""

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


def remove_duplicates(created, snapshot: Snapshot):
    """Of each (change, object just made) the object to go on with and a note, or None where there is nothing to say.

    All of one kind. Of several that are alike one is kept (see ``pick_kept``), and a run deletes nothing but its own.
    """
    resource, cloud = created[0][0].resource, snapshot.cloud
    fresh = Snapshot(cloud)
    same_kind = cloud.list(resource, name=created[0][0].name) if len(created) == 1 else fresh.all(resource.kind)
    by_name = {}
    for item in same_kind:
        by_name.setdefault(item.get("name"), []).append(item)
    return [_without_duplicate(change, item, by_name.get(change.name, ()), snapshot, fresh) for change, item in created]


def _without_duplicate(
    change: Change, mine: ApiObject, named: t.Sequence[ApiObject], snapshot: Snapshot, fresh: Snapshot
):
    retired = {item["id"] for item in change.predecessors}
    others = [
        item
        for item in named
        if item["id"] not in retired
        and item["id"] != mine["id"]
        and item.get("status") != "ERROR"
        and snapshot.is_in_project(item)
        and marked_for(item) in (None, marked_for(mine))
        and not snapshot.replacements.is_replaced(item["id"])
        and not different_keys(change.resource, item, mine)
    ]
    kept = pick_kept([mine, *others], change.resource, fresh) if others else mine
    if kept is mine:
        return mine, None
    try:
        snapshot.cloud.delete(change.resource, mine["id"])
    except ServerError:
        return mine, f"{change.label} has a twin, {kept['id']}, made by another run at the same time; both are in use"
    return kept, f"{change.label}: another run made it at the same time ({kept['id']}), so ours was deleted again"
