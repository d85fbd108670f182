# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A document as plain text and as Markdown."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.document import Document, Entry, Section
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.escape import markdown, plain

#: A section that folds is folded in Markdown when it has more entries than this.
FOLDED = 10


def as_text(document: Document) -> str:
    """For terminals and logs; ends with a line break."""
    return "\n".join(_text(document)) + "\n"


def _text(document: Document) -> t.Iterator[str]:
    yield plain(document.headline)
    yield from map(plain, document.sentences)
    for section in document.sections:
        yield ""
        yield f"{plain(section.title)}:"
        for entry in section.entries:
            yield f"  {_entry(entry, plain)}"
            yield from (f"      {detail.line(' -> ', plain)}" for detail in entry.details)
    for part in document.parts:
        yield ""
        yield from _text(part)


def as_markdown(document: Document) -> str:
    """For a comment on a merge request, a job summary or a file; ends with a line break."""
    return "\n".join(_markdown(document)) + "\n"


def _markdown(document: Document) -> t.Iterator[str]:
    yield f"**{markdown(document.headline)}**"
    for sentence in document.sentences:
        yield ""
        yield markdown(sentence)
    for section in document.sections:
        yield ""
        yield from _markdown_section(section)
    for part in document.parts:
        yield ""
        yield from _markdown(part)


def _markdown_section(section: Section) -> t.Iterator[str]:
    folded = section.folds and len(section.entries) > FOLDED
    title = markdown(section.title)
    if folded:
        yield f"<details><summary>{title}: {len(section.entries)}</summary>"
    else:
        yield f"{title}:"
    yield ""
    for entry in section.entries:
        yield f"* {_entry(entry, markdown)}"
        yield from (f"  * {detail.line(' → ', markdown)}" for detail in entry.details)
    if folded:
        yield ""
        yield "</details>"


def _entry(entry: Entry, show: t.Callable[[object], str]) -> str:
    return f"{show(entry.title)}: {show(entry.remark)}" if entry.remark else show(entry.title)
