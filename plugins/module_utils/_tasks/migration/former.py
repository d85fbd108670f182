# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The policies that the new ones take the place of: found by their names, of which those of the new ones are made."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import VpnError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import POLICIES, VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.owner_tag import marked_for
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.shown_name import shown_name
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.resource import ensure

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.client import Cloud
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.migration.pair import End
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.migration.target import Target


def former_policies(end: End, target: Target) -> dict[str, str]:
    """The ids of the policies that this end had before it was moved, by kind; none of a kind if that is not certain."""
    context = end.tunnel.context
    used = {"ike_policy": context.ike_policy, "ipsec_policy": context.ipsec_policy}
    found: dict[str, str] = {}
    for kind in POLICIES:
        snapshot = Snapshot(end.tunnel.snapshot.cloud)
        candidates = [
            old for old in _old(kind, snapshot, target) if target.new_name(kind, old) == (used[kind] or {}).get("name")
        ]
        if len(candidates) == 1:
            found[kind] = str(candidates[0]["id"])
    return found


def left_policies(cloud: Cloud, target: Target) -> tuple[list[tuple[str, ApiObject]], list[str]]:
    """(policies that nothing uses any more because a new one took their place, lines on what else has another
    proposal than the target)."""
    leave: list[tuple[str, ApiObject]] = []
    remain: list[str] = []
    for kind in POLICIES:
        snapshot = Snapshot(cloud)
        resource = snapshot.resource(kind)
        for old in _old(kind, snapshot, target):
            users = snapshot.users(resource, old["id"])
            label = resource.label(shown_name(old))
            successors = snapshot.by_name(kind, target.new_name(kind, old))
            if users:
                remain.append(f"{label}: used by {', '.join(sorted(map(shown_name, users)))}")
            elif any(snapshot.users(resource, item["id"]) for item in successors):
                leave.append((kind, old))
            else:
                remain.append(f"{label}: nothing uses it; delete it if you do not need it")
    return leave, remain


def delete_left(cloud: Cloud, target: Target) -> tuple[int, list[str]]:
    """(how many old policies were deleted, lines on what remains). One that cannot be deleted remains."""
    leave, remain = left_policies(cloud, target)
    deleted = 0
    for kind, old in leave:
        snapshot = Snapshot(cloud)
        snapshot.owner = marked_for(old)
        try:
            ensure(VPN_KINDS[kind], {"name": old["id"], "state": "absent"}, snapshot, False)
            deleted += 1
        except VpnError as error:
            remain.append(error.message_with_hint)
    return deleted, remain


def _old(kind: str, snapshot: Snapshot, target: Target) -> list[ApiObject]:
    """The project's policies with another proposal than the target."""
    resource = snapshot.resource(kind)
    return [item for item in snapshot.in_project(kind) if target.differing(resource, item)]
