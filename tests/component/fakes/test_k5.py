# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The K5 dialect: the example of its own document, and what is narrower than in Neutron."""

from __future__ import annotations

import pytest

from ansible_collections.sitelink.vpnaas.tests.fakes.neutron import Cloud
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.seed_data import PORT, ROUTER, SUBNET
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.user_client import FakeUserClient

REQUEST = {
    "psk": "secret",
    "initiator": "bi-directional",
    "ipsecpolicy_id": "22b8abdc-e822-45b3-90dd-f2c8512acfa5",
    "admin_state_up": True,
    "peer_cidrs": ["10.2.0.0/24"],
    "ikepolicy_id": "d3f373dc-0708-4224-b6f8-676adf27dab8",
    "dpd": {"action": "hold", "interval": 60, "timeout": 240},
    "vpnservice_id": "7b347d20-6fa3-4e22-b744-c49ee235ae4f",
    "peer_address": "172.24.4.233",
    "peer_id": "172.24.4.233",
    "name": "vpnconnection1",
    "availability_zone": "AZ1",
}
RESPONSE = {
    **REQUEST,
    "status": "PENDING_CREATE",
    "tenant_id": "b6887d0b45b54a249b2ce3dee01caa47",
    "description": "",
    "auth_mode": "psk",
    "mtu": 1500,
    "route_mode": "static",
    "id": "af44dfd7-cf91-4451-be57-cd4fdd96b5dc",
}


def test_the_documents_example():
    ids = iter([REQUEST["vpnservice_id"], REQUEST["ikepolicy_id"], REQUEST["ipsecpolicy_id"], RESPONSE["id"]])
    user_client = FakeUserClient(Cloud("k5", new_id=lambda: next(ids)))
    user_client.parts()
    answer = user_client.vpn("POST", "ipsec-site-connections", {"ipsec_site_connection": REQUEST})
    assert (answer.status, answer.json()) == (201, {"ipsec_site_connection": RESPONSE})


@pytest.mark.parametrize(
    "values",
    [
        {"peer_cidrs": ["10.2.0.0/24", "10.3.0.0/24"]},
        {"peer_cidrs": []},
        {"local_id": "me"},
        {"local_ep_group_id": None},
        {"project_id": "b6887d0b45b54a249b2ce3dee01caa47"},
        {"dpd": {"action": "clear"}},
        {"peer_address": "2001:db8::1"},
        {"peer_address": "peer.example.com"},
    ],
)
def test_connections_that_k5_refuses(k5, values):
    wanted = {**k5.parts(), **values}
    assert k5.vpn("POST", "ipsec-site-connections", {"ipsec_site_connection": wanted}).status == 400


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("ikepolicy", {"auth_algorithm": "sha256"}),
        ("ikepolicy", {"encryption_algorithm": "3des"}),
        ("ikepolicy", {"ike_version": "v2"}),
        ("ikepolicy", {"pfs": "group15"}),
        ("ikepolicy", {"lifetime": {"value": 86401}}),
        ("ipsecpolicy", {"transform_protocol": "ah"}),
        ("ipsecpolicy", {"encapsulation_mode": "transport"}),
        ("vpnservice", {"router_id": ROUTER["edge"]}),
        ("vpnservice", {"router_id": ROUTER["edge"], "subnet_id": SUBNET["office"], "flavor_id": None}),
    ],
)
def test_other_objects_that_k5_refuses(k5, kind, values):
    with pytest.raises(ValueError, match=": 400 "):
        k5.make(kind, **values)


def test_mtu_is_taken_and_ignored_on_create_and_refused_on_update(k5):
    tunnel = k5.make("ipsec_site_connection", **k5.parts(), mtu=1400)
    assert tunnel["mtu"] == 1500
    path = f"ipsec-site-connections/{tunnel['id']}"
    for changes, status in (
        ({"mtu": 1500}, 400),
        ({"availability_zone": "AZ1"}, 400),
        ({"psk": "new"}, 200),
        ({}, 200),
    ):
        assert k5.vpn("PUT", path, {"ipsec_site_connection": changes}).status == status


def test_policies_update_less_than_in_neutron(k5):
    path = f"ikepolicies/{k5.make('ikepolicy')['id']}"
    allowed = {"name": "x", "description": "y", "encryption_algorithm": "aes-256", "pfs": "group14", "lifetime": {}}
    assert k5.vpn("PUT", path, {"ikepolicy": allowed}).status == 200
    for refused in ({"auth_algorithm": "sha1"}, {"ike_version": "v1"}, {"phase1_negotiation_mode": "main"}):
        assert k5.vpn("PUT", path, {"ikepolicy": refused}).status == 400


def test_zones_are_returned_and_the_gateways_address_is_not(k5):
    service = k5.make("vpnservice", router_id=ROUTER["edge"], subnet_id=SUBNET["office"])
    assert service["availability_zone"] == "AZ1"
    assert {"project_id", "external_v4_ip", "flavor_id"}.isdisjoint(service)
    router = k5.ask("GET", f"/v2.0/routers/{ROUTER['edge']}").json()["router"]
    assert set(router["external_gateway_info"]) == {"network_id", "enable_snat"}
    floating = k5.ask("GET", f"/v2.0/floatingips?port_id={PORT['office']}").json()["floatingips"]
    assert floating[0]["floating_ip_address"] == "203.0.113.100"


def test_one_service_per_router_and_twenty_connections_per_service(k5):
    parts = k5.parts()
    second = {"vpnservice": {"router_id": ROUTER["edge"], "subnet_id": SUBNET["office"]}}
    assert k5.vpn("POST", "vpnservices", second).status == 409
    for _time in range(20):
        k5.make("ipsec_site_connection", **parts)
    assert k5.vpn("POST", "ipsec-site-connections", {"ipsec_site_connection": parts}).status == 409


@pytest.mark.parametrize(
    ("mode", "peer_id", "read"),
    [
        ("names", "gateway.example.net", "@gateway.example.net"),
        ("names", "198.51.100.10", "198.51.100.10"),
        ("names", "@already", "@already"),
        ("all", "198.51.100.10", "@198.51.100.10"),
        ("never", "gateway.example.net", "gateway.example.net"),
    ],
)
def test_the_sign_before_a_peer_id(k5, mode, peer_id, read):
    k5.cloud.network.at_prefix = mode
    tunnel = k5.make("ipsec_site_connection", **{**k5.parts(), "peer_id": peer_id})
    assert tunnel["peer_id"] == peer_id
    stored = k5.vpn("GET", f"ipsec-site-connections/{tunnel['id']}").json()["ipsec_site_connection"]
    assert stored["peer_id"] == read


def test_three_shapes_of_error(k5):
    bodies = [k5.vpn("GET", "vpnservices/nobody").json() for _time in range(3)]
    assert bodies[0] == {
        "NeutronError": {
            "type": "VPNServiceNotFound",
            "message": "VPNService nobody could not be found",
            "detail": "",
        }
    }
    assert set(bodies[1]) == {"NeutronError", "request_id"}
    assert bodies[2]["NeutronError"] == "VPNService nobody could not be found"
    k5.cloud.error_shape = "string"
    assert isinstance(k5.vpn("GET", "vpnservices/nobody").json()["NeutronError"], str)


def test_the_wrong_network_service_and_what_is_not_there(k5):
    assert k5.ask("GET", "/networking-ex/v2.0/vpn/vpnservices").status == 404
    for path in ("/v2.0/vpn/endpoint-groups", "/v2.0/extensions", "/v2.0/service-providers"):
        assert k5.ask("GET", path).status == 404
