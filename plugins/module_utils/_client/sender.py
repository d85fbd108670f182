# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sends requests: repeats them after failures, and writes the log of sdk_log_path."""

from __future__ import annotations

import re
import time
import typing as t
from dataclasses import dataclass
from datetime import datetime, timezone
from urllib.parse import quote

from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.answers import is_identifier
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.auth_errors import explain
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.client_faults import REQUEST_ERRORS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.retry import (
    RETRYABLE,
    TRIES,
    delay,
    is_idempotent,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import UnknownOutcome
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import no_progress

if t.TYPE_CHECKING:
    from requests import Response

    from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.access import Access
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.answers import Query
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject, Progress, Value
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Resource

#: The name of an error, the id of a request.
WORD = re.compile(r"[A-Za-z0-9_.:-]{1,100}")
#: Hides secrets in a text.
Redact: t.TypeAlias = "t.Callable[[str], str]"


@dataclass(frozen=True)
class Clock:
    """Time in seconds: ``now`` since any moment in the past. A test gives its own, so that it need not wait."""

    now: t.Callable[[], float] = time.monotonic
    sleep: t.Callable[[float], None] = time.sleep


class Sender:
    """Sends requests to Neutron's endpoint; ``record`` is called with a line per request."""

    def __init__(self, access: Access, clock: Clock, record: t.Callable[[str], None] | None) -> None:
        self.access, self.clock, self.record = access, clock, record
        #: called with a line, from any thread, when a request is about to be repeated
        self.progress: Progress = no_progress

    def backoff(self, attempt: int, retry_after: str | None = None) -> bool:
        """Wait before the next try, ``retry_after`` if given; false, without waiting, where that is too long."""
        seconds = delay(attempt, datetime.now(timezone.utc), retry_after)
        if seconds is not None:
            self.clock.sleep(seconds)
        return seconds is not None

    def send(self, method: str, path: str, query: Query | None, body: ApiObject | None, redact: Redact) -> Response:
        """The response, after as many tries as the request may have. Raises what ``explain`` gives."""
        began = self.clock.now()
        for attempt in range(TRIES):
            last = attempt == TRIES - 1 or not is_idempotent(method)
            try:
                response = self._try(method, path, query, body, redact)
            except UnknownOutcome as error:
                # A server that never answers gets its time once, and not for each try.
                if last or not error.passing or self.clock.now() - began >= self.access.bounds.seconds:
                    raise
                self._say(method, path, "no answer", attempt)
                self.backoff(attempt)
                continue
            if last or response.status_code not in RETRYABLE:
                return response
            self._say(method, path, f"HTTP status {response.status_code}", attempt)
            if not self.backoff(attempt, response.headers.get("Retry-After")):
                return response
        raise AssertionError("the last try returns or raises")

    def _say(self, method: str, path: str, outcome: str, attempt: int) -> None:
        self.progress(f"{method} {path}: {outcome}, try {attempt + 1} of {TRIES}")

    def _try(self, method: str, path: str, query: Query | None, body: ApiObject | None, redact: Redact) -> Response:
        began = time.monotonic()
        try:
            response = self.access.session.request(
                f"{self.access.endpoint}{path}",
                method,
                params=query,
                json=body,
                headers={"Accept": "application/json"},
                raise_exc=False,
                # keystoneauth1 would log request bodies, and with them the pre-shared key, at DEBUG.
                log=False,
            )
        except REQUEST_ERRORS as error:
            # The cause may quote the request, and with it secrets.
            raise explain(error, None, redact) from None
        if self.record:
            milliseconds = (time.monotonic() - began) * 1000
            request_id = request_id_of(response, redact) or ""
            self.record(f"{method} {path} {response.status_code} {milliseconds:.0f} ms {request_id}".rstrip())
        return response


def request_id_of(response: Response, redact: Redact) -> str | None:
    """The id by which the cloud's operator finds the request; it stands in a log, so it is a word without a secret."""
    found = response.headers.get("X-Openstack-Request-Id") or response.headers.get("x-compute-request-id")
    return word_of(found, redact)


def word_of(value: Value, redact: Redact) -> str | None:
    """The name of an error or the id of a request, None for anything that cannot be one, as what holds a secret."""
    return value if isinstance(value, str) and WORD.fullmatch(value) and redact(value) == value else None


def path_of(method: str, resource: Resource, identifier: str) -> str:
    """The path of one object. Raises ``UnknownOutcome`` for a malformed id, such as ``../../networks/x``."""
    if not is_identifier(identifier):
        raise UnknownOutcome(
            f"{method} {resource.path}/...: not sent, since the id is malformed: {ascii(identifier)[:80]}"
        )
    return f"{resource.path}/{quote(identifier, safe='')}"
