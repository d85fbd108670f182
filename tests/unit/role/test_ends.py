# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Two ends: each the mirror of the other, or a refusal that names what does not fit."""

from __future__ import annotations

import pytest

from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.result import site_ends_result

GATEWAY = {"managed": False, "address": "198.51.100.7", "networks": ["10.20.0.0/24", "10.30.0.0/24"]}
RESPONDER = {"connection": {"initiator": "response-only"}}


def end(name, **more):
    return {"cloud": {"cloud": name}, "vpn_service": {"router": f"{name}-edge"}, **more}


def seen(name, *networks, v4=None, v6=None, dialect="neutron", **more):
    addresses = {"ipv4": v4, "ipv6": v6}
    return {
        "dialect": dialect,
        "endpoint": f"https://{name}/v2.0",
        "project": "demo",
        "topology": {"ipsec_site_connections": []},
        "problems": [],
        "router": {"id": f"id-{name}", "name": f"{name}-edge"},
        "networks": [{"subnet": f"{name}-{number}", "cidr": cidr} for number, cidr in enumerate(networks)],
        "service_subnet": None,
        "addresses": addresses,
        "families": [6 if family == "ipv6" else 4 for family, address in addresses.items() if address],
        **more,
    }


PARIS, ROME = end("paris"), end("rome")
AT_PARIS = seen("paris", "10.1.0.0/24", v4="203.0.113.1")
AT_ROME = seen("rome", "10.2.0.0/24", v4="203.0.113.2")


def k5(name, *networks, v4="203.0.113.100", **more):
    return seen(name, *networks, v4=v4, dialect="k5", **more)


def tunnel(result, number):
    (connection,) = result["ends"][number]["topology"]["ipsec_site_connections"]
    return connection


def test_each_end_is_the_mirror_of_the_other(plan_both):
    result = plan_both([PARIS, ROME], [AT_PARIS, AT_ROME])
    assert (result["problems"], result["order"], result["needs_key"], result["has_key"]) == ([], [0, 1], True, False)
    for number, address, subnet, network in (
        (0, "203.0.113.2", "paris-0", "10.2.0.0/24"),
        (1, "203.0.113.1", "rome-0", "10.1.0.0/24"),
    ):
        assert tunnel(result, number)["peer_address"] == tunnel(result, number)["peer_id"] == address
        groups = result["ends"][number]["topology"]["endpoint_groups"]
        assert [group["endpoints"] for group in groups] == [[subnet], [network]]
        assert result["ends"][number]["services"] == result["ends"][number]["topology"]["vpn_services"]
    assert "psk" not in str(result["ends"])


def test_the_address_is_what_the_service_really_got(plan_both):
    got = {
        "ansible_loop_var": "end",
        "end": 1,
        "objects": {"vpn_services": [{"endpoint_addresses": {"ipv4": "203.0.113.9"}}]},
    }
    skipped = {"ansible_loop_var": "end", "end": 0, "skipped": True}
    result = plan_both([PARIS, ROME], [AT_PARIS, AT_ROME], [skipped, got])
    assert tunnel(result, 0)["peer_address"] == "203.0.113.9"


def test_end_behind_nat_has_public_address_and_own_identity(plan_both):
    result = plan_both([PARIS, {**ROME, "address": "192.0.2.1"}], [AT_PARIS, AT_ROME])
    assert (tunnel(result, 0)["peer_address"], tunnel(result, 0)["peer_id"]) == ("192.0.2.1", "203.0.113.2")
    result = plan_both([PARIS, {**ROME, "identity": "rome.example.org"}], [AT_PARIS, AT_ROME])
    assert (tunnel(result, 0)["peer_address"], tunnel(result, 0)["peer_id"]) == ("203.0.113.2", "rome.example.org")


