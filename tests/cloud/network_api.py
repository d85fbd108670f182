# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Neutron's API: a path becomes a kind and an action; the rules of the kind do the rest.

Source for the order of checks: neutron.api.v2.base.Controller (29.0.0), through which every extension's kind passes.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from . import access, bodies, dialect, listing
from .access import Caller
from .attributes import Kind
from .errors import ApiError
from .messages import Request, Response, json_response
from .network_rules import subnet_visible
from .quotas import Quotas
from .rules import MEMBER_ACTIONS, RULES
from .world import World


class NetworkApi:
    """Everything under /v2.0."""

    def __init__(self, world: World, page_limit: Callable[[], int | None]) -> None:
        self.world, self.page_limit = world, page_limit
        self.kinds = {kind.path: kind for kind in world.dialect.kinds}
        self.quotas = Quotas(world.dialect.kinds, world.store)
        self.at_prefix = "names"

    def handle(self, request: Request, caller: Caller) -> Response:
        """Answer one request of a known caller; raises ApiError and whatever a broken request provokes."""
        parts = request.path.removesuffix(".json").strip("/").split("/")[1:]
        kind, rest = self._kind(parts)
        if kind is None:
            return self._others(request, parts, caller)
        if len(rest) == 2 and request.method == "PUT" and (kind.collection, rest[1]) in MEMBER_ACTIONS:
            return self._member_action(kind, rest[0], rest[1], request, caller)
        actions = {
            (0, "GET"): self._list, (0, "POST"): self._create,
            (1, "GET"): self._show, (1, "PUT"): self._update, (1, "DELETE"): self._delete,
            (0, "PUT"): self._nobody, (0, "DELETE"): self._nobody, (1, "POST"): self._not_here,
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
            return subnet_visible(self.world.store, stored, caller)
        return access.in_scope(caller, kind, stored)

    def _find(self, kind: Kind, identifier: str, caller: Caller) -> dict[str, Any]:
        stored = self.world.store.get(kind.collection, identifier)
        if stored is None or not self._visible(kind, stored, caller):
            raise ApiError(kind.not_found, id=identifier)
        return stored

    def _view(self, kind: Kind, stored: dict[str, Any], reading: bool) -> dict[str, Any]:
        view = copy.deepcopy(dialect.shown(self.world.dialect, kind, stored))
        if kind.collection == "networks":
            view["subnets"] = [one["id"] for one in self.world.store.where("subnets", network_id=stored["id"])]
        if kind.collection == "subnets":
            view["router:external"] = self.world.store.get("networks", stored["network_id"])["router:external"]
        if not reading:
            view.update(copy.deepcopy(stored.pop("_echo", {})))
        elif self.world.dialect.name == "k5" and "peer_id" in view:
            view["peer_id"] = dialect.prefixed_peer_id(view["peer_id"], self.at_prefix)
        return view

    def _list(self, kind: Kind, request: Request, caller: Caller) -> Response:
        wanted = listing.filters(kind, request, self.world.dialect.aliases)
        keys, page = listing.sort_keys(kind, request), listing.Page(request, self.page_limit())
        found = [self._view(kind, stored, True) for stored in self.world.store.all(kind.collection)
                 if self._visible(kind, stored, caller)]
        found = [view for view in found if listing.matches(kind, view, wanted)]
        # Pages are cut before policy hides objects: a reader gets empty pages, not fewer of them.
        found = [view for view in page.cut(listing.sort(found, keys))
                 if access.may_see(caller, kind, view) or kind.collection == "subnets"]
        document: dict[str, Any] = {kind.collection: [listing.fields(request, view) for view in found]}
        links = page.links(found)
        if links:
            document[kind.collection + "_links"] = links
        return self._answer(200, document)

    def _show(self, kind: Kind, request: Request, caller: Caller, identifier: str) -> Response:
        stored = self._find(kind, identifier, caller)
        if not access.may_see(caller, kind, stored) and kind.collection != "subnets":
            raise ApiError("HTTPNotFound")
        view = self._view(kind, stored, True)
        return self._answer(200, {kind.singular: listing.fields(request, view)})

    def _create(self, kind: Kind, request: Request, caller: Caller) -> Response:
        wanted = bodies.content(kind, request, caller, creating=True)
        access.demand_create(caller, kind, wanted, set(bodies.parse(request)[kind.singular]))
        self.quotas.enforce(kind, wanted.get("tenant_id"))
        stored = RULES[kind.collection].create(self.world, wanted, caller)
        stored.pop("project_id", None)
        bodies.fit_columns(kind, stored)
        self.world.store.add(kind.collection, stored)
        return self._answer(201, {kind.singular: self._view(kind, stored, False)})

    def _update(self, kind: Kind, request: Request, caller: Caller, identifier: str) -> Response:
        changes = bodies.content(kind, request, caller, creating=False)
        stored = self._find(kind, identifier, caller)
        access.demand_change(caller, kind, stored, "update", set(changes))
        draft = copy.deepcopy(stored)
        RULES[kind.collection].update(self.world, draft, changes, caller)
        bodies.fit_columns(kind, draft)
        stored.update(draft)
        view = self._view(kind, stored, False)
        if "peer_id" in view and self.world.dialect.name == "k5":
            view["peer_id"] = dialect.prefixed_peer_id(view["peer_id"], self.at_prefix)
        return self._answer(200, {kind.singular: view})

    def _delete(self, kind: Kind, request: Request, caller: Caller, identifier: str) -> Response:
        if request.body:
            raise ApiError("HTTPBadRequest", message="Request body is not supported in DELETE.")
        stored = self._find(kind, identifier, caller)
        access.demand_change(caller, kind, stored, "delete")
        RULES[kind.collection].delete(self.world, stored)
        return Response(204)

    def _nobody(self, kind: Kind, request: Request, caller: Caller) -> Response:
        """PUT or DELETE of a whole collection: Neutron looks for an object without an id."""
        if request.method == "PUT":
            bodies.content(kind, request, caller, creating=False)
        raise ApiError(kind.not_found, id=None)

    def _not_here(self, kind: Kind, request: Request, caller: Caller, identifier: str) -> Response:
        """POST to an object: the body is looked at before the method is refused."""
        bodies.content(kind, request, caller, creating=True)
        raise ApiError("HTTPMethodNotAllowed")

    def _member_action(self, kind: Kind, identifier: str, action: str, request: Request, caller: Caller) -> Response:
        stored = self._find(kind, identifier, caller)
        access.demand_change(caller, kind, stored, action)
        result = MEMBER_ACTIONS[kind.collection, action](self.world.store, stored, bodies.parse(request), caller)
        return self._answer(200, result)

    def _answer(self, status: int, document: Any) -> Response:
        return json_response(status, document, {"Content-Type": self.world.dialect.content_type})

    # --- paths that are no kind

    def _others(self, request: Request, parts: list[str], caller: Caller) -> Response:
        if request.path == "/v2.0/" and request.method == "GET":
            return self._answer(200, {"resources": [
                {"name": kind.singular, "collection": kind.collection,
                 "links": [{"rel": "self", "href": f"{request.origin}/v2.0/{kind.path}"}]}
                for kind in self.kinds.values() if kind.collection in ("networks", "subnets", "ports")]})
        handler = {"extensions": self._extensions, "service-providers": self._providers,
                   "quotas": self._quotas}.get(parts[0] if parts else "")
        if handler is None:
            raise ApiError("HTTPNotFound")
        return handler(request, parts[1:], caller)

    def _extensions(self, request: Request, rest: list[str], caller: Caller) -> Response:
        if not self.world.dialect.serves_extensions or request.method != "GET" or len(rest) > 1:
            raise ApiError("HTTPNotFound")
        known = {**dialect.EXTENSIONS, **dialect.OTHER_EXTENSIONS}
        described = {alias: {"alias": alias, "name": known.get(alias, (alias, ""))[0], "links": [],
                             "description": known.get(alias, ("", alias))[1], "updated": "2013-05-29T10:00:00-00:00"}
                     for alias in sorted(self.world.dialect.aliases)}
        if not rest:
            return self._answer(200, {"extensions": list(described.values())})
        if rest[0] not in described:
            return _no_extension(rest[0], request.header("accept") or "*/*")
        return self._answer(200, {"extension": described[rest[0]]})

    def _providers(self, request: Request, rest: list[str], caller: Caller) -> Response:
        if "service-type" not in self.world.dialect.aliases or rest or request.method != "GET":
            raise ApiError("HTTPNotFound")
        return self._answer(200, {"service_providers": [
            {"service_type": "VPN", "name": "embedded", "default": True},
            {"service_type": "L3_ROUTER_NAT", "name": "single_node", "default": True}]})

    def _quotas(self, request: Request, rest: list[str], caller: Caller) -> Response:
        if not rest:
            if not caller.is_admin:
                raise ApiError("AdminRequired", reason="Only admin can view or configure quota")
            return self._answer(200, {"quotas": [{**self.quotas.of(project), "tenant_id": project,
                                                  "project_id": project} for project in self.quotas.limits]})
        project = rest[0]
        action = {"GET": "get", "PUT": "update", "DELETE": "delete"}.get(request.method)
        if not caller.is_admin and (project != caller.project_id or action != "get"):
            raise ApiError("PolicyNotAuthorized", rule=f"rule:{action}_quota")
        if request.method == "PUT":
            self.quotas.set(project, (bodies.parse(request) or {}).get("quota", {}))
        elif request.method == "DELETE":
            self.quotas.limits.pop(project, None)
            return Response(204)
        elif request.method != "GET":
            raise ApiError("HTTPMethodNotAllowed")
        return self._answer(200, {"quota": self.quotas.of(project)})


def _no_extension(alias: str, accept: str) -> Response:
    """The one error of Neutron in other shapes: its extension controller is not behind the translation of errors."""
    message = f"The resource could not be found.<br /><br />\nExtension with alias {alias} does not exist\n\n"
    if "json" in accept:
        return json_response(404, {"message": message, "code": "404 Not Found", "title": "Not Found"})
    page = (f"<html>\n <head>\n  <title>404 Not Found</title>\n </head>\n <body>\n  <h1>404 Not Found</h1>\n  {message}"
            "\n </body>\n</html>")
    return Response(404, {"Content-Type": "text/html; charset=UTF-8"}, page.encode())
