# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Create an object exactly once, and deal with what a refused POST leaves behind.

Neutron stores an object before its driver sees it. Where the driver refuses, the answer is an error and the object
stays, in ERROR (neutron_vpnaas 29 services/vpn/plugin.py and service_drivers/ovn_ipsec.py, ``create_vpnservice``).
"""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.retry import RETRYABLE, TRIES
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import (
    ServerError,
    UnknownOutcome,
    VpnError,
    WaitFailed,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.diff import not_applied
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.status_outcomes import Use, status_failure
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.owner_tag import marked_for
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.change import Change
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.desired import DesiredState

#: A host name is stored as the address it stands for, so it cannot be compared.
NOT_COMPARED = ("peer_address",)
#: Refusals that come before anything is stored.
NOTHING_STORED_STATUS = frozenset({401, 403, 404})
NOTHING_STORED = frozenset({"OverQuota"})
#: What the server wants to be deleted first: error type -> the kind, and the attribute in which they are alike.
BLOCKING_OBJECTS = {"VPNGatewayInError": ("vpn_service", "router_id")}


def create(desired: DesiredState, change: Change, snapshot: Snapshot) -> ApiObject:
    """The object that was created; where the answer was lost, or another run was first, the one that is there as sent.

    Names are not unique and a POST is not repeatable: where its answer is lost, look whether it was carried out. Raises
    ``ServerError`` for a refusal, ``WaitFailed`` for an object that was created and is in ERROR, ``UnknownOutcome``.
    """
    cloud, resource = snapshot.cloud, change.resource
    before = {item["id"] for item in snapshot.all(resource.kind)}
    for attempt in range(TRIES):
        try:
            return refuse_error(cloud.create(resource, dict(change.body)), change)
        except (UnknownOutcome, ServerError) as error:
            if isinstance(error, ServerError):
                error.name(change.label)
            found = _find_created(change, snapshot, error)
            left = [item for item in found if item.get("status") == "ERROR" and item["id"] not in before]
            ours = _taken_as_ours(desired, change, found, error)
            if left and (not ours or _surely_refused(error, snapshot)):
                raise _failed(desired, change, snapshot, error, left) from error
            if ours:
                return ours[0]
            # What is there under the name and is not what we sent is somebody else's: no second one beside it.
            passing = isinstance(error, UnknownOutcome) or error.status in RETRYABLE
            if found or not passing or attempt == TRIES - 1 or not cloud.backoff(attempt, error):
                _name_blocking_objects(error, change, snapshot)
                raise
    raise AssertionError("the last try returns or raises")


def refuse_error(item: ApiObject, change: Change) -> ApiObject:
    """The object; raises ``WaitFailed`` where this change left it in ERROR, whether or not the task waits."""
    error = status_failure(item, Use.WRITTEN, change)
    if error is None:
        return item
    error.written = (item,)
    raise error


def not_as_sent(desired: DesiredState, change: Change, item: ApiObject) -> list[str]:
    """The options that are not stored as they were sent."""
    sent = {key: value for key, value in change.body.items() if key not in NOT_COMPARED}
    return not_applied(desired, sent, item)


def _find_created(change: Change, snapshot: Snapshot, error: VpnError) -> list[ApiObject]:
    """What is there now under the name; nothing where the refusal came before anything was stored."""
    if isinstance(error, ServerError) and error.status in NOTHING_STORED_STATUS:
        return []
    try:
        found = snapshot.cloud.list(change.resource, name=change.name)
    except VpnError as blind:
        if isinstance(error, ServerError):
            error.name(change.label, f" Whether it left an object behind is not known: {blind}")
        raise error from None
    replaced = {item["id"] for item in change.predecessors}
    return [
        item
        for item in found
        if item.get("name") == change.name and item["id"] not in replaced and snapshot.is_in_project(item)
    ]


def _taken_as_ours(desired: DesiredState, change: Change, found: list[ApiObject], error: VpnError) -> list[ApiObject]:
    # A 409 may come of the very object, created by another run a moment ago (K5: one service per router).
    refused_before = isinstance(error, ServerError) and error.status < 500 and error.status not in (409, 429)
    fine = [item for item in found if item.get("status") != "ERROR" and _is_as_sent(desired, change, item)]
    return [] if refused_before else sorted(fine, key=lambda item: item["id"])


def _is_as_sent(desired: DesiredState, change: Change, item: ApiObject) -> bool:
    """Whether it has all that was sent, the owner's mark included, which other comparisons ignore."""
    same_mark = "description" not in item or marked_for(item) == marked_for(change.body)
    return same_mark and not not_as_sent(desired, change, item)


