# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From what it is made: every shape in which connections come, and what is not guessed."""

from __future__ import annotations

import copy

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config import generate
from ansible_collections.sitelink.vpnaas.tests.unit.peer_config.sample import (
    PSK,
    TARGETS,
    config,
    error_of,
    topology,
)


def pieces(given):
    objects = given["objects"]
    return {
        "ike_policy": objects["ike_policies"],
        "ipsec_policy": objects["ipsec_policies"],
        "vpn_service": objects["vpn_services"],
        "local_networks": ["10.1.0.0/24"],
    }


def shapes():
    whole = topology()
    connection = whole["objects"]["ipsec_site_connections"][0]
    names = {"vpn_service": "office", "ike_policy": "strong-ike", "ipsec_policy": "strong-ipsec"}
    exported = {key: value for key, value in connection.items() if key.endswith("_id") is False or key == "peer_id"}
    exported = {**exported, **names, "id": "connection-id"}
    results = {argument: found[0] for argument, found in pieces(whole).items() if argument != "local_networks"}
    results = {argument: {argument: found, "changed": False} for argument, found in results.items()}
    return {
        "the role's result": (whole, {}),
        "a topology's result": ({"changed": False, **whole}, {}),
        "a connection": (connection, pieces(whole)),
        "a list": ([connection], pieces(whole)),
        "a module's result": ({"changed": True, "ipsec_site_connection": connection}, pieces(whole)),
        "an info module's result": ({"ipsec_site_connections": [connection]}, pieces(whole)),
        "modules' results": (connection, {**results, "local_networks": "10.1.0.0/24"}),
        "an export": ({"topology": {"ipsec_site_connections": [exported]}, "dialect": "neutron"}, pieces(whole)),
    }


@pytest.mark.parametrize("shape", shapes())
def test_every_shape_gives_the_same(shape):
    given, arguments = shapes()[shape]
    before = copy.deepcopy((given, arguments))
    assert config("strongswan", given, **arguments) == config("strongswan")
    assert (given, arguments) == before


def test_a_connection_predicted_in_check_mode_refers_by_mappings():
    given = topology(vpnservice_id={"name": "office", "id": None}, ikepolicy_id={"name": "strong-ike", "id": None})
    text = config("strongswan", given)
    assert "203.0.113.1" in text


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"vpnservice_id": "another"}, 'vpn_service "another" is not in the input ("office")'),
        ({"ikepolicy_id": "another"}, 'ike_policy "another" is not in the input'),
        ({"peer_cidrs": []}, "neither peer_cidrs nor a group"),
        ({"peer_cidrs": ["10.2.0.0/33"]}, '"10.2.0.0/33" is not a network'),
        ({"peer_address": "branch7.example"}, "own_address"),
        ({"peer_id": ""}, "peer_id is unknown"),
        ({"ike": {"lifetime": None}}, "lacks lifetime in seconds"),
        ({"ike": {"pfs": None}}, "lacks pfs"),
        ({"service": {"subnet_id": None}}, "local networks are unknown"),
        ({"service": {"subnet_id": "unknown"}}, "the subnet unknown: give local_networks"),
        ({"service": {"endpoint_addresses": {}, "external_v4_ip": None}}, "endpoint_address is unknown"),
        ({"local_ep_group_id": "gone"}, 'endpoint_group "gone" is not in the input (none)'),
    ],
)
def test_missing_input_is_reported_and_not_guessed(change, message):
    assert message in error_of("strongswan", topology(**change))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"connection": "nobody"}, 'no connection "nobody" in the input, which holds branch7'),
        ({"ike_policy": "strong-ike"}, "ike_policy: no ike_policy found in it"),
        ({"own_adress": "10.0.0.1"}, "no argument own_adress"),
        ({"part": "key"}, 'has no part "key"; it has connection, secrets'),
        ({"settings": {"interface": "eth0"}}, 'strongSwan has no "interface"'),
        ({"own_address": "inside"}, "own_address is inside"),
        ({"psk": ""}, "1 to 255 characters"),
        ({"psk": "a\nb"}, "no control characters"),
    ],
)
def test_arguments_are_checked(arguments, message):
    assert message in error_of("strongswan", **arguments)


