# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which of the objects that exist a validation is about: the declared ones and what they use, those with the owner's
mark, or all of the project."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import CONNECTION, SERVICE, VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.owner_tag import owner_of
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.shown_name import shown_name
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.validate.declared import is_declared

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject, Params
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.validate.contents import Contents


class Scope:
    """The names that are declared, by kind, else the owner."""

    def __init__(self, params: Params) -> None:
        self._owner = params.get("owner")
        self._declared: dict[str, list[Params]] = {
            kind: params.get(resource.plural) or [] for kind, resource in VPN_KINDS.items()
        }
        # An object that is yet to be renamed is the declared one.
        self._names = {
            kind: {str(name) for item in items for name in (item.get("name"), item.get("from_name")) if name}
            for kind, items in self._declared.items()
        }
        self._state = params.get("state")
        self.declares = is_declared(params)

    def connections(self, contents: Contents) -> list[ApiObject]:
        """The connections to look at."""
        return [item for item in contents.items(CONNECTION) if self._has(CONNECTION, item)]

    def services(self, contents: Contents, connections: t.Iterable[ApiObject]) -> list[ApiObject]:
        """The VPN services to look at: those of the connections too."""
        used = {item.get("vpnservice_id") for item in connections}
        return [item for item in contents.items(SERVICE) if item["id"] in used or self._has(SERVICE, item)]

    def policies(self, contents: Contents, kind: str) -> list[ApiObject]:
        """The policies to look at: those of the connections too."""
        key = VPN_KINDS[kind].key_in(CONNECTION)
        used = {item.get(key) for item in self.connections(contents)}
        return [item for item in contents.items(kind) if item["id"] in used or self._has(kind, item)]

    @property
    def narrows(self) -> bool:
        """Whether some of what exists is left out."""
        return self.declares or self._owner is not None

    @property
    def members(self) -> str:
        """What the objects that are looked at are, in a message."""
        return "declared" if self.declares else "marked as this owner's"

    def missing(self, contents: Contents, kind: str) -> list[str]:
        """The names of the objects of a kind that are declared, and do not exist."""
        found = {text for item in contents.items(kind) for text in (str(item.get("name")), str(item["id"]))}
        present = [item for item in self._declared[kind] if (item.get("state") or self._state) != "absent"]
        return [str(item.get("name")) for item in present if not {item.get("name"), item.get("from_name")} & found]

    def left_out(self, contents: Contents, kind: str, looked_at: t.Iterable[ApiObject]) -> list[str]:
        """The names of the project's objects of a kind that are not among these; ids where there is no name."""
        known = {item["id"] for item in looked_at}
        return [shown_name(item) for item in contents.items(kind) if item["id"] not in known]

    def _has(self, kind: str, item: ApiObject) -> bool:
        if self.declares:
            return str(item.get("name")) in self._names[kind] or item["id"] in self._names[kind]
        return self._owner is None or owner_of(item.get("description")) == self._owner


def labels(policies: t.Iterable[ApiObject]) -> set[str]:
    """What ``audited_policies`` may call these policies."""
    texts = ((item.get("name"), item["id"], f"{item.get('name')} ({item['id']})") for item in policies)
    return {str(text) for each in texts for text in each if text}
