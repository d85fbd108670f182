# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reports of validations and audits, in each format."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from ansible_collections.sitelink.vpnaas.plugins.filter.vpn_report import vpn_report

FORMATS = ("text", "markdown", "html", "junit")


def row(**more):
    return {
        "id": "baseline-own-pfs",
        "severity": "error",
        "result": "failed",
        "kind": "ike_policy",
        "name": "p1",
        "expected": "group20",
        "actual": "group2",
        "msg": 'IKE policy "p1": pfs group2 is forbidden by own',
        "remedy": "Set pfs to group20, here and at the peer.",
        **more,
    }


ROWS = [
    row(result="passed", msg="all is well", remedy="", id="passes"),
    row(severity="info", msg="good to know", id="informs"),
    row(result="not_checked", msg="cannot be read", actual="unknown", id="unread"),
    row(severity="warning", msg="not the best", id="warns"),
    row(id="fails"),
]
AUDIT = {"assertions": ROWS, "summary": {"passed": 1, "failed": 3, "not_checked": 1}}


def test_text_has_the_errors_first_with_old_and_wanted_value_and_the_remedy():
    assert vpn_report(AUDIT).splitlines() == [
        "1 error, 1 warning, 1 note; 1 passed, 1 not checked",
        "",
        "Errors:",
        '  IKE policy "p1": pfs group2 is forbidden by own',
        "      wanted: group2 -> group20",
        "      remedy: Set pfs to group20, here and at the peer.",
        "      id: fails",
        "",
        "Warnings:",
        "  not the best",
        "      wanted: group2 -> group20",
        "      remedy: Set pfs to group20, here and at the peer.",
        "      id: warns",
        "",
        "Notes:",
        "  good to know",
        "      wanted: group2 -> group20",
        "      remedy: Set pfs to group20, here and at the peer.",
        "      id: informs",
        "",
        "Not checked:",
        "  cannot be read",
        "      wanted: unknown -> group20",
        "      remedy: Set pfs to group20, here and at the peer.",
        "      id: unread",
        "",
        "Passed:",
        '  IKE policy "p1": passes',
    ]


def test_nothing_found_is_said():
    assert vpn_report({"assertions": [ROWS[0]]}).splitlines()[0] == "Nothing found; 1 passed, 0 not checked"
    assert vpn_report({"assertions": []}).splitlines()[0] == "Nothing was checked; 0 passed, 0 not checked"


def test_what_passed_is_one_line_for_each_object():
    rows = [row(result="passed", name=name, id=f"id{number}") for name in ("a", "b") for number in range(3)]
    assert vpn_report({"assertions": rows}).splitlines()[3:] == [
        '  IKE policy "a": id0, id1, id2',
        '  IKE policy "b": id0, id1, id2',
    ]


def cases(given):
    root = ElementTree.fromstring(vpn_report(given, "junit"))
    assert root.tag == "testsuites"
    return root, {case.get("name"): case for case in root.iter("testcase")}


def test_junit_has_a_test_for_each_assertion():
    root, found = cases(AUDIT)
    (suite,) = root
    assert {key: suite.get(key) for key in ("tests", "failures", "errors", "skipped")} == {
        "tests": "5",
        "failures": "1",
        "errors": "0",
        "skipped": "3",
    }
    assert list(found["p1: passes"]) == []
    failure = found["p1: fails"].find("failure")
    assert failure.get("message") == 'IKE policy "p1": pfs group2 is forbidden by own'
    assert failure.text.splitlines() == [
        "wanted: group20",
        "found: group2",
        "Set pfs to group20, here and at the peer.",
    ]
    assert found["p1: warns"].find("skipped").get("message") == "warning: not the best"
    assert found["p1: unread"].find("skipped").get("message") == "not checked: cannot be read"


def test_several_clouds_have_a_suite_each_and_one_that_failed_an_error():
    root, _found = cases({"paris": AUDIT, "tokyo": {"failed": True, "msg": "the cloud does not answer"}})
    assert [suite.get("name") for suite in root] == ["paris", "tokyo"]
    assert root[1][0].find("error").get("message") == "the cloud does not answer"
    text = vpn_report({"paris": AUDIT, "tokyo": {"failed": True, "msg": "the cloud does not answer"}})
    assert text.splitlines()[:2] == [
        "1 error, 1 warning, 1 note; 1 passed, 1 not checked",
        "1 of 2 results failed before there was an assertion.",
    ]


def test_a_failure_alone_is_a_junit_error():
    root, _found = cases({"failed": True, "msg": "refused"})
    assert root[0].get("errors") == "1"


def test_what_is_no_known_severity_or_result_is_never_a_pass():
    text = vpn_report({"assertions": [row(severity="fatal"), row(result="ok")]}).splitlines()
    assert text[0] == "1 error; 0 passed, 1 not checked"


def test_a_name_becomes_no_markup():
    name = "</p><script>alert(1)</script>\x1b[2J\uffff`@all`"
    given = {"assertions": [row(name=name, msg=f"{name} is wrong", actual=name)]}
    page = vpn_report(given, "html")
    assert "<script>alert" not in page and "&lt;script&gt;" in page
    assert "\\<script\\>" in vpn_report(given, "markdown")
    _root, found = cases(given)
    assert [key.count("<script>") for key in found] == [1], "a parser gives the name back"
    assert all("\x1b" not in vpn_report(given, name) for name in FORMATS)


@pytest.mark.parametrize("strange", [None, 0, True, "text", [], {}, [None], [[{}]]], ids=repr)
@pytest.mark.parametrize("report_format", FORMATS)
def test_no_value_of_an_assertion_makes_a_traceback(strange, report_format):
    for key in row():
        assert vpn_report({"assertions": [row(**{key: strange})]}, report_format)
    assert vpn_report({"assertions": [strange]}, report_format)


def test_gitlabs_widget_is_for_plans():
    with pytest.raises(Exception, match="there is no gitlab of a validation"):
        vpn_report(AUDIT, "gitlab")
    with pytest.raises(Exception, match="holds plans and validations"):
        vpn_report([AUDIT, {"plan": []}])


@pytest.mark.parametrize("output_format", FORMATS)
@pytest.mark.parametrize(
    "given",
    [
        {"assertions": [], "failed": True, "msg": "no login"},
        {"unreachable": True, "msg": "no login"},
        {"results": [{"unreachable": True, "item": "rome"}]},
    ],
)
def test_what_failed_without_an_assertion_is_no_success(given, output_format):
    report = vpn_report([AUDIT, given], output_format)
    assert "failed" in report
    if output_format == "junit":
        assert ElementTree.fromstring(report).find(".//error") is not None


@pytest.mark.parametrize("output_format", ["text", "markdown", "html"])
def test_no_assertion_is_not_nothing_found(output_format):
    report = vpn_report({"assertions": []}, output_format)
    assert "Nothing was checked" in report and "Nothing found" not in report
