# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What goes in and what comes out: plain requests and responses, independent of any HTTP library."""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, urlsplit


def copied(value: Any) -> Any:
    """What copy.deepcopy gives, in a fraction of its time for what JSON can hold."""
    if isinstance(value, dict):
        return {name: copied(one) for name, one in value.items()}
    if isinstance(value, list):
        return [copied(one) for one in value]
    return value if value is None or isinstance(value, str | int | float) else copy.deepcopy(value)


@lru_cache
def _pairs(query: str) -> tuple[tuple[str, str], ...]:
    return tuple(parse_qsl(query, keep_blank_values=True))


@dataclass
class Request:
    """One HTTP request; header names may come in any case."""

    method: str
    url: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    def __post_init__(self) -> None:
        self.method = self.method.upper()
        self._headers = {name.lower(): value for name, value in self.headers.items()}
        if isinstance(self.body, str):
            self.body = self.body.encode()
        self.body = self.body or b""

    def header(self, name: str) -> str | None:
        """The value of a header, None if absent."""
        return self._headers.get(name.lower())

    @property
    def path(self) -> str:
        """The path without the query."""
        return urlsplit(self.url).path or "/"

    @property
    def query(self) -> list[tuple[str, str]]:
        """The query as pairs, in order, blanks kept (``name=`` means the empty name)."""
        return list(_pairs(urlsplit(self.url).query))

    @property
    def origin(self) -> str:
        """Scheme and host as the client spelt them; every link and catalog entry is built on it."""
        parts = urlsplit(self.url)
        if parts.netloc:
            return f"{parts.scheme}://{parts.netloc}"
        return f"http://{self.header('host') or 'localhost'}"

    def without_query(self) -> Request:
        """The same request as a cloud sees it that knows no parameters."""
        return Request(self.method, self.url.partition("?")[0], self._headers, self.body)

    def json(self) -> Any:
        """The parsed body; raises ValueError."""
        return json.loads(self.body)


@dataclass
class Response:
    """One HTTP response, or the lack of one.

    ``delay`` seconds are waited by the transport before the answer is sent; ``reset`` means that the connection is
    dropped instead of answering.
    """

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    delay: float = 0.0
    reset: bool = False

    def json(self) -> Any:
        """The parsed body."""
        return json.loads(self.body)


def json_response(status: int, document: Any, headers: dict[str, str] | None = None) -> Response:
    """A JSON answer; None as the document is an answer without a body."""
    if document is None:
        return Response(status, dict(headers or {}))
    return Response(status, {"Content-Type": "application/json", **(headers or {})}, json.dumps(document).encode())
