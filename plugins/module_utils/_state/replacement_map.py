# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Objects that are replaced by others of the same name while a task runs: an old object by a new one, a duplicate by
the one that is kept. From then on the name stands for the other."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject, Value
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.desired import Identifier


@dataclass
class ReplacementMap:
    """Ids of objects on their way out, each with the id of the object that stays."""

    #: old id -> new id (a ``KnownAfterApply`` until that object is created); what refers to the old one is updated
    successors: dict[str, Identifier] = field(default_factory=dict)
    #: id of a duplicate -> id of the object that is kept; what refers to the duplicate may go on doing so
    duplicates: dict[str, Identifier] = field(default_factory=dict)

    def is_replaced(self, identifier: Identifier) -> bool:
        """Whether the object of that id is on its way out."""
        return identifier in self.successors or identifier in self.duplicates

    def references_replaced(self, item: ApiObject) -> bool:
        """Whether the object holds the id of an old object that is replaced."""
        return any(isinstance(value, str) and value in self.successors for value in item.values())

    def same(self, one: Value, other: Value) -> bool:
        """Whether two stored values stand for the same object, where duplicates count as one."""
        return bool(one == other or self._kept(one) == self._kept(other))

    def moved(self, stored: Value, wanted: Value) -> bool:
        """Whether two ids differ only because the first one's object is replaced by the second one's."""
        return isinstance(stored, str) and stored in self.successors and bool(self.successors[stored] == wanted)

    def resolve(self, value: Value) -> Value:
        """The stored value as it will be once every replaced object is deleted."""
        kept = self._kept(value)
        return self.successors.get(kept, kept) if isinstance(kept, str) else kept

    def _kept(self, value: Value) -> Value:
        return self.duplicates.get(value, value) if isinstance(value, str) else value
