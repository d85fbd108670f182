# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""GET of a collection: filters, fields, sorting, pages.

Source: neutron.api.api_common (29.0.0) with emulated sorting and paging, as the VPN plugin uses them.
"""

from __future__ import annotations

from functools import cmp_to_key
from typing import Any
from urllib.parse import urlencode

from .attributes import Kind
from .errors import ApiError, bad_request
from .messages import Request

CONTROLS = ("fields", "sort_key", "sort_dir", "limit", "marker", "page_reverse")


def filters(kind: Kind, request: Request, aliases: frozenset[str]) -> dict[str, list[Any]]:
    """What to filter by. An unknown key is a 400 where ``filter-validation`` is loaded, else ignored."""
    wanted: dict[str, list[Any]] = {}
    refused = []
    empty_counts = "empty-string-filtering" in aliases
    given: dict[str, list[str]] = {}
    for name, value in request.query:
        given.setdefault(name, []).append(value)
    for name, texts in given.items():
        if name in CONTROLS:
            continue
        attribute = kind.by_name.get(name)
        if "filter-validation" in aliases and not (attribute and attribute.filterable) and not _special(kind, name):
            refused.append(name)
            continue
        texts = [text for text in texts if text or empty_counts]
        converted = [attribute.convert(text) for text in texts] if attribute and attribute.convert else texts
        if converted:
            wanted[name] = converted
    if refused:
        raise bad_request(f"{refused} is invalid attribute for filtering")
    return wanted


def _special(kind: Kind, name: str) -> bool:
    return kind.collection == "ports" and name == "fixed_ips"


def matches(kind: Kind, shown: dict[str, Any], wanted: dict[str, list[Any]]) -> bool:
    """Every filter must hold; several values of one filter are alternatives."""
    for name, alternatives in wanted.items():
        if _special(kind, name):
            pairs = {f"{key}={value}" for address in shown["fixed_ips"] for key, value in address.items()}
            if not pairs.intersection(alternatives):
                return False
        # No column is called `type`: the filter is accepted and has no effect.
        elif (
            name in kind.by_name
            and kind.by_name[name].filterable
            and (kind.collection, name) != ("endpoint_groups", "type")
        ):
            value = shown.get(name)
            if value not in alternatives and (isinstance(value, bool) or str(value) not in map(str, alternatives)):
                return False
    return True


def fields(request: Request, shown: dict[str, Any]) -> dict[str, Any]:
    """Only the fields asked for, if any were."""
    asked = [value for name, value in request.query if name == "fields" and value]
    return {name: value for name, value in shown.items() if name in asked} if asked else shown


def sort_keys(kind: Kind, request: Request) -> list[tuple[str, bool]]:
    """Keys with True for ascending."""
    keys = [value for name, value in request.query if name == "sort_key" and value]
    directions = [value for name, value in request.query if name == "sort_dir" and value]
    if len(keys) != len(directions):
        raise bad_request("The number of sort_keys and sort_dirs must be same")
    unknown = [key for key in keys if key not in kind.by_name or not kind.by_name[key].sortable]
    if unknown:
        raise bad_request(f"{unknown} is invalid attribute for sort_keys")
    wrong = [direction for direction in directions if direction not in ("asc", "desc")]
    if wrong:
        raise bad_request(f"{wrong} is invalid value for sort_dirs, valid value is 'asc' and 'desc'")
    return [(key, direction == "asc") for key, direction in zip(keys, directions, strict=True)]


def sort(objects: list[dict[str, Any]], keys: list[tuple[str, bool]]) -> list[dict[str, Any]]:
    """Stable, None first."""

    def compare(one: dict, two: dict) -> int:
        for key, ascending in keys:
            first, second = one[key], two[key]
            order = (
                ((first is not None) - (second is not None))
                if None in (first, second)
                else ((first > second) - (first < second))
            )
            if order:
                return order if ascending else -order
        return 0

    return sorted(objects, key=cmp_to_key(compare))


class Page:
    """limit, marker and page_reverse of one request."""

    def __init__(self, request: Request, maximum: int | None) -> None:
        query = dict(request.query)
        self.request = request
        self.marker = query.get("marker")
        self.reverse = query.get("page_reverse", "False").lower() == "true"
        text = query.get("limit", "0")
        try:
            self.limit = int(text)
            if self.limit < 0:
                raise ValueError
        except ValueError:
            raise ApiError(
                "BadRequest", resource="limit", message=f"Limit must be an integer 0 or greater and not '{text}'"
            ) from None
        if maximum:
            self.limit = min(maximum, self.limit) or maximum

    def cut(self, objects: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The objects on this page; an unknown marker is an empty page."""
        if not self.limit:
            return objects
        position = len(objects) if self.reverse else 0
        if self.marker:
            found = [number for number, shown in enumerate(objects) if shown["id"] == self.marker]
            if not found:
                return []
            position = found[0]
        if self.reverse:
            return objects[max(position - self.limit, 0) : position]
        position += 1 if self.marker else 0
        return objects[position : position + self.limit]

    def links(self, objects: list[dict[str, Any]]) -> list[dict[str, str]]:
        """``next`` also when the page is exactly full; ``previous`` nearly always."""
        if not self.limit:
            return []
        full = len(objects) >= self.limit
        links = []
        if full or self.reverse:
            links.append({"rel": "next", "href": self._link(objects[-1:], ())})
        if full or not self.reverse:
            links.append({"rel": "previous", "href": self._link(objects[:1], (("page_reverse", "True"),))})
        return links

    def _link(self, edge: list[dict[str, Any]], extra: tuple) -> str:
        query = [(name, value) for name, value in self.request.query if name not in ("marker", "page_reverse")]
        query += [("marker", shown["id"]) for shown in edge]
        return f"{self.request.origin}{self.request.path}?{urlencode([*query, *extra])}"
