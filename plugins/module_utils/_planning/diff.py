# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From wanted and existing to a ``Change``: pure. Check mode is a ``Change`` that nobody carries out."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput, UnsupportedChange
from ansible_collections.sitelink.vpnaas.plugins.module_utils._redaction import WILL_BE_GENERATED
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.owner_tag import LONGEST, NO_ROOM
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.change import Change, plain
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.compare import NO_REPLACEMENTS, differs, whole
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.desired import DesiredState, KnownAfterApply

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject, Value
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Field
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.interruption import Interruption
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.replacement_map import ReplacementMap


def plan_change(
    desired: DesiredState, wanted: ApiObject, existing: ApiObject | None, replacements: ReplacementMap = NO_REPLACEMENTS
) -> Change:
    """The ``Change`` that turns ``existing`` (a server's object, or None) into the desired state.

    ``wanted`` holds values by API key, references as ids. Only keys in it are compared, each by its field's value type,
    and a PUT carries only what differs and may change; a mapping is sent whole, since K5 is not known to merge.
    What a PUT cannot change makes it a replacement where the user allows that, or where nothing differs but that an
    object which this one uses is replaced (``replacements``). Raises ``UnsupportedChange`` elsewhere, and
    ``InvalidInput`` for a description that is too long with the owner's mark, which is kept.
    """
    resource = desired.resource
    if not desired.present:
        action = "delete" if existing else "none"
        return Change(resource, desired.name, action, existing, interrupts=resource.interruption(action))
    if existing is None:
        created = {key: whole(row, None, wanted[key]) for row, key in _rows(desired, wanted)}
        interrupted = resource.interruption("create")
        return Change(resource, desired.name, "create", None, {"name": desired.name, **created}, interrupted)
    body: ApiObject = {"name": desired.name} if desired.renames(existing) else {}
    stuck: list[Field] = []
    notes: list[str] = []
    interrupts: list[Interruption] = []
    for row, key in _rows(desired, wanted, existing):
        hidden = row.extra or (row.secret and desired.update_secret == "when_different")
        if hidden and key not in existing:
            notes.append(f"{desired.label}: the server does not return its {row.option}, so it cannot be compared")
        elif row.refers_to and replacements.same(wanted[key], existing.get(key)):
            continue
        elif differs(row, wanted[key], existing.get(key), desired.update_secret):
            if not row.updatable:
                stuck.append(row)
                continue
            body[key] = whole(row, existing.get(key), wanted[key])
            if row.interrupts is not None:
                interrupts.append(row.interrupts)
    implied = [row for row in stuck if replacements.moved(existing.get(row.key), wanted[row.key])]
    if stuck and (desired.replace or len(implied) == len(stuck)):
        return plan_replacement(desired, wanted, existing)
    if stuck:
        raise _immutable(desired, stuck, wanted, existing)
    _refuse_too_long(desired, body)
    action = "update" if body else "none"
    # A field's own entry is certain; the resource's applies where no changed field has one.
    interrupted = max(interrupts, default=resource.interruption(action))
    return Change(resource, desired.name, action, existing, body, interrupted, tuple(notes))


def plan_replacement(desired: DesiredState, wanted: ApiObject, existing: ApiObject) -> Change:
    """The ``Change`` that replaces ``existing`` by a new object: what is wanted, and otherwise what the old one has.

    Raises ``UnsupportedChange`` where the user gives no secret for the new object and it cannot be copied: the server
    does not return it, or the old object has to be deleted first; ``InvalidInput`` as ``plan_change``.
    """
    resource = desired.resource
    inherited: ApiObject = {}
    for row in resource.fields:
        value = existing.get(row.key)
        if row.supported and value not in (None, "", []) and not any(key in wanted for key in row.conflicts_with):
            inherited[row.key] = row.value_type.merge(value, row.value_type.exported(value))
        needed = row.secret and row.required and row.option not in desired.given
        if needed and (value is None or resource.delete_before_create):
            raise UnsupportedChange(
                f"{desired.label} cannot be replaced without its {row.option}: "
                + ("it has to be deleted first" if value else "the server does not return it"),
                hint=f"Declare the {resource.title} with its {row.option} (in vpn_topology beside what it uses).",
            )
    kept = {
        row.key for row in resource.fields if row.secret and desired.update_secret == "on_create"
    } & inherited.keys()
    given = {key: whole(row, inherited.get(key), wanted[key]) for row, key in _rows(desired, wanted, existing)}
    name = desired.name if desired.renames(existing) else existing["name"]
    body = {"name": name, **inherited, **{key: value for key, value in given.items() if key not in kept}}
    _refuse_too_long(desired, body)
    interrupts = resource.interruption("replace")
    return Change(resource, name, "replace", existing, body, interrupts, predecessors=(existing,))


def _refuse_too_long(desired: DesiredState, body: ApiObject) -> None:
    """Raises ``InvalidInput`` for a description that the mark of the existing object, which stays, makes too long."""
    if len(body.get("description") or "") > LONGEST:
        raise InvalidInput([f"{desired.label}: {NO_ROOM}"])


def refuse_missing_key(desired: DesiredState, existing: ApiObject | None, check_mode: bool) -> None:
    """Raises ``InvalidInput`` for ``WILL_BE_GENERATED`` in place of a secret, unless check mode creates the object."""
    for row in desired.resource.secret_fields:
        if desired.given.get(row.option) == WILL_BE_GENERATED:
            if not check_mode:
                raise InvalidInput([f"{desired.label}: {row.option} has not been generated: run the role again"])
            if existing is not None:
                raise InvalidInput(
                    [f"{desired.label}: it exists, so no {row.option} is generated for it: give its own"]
                )


def bind(values: t.Mapping[str, Value], created_ids: t.Mapping[KnownAfterApply, str]) -> tuple[ApiObject, list[str]]:
    """(values with the ids of objects created meanwhile, the objects that are still missing)."""
    bound = {
        key: created_ids.get(value, value) if isinstance(value, KnownAfterApply) else value
        for key, value in values.items()
    }
    return bound, [f'{value.kind} "{value.name}"' for value in bound.values() if isinstance(value, KnownAfterApply)]


def not_applied(desired: DesiredState, wanted: t.Mapping[str, Value], stored: ApiObject) -> list[str]:
    """The options that a server accepted and did not store as they were sent."""
    return [
        row.option
        for row, key in _rows(desired, wanted, stored)
        if key in stored and differs(row, wanted[key], stored[key], "when_different")
    ]


def _rows(
    desired: DesiredState, wanted: t.Mapping[str, Value], existing: ApiObject | None = None
) -> t.Iterator[tuple[Field, str]]:
    for row in desired.resource.fields:
        if row.key in wanted:
            if row.variants:
                row = row.variant(desired.given.get(row.discriminator) or (existing or {}).get(row.discriminator))
            yield row, row.key


def _immutable(
    desired: DesiredState, stuck: t.Sequence[Field], wanted: ApiObject, existing: ApiObject
) -> UnsupportedChange:
    shown = "; ".join(
        f"{row.option} is {_shown(existing.get(row.key))}, wanted {_shown(wanted[row.key])}" for row in stuck
    )
    return UnsupportedChange(
        f"{desired.label}: the API cannot change {', '.join(row.option for row in stuck)} of an existing object:"
        f" {shown}",
        hint="Leave the option as it is, give the new object another name, or allow a replacement (replace: true).",
    )


def _shown(value: Value) -> str:
    return f'"{value.name}", which does not exist yet' if isinstance(value, KnownAfterApply) else repr(plain(value))
