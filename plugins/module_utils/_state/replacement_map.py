# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Objects that give way to others of the same name while a task runs: a predecessor to its successor, a twin to the one
that is kept. From then on the name means the other."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject, Value


@dataclass
class ReplacementMap:
    #: id of a predecessor -> id of its successor (an ``KnownAfterApply`` until that is made); what holds the first is moved
    successors: dict[str, t.Any] = field(default_factory=dict)
    #: id of a twin -> id of the one that is kept; what holds the first may go on doing so
    duplicates: dict[str, str] = field(default_factory=dict)

    def is_replaced(self, identifier: str) -> bool:
        """Whether the object of that id is on its way out."""
        return identifier in self.successors or identifier in self.duplicates

    def references_replaced(self, item: ApiObject) -> bool:
        """Whether the object holds the id of a predecessor."""
        return any(isinstance(value, str) and value in self.successors for value in item.values())

    def same(self, one, other) -> bool:
        """Whether two stored values name the same object, twins counted as one."""
        return self._kept(one) == self._kept(other)

    def moved(self, stored: ApiObject, wanted: ApiObject):
        """Whether the difference between two ids is only that the first object is replaced by the second."""
        return isinstance(stored, str) and stored in self.successors and self.successors[stored] == wanted

    def resolve(self, value: Value):
        """What a stored value will be when all who give way are gone."""
        kept = self._kept(value)
        return self.successors.get(kept, kept) if isinstance(kept, str) else kept

    def _kept(self, value: Value):
        return self.duplicates.get(value, value) if isinstance(value, str) else value
