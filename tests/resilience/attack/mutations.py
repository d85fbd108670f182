# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Mutations of a JSON body: each place in it x what a server that is broken or hostile may put there."""

from __future__ import annotations

import copy
import json
import typing as t

Path = tuple[str | int, ...]

#: Deeper than Python's JSON reader follows.
DEPTH = 5000
NESTED = "@@nested@@"
#: Longer than any value of the API, and a number that Python does not turn into text (sys.get_int_max_str_digits).
HUGE_TEXT, HUGE_NUMBER = "x" * 70000, 10**400
CONTROL = "red\x1b[31m\x07 \x9b2J\r\nforged: line\x00\u202e"
PATH_LIKE = "../../networks/11111111-2222-4333-8444-555555555555"
KINDS = ("type", "missing", "null", "huge", "nested", "deep", "control", "path")
#: Of a list so many items are mutated; the others are alike.
ITEMS = 1


def places(body: t.Any, path: Path = ()) -> t.Iterator[Path]:
    """The path of each value in a body, the body itself first."""
    yield path
    if isinstance(body, dict):
        for key, value in body.items():
            yield from places(value, (*path, key))
    elif isinstance(body, list):
        for number, value in enumerate(body[:ITEMS]):
            yield from places(value, (*path, number))


def mutations(body: t.Any) -> list[tuple[Path, str]]:
    """(path, kind) of each mutation that changes this body."""
    found = []
    for path in places(body):
        for kind in KINDS:
            # A list that lacks an item is a truthful answer about another cloud.
            if kind != "missing" or (path and isinstance(path[-1], str)):
                found.append((path, kind))
    return found


def mutated(body: t.Any, path: Path, kind: str) -> str:
    """The text of the body with one place mutated; unchanged where a run has an answer without that place, since
    requests that are sent at once are counted in another order."""
    if not path:
        return _text(_value(body, kind))
    if path not in places(body):
        return _text(body)
    body = copy.deepcopy(body)
    holder = body
    for key in path[:-1]:
        holder = holder[key]
    if kind == "missing":
        del holder[path[-1]]
    else:
        holder[path[-1]] = _value(holder[path[-1]], kind)
    return _text(body)


def _text(body: t.Any) -> str:
    return json.dumps(body).replace(f'"{NESTED}"', "[" * DEPTH + "]" * DEPTH)


def _value(former: t.Any, kind: str) -> t.Any:
    if kind == "type":
        return _other_type(former)
    if kind == "huge":
        return HUGE_NUMBER if isinstance(former, (int, float)) else HUGE_TEXT
    nested: t.Any = "deep"
    for _level in range(30):
        nested = [{"a": nested}]
    values = {"null": None, "nested": nested, "deep": NESTED, "control": CONTROL, "path": PATH_LIKE}
    return values[kind]


def _other_type(former: t.Any) -> t.Any:
    if isinstance(former, dict):
        return [former]
    if isinstance(former, list):
        return {"0": former}
    if isinstance(former, bool):
        return "sometimes"
    return {"a": former} if isinstance(former, str) else [former]
