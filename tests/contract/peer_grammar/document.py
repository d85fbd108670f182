# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The statements of a configuration: its lines without comments, split as the vendor's command line splits them."""

from __future__ import annotations

import re
import shlex
import typing as t

#: "Requires Cisco IOS-XE 17.6 or later", in the parameter sheet
REQUIRES = re.compile(r"^. Requires .*? ([0-9][0-9A-Za-z.]*) or later", re.MULTILINE)


class Statement(t.NamedTuple):
    depth: int
    words: tuple[str, ...]
    line: str


class Violation(t.NamedTuple):
    line: str
    reason: str


def statements(text: str, comment: str) -> list[Statement]:
    found = []
    for line in text.splitlines():
        if line.strip() and not line.startswith(comment.strip()):
            found.append(Statement(len(line) - len(line.lstrip()), words(line), line.strip()))
    return found


def words(line: str) -> tuple[str, ...]:
    """Quotation marks hold a word together; a backslash means nothing, since no target may hold one."""
    try:
        return tuple(shlex.split(line))
    except ValueError:
        return (line.strip(),)


def requires(text: str) -> str:
    found = REQUIRES.search(text)
    return found[1] if found else ""
