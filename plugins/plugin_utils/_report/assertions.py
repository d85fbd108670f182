# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The report of validations and audits: what failed first, the worst first, then what was not checked."""

from __future__ import annotations

import typing as t
from collections import Counter

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._items import Item, mappings_of, text_of
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.document import Detail, Document, Entry, Section
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.inputs import ASSERTIONS, FAILURE, Found
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.parts import combined, failed_document

PASSED, FAILED, NOT_CHECKED = "passed", "failed", "not_checked"
#: The severity of a failed assertion -> one and several of them; the worst first. An unknown one counts as the worst.
SEVERITIES = {"error": ("error", "errors"), "warning": ("warning", "warnings"), "info": ("note", "notes")}


def severity_of(row: Item) -> str:
    """The row's severity; what is none of the known ones is an error."""
    severity = text_of(row, "severity")
    return severity if severity in SEVERITIES else "error"


def result_of(row: Item) -> str:
    """The row's result; what is none of the known ones was not checked."""
    result = text_of(row, "result")
    return result if result in (PASSED, FAILED) else NOT_CHECKED


def assertions_document(found: t.Sequence[Found]) -> Document:
    """The report of these results; several have a part each, below their sum."""
    parts = [
        failed_document(one, "Nothing was checked") if one.type == FAILURE else _document(one.data) for one in found
    ]
    if len(parts) == 1:
        return parts[0]
    failures = sum(one.type == FAILURE for one in found)
    sentences = (f"{failures} of {len(found)} results failed before there was an assertion.",) if failures else ()
    rows = [row for one in found for row in mappings_of(one.data, ASSERTIONS)]
    return combined(_headline(rows), sentences, found, parts)


def _document(data: Item) -> Document:
    rows = mappings_of(data, ASSERTIONS)
    rows.sort(key=lambda row: (text_of(row, "kind"), text_of(row, "name"), text_of(row, "id")))
    sections = [
        _section(several.capitalize(), [row for row in _having(rows, FAILED) if severity_of(row) == severity])
        for severity, (_one, several) in SEVERITIES.items()
    ]
    sections.append(_section("Not checked", _having(rows, NOT_CHECKED)))
    sections.append(Section("Passed", tuple(_passed(_having(rows, PASSED))), folds=True))
    return Document(_headline(rows), (), tuple(section for section in sections if section.entries))


def _headline(rows: t.Sequence[Item]) -> str:
    counts = Counter(severity_of(row) for row in _having(rows, FAILED))
    found = [f"{counts[name]} {words[counts[name] != 1]}" for name, words in SEVERITIES.items() if counts[name]]
    passed, unchecked = len(_having(rows, PASSED)), len(_having(rows, NOT_CHECKED))
    nothing = "Nothing found" if passed else "Nothing was checked"
    return f"{', '.join(found) or nothing}; {passed} passed, {unchecked} not checked"


def _having(rows: t.Sequence[Item], result: str) -> list[Item]:
    return [row for row in rows if result_of(row) == result]


def _section(title: str, rows: t.Sequence[Item]) -> Section:
    return Section(title, tuple(Entry(text_of(row, "msg"), "", tuple(_details(row))) for row in rows))


def _passed(rows: t.Iterable[Item]) -> t.Iterator[Entry]:
    """An entry for each object with the ids of what passed: a list of all sentences would be read by nobody."""
    ids: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        ids.setdefault((text_of(row, "kind"), text_of(row, "name")), []).append(text_of(row, "id"))
    for (kind, name), passed in ids.items():
        title = VPN_KINDS[kind].label(name) if kind in VPN_KINDS else name  # a cloud's says that it is one
        yield Entry(title, ", ".join(passed))


def _details(row: Item) -> t.Iterator[Detail]:
    actual, expected = text_of(row, "actual"), text_of(row, "expected")
    if actual or expected:
        yield Detail("wanted", expected or "(nothing)", actual or "(nothing)")
    if text_of(row, "remedy"):
        yield Detail("remedy", text_of(row, "remedy"))
    yield Detail("id", text_of(row, "id"))
