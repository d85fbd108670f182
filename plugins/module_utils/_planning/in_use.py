# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What cannot be changed or deleted because others use it."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import UnsupportedChange
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.shown_name import first_of
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.status import is_being_deleted

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.change import Change
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot

#: How many users a message names.
SHOWN = 3


def refuse_in_use(change: Change, snapshot: Snapshot) -> None:
    """Raise ``UnsupportedChange`` with the users' names where the server would answer 409 (400 for a group)."""
    users = blocking_users(change, snapshot)
    if users:
        raise in_use(change, users)


def blocking_users(change: Change, snapshot: Snapshot) -> list[ApiObject]:
    """The objects whose use of this one makes the server refuse the change."""
    resource = change.resource
    locked = change.action == "delete" or (change.action == "update" and resource.immutable_while_used)
    if change.existing is None or not locked or not resource.used_by:
        return []
    users = snapshot.users(resource, change.existing["id"])
    # What is being deleted itself (third-party drivers take their time) is waited for.
    return [user for user in users if not is_being_deleted(user)]


def in_use(change: Change, users: t.Sequence[ApiObject]) -> UnsupportedChange:
    """The error for a change that the server refuses because others use the object."""
    if change.action == "delete":
        remedy, differences = "Delete those first (state: absent), or point them to another one.", ""
    else:
        remedy = (
            "Allow a replacement (replace: true), or give the changed policy a new name and use it in connections that"
            " are created anew."
        )
        differences = f" ({_differences(change)})"
    return UnsupportedChange(
        f"{change.label} cannot be {change.action}d{differences}: it is in use by {few(users)}", hint=remedy
    )


def _differences(change: Change) -> str:
    """What an update changes, option by option."""
    diff = change.diff()
    return ", ".join(f"{key}: {diff['before'].get(key)} -> {value}" for key, value in diff["after"].items())


def few(users: t.Sequence[ApiObject]) -> str:
    """The first names, each with its id, and how many there are besides."""
    # What a topology has yet to create has no id.
    named = sorted(f'"{user["name"]}"' + f" ({user['id']})" * isinstance(user["id"], str) for user in users)
    return first_of(named, SHOWN)
