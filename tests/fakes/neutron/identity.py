# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keystone: version document, tokens. Source: the Identity API v3 reference, keystone.exception for the errors."""

from __future__ import annotations

import datetime
import secrets
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .access import Caller
from .accounts import IMPLIED_ROLES, Accounts, User
from .catalog import catalog, identity_version, root_versions
from .messages import Request, Response, json_response

UNAUTHORIZED = "The request you have made requires authentication."
MALFORMED = (
    "Expecting to find {} in {}. The server could not comply with the request since it is either malformed or "
    "otherwise incorrect. The client is assumed to be in error."
)
NOT_FOUND_PAGE = b"""<!doctype html>
<html lang=en>
<title>404 Not Found</title>
<h1>Not Found</h1>
<p>The requested URL was not found on the server. If you entered the URL manually please check your spelling and try \
again.</p>
"""
UNKNOWN_TOKEN = "Could not recognize Fernet token"
TITLES = {400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed"}


class IdentityError(Exception):
    """A refusal in Keystone's shape."""

    def __init__(self, status: int, message: str = UNAUTHORIZED) -> None:
        self.status, self.message = status, message
        super().__init__(message)


def identity_error(origin: str, status: int = 401, message: str = UNAUTHORIZED) -> Response:
    """Keystone's error body; keystonemiddleware in front of Neutron answers the same for 401."""
    headers = {"WWW-Authenticate": f'Keystone uri="{origin}/v3"'} if status == 401 else {}
    return json_response(status, {"error": {"code": status, "title": TITLES[status], "message": message}}, headers)


@dataclass
class Token:
    """A token and what it stands for; times are the cloud's clock."""

    value: str
    user: User
    project_id: str | None
    roles: tuple[str, ...]
    methods: tuple[str, ...]
    issued: float
    expires: float

    @property
    def caller(self) -> Caller:
        """The token's holder as the network API sees them."""
        return Caller(self.user.id, self.user.name, self.project_id, frozenset(self.roles))


class Identity:
    """The identity service of one cloud."""

    def __init__(
        self, dialect: str, accounts: Accounts, clock: Callable[[], float], lifetime: float, with_network: bool
    ) -> None:
        self.dialect, self.accounts, self.clock = dialect, accounts, clock
        self.lifetime, self.with_network = lifetime, with_network
        self.tokens: dict[str, Token] = {}
        self._epoch = time.time() - clock()

    def handle(self, request: Request) -> Response:
        """Answer a request outside the network API."""
        path = request.path.rstrip("/")
        if path == "":
            return json_response(200, root_versions(request.origin))
        if path == "/v3" and request.method == "GET":
            return json_response(200, {"version": identity_version(request.origin)})
        if path != "/v3/auth/tokens":
            return Response(404, {"Content-Type": "text/html; charset=utf-8"}, NOT_FOUND_PAGE)
        actions = {"POST": self._log_in, "GET": self._show, "HEAD": self._show, "DELETE": self._revoke}
        if request.method not in actions:
            return identity_error(request.origin, 405, "The method is not allowed for the requested URL.")
        try:
            return actions[request.method](request)
        except IdentityError as refusal:
            return identity_error(request.origin, refusal.status, refusal.message)

    def caller(self, token: str | None) -> Caller | None:
        """Who holds this token; None if nobody (any more)."""
        found = self._valid(token)
        return found.caller if found else None

    def _valid(self, value: str | None) -> Token | None:
        token = self.tokens.get(value or "")
        return token if token and token.expires > self.clock() else None

    def _log_in(self, request: Request) -> Response:
        try:
            auth = request.json()["auth"]
            identity, methods = auth["identity"], tuple(auth["identity"]["methods"])
            user, project_id, roles, expires = self._authenticate(identity, methods)
            if project_id is None and isinstance(auth.get("scope"), dict) and "project" in auth["scope"]:
                project_id = self._project(auth["scope"]["project"])
        except KeyError as missing:
            raise IdentityError(400, MALFORMED.format(missing.args[0], "request body")) from None
        except (TypeError, ValueError, AttributeError):
            raise IdentityError(400, MALFORMED.format("valid JSON", "request body")) from None
        if project_id is not None:
            if project_id not in user.roles:
                raise IdentityError(401)
            roles = roles or IMPLIED_ROLES[user.roles[project_id]]
        now = self.clock()
        token = Token(
            secrets.token_hex(32),
            user,
            project_id,
            tuple(roles),
            methods,
            now,
            min(now + self.lifetime, expires or float("inf")),
        )
        self.tokens[token.value] = token
        return json_response(201, {"token": self._document(token, request.origin)}, {"X-Subject-Token": token.value})

    def _authenticate(self, identity: dict, methods: tuple[str, ...]) -> tuple:
        """User, project and roles that the method itself brings along, and the expiry it imposes."""
        if methods == ("password",):
            user = self._user(identity["password"]["user"])
            if user is None or identity["password"]["user"]["password"] != user.password:
                raise IdentityError(401)
            return user, None, (), None
        if methods == ("token",):
            token = self._valid(identity["token"]["id"])
            if token is None:
                raise IdentityError(404, UNKNOWN_TOKEN)
            return token.user, None, (), token.expires
        if methods == ("application_credential",):
            given = identity["application_credential"]
            for known in self.accounts.application_credentials:
                named = given.get("name") == known.name and self._user(given.get("user", {})) is known.user
                if (given.get("id") == known.id or named) and given["secret"] == known.secret:
                    roles = tuple(
                        dict.fromkeys(role for given_role in known.roles for role in IMPLIED_ROLES[given_role])
                    )
                    return known.user, known.project_id, roles, None
            raise IdentityError(401)
        raise IdentityError(400, MALFORMED.format(", ".join(map(str, methods)), "identity"))

    def _domain_matches(self, given: dict) -> bool:
        domain = given.get("domain", {})
        return domain.get("id") == self.accounts.domain_id or domain.get("name") == self.accounts.domain_name

    def _user(self, given: dict) -> User | None:
        if "id" in given:
            return next((user for user in self.accounts.users.values() if user.id == given["id"]), None)
        return self.accounts.users.get(given["name"]) if self._domain_matches(given) else None

    def _project(self, given: dict) -> str:
        if "id" in given:
            return given["id"]
        if not self._domain_matches(given) or given["name"] not in self.accounts.projects:
            raise IdentityError(401)
        return self.accounts.projects[given["name"]]

    def _show(self, request: Request) -> Response:
        if self._valid(request.header("x-auth-token")) is None:
            raise IdentityError(401)
        subject = self._valid(request.header("x-subject-token"))
        if subject is None:
            raise IdentityError(404, UNKNOWN_TOKEN)
        return json_response(
            200, {"token": self._document(subject, request.origin)}, {"X-Subject-Token": subject.value}
        )

    def _revoke(self, request: Request) -> Response:
        if self._valid(request.header("x-auth-token")) is None:
            raise IdentityError(401)
        if self.tokens.pop(request.header("x-subject-token") or "", None) is None:
            raise IdentityError(404, UNKNOWN_TOKEN)
        return Response(204)

    def _time(self, moment: float) -> str:
        stamp = datetime.datetime.fromtimestamp(self._epoch + moment, datetime.timezone.utc)
        return stamp.strftime("%Y-%m-%dT%H:%M:%S.000000Z")

    def _document(self, token: Token, origin: str) -> dict[str, Any]:
        domain = {"id": self.accounts.domain_id, "name": self.accounts.domain_name}
        document: dict[str, Any] = {
            "methods": list(token.methods),
            "audit_ids": [secrets.token_urlsafe(16)],
            "user": {"id": token.user.id, "name": token.user.name, "domain": domain, "password_expires_at": None},
            "issued_at": self._time(token.issued),
            "expires_at": self._time(token.expires),
        }
        if token.project_id is not None:
            document.update(
                {
                    "is_domain": False,
                    "project": {
                        "id": token.project_id,
                        "name": self.accounts.project_name(token.project_id),
                        "domain": domain,
                    },
                    "roles": [{"id": uuid.uuid5(uuid.NAMESPACE_DNS, role).hex, "name": role} for role in token.roles],
                    "catalog": catalog(self.dialect, origin, self.with_network),
                }
            )
        return document
