# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Waiting for what an agent reports, within the task's ``timeout``."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.check_list import wait_failure
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import WaitFailed
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.readiness import (
    in_error,
    is_pending,
    reason_never_settles,
)

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.client import Cloud
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject, Params
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Resource
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.change import Change
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot

#: Seconds between two looks: quick at first, since an agent at hand answers at once; agents report once a minute.
INTERVALS = (0.2, 0.5, 1, 2, 3)


def wait_for(
    cloud: Cloud, resource: Resource, item: ApiObject, done, timeout: float, describe, error_ends: bool = True
):
    """Look at the object until ``done(item)``; the object as it was then, None once it is gone.

    Raises ``WaitFailed`` when it reaches ERROR, or when ``timeout`` seconds are over; ``describe(item)`` gives the
    (message, hint) of the latter. ``error_ends`` false: the object was in ERROR before, and says so until an agent
    has looked again.
    """
    identifier, name = item["id"], item.get("name")
    deadline = cloud.clock.now() + timeout
    pauses = iter(INTERVALS)
    pause = INTERVALS[-1]
    while not done(item):
        if item is None:
            raise WaitFailed(f'{resource.title} "{name}" was deleted by somebody else while it was waited for')
        if error_ends and item.get("status") == "ERROR":
            raise in_error(f'{resource.title} "{name}"')
        left = deadline - cloud.clock.now()
        if left <= 0:
            message, hint = describe(item)
            raise WaitFailed(message, hint=hint)
        pause = next(pauses, pause)
        cloud.clock.sleep(min(pause, left))
        item = cloud.get(resource, identifier)
    return item


def settle_before(change: Change, snapshot: Snapshot, timeout: float) -> None:
    """Wait until the server takes a PUT."""
    resource = change.resource

    def describe(seen):
        return (
            wait_failure(seen, "settled", timeout, snapshot)
            if resource.has_agent_status
            else _stuck(seen, resource, timeout)
        )

    wait_for(
        snapshot.cloud,
        resource,
        change.existing,
        lambda seen: seen is not None and not is_pending(seen),
        timeout,
        describe,
    )


def settle_after(item: ApiObject, resource: Resource, snapshot: Snapshot, params: Params, was_in_error: bool = False):
    """The object once it has the status that the task waits for; at once where none is waited for.

    ``was_in_error``: before an update, which leaves the status as it was, so that ERROR says nothing about it.
    """
    if not resource.has_agent_status or reason_never_settles(item, resource, snapshot):
        return item
    wanted, timeout = params.get("wait_for") or "settled", params["timeout"]

    def done(seen):
        if seen is None or (seen.get("status") == "ERROR" and not was_in_error):
            return False
        return seen.get("status") == "ACTIVE" if wanted == "active" else not is_pending(seen)

    return wait_for(
        snapshot.cloud,
        resource,
        item,
        done,
        timeout,
        lambda seen: wait_failure(seen, wanted, timeout, snapshot),
        error_ends=not was_in_error,
    )


def wait_until_deleted(item: ApiObject, resource: Resource, cloud: Cloud, timeout: float) -> None:
    """Third-party drivers delete in their own time (PENDING_DELETE); Neutron's are gone before they answer."""
    left = cloud.get(resource, item["id"])
    if left is not None:
        wait_for(
            cloud,
            resource,
            left,
            lambda seen: seen is None,
            timeout,
            lambda seen: _stuck(seen, resource, timeout),
            error_ends=item.get("status") != "ERROR",
        )


def _stuck(item: ApiObject, resource: Resource, timeout: float):
    return (
        f'{resource.title} "{item["name"]}" is still {item.get("status")} after {timeout} seconds',
        "Raise timeout, or ask the cloud's operator what holds it.",
    )
