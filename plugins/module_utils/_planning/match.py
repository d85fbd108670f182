# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which object a name means, where several have it: names are not unique, and a run that was killed while it replaced
an object, or several runs at once, leave two of one name."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import UnsupportedChange
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.diff import plan_change
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.compare import different_keys
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.resolve import to_api_values
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import ambiguous
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.status import is_being_deleted

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Resource
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.desired import DesiredState
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot


def find_declared(desired: DesiredState, snapshot: Snapshot) -> ApiObject | None:
    """The object of the name or id, else the one that is to be renamed, or None.

    Raises ``UnknownReference`` where several objects have the name.
    """
    kind = desired.resource.kind
    existing = snapshot.find(kind, desired.name)
    if existing is not None or not desired.from_name:
        return existing
    former = snapshot.find(kind, desired.from_name)
    return None if former is None or is_being_deleted(former) else former


def rename_warnings(desired: DesiredState, existing: ApiObject | None, snapshot: Snapshot) -> list[str]:
    """A warning where both names are there, so that nothing is renamed."""
    if not desired.from_name or existing is None or existing.get("name") != desired.name:
        return []
    former = [item["id"] for item in snapshot.by_name(desired.resource.kind, desired.from_name)]
    others = ", ".join(sorted(str(identifier) for identifier in former if identifier != existing["id"]))
    return (
        [
            f'{desired.label} exists, so from_name "{desired.from_name}" ({others}) is not renamed: delete that object'
            " if it is no longer needed"
        ]
        if others
        else []
    )


def match_existing(
    desired: DesiredState, snapshot: Snapshot, allow_unknown_references: bool
) -> tuple[ApiObject | None, tuple[ApiObject, ...]]:
    """(the object that the desired state is about, or None where it is new; the objects of its name that it replaces).

    One of several is meant where it already matches and the user allows replacements, or, in a topology, where the
    others are duplicates of it. Raises ``UnknownReference`` elsewhere, and where one of them carries another owner's
    mark: a guess could hit the wrong one.
    """
    kind, resource = desired.resource.kind, desired.resource
    named = snapshot.by_name(kind, desired.name)
    if len(named) < 2:
        existing = snapshot.find_or_none(kind, desired.name) or find_declared(desired, snapshot)
        if existing is not None and desired.renames(existing):
            return existing, ()
        if existing is None or not desired.replace or existing["name"] == desired.name:
            return existing, ()
        # It is named by its id, so nothing else may be replaced.
        alike = [item for item in snapshot.by_name(kind, existing["name"]) if not snapshot.is_anothers(item)]
        fitting = [item for item in alike if already_matches(item, desired, snapshot, allow_unknown_references)]
        if existing in fitting or not fitting:
            return existing, ()
        return pick_kept(fitting, resource, snapshot), (existing,)
    if resource.secrets():
        # Objects with different keys are no duplicates.
        snapshot.need_secrets()
        named = snapshot.by_name(kind, desired.name)
    theirs = any(snapshot.is_anothers(item) for item in named)
    fitting = (
        [] if theirs else [item for item in named if already_matches(item, desired, snapshot, allow_unknown_references)]
    )
    if not fitting:
        raise ambiguous(kind, desired.name, named, snapshot.owner)
    kept = pick_kept(fitting, resource, snapshot)
    others = tuple(item for item in named if item is not kept)
    if desired.replace or all(_may_be_deleted(item, kept, desired, snapshot) for item in others):
        return kept, others
    raise ambiguous(kind, desired.name, named, snapshot.owner)


def _may_be_deleted(item: ApiObject, kept: ApiObject, desired: DesiredState, snapshot: Snapshot) -> bool:
    """Whether this one may go though its own replacement was not allowed: it refers to what is being replaced and the
    one to keep does not, or it is a duplicate."""
    if snapshot.replacements.references_replaced(item) and not snapshot.replacements.references_replaced(kept):
        return True
    return desired.in_topology and not different_keys(desired.resource, item, kept, snapshot.replacements)


def already_matches(item: ApiObject, desired: DesiredState, snapshot: Snapshot, allow_unknown_references: bool) -> bool:
    """Whether the object needs no change."""
    wanted, _warnings = to_api_values(desired, snapshot, item, allow_unknown_references)
    try:
        return not plan_change(desired, wanted, item, snapshot.replacements).changed
    except UnsupportedChange:
        return False


def pick_kept(items: t.Iterable[ApiObject], resource: Resource, snapshot: Snapshot) -> ApiObject:
    """Of objects that are alike the one to keep: one that is used before one that is not, then the smallest id.

    Of several that are used it is the one that the smallest id uses, and of those that use others the one that uses
    what is kept, so that every run chooses the same.
    """

    def rank(item: ApiObject) -> tuple[bool, bool, str, str]:
        users = [user["id"] for user in snapshot.users(resource, item["id"]) if isinstance(user["id"], str)]
        being_replaced = any(
            snapshot.replacements.is_replaced(value) for value in item.values() if isinstance(value, str)
        )
        return being_replaced, not users, min(users, default=""), item["id"]

    return min(items, key=rank)
