# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a server's success holds, checked before anything is concluded from it: an answer that is not understood is an
error, never an empty listing, and no id from it stands in a path or a log before it is known to be one."""

from __future__ import annotations

import re
import typing as t
from urllib.parse import parse_qsl, urlsplit

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import UnknownOutcome

#: What may stand in a path. Neutron's and K5's ids are uuids (neutron_lib.db.constants.UUID_FIELD_SIZE: 36 characters,
#: with or without hyphens); other drivers may make others, but none with a dot, a slash, a space or a line break.
IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
HINT = "Check the network endpoint in the catalog or network_endpoint_override."


class Request(t.NamedTuple):
    """What was asked, for messages; ``redact`` hides secrets in the server's text."""

    method: str
    path: str
    redact: t.Callable[[str], str]

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def is_identifier(value: object) -> bool:
    """Whether the value can be an object's id, and is safe in a path and in a line of a log."""
    return isinstance(value, str) and IDENTIFIER.fullmatch(value) is not None


class Answer:
    """The body of a success. Every question raises ``UnknownOutcome`` where the body does not hold what was asked for; the
    error names the request and the place in the body."""

    def __init__(self, request: Request, response: t.Any, request_id: str | None) -> None:
        self._request, self._status, self._request_id = request, response.status_code, request_id
        try:
            self._body = response.json()
        except ValueError:
            raise self._fault("is no JSON") from None

    def one(self, key: str, identifier: str | None = None) -> dict[str, t.Any]:
        """The one object in the body; where its id is known before, it is the object of that id."""
        item = self._mapping(self._at(key), key)
        self._check_id(item, key)
        if identifier is not None and item["id"].lower() != identifier.lower():
            raise self._fault(f"is about another object: {key}.id is {item['id']}")
        return item

    def several(self, key: str, with_ids: bool = True) -> list[dict[str, t.Any]]:
        """The objects of one page of a listing."""
        items = self._list(self._at(key), key)
        for number, item in enumerate(items):
            self._mapping(item, f"{key}[{number}]")
            if with_ids:
                self._check_id(item, f"{key}[{number}]")
        return items

    def next_query(self, key: str, asked: t.Iterable[t.Sequence[tuple[str, str]]]) -> list[tuple[str, str]] | None:
        """The query of the next page, or None on the last one; ``asked`` holds the queries of the pages read so far.

        Only the query of the link counts: its host may be one that only the cloud itself can reach.
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
                raise self._fault(f"has a next page that cannot be asked for: {place}.href holds no query")
            if sorted(query) in [sorted(former) for former in asked]:
                raise self._fault(f"leads in a circle: {place} is a page that was read already")
            return query
        return None

    def _at(self, key: str) -> t.Any:
        if not isinstance(self._body, dict) or key not in self._body:
            raise self._fault(f"holds no {key}")
        return self._body[key]

    def _mapping(self, value: t.Any, place: str) -> dict[str, t.Any]:
        if not isinstance(value, dict):
            raise self._fault(f"holds {_kind_of(value)} at {place}, where a mapping is expected")
        return value

    def _list(self, value: t.Any, place: str) -> list[t.Any]:
        if not isinstance(value, list):
            raise self._fault(f"holds {_kind_of(value)} at {place}, where a list is expected")
        return value

    def _check_id(self, item: dict[str, t.Any], place: str) -> None:
        identifier = item.get("id")
        if not isinstance(identifier, str):
            raise self._fault(f"holds {_kind_of(identifier)} at {place}.id, where an id is expected")
        if not is_identifier(identifier):
            told = ascii(self._request.redact(identifier))
            raise self._fault(f"holds at {place}.id what is no id: {told[:80]}{'...' * (len(told) > 80)}")

    def _fault(self, fault: str) -> UnknownOutcome:
        return UnknownOutcome(
            f"{self._request}: the answer (HTTP {self._status}) {fault}, so something other than Neutron spoke"
            " (a proxy?), and nothing can be concluded from it",
            hint=HINT,
            status=self._status,
            request_id=self._request_id,
        )


def _kind_of(value: t.Any) -> str:
    names = {dict: "a mapping", list: "a list", str: "a text", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")
