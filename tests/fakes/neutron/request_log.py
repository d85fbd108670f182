# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The log of requests that tests can ask. It holds no secret: psk, passwords and tokens are replaced on entry."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from .messages import Request, Response

HIDDEN = "<hidden>"
SECRET_KEYS = ("psk", "password", "secret")


def without_secrets(value: Any, parent: str = "") -> Any:
    """A copy with every secret replaced; a dictionary under ``password`` or ``token`` is looked into."""
    if isinstance(value, dict):
        return {
            key: HIDDEN if _is_secret(key, item, parent) else without_secrets(item, key) for key, item in value.items()
        }
    if isinstance(value, list):
        return [without_secrets(item, parent) for item in value]
    return value


def _is_secret(key: str, value: Any, parent: str) -> bool:
    if isinstance(value, dict):
        return False
    return key in SECRET_KEYS or key == "token" or (parent == "token" and key == "id")


@dataclass
class Entry:
    """One request and how it was answered."""

    number: int
    service: str
    """``identity`` or ``network``."""
    method: str
    path: str
    query: dict[str, list[str]]
    writing: bool
    """Whether it could change something behind the network API."""
    body: Any = None
    user: str | None = None
    status: int | None = None
    """None if no answer was sent."""
    request_id: str | None = None
    fault: str | None = None
    key_bytes: int = 0
    """How many bytes of pre-shared keys the answer to a read holds."""
    handled: bool = True
    """Whether the cloud looked at it at all; false where a fault struck first."""

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def entry(number: int, service: str, writing: bool, request: Request) -> Entry:
    """A log entry for a request that has just arrived."""
    query: dict[str, list[str]] = {}
    for name, value in request.query:
        query.setdefault(name, []).append(HIDDEN if name in SECRET_KEYS else value)
    try:
        body = without_secrets(json.loads(request.body)) if request.body else None
    except ValueError:
        body = f"<{len(request.body)} bytes that are no JSON>"
    return Entry(number, service, request.method, request.path, query, writing, body)


def key_bytes(response: Response) -> int:
    """The bytes of the keys in a body; 0 where it is no JSON."""
    found: list[str] = []

    def collect(pairs: list[tuple[str, Any]]) -> None:
        found.extend(value for key, value in pairs if key == "psk" and isinstance(value, str))

    try:
        json.loads(response.body or b"null", object_pairs_hook=collect)
    except ValueError:
        return 0
    return sum(len(key.encode()) for key in found)


class RequestLog(list):
    """The entries, oldest first, with the questions that tests ask most."""

    def of(self, service: str = "network", method: str | None = None, path: str | None = None) -> list[Entry]:
        """Entries of one service, optionally of one method and with a path that contains a text."""
        return [
            one
            for one in self
            if one.service == service and method in (None, one.method) and (path is None or path in one.path)
        ]

    @property
    def network(self) -> list[Entry]:
        """Requests to the network API."""
        return self.of("network")

    @property
    def identity(self) -> list[Entry]:
        """Requests to the identity API."""
        return self.of("identity")

    @property
    def writes(self) -> list[Entry]:
        """Writing requests to the network API, refused ones included."""
        return [one for one in self if one.writing]

    @property
    def key_bytes(self) -> int:
        """The bytes of pre-shared keys in the answers to all reads."""
        return sum(one.key_bytes for one in self)

    @property
    def calls(self) -> list[str]:
        """``METHOD path`` of every network request: short enough to compare with a list."""
        return [f"{one.method} {one.path}" for one in self.network]
