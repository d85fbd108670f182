# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Declared objects that another owner declares too, and objects beside the declared ones that nobody declares."""

from __future__ import annotations

import typing as t
from dataclasses import replace
from itertools import product

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput, UnknownReference, VpnError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.match import find_declared
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.owner_tag import (
    LONGEST,
    NO_ROOM,
    marked_for,
    whose,
    with_mark,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.desired import KnownAfterApply

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject, Result
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.change import Change
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.desired import DesiredState
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.step import Step

#: Kinds whose users are listed as undeclared.
USED = ("ike_policy", "ipsec_policy", "vpn_service")
CONFLICT_HINT = (
    "Remove the objects from this topology, or let their owner give them up; with owner_conflict: warn they are changed"
    " all the same."
)


def ownership_entry(named: DesiredState | Change, existing: ApiObject, reason: str) -> Result:
    """An object in the results unowned, owner_conflicts and undeclared."""
    return {"kind": named.resource.kind, "name": named.name, "id": existing["id"], "reason": reason}


def present_conflicts(declared: t.Sequence[DesiredState], snapshot: Snapshot) -> dict[str, Result]:
    """The present items that exist with another owner's mark: a sentence -> the entry in the result."""
    found: dict[str, Result] = {}
    for desired in declared:
        try:
            existing = find_declared(desired, snapshot) if desired.present else None
        except UnknownReference:
            continue  # several of that name: the plan says so
        if existing and marked_for(existing) not in (None, snapshot.owner):
            text = f"{desired.label} ({existing['id']}) is declared here, and {whose(existing)}"
            found[text] = ownership_entry(desired, existing, whose(existing))
    return found


def undeclared_objects(steps: t.Sequence[Step], declared: t.Sequence[DesiredState], snapshot: Snapshot) -> list[Result]:
    """The project's objects that use a declared policy or VPN service and that nobody declares: neither this topology
    nor, by their mark, another owner's. Raises ``ServerError`` where they cannot be listed."""
    wanted = {id(desired) for desired in declared}
    own = [step for step in steps if id(step.desired) in wanted]
    known = {(step.kind, item["id"]) for step in own for item in step.change.objects}
    found: dict[str, Result] = {}
    for step in own:
        change = step.change
        if step.kind not in USED or not step.desired.present or not change.existing:
            continue
        identifiers = (change.existing["id"], KnownAfterApply(change.name, step.kind))
        for identifier, (user_kind, _key) in product(identifiers, change.resource.used_by):
            for user in snapshot.users(change.resource, identifier, user_kind):
                exists = isinstance(user["id"], str) and (user_kind, user["id"]) not in known
                if exists and snapshot.is_in_project(user) and not snapshot.is_anothers(user):
                    entry = {"kind": user_kind, "name": user.get("name"), "id": user["id"]}
                    found.setdefault(user["id"], {**entry, "reason": f"it uses {change.label}"})
    return sorted(found.values(), key=lambda entry: (str(entry["name"]), entry["id"]))


def undeclared_or_warning(
    steps: t.Sequence[Step], declared: t.Sequence[DesiredState], snapshot: Snapshot
) -> tuple[list[Result], list[str]]:
    """(undeclared objects, warnings): a listing that only this needs, and that cannot be read, is a warning."""
    try:
        return undeclared_objects(steps, declared, snapshot), []
    except VpnError as error:
        return [], [f"Objects that nobody declares could not be listed: {error}"]


def marked(change: Change, owner: str, description: str | None) -> Change:
    """The change with the owner's mark on the description; raises ``InvalidInput`` where there is no room for it."""
    description = with_mark(description, owner)
    if len(description) > LONGEST:
        raise InvalidInput([f"{change.label}: {NO_ROOM}"])
    return replace(change, body={**change.body, "description": description})
