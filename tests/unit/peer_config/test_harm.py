# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Input that is valid by itself and would give a document that a box refuses, misreads, or is harmed by."""

from __future__ import annotations

import pytest

from ansible_collections.sitelink.vpnaas.tests.unit.peer_config.sample import (
    SETTINGS,
    TARGETS,
    config,
    error_of,
    topology,
)

ZONE = "fe80::1%x y;reboot"
OUTER6 = {"peer_address": "2001:db8::7", "peer_id": "b7.example", "local_id": "c.example"}


@pytest.mark.parametrize("target", TARGETS)
def test_a_zone_of_an_ipv6_address_brings_no_commands(target):
    """Python takes any text behind the %, and the address stands in the document without quotation marks."""
    assert "own_address is fe80::1%x" in error_of(target, topology(**{**OUTER6, "peer_address": ZONE}))
    for option in ("own_address", "endpoint_address"):
        assert f"{option} is fe80::1%x" in error_of(target, topology(**OUTER6), **{option: ZONE})


@pytest.mark.parametrize("target", TARGETS)
def test_a_key_that_is_no_unicode_is_refused_and_not_shown(target):
    line = error_of(target, psk="secret-\ud800-key")
    assert "no UTF-8" in line and "secret-" not in line


@pytest.mark.parametrize("target", TARGETS)
def test_a_gateway_has_no_tunnel_to_itself(target):
    assert "a gateway has no tunnel to itself" in error_of(target, topology(peer_address="203.0.113.1"))


@pytest.mark.parametrize("target", TARGETS)
def test_one_network_at_both_ends_is_refused(target):
    assert "10.1.0.0/24 at both ends" in error_of(target, topology(peer_cidrs=["10.1.0.9/24"]))


@pytest.mark.parametrize("target", ["strongswan", "libreswan", "opnsense"])
def test_a_policy_that_takes_the_own_network_is_noted(target):
    """The gateway would send its answers to its own network into the tunnel. VyOS makes an exception by itself."""
    for cloud in ("10.0.0.0/8", "0.0.0.0/0"):
        assert f"Bypass      10.2.0.0/24 lies in {cloud}" in config(target, topology(cidr=cloud))
    assert "Bypass" not in config(target, topology(peer_cidrs=["10.0.0.0/8"]))


@pytest.mark.parametrize("key", ["LOCAL", "Hex", "loc", "l", "r", "he", "Remote"])
def test_ios_xe_reads_no_key_as_a_keyword(key):
    assert f"express this psk: {key}" not in error_of("ios-xe", psk=key)


def test_ios_xe_takes_keys_that_only_begin_like_a_keyword():
    for key in ("locale", "hex2", "remotely", "00"):
        assert f" pre-shared-key {key}\n" in config("ios-xe", psk=key)


@pytest.mark.parametrize("version", ["v1", "v2"])
def test_ios_xe_reads_no_identity_as_a_keyword(version):
    given = topology(ike={"ike_version": version}, local_id="domain", peer_id="b7.example")
    assert "domain is a keyword" in error_of("ios-xe", given)


def test_the_built_in_name_of_ios_xe_is_refused_in_any_case():
    assert "default names what is built in" in error_of("ios-xe", topology(name="Default"))


def test_ios_xe_says_that_only_one_of_several_ikev2_policies_is_used():
    assert 'add "proposal branch7" to it' in config("ios-xe")


@pytest.mark.parametrize(
    ("target", "settings", "fault"),
    [
        ("ios-xe", {"tunnel_interface": "Tunnel9999999999"}, "at most nine digits"),
        (
            "ios-xe",
            {"outside_interface": "tunnel7"},
            'outside_interface and tunnel_interface of Cisco IOS-XE are both "',
        ),
        ("junos", {"tunnel_interface": "st0.16386"}, "up to st0.16385"),
        ("junos", {"outside_interface": "ge-0/0/0"}, "it is a unit, such as ge-0/0/0.0"),
        ("junos", {"outside_interface": "st0.7"}, "outside_interface and tunnel_interface"),
        # Both policies let everything pass.
        ("junos", {"vpn_zone": "untrust"}, 'outside_zone and vpn_zone of Juniper SRX are both "untrust"'),
        ("junos", {"inside_zone": "untrust"}, 'outside_zone and inside_zone of Juniper SRX are both "untrust"'),
        ("vyos", {"outside_interface": "GigabitEthernet1"}, "such as eth0 or eth0.5"),
        ("vyos", {"outside_interface": "../../x"}, "such as eth0 or eth0.5"),
        ("fortios", {"route_number": 4294967295}, "it is a number from 0 to 4294960000"),
    ],
)
def test_a_setting_that_the_box_refuses_or_that_opens_it_is_refused(target, settings, fault):
    assert fault in error_of(target, settings={**SETTINGS.get(target, {}), **settings})