def _surely_refused(error: VpnError, snapshot: Snapshot) -> t.TypeGuard[ServerError]:
    """Whether Neutron itself refused, and not because of an object that another run created.

    A lost answer, a proxy's error and K5's rule of one service per router say nothing about whose object is there.
    """
    return (
        isinstance(error, ServerError)
        and bool(error.error_type)
        and error.error_type not in NOTHING_STORED
        and not snapshot.cloud.dialect.one_service_per_router
    )


def _failed(
    desired: DesiredState, change: Change, snapshot: Snapshot, error: VpnError, left: list[ApiObject]
) -> VpnError:
    """The error for a POST that left objects in ERROR: what is surely ours is deleted, the rest is named."""
    if len(left) == 1 and _surely_refused(error, snapshot) and _is_orphan(desired, change, snapshot, left[0]):
        try:
            snapshot.cloud.delete(change.resource, left[0]["id"])
        except VpnError as stays:
            note = f"the object that this left in ERROR, {left[0]['id']}, could not be deleted: {stays}"
        else:
            error.name(change.label, f" The object that this left in ERROR, {left[0]['id']}, was deleted again.")
            _name_blocking_objects(error, change, snapshot)
            return error
    else:
        ids = ", ".join(sorted(item["id"] for item in left))
        note = f"what has the name and the status ERROR since then ({ids}) was not deleted, for it may be another run's"
    remedy = f"Delete it (state: absent, name: {left[0]['id']}) unless another run needs it, then run again."
    if isinstance(error, ServerError):
        error.name(change.label, f" And {note}.")
        error.details["hint"] = " ".join(filter(None, (error.details.get("hint"), remedy)))
        _name_blocking_objects(error, change, snapshot)
    else:
        error = WaitFailed(f"{change.label} has the status ERROR: {str(error).rstrip('.')}; {note}", hint=remedy)
    error.written = tuple(left)
    return error


def _is_orphan(desired: DesiredState, change: Change, snapshot: Snapshot, item: ApiObject) -> bool:
    """Whether the object, which was not there before, is what this very request left: it has all that was sent and else
    what the server fills in, the description with our mark or none, and is this project's."""
    project = snapshot.cloud.project_id
    return (
        bool(project)
        and project in (item.get("project_id"), item.get("tenant_id"))
        and (item.get("description") or "") == (change.body.get("description") or "")
        and all(item.get(key) == change.body.get(key) for key in NOT_COMPARED)
        and not not_applied(desired, change.predicted() or {}, item)
        and not snapshot.replacements.is_replaced(item["id"])
    )


def _name_blocking_objects(error: VpnError, change: Change, snapshot: Snapshot) -> None:
    """Name the objects that the server wants to be deleted first; of a quota, how many objects there are."""
    if getattr(error, "error_type", None) == "OverQuota":
        there = [item for item in snapshot.in_project(change.resource.kind) if isinstance(item["id"], str)]
        error.details["hint"] = (
            f"The project has {len(there)} {change.resource.titles}. {error.details.get('hint', '')}"
        )
        return
    kind, key = BLOCKING_OBJECTS.get(getattr(error, "error_type", None) or "", ("", ""))
    if not kind or not change.body.get(key):
        return
    try:
        items = [item for item in Snapshot(snapshot.cloud).all(kind) if item.get(key) == change.body[key]]
    except VpnError:
        return  # the server's refusal is reported; this was only a look for its reason
    named = sorted(f'"{item["name"]}" ({item["id"]})' for item in items if item.get("status") == "ERROR")
    title = snapshot.resource(kind).titles
    if named:
        hint = f"Delete the {title} in ERROR on this router (state: absent, the id as name), then run again: "
        error.details["hint"] = hint + ", ".join(named)
    else:
        error.details["hint"] = (
            f"This login sees no {title} in ERROR on this router (any more): run again, and if it is refused again ask"
            " the cloud's operator."
        )
