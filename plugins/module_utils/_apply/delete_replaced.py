# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The old objects of a replacement go: at its end, or before it where the cloud does not accept both. The new one goes
where an old one has to stay."""

from __future__ import annotations

import typing as t
from dataclasses import replace

from ansible_collections.sitelink.vpnaas.plugins.module_utils._apply.write import delete_when_unused
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import ServerError, UnsupportedChange, VpnError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.in_use import few
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.status import is_being_deleted

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.client import Cloud
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Resource
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.step import Step

    Users = t.Callable[[Resource, str], list[ApiObject]]

RESUMES = "Fix the cause and run again with replace: true: the run goes on from here."
OLD_DELETED = "Its old object is deleted already."
RECREATES = f"{OLD_DELETED} Fix the cause and run again: that creates the new one, from the options given."
ROLLED_BACK = "Its new object was deleted again, so nothing has changed. Fix the cause and run again."


def deleted_before_all(replaced: t.Sequence[Step]) -> list[Step]:
    """Where old objects have to go first and one of them is in use, all of them go before anything is created."""
    breaking = [step for step in replaced if step.change.resource.delete_before_create]
    return breaking if any(step.has_dependents for step in breaking) else []


def is_deleted_before_create(step: Step) -> bool:
    """Whether the old object is deleted right before the new one is created: nothing uses an object of this kind, and
    the cloud does not accept both."""
    change = step.change
    return (
        not step.has_dependents
        and change.resource.delete_before_create
        and change.creates
        and bool(change.predecessors)
    )


def delete_replaced(step: Step, client: Cloud, users: Users, timeout: float) -> list[str]:
    """Delete what the step's object replaces: the ids of what is deleted.

    ``users`` gives the objects that use an object of a kind and id. Where they are all being deleted this waits for
    them, ``timeout`` seconds. An object that is still in use stays: then the new object is deleted again if nothing was
    moved to it yet, else the next run goes on from there. Puts an error into the step then; raises ``VpnError`` where
    the server refuses.
    """
    change = step.change
    gone: list[str] = []
    if step.error:
        return _roll_back(step, client, users)
    for item in change.predecessors:
        holders = [user for user in users(change.resource, item["id"]) if not is_being_deleted(user)]
        if holders and not step.desired.replace:
            step.notes.append(f"{change.label}: its duplicate {item['id']} stays: it is in use by {few(holders)}")
            continue
        if holders:
            rolled_back = _roll_back(step, client, users)
            step.error = UnsupportedChange(
                f"{change.label} cannot be replaced yet: {item['id']} is still in use by {few(holders)}",
                hint=ROLLED_BACK if rolled_back else RESUMES,
            )
            return gone + rolled_back
        try:
            delete_when_unused(change.resource, item, client, timeout)
        except ServerError as error:
            error.name(f"the old {change.label} ({item['id']})")
            raise
        gone.append(item["id"])
    return gone


def without_old_objects(steps: t.Iterable[Step]) -> None:
    """Note in those of the steps that failed after their old objects were deleted: nothing is there any more, and the
    next run creates it."""
    for step in steps:
        if step.error is not None and step.after is None:
            hint, left = step.error.details.get("hint"), OLD_DELETED if step.error.written else RECREATES
            step.error.details["hint"] = f"{hint.rstrip('.')}. {left}" if hint else left
            step.change = replace(step.change, existing=None, predecessors=())


def fresh_users(resources: t.Collection[Resource], client: Cloud) -> Users:
    """A function from a kind and an id to the objects that use it now, from one listing of each kind."""
    snapshot = Snapshot(client)
    for kind in {kind for resource in resources for kind, key in resource.used_by}:
        if snapshot.resource(kind).supported:
            snapshot.all(kind)
    return snapshot.users


def _roll_back(step: Step, client: Cloud, users: Users) -> list[str]:
    """The id of the new object, deleted again, in a list; an empty one if this run did not create it or it is used."""
    change = step.change
    if step.after is None or change.successor is not None or change.resource.delete_before_create:
        return []
    if step.created_by_other_run or users(change.resource, step.after["id"]):
        return []
    try:
        client.delete(change.resource, step.after["id"])
    except VpnError:
        return []  # the first failure is reported; the next run finds both objects and goes on
    return [step.after["id"]]
