# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One change, carried out exactly once.

A POST is never repeated blindly, a refusal that will pass is retried, and an update is believed only when it is read
back. What a change leaves in ERROR is a failure, whether or not the task waits.
"""

from __future__ import annotations

import typing as t
from functools import partial

from ansible_collections.sitelink.vpnaas.plugins.module_utils._apply.create import create, not_as_sent, refuse_error
from ansible_collections.sitelink.vpnaas.plugins.module_utils._apply.wait import (
    INTERVALS,
    wait_until_gone,
    wait_until_updatable,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import ServerError, UnsupportedChange
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.in_use import in_use
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.readiness import (
    reason_never_settles_now,
    remedy_of_never_settling,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.status_outcomes import was_so_before
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.status import is_being_deleted, is_pending

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.client import Cloud
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.sender import Clock
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Resource
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.change import Change
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.desired import DesiredState
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.step import Step


#: the HTTP status for an object in use
CONFLICT = 409


class Written(t.NamedTuple):
    """What a change came to: the stored object, None when it is deleted; ``found`` as of ``Created``."""

    item: ApiObject | None
    found: bool = False


def write(step: Step, snapshot: Snapshot, timeout: float) -> Written:
    """The stored object after the step's change, and whether it was only found. Its status is not waited for.

    Of a replacement the new object; the old ones are the caller's to delete. ``timeout`` is in seconds. Raises
    ``VpnError``, whose ``written`` holds what the change left on the cloud all the same.
    """
    desired, change = step.desired, step.change
    if change.creates:
        wait_until_gone(change, snapshot, timeout)
        return Written(*create(desired, change, snapshot))
    if change.successor is not None:
        return Written(refuse_error(change.successor, change))
    existing = change.existing
    if existing is None:
        raise AssertionError("what is updated or deleted exists")
    cloud, resource = snapshot.cloud, change.resource

    def update() -> None:
        wait_until_updatable(change, snapshot, timeout)
        cloud.update(resource, existing["id"], dict(change.body))

    users_go = _users_go(resource, existing, cloud)

    def may_settle(refusal: ServerError) -> bool:
        """A connection may turn PENDING_* again between our look and our PUT; what uses a policy may be going."""
        if _has_type(refusal, "VPNStateInvalidToUpdate"):
            return not reason_never_settles_now(existing, resource, snapshot)
        return resource.immutable_while_used and users_go(refusal)

    try:
        if change.action == "delete":
            delete_when_unused(resource, existing, cloud, timeout)
            return Written(None)
        _retry_while(may_settle, update, cloud.clock, timeout)
        return Written(_read_back(desired, change, cloud, existing))
    except ServerError as error:
        raise _explained(error, change, snapshot) from error


def delete_when_unused(resource: Resource, item: ApiObject, cloud: Cloud, timeout: float) -> None:
    """Delete the object; where all that uses it is being deleted (third-party drivers take their time), once that is
    gone. ``timeout`` is in seconds. Raises ``VpnError``."""
    _retry_while(_users_go(resource, item, cloud), partial(cloud.delete, resource, item["id"]), cloud.clock, timeout)


def _users_go(resource: Resource, item: ApiObject, cloud: Cloud) -> t.Callable[[ServerError], bool]:
    """Whether a refusal will pass, since all that uses the object is being deleted."""
    users_seen = False

    def users_go(refusal: ServerError) -> bool:
        nonlocal users_seen
        # Clouds other than Neutron have other names for it; there the users tell.
        if refusal.is_gone or (not _has_type(refusal, "InUse") and refusal.status != CONFLICT):
            return False
        users = Snapshot(cloud).users(resource, item["id"])
        users_seen = users_seen or bool(users)
        return (users_seen or _has_type(refusal, "InUse")) and all(map(is_being_deleted, users))

    return users_go


def _has_type(refusal: ServerError, error_type: str) -> bool:
    return (refusal.error_type or "").endswith(error_type)


def _retry_while(
    will_pass: t.Callable[[ServerError], bool], work: t.Callable[[], object], clock: Clock, timeout: float
) -> None:
    """Do the work, and again within the timeout where the server refuses it because of something that will pass."""
    intervals, deadline = iter(INTERVALS), clock.now() + timeout
    while True:
        try:
            work()
        except ServerError as error:
            left = deadline - clock.now()
            if left <= 0 or not will_pass(error):
                raise
            clock.sleep(min(next(intervals, INTERVALS[-1]), left))
        else:
            return


def _read_back(desired: DesiredState, change: Change, client: Cloud, existing: ApiObject) -> ApiObject:
    """The stored object; some clouds accept a change and keep the old value
    (opentelekomcloud/terraform-provider-opentelekomcloud#3149)."""
    writes_secrets = bool(change.resource.secrets() & change.body.keys())
    stored = client.get(change.resource, existing["id"], with_secrets=writes_secrets)
    if stored is None:
        raise UnsupportedChange(f"{desired.label} was deleted by somebody else while it was updated", hint="Run again.")
    lost = not_as_sent(desired, change, stored)
    if lost:
        raise UnsupportedChange(
            f"{desired.label}: the server accepted the change of {', '.join(lost)}, but did not store it",
            hint="This is the cloud's fault: report it to its operator, and give the object another name meanwhile.",
        )
    # A status that was there before is judged after the wait, since an agent may look again.
    return stored if was_so_before(stored, change) else refuse_error(stored, change)


def _explained(error: ServerError, change: Change, snapshot: Snapshot) -> ServerError:
    """The refusal with the object's name; one because of use names the users too, since somebody may have begun to use
    the object after we looked, and one because of a status that cannot end says what to do."""
    error.name(change.label)
    if not change.existing:
        return error
    if is_pending(change.existing) and change.existing["status"] in error.reason:
        reason = reason_never_settles_now(change.existing, change.resource, snapshot)
        if reason:
            error.details["hint"] = remedy_of_never_settling(change.resource)
        return error.name(change.label, f", and {reason}") if reason else error
    if not _has_type(error, "InUse"):
        return error
    users = Snapshot(snapshot.cloud).users(change.resource, change.existing["id"])
    return error.name(change.label, f" {in_use(change, users)}") if users else error