JUNK = (None, "", "x", 5, -1, [], {}, ["x"], [None], {"id": None}, True, "a\nb")


def paths(value, at=()):
    """The way to every value inside."""
    yield at
    if isinstance(value, (dict, list)):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from paths(item, (*at, key))


def with_junk(at, junk):
    given = topology()
    if not at:
        return junk
    holder = given
    for key in at[:-1]:
        holder = holder[key]
    holder[at[-1]] = junk
    return given


@pytest.mark.parametrize("at", list(paths(topology())), ids=str)
def test_whatever_is_handed_in_is_taken_or_refused_in_one_line(at):
    for junk in JUNK:
        try:
            config("strongswan", with_junk(at, junk))
        except InvalidInput as refused:
            assert len(str(refused).splitlines()) == 1  # noqa: PT017 - an input that is taken is right too


@pytest.mark.parametrize("argument", [*generate.OBJECTS, *generate.OTHERS, "target"])
def test_whatever_an_argument_is_it_is_taken_or_refused_in_one_line(argument):
    for junk in JUNK:
        try:
            config(**{"target": "strongswan", argument: junk})
        except InvalidInput as refused:
            assert len(str(refused).splitlines()) == 1  # noqa: PT017 - an input that is taken is right too


def test_a_listing_of_no_groups_is_an_answer_too():
    """Services with a subnet need none, and a playbook asks all the same."""
    empty = {"changed": False, "endpoint_groups": []}
    assert config("strongswan", endpoint_groups=empty) == config("strongswan")


def test_targets_are_listed_where_one_is_unknown():
    assert error_of("pfsense") == f'there is no target "pfsense"; the targets are {", ".join(TARGETS)}'
    assert "no IPsec site connection" in error_of("strongswan", {"changed": False})


def test_groups_of_endpoints_are_resolved():
    given = topology(local_ep_group_id="here", peer_ep_group_id="there", peer_cidrs=[], service={"subnet_id": None})
    given["objects"]["endpoint_groups"] = [
        {"id": "here", "name": "local", "type": "subnet", "endpoints": ["subnet-id", "second"]},
        {"id": "there", "name": "peer", "type": "cidr", "endpoints": ["10.2.0.0/24", "10.3.0.9/24"]},
    ]
    given["subnets"].append({"id": "second", "name": "lab", "cidr": "10.9.0.0/24"})
    text = config("strongswan", given)
    assert "local_ts = 10.2.0.0/24, 10.3.0.0/24\n" in text
    assert "remote_ts = 10.1.0.0/24, 10.9.0.0/24\n" in text


# --- several connections


def two(**change):
    given = topology()
    first = given["objects"]["ipsec_site_connections"][0]
    given["objects"]["ipsec_site_connections"].append(
        {**first, "id": "second-id", "name": "branch7-lab", "peer_cidrs": ["10.8.0.0/24"], **change}
    )
    return given


@pytest.mark.parametrize("target", TARGETS)
def test_connections_to_one_gateway_make_one_configuration(target):
    text = config(target, two())
    assert "10.2.0" in text and "10.8.0" in text and '"office"' in text.splitlines()[0]


def test_connections_to_several_gateways_need_a_selection():
    assert "differ in peer_address (198.51.100.7, 198.51.100.8)" in error_of(
        "strongswan", two(peer_address="198.51.100.8", peer_id="198.51.100.8")
    )
    assert "198.51.100.8" not in config("strongswan", two(peer_address="198.51.100.8"), connection="branch7")
    assert "two connections would be called branch7-lab" in error_of(
        "strongswan", two(name="branch7 lab"), connection=["branch7 lab", "second-id"]
    )


# --- identities


def test_names_are_of_type_fqdn_whatever_they_look_like():
    given = topology(peer_id="admin@branch7.example")
    assert 'id = "fqdn:admin@branch7.example"' in config("strongswan", given)
    assert "leftid=@admin@branch7.example" in config("libreswan", given)
    assert "local-id '@admin@branch7.example'" in config("vyos", given)
    assert 'peer_id "admin@branch7.example": an FQDN holds' in error_of("ios-xe", given)


