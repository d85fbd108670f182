# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Create an object exactly once. What a refused POST leaves behind is the subject of ``left_in_error``."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._apply.left_in_error import (
    complete_hint,
    failed,
    is_cured,
    is_stored_and_refused,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.retry import RETRYABLE, TRIES
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import ServerError, UnknownOutcome, VpnError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.diff import not_applied
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.status_outcomes import Use, status_failure
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.owner_tag import marked_for

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.change import Change
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.desired import DesiredState
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot

#: A host name is stored as the address it stands for, so it cannot be compared.
NOT_COMPARED = ("peer_address",)
#: A login that is not accepted any more can neither store an object nor look for one.
NOT_LOGGED_IN = 401


class Created(t.NamedTuple):
    """What a creation came to: the object, and whether it was only found, so that it may be another run's."""

    item: ApiObject
    found: bool


def create(desired: DesiredState, change: Change, snapshot: Snapshot) -> Created:
    """The object that was created; where the answer was lost, or another run was first, the one that is there as sent.

    Names are not unique and a POST is not repeatable: where its answer is lost, look whether it was carried out. Raises
    ``ServerError`` for a refusal, ``WaitFailed`` for an object that was created and is in ERROR, ``UnknownOutcome``.
    """
    cloud, resource = snapshot.cloud, change.resource
    before = {item["id"] for item in snapshot.with_value(resource.kind, "name", change.name)}
    for attempt in range(TRIES):
        try:
            return Created(refuse_error(cloud.create(resource, dict(change.body)), change), found=False)
        except (UnknownOutcome, ServerError) as error:
            if isinstance(error, ServerError):
                error.name(change.label)
            found = _find_created(change, snapshot, error)
            new = [item for item in found if item["id"] not in before]
            ours = _taken_as_ours(desired, change, found, error)
            if any(item.get("status") == "ERROR" for item in new) and (
                not ours or is_stored_and_refused(error, snapshot)
            ):
                refusal = failed(desired, change, snapshot, error, new)
                if attempt == 0 and is_cured(refusal):
                    continue
                raise refusal from error
            if ours:
                return Created(ours[0], found=True)
            # What is there under the name and is not what we sent is somebody else's: no second one beside it.
            passing = isinstance(error, UnknownOutcome) or error.status in RETRYABLE
            if found or not passing or attempt == TRIES - 1 or not cloud.backoff(attempt, error):
                complete_hint(error, change, snapshot)
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
    """What is there now under the name; nothing where the login was refused.

    A driver may answer 403 and 404 too, after the object was stored (OVN: a network or subnet that is gone by then).
    """
    if isinstance(error, ServerError) and error.status == NOT_LOGGED_IN:
        return []
    try:
        found = snapshot.cloud.list(change.resource, with_secrets=True, name=change.name)
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
