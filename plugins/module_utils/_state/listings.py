# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What exists, read at most once: listings of a cloud's objects, kept up to date with what this task writes."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import ServerError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import KINDS, VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.owner_tag import marked_for
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.value_types import UUID
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.index import Index
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.project_scope import ProjectScope
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.replacement_map import ReplacementMap

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.client import Cloud
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Resource
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.desired import Identifier

#: kind -> what is asked of its objects beside id and name, where only these are wanted
BRIEF_KEYS: dict[str, tuple[str, ...]] = {
    "vpn_service": ("router_id", "subnet_id"),
    "endpoint_group": ("endpoints",),
    "subnet": ("cidr",),
}


class Listings:
    """The objects that a token sees, by kind.

    VPN kinds are listed whole, since every question about them (which object has a name, which objects use it, which
    networks overlap) needs the other objects too. Routers, subnets and the other networking kinds are read one by one,
    since a project may have thousands.

    Every method that reads raises ``LoginError`` where the listing proves nothing (see ``ProjectScope``), and
    ``ServerError`` where the server refuses it.
    """

    def __init__(self, cloud: Cloud) -> None:
        self.cloud = cloud
        #: objects with this owner's mark may be deleted and replaced by a topology; None: no marked object may
        self.owner: str | None = None
        self.project_scope = ProjectScope(cloud)
        self.replacements = ReplacementMap()
        self._indexes: dict[str, Index] = {}
        #: (kind, the filters or the name or id that was asked for) -> the server's answer
        self._answers: dict[tuple[str, object], Index] = {}
        self._brief: dict[str, Index] = {}
        self._extensions: set[str | None] | None = None

    def resource(self, kind: str) -> Resource:
        """The kind's table of fields in this cloud's dialect."""
        return KINDS[kind].on(self.cloud.dialect.name)

    def all(self, kind: str) -> list[ApiObject]:
        """Every object of a VPN kind that the token sees."""
        return list(self._index(kind).by_id.values())

    def in_project(self, kind: str) -> list[ApiObject]:
        """The project's objects of a VPN kind; an administrator's token sees all projects'.

        Raises ``LoginError`` where the project is not known.
        """
        self.project_scope.require_project(f"which {KINDS[kind].titles} are yours")
        return [item for item in self.all(kind) if self.is_in_project(item)]

    def without_replaced(self, kind: str) -> list[ApiObject]:
        """As ``all``, without the objects that are being replaced."""
        return [item for item in self.all(kind) if not self.replacements.is_replaced(item["id"])]

    def listed(self, kind: str, **filters: object) -> list[ApiObject]:
        """The objects of a networking kind that fit the server's filters."""
        key = (kind, tuple(filters.items()))
        if key not in self._answers:
            self._answers[key] = self._read(kind, **filters)
        return list(self._answers[key].by_id.values())

    def brief(self, kind: str) -> dict[Identifier, ApiObject]:
        """The objects of a kind that the token sees, by id, with their names and what ``BRIEF_KEYS`` adds: a listing
        that keeps everything else on the server, keys too. What was listed whole is used as it is."""
        if kind in self._indexes:
            return self._indexes[kind].by_id
        if kind not in self._brief:
            self._brief[kind] = self._read(kind, fields=["id", "name", *BRIEF_KEYS.get(kind, ())])
        return self._brief[kind].by_id

    def list_in_project(self, kind: str) -> list[ApiObject]:
        """The project's objects of a networking kind, listed whole: an export refers to them by unique names."""
        return [item for item in self.listed(kind) if self.is_in_project(item)]

    def by_id(self, kind: str, identifier: Identifier | None) -> ApiObject | None:
        """The object of that id, or None; for ids that the server returned (or that check mode predicts)."""
        if not identifier:
            return None
        return self.cached(kind, identifier) or self._matching(kind, identifier).by_id.get(identifier)

    def cached(self, kind: str, identifier: Identifier | None) -> ApiObject | None:
        """The object of that id where a filtered request returned it already, else None; sends no request."""
        if not identifier:
            return None
        found = (answer.by_id.get(identifier) for (asked, _text), answer in self._answers.items() if asked == kind)
        return next((item for item in found if item), None)

    def users(self, resource: Resource, identifier: Identifier) -> list[ApiObject]:
        """The objects that refer to the object of that id, whatever their project."""
        users: dict[Identifier, ApiObject] = {}
        for kind, key in resource.used_by:
            if self.resource(kind).supported:
                users |= self._index(kind).holders.get((key, identifier), {})
        return list(users.values())

    def has_extension(self, alias: str) -> bool:
        """Whether the cloud's API lists that extension; an unreadable list counts as no."""
        if self._extensions is None:
            try:
                self._extensions = {item.get("alias") for item in self.cloud.list(self.resource("extension"))}
            except ServerError:
                self._extensions = set()
        return alias in self._extensions

    def is_in_project(self, item: ApiObject) -> bool:
        """Whether the object belongs to the task's project (see ``ProjectScope``)."""
        return self.project_scope.is_in_project(item)

    def is_anothers(self, item: ApiObject) -> bool:
        """Whether the object has the mark of an owner other than this topology's; for a single module, any mark."""
        return marked_for(item) not in (None, self.owner)

    def add(self, kind: str, item: ApiObject) -> None:
        """Record an object that was just created or changed."""
        self._index(kind).add(item)

    def remove(self, kind: str, identifier: Identifier) -> None:
        """Record that an object is deleted."""
        self._index(kind).remove(identifier)

    def clear(self) -> None:
        """Forget everything that was read: after a replacement, whose effects are not recorded object by object."""
        self._indexes.clear()
        self._answers.clear()
        self._brief.clear()
        self.replacements = ReplacementMap()

    def clear_older_than(self, seconds: float) -> None:
        """Forget what was read longer ago, since other clients write too."""
        limit = self.cloud.clock.now() - seconds
        self._indexes = {kind: index for kind, index in self._indexes.items() if index.read_at >= limit}
        self._answers = {asked: index for asked, index in self._answers.items() if index.read_at >= limit}
        self._brief = {kind: index for kind, index in self._brief.items() if index.read_at >= limit}

    def _matching(self, kind: str, text: Identifier) -> Index:
        """An index that holds every object of the kind with that name or id."""
        if kind in VPN_KINDS:
            return self._index(kind)
        if (kind, text) not in self._answers:
            is_id = isinstance(text, str) and UUID.fullmatch(text)
            self._answers[kind, text] = self._read(kind, **{"id": str(text).lower()} if is_id else {"name": text})
        return self._answers[kind, text]

    def _index(self, kind: str) -> Index:
        if kind not in self._indexes:
            index = self._read(kind)
            if not index.by_id:
                self.project_scope.check_read_permission()
            self.project_scope.require_known_projects(KINDS[kind].title, index.by_id.values())
            self._indexes[kind] = index
        return self._indexes[kind]

    def _read(self, kind: str, **filters: object) -> Index:
        # The time before the request: what another client writes while it runs may be missing in the answer.
        began = self.cloud.clock.now()
        return Index(kind, self.cloud.list(self.resource(kind), **filters), began)
