# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Two values of one row: do they differ, and what does a request say. Pure."""

from __future__ import annotations

from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.replacement_map import Heritage

NOBODY_GIVES_WAY = Heritage()


def differs(row, wanted, existing, update_secret):
    """Whether what is wanted means something else than what exists; of a mapping only the wanted keys count."""
    if row.secret and update_secret != "when_different":
        return update_secret == "always"
    if row.parts:
        existing = existing or {}
        return any(
            part.meaning.canonical(wanted[part.option]) != part.meaning.canonical(existing.get(part.option))
            for part in row.parts
            if part.option in wanted
        )
    if wanted in ("", None) and existing in ("", None):
        return False
    return row.meaning.canonical(wanted) != row.meaning.canonical(existing)


def whole(row, existing, wanted):
    """A mapping with every key: the user's, else the stored, else the server's default. Other values as they are."""
    if not row.parts:
        return row.meaning.merge(existing, wanted)
    known = {part.option: part.known for part in row.parts}
    stored = {part.option: existing[part.option] for part in row.parts if part.option in (existing or {})}
    return {part.option: part.meaning.canonical({**known, **stored, **wanted}[part.option]) for part in row.parts}


def different_keys(resource, one, other, heritage=NOBODY_GIVES_WAY):
    """The keys whose values mean something else in two objects of a kind; None and nothing given are one."""
    found = set()
    for row in resource.fields:
        row = row.variant(one.get(row.chosen_by))
        mine, theirs = one.get(row.key), other.get(row.key)
        if not row.supported or mine == theirs or (mine in (None, "", []) and theirs in (None, "", [])):
            continue
        if isinstance(mine, str) and isinstance(theirs, str) and heritage.meant(mine) == heritage.meant(theirs):
            continue
        wanted = {part.option: theirs.get(part.option) for part in row.parts} if row.parts and theirs else theirs
        if differs(row, wanted, mine, "when_different"):
            found.add(row.key)
    return found
