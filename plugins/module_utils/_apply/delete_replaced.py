# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The second half of a replacement: the predecessor goes, or, where that cannot be, the successor does."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import UnsupportedChange, VpnError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.client import Cloud
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.step import Step

RESUMES = "Mend what failed and run again with replace: true: it goes on from here."
ROLLED_BACK = "Its successor was deleted again, so that nothing has changed. Mend what failed and run again."


def delete_replaced(step: Step, cloud: Cloud, users: t.Sequence[ApiObject]):
    """Delete what the step's object replaces: the ids of what is deleted. ``users`` gives (kind, id) an object's users.

    An object that is still used stays: then its successor is deleted again if nothing was moved to it yet, else the
    next run goes on from there. Puts an error into the step then; raises ``VpnError`` where the server refuses.
    """
    change, gone = step.change, []
    if step.error:
        return _roll_back(step, cloud, users)
    for item in change.predecessors:
        holders = users(change.resource, item["id"])
        if holders and not step.desired.replace:
            step.notes.append(f"{change.label}: its twin {item['id']} stays, since {_told(holders)} use it")
            continue
        if holders:
            taken_back = _roll_back(step, cloud, users)
            step.error = UnsupportedChange(
                f"{change.label} cannot be replaced yet: {item['id']} is still in use by {_told(holders)}",
                hint=ROLLED_BACK if taken_back else RESUMES,
            )
            return gone + taken_back
        cloud.delete(change.resource, item["id"])
        gone.append(item["id"])
    return gone


def fresh_users(resources, cloud: Cloud):
    """A function from a kind and an id to those who hold the object now, from one listing of each kind."""
    snapshot = Snapshot(cloud)
    for kind in {kind for resource in resources for kind, key in resource.used_by}:
        if snapshot.resource(kind).supported:
            snapshot.all(kind)
    return snapshot.users


def _roll_back(step: Step, cloud: Cloud, users: t.Sequence[ApiObject]):
    """The id of the successor, deleted again, in a list; an empty one if it was not made by this run or is used."""
    made = step.after is not None and step.change.successor is None and not step.change.resource.delete_before_create
    if not made or step.others_made or users(step.change.resource, step.after["id"]):
        return []
    try:
        cloud.delete(step.change.resource, step.after["id"])
    except VpnError:
        return []  # what was wrong before is told; the next run finds both and goes on
    return [step.after["id"]]


def _told(holders):
    return ", ".join(f'"{holder["name"]}" ({holder["id"]})' for holder in holders)
