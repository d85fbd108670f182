# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A table in plain text."""

from __future__ import annotations

import json
import shlex
import typing as t

#: More than these in one cell are counted instead of shown.
SHOWN_IN_A_CELL = 4


def table(headers: t.Sequence[str], rows: t.Iterable[t.Sequence[str]]) -> list[str]:
    """The lines of a table whose columns are as wide as their widest cell; the last one is not padded."""
    # A line break in a name would tear the table apart.
    whole = [headers, *([" ".join(cell.split()) or "-" for cell in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*whole, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in whole]


def listed(texts: t.Sequence[str]) -> str:
    """The texts in one cell: the first few, and how many more there are."""
    more = len(texts) - SHOWN_IN_A_CELL
    shown = ", ".join(texts[:SHOWN_IN_A_CELL])
    return f"{shown} and {more} more" if more > 0 else shown


def is_shell_word(text: str) -> bool:
    """Whether a shell, and Ansible's ``-e name=value``, take the text as it is."""
    return bool(text) and all(letter.isalnum() or letter in "-_." for letter in text)


def extra_variable(name: str, value: str) -> str:
    """The argument of ansible-playbook that gives the variable the value, whatever that is, for a POSIX shell."""
    if is_shell_word(value):
        return f"-e {name}={value}"
    return f"-e {shlex.quote(json.dumps({name: value}, ensure_ascii=False))}"
