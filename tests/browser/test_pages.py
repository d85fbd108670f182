# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The pages of vpn_report in a real browser: nothing is wider than the window, the filter works without a server,
hostile names do nothing, and the browser has nothing to complain about. ``make browser``."""

from __future__ import annotations

import pytest

from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.generate import vpn_report
from ansible_collections.sitelink.vpnaas.tests.browser.sites import results
from ansible_collections.sitelink.vpnaas.tests.support.report_samples import HOSTILE, hostile, many, two_clouds

#: As wide as a phone, and as a desktop.
WIDTHS = (375, 1280)
LONG = "a-name-without-a-space-" * 11


def long_names():
    """The longest names that the API takes."""
    sample = many(3)
    for item in sample["objects"]["ipsec_site_connections"] + sample["objects"]["vpn_services"]:
        item["name"] = LONG
    return sample


def long_addresses():
    """The longest addresses and networks of IPv4, and several in a cell."""
    sample = many(3)
    sample["subnets"][0]["cidr"] = "192.168.100.128/25"
    for item in sample["objects"]["vpn_services"]:
        item["external_v4_ip"] = "203.100.113.250"
    for item in sample["objects"]["ipsec_site_connections"]:
        item["peer_address"] = "198.151.100.207"
        item["peer_cidrs"] = ["172.120.200.128/25", "172.121.200.128/25", "10.0.0.0/8"]
    return sample


def ipv6():
    """The longest ones of IPv6."""
    sample = long_addresses()
    address = "2001:db88:aaaa:bbbb:cccc:dddd:eeee:ffff"
    for item in sample["objects"]["vpn_services"]:
        item["external_v6_ip"] = address
    for item in sample["objects"]["ipsec_site_connections"]:
        item["peer_address"], item["peer_cidrs"] = address, [f"{address}/128", "2001:db8:1::/48"]
    return sample


def hostile_plan():
    entries = [
        {"kind": "vpn_service", "name": name, "action": action, "changes": {name: {"before": name, "after": [name]}}}
        for name in HOSTILE
        for action in ("create", "replace")
    ]
    return {"plan": entries, "warnings": list(HOSTILE)}


PAGES = {
    "5 tunnels": two_clouds,
    "three real clouds": results,
    "1000 tunnels of one service": lambda: many(1000),
    "1000 tunnels of 30 services": lambda: many(1000, 30),
    "1000 services": lambda: many(1000, 1000),
    "hostile names": hostile,
    "long names": long_names,
    "long addresses": long_addresses,
    "IPv6": ipv6,
    "no tunnel": lambda: many(0),
    "a hostile plan": hostile_plan,
}
#: How far something reaches over the right edge, and every element that does.
TOO_WIDE = "document.documentElement.scrollWidth - window.innerWidth"
OVER = (
    "[...document.querySelectorAll('main *:not(svg *)')]"
    ".filter(one => one.getBoundingClientRect().right > window.innerWidth + 1).map(one => one.outerHTML.slice(0, 99))"
)
#: Texts of the pictures that reach over their picture's edge.
CUT = (
    "[...document.querySelectorAll('svg text')].filter(one => one.getBoundingClientRect().right >"
    " one.ownerSVGElement.getBoundingClientRect().right + 1).map(one => one.textContent)"
)

#: Addresses and networks that are on more than one line.
BROKEN = (
    "(wanted => [...document.querySelectorAll(wanted)].filter(one => one.getClientRects().length > 1)"
    ".map(one => one.textContent))"
)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_not_wider_than_its_window_and_complains_about_nothing(name, width, open_page):
    page = open_page(name.replace(" ", "-"), vpn_report(PAGES[name](), "html"), width)
    assert page.evaluate(TOO_WIDE) <= 0
    assert page.evaluate(OVER) == []
    assert page.evaluate(CUT) == []
    assert page.title()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["5 tunnels", "long addresses", "IPv6"])
def test_no_address_is_broken(name, width, open_page):
    page = open_page(f"addresses-{name}".replace(" ", "-"), vpn_report(PAGES[name](), "html"), width)
    # A row of a wide window has eleven columns, in which no address of 39 characters has room.
    wanted = ".whole" if width > 1199 else ".whole, .long"
    assert page.locator("#tunnels .whole").count() > 0
    assert page.evaluate(BROKEN, wanted) == []


def test_the_filter_shows_the_rows_that_have_all_words(open_page):
    page = open_page("filter", vpn_report(many(1000, 30), "html"), 1280)
    assert page.locator("#shown").text_content() == "1000 of 1000"
    page.locator("#filter").fill("branch0016 down")
    assert page.locator("#tunnels tbody tr:visible").count() == 1
    assert page.locator("#shown").text_content() == "1 of 1000"
    page.locator("#filter").fill("service7 no-such-word")
    assert page.locator("#tunnels tbody tr:visible").count() == 0
    page.get_by_role("button", name="ERROR").click()
    assert page.locator("#tunnels tbody tr:visible").count() == 9
    page.get_by_role("button", name="all").click()
    assert page.locator("#tunnels tbody tr:visible").count() == 1000


def test_the_table_is_there_without_the_script(browser, tmp_path):
    file = tmp_path / "report.html"
    file.write_text(vpn_report(many(30), "html"), encoding="utf-8")
    page = browser.new_page(java_script_enabled=False)
    page.goto(file.as_uri())
    assert page.locator("#tunnels tbody tr:visible").count() == 30


def test_three_real_clouds_are_connected(open_page):
    page = open_page("real", vpn_report(results(), "html"), 1280)
    text = page.locator("#tunnels tbody").inner_text()
    for peer in ("rome / office", "tokyo / office", "paris / office"):
        assert peer in text
    assert "an-example-for-" not in page.content(), "a key"
