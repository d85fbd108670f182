# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""vpn_topology_validate with facts that somebody wrote or exported: other spellings, names of several objects, keys in
the wrong place, and clouds whose answers hold one."""

from __future__ import annotations

import json

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.algorithms import KNOWN_VALUES
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.validate.spelling import same_value
from ansible_collections.sitelink.vpnaas.tests.support.prepared_runner import PreparedRunner, instead
from ansible_collections.sitelink.vpnaas.tests.support.validation import KEY, PEER, both_ends, validate

POLICY = {"encryption_algorithm": "aes-128", "auth_algorithm": "sha256", "pfs": "group5"}
IKE = {**POLICY, "ike_version": "v1", "phase1_negotiation_mode": "main"}
IPSEC = {**POLICY, "transform_protocol": "esp", "encapsulation_mode": "tunnel"}
HUB = {
    "name": "hub",
    "address": "203.0.113.11",
    "peer_address": "203.0.113.10",
    "peer_id": "203.0.113.10",
    "local_networks": ["10.9.0.0/24"],
    "peer_networks": ["10.1.0.0/24"],
    "initiator": "bi-directional",
    "psk": KEY,
    "ike_policy": IKE,
    "ipsec_policy": IPSEC,
}


@pytest.fixture
def branch():
    runner = PreparedRunner(empty=True)
    both_ends(runner)
    return runner


def about_the_branch(runner, *connections, **lists):
    """(id -> (result, severity) of the rows about branch7, of both directions the worse one, the result as text)."""
    result = validate(runner, peers=[{"connections": list(connections), **lists}], only=["ends"])
    rows = [(row["id"], (row["result"], row["severity"])) for row in result["assertions"] if row["name"] == "branch7"]
    found = dict(sorted(rows, key=lambda row: ("passed", "not_checked", "failed").index(row[1][0])))
    return found, json.dumps(result)


def failures(found):
    return {(identifier, severity) for identifier, (result, severity) in found.items() if result == "failed"}


FITTING = {
    "as the API writes it": {},
    "networks with blanks": {"local_networks": [" 10.9.0.0/24 "]},
    "an address with blanks": {"address": " 203.0.113.11 "},
    "a host name": {"address": "hub.example.com"},
    "a host name of ours": {"peer_address": "office.example.com"},
    "any address": {"peer_address": "0.0.0.0"},
    "any address, as strongSwan writes it": {"peer_address": "%any", "initiator": "response-only"},
}


@pytest.mark.parametrize("case", FITTING)
def test_facts_of_a_tunnel_that_works_are_no_finding(case, branch):
    found, _text = about_the_branch(branch, {**HUB, **FITTING[case]})
    assert found["ends-paired"][0] == "passed"
    assert not failures(found)


def test_a_host_name_is_not_compared_with_an_address(branch):
    found, _text = about_the_branch(branch, {**HUB, "address": "hub.example.com"})
    assert found["ends-peer-address"][0] == found["ends-identity"][0] == "not_checked"


def test_host_names_are_identities_in_any_case(branch):
    (connection,) = [one for one in branch.cloud.store.all("ipsec_site_connections") if one["name"] == "branch7"]
    connection["peer_id"] = "hub.example.com"
    assert not failures(about_the_branch(branch, {**HUB, "local_id": "Hub.Example.com"})[0])


@pytest.mark.parametrize(
    ("own", "there", "severity"),
    [
        ({"peer_address": "0.0.0.0"}, {"peer_address": "0.0.0.0"}, "error"),
        ({"initiator": "response-only"}, {"peer_address": "0.0.0.0"}, "warning"),
        ({"peer_address": "0.0.0.0"}, {"initiator": "response-only"}, "warning"),
    ],
)
def test_two_ends_of_which_none_can_initiate_are_named(own, there, severity, branch):
    (connection,) = [one for one in branch.cloud.store.all("ipsec_site_connections") if one["name"] == "branch7"]
    connection.update(own)
    found, _text = about_the_branch(branch, {**HUB, **there})
    assert failures(found) == {("ends-initiator", severity)}


def test_ikev1_with_several_networks_does_not_pass(branch):
    networks = ["10.9.0.0/24", "10.8.0.0/24"]
    (connection,) = [one for one in branch.cloud.store.all("ipsec_site_connections") if one["name"] == "branch7"]
    connection["peer_cidrs"] = networks
    assert ("ends-networks", "warning") in failures(about_the_branch(branch, {**HUB, "local_networks": networks})[0])


@pytest.mark.parametrize(
    ("network", "finding"), [("10.1.0.0/24", True), ("10.1.0.128/25", True), ("10.1.1.0/24", False)]
)
def test_a_network_that_both_ends_have_does_not_pass(network, finding, branch):
    """A subnet's own route is preferred to the tunnel."""
    (connection,) = [one for one in branch.cloud.store.all("ipsec_site_connections") if one["name"] == "branch7"]
    connection["peer_cidrs"] = [network]
    found, _text = about_the_branch(branch, {**HUB, "local_networks": [network]})
    assert (("ends-networks", "warning") in failures(found)) == finding


