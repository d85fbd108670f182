# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Carrying out a change. Whatever the network does meanwhile, an object is made exactly once (see ``creating``), and an
update is believed only when it is read back. What a change leaves in ERROR is a failure, waited for or not."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._apply.create import create, not_as_sent, refuse_error
from ansible_collections.sitelink.vpnaas.plugins.module_utils._apply.wait import INTERVALS, settle_before
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import ServerError, UnsupportedChange
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.in_use import in_use
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.client import Cloud
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Params
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.change import Change
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.desired import DesiredState


def write(desired: DesiredState, change: Change, snapshot: Snapshot, params: Params):
    """The stored object after a change that is one, None when it is deleted. Not waited for.

    Of a replacement the successor; its predecessors are the caller's to delete. Raises ``VpnError``, whose ``written``
    holds what the change left there all the same.
    """
    if change.creates:
        return create(desired, change, snapshot)
    if change.action == "replace":
        return refuse_error(change.successor, change)
    try:
        if change.action == "delete":
            _retry_while("InUse", change, snapshot, params["timeout"], _delete)
            return None
        _retry_while("VPNStateInvalidToUpdate", change, snapshot, params["timeout"], _update)
        return _read_back(desired, change, snapshot.cloud)
    except ServerError as error:
        raise _with_context(error, change, snapshot) from None


def _update(change: Change, snapshot: Snapshot, timeout: float) -> None:
    settle_before(change, snapshot, timeout)
    snapshot.cloud.update(change.resource, change.existing["id"], change.body)


def _delete(change: Change, snapshot: Snapshot, _timeout) -> None:
    snapshot.cloud.delete(change.resource, change.existing["id"])


def _retry_while(error_from_response, change: Change, snapshot: Snapshot, timeout: float, work):
    """Do the work; again within the timeout where it is refused because of something that passes.

    A connection may turn PENDING_* again between our look and our PUT, and a user that is being deleted (third-party
    drivers take their time over it) still counts as one.
    """
    cloud, pauses = snapshot.cloud, iter(INTERVALS)
    deadline = cloud.clock.now() + timeout
    while True:
        try:
            return work(change, snapshot, timeout)
        except ServerError as error:
            left = deadline - cloud.clock.now()
            passing = (error.error_type or "").endswith(error_from_response) and (
                work is _update or _all_users_deleting(change, cloud)
            )
            if not passing or left <= 0:
                raise
            cloud.clock.sleep(min(next(pauses, INTERVALS[-1]), left))


def _all_users_deleting(change: Change, cloud: Cloud) -> bool:
    users = Snapshot(cloud).users(change.resource, change.existing["id"])
    return all(user.get("status") == "PENDING_DELETE" for user in users)


def _read_back(desired: DesiredState, change: Change, cloud: Cloud):
    """The stored object; some clouds accept a change and keep the old value
    (opentelekomcloud/terraform-provider-opentelekomcloud#3149)."""
    stored = cloud.get(change.resource, change.existing["id"])
    if stored is None:
        raise UnsupportedChange(f"{desired.label} was deleted by somebody else while it was updated", hint="Run again.")
    lost = not_as_sent(desired, change, stored)
    if lost:
        raise UnsupportedChange(
            f"{desired.label}: the server accepted the change of {', '.join(lost)}, but did not store it",
            hint="This is the cloud's fault: tell its operator, and give the object another name meanwhile.",
        )
    # What was in ERROR before says so until an agent has looked again.
    return stored if change.existing.get("status") == "ERROR" else refuse_error(stored, change)


def _with_context(error, change: Change, snapshot: Snapshot):
    """The refusal with the object's name; one because of use names the users too, for somebody may have begun to use
    the object since we looked."""
    error.name(change.label)
    if not change.existing or not (error.error_type or "").endswith("InUse"):
        return error
    users = Snapshot(snapshot.cloud).users(change.resource, change.existing["id"])
    return error.name(change.label, f" {in_use(change, users)}") if users else error