@pytest.mark.parametrize(
    ("there", "address"),
    [
        ({"v4": "203.0.113.2", "v6": "2001:db8::2"}, "203.0.113.2"),
        ({"v6": "2001:db8::2"}, "2001:db8::2"),
    ],
)
def test_peer_address_has_the_common_ip_version(plan_both, there, address):
    here = seen("paris", "10.1.0.0/24", v4="203.0.113.1", v6="2001:db8::1")
    result = plan_both([PARIS, ROME], [here, seen("rome", "10.2.0.0/24", **there)])
    assert (result["problems"], tunnel(result, 0)["peer_address"]) == ([], address)


def test_what_is_not_known_yet_is_said_and_left_out(plan_both):
    result = plan_both([PARIS, ROME], [AT_PARIS, {**AT_ROME, "addresses": {"ipv4": None, "ipv6": None}}])
    assert (result["problems"], result["needs_key"]) == ([], True)
    assert result["ends"][0]["topology"]["ipsec_site_connections"] == []
    assert "the address of end 2 is known once its VPN service exists" in result["warnings"][0]
    assert tunnel(result, 1)["peer_address"] == "203.0.113.1"


def test_a_foreign_end_is_mirrored_and_not_made(plan_both):
    result = plan_both([GATEWAY, PARIS], [{"problems": []}, AT_PARIS])
    assert (result["order"], result["ends"][0]) == ([1], None)
    assert tunnel(result, 1)["peer_address"] == "198.51.100.7"
    assert result["ends"][1]["topology"]["endpoint_groups"][1]["endpoints"] == GATEWAY["networks"]


def test_everything_is_no_overlap(plan_both):
    assert plan_both([PARIS, {**GATEWAY, "networks": ["0.0.0.0/0"]}], [AT_PARIS, {}])["problems"] == []


def test_a_service_with_a_subnet_says_the_networks_in_the_connection(plan_both):
    result = plan_both([PARIS, GATEWAY], [{**AT_PARIS, "service_subnet": "id"}, {}])
    assert tunnel(result, 0)["peer_cidrs"] == GATEWAY["networks"]
    assert result["ends"][0]["topology"]["endpoint_groups"] == []


def test_on_k5_the_network_is_the_services_subnet(plan_both):
    result = plan_both([PARIS, ROME], [k5("paris", "10.1.0.0/24"), k5("rome", "10.2.0.0/24", v4="203.0.113.101")])
    assert (result["problems"], result["ends"][0]["crypto"]) == ([], "k5")
    assert result["ends"][0]["services"][0]["subnet"] == "paris-0"
    assert tunnel(result, 0)["name"] == "vpn-10-2-0-0-24"
    assert tunnel(result, 1)["peer_id"] == "203.0.113.100"


def test_who_only_answers_is_made_first_and_the_last_is_waited_for(plan_both):
    waiting = {"connection": {"wait_for": "active"}}
    result = plan_both([{**PARIS, **waiting}, {**ROME, **RESPONDER}], [AT_PARIS, AT_ROME])
    assert result["order"] == [1, 0]
    assert [tunnel(result, number).get("wait_for") for number in (0, 1)] == ["active", None]
    result = plan_both([{**PARIS, **waiting}, ROME], [AT_PARIS, AT_ROME])
    assert [tunnel(result, number).get("wait_for") for number in (0, 1)] == [None, "active"]


def test_a_connection_that_exists_has_a_key(plan_both):
    there = {
        **AT_PARIS,
        "topology": {
            "ipsec_site_connections": [
                {"name": "vpn", "ike_policy": "vpn-ike-modern", "ipsec_policy": "vpn-ipsec-modern"}
            ]
        },
    }
    result = plan_both([PARIS, ROME], [there, AT_ROME], has_psk=False)
    assert (result["problems"], result["existing"], result["needs_key"], result["has_key"]) == (
        [],
        [["vpn"], []],
        True,
        True,
    )
    result = plan_both([PARIS, GATEWAY], [there, {}], has_psk=False)
    assert (result["problems"], result["needs_key"]) == ([], False)


