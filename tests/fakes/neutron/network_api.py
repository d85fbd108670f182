# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Neutron's API: a path becomes a kind and an action; the rules of the kind do the rest.

Source for the order of checks: neutron.api.v2.base.Controller (29.0.0), through which every extension's kind passes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import access, dialect, discovery, driver, listing, ovn, request_bodies
from .access import Caller
from .attributes import Kind
from .errors import ApiError
from .messages import Request, Response, copied, json_response
from .network_rules import subnet_visible
from .quotas import Quotas
from .resolver import CloudState
from .rules import MEMBER_ACTIONS, RULES

AGENTS = ("vpn-agents", "l3-agents")


class NetworkApi:
    """Everything under /v2.0."""

    def __init__(self, cloud_state: CloudState, page_limit: Callable[[], int | None]) -> None:
        self.cloud_state, self.page_limit = cloud_state, page_limit
        self.kinds = {kind.path: kind for kind in cloud_state.dialect.kinds}
        self.quotas = Quotas(cloud_state.dialect.kinds, cloud_state.store)
        self.at_prefix = "names"

    def handle(self, request: Request, caller: Caller) -> Response:
        """Answer one request of a known caller; raises ApiError and whatever a broken request provokes."""
        parts = request.path.removesuffix(".json").strip("/").split("/")[1:]
        kind, rest = self._kind(parts)
        if kind is None:
            return discovery.handle(self.cloud_state.dialect, self.quotas, request, parts, caller)
        if len(rest) == 2 and request.method == "PUT" and (kind.collection, rest[1]) in MEMBER_ACTIONS:
            return self._member_action(kind, rest[0], rest[1], request, caller)
        if len(rest) == 2 and request.method == "GET" and kind.collection == "routers" and rest[1] in AGENTS:
            agents = ovn.hosting_agents(self.cloud_state, rest[0], rest[1], caller.is_admin)
            return self._answer(200, agents)
        actions = {
            (0, "GET"): self._list,
            (0, "POST"): self._create,
            (1, "GET"): self._show,
            (1, "PUT"): self._update,
            (1, "DELETE"): self._delete,
            (0, "PUT"): self._nobody,
            (0, "DELETE"): self._nobody,
            (1, "POST"): self._not_here,
        }
        if len(rest) > 1:
            raise ApiError("HTTPNotFound")
        action = actions.get((len(rest), request.method))
        if action is None:
            raise ApiError("HTTPMethodNotAllowed")
        return action(kind, request, caller, *rest)

    def _kind(self, parts: list[str]) -> tuple[Kind | None, list[str]]:
        depth = 2 if parts[:1] == ["vpn"] else 1
        path = "/".join(parts[:depth])
        # Underscores in a collection's path work as well as hyphens.
        return self.kinds.get(path) or self.kinds.get(path.replace("_", "-")), parts[depth:]

    def _visible(self, kind: Kind, stored: dict[str, Any], caller: Caller) -> bool:
        """Whether the database finds it for this caller."""
        if kind.collection == "subnets":
            return subnet_visible(self.cloud_state.store, stored, caller)
        return access.in_scope(caller, kind, stored)

    def _find(self, kind: Kind, identifier: str, caller: Caller) -> dict[str, Any]:
        stored = self.cloud_state.store.get(kind.collection, identifier)
        if stored is None or not self._visible(kind, stored, caller):
            raise ApiError(kind.not_found, id=identifier)
        return stored

    def _view(self, kind: Kind, stored: dict[str, Any], action: str = "read") -> dict[str, Any]:
        view = copied(dialect.shown(self.cloud_state.dialect, kind, stored))
        if kind.collection == "networks":
            view["subnets"] = [one["id"] for one in self.cloud_state.store.where("subnets", network_id=stored["id"])]
        if kind.collection == "subnets":
            view["router:external"] = self.cloud_state.store.get("networks", stored["network_id"])["router:external"]
        if action != "create" and "peer_id" in view and self.cloud_state.dialect.prefixes_peer_id:
            view["peer_id"] = dialect.prefixed_peer_id(view["peer_id"], self.at_prefix)
        if action != "read":
            view.update(copied(stored.pop("_echo", {})))
        return view

    def _list(self, kind: Kind, request: Request, caller: Caller) -> Response:
        wanted = listing.filters(kind, request, self.cloud_state.dialect.aliases)
        keys, page = listing.sort_keys(kind, request), listing.Page(request, self.page_limit())
        found = [
            self._view(kind, stored)
            for stored in self.cloud_state.store.all(kind.collection)
            if self._visible(kind, stored, caller)
        ]
        found = [view for view in found if listing.matches(kind, view, wanted)]
        # Pages are cut before policy hides objects: a reader gets empty pages, not fewer of them.
        found = [
            view
            for view in page.cut(listing.sort(found, keys))
            if access.may_see(caller, kind, view) or kind.collection == "subnets"
        ]
        document: dict[str, Any] = {kind.collection: [listing.fields(request, view) for view in found]}
        links = page.links(found)
        if links:
            document[kind.collection + "_links"] = links
        return self._answer(200, document)

    def _show(self, kind: Kind, request: Request, caller: Caller, identifier: str) -> Response:
        stored = self._find(kind, identifier, caller)
        if not access.may_see(caller, kind, stored) and kind.collection != "subnets":
            raise ApiError("HTTPNotFound")
        view = self._view(kind, stored)
        return self._answer(200, {kind.singular: listing.fields(request, view)})

    def _create(self, kind: Kind, request: Request, caller: Caller) -> Response:
        wanted = request_bodies.content(kind, request, caller, creating=True)
        access.demand_create(caller, kind, wanted, set(request_bodies.parse(request)[kind.singular]))
        self.quotas.enforce(kind, wanted.get("tenant_id"))
        stored = RULES[kind.collection].create(self.cloud_state, wanted, caller)
        stored.pop("project_id", None)
        request_bodies.fit_columns(kind, stored)
        refused = stored.pop("_refused", None)
        self.cloud_state.store.add(kind.collection, stored)
        if refused:
            raise refused  # by the driver, which is asked when the object is stored
        driver.after_create(self.cloud_state, kind.collection, stored, caller)
        return self._answer(201, {kind.singular: self._view(kind, stored, "create")})

    def _update(self, kind: Kind, request: Request, caller: Caller, identifier: str) -> Response:
        changes = request_bodies.content(kind, request, caller, creating=False)
        stored = self._find(kind, identifier, caller)
        access.demand_change(caller, kind, stored, "update", set(changes))
        draft = copied(stored)
        RULES[kind.collection].update(self.cloud_state, draft, changes, caller)
        request_bodies.fit_columns(kind, draft)
        stored.update(draft)
        driver.after_update(self.cloud_state, kind.collection, stored, caller)
        return self._answer(200, {kind.singular: self._view(kind, stored, "update")})

    def _delete(self, kind: Kind, request: Request, caller: Caller, identifier: str) -> Response:
        if request.body:
            raise ApiError("HTTPBadRequest", message="Request body is not supported in DELETE.")
        stored = self._find(kind, identifier, caller)
        access.demand_change(caller, kind, stored, "delete")
        RULES[kind.collection].delete(self.cloud_state, stored)
        driver.after_delete(self.cloud_state, kind.collection, stored, caller)
        return Response(204)

    def _nobody(self, kind: Kind, request: Request, caller: Caller) -> Response:
        """PUT or DELETE of a whole collection: Neutron looks for an object without an id."""
        if request.method == "PUT":
            request_bodies.content(kind, request, caller, creating=False)
        raise ApiError(kind.not_found, id=None)

    def _not_here(self, kind: Kind, request: Request, caller: Caller, identifier: str) -> Response:
        """POST to an object: the body is looked at before the method is refused."""
        request_bodies.content(kind, request, caller, creating=True)
        raise ApiError("HTTPMethodNotAllowed")

    def _member_action(self, kind: Kind, identifier: str, action: str, request: Request, caller: Caller) -> Response:
        stored = self._find(kind, identifier, caller)
        access.demand_change(caller, kind, stored, action)
        result = MEMBER_ACTIONS[kind.collection, action](
            self.cloud_state, stored, request_bodies.parse(request), caller
        )
        return self._answer(200, result)

    def _answer(self, status: int, document: Any) -> Response:
        return json_response(status, document, {"Content-Type": self.cloud_state.dialect.content_type})
