# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The owner mark: `` [sitelink:<owner>]`` at the end of a description, since VPN objects have no tags.

It is written on create, ignored by every comparison, kept by every update and left out of every export.
"""

from __future__ import annotations

import re
import typing as t

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Value

#: One mark, or several one after the other, of which the last one counts.
_MARK = re.compile(r"(?: ?\[sitelink:([A-Za-z0-9._-]+)\])+$")
#: A mark with more text behind it still names the owner.
_ANYWHERE = re.compile(r"\[sitelink:([A-Za-z0-9._-]+)\]")
#: The text of the option ``owner``.
OWNER = re.compile(r"[A-Za-z0-9._-]{1,64}")
#: The maximum length of a description in characters (neutron_lib.db.constants.DESCRIPTION_FIELD_SIZE).
LONGEST = 255
#: how the reason of an entry in the results ends whose deletion was refused because of its mark
NOT_DELETED = "so it was not deleted"
NO_ROOM = f"its description leaves no room for the owner's mark within {LONGEST} characters"


def owner_of(description: Value) -> str | None:
    """The owner in the mark at the end of a description, or None."""
    mark = _MARK.search(description) if isinstance(description, str) else None
    return mark.group(1) if mark else None


def marked_for(item: t.Mapping[str, Value]) -> str | None:
    """The owner in an object's mark, also where more text follows the mark; None without a mark."""
    return _owner_in(item.get("description"))


def whose(item: t.Mapping[str, Value]) -> str:
    """A clause on an object's mark, for messages."""
    owner = marked_for(item)
    return f"it is marked as {owner}'s" if owner else "it has no owner mark"


def without_mark(description: Value) -> Value:
    """The description as the user wrote it; a value other than text unchanged."""
    return _MARK.sub("", description) if isinstance(description, str) else description


def with_mark(description: Value, owner: str) -> str:
    """The description with the owner's mark in place of any other."""
    return f"{without_mark(description or '')} [sitelink:{owner}]"


def keep_mark(stored: Value, wanted: Value) -> Value:
    """The wanted description, with the mark of the stored one, which counts also where more text follows it."""
    owner = _owner_in(stored)
    return with_mark(wanted, owner) if owner and _owner_in(wanted) != owner else wanted


def _owner_in(description: Value) -> str | None:
    """The owner in the last mark of the description, wherever it stands; None without a mark."""
    marks: list[str] = _ANYWHERE.findall(description) if isinstance(description, str) else []
    return owner_of(description) or (marks[-1] if marks else None)
