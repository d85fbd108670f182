# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a target cannot express is refused and named; what it can is written as the cloud's objects say."""

from __future__ import annotations

import pytest

from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config import targets
from ansible_collections.sitelink.vpnaas.tests.unit.peer_config.sample import (
    SETTINGS,
    TARGETS,
    config,
    error_of,
    topology,
)

IKE_DH = {
    "libreswan": [2, 22, 23, 24, 25, 26, 27, 28, 29, 30],
    "ios-xe": [17, 18, 22, 23, 25, 26, 27, 28, 29, 30, 31],
    "fortios": [22, 23, 24, 25, 26],
    "junos": [17, 18, 22, 23, 25, 26, 27, 28, 29, 30, 31],
}


@pytest.mark.parametrize(("target", "group"), [(target, group) for target in IKE_DH for group in IKE_DH[target]])
def test_groups_that_a_target_lacks(target, group):
    message = error_of(target, topology(ike={"pfs": f"group{group}"}, ipsec={"pfs": f"group{group}"}))
    assert f'ike_policy "strong-ike": pfs group{group}: it supports' in message
    assert f'ipsec_policy "strong-ipsec": pfs group{group}: it supports' in message


@pytest.mark.parametrize(
    ("target", "change", "message"),
    [
        ("libreswan", {"ike": {"encryption_algorithm": "aes-256-ccm-16"}}, "encryption_algorithm aes-256-ccm-16"),
        ("libreswan", {"ike": {"auth_algorithm": "aes-cmac"}}, "auth_algorithm aes-cmac"),
        ("libreswan", {"ike": {"lifetime": {"value": 86401}}}, "lifetime 86401: it accepts 60 to 86400"),
        ("ios-xe", {"ike": {"encryption_algorithm": "aes-192-gcm-16"}}, "aes-192-gcm-16"),
        ("ios-xe", {"ipsec": {"encryption_algorithm": "aes-256-ctr"}}, "aes-256-ctr"),
        ("ios-xe", {"ipsec": {"encryption_algorithm": "aes-256-gcm-8"}}, "aes-256-gcm-8"),
        ("ios-xe", {"ipsec": {"auth_algorithm": "aes-xcbc"}}, "aes-xcbc"),
        ("ios-xe", {"ipsec": {"transform_protocol": "ah-esp"}}, "transform_protocol ah-esp"),
        ("ios-xe", {"ike": {"lifetime": {"value": 60}}}, "lifetime 60: it accepts 120 to 86400"),
        ("ios-xe", {"peer_id": "branch7", "ike": {"ike_version": "v1"}}, 'peer_id "branch7" with IKEv1'),
        ("ios-xe", {"dpd": {"action": "hold", "interval": 5, "timeout": 15}}, "dpd.interval 5: it accepts 10 to 3600"),
        ("vyos", {"ipsec": {"transform_protocol": "ah"}}, "transform_protocol ah"),
        ("vyos", {"ike": {"ike_version": "v1", "phase1_negotiation_mode": "aggressive"}}, "mode aggressive"),
        ("vyos", {"ipsec": {"lifetime": {"value": 90000}}}, "lifetime 90000: it accepts 30 to 86400"),
        ("fortios", {"ipsec": {"encryption_algorithm": "aes-192-gcm-16"}}, "aes-192-gcm-16"),
        ("fortios", {"ipsec": {"transform_protocol": "ah"}}, "transform_protocol ah"),
        ("fortios", {"dpd": {"action": "hold", "interval": 5, "timeout": 120}}, "retries 24: it accepts 1 to 10"),
        ("fortios", {"name": "a-very-long-name"}, 'length of the name "a-very-long-name" (give name), 16'),
        ("junos", {"ike": {"encryption_algorithm": "aes-256-gcm-16"}}, "auth_algorithm sha256: it supports sha384"),
        ("junos", {"ike": {"encryption_algorithm": "aes-128-gcm-16"}}, "aes-128-gcm-16"),
        ("junos", {"dpd": {"action": "hold", "interval": 90, "timeout": 240}}, "dpd.interval 90: it accepts 2 to 60"),
        ("junos", {"dpd": {"action": "hold", "interval": 10, "timeout": 120}}, "retries 12: it accepts 1 to 5"),
        ("junos", {"ipsec": {"lifetime": {"value": 120}}}, "lifetime 120: it accepts 180 to 86400"),
        *((t, {"dpd": {"action": "restart-by-peer"}}, "dpd.action restart-by-peer") for t in TARGETS),
        *((t, {"ipsec": {"transform_protocol": "ah-esp"}}, "transform_protocol ah-esp") for t in TARGETS),
    ],
)
def test_what_a_target_cannot_express_is_named(target, change, message):
    assert message in error_of(target, topology(**change))


def test_all_that_cannot_be_expressed_is_reported_at_once():
    message = error_of(
        "ios-xe", topology(ike={"pfs": "group31", "lifetime": {"value": 60}}, initiator="somebody"), settings={}
    )
    assert all(word in message for word in ("group31", "lifetime 60", "initiator somebody", "needs outside_interface"))


@pytest.mark.parametrize("target", TARGETS)
def test_several_networks_in_one_child_only_where_it_is_negotiated(target):
    several = topology(peer_cidrs=["10.2.0.0/24", "10.3.0.0/24"])
    if targets.load(target).lists:
        text = config(target, several)
        assert target != "strongswan" or "local_ts = 10.2.0.0/24, 10.3.0.0/24\n" in text
        assert all(f"local {network}, remote 10.1.0.0/24" in text for network in ("10.2.0.0/24", "10.3.0.0/24"))
    else:
        assert "1 local and 2 peer networks" in error_of(target, several)
        assert "make one connection per pair" in error_of(target, several)
    several["objects"]["ike_policies"][0]["ike_version"] = "v1"
    assert "IKEv1 takes one pair in each" in error_of(target, several)


@pytest.mark.parametrize("target", TARGETS)
def test_what_ikev1_cannot_negotiate_is_refused_everywhere(target):
    message = error_of(target, topology(ike={"ike_version": "v1", "encryption_algorithm": "aes-256-gcm-16"}))
    assert "IKEv1 cannot negotiate aes-256-gcm-16" in message


@pytest.mark.parametrize(
    ("mtu", "cipher", "mss"), [(1500, "aes-256", 1360), (1400, "aes-256", 1360), (1450, "aes-256-gcm-16", 1387)]
)
def test_the_mss_leaves_room_for_the_tunnel(mtu, cipher, mss):
    assert f"adjust-mss {mss}\n" in config("ios-xe", topology(mtu=mtu, ipsec={"encryption_algorithm": cipher}))


def test_where_the_cloud_only_answers_this_side_begins():
    respond = topology(initiator="response-only")
    assert "start_action = trap|start" in config("strongswan", respond)
    assert "start_action = start\n" in config("strongswan", respond, settings={"release": "5.9.5"})
    assert "auto=start" in config("libreswan", topology(initiator="response-only"))
    assert "establish-tunnels immediately" in config("junos", topology(initiator="response-only"))


def test_lifetimes_are_the_policies():
    text = config("strongswan")
    assert "rekey_time = 25920s\n    over_time = 2880s\n" in text and "life_time = 3600s\n" in text


def test_settings_reach_the_configuration():
    settings = {**SETTINGS["junos"], "tunnel_interface": "st0.7", "vpn_zone": "cloud"}
    text = config("junos", settings=settings)
    assert "set interfaces st0 unit 7 family inet" in text and "security-zone cloud interfaces st0.7" in text