@pytest.mark.parametrize(
    ("expected", "presented", "severity"),
    [
        ("@hub.example.com", "hub.example.com", "warning"),
        ("@hub.example.com", "@hub.example.com", ""),
        ("@203.0.113.11", "203.0.113.11", "error"),
        ("@hub.example.com", "@other.example.com", "error"),
    ],
)
def test_a_host_name_with_and_without_at_depends_on_the_gateway(expected, presented, severity, branch):
    (connection,) = [one for one in branch.cloud.store.all("ipsec_site_connections") if one["name"] == "branch7"]
    connection["peer_id"] = expected
    found, _text = about_the_branch(branch, {**HUB, "local_id": presented})
    assert failures(found) == ({("ends-identity", severity)} if severity else set())


def test_an_unknown_version_is_that_of_the_other_end(branch):
    """Wider networks are harmless with IKEv2."""
    for policy in branch.cloud.store.all("ikepolicies"):
        policy["ike_version"] = "v2"
    there = {**HUB, "ike_policy": POLICY, "peer_networks": ["10.1.0.0/16"]}
    assert failures(about_the_branch(branch, there)[0]) == {("ends-networks", "info")}


@pytest.mark.parametrize("place", ["name", "peer_id", "address", "local_id", "peer_cidrs", "policy"])
def test_a_key_in_another_fact_is_hidden(place, branch):
    given = {"peer_cidrs": [KEY], "policy": None}.get(place, KEY)
    there = {**HUB, place: given, "peer_networks": []}
    if place == "policy":
        there = {**HUB, "ike_policy": {**IKE, "name": KEY, "pfs": "group2"}}
    _found, text = about_the_branch(branch, there)
    assert KEY not in text


@pytest.mark.parametrize("path", ["/ikepolicies", "/vpnservices", "/ipsec-site-connections", "/quotas/"])
@pytest.mark.parametrize("declared", [True, False])
def test_a_key_in_a_refusal_of_the_cloud_is_hidden(path, declared, branch):
    refused = {"NeutronError": {"type": "x", "message": f"no {KEY}"}}

    def between(request, send):
        where = request.path_url.split("?")[0]
        return instead("GET", where, 403, refused)(request, send) if path in where else None

    branch.between = between
    items = {"ipsec_site_connections": [{"name": "branch7", "psk": KEY}]} if declared else {}
    result = validate(branch, peers=[{"connections": [HUB]}], **items)
    assert KEY not in json.dumps(result)


@pytest.mark.parametrize("order", [1, -1])
def test_the_name_of_several_policies_is_refused(order, branch):
    policies = [{"id": "1", "name": "i", **IKE}, {"id": "2", "name": "i", **IKE, "pfs": "group20"}][::order]
    with pytest.raises(InvalidInput, match=r"connections\[0\].ike_policy is the name of several .*: give an id"):
        about_the_branch(branch, {**HUB, "ike_policy": "i"}, ike_policies=policies)
    assert not failures(about_the_branch(branch, {**HUB, "ike_policy": "1"}, ike_policies=policies)[0])


def test_the_name_of_several_subnets_stands_for_none(branch):
    there = {key: value for key, value in HUB.items() if key != "local_networks"}
    subnets = [{"name": "n", "cidr": "10.9.0.0/24"}, {"name": "n", "cidr": "10.7.0.0/24"}]
    services = [{"name": "s", "subnet": "n"}]
    found, _text = about_the_branch(branch, {**there, "vpn_service": "s"}, vpn_services=services, subnets=subnets)
    assert found["ends-networks"][0] == "not_checked" and not failures(found)