def test_the_cloud_is_expected_under_its_local_id_or_its_address():
    assert 'id = "fqdn:cloud.example"' in config("strongswan", topology(peer_id="branch7", local_id="cloud.example"))
    assert 'id = "203.0.113.1"' in config("strongswan", topology(peer_id="branch7"))


def test_who_knows_the_clouds_identity_says_it():
    assert 'id = "10.0.0.5"' in config("strongswan", endpoint_id="10.0.0.5")
    assert "without quotes" in error_of("strongswan", endpoint_id='"')


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"peer_id": "@branch7"}, "leave it out"),
        ({"peer_id": "#0102"}, "leave it out"),
        ({"local_id": "cloud.example"}, "are an address and a name"),
        ({"local_id": "203.0.113.9", "peer_id": "branch7"}, "are an address and a name"),
        ({"peer_id": 'branch7"'}, "no gateway takes without quotes"),
        ({"peer_id": "C=UK"}, "use one without ="),
        ({"peer_id": "branch7", "local_id": "cloud=1"}, "use one without ="),
    ],
)
def test_identities_that_cannot_meet_are_refused(change, message):
    assert message in error_of("strongswan", topology(**change))


def test_on_k5_the_at_is_the_servers_and_encapsulation_is_forced():
    given = topology(
        peer_id="@198.51.100.7",
        service={"external_v4_ip": None, "endpoint_addresses": {"ipv4": "203.0.113.1", "ipv6": None}},
    )
    given["dialect"] = "k5"
    text = config("strongswan", given)
    assert 'id = "198.51.100.7"' in text and "encap = yes" in text and "FUJITSU K5" in text
    assert "encap = no" in config("strongswan")
    assert "set nattraversal forced" in config("fortios", given)
    assert "force-udp-encapsulation" in config("vyos", given)


# --- addresses


def test_behind_a_nat_the_gateway_binds_its_own_address_and_keeps_its_identity():
    text = config("strongswan", own_address="192.168.0.2")
    assert "local_addrs = 192.168.0.2\n" in text and 'id = "198.51.100.7"' in text
    assert "which the cloud sees as 198.51.100.7 (NAT)" in text


def test_the_address_to_connect_to_is_of_the_peers_ip_version():
    given = topology(peer_address="2001:db8:7::7", peer_id="2001:db8:7::7", peer_cidrs=["fd00:2::/64"])
    given["subnets"][0]["cidr"] = "fd00:1::/64"
    assert "remote_addrs = 2001:db8::1\n" in config("strongswan", given)
    assert "remote_addrs = 192.0.2.9\n" in config("strongswan", endpoint_address="192.0.2.9")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"local_networks": ["fd00::/64"]}, "IPv4 and IPv6 networks cannot be mixed"),
        ({"own_address": "2001:db8::1"}, "are of different IP versions"),
        ({"dialect": "foo"}, "dialect: not a valid value"),
        ({"psk": ["KEY"]}, "psk: not a valid value"),
    ],
)
def test_what_cannot_be_meant_is_refused(arguments, message):
    assert message in error_of("strongswan", **arguments)


# --- the key


@pytest.mark.parametrize("target", TARGETS)
def test_the_key_stands_once_and_in_no_comment_or_is_a_placeholder(target):
    without = config(target)
    assert PSK not in without and without.count("<PRE-SHARED KEY>") == 1
    mark = "!" if target == "ios-xe" else "#"
    lines = [line for line in config(target, psk=PSK).splitlines() if line not in without.splitlines()]
    assert len(lines) == 1 and not lines[0].startswith(mark)


@pytest.mark.parametrize("target", ["strongswan", "libreswan"])
def test_the_part_with_the_key_is_apart(target):
    assert PSK not in config(target, psk=PSK, part="connection")
    whole, parts = config(target), [config(target, part=part) for part in ("connection", "secrets")]
    assert all(part in whole for part in parts)


@pytest.mark.parametrize(
    ("target", "psk"),
    [("ios-xe", "has a blank"), ("vyos", "it's"), ("fortios", "short"), ("fortios", "0x1234567"), ("junos", 'a"b')],
)
def test_a_key_that_the_target_cannot_hold_is_refused_without_showing_it(target, psk):
    message = error_of(target, psk=psk)
    assert "cannot express this psk: a key" in message and psk not in message
