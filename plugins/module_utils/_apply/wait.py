# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Waiting for what an agent reports, within the task's ``timeout``."""

from __future__ import annotations

from ansible_collections.sitelink.vpnaas.plugins.module_utils.errors import NotSettled

#: Seconds between two looks: quick at first, since an agent at hand answers at once; agents report once a minute.
INTERVALS = (0.2, 0.5, 1, 2, 3)


def is_pending(item):
    """The server is still at it, and refuses a PUT."""
    return str(item.get("status", "")).startswith("PENDING_")


def in_error(label: str) -> NotSettled:
    """The error for an object that is in ERROR."""
    return NotSettled(
        f"{label} has the status ERROR: the gateway could not be configured",
        hint="Look at the VPN agent's log, or delete it (state: absent) and create it again.",
    )


def wait_for(cloud, resource, item, done, timeout, describe, error_ends=True):
    """Look at the object until ``done(item)``; the object as it was then, None once it is gone.

    Raises ``NotSettled`` when it reaches ERROR, or when ``timeout`` seconds are over; ``describe(item)`` gives the
    (message, hint) of the latter. ``error_ends`` false: the object was in ERROR before, and says so until an agent
    has looked again.
    """
    identifier, name = item["id"], item.get("name")
    deadline = cloud.clock.now() + timeout
    pauses = iter(INTERVALS)
    pause = INTERVALS[-1]
    while not done(item):
        if item is None:
            raise NotSettled(f'{resource.title} "{name}" was deleted by somebody else while it was waited for')
        if error_ends and item.get("status") == "ERROR":
            raise in_error(f'{resource.title} "{name}"')
        left = deadline - cloud.clock.now()
        if left <= 0:
            message, hint = describe(item)
            raise NotSettled(message, hint=hint)
        pause = next(pauses, pause)
        cloud.clock.sleep(min(pause, left))
        item = cloud.get(resource, identifier)
    return item
