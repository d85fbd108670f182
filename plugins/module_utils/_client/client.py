# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Five verbs over one session: list, get, create, update, delete. Errors come out of answers here and nowhere else."""

from __future__ import annotations

import time
import typing as t
from dataclasses import dataclass
from datetime import datetime, timezone
from urllib.parse import quote

from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.answers import Answer, Request, is_identifier
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.api_errors import (
    error_from_response,
    is_the_servers,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.auth_errors import explain
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.retry import (
    RETRYABLE,
    TRIES,
    delay,
    is_idempotent,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import UnknownOutcome, VpnError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._redaction import mask
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Resource

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.access import Access
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject


@dataclass(frozen=True)
class Clock:
    """Time, handed in so that a test need not sleep."""

    now: object = time.monotonic
    sleep: object = time.sleep


class Cloud:
    """One project's view of a cloud.

    ``read_only`` makes every writing verb an error of ours: in check mode nothing may be written, whatever the code
    above believes. ``record`` is called with a line per request, for sdk_log_path.
    """

    def __init__(self, access: Access, project_id=None, clock=None, read_only=False, record=None) -> None:
        self.access = access
        self.dialect = access.dialect
        self.project_id = project_id or access.project_id
        self.clock = clock or Clock()
        self.read_only = read_only
        self.record = record

    @property
    def in_own_project(self) -> bool:
        """Whether the objects are the token's project's own."""
        return self.project_id == self.access.project_id

    def list(self, resource: Resource, **filters):
        """All objects of that kind that this token sees and that fit the filters, page by page.

        Clouds without filter validation ignore a filter they do not know, so callers match again.
        """
        found, query, texts = [], _pairs(filters), {}
        asked = []
        while query is not None:
            asked.append(query)
            answer = self._send("GET", resource, resource.path, query=query)
            items = answer.several(resource.api_key_plural, resource.has_ids)
            found.extend(_with_shared_texts(item, texts) for item in items)
            query = answer.next_query(resource.api_key_plural, asked)
        return found

    def get(self, resource: Resource, identifier: str):
        """The object of that id, or None."""
        answer = self._send("GET", resource, _path("GET", resource, identifier), allowed={404})
        return answer.one(resource.api_key, identifier) if answer else None

    def create(self, resource: Resource, body: ApiObject):
        if not self.in_own_project and self.project_id:
            body = {**body, self.dialect.project_key: self.project_id}
        return self._send("POST", resource, resource.path, body={resource.api_key: body}).one(resource.api_key)

    def update(self, resource: Resource, identifier: str, body: ApiObject) -> None:
        """What is stored afterwards is the caller's to read back: an answer proves nothing."""
        self._send("PUT", resource, _path("PUT", resource, identifier), body={resource.api_key: body})

    def delete(self, resource: Resource, identifier: str) -> bool:
        """Whether there was something to delete: an object that is gone already is what was wanted."""
        return self._send("DELETE", resource, _path("DELETE", resource, identifier), allowed={404}) is not None

    def backoff(self, attempt: int, error=None, retry_after=None) -> bool:
        """Pause before the next try; false where the server asks for more patience than we have."""
        retry_after = retry_after or getattr(error, "retry_after", None)
        seconds = delay(attempt, datetime.now(timezone.utc), retry_after)
        if seconds is not None:
            self.clock.sleep(seconds)
        return seconds is not None

    def _send(self, method: str, resource: Resource, path: str, query=None, body: ApiObject | None = None, allowed=()):
        """The ``Answer`` to a GET or POST, else true; None for a status in ``allowed``; raises ``VpnError``."""
        if self.read_only and method != "GET":
            raise VpnError(f"check mode tried to {method} {path}: this is a fault of sitelink.vpnaas, please report it")
        redact = self._redactor(resource, body)
        answer = self._answer(method, path, query, body, redact)
        if answer.status_code in allowed and is_the_servers(answer):
            return None
        if answer.status_code >= 300:
            raise error_from_response(resource, method, answer, _request_id(answer), redact)
        if method not in ("GET", "POST"):
            return True
        return Answer(Request(method, path, redact), answer, _request_id(answer))

    def _answer(self, method: str, path: str, query, body: ApiObject, redact: t.Callable[[str], str]):
        """The answer, after as many tries as the request may have; raises ``AccessError``."""
        for attempt in range(TRIES):
            last = attempt == TRIES - 1 or not is_idempotent(method)
            try:
                answer = self._try(method, path, query, body, redact)
            except UnknownOutcome:
                if last:
                    raise
                self.backoff(attempt)
                continue
            if last or answer.status_code not in RETRYABLE:
                return answer
            if not self.backoff(attempt, retry_after=answer.headers.get("Retry-After")):
                return answer
        raise AssertionError("the last try returns or raises")

    def _try(self, method: str, path: str, query, body: ApiObject, redact: t.Callable[[str], str]):
        began = time.monotonic()
        try:
            answer = self.access.session.request(
                f"{self.access.endpoint}{path}",
                method,
                params=query,
                json=body,
                headers={"Accept": "application/json"},
                raise_exc=False,
                # keystoneauth1 would log request bodies, and with them the pre-shared key, at DEBUG.
                log=False,
            )
        except Exception as error:  # noqa: BLE001 - keystoneauth1's and requests' own hierarchies, told in one place
            raise explain(error, None, redact) from None
        if self.record:
            milliseconds = (time.monotonic() - began) * 1000
            told = f"{method} {path} {answer.status_code} {milliseconds:.0f} ms {_request_id(answer) or ''}"
            self.record(told.rstrip())
        return answer

    def _redactor(self, resource: Resource, body: ApiObject):
        """Hides what is secret in somebody else's text: credentials, token, and the secrets of this very request."""
        sent = body[resource.api_key] if body else {}
        secrets = {str(sent[key]) for key in resource.secrets() if sent.get(key)}
        return lambda text: mask(self.access.redact(text), secrets)


def _request_id(answer):
    return answer.headers.get("X-Openstack-Request-Id") or answer.headers.get("x-compute-request-id")


def _path(method: str, resource: Resource, identifier: object) -> str:
    """The path of one object; raises ``UnknownOutcome`` where the id is none: ``../../networks/x`` is a path of its own."""
    if not is_identifier(identifier):
        raise UnknownOutcome(f"{method} {resource.path}/...: not sent, since this is no id: {ascii(identifier)[:80]}")
    return f"{resource.path}/{quote(identifier, safe='')}"


def _pairs(filters: dict[str, object]) -> list[tuple[str, str]]:
    """A query as it would stand in a link: one pair for each value."""
    several = {name: value if isinstance(value, (list, tuple)) else [value] for name, value in filters.items()}
    return [(name, str(value)) for name, values in several.items() for value in values]


def _with_shared_texts(item: ApiObject, texts):
    """The item with equal texts as one object: of thousands of connections most values are the same few.

    That saves memory here, and more on the result's way to Ansible's controller, which takes note of each object.
    """
    for key, value in item.items():
        if isinstance(value, str):
            item[key] = texts.setdefault(value, value)
    return item
