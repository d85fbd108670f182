# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Secrets in the objects that a server returns: what is no secret, and what holds one elsewhere."""

from __future__ import annotations

import json
import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._redaction import HIDDEN, mask

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


def secrets_in(resource: Resource, response: Response) -> set[str]:
    """The secrets of the object in a response; none where it is no object of that kind."""
    try:
        body = response.json()
    except (ValueError, RecursionError):
        return set()
    item = body.get(resource.api_key) if isinstance(body, dict) else None
    values = [item.get(key) for key in resource.secrets()] if isinstance(item, dict) else []
    return {value for value in values if value and isinstance(value, str) and not _is_hidden(value)}


def without_hidden_secrets(resource: Resource, item: ApiObject, secrets: t.Collection[str]) -> ApiObject:
    """The object without secrets that the server does not show, and without unknown keys that hold a secret.

    A secret in a status or its like is hidden. A server hides a secret as null, as an empty text or as asterisks; these
    are no values.
    ``secrets`` are those that are known besides the object's own.
    """
    keys = resource.secrets()
    if not keys:
        return item
    kept = {key: value for key, value in item.items() if key not in keys or not _is_hidden(value)}
    known = {*ANSWER_KEYS, *(row.key for row in resource.fields)}
    unknown = [key for key in kept if key not in known]
    held = {*secrets, *(str(kept[key]) for key in keys if kept.get(key))}
    long = [secret for secret in held if len(secret) >= SHORTEST]
    for key in STATED & set(kept):
        if any(secret in str(kept[key]) for secret in long):
            kept[key] = HIDDEN
    return {key: value for key, value in kept.items() if key not in unknown or not _holds(value, held)}


def without_secrets(text: str, secrets: t.Iterable[str]) -> str:
    """The text with ``HIDDEN`` in place of every secret that is long enough not to be a part of other words."""
    return mask(text, {secret for secret in secrets if len(secret) >= SHORTEST})


def _is_hidden(value: Value) -> bool:
    return value is None or (isinstance(value, str) and set(value) <= {"*"})


def _holds(value: Value, secrets: t.Collection[str]) -> bool:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return mask(text, secrets) != text
