# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Secrets in the objects that a server returns: what is no secret, and what holds one elsewhere."""

from __future__ import annotations

import json
import typing as t
from threading import Lock

from ansible_collections.sitelink.vpnaas.plugins.module_utils._redaction import (
    HIDDEN,
    any_quotes,
    encoded_forms,
    mask,
    quoting,
)

if t.TYPE_CHECKING:
    from requests import Response

    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject, Value
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Resource

#: Keys of answers that are no options: Neutron's and K5's.
ANSWER_KEYS = frozenset(
    {
        "id",
        "name",
        "status",
        "tenant_id",
        "project_id",
        "auth_mode",
        "route_mode",
        "external_v4_ip",
        "external_v6_ip",
    }
)
#: Of them those that the server states, and no task refers to.
STATED = ANSWER_KEYS - {"id", "name"}
#: Characters of a secret that is looked for in them: a shorter one may be a part of a status.
SHORTEST = 8


class KnownSecrets:
    """The secrets that a client has met. Threads look through ``all`` while others add to it, so it is replaced."""

    def __init__(self) -> None:
        self.all: frozenset[str] = frozenset()
        self._adding = Lock()

    def add(self, secrets: t.Iterable[str]) -> None:
        """Note these secrets; known ones cost no copy of the others."""
        added = set(secrets) - self.all
        if added:
            with self._adding:
                self.all |= added


def secrets_in(resource: Resource, response: Response) -> set[str]:
    """The secrets of the object in a response; none where it is no object of that kind."""
    try:
        body = response.json()
    except (ValueError, RecursionError):
        return set()
    item = body.get(resource.api_key) if isinstance(body, dict) else None
    values = [item.get(key) for key in resource.secrets()] if isinstance(item, dict) else []
    return {value for value in values if value and isinstance(value, str) and not _is_hidden(value)}


def without_hidden_secrets(resource: Resource, items: list[ApiObject], secrets: t.Collection[str]) -> list[ApiObject]:
    """The objects without secrets that the server does not show, and without unknown keys that hold a secret.

    A secret in a status or its like is hidden. A server hides a secret as null, as an empty text or as asterisks; these
    are no values. ``secrets`` are all that are known, those of these objects among them.
    """
    keys = resource.secrets()
    if not keys:
        return items
    kept = [_without_hidden(item, keys) for item in items]
    known = {*ANSWER_KEYS, *(row.key for row in resource.fields)}
    # Thousands of objects have few such texts between them, and thousands of secrets are searched in each.
    stated = {str(item[key]) for key in STATED for item in kept if key in item}
    unknown = {_text(item[key]) for item in kept for key in item.keys() - known}
    quoted = quoting(stated, _long(secrets))
    holding = quoting(unknown, encoded_forms(secrets)) if unknown else set()
    if quoted:
        kept = [_without_stated(item, quoted) for item in kept]
    if holding:
        kept = [{key: item[key] for key in item if key in known or _text(item[key]) not in holding} for item in kept]
    return kept


def without_secrets(text: str, secrets: t.Iterable[str]) -> str:
    """The text with ``HIDDEN`` in place of every secret that is long enough not to be a part of other words."""
    return mask(text, _long(secrets))


def any_quotes_secret(texts: t.Iterable[str], secrets: t.Iterable[str]) -> bool:
    """Whether ``without_secrets`` would change one of the texts."""
    return any_quotes(texts, _long(secrets))


def _long(secrets: t.Iterable[str]) -> list[str]:
    return [secret for secret in secrets if len(secret) >= SHORTEST]


def _without_hidden(item: ApiObject, keys: t.Collection[str]) -> ApiObject:
    hidden = [key for key in keys if key in item and _is_hidden(item[key])]
    return {key: value for key, value in item.items() if key not in hidden} if hidden else item


def _is_hidden(value: Value) -> bool:
    return value is None or (isinstance(value, str) and set(value) <= {"*"})


def _text(value: Value) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _without_stated(item: ApiObject, quoted: set[str]) -> ApiObject:
    hidden = {key: HIDDEN for key in STATED & item.keys() if str(item[key]) in quoted}
    return {**item, **hidden}
