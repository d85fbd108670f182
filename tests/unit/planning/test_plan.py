# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""plan_change() as a table: what is given, what exists, and the one PUT or POST that follows, or none."""

from __future__ import annotations

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import UnsupportedChange
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.diff import plan_change
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.interruption import Interruption
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.change import public
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.desired import DesiredState

ID = "af44dfd7-cf91-4451-be57-cd4fdd96b5dc"
SERVICE, OTHER_SERVICE = "7b347d20-6fa3-4e22-b744-c49ee235ae4f", "7b347d20-6fa3-4e22-b744-c49ee235ae50"
PSK = "a key that stands nowhere else"
CONNECTION = {
    "id": ID,
    "name": "branch7",
    "description": "",
    "vpnservice_id": SERVICE,
    "peer_address": "2001:db8::7",
    "peer_id": "2001:db8::7",
    "peer_cidrs": ["10.3.0.0/24", "10.2.0.1/24"],
    "local_id": "",
    "mtu": 1500,
    "initiator": "bi-directional",
    "psk": PSK,
    "dpd": {"action": "hold", "interval": 30, "timeout": 120},
    "admin_state_up": True,
    "status": "DOWN",
}
POLICY = {
    "id": ID,
    "name": "strong",
    "description": "",
    "auth_algorithm": "sha256",
    "encryption_algorithm": "aes-256",
    "ike_version": "v2",
    "phase1_negotiation_mode": "main",
    "pfs": "group14",
    "lifetime": {"units": "seconds", "value": 3600},
}
GROUP = {"id": ID, "name": "peers", "description": "", "type": "cidr", "endpoints": ["10.2.0.0/24", "10.3.0.0/24"]}


def planned(kind, given, existing, dialect="neutron", **more):
    resource = VPN_KINDS[kind].on(dialect)
    desired = DesiredState(resource, (existing or {}).get("name", "new"), given=given, **more)
    wanted = {resource.field(option).key: value for option, value in given.items()}
    return plan_change(desired, wanted, existing)


SAME = [
    # what the user gave, in another spelling of what is stored
    ("ipsec_site_connection", {}, CONNECTION),
    ("ipsec_site_connection", {"description": ""}, CONNECTION),
    ("ipsec_site_connection", {"peer_cidrs": ["10.2.0.0/24", "10.3.0.0/24"]}, CONNECTION),
    ("ipsec_site_connection", {"peer_cidrs": ["10.2.0.77/24", "10.3.0.9/24"]}, CONNECTION),
    ("ipsec_site_connection", {"peer_address": "2001:DB8:0::7"}, CONNECTION),
    ("ipsec_site_connection", {"peer_id": "2001:0db8::0007"}, CONNECTION),
    ("ipsec_site_connection", {"dpd": {"interval": 30}}, CONNECTION),
    ("ipsec_site_connection", {"dpd": {"timeout": 120, "action": "hold"}}, CONNECTION),
    ("ipsec_site_connection", {"dpd": {}}, CONNECTION),
    ("ipsec_site_connection", {"psk": PSK}, CONNECTION),
    ("ipsec_site_connection", {"admin_state_up": True}, CONNECTION),
    ("ipsec_site_connection", {"local_id": ""}, CONNECTION | {"local_id": None}),
    ("ipsec_site_connection", {"mtu": 1500}, CONNECTION | {"mtu": "1500"}),
    ("ike_policy", {"lifetime": {"value": 3600}}, POLICY),
    ("ike_policy", {"lifetime": {"value": 3600}}, POLICY | {"lifetime": {"units": "seconds", "value": "3600"}}),
    ("endpoint_group", {"type": "cidr", "endpoints": ["10.3.0.0/24", "10.2.0.0/24"]}, GROUP),
    ("endpoint_group", {"endpoints": ["10.3.0.1/24", "10.2.0.0/24"]}, GROUP),
]


@pytest.mark.parametrize(("kind", "given", "existing"), SAME)
def test_what_means_the_same_is_no_change(kind, given, existing):
    change = planned(kind, given, existing)
    assert (change.action, change.body, change.diff()) == ("none", {}, {"before": {}, "after": {}})


DIFFERENT = [
    ("ipsec_site_connection", {"description": "new"}, CONNECTION, {"description": "new"}),
    ("ipsec_site_connection", {"description": ""}, CONNECTION | {"description": "old"}, {"description": ""}),
    ("ipsec_site_connection", {"peer_cidrs": ["10.2.0.0/24"]}, CONNECTION, {"peer_cidrs": ["10.2.0.0/24"]}),
    ("ipsec_site_connection", {"admin_state_up": False}, CONNECTION, {"admin_state_up": False}),
    ("ipsec_site_connection", {"peer_id": "@branch7"}, CONNECTION | {"peer_id": "branch7"}, {"peer_id": "@branch7"}),
    ("ipsec_site_connection", {"psk": "another"}, CONNECTION, {"psk": "another"}),
    # dpd goes whole: a cloud that does not merge must not fall back to its defaults
    (
        "ipsec_site_connection",
        {"dpd": {"timeout": 240}},
        CONNECTION | {"dpd": {"action": "restart", "interval": "60", "timeout": "120"}},
        {"dpd": {"action": "restart", "interval": 60, "timeout": 240}},
    ),
    ("ike_policy", {"lifetime": {"value": 7200}}, POLICY, {"lifetime": {"units": "seconds", "value": 7200}}),
    # equal keys stay out of the PUT, even beside one that differs
    ("ike_policy", {"pfs": "group19", "auth_algorithm": "sha256"}, POLICY, {"pfs": "group19"}),
    (
        "vpn_service",
        {"admin_state_up": False},
        {"id": ID, "name": "s", "admin_state_up": True},
        {"admin_state_up": False},
    ),
]


