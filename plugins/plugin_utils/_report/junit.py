# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Validations and audits as JUnit's XML, which CI systems show as tests.

The format has no warnings: a failed assertion that is no error is a skipped test whose message begins with its
severity, and so is one that was not checked. Format: the elements that GitLab and Jenkins read
(testsuite, testcase, failure, error, skipped).
"""

from __future__ import annotations

import re
import typing as t
from xml.etree import ElementTree

from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._items import Item, mappings_of, text_of
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.assertions import (
    FAILED,
    NOT_CHECKED,
    result_of,
    severity_of,
)
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.escape import plain
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.inputs import ASSERTIONS, FAILURE, Found

SUITE = "sitelink.vpnaas"
#: What XML 1.0 cannot hold beside what ``plain`` replaces.
_NO_XML = re.compile("[\ufffe\uffff]")


def junit_report(found: t.Sequence[Found]) -> str:
    """One document; a test suite for each result. Ends with a line break."""
    root = ElementTree.Element("testsuites", name=SUITE)
    for one in found:
        cases = [_failure(one)] if one.type == FAILURE else [_case(row) for row in mappings_of(one.data, ASSERTIONS)]
        counts = {
            key: sum(case.find(tag) is not None for case in cases)
            for key, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped"))
        }
        suite = _element("testsuite", name=one.label or SUITE, tests=len(cases), **counts)
        suite.extend(cases)
        root.append(suite)
    ElementTree.indent(root)
    return "<?xml version='1.0' encoding='utf-8'?>\n" + ElementTree.tostring(root, encoding="unicode") + "\n"


def _case(row: Item) -> ElementTree.Element:
    case = _element("testcase", classname=text_of(row, "kind"), name=f"{text_of(row, 'name')}: {text_of(row, 'id')}")
    severity, message = severity_of(row), text_of(row, "msg")
    if result_of(row) == NOT_CHECKED:
        case.append(_element("skipped", message=f"not checked: {message}"))
    elif result_of(row) == FAILED and severity != "error":
        case.append(_element("skipped", message=f"{severity}: {message}"))
    elif result_of(row) == FAILED:
        failure = _element("failure", type=severity, message=message)
        texts = [f"wanted: {text_of(row, 'expected')}", f"found: {text_of(row, 'actual')}", text_of(row, "remedy")]
        failure.text = "\n".join(_text(text) for text in texts if text)
        case.append(failure)
    return case


def _failure(found: Found) -> ElementTree.Element:
    """A result without assertions as a test with an error."""
    case = _element("testcase", classname=SUITE, name="read what is to be checked")
    case.append(_element("error", type="failed", message=text_of(found.data, "msg") or "the result has no message"))
    return case


def _element(tag: str, **attributes: object) -> ElementTree.Element:
    return ElementTree.Element(tag, {key: _text(value) for key, value in attributes.items()})


def _text(value: object) -> str:
    return _NO_XML.sub("?", plain(value))