def test_objects_as_the_api_returns_them_are_followed(branch):
    there = {"name": "hub", "peer_address": "203.0.113.10", "peer_id": "203.0.113.10"}
    there |= {"ikepolicy_id": "i", "ipsecpolicy_id": "p", "vpnservice_id": "s"}
    there |= {"local_ep_group_id": "l", "peer_ep_group_id": "g"}
    lists = {
        "ike_policies": [{"id": "i", **IKE, "pfs": "group20"}],
        "ipsec_policies": [{"id": "p", **IPSEC}],
        "vpn_services": [{"id": "s", "external_v4_ip": "203.0.113.11"}],
        "endpoint_groups": [
            {"id": "l", "type": "subnet", "endpoints": ["n"]},
            {"id": "g", "type": "cidr", "endpoints": ["10.1.0.0/24"]},
        ],
        "subnets": [{"id": "n", "cidr": "10.9.0.0/24"}],
    }
    found, _text = about_the_branch(branch, there, **lists)
    assert failures(found) == {("ends-ike-pfs", "error")}
    assert found["ends-peer-address"][0] == found["ends-networks"][0] == "passed"


@pytest.mark.parametrize("off", [False, "false", "False"])
def test_facts_that_say_switched_off_are_a_finding(off, branch):
    found, _text = about_the_branch(branch, {**HUB, "admin_state_up": off})
    assert found["ends-switched-on"] == ("failed", "warning")
    services = [{"name": "s", "admin_state_up": off}]
    found, _text = about_the_branch(branch, {**HUB, "vpn_service": "s"}, vpn_services=services)
    assert found["ends-switched-on"] == ("failed", "error")


def test_what_is_to_be_absent_is_no_other_end(branch):
    found, _text = about_the_branch(branch, {**HUB, "state": "absent"})
    assert failures(found) == {("ends-paired", "warning")}


@pytest.mark.parametrize(
    ("policy", "written"),
    [
        ({"encryption_algorithm": "AES-128"}, "aes-128"),
        ({"encryption_algorithm": "AES-CBC-128"}, "aes-128"),
        ({"encryption_algorithm": "aes256gcm16"}, "aes-256-gcm-16"),
        ({"encryption_algorithm": "aes256gcm128"}, "aes-256-gcm-16"),
        ({"encryption_algorithm": "aes_gcm-256"}, "aes-256-gcm-16"),
        ({"encryption_algorithm": "aes128ctr"}, "aes-128-ctr"),
        ({"encryption_algorithm": "3DES-CBC"}, "3des"),
        ({"auth_algorithm": "SHA-256"}, "sha256"),
        ({"auth_algorithm": "sha2_512"}, "sha512"),
        ({"auth_algorithm": "HMAC-SHA2-256-128"}, "sha256"),
        ({"auth_algorithm": "hmac-sha1-96"}, "sha1"),
        ({"pfs": 14}, "group14"),
        ({"pfs": "Group 14"}, "group14"),
        ({"pfs": "dh14"}, "group14"),
        ({"pfs": "DH group 14"}, "group14"),
        ({"pfs": "MODP_2048"}, "group14"),
        ({"pfs": "ecp384"}, "group20"),
        ({"ike_version": "IKEv2"}, "v2"),
        ({"ike_version": "IKE v2"}, "v2"),
        ({"ike_version": 1}, "v1"),
        ({"phase1_negotiation_mode": "main mode"}, "main"),
    ],
)
def test_a_value_in_the_spelling_of_another_gateway_is_refused(policy, written, branch):
    with pytest.raises(InvalidInput, match=f'must be written "{written}"'):
        about_the_branch(branch, {**HUB, "ike_policy": {**IKE, **policy}})


KNOWN = [
    (option, value)
    for kind in ("ike_policy", "ipsec_policy")
    for option, values in {
        **KNOWN_VALUES,
        **{row.option: row.choices for row in VPN_KINDS[kind].fields if row.choices},
    }.items()
    for value in values
]


@pytest.mark.parametrize(("option", "value"), KNOWN)
def test_no_two_known_values_are_spellings_of_one(option, value):
    known = {one for key, one in KNOWN if key == option}
    assert [one for one in known if same_value(option, [one], value)] == [value]


