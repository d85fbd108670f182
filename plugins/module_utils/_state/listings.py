# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What exists, read at most once: listings of a cloud's objects, kept up to date with what this task writes."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.answers import is_identifier
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import CloudUnreachable, ServerError, VpnError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import KINDS, VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.networking import QUOTA
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.owner_tag import marked_for
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.value_types import UUID
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.questions import Questions
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.release import VPN_EXTENSIONS

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.client import Cloud
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Resource
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.desired import Identifier
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.index import Index

#: The extension that only OVN's service plugin has (neutron_vpnaas/services/vpn/ovn_plugin.py).
OVN_EXTENSION = "vpn-agent-scheduler"
#: kind -> what is asked of its objects beside id and name, where only these are wanted
BRIEF_KEYS: dict[str, tuple[str, ...]] = {
    "vpn_service": ("router_id", "subnet_id", "status", "admin_state_up"),
    "endpoint_group": ("endpoints",),
    "subnet": ("cidr",),
}


class Listings(Questions):
    """The objects that a token sees, by kind.

    Every method that reads raises ``LoginError`` where the listing proves nothing (see ``ProjectScope``), and
    ``ServerError`` where the server refuses it.
    """

    def __init__(self, cloud: Cloud) -> None:
        super().__init__(cloud)
        #: objects with this owner's mark may be deleted and replaced by a topology; None: no marked object may
        self.owner: str | None = None
        #: (kind, the id that was asked for; None for all) -> its objects, with what ``brief`` needs of them
        self._brief: dict[tuple[str, Identifier | None], Index] = {}
        #: once asked for; None in it: the list could not be read
        self._extensions: tuple[frozenset[str] | None] | None = None
        #: why there was no usable list of extensions; a refusal by the server is none
        self.extensions_fault: CloudUnreachable | None = None
        self._quotas: ApiObject | None = None
        #: why they could not be read
        self.quotas_fault: VpnError | None = None

    def all(self, kind: str) -> list[ApiObject]:
        """Every object of a VPN kind that the token sees."""
        return list(self._answered(kind, None).by_id.values())

    def with_value(self, kind: str, key: str, value: str) -> list[ApiObject]:
        """The objects of a VPN kind that have this value under this key of the API, whatever their project."""
        index = self._answered(kind, (key, value))
        # A copy first, since other threads record what they wrote.
        found = list((index.by_name.get(value, {}) if key == "name" else index.by_id).values())
        return [item for item in found if item.get(key) == value]

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
        if kind in VPN_KINDS and (self._known(kind).answers(None) or not self.cloud.dialect.has_query_parameters):
            return self._answered(kind, None).by_id
        return self._read_briefly(kind, None).by_id

    def brief_of(self, kind: str, identifier: str) -> ApiObject | None:
        """The object of that id as ``brief`` reads it, None where the token does not see it. It is asked for by its id
        where no listing is at hand: a project may have thousands of its kind."""
        listed = (kind, None) in self._brief or kind in self.whole
        known = listed or (kind in VPN_KINDS and self._known(kind).answers(None))
        # A server may write anything in place of an id, and no secret is sent in a query.
        if known or not self.cloud.dialect.has_query_parameters or not UUID.fullmatch(identifier):
            return self.brief(kind).get(identifier)
        return self._read_briefly(kind, identifier).by_id.get(identifier)

    def _read_briefly(self, kind: str, identifier: Identifier | None) -> Index:
        if (kind, identifier) not in self._brief:
            has_query = self.cloud.dialect.has_query_parameters
            keys = ["id", "name", *BRIEF_KEYS.get(kind, ())] if has_query else []
            filters = {"id": identifier} if identifier else {}
            self._brief[kind, identifier] = self._read(kind, **filters, fields=keys)
        return self._brief[kind, identifier]

    def list_in_project(self, kind: str) -> list[ApiObject]:
        """The project's objects of a networking kind, listed whole: an export refers to them by unique names."""
        return [item for item in self.listed(kind) if self.is_in_project(item)]

    def by_id(self, kind: str, identifier: Identifier | None) -> ApiObject | None:
        """The object of that id, or None; for ids that the server returned (or that check mode predicts)."""
        if not identifier:
            return None
        if kind in VPN_KINDS:
            return self._answered(kind, ("id", identifier)).by_id.get(identifier)
        return self.cached(kind, identifier) or self._matching(kind, identifier).by_id.get(identifier)

    def cached(self, kind: str, identifier: Identifier | None) -> ApiObject | None:
        """The object of that id where a filtered request returned it already, else None; sends no request."""
        if not identifier:
            return None
        found = (answer.by_id.get(identifier) for (asked, _text), answer in self._answers.items() if asked == kind)
        return next((item for item in found if item), None)

    def read_already(self, kind: str, identifier: str) -> ApiObject | None:
        """As ``cached``, and of a VPN kind also what a whole listing returned; sends no request."""
        index = self._indexes.get(kind)
        return (index.by_id.get(identifier) if index else None) or self.cached(kind, identifier)

    def users(self, resource: Resource, identifier: Identifier, of_kind: str | None = None) -> list[ApiObject]:
        """The objects that refer to the object of that id, whatever their project.

        ``of_kind`` limits them to one kind, for a question that only those can answer.
        """
        users: dict[Identifier, ApiObject] = {}
        uses = [(kind, key) for kind, key in resource.used_by if of_kind in (None, kind)]
        # One listing costs less than a request for each key (an endpoint group is held under two).
        several = len(uses) > 1
        for kind, key in uses:
            if self.resource(kind).supported:
                index = self._answered(kind, None if several else (key, identifier))
                users |= index.holders.get((key, identifier), {})
        return list(users.values())

    def extensions(self) -> frozenset[str] | None:
        """The aliases of the extensions that the cloud's API lists; None where the list cannot be read, or lacks one
        that every cloud with VPN objects has and so is not the whole one."""
        if self._extensions is None:
            try:
                listed = self.cloud.list(self.resource("extension"))
                aliases = frozenset(str(item.get("alias")) for item in listed)
                self._extensions = (aliases if aliases >= VPN_EXTENSIONS else None,)
            except ServerError:
                self._extensions = (None,)
            except CloudUnreachable as error:
                # The back end only chooses words: no change fails because it is unknown.
                self._extensions, self.extensions_fault = (None,), error
        return self._extensions[0]

    def quotas(self) -> ApiObject:
        """The project's limits by the API's names, read once; empty where the cloud does not show them."""
        if self._quotas is None:
            project, found = self.cloud.project_id, None
            try:
                found = self.cloud.get(QUOTA, project) if project and is_identifier(project) else None
            except VpnError as error:
                self.quotas_fault = error
            self._quotas = found or {}
        return self._quotas

    def is_ovn(self) -> bool | None:
        """Whether the cloud's back end is OVN; None where it is unknown, because the extensions cannot be read."""
        known = self.extensions()
        return None if known is None else OVN_EXTENSION in known

    def is_in_project(self, item: ApiObject) -> bool:
        """Whether the object belongs to the task's project (see ``ProjectScope``)."""
        return self.project_scope.is_in_project(item)

    def is_anothers(self, item: ApiObject) -> bool:
        """Whether the object has the mark of an owner other than this topology's; for a single module, any mark."""
        return marked_for(item) not in (None, self.owner)

    def clear(self) -> None:
        """As ``Questions.clear``."""
        super().clear()
        self._brief.clear()

    def clear_older_than(self, seconds: float) -> None:
        """As ``Questions.clear_older_than``."""
        super().clear_older_than(seconds)
        limit = self.cloud.clock.now() - seconds
        self._brief = {asked: index for asked, index in self._brief.items() if index.read_at >= limit}
