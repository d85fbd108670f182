# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Faults of 1.0.0, by class, each with the input that showed it. The grammars: tests/contract/peer_grammar."""

from __future__ import annotations

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput
from ansible_collections.sitelink.vpnaas.tests.unit.peer_config.sample import (
    PSK,
    SETTINGS,
    TARGETS,
    config,
    error_of,
    topology,
)

V1 = {"ike": {"ike_version": "v1"}}
OUTER6 = {"peer_address": "2001:db8:7::7", "peer_id": "2001:db8:7::7"}
INNER6 = {"cidr": "fd00:1::/64", "peer_cidrs": ["fd00:2::/64"]}


def statements(text, mark="#"):
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith(mark)]


def both_families():
    given = topology()
    connections = given["objects"]["ipsec_site_connections"]
    six = {"id": "second-id", "name": "branch7-six", "peer_cidrs": ["fd00:2::/64"], "local_ep_group_id": "six"}
    connections.append({**connections[0], **six})
    given["objects"]["endpoint_groups"] = [{"id": "six", "type": "subnet", "endpoints": ["six-subnet"]}]
    given["subnets"].append({"id": "six-subnet", "cidr": "fd00:1::/64"})
    return given


# --- grammar


def test_ios_xe_writes_ipv6_gateways_as_prefixes():
    ikev2 = statements(config("ios-xe", topology(**OUTER6)), "!")
    assert "address 2001:db8::1/128" in ikev2 and "address 2001:db8::1" not in ikev2
    ikev1 = statements(config("ios-xe", topology(**V1, **OUTER6), psk=PSK), "!")
    for line in (
        f"pre-shared-key address ipv6 2001:db8::1/128 key {PSK}",
        "match identity address ipv6 2001:db8::1/128",
        "self-identity address ipv6",
    ):
        assert line in ikev1


@pytest.mark.parametrize(
    ("change", "mode"),
    [
        ({}, "ipv4"),
        (INNER6, "ipv4 v6-overlay"),
        (OUTER6, "ipv6 v4-overlay"),
        ({**OUTER6, **INNER6}, "ipv6"),
    ],
)
def test_ios_xe_says_which_family_is_inside_which(change, mode):
    text = config("ios-xe", topology(**change))
    assert f"tunnel mode ipsec {mode}" in statements(text, "!")
    assert ("Requires Cisco IOS-XE 17.6 or later, for" in text) == ("overlay" in mode)
    old = {**SETTINGS["ios-xe"], "release": "16.12.4"}
    if "overlay" in mode:
        assert "in release 16.12.4: it needs 17.6 or later" in error_of("ios-xe", topology(**change), settings=old)
    else:
        config("ios-xe", topology(**change), settings=old)


@pytest.mark.parametrize("name", ["7", "7th", "_b"])
def test_an_access_list_of_ios_xe_begins_with_a_letter(name):
    text = config("ios-xe", topology(name=name))
    assert f"ip access-list extended vpn-{name}" in text and f"policy ipv4 vpn-{name}" in text


def test_both_families_to_one_gateway_are_all_there_or_refused():
    given = both_families()
    assert "select connections of one IP version" in error_of("ios-xe", given)
    fortios = statements(config("fortios", given))
    assert fortios.count('set srcaddr6 "all"') == 2 and fortios.count('set srcaddr "all"') == 2
    junos = statements(config("junos", given))
    assert {f"set interfaces st0 unit 7 family {family}" for family in ("inet", "inet6")} <= set(junos)
    for target in ("strongswan", "libreswan", "vyos"):
        text = config(target, given)
        assert "fd00:2::/64" in text and "10.2.0.0/24" in text


@pytest.mark.parametrize(("target", "mtu"), [("ios-xe", 500), ("junos", 100), ("vyos", 500), ("ios-xe", 68)])
def test_an_mss_that_the_target_does_not_take_is_refused(target, mtu):
    assert f"mtu {mtu}, for IPv4 an MSS of {mtu - 40}: it accepts" in error_of(target, topology(mtu=mtu))


def test_vyos_has_no_prefixes_in_transport_mode():
    transport = {"ipsec": {"encapsulation_mode": "transport"}}
    assert "transport mode is for 198.51.100.7 alone" in error_of("vyos", topology(**transport))
    hosts = topology(**transport, cidr="203.0.113.1/32", peer_cidrs=["198.51.100.7/32"])
    assert "prefix" not in "".join(statements(config("vyos", hosts)))


