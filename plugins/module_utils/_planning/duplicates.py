# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Duplicates, objects that are equal but for their id: several runs at once leave them."""

from __future__ import annotations

import typing as t
from dataclasses import replace

from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.in_use import few
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.change import Change
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.compare import different_keys

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.step import Step


def duplicate_warnings(change: Change, snapshot: Snapshot) -> list[str]:
    """A warning for the objects that go and are equal to the one that stays but for their id."""
    kept = change.successor
    equal = [
        item["id"]
        for item in change.predecessors
        if kept and not different_keys(change.resource, item, kept, snapshot.replacements)
    ]
    return (
        [f"{change.label} has a duplicate with equal values, to be deleted: {', '.join(sorted(equal))}"]
        if equal
        else []
    )


def keep_used_duplicates(steps: t.Iterable[Step], snapshot: Snapshot) -> list[str]:
    """Take the duplicates that something still uses out of the steps that would delete them; warnings for those and for
    the duplicates that go.

    The snapshot is as the cloud will be after all steps. What uses a duplicate works, and to move it to the object that
    is kept would interrupt it, so that is done only where the user allows a replacement.
    """
    warnings: list[str] = []
    for step in steps:
        change = step.change
        if change.action != "replace" or change.successor is None or step.desired.replace:
            continue
        users = {item["id"]: snapshot.users(change.resource, item["id"]) for item in change.predecessors}
        rest = tuple(item for item in change.predecessors if not users[item["id"]])
        for item in change.predecessors:
            if users[item["id"]]:
                warnings.append(
                    f"{change.label} has a duplicate with equal values, {item['id']}, which stays, since it is in use:"
                    f" {few(users[item['id']])}. To delete it, allow a replacement (replace: true): its users are moved"
                )
        if rest:
            step.change = replace(change, existing=rest[0], predecessors=rest)
            warnings += duplicate_warnings(step.change, snapshot)
        else:
            step.change = Change(change.resource, change.name, "none", change.successor)
    return warnings
