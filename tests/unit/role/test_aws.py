# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An end at AWS: a connection for each tunnel, made of AWS's document, or a refusal before anything is written."""

from __future__ import annotations

import json

import pytest

from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._aws.connections import with_keys
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.result import site_ends_result
from ansible_collections.sitelink.vpnaas.tests.support.aws_documents import (
    CUSTOMER,
    KEYS,
    document,
    tunnel,
    vpn_connection,
)
from ansible_collections.sitelink.vpnaas.tests.unit.role.test_ends import PARIS, end, k5, seen

AT_PARIS = seen("paris", "10.1.0.0/24", v4=CUSTOMER)
LOW, HIGH = "198.51.100.20", "198.51.100.130"
STRONG = {"ike__encryption_protocol": "aes-256-gcm-16", "ike__perfect_forward_secrecy": "group20"}


def at_aws(text=None, **more):
    return {"aws": {"customer_gateway_configuration": text or document()}, "networks": ["10.20.0.0/16"], **more}


def by_result(**changes):
    return {"aws": {"vpn_connection": vpn_connection(**changes)}, "networks": ["10.20.0.0/16"]}


@pytest.fixture
def plan_aws(plan_both):
    """plan_aws(the end at AWS, the end on Neutron, what was seen of it, the VPN's variables) -> the plan."""

    def make(aws=None, paris=None, there=None, **given):
        ends = [paris or PARIS, aws or at_aws()]
        return plan_both(ends, [there or AT_PARIS, {"problems": []}], **{"has_psk": False, **given})

    return make


def connections(plan):
    return {item["name"]: item for item in plan["ends"][0]["topology"]["ipsec_site_connections"]}


def policies(plan):
    topology = plan["ends"][0]["topology"]
    return topology["ike_policies"][0], topology["ipsec_policies"][0]


def test_a_connection_for_each_tunnel_with_policies_and_groups_in_common(plan_aws):
    plan = plan_aws()
    assert (plan["problems"], plan["needs_key"], plan["order"]) == ([], False, [0])
    made = connections(plan)
    assert {name: (item["peer_address"], item["peer_id"], item["local_id"]) for name, item in made.items()} == {
        "vpn-1": (LOW, LOW, CUSTOMER),
        "vpn-2": (HIGH, HIGH, CUSTOMER),
    }
    for item in made.values():
        assert item["dpd"] == {"action": "restart", "interval": 10, "timeout": 30}
        assert (item["mtu"], item["initiator"]) == (1419, "bi-directional")
        assert (item["ike_policy"], item["ipsec_policy"]) == ("vpn-ike-aws", "vpn-ipsec-aws")
        assert (item["local_endpoint_group"], item["peer_endpoint_group"]) == ("vpn-local", "vpn-peer")
    assert [group["endpoints"] for group in plan["ends"][0]["topology"]["endpoint_groups"]] == [
        ["paris-0"],
        ["10.20.0.0/16"],
    ]


def test_the_order_of_the_ends_does_not_matter(plan_both, plan_aws):
    swapped = plan_both([at_aws(), PARIS], [{"problems": []}, AT_PARIS], has_psk=False)
    assert (swapped["ends"][0], swapped["order"]) == (None, [1])
    assert swapped["ends"][1]["topology"] == plan_aws()["ends"][0]["topology"]
    items = swapped["ends"][1]["topology"]["ipsec_site_connections"]
    assert [item["psk"] for item in with_keys(items, [at_aws(), PARIS], "vpn")] == [KEYS[1], KEYS[0]]


def test_no_key_is_in_the_plan_or_in_the_result(plan_aws):
    plan = plan_aws()
    ends = [PARIS, at_aws()]
    result = site_ends_result(plan, {"ends": ends}, [AT_PARIS, {}], [], [])
    assert not any(key in json.dumps([plan, result]) for key in KEYS)
    assert set(result["ends"][0]) == set(result["ends"][1])


def test_each_connection_gets_the_key_of_its_tunnel(plan_aws):
    ends = [PARIS, at_aws()]
    items = plan_aws()["ends"][0]["topology"]["ipsec_site_connections"]
    assert {item["name"]: item["psk"] for item in with_keys(items, ends, "vpn")} == {"vpn-1": KEYS[1], "vpn-2": KEYS[0]}
    assert with_keys(items, [PARIS, end("rome")], "vpn") == items
    named = [{**PARIS, "name": "office"}, at_aws()]
    leading = {"name": "office-2", "peer_address": HIGH}
    assert with_keys([leading], named, "vpn") == [{**leading, "psk": KEYS[0]}]
    gone = [{"name": "office-2", "state": "absent"}]
    assert with_keys(gone, [PARIS, {"aws": {}}], "vpn") == gone


