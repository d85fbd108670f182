# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Carrying out a change. Whatever the network does meanwhile, an object is made exactly once, and an update is believed
only when it is read back."""

from __future__ import annotations

from ansible_collections.sitelink.vpnaas.plugins.module_utils.errors import (
    Impossible,
    NoAnswer,
    ServerError,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils.estate import Estate
from ansible_collections.sitelink.vpnaas.plugins.module_utils.ownership import marked_for
from ansible_collections.sitelink.vpnaas.plugins.module_utils.reconcile import not_applied
from ansible_collections.sitelink.vpnaas.plugins.module_utils.retrying import PASSING, TRIES
from ansible_collections.sitelink.vpnaas.plugins.module_utils.settling import settle_before
from ansible_collections.sitelink.vpnaas.plugins.module_utils.waiting import INTERVALS


def write(wish, change, estate, params):
    """The stored object after a change that is one, None when it is deleted. Not waited for.

    Of a replacement the successor; its predecessors are the caller's to delete.
    """
    try:
        if change.makes:
            return _create(wish, change, estate)
        if change.action == "replace":
            return change.successor
        if change.action == "delete":
            _while_it_helps("InUse", change, estate, params["timeout"], _delete)
            return None
        _while_it_helps("VPNStateInvalidToUpdate", change, estate, params["timeout"], _update)
        return _read_back(wish, change, estate.cloud)
    except ServerError as error:
        raise _about(error, change, estate) from None


def refuse_what_is_in_use(change, estate):
    """The server would answer 409 (400 for a group); told before, with the users' names, and in check mode too."""
    users = locking(change, estate)
    if users:
        raise in_use(change, users)


def locking(change, estate):
    """The objects whose use of this one makes the server refuse the change."""
    resource = change.resource
    locked = change.action == "delete" or (change.action == "update" and resource.locked_while_used)
    users = estate.users(resource, change.existing["id"]) if locked and resource.used_by else ()
    # What is about to go itself (third-party drivers take their time over it) is waited for.
    return [user for user in users if user.get("status") != "PENDING_DELETE"]


def in_use(change, users):
    """The error for a change that the server refuses because others use the object."""
    # What a topology is still to make has no id yet.
    named = ", ".join(sorted(f'"{user["name"]}"' + f" ({user['id']})" * isinstance(user["id"], str) for user in users))
    if change.action == "delete":
        way_out = "Delete those first (state: absent), or let them use another one."
    else:
        way_out = "Give the changed policy a new name, and use it in connections that are made anew."
    return Impossible(f"{change.label} cannot be {change.action}d: it is in use by {named}", hint=way_out)


def _update(change, estate, timeout):
    settle_before(change, estate, timeout)
    estate.cloud.update(change.resource, change.existing["id"], change.body)


def _delete(change, estate, _timeout):
    estate.cloud.delete(change.resource, change.existing["id"])


def _while_it_helps(refusal, change, estate, timeout, work):
    """Do the work; again within the timeout where it is refused because of something that passes.

    A connection may turn PENDING_* again between our look and our PUT, and a user that is being deleted (third-party
    drivers take their time over it) still counts as one.
    """
    cloud, pauses = estate.cloud, iter(INTERVALS)
    deadline = cloud.clock.now() + timeout
    while True:
        try:
            return work(change, estate, timeout)
        except ServerError as error:
            left = deadline - cloud.clock.now()
            passing = (error.error_type or "").endswith(refusal) and (work is _update or _is_being_left(change, cloud))
            if not passing or left <= 0:
                raise
            cloud.clock.sleep(min(next(pauses, INTERVALS[-1]), left))


def _is_being_left(change, cloud):
    users = Estate(cloud).users(change.resource, change.existing["id"])
    return all(user.get("status") == "PENDING_DELETE" for user in users)


def _create(wish, change, estate):
    """Names are not unique and a POST is not repeatable: where its answer is lost, look whether it was heard."""
    cloud = estate.cloud
    for attempt in range(TRIES):
        try:
            return cloud.create(change.resource, change.body)
        except (NoAnswer, ServerError) as error:
            # A 409 may come of the very object, made by another run a moment ago (K5: one service per router).
            unheard = isinstance(error, ServerError) and error.status < 500 and error.status not in (409, 429)
            made = [] if unheard else _made(change, estate)
            ours = sorted((item for item in made if _is_as_sent(wish, change, item)), key=lambda item: item["id"])
            if ours:
                return ours[0]
            # What is there under the name and is not what we sent is somebody else's: no second one beside it.
            passing = isinstance(error, NoAnswer) or error.status in PASSING
            if made or not passing or attempt == TRIES - 1 or not cloud.rest(attempt, error):
                raise
    raise AssertionError("the last try returns or raises")


def _made(change, estate):
    found = estate.cloud.list(change.resource, name=change.name)
    retired = {item["id"] for item in change.retires}
    return [
        item for item in found if item.get("name") == change.name and item["id"] not in retired and estate.is_own(item)
    ]


def _is_as_sent(wish, change, item):
    """All that was sent is in it. A comparison ignores an owner's mark, but here it tells whose the object is."""
    same_mark = "description" not in item or marked_for(item) == marked_for(change.body)
    return same_mark and not not_applied(wish, _comparable(change), item)


def _comparable(change):
    """A host name is stored as the address it stands for, so it cannot be compared."""
    return {key: value for key, value in change.body.items() if key != "peer_address"}


def _read_back(wish, change, cloud):
    """The stored object; some clouds accept a change and keep the old value
    (opentelekomcloud/terraform-provider-opentelekomcloud#3149)."""
    stored = cloud.get(change.resource, change.existing["id"])
    if stored is None:
        raise Impossible(f"{wish.label} was deleted by somebody else while it was updated", hint="Run again.")
    lost = not_applied(wish, _comparable(change), stored)
    if lost:
        raise Impossible(
            f"{wish.label}: the server accepted the change of {', '.join(lost)}, but did not store it",
            hint="This is the cloud's fault: tell its operator, and give the object another name meanwhile.",
        )
    return stored


def _about(error, change, estate):
    """The refusal with the object's name; one because of use names the users too, for somebody may have begun to use
    the object since we looked."""
    error.name(change.label)
    if not change.existing or not (error.error_type or "").endswith("InUse"):
        return error
    users = Estate(estate.cloud).users(change.resource, change.existing["id"])
    return error.name(change.label, f" {in_use(change, users)}") if users else error
