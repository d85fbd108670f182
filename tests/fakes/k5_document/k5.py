# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The cloud: requests in, answers out, and a record of both."""

from __future__ import annotations

import itertools
import json
import time
import typing as t
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from . import login
from .rules import KINDS
from .vpn import Behaviour, Refused, Vpn

Object = dict[str, t.Any]
#: Two spellings that K5 uses in turn.
CONTENT_TYPES = ("application/json", "application/json;charset=UTF-8")
#: Of errors that have no name of their own.
ERROR_TYPES = {404: "HTTPNotFound", 409: "HTTPConflict", 500: "HTTPInternalServerError"}


@dataclass
class Answer:
    """Status, body (None: empty) and headers."""

    status: int
    body: t.Any = None
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def payload(self) -> bytes:
        """The bytes to send."""
        return b"" if self.body is None else json.dumps(self.body).encode()


@dataclass(frozen=True)
class Entry:
    """One request that came, and the status of its answer."""

    method: str
    path: str
    body: t.Any
    status: int


class K5:
    """A K5 of one project. ``behaviour`` holds what a test may choose; ``now`` is the clock."""

    def __init__(self, behaviour: Behaviour | None = None, now: t.Callable[[], float] = time.monotonic) -> None:
        self.behaviour = behaviour or Behaviour()
        self.vpn = Vpn(login.PROJECT_ID, now, self.behaviour)
        self.tokens: set[str] = set()
        self.log: list[Entry] = []
        self._numbers = itertools.count(1)

    @property
    def writes(self) -> list[Entry]:
        """The requests to the network service that would change something."""
        return [entry for entry in self.log if entry.method != "GET" and not entry.path.startswith("/v3")]

    @property
    def refused(self) -> list[Entry]:
        """The writes that were answered with an error."""
        return [entry for entry in self.writes if entry.status >= 400]

    def answer(self, method: str, target: str, headers: t.Mapping[str, str], content: bytes, base: str = "") -> Answer:
        """The answer to one request; ``base`` is the URL under which this cloud is reached."""
        url = urlsplit(target)
        try:
            body = json.loads(content) if content else None
        except ValueError:
            body = content.decode(errors="replace")
        found = self._answer(method, url.path, parse_qs(url.query), headers, body, base)
        self.log.append(Entry(method, url.path, body, found.status))
        number = next(self._numbers)
        return Answer(found.status, found.body, {"Content-Type": CONTENT_TYPES[number % 2], **found.headers})

    def _answer(
        self, method: str, path: str, query: dict[str, list[str]], headers: t.Mapping[str, str], body: t.Any, base: str
    ) -> Answer:
        if path.rstrip("/") == "/v3" and method == "GET":
            return Answer(200, login.version_body(base))
        if path == "/v3/auth/tokens" and method == "POST":
            return self._log_in(body, base)
        token = next((value for name, value in headers.items() if name.lower() == "x-auth-token"), "")
        if token not in self.tokens:
            return Answer(401, {"error": {"code": 401, "title": "Unauthorized", "message": "Log in first."}})
        if not path.startswith("/networking/v2.0/"):
            return Answer(404, {"message": "no such path", "code": 404, "title": "Not Found"})
        try:
            self.vpn.advance()
            return self._network(method, path.removeprefix("/networking/v2.0/").split("/"), query, body)
        except Refused as refusal:
            return Answer(refusal.status, self._error(refusal.status, str(refusal)))

    def _log_in(self, body: t.Any, base: str) -> Answer:
        if not login.accepts(body):
            return Answer(401, {"error": {"code": 401, "title": "Unauthorized", "message": "No such login."}})
        token = f"{next(self._numbers):032x}"
        self.tokens.add(token)
        return Answer(201, login.token_body(base), {"X-Subject-Token": token})

    def _network(self, method: str, parts: list[str], query: dict[str, list[str]], body: t.Any) -> Answer:
        failing = self.behaviour.failing.get(f"{method} {parts[min(1, len(parts) - 1)]}")
        if failing:
            raise Refused(failing, "Request Failed: internal server error while processing your request.")
        if len(parts) in (1, 2) and parts[0] in ("routers", "subnets", "ports", "floatingips", "networks"):
            return self._read(method, parts, query)
        kind = next((kind for kind in KINDS if parts[:2] == ["vpn", kind.path]), None)
        if kind is None or len(parts) > 3:
            raise Refused(404, "The resource could not be found.")
        one = parts[2] if len(parts) == 3 else ""
        inner = body.get(kind.key) if isinstance(body, dict) and list(body) == [kind.key] else None
        if method == "GET" and one:
            return Answer(200, {kind.key: self.vpn.shown(kind, self.vpn.find(kind.path, one))})
        if method == "GET":
            # No document names a parameter of a list, so none has an effect.
            return Answer(200, {kind.keys: [self.vpn.shown(kind, item) for item in self.vpn.objects[kind.path]]})
        if method == "POST" and not one:
            return Answer(201, {kind.key: self.vpn.create(kind, inner if inner is not None else {})})
        if method == "PUT" and one:
            return Answer(200, {kind.key: self.vpn.update(kind, one, inner)})
        if method == "DELETE" and one:
            self.vpn.delete(kind, one)
            return Answer(204)
        return Answer(405, {"message": "no such method", "code": 405, "title": "Method Not Allowed"})

    def _read(self, method: str, parts: list[str], query: dict[str, list[str]]) -> Answer:
        if method != "GET":
            return Answer(405, {"message": "this cloud's networks are read only", "code": 405, "title": "no"})
        collection = parts[0]
        if len(parts) == 2:
            return Answer(200, {collection.removesuffix("s"): self.vpn.find(collection, parts[1])})
        items = self.vpn.objects[collection]
        return Answer(200, {collection: [o for o in items if all(o.get(k, v[0]) in v for k, v in query.items())]})

    def _error(self, status: int, message: str) -> Object:
        """K5's three shapes of an error."""
        number = next(self._numbers)
        request_id = {"request_id": f"req-{number}"}
        message = {"type": ERROR_TYPES.get(status, "HTTPBadRequest"), "message": message, "detail": ""}
        shapes: tuple[Object, ...] = (
            {"NeutronError": message},
            {"NeutronError": message, **request_id},
            {"NeutronError": message["message"], **request_id},
        )
        return shapes[number % 3 if self.behaviour.error_shape is None else self.behaviour.error_shape]