def test_options_that_are_given_count(plan_aws):
    mine = {
        **PARIS,
        "connection": {"mtu": 1300, "dpd": {"interval": 20}, "local_id": "paris.example", "description": "x"},
    }
    for item in connections(plan_aws(paris=mine)).values():
        assert (item["mtu"], item["local_id"], item["description"]) == (1300, "paris.example", "x")
        assert item["dpd"] == {"action": "restart", "interval": 20, "timeout": 30}


def test_waiting_for_the_tunnels_waits_for_both(plan_aws):
    made = connections(plan_aws(paris={**PARIS, "connection": {"wait_for": "active"}}))
    assert [item.get("wait_for") for item in made.values()] == ["active", "active"]


# --- proposals


def test_the_proposal_is_the_preset_aws(plan_aws):
    ike, ipsec = policies(plan_aws())
    assert (ike["ike_version"], ike["encryption_algorithm"], ike["auth_algorithm"], ike["pfs"]) == (
        "v2",
        "aes-256",
        "sha256",
        "group14",
    )
    assert (ike["lifetime"]["value"], ipsec["lifetime"]["value"]) == (28800, 3600)
    assert plan_aws()["ends"][0]["crypto"] == "aws"
    assert plan_aws(crypto="modern")["ends"][0]["crypto"] == "modern"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"ike__encryption_protocol": "aes-256-gcm-16"}, {"ike.encryption_algorithm": "aes-256-gcm-16"}),
        ({"ike__encryption_protocol": "aes-256-cbc"}, {}),
        ({"ike__authentication_protocol": "sha2-512"}, {"ike.auth_algorithm": "sha512"}),
        ({"ike__perfect_forward_secrecy": "group20"}, {"ike.pfs": "group20"}),
        ({"ike__perfect_forward_secrecy": "group24"}, {}),
        ({"ipsec__encryption_protocol": "aes-128-gcm-16"}, {}),
        ({"ipsec__encryption_protocol": "aes-256-gcm-16"}, {"ipsec.encryption_algorithm": "aes-256-gcm-16"}),
        ({"ipsec__perfect_forward_secrecy": "group16"}, {"ipsec.pfs": "group16"}),
        ({"ike__lifetime": "3600"}, {"ike.lifetime": {"units": "seconds", "value": 3600}}),
        ({"ipsec__lifetime": "900"}, {"ipsec.lifetime": {"units": "seconds", "value": 900}}),
    ],
)
def test_the_documents_own_values_only_where_they_are_stronger(plan_aws, values, expected):
    found = {}
    for word, (plain, made) in zip(
        ("ike", "ipsec"),
        zip(policies(plan_aws()), policies(plan_aws(at_aws(document(**values)))), strict=True),
        strict=True,
    ):
        found |= {f"{word}.{option}": made[option] for option in plain if made[option] != plain[option]}
    assert found == expected


def test_a_value_that_is_given_counts_more_than_the_document(plan_aws):
    plan = plan_aws(at_aws(document(**STRONG)), ike_policy={"pfs": "group19"})
    assert policies(plan)[0]["pfs"] == "group19"


def test_tunnels_with_different_options_cannot_share_policies(plan_aws):
    text = document([tunnel(0, **STRONG), tunnel(1)])
    (problem,) = plan_aws(at_aws(text))["problems"]
    assert "end 2: aws: tunnels 1 and 2 have different options (AWS's defaults; ike encryption_algorithm aes" in problem
    one = {"aws": {"customer_gateway_configuration": text, "tunnels": [2]}, "networks": ["10.20.0.0/16"]}
    assert plan_aws(one)["problems"] == []


def test_a_policy_that_aws_does_not_accept_is_refused_where_the_result_says_so(plan_aws):
    options = vpn_connection()["options"]
    limits = {
        "ike_versions": [{"value": "ikev2"}],
        "phase1_dh_group_numbers": [{"value": 19}],
        "phase2_encryption_algorithms": [{"value": "AES256-GCM-16"}],
    }
    limited = [{**one, **limits} for one in options["tunnel_options"]]
    aws = by_result(options={**options, "tunnel_options": limited})
    problems = plan_aws(aws)["problems"]
    assert len(problems) == 4
    assert (
        "tunnel 1: AWS accepts there only pfs group19, and the ike_policy has group14: set site_to_site_ike"
        in problems[0]
    )
    fitting = {"ike_policy": {"pfs": "group19"}, "ipsec_policy": {"encryption_algorithm": "aes-256-gcm-16"}}
    assert plan_aws(aws, **fitting)["problems"] == []


