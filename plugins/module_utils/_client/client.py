# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The requests of this collection: list, get, create, update, delete. Only here responses become errors."""

from __future__ import annotations

import typing as t
from contextlib import contextmanager, suppress
from functools import partial

from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.answered_secrets import (
    KnownSecrets,
    secrets_in,
    without_hidden_secrets,
    without_secrets,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.answers import (
    Answer,
    Query,
    Request,
    with_shared_texts,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.api_errors import error_from_response, is_from_api
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.asked_attributes import AskedAttributes
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.sender import (
    Clock,
    Sender,
    path_of,
    request_id_of,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import ServerError, VpnError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Resource

if t.TYPE_CHECKING:
    from requests import Response

    from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.access import Access
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.sender import Redact
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject, Progress

Objects: t.TypeAlias = "list[ApiObject]"  # ``list`` is a method of ``Cloud``


class Cloud:
    """The VPN objects of one project in a cloud, and what they refer to.

    ``project_id`` is the project's, the token's where it is not given. ``read_only`` makes every write an error, which
    check mode sets against faults in the code above. ``record`` is called with a line per request, for sdk_log_path.
    Every method that sends a request raises ``ServerError``, ``CloudUnreachable`` or ``LoginError``.
    """

    def __init__(
        self,
        access: Access,
        project_id: str | None = None,
        clock: Clock | None = None,
        read_only: bool = False,
        record: t.Callable[[str], None] | None = None,
    ) -> None:
        self.access = access
        self.dialect = access.dialect
        self.project_id = project_id or access.project_id
        self.clock = clock or Clock()
        self.read_only = read_only
        #: of the objects read so far, and of the task: a server may quote a key, or show one under another name
        self._secrets = KnownSecrets()
        self._learned: set[str] = set()
        self._attributes = AskedAttributes(access.dialect)
        self._sender = Sender(access, self.clock, record)

    @property
    def in_own_project(self) -> bool:
        """Whether the project is that of the token."""
        return self.project_id == self.access.project_id

    def show_progress(self, progress: Progress) -> None:
        """Call ``progress`` with a line after each page of a long list, and before a request is repeated."""
        self._sender.progress = progress

    @contextmanager
    def reading_only(self) -> t.Iterator[None]:
        """Make every write within it an error: for the planner, which decides and writes nothing."""
        before, self.read_only = self.read_only, True
        try:
            yield
        finally:
            self.read_only = before

    def add_secrets(self, secrets: t.Iterable[str]) -> None:
        """Secrets that no message may quote, and no answer show under another key."""
        self._secrets.add(secrets)

    def without_secrets(self, text: str) -> str:
        """A text made of answers without the secrets known by now: a server may put one into a name."""
        return without_secrets(text, self._secrets.all)

    def list(self, resource: Resource, with_secrets: bool = False, **filters: object) -> Objects:
        """All objects of that kind that this token can read and that match the filters, page by page.

        ``filters`` are attribute names with a value or a list of values. A cloud without filter validation ignores an
        unknown filter, so callers filter again. Keys are read only ``with_secrets``.
        """
        found: Objects = []
        texts: dict[str, str] = {}
        asked: set[tuple[tuple[str, str], ...]] = set()
        query: Query | None = self._attributes.query(resource, with_secrets, filters)
        size = 0
        while query is not None:
            asked.add(tuple(sorted(query)))
            response = self._send("GET", resource, resource.path, query)
            answer = self._parsed("GET", resource, resource.path, response)
            size += len(response.content)
            answer.check_bounds(size, len(asked), self.access.bounds)
            items = answer.several(resource)
            cleaned = self._cleaned(resource, items, with_secrets)
            found.extend(with_shared_texts(item, texts) for item in cleaned)
            query = answer.next_query(resource.api_key_plural, asked)
            if query is not None:
                self._sender.progress(f"{len(found)} {resource.titles} read so far")
        return found

    def get(self, resource: Resource, identifier: str, with_secrets: bool = False) -> ApiObject | None:
        """The object of that id, or None. Its key is read only ``with_secrets``."""
        path = path_of("GET", resource, identifier)
        response = self._send("GET", resource, path, self._attributes.query(resource, with_secrets), allow_missing=True)
        if response.status_code == 404:
            return None
        item = self._parsed("GET", resource, path, response).one(resource, identifier)
        return self._cleaned(resource, [item], with_secrets)[0]

    def create(self, resource: Resource, body: ApiObject) -> ApiObject:
        """Create an object with these attributes; the result is the object as the server returns it."""
        if not self.in_own_project and self.project_id:
            body = {**body, self.dialect.project_key: self.project_id}
        sent = {resource.api_key: body}
        response = self._send("POST", resource, resource.path, body=sent)
        return self._cleaned(resource, [self._parsed("POST", resource, resource.path, response, sent).one(resource)])[0]

    def update(self, resource: Resource, identifier: str, body: ApiObject) -> None:
        """Change these attributes. Callers read the object back: a successful response does not prove the change."""
        self._send("PUT", resource, path_of("PUT", resource, identifier), body={resource.api_key: body})

    def delete(self, resource: Resource, identifier: str) -> bool:
        """Delete the object of that id; whether there was one. It is no error if there is none."""
        path = path_of("DELETE", resource, identifier)
        return self._send("DELETE", resource, path, allow_missing=True).status_code != 404

    def backoff(self, attempt: int, error: VpnError | None = None) -> bool:
        """Wait before the next try, as the error says; false, without waiting, where that is too long."""
        return self._sender.backoff(attempt, error.retry_after if isinstance(error, ServerError) else None)

    def _send(
        self,
        method: str,
        resource: Resource,
        path: str,
        query: Query | None = None,
        body: ApiObject | None = None,
        allow_missing: bool = False,
    ) -> Response:
        """The response of a successful request, or that with status 404 for ``allow_missing``. Raises ``VpnError``."""
        if self.read_only and method != "GET":
            raise VpnError(f"tried to {method} {path} while only reading: a bug of sitelink.vpnaas, please report it")
        redact = self._redactor(resource, body)
        response = self._sender.send(method, path, query, body, redact)
        missing = allow_missing and response.status_code == 404 and is_from_api(response)
        if response.status_code >= 300 and not missing:
            if method in ("PUT", "DELETE"):
                self._learn_secrets(resource, path, redact)
            raise error_from_response(resource, method, response, redact, self.dialect.name)
        return response

    def _learn_secrets(self, resource: Resource, path: str, redact: Redact) -> None:
        """Read the key of an object whose write was refused, once: the refusal may quote it."""
        if resource.secrets() and path not in self._learned:
            self._learned.add(path)
            with suppress(VpnError):
                self.add_secrets(secrets_in(resource, self._sender.send("GET", path, None, None, redact)))

    def _parsed(
        self, method: str, resource: Resource, path: str, response: Response, body: ApiObject | None = None
    ) -> Answer:
        request = Request(method, path, self._redactor(resource, body))
        return Answer(request, response, partial(request_id_of, response, request.redact))

    def _cleaned(self, resource: Resource, items: Objects, with_secrets: bool = True) -> Objects:
        """The objects without secrets that the server hides or shows under another name; their secrets are noted."""
        self.add_secrets(str(item[key]) for item in items for key in resource.secrets() if item.get(key))
        cleaned = without_hidden_secrets(resource, items, self._secrets.all)
        if not with_secrets:
            self._attributes.notice(resource, cleaned)
        return cleaned

    def _redactor(self, resource: Resource, body: ApiObject | None) -> Redact:
        """Hides secrets in a text: credentials, token, and the secrets in the body of this request."""
        sent = body[resource.api_key] if body else {}
        secrets = {str(sent[key]) for key in resource.secrets() if sent.get(key)}
        return lambda text: self.access.redact(text, self._secrets.all | secrets)
