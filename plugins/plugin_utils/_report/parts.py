# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the reports of plans and of validations have in common: results that failed, and several results in one."""

from __future__ import annotations

import typing as t
from dataclasses import replace

from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._items import text_of
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.document import Detail, Document, Entry, Section
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.inputs import Found


def failed_document(found: Found, headline: str, sections: t.Iterable[Section] = ()) -> Document:
    """A result with a message only: the input or the cloud was at fault, and nothing was compared."""
    details = tuple(Detail(key, text_of(found.data, key)) for key in ("hint",) if found.data.get(key))
    message = text_of(found.data, "msg") or "the result has no message"
    return Document(headline, (), (Section("Failed", (Entry(message, "", details),)), *sections))


def combined(
    headline: str, sentences: tuple[str, ...], found: t.Sequence[Found], parts: t.Sequence[Document]
) -> Document:
    """Several results in one document: their sum, then a part for each, with its label or number in front."""
    labelled = (
        replace(part, headline=f"{one.label or number}: {part.headline}")
        for number, (one, part) in enumerate(zip(found, parts, strict=True), start=1)
    )
    return Document(headline, sentences, parts=tuple(labelled))