def test_absent_needs_nothing_but_clouds_and_names(plan_both):
    there = {"dialect": "neutron", "topology": {"vpn_services": []}, "problems": []}
    result = plan_both(
        [{"cloud": {"cloud": "paris"}}, {**GATEWAY, "networks": []}], [there, {}], state="absent", has_psk=False
    )
    assert (result["problems"], result["needs_key"]) == ([], False)
    assert result["ends"][0]["topology"]["vpn_services"] == [{"name": "vpn"}]


REFUSALS = {
    "overlap": (
        PARIS,
        ROME,
        AT_PARIS,
        seen("rome", "10.1.0.128/25", v4="203.0.113.2"),
        "network 10.1.0.0/24 of end 1 overlaps 10.1.0.128/25 of end 2",
    ),
    "mixed inside": (
        PARIS,
        ROME,
        AT_PARIS,
        seen("rome", "2001:db8:2::/64", v4="203.0.113.2"),
        "cannot be mixed in one VPN (end 1: 10.1.0.0/24; end 2: 2001:db8:2::/64)",
    ),
    "no common family": (
        PARIS,
        ROME,
        AT_PARIS,
        seen("rome", "10.2.0.0/24", v6="2001:db8::2"),
        "no outside address family in common (end 1: IPv4; end 2: IPv6)",
    ),
    "foreign family": (
        PARIS,
        {**GATEWAY, "address": "2001:db8::7"},
        AT_PARIS,
        {},
        "no outside address family in common",
    ),
    "nat of another family": (
        PARIS,
        {**ROME, "address": "2001:db8::7"},
        AT_PARIS,
        AT_ROME,
        "end 2: no outside address of the family of 2001:db8::7",
    ),
    "several on K5": (
        PARIS,
        GATEWAY,
        k5("paris", "10.1.0.0/24", "10.9.0.0/24"),
        {},
        "end 1 is on K5 and has 2 networks (10.1.0.0/24, 10.9.0.0/24)",
    ),
    "several opposite K5": (
        PARIS,
        ROME,
        seen("paris", "10.1.0.0/24", "10.9.0.0/24", v4="203.0.113.1"),
        k5("rome", "10.2.0.0/24"),
        "end 1 has 2 networks (10.1.0.0/24, 10.9.0.0/24) and end 2 is on K5",
    ),
    "IPv6 opposite K5": (
        PARIS,
        {**GATEWAY, "address": "2001:db8::7"},
        k5("paris", "10.1.0.0/24"),
        {},
        "end 1 is on K5, which supports only IPv4",
    ),
    "one router": (
        PARIS,
        ROME,
        AT_PARIS,
        {**AT_ROME, "router": AT_PARIS["router"]},
        'both ends are the router "paris-edge" (id-paris)',
    ),
    "one project": (
        PARIS,
        ROME,
        AT_PARIS,
        {**AT_ROME, "endpoint": AT_PARIS["endpoint"]},
        'would have the same name "vpn"',
    ),
    "nobody begins": (
        {**PARIS, **RESPONDER},
        {**GATEWAY, **RESPONDER},
        AT_PARIS,
        {},
        "both ends have initiator response-only",
    ),
    "K5 and Neutron": (
        PARIS,
        ROME,
        AT_PARIS,
        k5("rome", "10.2.0.0/24"),
        "end 2 is on K5, which takes the preset k5 only, and end 1 on Neutron, which would take",
    ),
    "no floating IP": (
        PARIS,
        GATEWAY,
        k5("paris", "10.1.0.0/24", v4=None),
        {},
        'router "paris-edge" on subnet "paris-0" has no floating IP, so the peer cannot connect to it: create one',
    ),
    "one subnet": (
        {**PARIS, "vpn_service": {"router": "edge", "subnet": "paris-0"}},
        ROME,
        seen("paris", "10.1.0.0/24", "10.9.0.0/24", v4="203.0.113.1"),
        AT_ROME,
        "end 1: its VPN service has a subnet and supports only that, and 2 networks are named",
    ),
    "no cloud": ({"vpn_service": {"router": "edge"}}, ROME, {}, AT_ROME, "end 1: cloud is missing"),
    "not reached": (
        PARIS,
        ROME,
        {"problems": ['There is no router named "edge"']},
        AT_ROME,
        'end 1: There is no router named "edge"',
    ),
    "no address": (PARIS, {"managed": False, "networks": ["10.2.0.0/24"]}, AT_PARIS, {}, "end 2: address is missing"),
    "no networks": (PARIS, {"managed": False, "address": "198.51.100.7"}, AT_PARIS, {}, "end 2: networks is missing"),
    "no network": (
        PARIS,
        {**GATEWAY, "networks": ["10.2.0.0/33"]},
        AT_PARIS,
        {},
        'end 2: "10.2.0.0/33" is not a network',
    ),
    "no host": (PARIS, {**GATEWAY, "address": "198.51.100.300"}, AT_PARIS, {}, '"198.51.100.300" is neither'),
    "only a name": (
        PARIS,
        {**GATEWAY, "address": "gw.example.org"},
        AT_PARIS,
        {},
        'end 2: address "gw.example.org" is a name: give as identity',
    ),
    "nobody's": (GATEWAY, {**GATEWAY, "networks": ["10.5.0.0/24"]}, {}, {}, "both ends are managed: false"),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_refused_before_anything_is_written(plan_both, case):
    one, other, at_one, at_other, words = REFUSALS[case]
    result = plan_both([one, other], [at_one, at_other])
    assert words in "; ".join(result["problems"])
    assert result["ends"] == [None, None]


def test_the_preset_of_k5_on_neutron_by_its_name_and_with_a_warning(plan_both):
    result = plan_both([PARIS, ROME], [AT_PARIS, k5("rome", "10.2.0.0/24")], crypto="k5")
    assert result["problems"] == []
    assert any("cannot store it" in warning for warning in result["warnings"])


def test_a_new_connection_needs_a_key_from_somewhere(plan_both):
    result = plan_both([PARIS, GATEWAY], [AT_PARIS, {}], has_psk=False)
    assert result["problems"] == [
        'connection "vpn" needs a pre-shared key: give site_to_site_psk, or name a file in site_to_site_psk_file, into'
        " which a new one is written"
    ]
    assert plan_both([PARIS, GATEWAY], [AT_PARIS, {}], has_psk=False, psk_file="key")["problems"] == []


@pytest.mark.parametrize("ends", [[PARIS], [PARIS, ROME, GATEWAY]])
def test_a_vpn_has_two_ends(plan_both, ends):
    assert plan_both(ends, [AT_PARIS, AT_ROME, {}])["problems"] == [
        f"site_to_site_ends: a VPN has two ends, and {len(ends)} are given"
    ]


def test_the_result_counts_the_services_of_the_first_phase_once(plan_both):
    ends, there = [PARIS, GATEWAY], [AT_PARIS, {}]
    made = {"kind": "vpn_service", "name": "vpn", "action": "create"}
    policy = {"kind": "ike_policy", "name": "vpn-ike-modern", "action": "create"}
    service = {"endpoint_address": "203.0.113.1", "endpoint_addresses": {"ipv4": "203.0.113.1"}}
    number = {"ansible_loop_var": "end", "end": 0}
    first = {**number, "changed": True, "plan": [made], "objects": {"vpn_services": [service]}}
    second = {**number, "changed": False, "plan": [{**made, "action": "none"}, policy], "objects": first["objects"]}
    result = site_ends_result(plan_both(ends, there), {"ends": ends}, there, [first], [second])
    assert result["changed"] and result["summary"]["create"] == 2 and result["summary"]["none"] == 0
    assert [entry["end"] for entry in result["plan"]] == [1, 1]
    assert [item["endpoint_address"] for item in result["ends"]] == ["203.0.113.1", "198.51.100.7"]
    assert set(result["ends"][0]) == set(result["ends"][1])