# --- tunnels


def test_the_connection_of_a_tunnel_that_is_no_longer_named_is_deleted(plan_aws):
    existing = [
        {"name": f"vpn-{number}", "peer_address": address, "ike_policy": "vpn-ike-aws", "ipsec_policy": "vpn-ipsec-aws"}
        for number, address in ((1, LOW), (2, HIGH))
    ]
    one = at_aws()
    one["aws"]["tunnels"] = [1]
    there = {**AT_PARIS, "topology": {"ipsec_site_connections": existing}}
    assert connections(plan_aws(one, there=there))["vpn-2"] == {"name": "vpn-2", "state": "absent"}
    others = {**AT_PARIS, "topology": {"ipsec_site_connections": [{**existing[1], "peer_address": "192.0.2.1"}]}}
    assert list(connections(plan_aws(one, there=others))) == ["vpn-1"]


def test_a_site_under_a_former_name_renames_both(plan_aws):
    policies = {"ike_policy": "old-ike-aws", "ipsec_policy": "old-ipsec-aws"}
    existing = [{"name": f"old-{number}", "peer_address": LOW, **policies} for number in (1, 2)]
    there = {**AT_PARIS, "topology": {"ipsec_site_connections": existing}}
    made = connections(plan_aws(there=there, from_name="old"))
    assert {name: item.get("from_name") for name, item in made.items()} == {"vpn-1": "old-1", "vpn-2": "old-2"}


def test_absent_needs_no_document(plan_aws):
    there = {"dialect": "neutron", "topology": {"vpn_services": []}, "problems": []}
    for aws in ({"aws": {}}, {"aws": {"vpn_connection": {"changed": True}}}, at_aws("<cut")):
        plan = plan_aws(aws, {"cloud": {"cloud": "paris"}}, there, state="absent")
        assert (plan["problems"], plan["ends"][1]) == ([], None)


# --- the static routes of AWS


def test_a_route_that_aws_lacks_is_warned_about(plan_aws):
    wider = [{"destination_cidr_block": "10.0.0.0/8", "state": "pending"}]
    for plan in (plan_aws(), plan_aws(by_result()), plan_aws(by_result(routes=wider))):
        assert not any("route" in warning for warning in plan["warnings"])
    for routes in (
        [],
        [{"destination_cidr_block": "10.1.0.0/25"}],
        [{"destination_cidr_block": "10.1.0.0/24", "state": "deleted"}],
    ):
        assert "end 2: AWS has no static route to 10.1.0.0/24" in plan_aws(by_result(routes=routes))["warnings"][0]


# --- what AWS accepts beside the policies


def test_weaker_values_that_aws_accepts_are_warned_about(plan_aws):
    """AWS takes the weakest of what both offer, and strongSwan under Neutron offers its defaults too: see
    tests/e2e/peers/test_aws.py, where AES-128 with SHA-1 comes up."""
    (warning,) = plan_aws()["warnings"]
    assert warning.startswith("end 2: AWS accepts aes-128, group2, sha1 in IKE and aes-128, group2, sha1 in IPsec too")
    limited = {
        f"{phase}__{name}": value
        for phase in ("ike", "ipsec")
        for name, value in (
            ("encryption_protocol", "aes-256-cbc"),
            ("authentication_protocol", "sha2-256"),
            ("perfect_forward_secrecy", "group14"),
        )
    }
    assert plan_aws(at_aws(document(**limited)))["warnings"] == []
    (warning,) = plan_aws(at_aws(document(**limited, ike__lifetime="900")), ike_policy={"pfs": "group20"})["warnings"]
    assert "AWS accepts group14 in IKE too" in warning


# --- refusals

