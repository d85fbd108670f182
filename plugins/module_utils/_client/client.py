# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The requests of this collection: list, get, create, update, delete."""

from __future__ import annotations

import typing as t
from contextlib import suppress

from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.answers import Query
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.exchange import Exchange
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.sender import path_of
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import ServerError, VpnError

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Resource

#: HTTP statuses of a refusal that certainly comes before anything is deleted.
REFUSED_BEFORE = (401, 403)
Objects: t.TypeAlias = "list[ApiObject]"  # ``list`` is a method of ``Cloud``


class Cloud(Exchange):
    """The VPN objects of one project in a cloud, and what they refer to.

    ``project_id`` is the project's, the token's where it is not given. ``read_only`` makes every write an error, which
    check mode sets against faults in the code above. ``record`` is called with a line per request, for sdk_log_path.
    Every method that sends a request raises ``ServerError``, ``CloudUnreachable`` or ``LoginError``, ``list_or_none``
    alone does not.
    """

    def list(self, resource: Resource, with_secrets: bool = False, **filters: object) -> Objects:
        """All objects of that kind that this token can read and that match the filters, page by page.

        ``filters`` are attribute names with a value or a list of values. A cloud without filter validation ignores an
        unknown filter, so callers filter again. Keys are read only ``with_secrets``.
        """
        return self._list(resource, self._attributes.query(resource, with_secrets, filters), with_secrets)

    def list_or_none(self, resource: Resource) -> Objects | None:
        """As ``list``; None where it fails. Nobody reads why, so the server's words are not searched for secrets."""
        try:
            return self._list(resource, self._attributes.query(resource, False), False, shows_errors=False)
        except VpnError:
            return None

    def _list(self, resource: Resource, query: Query | None, with_secrets: bool, shows_errors: bool = True) -> Objects:
        found: Objects = []
        texts: dict[str, str] = {}
        asked: set[tuple[tuple[str, str], ...]] = set()
        size = 0
        while query is not None:
            asked.add(tuple(sorted(query)))
            response = self._send("GET", resource, resource.path, query, shows_errors=shows_errors)
            answer = self._parsed("GET", resource, resource.path, response)
            size += len(response.content)
            answer.check_bounds(size, len(asked), self.access.bounds)
            found += self._cleaned(resource, answer.several(resource, texts), with_secrets)
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
        """Delete the object of that id; whether there was one. It is no error if there is none.

        The error of a refusal says whether the object is gone all the same: Neutron's drivers, which may refuse, are
        asked when it is deleted (OVN's: service_drivers/ovn_ipsec.py, ``delete_vpnservice``).
        """
        path = path_of("DELETE", resource, identifier)
        try:
            return self._send("DELETE", resource, path, allow_missing=True).status_code != 404
        except ServerError as error:
            if error.status not in REFUSED_BEFORE and not (error.error_type or "").endswith("InUse"):
                with suppress(VpnError):
                    error.is_gone = self.get(resource, identifier) is None
            if error.is_gone:
                error.name(resource.title)
            raise

    def backoff(self, attempt: int, error: VpnError | None = None) -> bool:
        """Wait before the next try, as the error says; false, without waiting, where that is too long."""
        return self._sender.backoff(attempt, error.retry_after if isinstance(error, ServerError) else None)
