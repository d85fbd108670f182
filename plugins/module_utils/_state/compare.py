# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Two values of one field: whether they differ, and what a request sends. Pure."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.replacement_map import ReplacementMap

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject, Value
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Field, Resource

NO_REPLACEMENTS = ReplacementMap()


def differs(row: Field, wanted: Value, existing: Value, update_secret: str) -> bool:
    """Whether the wanted value has another meaning than the existing one; of a mapping only the wanted keys count."""
    if row.secret and update_secret != "when_different":
        return update_secret == "always"
    # The same text or texts mean the same, whatever their type; so it is with nearly all of thousands of objects.
    if wanted == existing and isinstance(existing, (str, list)) and not row.extra:
        return False
    if row.suboptions:
        existing = existing or {}
        return any(
            part.value_type.canonical(wanted[part.option]) != part.value_type.canonical(existing.get(part.option))
            for part in row.suboptions
            if part.option in wanted
        )
    if wanted in ("", None) and existing in ("", None):
        return False
    return bool(row.value_type.canonical(wanted) != row.value_type.canonical(existing))


def is_held(row: Field, value: Value, existing: ApiObject | None) -> bool:
    """Whether the object has this very value already, as text or in the form in which an export shows it."""
    if existing is None or existing.get(row.key) is None:
        return False
    stored = existing[row.key]
    if isinstance(value, list):
        return isinstance(stored, list) and sorted(map(str, value)) == sorted(map(str, stored))
    return bool(value in (stored, row.value_type.exported(stored)))


def whole(row: Field, existing: Value, wanted: Value) -> Value:
    """A mapping with every key: the user's value, else the stored one, else the server's default.

    The value of a field without suboptions is merged as its type says.
    """
    if not row.suboptions:
        return row.value_type.merge(existing, wanted)
    defaults = {part.option: part.server_default for part in row.suboptions}
    stored = {part.option: existing[part.option] for part in row.suboptions if part.option in (existing or {})}
    values = {**defaults, **stored, **wanted}
    return {part.option: part.value_type.canonical(values[part.option]) for part in row.suboptions}


def different_keys(
    resource: Resource,
    one: t.Mapping[str, Value],
    other: t.Mapping[str, Value],
    replacements: ReplacementMap = NO_REPLACEMENTS,
) -> set[str]:
    """The keys whose values differ in meaning between two objects of a kind; null, "" and [] are equal.

    Two ids are equal where one object replaces the other.
    """
    found = set()
    for field in resource.fields:
        row = field.variant(one.get(field.discriminator))
        value, other_value = one.get(row.key), other.get(row.key)
        if not row.supported or value == other_value or (value in (None, "", []) and other_value in (None, "", [])):
            continue
        are_ids = isinstance(value, str) and isinstance(other_value, str)
        if are_ids and replacements.resolve(value) == replacements.resolve(other_value):
            continue
        wanted = other_value
        if row.suboptions and other_value:
            wanted = {part.option: other_value.get(part.option) for part in row.suboptions}
        if differs(row, wanted, value, "when_different"):
            found.add(row.key)
    return found
