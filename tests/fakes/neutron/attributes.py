# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a kind of object is made of: rows of data. The rows themselves are in ``kinds_*.py``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from . import values


class _Required:
    def __repr__(self) -> str:
        return "REQUIRED"


REQUIRED = _Required()
"""As a default: the attribute must be in a POST."""


@dataclass(frozen=True)
class Attribute:
    """One attribute of the API, as in a RESOURCE_ATTRIBUTE_MAP of neutron_lib.

    ``column`` is what the database behind it can hold: an int is a text column of that length, ``int`` a 32-bit
    integer, a tuple an enumeration. What does not fit is MySQL's error and hence a bare 500.
    """

    name: str
    post: bool = False
    put: bool = False
    default: Any = REQUIRED
    convert: Callable[[Any], Any] | None = None
    check: Callable[[Any, Any], str | None] = values.anything
    argument: Any = None
    filterable: bool = True
    sortable: bool = False
    admin_only: bool = False
    ignored: bool = False
    column: Any = None


@dataclass(frozen=True)
class Kind:
    """One kind of object: its names in the API, its attributes, the error that says it does not exist."""

    collection: str
    singular: str
    path: str
    not_found: str
    attributes: tuple[Attribute, ...]
    quota: bool = False
    vpn: bool = False
    reader_sees: bool = True
    reader_writes: bool = False
    alias: str | None = None
    by_name: dict[str, Attribute] = field(init=False, compare=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.by_name.update({attribute.name: attribute for attribute in self.attributes})

    def with_changes(self, *changed: Attribute, without: tuple[str, ...] = ()) -> Kind:
        """The same kind with some rows replaced or added, and some left out."""
        rows = {attribute.name: attribute for attribute in self.attributes}
        rows.update({attribute.name: attribute for attribute in changed})
        return replace(self, attributes=tuple(row for name, row in rows.items() if name not in without))

    def change(self, name: str, **values_: Any) -> Attribute:
        """One row of this kind with some columns changed."""
        return replace(self.by_name[name], **values_)


# --- rows that every kind has

IDENTIFIER = Attribute("id", sortable=True, check=values.uuid_text)
TENANT = Attribute("tenant_id", post=True, default=None, sortable=True, check=values.string, argument=255)
PROJECT = Attribute("project_id", post=True, default=None, sortable=True, check=values.string, argument=255)
NAME = Attribute("name", post=True, put=True, default="", sortable=True, check=values.name_string, argument=255)
DESCRIPTION = Attribute("description", post=True, put=True, default="", check=values.string, argument=255)
ADMIN_STATE_UP = Attribute("admin_state_up", post=True, put=True, default=True, convert=values.to_boolean)
STATUS = Attribute("status")
