# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filters, fields, sorting and pages."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from ansible_collections.sitelink.vpnaas.tests.fakes.neutron import Cloud
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.seed_data import PORT, ROUTER, SUBNET
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.user_client import FakeUserClient, refusal


@pytest.fixture
def five(demo):
    for number in range(5):
        demo.make("ikepolicy", name=f"policy{number}", pfs="group14" if number % 2 else "group5")
    return demo


def names(answer) -> list[str]:
    return [one["name"] for one in answer.json()["ikepolicies"]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("name=policy3", ["policy3"]),
        ("name=policy3&name=policy1", ["policy1", "policy3"]),
        ("pfs=group14", ["policy1", "policy3"]),
        ("name=policy3&pfs=group5", []),
        ("name=", []),
        ("name=POLICY3", []),
    ],
)
def test_a_filter_leaves_what_matches_it(five, query, expected):
    assert sorted(names(five.vpn("GET", f"ikepolicies?{query}"))) == expected


def test_unknown_filters_are_refused_or_ignored(five):
    answer = five.vpn("GET", "ikepolicies?color=red&lifetime=1&name=policy1")
    assert answer.status == 400
    assert answer.json()["NeutronError"]["message"] == "['color', 'lifetime'] is invalid attribute for filtering"
    lax = FakeUserClient(Cloud(without=["filter-validation"]))
    lax.make("ikepolicy", name="only")
    assert names(lax.vpn("GET", "ikepolicies?color=red")) == ["only"]


def test_a_filter_by_type_is_silently_without_effect(demo):
    demo.make("endpoint_group", type="cidr", endpoints=["10.2.0.0/24"])
    assert len(demo.vpn("GET", "endpoint-groups?type=subnet").json()["endpoint_groups"]) == 1
    assert demo.vpn("GET", "endpoint-groups?endpoint_type=cidr").status == 400


def test_a_boolean_filter_is_converted_or_refused(demo):
    demo.make("vpnservice", router_id=ROUTER["edge"])
    assert len(demo.vpn("GET", "vpnservices?admin_state_up=yes").json()["vpnservices"]) == 1
    assert refusal(demo.vpn("GET", "vpnservices?admin_state_up=perhaps")) == (400, "InvalidInput")


def test_fields_leave_only_the_known_ones_asked_for(five):
    answer = five.vpn("GET", "ikepolicies?name=policy1&fields=name&fields=pfs&fields=nonsense")
    assert answer.json() == {"ikepolicies": [{"name": "policy1", "pfs": "group14"}]}


def test_pages_lead_to_each_other_and_end(five):
    path, seen, asked = "/v2.0/vpn/ikepolicies?limit=2&sort_key=name&sort_dir=asc", [], 0
    while path:
        answer = five.ask("GET", path)
        asked += 1
        seen += names(answer)
        links = {link["rel"]: link["href"] for link in answer.json()["ikepolicies_links"]}
        parts = urlsplit(links["next"]) if "next" in links else None
        path = f"{parts.path}?{parts.query}" if parts else None
    assert (seen, asked) == ([f"policy{number}" for number in range(5)], 3)


def test_a_full_last_page_still_has_a_next_link(five):
    document = five.vpn("GET", "ikepolicies?limit=5").json()
    assert [link["rel"] for link in document["ikepolicies_links"]] == ["next", "previous"]


def test_the_operators_limit_counts_without_any_limit_asked(five):
    five.cloud.page_limit = 2
    assert len(names(five.vpn("GET", "ikepolicies"))) == 2
    assert len(names(five.vpn("GET", "ikepolicies?limit=100"))) == 2


@pytest.mark.parametrize("query", ["limit=-1", "limit=many", "sort_key=name", "sort_key=pfs&sort_dir=asc"])
def test_bad_limits_and_sort_keys_are_refused(five, query):
    assert five.vpn("GET", f"ikepolicies?{query}").status == 400


def test_other_spellings_of_a_path(five):
    assert five.vpn("GET", "ipsec_site_connections").status == 200
    assert len(names(five.vpn("GET", "ikepolicies.json"))) == 5
    assert refusal(five.vpn("PATCH", "ikepolicies/x", {"ikepolicy": {}})) == (405, "HTTPMethodNotAllowed")


def test_the_way_to_a_routers_floating_ip(demo):
    query = f"device_id={ROUTER['edge']}&fixed_ips=subnet_id%3D{SUBNET['office']}"
    ports = demo.ask("GET", f"/v2.0/ports?{query}").json()["ports"]
    assert [port["id"] for port in ports] == [PORT["office"]]
    floating = demo.ask("GET", f"/v2.0/floatingips?port_id={PORT['office']}").json()["floatingips"]
    assert [one["floating_ip_address"] for one in floating] == ["203.0.113.100"]


def test_extensions_are_listed_and_shown_by_alias(demo):
    aliases = {one["alias"] for one in demo.ask("GET", "/v2.0/extensions").json()["extensions"]}
    assert {"vpnaas", "vpn-endpoint-groups", "vpn-flavors", "vpn-aes-ctr"} <= aliases
    assert "vpn-no-sha1-3des" not in aliases
    assert demo.ask("GET", "/v2.0/extensions/vpnaas").status == 200
    assert demo.ask("GET", "/v2.0/extensions/vpn-no-sha1-3des").status == 404
