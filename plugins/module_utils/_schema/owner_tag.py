# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The owner mark: `` [sitelink:<owner>]`` at the end of a description. VPN objects have no tags, so this is where it
can stand. It is written on create, ignored by every comparison, kept by every update and left out of every export."""

from __future__ import annotations

import re
import typing as t

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject

_MARK = re.compile(r" ?\[sitelink:([A-Za-z0-9._-]+)\]$")
#: A mark that somebody wrote behind: it still says whose the object is.
_ANYWHERE = re.compile(r"\[sitelink:([A-Za-z0-9._-]+)\]")
#: What an owner may be called.
OWNER = re.compile(r"[A-Za-z0-9._-]{1,64}")
#: Characters that Neutron stores of a description (neutron_lib.db.constants.DESCRIPTION_FIELD_SIZE).
LONGEST = 255
NO_ROOM = f"its description leaves no room for the owner's mark within {LONGEST} characters"


def owner_of(description: str | None):
    """The owner that the mark names, or None."""
    mark = _MARK.search(description) if isinstance(description, str) else None
    return mark.group(1) if mark else None


def marked_for(item: t.Mapping[str, t.Any]) -> str | None:
    """The owner whose mark an object carries, also where text was written behind the mark; None without a mark."""
    description = item.get("description")
    inside = _ANYWHERE.findall(description) if isinstance(description, str) else []
    return owner_of(description) or (inside[-1] if inside else None)


def whose(item: t.Mapping[str, t.Any]) -> str:
    """What messages say of an object's mark."""
    owner = marked_for(item)
    return f"it is marked as {owner}'s" if owner else "it carries no mark"


def without_mark(description: str | None):
    """The description as the user wrote it; what is no text passes through."""
    return _MARK.sub("", description) if isinstance(description, str) else description


def with_mark(description: str | None, owner: str) -> str:
    """The description with the owner's mark in place of any other."""
    return f"{without_mark(description or '')} [sitelink:{owner}]"


def keep_mark(stored: ApiObject, wanted: ApiObject):
    """The wanted description, with the mark that the stored one has."""
    owner = owner_of(stored)
    return with_mark(wanted, owner) if owner else wanted