@pytest.mark.parametrize(
    "change",
    [
        {"ike": {"pfs": "group21"}, "ipsec": {"pfs": "group21"}},
        {"ike": {"auth_algorithm": "sha512"}},
        {"ipsec": {"auth_algorithm": "sha384"}},
    ],
)
def test_words_that_came_later_to_junos_say_so(change):
    assert "Requires Juniper SRX 23.2 or later, for" in config("junos", topology(**change))
    old = {**SETTINGS["junos"], "release": "22.4R3"}
    assert "it needs 23.2 or later" in error_of("junos", topology(**change), settings=old)
    assert "Requires Juniper SRX 21.1 or later." in config("junos")


@pytest.mark.parametrize("target", TARGETS)
def test_a_release_older_than_all_is_refused(target):
    settings = {**SETTINGS.get(target, {}), "release": "0.9"}
    assert "cannot express release 0.9: it needs" in error_of(target, settings=settings)


# --- semantics


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("change", [{"peer_id": "C=DE"}, {"peer_id": "branch7", "local_id": "a=b"}])
def test_identities_that_strongswan_reads_as_another_type_are_refused(target, change):
    assert "use one without =" in error_of(target, topology(**change))


def test_the_sheet_does_not_promise_that_the_cloud_refuses_other_proposals():
    text = config("strongswan")
    assert "the cloud offers nothing else" not in text and "adds strongSwan's default" in text


def test_a_tunnel_that_the_cloud_deleted_comes_back():
    respond = topology(initiator="response-only")
    assert "start_action = trap|start" in config("strongswan", respond)
    assert "connection-type 'initiate'" in config("vyos", respond) and "close-action 'start'" in config("vyos", respond)
    assert "start_action = trap\n" in config("strongswan") and "connection-type 'respond'" in config("vyos")


def test_libreswan_has_no_group_of_its_own_in_phase_2_of_ikev2():
    change = {"ipsec": {"pfs": "group16"}}
    assert "phase 2 uses the group of phase 1" in error_of("libreswan", topology(**change))
    assert "dh16" in config("libreswan", topology(**V1, **change))


def test_libreswan_has_no_timeout_with_ikev2():
    assert "dpdtimeout" not in config("libreswan") and "dpdtimeout=120" in config("libreswan", topology(**V1))


def test_lifetimes_are_what_the_policies_say():
    """VyOS has the time after which keys are renewed, and charon adds 10 %; IOS-XE has a limit in kilobytes too."""
    assert "ike-group branch7 lifetime '26181'" in config("vyos")
    assert "lifetime '86400'" in config("vyos", topology(ike={"lifetime": {"value": 95040}}))
    assert "95041: it accepts" in error_of("vyos", topology(ike={"lifetime": {"value": 95041}}))
    assert "set security-association lifetime kilobytes disable" in config("ios-xe")


def test_an_identity_that_ios_xe_cannot_send_is_refused():
    """With IKEv1 it sends the address of its interface; 1.0.0 wrote no word of any other peer_id."""
    refused = "it sends its address only, 198.51.100.7"
    assert refused in error_of("ios-xe", topology(**V1, peer_id="192.168.1.7"))
    assert "it sends its address only, 192.168.0.2" in error_of("ios-xe", topology(**V1), own_address="192.168.0.2")
    assert "identity local address 192.168.1.7" in config("ios-xe", topology(peer_id="192.168.1.7"))


# --- safe to paste


def test_junos_keeps_what_the_zone_lets_in():
    text = config("junos")
    assert "security-zone untrust host-inbound-traffic system-services ike" in text
    assert "interfaces ge-0/0/0.0 host-inbound-traffic" not in text
    assert "commit confirmed" in text and "insert security policies" in text
    assert "inet6 mode flow-based" in config("junos", topology(**INNER6)) and "flow-based" not in text
    assert "establish-tunnels immediately" in text


@pytest.mark.parametrize(
    ("target", "setting", "change"),
    [("ios-xe", "tunnel_interface", {}), ("ios-xe", "policy_number", V1), ("junos", "tunnel_interface", {})],
)
def test_what_could_overwrite_something_has_no_default(target, setting, change):
    settings = {name: value for name, value in SETTINGS[target].items() if name != setting}
    assert f"needs {setting}" in error_of(target, topology(**change), settings=settings)


def test_ios_xe_asks_for_no_isakmp_policy_with_ikev2_and_sets_nothing_for_the_whole_router():
    settings = {name: value for name, value in SETTINGS["ios-xe"].items() if name != "policy_number"}
    assert 'the first "crypto ikev2 policy"' in config("ios-xe", settings=settings)
    lines = statements(config("ios-xe", topology(**V1)), "!")
    assert "keepalive 30 retry 18" in lines and not [line for line in lines if "isakmp keepalive" in line]