@pytest.mark.parametrize(("kind", "given", "existing", "body"), DIFFERENT)
def test_a_put_carries_only_what_differs(kind, given, existing, body):
    change = planned(kind, given, existing)
    assert (change.action, change.body) == ("update", body)
    assert set(change.diff()["before"]) == set(change.diff()["after"]) == set(body)


IMMUTABLE = [
    ("ipsec_site_connection", {"vpn_service": OTHER_SERVICE}, CONNECTION, "neutron", "vpn_service"),
    ("endpoint_group", {"type": "subnet"}, GROUP, "neutron", "type"),
    ("endpoint_group", {"endpoints": ["10.9.0.0/24"]}, GROUP, "neutron", "endpoints"),
    ("ike_policy", {"auth_algorithm": "sha256"}, POLICY | {"auth_algorithm": "sha1"}, "k5", "auth_algorithm"),
    ("ike_policy", {"ike_version": "v1"}, POLICY, "k5", "ike_version"),
    ("ike_policy", {"availability_zone": "AZ2"}, POLICY | {"availability_zone": "AZ1"}, "k5", "availability_zone"),
    ("ipsec_policy", {"encapsulation_mode": "tunnel"}, {"id": ID, "name": "p"}, "k5", "encapsulation_mode"),
]


@pytest.mark.parametrize(("kind", "given", "existing", "dialect", "option"), IMMUTABLE)
def test_immutable_difference_shows_both_values(kind, given, existing, dialect, option):
    with pytest.raises(UnsupportedChange) as raised:
        planned(kind, given, existing, dialect)
    assert f"cannot change {option} of" in str(raised.value)
    assert repr(given[option]) in str(raised.value)


def test_neutron_changes_what_k5_cannot():
    assert planned("ike_policy", {"ike_version": "v1"}, POLICY).body == {"ike_version": "v1"}


@pytest.mark.parametrize(
    ("stored", "given"), [("@branch7", "branch7"), ("@@branch7", "@branch7"), ("@10.0.0.1", "10.0.0.1")]
)
def test_k5_puts_an_at_sign_before_a_peer_id(stored, given):
    existing = CONNECTION | {"peer_id": stored}
    assert planned("ipsec_site_connection", {"peer_id": given}, existing, "k5").action == "none"


@pytest.mark.parametrize(
    ("policy", "given", "stored", "action"),
    [
        ("when_different", "new", "old", "update"),
        ("when_different", "old", "old", "none"),
        ("on_create", "new", "old", "none"),
        ("always", "old", "old", "update"),
    ],
)
def test_update_psk_decides_whether_a_key_is_written(policy, given, stored, action):
    existing = CONNECTION | {"psk": stored}
    assert planned("ipsec_site_connection", {"psk": given}, existing, update_secret=policy).action == action


def test_a_server_that_hides_the_psk_is_believed_with_one_note():
    existing = {key: value for key, value in CONNECTION.items() if key != "psk"}
    change = planned("ipsec_site_connection", {"psk": "anything"}, existing)
    assert change.action == "none"
    assert [note for note in change.notes if "psk" in note] == list(change.notes) != []


def test_no_secret_leaves_a_change():
    for change in (
        planned("ipsec_site_connection", {"psk": "new key"}, CONNECTION),
        planned("ipsec_site_connection", {"psk": "new key"}, None),
    ):
        result = f"{change.diff()} {public(change.resource, change.predicted())}"
        assert "psk" in str(change.diff())
        assert PSK not in result
        assert "new key" not in result


def test_creation_predicts_server_defaults():
    seen = planned("ipsec_site_connection", {"dpd": {"timeout": 240}}, None).predicted()
    assert seen["dpd"] == {"action": "hold", "interval": 30, "timeout": 240}
    assert (seen["mtu"], seen["initiator"], seen["admin_state_up"]) == (1500, "bi-directional", True)
    assert "id" not in seen
    assert "status" not in seen


@pytest.mark.parametrize(
    ("kind", "given", "existing", "dialect", "interrupts"),
    [
        ("ike_policy", {"pfs": "group19"}, POLICY, "neutron", "none"),
        ("ipsec_site_connection", {"description": "x"}, CONNECTION, "neutron", "possibly router"),
        ("ipsec_site_connection", {"description": "x"}, CONNECTION, "k5", "service"),
        ("ipsec_site_connection", {}, CONNECTION, "k5", "none"),
        ("vpn_service", {"description": "x"}, {"id": ID, "name": "s"}, "neutron", "possibly router"),
        ("vpn_service", {"admin_state_up": False}, {"id": ID, "name": "s"}, "neutron", "service"),
        ("vpn_service", {"admin_state_up": False, "description": "x"}, {"id": ID, "name": "s"}, "neutron", "service"),
    ],
)
def test_what_a_change_interrupts(kind, given, existing, dialect, interrupts):
    assert planned(kind, given, existing, dialect).interrupts == Interruption(interrupts)