SEVERAL = seen("paris", "10.1.0.0/24", "10.1.1.0/24", v4=CUSTOMER)
REFUSALS = {
    "several networks here": (
        at_aws(),
        PARIS,
        SEVERAL,
        {},
        [
            "end 1 has 2 networks (10.1.0.0/24, 10.1.1.0/24), and AWS keeps one pair of networks per tunnel: name one"
            " subnet that covers them, 10.1.0.0/23; another subnet needs a VPN connection of its own"
        ],
    ),
    "several networks there": (
        at_aws(networks=["10.20.0.0/24", "10.20.3.0/24"]),
        PARIS,
        AT_PARIS,
        {},
        [
            "end 2 has 2 networks (10.20.0.0/24, 10.20.3.0/24), and AWS keeps one pair of networks per tunnel: name the"
            " one network that covers them, 10.20.0.0/22"
        ],
    ),
    "networks that nothing covers": (
        at_aws(networks=["10.0.0.0/24", "10.2.0.0/24"]),
        PARIS,
        AT_PARIS,
        {},
        ["name the one network that covers them and does not reach the other end's"],
    ),
    "IPv6 inside": (
        at_aws(networks=["2001:db8:2::/64"]),
        PARIS,
        seen("paris", "2001:db8:1::/64", v4=CUSTOMER),
        {},
        ["end 2 is a virtual private gateway of AWS, which has only IPv4"],
    ),
    "another customer gateway": (
        at_aws(),
        PARIS,
        seen("paris", "10.1.0.0/24", v4="203.0.113.99"),
        {},
        [
            f"AWS's customer gateway has the address {CUSTOMER}, and end 1 has 203.0.113.99: make a customer gateway"
            f" and a VPN connection with 203.0.113.99, or, if a NAT is in front, give address: {CUSTOMER}"
        ],
    ),
    "K5": (at_aws(), PARIS, k5("paris", "10.1.0.0/24", v4=CUSTOMER), {}, ["end 1 is on K5, which has only IKEv1"]),
    "a key": (at_aws(), PARIS, AT_PARIS, {"has_psk": True}, ["site_to_site_psk is given, and AWS's document"]),
    "a key file": (at_aws(), PARIS, AT_PARIS, {"psk_file": "key"}, ["site_to_site_psk_file is given, and AWS's"]),
    "pairs": (at_aws(), PARIS, AT_PARIS, {"split_pairs": True}, ["site_to_site_split_pairs is set, and AWS"]),
    "managed": (at_aws(managed=True), PARIS, AT_PARIS, {}, ["end 2: managed is true beside aws: leave it out"]),
    "what a cloud has": (
        at_aws(cloud={"cloud": "x"}, vpn_service={"router": "r"}, address="192.0.2.1", identity="x"),
        PARIS,
        AT_PARIS,
        {},
        ["end 2: cloud is given beside aws", "end 2: vpn_service is", "end 2: address is", "end 2: identity is given"],
    ),
    "no network": ({"aws": at_aws()["aws"]}, PARIS, AT_PARIS, {}, ["end 2: networks is missing"]),
    "only AWS": (at_aws(), at_aws(), {"problems": []}, {}, ["managed: false or at AWS, so there is nothing"]),
    "nobody begins": (
        at_aws(connection={"initiator": "response-only"}),
        {**PARIS, "connection": {"initiator": "response-only"}},
        AT_PARIS,
        {},
        ["both ends have initiator"],
    ),
    "no mapping": ({"aws": "<xml/>", "networks": ["10.20.0.0/16"]}, PARIS, AT_PARIS, {}, ["aws: must be a mapping"]),
    "a bad document": (at_aws("<cut"), PARIS, AT_PARIS, {}, ["end 2: aws: customer_gateway_configuration: it is"]),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_refused_before_anything_is_written(plan_aws, case):
    aws, paris, there, given, words = REFUSALS[case]
    plan = plan_aws(aws, paris, there, **given)
    assert len(plan["problems"]) == len(words), plan["problems"]
    assert all(word in problem for word, problem in zip(words, plan["problems"], strict=True)), plan["problems"]
    assert plan["ends"] == [None, None]
    assert not any(key in str(plan) for key in KEYS)


def test_a_nat_in_front_has_the_address_of_the_customer_gateway(plan_aws):
    behind = seen("paris", "10.1.0.0/24", v4="192.168.1.2")
    plan = plan_aws(paris={**PARIS, "address": CUSTOMER}, there=behind)
    assert plan["problems"] == []
    assert {item["local_id"] for item in connections(plan).values()} == {CUSTOMER}


def test_an_address_that_is_not_known_yet_is_compared_later(plan_aws):
    on_ovn = {**seen("paris", "10.1.0.0/24"), "families": [4]}
    assert plan_aws(there=on_ovn)["problems"] == []


@pytest.mark.parametrize("block", [None, 1, "x", "10.1.0.0", "10.1.0.0/33", "::/0", ["10.1.0.0/24"]])
def test_a_route_that_is_no_network_covers_nothing(plan_aws, block):
    plan = plan_aws(by_result(routes=[{"destination_cidr_block": block}, "x", None]))
    assert plan["problems"] == [] and "no static route to 10.1.0.0/24" in plan["warnings"][0]
