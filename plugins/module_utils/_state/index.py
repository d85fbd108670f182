# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The objects of one kind as they were read at one time, and as this task changed them since."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import KINDS, VPN_KINDS

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.desired import Identifier

#: kind -> the keys under which its objects hold ids of VPN objects; the other direction of ``used_by``.
HELD_KEYS: dict[str, tuple[str, ...]] = {
    holder: tuple(key for resource in VPN_KINDS.values() for kind, key in resource.used_by if kind == holder)
    for holder in VPN_KINDS
}
#: (attribute, value): which objects have that value?
Question: t.TypeAlias = "tuple[str, Identifier]"


class Index:
    """The objects of one kind by id, by name, and by the ids they refer to. ``read_at`` is the clock's time.

    It holds the answers to the questions that were asked of the cloud: all objects whose attribute has a value, or all
    of the kind. The first answer about an object counts, and what this task does to it since then.
    """

    def __init__(self, kind: str, items: t.Iterable[ApiObject], read_at: float) -> None:
        self.read_at = read_at
        self._held_keys = HELD_KEYS.get(kind, ())
        self._secrets = KINDS[kind].secrets()
        #: (attribute, value) of each question; None for all objects
        self._asked: set[Question | None] = set()
        #: every id that was read or recorded, also of what was removed since
        self._seen: set[Identifier] = set()
        self.by_id: dict[Identifier, ApiObject] = {}
        #: name -> id -> object: names are not unique
        self.by_name: dict[str | None, dict[Identifier, ApiObject]] = {}
        #: (key, id held under it) -> id of the holder -> holder
        self.holders: dict[tuple[str, Identifier | None], dict[Identifier, ApiObject]] = {}
        for item in items:
            self.add(item)

    def answers(self, question: Question | None) -> bool:
        """Whether the objects that the question is about are here; None asks for all of the kind."""
        return None in self._asked or question in self._asked

    def merge(self, question: Question | None, items: t.Iterable[ApiObject]) -> None:
        """Add an answer of the cloud. An object that is here already only takes up the secrets that it lacks."""
        self._asked.add(question)
        for item in items:
            self._asked.add(("id", item["id"]))
            if item["id"] not in self._seen:
                self.add(item)
            elif item["id"] in self.by_id:
                known = self.by_id[item["id"]]
                known.update({key: value for key, value in item.items() if key in self._secrets and key not in known})

    def ask_again(self) -> None:
        """Count every question as not asked yet; the objects stay."""
        self._asked.clear()

    def add(self, item: ApiObject) -> None:
        """Add an object, in place of one with the same id."""
        self.remove(item["id"])
        self._seen.add(item["id"])
        self._asked.add(("id", item["id"]))
        self.by_id[item["id"]] = item
        self.by_name.setdefault(item.get("name"), {})[item["id"]] = item
        for key in self._held_keys:
            self.holders.setdefault((key, item.get(key)), {})[item["id"]] = item

    def remove(self, identifier: Identifier) -> None:
        """Remove the object of that id, where there is one."""
        item = self.by_id.pop(identifier, None)
        if item is not None:
            self.by_name[item.get("name")].pop(identifier)
            for key in self._held_keys:
                self.holders[key, item.get(key)].pop(identifier)
