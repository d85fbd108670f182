# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Two values of one row: do they differ, and what does a request say. Pure."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.replacement_map import ReplacementMap

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Field, Resource

NO_REPLACEMENTS = ReplacementMap()


def differs(row: Field, wanted: ApiObject, existing: ApiObject | None, update_secret: str) -> bool:
    """Whether what is wanted means something else than what exists; of a mapping only the wanted keys count."""
    if row.secret and update_secret != "when_different":
        return update_secret == "always"
    if row.suboptions:
        existing = existing or {}
        return any(
            part.value_type.canonical(wanted[part.option]) != part.value_type.canonical(existing.get(part.option))
            for part in row.suboptions
            if part.option in wanted
        )
    if wanted in ("", None) and existing in ("", None):
        return False
    return row.value_type.canonical(wanted) != row.value_type.canonical(existing)


def whole(row: Field, existing: ApiObject | None, wanted: ApiObject):
    """A mapping with every key: the user's, else the stored, else the server's default. Other values as they are."""
    if not row.suboptions:
        return row.value_type.merge(existing, wanted)
    known = {part.option: part.server_default for part in row.suboptions}
    stored = {part.option: existing[part.option] for part in row.suboptions if part.option in (existing or {})}
    return {
        part.option: part.value_type.canonical({**known, **stored, **wanted}[part.option]) for part in row.suboptions
    }


def different_keys(resource: Resource, one, other, replacements: ReplacementMap = NO_REPLACEMENTS):
    """The keys whose values mean something else in two objects of a kind; None and nothing given are one."""
    found = set()
    for row in resource.fields:
        row = row.variant(one.get(row.discriminator))
        mine, theirs = one.get(row.key), other.get(row.key)
        if not row.supported or mine == theirs or (mine in (None, "", []) and theirs in (None, "", [])):
            continue
        if (
            isinstance(mine, str)
            and isinstance(theirs, str)
            and replacements.resolve(mine) == replacements.resolve(theirs)
        ):
            continue
        wanted = (
            {part.option: theirs.get(part.option) for part in row.suboptions} if row.suboptions and theirs else theirs
        )
        if differs(row, wanted, mine, "when_different"):
            found.add(row.key)
    return found
