# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Markdown for the pages that test and benchmark runs write: tables, sections, notices, parts between two markers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REQUIREMENTS = ROOT / "tests" / "support" / "openstack"


def row(cells: Iterable[object]) -> str:
    """One row of a table. A ``|`` or a line break in a cell does not end it."""
    return f"| {' | '.join(str(cell).replace('|', chr(92) + '|').replace(chr(10), ' ') for cell in cells)} |"


def table(head: Iterable[object], rows: Iterable[Iterable[object]]) -> str:
    """A table, without a line break at its end. ValueError if a row has not as many cells as the head."""
    titles = list(head)
    lines = [titles, ["---"] * len(titles), *map(list, rows)]
    for line in lines:
        if len(line) != len(titles):
            raise ValueError(f"{len(line)} cells under {len(titles)} headings: {line}")
    return "\n".join(map(row, lines))


def section(title: str, *paragraphs: str, level: int = 2) -> str:
    """A heading and what follows it, with an empty line between any two."""
    return "\n\n".join([f"{'#' * level} {title}", *paragraphs])


def page(notice: str, introduction: str, *sections: str) -> str:
    """A whole page: its licence as a comment, the introduction, the sections."""
    return "\n\n".join([f"{comment(notice)}\n{introduction.rstrip()}", *(one.rstrip() for one in sections)]) + "\n"


def comment(notice: str) -> str:
    """A comment that no reader of the page sees."""
    return f"<!--\n{notice}\n-->"


def notice_of(source: Path) -> str:
    """The lines about copyright and licence at the top of a file, without their comment signs."""
    return source.read_text(encoding="utf-8").partition("\n\n")[0].replace("# ", "")


def replaced(text: str, begin: str, end: str, part: str) -> str:
    """``text`` with ``part`` between the two markers. ValueError, which names it, if a marker is missing."""
    before, found, rest = text.partition(begin)
    _former, found_end, after = rest.partition(end)
    if not (found and found_end):
        raise ValueError(f"the page lacks the marker {(end if found else begin).strip()}")
    return f"{before}{begin}{part}{end}{after}"


def pinned(release: str, names: Iterable[str]) -> Mapping[str, str]:
    """Package -> version, of those of ``names`` that the requirements of a Neutron release pin."""
    # What 29-ovn adds stands in a file of its own, which reads that of 29.
    pins = (REQUIREMENTS / f"requirements-{release.partition('-')[0]}.txt").read_text(encoding="utf-8")
    found = {name: re.search(rf"^{re.escape(name)}==(\S+)", pins, re.MULTILINE) for name in names}
    return {name: match[1] for name, match in found.items() if match}
