# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What Neutron tells about itself: its extensions, its service providers, its quotas."""

from __future__ import annotations

from typing import Any

from . import request_bodies
from .access import Caller
from .dialect import EXTENSIONS, OTHER_EXTENSIONS, Dialect
from .errors import ApiError
from .messages import Request, Response, json_response
from .quotas import Quotas

CORE = ("network", "subnet", "subnetpool", "port")
UPDATED = "2013-05-29T10:00:00-00:00"
PROVIDERS = [
    {"service_type": "L3_ROUTER_NAT", "name": "single_node", "default": True},
    {"service_type": "VPN", "name": "embedded", "default": True},
]


def handle(dialect: Dialect, quotas: Quotas, request: Request, parts: list[str], caller: Caller) -> Response:
    """Answer a path below /v2.0 that is no kind of object; most are unknown."""

    def answer(status: int, document: Any) -> Response:
        return json_response(status, document, {"Content-Type": dialect.content_type})

    first, rest = (parts[0] if parts else ""), parts[1:]
    if request.path == "/v2.0/" and request.method == "GET":
        return answer(200, {"resources": [_resource(name, request.origin) for name in CORE]})
    if first == "extensions" and dialect.serves_extensions and request.method == "GET" and len(rest) < 2:
        return _extensions(dialect, request, rest, answer)
    if first == "service-providers" and "service-type" in dialect.aliases and not rest and request.method == "GET":
        return answer(200, {"service_providers": PROVIDERS})
    if first == "quotas" and not rest:
        if not caller.is_admin:
            raise ApiError("AdminRequired", reason="Only admin can view or configure quota")
        return answer(200, {"quotas": [quotas.of(project) | {"project_id": project} for project in quotas.limits]})
    if first == "quotas" and len(rest) == 1:
        return _quota(quotas, request, rest[0], caller, answer)
    raise ApiError("HTTPNotFound")


def _resource(name: str, origin: str) -> dict[str, Any]:
    links = [{"rel": "self", "href": f"{origin}/v2.0/{name}s"}]
    return {"name": name, "collection": f"{name}s", "links": links}


def _extensions(dialect: Dialect, request: Request, rest: list[str], answer: Any) -> Response:
    known = {**EXTENSIONS, **OTHER_EXTENSIONS}
    described = {}
    for alias in sorted(dialect.aliases):
        name, description = known.get(alias, (alias, alias))
        described[alias] = {"alias": alias, "name": name, "description": description, "links": [], "updated": UPDATED}
    if not rest:
        return answer(200, {"extensions": list(described.values())})
    if rest[0] in described:
        return answer(200, {"extension": described[rest[0]]})
    return _no_extension(rest[0], request.header("accept") or "*/*")


def _no_extension(alias: str, accept: str) -> Response:
    """The one error of Neutron in other shapes: its extension controller is not behind the translation of errors."""
    message = f"The resource could not be found.<br /><br />\nExtension with alias {alias} does not exist\n\n"
    if "json" in accept:
        return json_response(404, {"message": message, "code": "404 Not Found", "title": "Not Found"})
    page = (
        f"<html>\n <head>\n  <title>404 Not Found</title>\n </head>\n <body>\n  <h1>404 Not Found</h1>\n  {message}"
        "\n </body>\n</html>"
    )
    return Response(404, {"Content-Type": "text/html; charset=UTF-8"}, page.encode())


def _quota(quotas: Quotas, request: Request, project: str, caller: Caller, answer: Any) -> Response:
    action = {"GET": "get", "PUT": "update", "DELETE": "delete"}.get(request.method)
    if action is None:
        raise ApiError("HTTPMethodNotAllowed")
    if not caller.is_admin and (project != caller.project_id or action != "get"):
        raise ApiError("PolicyNotAuthorized", rule=f"rule:{action}_quota")
    if action == "delete":
        quotas.limits.pop(project, None)
        return Response(204)
    if action == "update":
        quotas.set(project, (request_bodies.parse(request) or {}).get("quota", {}))
    return answer(200, {"quota": quotas.of(project)})