@pytest.mark.parametrize("policies", [{"ike": {"encryption_algorithm": "3des"}}, {"ipsec": {"pfs": "group5"}}])
def test_ios_xe_says_what_newer_routers_refuse(policies):
    """Cisco field notice 72510."""
    assert "crypto engine compliance shield disable" in config("ios-xe", topology(**policies))
    assert "compliance shield" not in config("ios-xe")


@pytest.mark.parametrize("target", ["strongswan", "libreswan", "ios-xe", "junos", "openstack"])
def test_ah_does_not_pass_a_nat(target):
    given = topology(ipsec={"transform_protocol": "ah"}, peer_id="b7.example", local_id="c.example")
    assert "does not pass the NAT before the peer's gateway" in error_of(target, given, own_address="192.168.0.2")
    assert "does not pass the NAT before the cloud's gateway" in error_of(target, {**given, "dialect": "k5"})
    config(target, given)


@pytest.mark.parametrize("address", ["0.0.0.0", "b7.example"])
def test_an_address_that_the_cloud_does_not_hold_says_nothing_about_a_nat(address):
    given = topology(peer_address=address, peer_id="10.9.9.9")
    text = config("strongswan", given, own_address="192.168.0.2", endpoint_address="203.0.113.1")
    assert "Local address     192.168.0.2\n" in text and "if a NAT stands" not in text


@pytest.mark.parametrize("state", ["present", "absent"])
def test_the_other_openstack_is_not_the_project_of_this_end(state):
    """The objects there have the names of the cloud's own, which the task would change or delete."""
    assert "of the cloud's end" in config("openstack", state=state)


@pytest.mark.parametrize("name", ["wan1", "WAN", "port3", "internal", "dmz", "lan", "fortilink", "any"])
def test_a_tunnel_is_not_called_like_an_interface_of_a_fortigate(name):
    """The tunnel is refused, the paste goes on, and the policies let everything in from that interface."""
    assert "or an interface that a FortiGate has" in error_of("fortios", topology(name=name))
    assert f'edit "{name}-b7"' in config("fortios", topology(name=f"{name}-b7"))


def test_vyos_sets_one_identity_of_both_ends_once():
    text = config("vyos", topology(peer_id="same.example", local_id="same.example"))
    assert text.count("authentication psk branch7 id '@same.example'") == 1


def test_two_networks_do_not_share_a_subnet():
    given = topology(peer_cidrs=["10.2.0.0/24", "10.3.0.0/24"])
    assert "names one twice" in error_of("openstack", given, settings={"router": "edge", "subnets": ["a", "a"]})


@pytest.mark.parametrize(
    ("target", "release"),
    [
        ("ios-xe", "17.06.01a"),
        ("ios-xe", "16.12.5b"),
        ("fortios", 7),
        ("libreswan", "4"),
        ("opnsense", "24.7_5"),
        ("vyos", "1.5-rolling"),
        ("vyos", "1.4-rolling-202308040317"),
        ("junos", "23.4R2-S2.1"),
    ],
)
def test_a_release_as_its_vendor_writes_it(target, release):
    config(target, settings={**SETTINGS.get(target, {}), "release": release})


@pytest.mark.parametrize("target", TARGETS)
def test_a_release_of_any_length_is_no_traceback(target):
    assert "a release is like" in error_of(target, settings={**SETTINGS.get(target, {}), "release": "9" * 5000})
