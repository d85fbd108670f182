# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The objects of one kind as they were read at one time."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject

#: kind -> the keys under which its objects hold ids of VPN objects; the other direction of ``used_by``.
HELD_KEYS = {
    holder: tuple(key for resource in VPN_KINDS.values() for kind, key in resource.used_by if kind == holder)
    for holder in VPN_KINDS
}


class Index:
    """The objects of one kind, to be found by id, by name, and by the ids they hold."""

    def __init__(self, kind: str, items: t.Iterable[ApiObject], read_at) -> None:
        self.read_at = read_at
        self._held_keys = HELD_KEYS.get(kind, ())
        self.by_id, self.by_name, self.holders = {}, {}, {}
        for item in items:
            self.add(item)

    def add(self, item: ApiObject) -> None:
        self.remove(item["id"])
        self.by_id[item["id"]] = item
        self.by_name.setdefault(item.get("name"), {})[item["id"]] = item
        for key in self._held_keys:
            self.holders.setdefault((key, item.get(key)), {})[item["id"]] = item

    def remove(self, identifier: str) -> None:
        item = self.by_id.pop(identifier, None)
        if item is not None:
            self.by_name[item.get("name")].pop(identifier)
            for key in self._held_keys:
                self.holders[key, item.get(key)].pop(identifier)
