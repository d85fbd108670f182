# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The body of a successful response, checked before its use.

An unexpected body is an error, never an empty list, and an id is checked before it is used in a path or a log.
"""

from __future__ import annotations

import typing as t
from urllib.parse import parse_qsl, urlsplit

from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.bounds import Bounds
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import UnknownOutcome, printable
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.attribute_types import (
    IDENTIFIER,
    mismatch_in,
    required_attributes,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.type_faults import kind_of

if t.TYPE_CHECKING:
    from requests import Response

    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject, Value
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Resource

#: The parameters of a query in the order of their sending: (name, value).
Query: t.TypeAlias = "list[tuple[str, str]]"

#: How deeply the values of an attribute may be nested.
DEPTH = 20
HINT = "Check the network endpoint in the catalog or network_endpoint_override."


class Request(t.NamedTuple):
    """A request, for messages; ``redact`` hides secrets in the server's text."""

    method: str
    path: str
    redact: t.Callable[[str], str]

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def is_identifier(value: object) -> bool:
    """Whether the value can be an object's id, and is safe in a path and in a line of a log."""
    return isinstance(value, str) and IDENTIFIER.fullmatch(value) is not None


class Answer:
    """The body of a successful response.

    Every method raises ``UnknownOutcome`` where the body does not have the expected form; the error names the request
    and the place in the body.
    """

    def __init__(self, request: Request, response: Response, request_id: t.Callable[[], str | None]) -> None:
        self._request, self._status, self._request_id = request, response.status_code, request_id
        try:
            self._body: Value = response.json()
        except (ValueError, RecursionError):
            # The cause would quote the body, which may hold secrets.
            raise self._fault("is no JSON") from None

    def check_bounds(self, size: int, pages: int, bounds: Bounds) -> None:
        """Raise where a list has so many bytes and pages by now that no cloud's list has more."""
        if size > bounds.size:
            raise self._fault(f"is part of a list of more than {bounds.size_text}")
        if pages > bounds.pages:
            raise self._fault(f"is part of a list of more than {bounds.pages:,} pages")

    def one(self, resource: Resource, identifier: str | None = None) -> ApiObject:
        """The object in the body; it has the id ``identifier``, where that is given."""
        key = resource.api_key
        item = self._item(resource, self._check_object(resource, self._at(key), key), key, {})
        if identifier is not None and resource.has_ids and item["id"].lower() != identifier.lower():
            raise self._fault(f"has another object: {key}.id is {self._request.redact(item['id'])}")
        return item

    def several(self, resource: Resource, texts: dict[str, str]) -> list[ApiObject]:
        """The objects of one page of a list. ``texts`` has the texts of the pages before, and afterwards this one's.

        Equal texts are one Python object, since thousands of connections have the same few values: that saves memory
        here, and more in Ansible's controller, which keeps a record of each Python object of a result.
        """
        key = resource.api_key_plural
        items = self._list(self._at(key), key)
        for number, item in enumerate(items):
            self._check_object(resource, item, f"{key}[{number}]")
        # In the body's own list, so that thousands of objects are not held twice.
        for number, item in enumerate(items):
            items[number] = self._item(resource, item, f"{key}[{number}]", texts)
        return items

    def next_query(self, key: str, asked: t.Container[tuple[tuple[str, str], ...]]) -> Query | None:
        """The query of the next page, or None on the last one; ``asked`` has the sorted queries of the pages so far.

        Only the query of the link is used: its host may be reachable inside the cloud only.
        """
        key = f"{key}_links"
        for number, link in enumerate(self._list(self._body.get(key, []), key)):
            place = f"{key}[{number}]"
            if self._mapping(link, place).get("rel") != "next":
                continue
            try:
                query = parse_qsl(urlsplit(link.get("href")).query)
            except (ValueError, TypeError, AttributeError):
                query = []
            if not query or not all(isinstance(text, str) for pair in query for text in pair):
                raise self._fault(f"has a link to the next page without a query at {place}.href")
            if tuple(sorted(query)) in asked:
                raise self._fault(f"has a circular link at {place}.href: that page was read already")
            return query
        return None

    def _check_object(self, resource: Resource, value: Value, place: str) -> ApiObject:
        item = self._mapping(value, place)
        if resource.has_ids:
            self._check_id(item, place)
        return item

    def _item(self, resource: Resource, item: ApiObject, place: str, texts: dict[str, str]) -> ApiObject:
        """The object with the types of its kind in each attribute, and without control characters in its texts."""
        for key in required_attributes(resource):
            if item.get(key) is None:
                raise self._fault(f"has null at {place}.{key}, where a text is expected")
        wrong = mismatch_in(resource, item)
        if wrong:
            found = f"{kind_of(wrong.value)} at {place}.{wrong.place}"
            raise self._fault(f"has {found}, where {wrong.expected} is expected")
        try:
            # Thousands of objects have ten thousands of texts, most of them the same: those are looked up here.
            return {
                key if key.isprintable() else printable(key): (isinstance(part, str) and texts.get(part))
                or _printable(part, texts)
                for key, part in item.items()
            }
        except RecursionError:
            raise self._fault(f"has values at {place} that are nested deeper than {DEPTH}") from None

    def _at(self, key: str) -> Value:
        if not isinstance(self._body, dict) or key not in self._body:
            raise self._fault(f"has no {key}")
        return self._body[key]

    def _mapping(self, value: Value, place: str) -> ApiObject:
        if not isinstance(value, dict):
            raise self._fault(f"has {kind_of(value)} at {place}, where a mapping is expected")
        return value

    def _list(self, value: Value, place: str) -> list[Value]:
        if not isinstance(value, list):
            raise self._fault(f"has {kind_of(value)} at {place}, where a list is expected")
        return value

    def _check_id(self, item: ApiObject, place: str) -> None:
        identifier = item.get("id")
        if not isinstance(identifier, str):
            raise self._fault(f"has {kind_of(identifier)} at {place}.id, where an id is expected")
        if not is_identifier(identifier):
            shown = ascii(self._request.redact(identifier))
            raise self._fault(f"has a malformed id at {place}.id: {shown[:80]}{'...' * (len(shown) > 80)}")

    def _fault(self, fault: str) -> UnknownOutcome:
        return UnknownOutcome(
            f"{self._request}: the response (HTTP {self._status}) {fault}, so it is not Neutron's, but perhaps a"
            " proxy's, and cannot be used",
            hint=HINT,
            status=self._status,
            request_id=self._request_id(),
        )


def _printable(value: Value, texts: dict[str, str], depth: int = DEPTH) -> Value:
    """The value with its texts cleaned of control characters, each text the one that is in ``texts`` already. Raises
    RecursionError where it is nested too deeply."""
    if isinstance(value, str):
        known = texts.get(value)
        return texts.setdefault(value, printable(value)) if known is None else known
    if isinstance(value, (dict, list)):
        if not depth:
            raise RecursionError
        if isinstance(value, list):
            return [_printable(part, texts, depth - 1) for part in value]
        return {printable(key): _printable(part, texts, depth - 1) for key, part in value.items()}
    return value
