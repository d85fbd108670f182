# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The query of a read: its filters, and the attributes that it asks for. Those are all but the secrets, so that keys
stay in the cloud unless they are compared.

Source: Networking API v2.0, "Query parameters" (``fields``). The API has no way to leave one attribute out, so a read
names all that are known, and an attribute that only a derivative of the API has is missing in it.
"""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.answered_secrets import ANSWER_KEYS

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.answers import Query
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.dialects import Dialect
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Resource


class AskedAttributes:
    """What one client asks for. It notices a cloud that ignores ``fields``, and sends it no more of them."""

    def __init__(self, dialect: Dialect) -> None:
        self.takes_fields = dialect.has_query_parameters

    def query(self, resource: Resource, with_secrets: bool, filters: t.Mapping[str, object] | None = None) -> Query:
        """The parameters of a read: a pair for each value of a filter, and ``fields`` where no secrets are wanted."""
        several = {name: each if isinstance(each, (list, tuple)) else [each] for name, each in (filters or {}).items()}
        return [(name, str(value)) for name, values in several.items() for value in values] + self._fields(
            resource, with_secrets
        )

    def _fields(self, resource: Resource, with_secrets: bool) -> Query:
        secrets = resource.secrets()
        if with_secrets or not secrets or not self.takes_fields:
            return []
        known = ANSWER_KEYS | {row.key for row in resource.fields if row.supported}
        return [("fields", key) for key in sorted(known - secrets)]

    def notice(self, resource: Resource, items: list[ApiObject]) -> None:
        """Ask a cloud for no attributes any more that has returned secrets nobody asked for.

        They stay in the objects: a server may show a secret in another attribute too, and only one that is known can be
        hidden there.
        """
        secrets = resource.secrets()
        if secrets and any(secrets & item.keys() for item in items):
            self.takes_fields = False