def test_fortios_can_be_pasted_twice():
    text = config("fortios")
    assert text.count("edit 0\n") == 3 and "Paste once" in text and "add-route" not in text
    numbered = config("fortios", settings={**SETTINGS["fortios"], "policy_number": 70, "route_number": 7})
    assert "edit 0\n" not in numbered and "Paste once" not in numbered
    assert all(f"    edit {number}\n" in numbered for number in (7, 70, 71))


@pytest.mark.parametrize("target", TARGETS)
def test_every_configuration_can_be_removed(target):
    text = config(target, state="absent")
    assert "branch7" in text and PSK not in text
    assert 'part "x"' in error_of(target, state="absent", part="x") or "has no part" in error_of(target, part="x")


# --- names


@pytest.mark.parametrize("target", TARGETS)
def test_names_of_other_alphabets_stay_apart(target):
    one, two = (
        config(target, topology(name=name, id=object_id))
        for name, object_id in (("支店", "0a1b2c3d-1111"), ("本店", "4e5f6a7b-2222"))
    )
    assert "vpn-0a1b2c3d" in one and "vpn-4e5f6a7b" in two and "支店" in one.splitlines()[0]
    assert "holds letters that no target takes" in error_of(target, topology(name="支店", id=None))
    assert "shop7" in config(target, topology(name="支店"), name="shop7")


def test_names_that_differ_only_in_lost_letters_stay_apart():
    names = [("büro1", "11111111-a"), ("bäro1", "22222222-b")]
    texts = [config("vyos", topology(name=name, id=object_id)) for name, object_id in names]
    assert "peer b-ro1-11111111 " in texts[0] and "peer b-ro1-22222222 " in texts[1]


@pytest.mark.parametrize(("target", "name"), [("fortios", "any"), ("fortios", "ANY"), ("ios-xe", "default")])
def test_names_that_are_keywords_are_refused(target, name):
    assert f'the name "{name}" (give name)' in error_of(target, topology(name=name))


# --- keys


@pytest.mark.parametrize(
    ("target", "key"),
    [
        ("fortios", "what?is-it"),
        ("vyos", "what?is-it"),
        ("vyos", "0x1234567890"),
        ("vyos", "0X1234567890"),
        ("vyos", "0sQUJDREVG"),
        ("fortios", "0x1234567890"),
        ("fortios", "ENC abcdefgh"),
        ("junos", "$9$abcdef"),
        ("ios-xe", "local"),
        ("ios-xe", "remote"),
        ("ios-xe", "hex"),
        ("ios-xe", "0"),
        ("ios-xe", "6"),
    ],
)
def test_keys_that_a_target_reads_as_something_else_are_refused_without_showing_them(target, key):
    """C4 of the faults of 1.0.0: VyOS hands 0x... to strongSwan, which reads hexadecimal."""
    message = error_of(target, psk=key)
    assert "cannot express this psk" in message
    assert len(key) < 4 or key not in ("what?is-it", "0sQUJDREVG", "$9$abcdef") or key not in message


# --- addresses


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("address", ["0.0.0.0", "%any"])
def test_a_peer_of_any_address_needs_its_own(target, address):
    given = topology(peer_address=address, peer_id="198.51.100.7")
    wanted = f"own_address is unknown; peer_address {address} is not the address of one gateway: give own_address"
    assert wanted in error_of(target, given)
    if address == "0.0.0.0":
        assert "192.168.0.2" in config(target, given, own_address="192.168.0.2")


@pytest.mark.parametrize("address", ["nonsense", "gw.example.com", "0.0.0.0", "fe80::1%eth0"])
def test_an_own_address_that_is_none_is_the_fault_and_not_the_peers_address(address):
    """The message spoke of peer_address, with which nothing was wrong."""
    error = error_of("strongswan", own_address=address)
    assert f"own_address is {address}: give own_address, the literal address on the outside" in error
    assert "peer_address" not in error


def test_a_private_identity_opposite_a_public_address_gets_a_note():
    note = "if a NAT stands before this gateway, give own_address"
    given = topology(peer_id="192.168.1.7")
    assert note in config("strongswan", given) and note not in config("strongswan")
    assert note not in config("strongswan", given, own_address="192.168.1.7")


def test_what_neutron_holds_twice_is_taken_once():
    text = config("strongswan", topology(peer_cidrs=["10.0.0.24/24", "10.0.0.25/24"]))
    assert "local_ts = 10.0.0.0/24\n" in text
    assert "give it once" in error_of("strongswan", local_networks=["10.0.0.24/24", "10.0.0.25/24"])


@pytest.mark.parametrize("target", sorted(set(SETTINGS) - {"openstack"}))
def test_a_setting_is_one_value(target):
    first = next(iter(SETTINGS[target]))
    with pytest.raises(InvalidInput, match="one value, not a list"):
        config(target, settings={**SETTINGS[target], first: ["a", "b"]})
