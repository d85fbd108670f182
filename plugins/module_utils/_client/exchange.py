# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One request to Neutron and its answer: sent, its failure raised as an error, the secrets in it noted and hidden."""

from __future__ import annotations

import typing as t
from contextlib import contextmanager, suppress
from functools import partial

from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.answered_secrets import (
    KnownSecrets,
    any_quotes_secret,
    secrets_in,
    without_hidden_secrets,
    without_secrets,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.answers import Answer, Query, Request
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.api_errors import error_from_response, is_from_api
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.asked_attributes import AskedAttributes
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.sender import Clock, Sender, request_id_of
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import VpnError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._redaction import HIDDEN

if t.TYPE_CHECKING:
    from requests import Response

    from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.access import Access
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.sender import Redact
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject, Progress
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Resource


class Exchange:
    """Requests to one cloud, and what is known of it through their answers. See ``Cloud`` for the arguments."""

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

    def any_quotes_secret(self, texts: t.Iterable[str]) -> bool:
        """Whether ``without_secrets`` would change one of the texts."""
        return any_quotes_secret(texts, self._secrets.all)

    def _send(
        self,
        method: str,
        resource: Resource,
        path: str,
        query: Query | None = None,
        body: ApiObject | None = None,
        allow_missing: bool = False,
        shows_errors: bool = True,
    ) -> Response:
        """The response of a successful request, or that with status 404 for ``allow_missing``.

        Raises ``VpnError``, without any text of the server where the caller does not show it: each is searched for all
        secrets.
        """
        if self.read_only and method != "GET":
            raise VpnError(f"tried to {method} {path} while only reading: a bug of sitelink.vpnaas, please report it")
        redact = self._redactor(resource, body)
        response = self._sender.send(method, path, query, body, redact)
        missing = allow_missing and response.status_code == 404 and is_from_api(response)
        if response.status_code >= 300 and not missing:
            if method in ("PUT", "DELETE"):
                self._learn_secrets(resource, path, redact)
            quoted = redact if shows_errors else _hidden
            raise error_from_response(resource, method, response, quoted, self.dialect.name)
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

    def _cleaned(self, resource: Resource, items: list[ApiObject], with_secrets: bool = True) -> list[ApiObject]:
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


def _hidden(_text: str) -> str:
    return HIDDEN
