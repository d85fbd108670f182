# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A plan as an HTML page."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.assets import STYLE
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.document import Document, Entry
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.html_page import Child, element, page


def as_page(document: Document) -> str:
    """The whole page as one file, which loads nothing."""
    return page(document.headline, [element("main", *_parts(document, "h1"))], STYLE)


def _parts(document: Document, heading: str) -> t.Iterator[Child]:
    yield element(heading, document.headline)
    for sentence in document.sentences:
        yield element("p", sentence)
    for section in document.sections:
        yield element("h3" if heading == "h2" else "h2", section.title)
        yield element("ul", *map(_entry, section.entries), class_="entries")
    for part in document.parts:
        yield from _parts(part, "h2")


def _entry(entry: Entry) -> Child:
    remark: list[Child] = [f": {entry.remark}"] if entry.remark else []
    details = [
        element("li", element("code", detail.label), _values(detail.before, detail.after)) for detail in entry.details
    ]
    return element("li", element("strong", entry.title), *remark, *([element("ul", *details)] if details else []))


def _values(before: str | None, after: str) -> str:
    return f": {after}" if before is None else f": {before} → {after}"
