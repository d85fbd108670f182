# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Faults on demand: rules that say which request fails, and how. Only a ``path`` below /v3 reaches a login.

A rule is a dictionary::

    {"call": 3, "do": "reset"}                                       the third network request of all
    {"method": "POST", "path": "/v2.0/vpn/*", "number": 2, ...}      the second request that matches
    {"writes": true, "times": 2, ...}                                the first two writing requests

``do`` is one of

========  ==========================================================================================================
reset     drop the connection; ``when``: "before" (default, nothing happened) or "after" (applied, the answer is lost)
answer    answer ``status`` with a plausible body; ``when`` as above; ``retry_after`` seconds adds the header
delay     answer ``seconds`` late (the request is applied)
truncate  cut the JSON of the real answer in half
html      the real status with an HTML body
empty     the real status without a body
========  ==========================================================================================================

``times`` is how often the rule strikes, starting with the ``number``-th match (default 1 each; 0 means for ever).
"""

from __future__ import annotations

import fnmatch
from dataclasses import dataclass, replace
from typing import Any

from .messages import Request, Response

ACTIONS = ("reset", "answer", "delay", "truncate", "html", "empty")
WRITING_METHODS = ("POST", "PUT", "DELETE", "PATCH")
HTML = b"<html><head><title>Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>"


@dataclass
class Fault:
    """One rule and how often it matched."""

    do: str
    call: int | None = None
    method: str | None = None
    path: str | None = None
    writes: bool | None = None
    number: int = 1
    times: int = 1
    when: str = "before"
    status: int = 503
    retry_after: float | None = None
    seconds: float = 0.0
    seen: int = 0

    def __post_init__(self) -> None:
        if self.do not in ACTIONS or self.when not in ("before", "after"):
            raise ValueError(f"not a fault: {self}")

    def strikes(self, service: str, call: int, request: Request) -> bool:
        """Count a match and say whether it is one that fails."""
        if service != "network" and not (self.path or "").startswith("/v3"):
            return False
        if self.call is not None and not (self.call <= call and (self.times == 0 or call < self.call + self.times)):
            return False
        if self.method is not None and request.method != self.method.upper():
            return False
        if self.path is not None and not fnmatch.fnmatchcase(request.path, self.path):
            return False
        if self.writes is not None and (request.method in WRITING_METHODS) != self.writes:
            return False
        self.seen += 1
        if self.call is not None:
            return True
        return self.seen >= self.number and (self.times == 0 or self.seen < self.number + self.times)

    @property
    def prevents(self) -> bool:
        """Whether the request is not even handled."""
        return self.do in ("reset", "answer") and self.when == "before"

    def distort(self, answer: Response | None) -> Response:
        """What arrives instead of the answer (None if the request was not handled)."""
        real = answer or Response(self.status)
        if self.do == "reset":
            return Response(0, reset=True)
        if self.do == "answer":
            headers = {"Content-Type": "application/json"}
            if self.retry_after is not None:
                headers["Retry-After"] = f"{self.retry_after:g}"
            return Response(self.status, headers, error_text(self.status))
        if self.do == "delay":
            return replace(real, delay=real.delay + self.seconds)
        if self.do == "truncate":
            return replace(real, body=real.body[: len(real.body) // 2])
        if self.do == "html":
            return replace(real, headers={**real.headers, "Content-Type": "text/html"}, body=HTML)
        return replace(real, body=b"")


def error_text(status: int) -> bytes:
    """A body such as the layer that answers this status would write."""
    if status == 401:
        return (
            b'{"error": {"code": 401, "title": "Unauthorized", '
            b'"message": "The request you have made requires authentication."}}'
        )
    if status == 500:
        return (
            b'{"NeutronError": {"type": "HTTPInternalServerError", "message": "Request Failed: internal server '
            b'error while processing your request.", "detail": ""}}'
        )
    return b'{"message": "The server is currently unavailable. Please try again at a later time."}'


def parse(rules: list[dict[str, Any]]) -> list[Fault]:
    """Rules as dictionaries to rules; raises TypeError or ValueError for what is none."""
    return [rule if isinstance(rule, Fault) else Fault(**rule) for rule in rules]
