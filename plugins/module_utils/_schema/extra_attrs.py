# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The option ``extra_attrs``: attributes that a cloud derived from Neutron has beside those of this collection. Each
becomes a field of its own, so it is sent, compared and returned as the others are."""

from __future__ import annotations

import re
import typing as t
from dataclasses import replace

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Field, Resource
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.value_types import ValueType

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Params, Value

OPTION = "extra_attrs"
#: Attributes that every object has.
_KNOWN = frozenset({"id", "name", "status", "project_id", "tenant_id"})
#: A key of a request body; whatever looks like a secret would be printed.
_KEY = re.compile(r"[A-Za-z0-9_:.-]{1,255}")
_SECRET = re.compile(
    r"psk|passw|passphrase|passcode|token|secret|credential|shared[-_.:]?key|private[-_.:]?key", re.IGNORECASE
)


def _canonical(value: Value) -> Value:
    """Numbers as text: a server may return either. The values of lists and mappings alike."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, dict):
        return {key: _canonical(item) for key, item in value.items()}
    return [_canonical(item) for item in value] if isinstance(value, (list, tuple)) else str(value)


EXTRA = ValueType(canonical=_canonical)


def with_extra_attrs(resource: Resource, given: Params) -> Resource:
    """The kind with a field for each of the given attributes, as far as nothing is wrong with their keys."""
    fields = tuple(
        Field(key, EXTRA, max_length=None, extra=True) for key in given if not any(_key_faults(resource, key))
    )
    return replace(resource, fields=(*resource.fields, *fields)) if fields else resource


def extra_attrs_faults(resource: Resource, given: Params) -> t.Iterator[str]:
    """What is wrong with the keys, each a sentence. The values are checked as those of the other fields."""
    for key in given:
        yield from _key_faults(resource, key)


def _key_faults(resource: Resource, key: str) -> t.Iterator[str]:
    if not isinstance(key, str):
        yield f'{OPTION}: "{key}" is not the name of an attribute: put it in quotes if it is one'
        return
    own = [row.option for row in resource.fields if key in (row.option, row.key) and not row.extra]
    if own:
        yield f"{OPTION}: {key} is the option {own[0]}: give it there"
    elif key in _KNOWN:
        yield f"{OPTION}: {key} cannot be set here"
    elif _SECRET.search(key):
        yield f"{OPTION}: {key} may be a secret, and would be printed; only the option psk takes one"
    elif not _KEY.fullmatch(key):
        yield f'{OPTION}: "{key}" is not the name of an attribute'
