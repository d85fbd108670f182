# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What exists, read at most once: listings of a cloud's objects, and who is meant by a name or an id."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import ServerError, UnknownReference
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import KINDS, VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.owner_tag import marked_for
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.value_types import ALMOST_UUID, UUID
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.belonging import ProjectScope, ambiguous
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.index import Index
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.replacement_map import ReplacementMap

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.client import Cloud
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Resource


class Snapshot:
    """A snapshot of one project's objects, filled as it is asked.

    VPN kinds are listed whole, since every question about them (who is meant, who uses it, what overlaps) needs the
    neighbours too; routers, subnets and their like are asked for one by one, since a project may have thousands.
    """

    def __init__(self, cloud: Cloud) -> None:
        self.cloud = cloud
        #: whose marked objects a topology may delete and replace; None: nobody's
        self.owner = None
        self.belonging = ProjectScope(cloud)
        self._indexes = {}
        self._answers = {}
        self._extensions = None
        self.replacements = ReplacementMap()

    def resource(self, kind: str):
        """The rows of that kind as this cloud has them."""
        return KINDS[kind].on(self.cloud.dialect.name)

    def all(self, kind: str):
        """Every object of a VPN kind that the token sees; raises ``AccessError`` where an empty list proves nothing."""
        return list(self._index(kind).by_id.values())

    def in_project(self, kind: str):
        """The objects of a VPN kind that are this project's; an administrator's token sees all projects'.

        Raises ``AccessError`` where the project is not known.
        """
        self.belonging.refuse_without_project(f"which {KINDS[kind].titles} are yours")
        return [item for item in self.all(kind) if self.is_in_project(item)]

    def list_in_project(self, kind: str):
        """This project's objects of a kind that is not made here, listed whole: for exports, which name them all."""
        return [item for item in self.listed(kind) if self.is_in_project(item)]

    def listed(self, kind: str, **filters):
        """The objects of a kind that is not made here, by the server's filters."""
        key = (kind, tuple(filters.items()))
        if key not in self._answers:
            self._answers[key] = self._read(kind, **filters)
        return self._answers[key].by_id.values()

    def find(self, kind: str, text: str):
        """The object meant by a name or an id, or None.

        Ids are looked for everywhere, names only in this project. Raises ``UnknownReference`` where several objects
        have the name.
        """
        known = self._known(kind, text)
        if text.lower() in known.by_id:
            return known.by_id[text.lower()]
        by_name = self.by_name(kind, text)
        if len(by_name) > 1:
            raise ambiguous(kind, text, by_name, self.owner)
        return by_name[0] if by_name else None

    def by_name(self, kind: str, name: str):
        """This project's objects of that name, without those that give way to another one.

        Raises ``AccessError`` where the project is not known, unless the name is an id.
        """
        known = self._known(kind, name)
        if name.lower() not in known.by_id and not UUID.fullmatch(name):
            self.belonging.refuse_without_project(f'which {KINDS[kind].title} is meant by the name "{name}"')
        return [
            item
            for item in known.by_name.get(name, {}).values()
            if self.is_in_project(item) and not self.replacements.is_replaced(item["id"])
        ]

    def without_replaced(self, kind: str):
        """As ``all``, without the objects that give way to another one."""
        return [item for item in self.all(kind) if not self.replacements.is_replaced(item["id"])]

    def find_or_none(self, kind: str, text: str):
        """As ``find``, but raises ``UnknownReference`` where None would make an id the name of a new object."""
        item = self.find(kind, text)
        title = KINDS[kind].title
        if item is None and UUID.fullmatch(text):
            raise UnknownReference(f"There is no {title} with the id {text}", hint=self._where_looked(kind))
        if item is None and ALMOST_UUID.fullmatch(text):
            raise UnknownReference(
                f'"{text}" is no {title}\'s name, and no well-formed id either',
                hint="An id looks like 7b347d20-6fa3-4e22-b744-c49ee235ae4f.",
            )
        return item

    def require(self, kind: str, text: str):
        """As ``find``, but what is not there is an error."""
        item = self.find_or_none(kind, text)
        if item is None:
            message = f'There is no {KINDS[kind].title} named "{text}"'
            raise UnknownReference(message, hint=self._where_looked(kind), sought=(kind, text))
        return item

    def by_id(self, kind: str, identifier: str):
        """The object of that id, or None; for ids that the server gave us."""
        if not identifier:
            return None
        return self.cached(kind, identifier) or self._known(kind, identifier).by_id.get(identifier)

    def cached(self, kind: str, identifier: str):
        """The object of that id if some earlier question brought it here, else None; never a call."""
        found = (answer.by_id.get(identifier) for (asked, _text), answer in self._answers.items() if asked == kind)
        return next((item for item in found if item), None)

    def has_extension(self, alias: str) -> bool:
        """Whether the cloud's API lists that extension; unknown counts as no."""
        if self._extensions is None:
            try:
                self._extensions = {item.get("alias") for item in self.cloud.list(self.resource("extension"))}
            except ServerError:
                self._extensions = set()
        return alias in self._extensions

    def users(self, resource: Resource, identifier: str):
        """The objects that hold this one's id, whatever their project."""
        users = {}
        for kind, key in resource.used_by:
            if self.resource(kind).supported:
                users |= self._index(kind).holders.get((key, identifier), {})
        return list(users.values())

    def add(self, kind: str, item: ApiObject) -> None:
        """Take note of an object just made or changed."""
        self._index(kind).add(item)

    def remove(self, kind: str, identifier: str) -> None:
        """Take note that an object is gone."""
        self._index(kind).remove(identifier)

    def clear(self) -> None:
        """Know nothing any more: after a replacement, of which nobody kept account object by object."""
        self._indexes.clear()
        self._answers.clear()
        self.replacements = ReplacementMap()

    def clear_older_than(self, seconds: float) -> None:
        """Forget what was read longer ago: others write too."""
        limit = self.cloud.clock.now() - seconds
        for memory in (self._indexes, self._answers):
            for key in [key for key, listing in memory.items() if listing.read_at < limit]:
                del memory[key]

    def _known(self, kind: str, text: str):
        return self._index(kind) if kind in VPN_KINDS else self._ask(kind, text)

    def _index(self, kind: str):
        if kind not in self._indexes:
            listing = self._read(kind)
            if not listing.by_id:
                self.belonging.check_read_permission()
            self.belonging.refuse_unknown_project(KINDS[kind].title, listing.by_id.values())
            self._indexes[kind] = listing
        return self._indexes[kind]

    def _read(self, kind: str, **filters):
        began = self.cloud.clock.now()
        return Index(kind, self.cloud.list(self.resource(kind), **filters), began)

    def _ask(self, kind: str, text: str):
        if (kind, text) not in self._answers:
            filters = {"id": text.lower()} if UUID.fullmatch(text) else {"name": text}
            self._answers[kind, text] = self._read(kind, **filters)
        return self._answers[kind, text]

    def is_in_project(self, item: ApiObject) -> bool:
        """Whether it is this project's (see ``ProjectScope``)."""
        return self.belonging.is_in_project(item)

    def is_anothers(self, item: dict) -> bool:
        """Whether it carries the mark of an owner other than this topology's; for a single module, any mark."""
        return marked_for(item) not in (None, self.owner)

    def _where_looked(self, kind: str) -> str:
        listing = f"the module {kind}_info" if kind in VPN_KINDS else f"openstack {KINDS[kind].title} list"
        return f"Looked in project {self.cloud.project_id or '(none)'}; {listing} shows what there is."
