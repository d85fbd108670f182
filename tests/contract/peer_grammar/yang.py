# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""YANG as compile_yang.py wrote it: whether a node exists, and whether a value is of a leaf's type (RFC 7950)."""

from __future__ import annotations

import json
import re
import typing as t
from functools import lru_cache
from pathlib import Path

Node: t.TypeAlias = "dict[str, t.Any]"
BITS = {f"{sign}int{bits}": bits for bits in (8, 16, 32, 64) for sign in ("", "u")}
#: Built-in classes of XML Schema's regular expressions that Python spells differently.
CLASSES = ((r"\p{N}", r"\d"), (r"\p{L}", r"[^\W\d_]"), (r"\p{IsBasicLatin}", r"\x00-\x7f"))


def load(path: Path) -> Node:
    return json.loads(path.read_text(encoding="utf-8"))


def at(node: Node, path: str) -> Node | None:
    """The node at that path, or None."""
    for name in path.strip("/").split("/"):
        node = (node.get("nodes") or {}).get(name)
        if node is None:
            return None
    return node


def accepts(leaf: Node, value: str) -> bool:
    return any(_is_of(json.dumps(one, sort_keys=True), value) for one in leaf["types"])


@lru_cache(maxsize=100_000)
def _is_of(type_text: str, value: str) -> bool:
    one = json.loads(type_text)
    base = one["base"]
    if base == "empty":
        return value == ""
    if base == "boolean":
        return value in ("true", "false")
    if base == "enumeration":
        return value in one["enums"]
    if base in BITS:
        return re.fullmatch(r"-?\d+", value) is not None and _in_range(int(value), base, one.get("range"))
    if "length" in one and not _within(len(value), one["length"], 0, 10**9):
        return False
    return all(re.fullmatch(_python(pattern), value) for pattern in one.get("patterns", ()))


def _in_range(number: int, base: str, ranges: str | None) -> bool:
    least, most = (0, 2 ** BITS[base] - 1) if base[0] == "u" else (-(2 ** (BITS[base] - 1)), 2 ** (BITS[base] - 1) - 1)
    return _within(number, ranges or "min..max", least, most)


def _within(number: int, ranges: str, least: int, most: int) -> bool:
    for part in ranges.split("|"):
        ends = [end.strip() for end in part.split("..")]
        low, high = ({"min": least, "max": most}.get(end) for end in (ends[0], ends[-1]))
        low, high = (int(ends[0]) if low is None else low), (int(ends[-1]) if high is None else high)
        if low <= number <= high:
            return True
    return False


@lru_cache(maxsize=1000)
def _python(pattern: str) -> str:
    for theirs, ours in CLASSES:
        pattern = pattern.replace(theirs, ours)
    return pattern
