# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The report of a plan in which every name, value and message is hostile: all of it stays text, in every format."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest

from ansible_collections.sitelink.vpnaas.plugins.filter.vpn_report import vpn_report
from ansible_collections.sitelink.vpnaas.tests.component.report.declared import connection, office
from ansible_collections.sitelink.vpnaas.tests.support.report_samples import HOSTILE

#: Those that a module takes: no control characters, no surrogates.
NAMES = [name for name in HOSTILE if name.isprintable()]
ACTIONS = ("create", "update", "replace", "delete", "none")
MARKUP = {"html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "h3", "p", "ul", "li", "strong", "code"}
CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def plan_of(text):
    """A plan with each action, and with everything that stands beside the steps, made of this text."""
    name = {"kind": "ipsec_site_connection", "name": text, "id": text}
    change = {"peer_address": {"before": text, "after": text + "2"}, text: {"before": [text], "after": {text: text}}}
    service = {"id": text, "name": text, "router_id": text}
    return {
        "plan": [
            *({**name, "action": action, "changes": change, "interrupts": "router"} for action in ACTIONS),
            {**name, "action": "create", "error": text},
        ],
        "objects": {
            "ipsec_site_connections": [{**name, "peer_address": text, "peer_cidrs": [text], "vpnservice_id": text}],
            "vpn_services": [service],
        },
        "names": {text: text},
        "undeclared": [{**name, "reason": text}],
        "unowned": [{**name, "reason": text}],
        "owner_conflicts": [{**name, "reason": text, "owner": text}],
        "failed_objects": [{**name, "hint": text, "msg": text}],
        "warnings": [text],
        "hints": [text],
        "hint": text,
        "msg": text,
    }


def given(text):
    return {text: plan_of(text), "other": {"failed": True, "msg": text, "hint": text, "cloud": text}}


class Tags(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.found, self.attributes, self.text = set(), set(), ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.add(tag)
        self.attributes |= {name for name, _value in attrs}

    def handle_data(self, data):
        self.text += data


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_it_stays_text_in_html(text):
    page = Tags(vpn_report(given(text), "html"))
    assert page.found <= MARKUP
    assert page.attributes <= {"lang", "charset", "http-equiv", "name", "content", "class"}
    assert not CONTROL.search(page.text)


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_it_stays_text_in_markdown(text):
    report = vpn_report(given(text), "markdown")
    lines = [re.sub(r"^(  )?\* |^\*\*|\*\*$", "", line) for line in report.replace("@<!-- -->", "").splitlines()]
    assert not [line for line in lines if re.search(r"(?<!\\)[<`*_\[#|~!$%^{}&]", line)]
    assert not re.search(r"@\w|://|www\.", report), "a mention or a link"
    assert not CONTROL.search(report)


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_it_stays_on_its_line_in_text(text):
    lines = vpn_report(given(text)).splitlines()
    assert len(lines) == len(vpn_report(given("plain")).splitlines())
    assert all(line.isprintable() for line in lines)


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_gitlab_gets_numbers_only(text):
    assert json.loads(vpn_report(given(text), "gitlab")) == {}
    numbers = json.loads(vpn_report({"plan": plan_of(text)["plan"][:-1]}, "gitlab"))
    assert set(numbers) == {"create", "update", "delete"}
    assert all(isinstance(number, int) for number in numbers.values())


@pytest.mark.parametrize("report_format", ["text", "markdown", "html"])
def test_hostile_names_in_a_real_cloud_keep_their_object(report_format, site):
    """Each name of the cloud makes an entry of its own: none swallows what follows."""
    declared = office(*(connection(number, name=f"{name[:60]}".strip()) for number, name in enumerate(NAMES, start=1)))
    report = vpn_report(site.plan(**declared), report_format)
    assert report.count("198.51.100.") == len(NAMES)
    assert f"Plan: {len(NAMES) + 3} to create, 0 unchanged" in report