@pytest.mark.parametrize("value", ["yes", "off", 5, ""])
def test_a_switch_that_is_neither_true_nor_false_is_refused(value, branch):
    """Fault: "yes" was read as switched off."""
    with pytest.raises(InvalidInput, match=r"connections\[0\].admin_state_up: must be true or false"):
        about_the_branch(branch, {**HUB, "admin_state_up": value})
    services = [{"name": "s", "admin_state_up": value}]
    with pytest.raises(InvalidInput, match=r"vpn_services\[0\].admin_state_up: must be true or false"):
        about_the_branch(branch, {**HUB, "vpn_service": "s"}, vpn_services=services)


@pytest.mark.parametrize(
    ("fact", "word"),
    [
        ({"dpd": {"action": "Restart-by-Peer"}}, 'dpd.action: must be written "restart-by-peer"'),
        ({"local_networks": ["10.9.0.0-10.9.0.255"]}, r"local_networks\[0\]: must be a network, such as 10.1.0.0/24"),
        ({"peer_networks": ["10.1.0.0/24", "lan"]}, r"peer_networks\[1\]: must be a network, such as 10.1.0.0/24"),
        ({"dpd": {1: 2, "a": "b"}}, "dpd: has only action, interval, timeout"),
        ({"dpd": {"action": ["hold"]}}, "dpd.action: must be a text or a number, not a list"),
        ({"local_networks": [None]}, r"local_networks\[0\]: must be a text or a number, not null"),
        ({"peer_cidrs": [{}]}, r"peer_cidrs\[0\]: must be a text or a number, not a mapping"),
        ({"extra_attrs": "x"}, "extra_attrs: must be a mapping, not a text"),
        # Fault: of psk: 01234567 YAML makes 342391, and the keys of both ends were said to differ.
        ({"psk": 342391}, "psk: YAML read a number, not text: put the value in quotes"),
    ],
)
def test_facts_of_another_shape_are_refused(fact, word, branch):
    with pytest.raises(InvalidInput, match=word):
        about_the_branch(branch, {**HUB, **fact})


@pytest.mark.parametrize("given", [5, "x", [None], [5], ["x"], [[]], {"a": 1}], ids=repr)
@pytest.mark.parametrize("name", ["ike_policies", "ipsec_policies", "vpn_services", "endpoint_groups", "subnets"])
def test_lists_of_facts_that_are_none_are_refused(name, given, branch):
    with pytest.raises(InvalidInput, match=f"{name}: must be a list of mappings"):
        about_the_branch(branch, HUB, **{name: given})


@pytest.mark.parametrize("local_id", [1, 1.5, True, float("inf")])
def test_an_identity_that_is_no_text_differs(local_id, branch):
    assert failures(about_the_branch(branch, {**HUB, "local_id": local_id})[0]) == {("ends-identity", "error")}


@pytest.mark.parametrize("fact", [{"mtu": float("inf")}, {"dpd": {"interval": float("inf")}}])
def test_a_number_without_end_differs(fact, branch):
    assert {severity for _id, severity in failures(about_the_branch(branch, {**HUB, **fact})[0])} == {"info"}


def test_an_answer_without_extensions_is_a_finding(branch):
    branch.between = instead("GET", "/extensions", 200, {"extensions": [5]})
    result = validate(branch)
    failed = [row["id"] for row in result["assertions"] if row["result"] == "failed"]
    assert failed and set(failed) == {"cloud-readable"}


@pytest.mark.parametrize("only", ["declared", "baseline", "ends-key", "status-active"])
def test_what_asserts_nothing_is_not_checked(only):
    """A list of variables that is empty by mistake would validate everything."""
    result = validate(PreparedRunner(empty=True), only=[only])
    assert [(row["id"], row["result"]) for row in result["assertions"]] == [(only, "not_checked")]
    assert result["assertions"][0]["remedy"]


def test_two_peers_that_lead_to_one_cloud_are_one(branch):
    result = validate(branch, peers=[PEER, PEER], only=["ends"])
    assert [row["id"] for row in result["assertions"] if row["result"] == "failed" and row["severity"] != "info"] == []


def test_many_connections_of_which_each_fits_each_are_all_named(branch):
    found, text = about_the_branch(branch, *({**HUB, "name": f"hub{number}"} for number in range(300)))
    assert failures(found) == {("ends-paired", "error")}
    assert "and 295 more" in text
