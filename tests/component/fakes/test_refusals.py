# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Each refusal that was measured on a real Neutron 29: what is sent, which status and type come back."""

from __future__ import annotations

import pytest

from ansible_collections.sitelink.vpnaas.tests.fakes.neutron import Cloud
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.seed_data import FLAVOR, ROUTER, SUBNET
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.user_client import FakeUserClient, refusal

UNKNOWN = "11111111-2222-4333-8444-555555555555"
EDGE, OFFICE = ROUTER["edge"], SUBNET["office"]
ABSENT = object()


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"router_id": UNKNOWN}, (404, "RouterNotFound")),
        ({"router_id": ROUTER["foreign"]}, (404, "RouterNotFound")),
        ({"router_id": "edge"}, (400, "HTTPBadRequest")),
        ({}, (400, "HTTPBadRequest")),
        ({"router_id": ROUTER["inner"]}, (400, "RouterIsNotExternal")),
        ({"router_id": EDGE, "subnet_id": SUBNET["loose"]}, (400, "SubnetIsNotConnectedToRouter")),
        ({"router_id": EDGE, "subnet_id": UNKNOWN}, (400, "SubnetIsNotConnectedToRouter")),
        ({"router_id": EDGE, "flavor_id": UNKNOWN}, (404, "FlavorNotFound")),
        ({"router_id": EDGE, "flavor_id": FLAVOR["router"]}, (400, "InvalidServiceType")),
        ({"router_id": EDGE, "flavor_id": FLAVOR["vpn-disabled"]}, (503, "FlavorDisabled")),
        ({"router_id": EDGE, "admin_state_up": "maybe"}, (400, "InvalidInput")),
        ({"router_id": EDGE, "availability_zone": "AZ1"}, (400, "HTTPBadRequest")),
        ({"router_id": EDGE, "status": "ACTIVE"}, (400, "HTTPBadRequest")),
        ({"router_id": EDGE, "name": None}, (400, "HTTPBadRequest")),
        ({"router_id": EDGE, "name": "ends with a space "}, (400, "HTTPBadRequest")),
        ({"router_id": EDGE, "description": "x" * 256}, (400, "HTTPBadRequest")),
    ],
)
def test_a_bad_vpn_service_is_refused_and_not_stored(demo, values, expected):
    assert refusal(demo.vpn("POST", "vpnservices", {"vpnservice": values})) == expected
    assert "vpnservices" not in demo.cloud.contents()


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"peer_cidrs": ABSENT}, (400, "MissingPeerCidrs")),
        ({"peer_cidrs": []}, (400, "MissingPeerCidrs")),
        ({"peer_cidrs": ["10.2.0.0"]}, (400, "HTTPBadRequest")),
        ({"peer_cidrs": ["10.2.0.0/24", "10.2.0.0/24"]}, (400, "HTTPBadRequest")),
        ({"peer_cidrs": ["10.2.0.0/24", "2001:db8::/64"]}, (400, "MixedIPVersionsForPeerCidrs")),
        ({"peer_cidrs": ["2001:db8::/64"]}, (400, "MixedIPVersionsForIPSecConnection")),
        ({"local_ep_group_id": UNKNOWN}, (400, "InvalidEndpointGroup")),
        ({"psk": ABSENT}, (400, "HTTPBadRequest")),
        ({"psk": None}, (400, "HTTPBadRequest")),
        ({"psk": "x" * 256}, (500, "HTTPInternalServerError")),
        ({"peer_id": ABSENT}, (400, "HTTPBadRequest")),
        ({"ikepolicy_id": UNKNOWN}, (404, "IKEPolicyNotFound")),
        ({"ipsecpolicy_id": UNKNOWN}, (404, "IPsecPolicyNotFound")),
        ({"vpnservice_id": UNKNOWN}, (500, "HTTPInternalServerError")),
        ({"vpnservice_id": "mine"}, (400, "HTTPBadRequest")),
        ({"dpd": {"interval": 120}}, (400, "IPsecSiteConnectionDpdIntervalValueError")),
        ({"dpd": {"interval": "30", "timeout": "120"}}, (400, "IPsecSiteConnectionDpdIntervalValueError")),
        ({"dpd": {"interval": "30"}}, (500, "HTTPInternalServerError")),
        ({"dpd": {"delay": 5}}, (400, "HTTPBadRequest")),
        ({"mtu": 67}, (400, "IPsecSiteConnectionMtuError")),
        ({"mtu": -1}, (400, "HTTPBadRequest")),
        ({"mtu": "big"}, (400, "InvalidInput")),
        ({"peer_address": "no.such.host"}, (400, "VPNPeerAddressNotResolved")),
        ({"peer_address": "10.0.0.0/8"}, (400, "VPNPeerAddressNotResolved")),
        ({"initiator": "never"}, (400, "HTTPBadRequest")),
        ({"auth_mode": "psk"}, (400, "HTTPBadRequest")),
        ({"tenant_id": UNKNOWN}, (400, "HTTPBadRequest")),
    ],
)
def test_a_bad_connection_is_refused_and_not_stored(demo, values, expected):
    wanted = {name: value for name, value in {**demo.parts(), **values}.items() if value is not ABSENT}
    assert refusal(demo.vpn("POST", "ipsec-site-connections", {"ipsec_site_connection": wanted})) == expected
    assert "ipsec_site_connections" not in demo.cloud.contents()


@pytest.mark.parametrize("accepted", [{"mtu": 0}, {"mtu": "1400"}, {"dpd": None}, {"peer_id": "%any"}, {"psk": ""}])
def test_odd_values_that_are_accepted(demo, accepted):
    demo.tunnel(**accepted)


@pytest.mark.parametrize(
    ("group_type", "endpoints", "expected"),
    [
        ("cidr", [], (400, "MissingEndpointForEndpointGroup")),
        ("cidr", ["10.2.0.0/33"], (400, "InvalidEndpointInEndpointGroup")),
        ("cidr", ["10.2.0.0/24", "10.2.0.0/24"], (400, "InvalidEndpointInEndpointGroup")),
        ("subnet", ["office"], (400, "InvalidEndpointInEndpointGroup")),
        ("subnet", [UNKNOWN], (400, "NonExistingSubnetInEndpointGroup")),
        ("subnet", [SUBNET["foreign"]], (400, "NonExistingSubnetInEndpointGroup")),
        ("host", ["x"], (400, "HTTPBadRequest")),
    ],
)
def test_bad_endpoints_are_refused(demo, group_type, endpoints, expected):
    wanted = {"type": group_type, "endpoints": endpoints}
    assert refusal(demo.vpn("POST", "endpoint-groups", {"endpoint_group": wanted})) == expected


GROUPS = {
    "local": ("subnet", [OFFICE]),
    "local6": ("subnet", [SUBNET["office6"]]),
    "mixed": ("subnet", [OFFICE, SUBNET["office6"]]),
    "lab": ("subnet", [SUBNET["lab"]]),
    "peer": ("cidr", ["10.2.0.0/24"]),
    "peer6": ("cidr", ["2001:db8:2::/64"]),
}


@pytest.mark.parametrize(
    ("local", "peer", "extra", "expected"),
    [
        ("local", None, {}, (400, "MissingRequiredEndpointGroup")),
        (None, None, {}, (400, "MissingRequiredEndpointGroup")),
        ("local", "peer", {"peer_cidrs": ["10.3.0.0/24"]}, (400, "PeerCidrsInvalid")),
        ("peer", "local", {}, (400, "WrongEndpointGroupType")),
        ("lab", "peer", {}, (400, "SubnetIsNotConnectedToRouter")),
        ("mixed", "peer", {}, (400, "MixedIPVersionsForIPSecEndpoints")),
        ("local", "peer6", {}, (400, "MixedIPVersionsForIPSecConnection")),
        ("local6", "peer6", {"mtu": 1279}, (400, "IPsecSiteConnectionMtuError")),
        ("local", UNKNOWN, {}, (404, "VPNEndpointGroupNotFound")),
    ],
)
def test_connection_with_groups(demo, local, peer, extra, expected):
    made = {name: demo.make("endpoint_group", type=kind, endpoints=ends)["id"] for name, (kind, ends) in GROUPS.items()}
    wanted = {
        **demo.parts(),
        "peer_cidrs": None,
        "vpnservice_id": demo.make("vpnservice", router_id=EDGE)["id"],
        "local_ep_group_id": made.get(local, local),
        "peer_ep_group_id": made.get(peer, peer),
        **extra,
    }
    assert refusal(demo.vpn("POST", "ipsec-site-connections", {"ipsec_site_connection": wanted})) == expected


def test_delete_of_an_object_in_use_is_refused(demo):
    tunnel = demo.tunnel()
    for path, kind, reference, status in (
        ("ikepolicies", "IKEPolicyInUse", "ikepolicy_id", 409),
        ("ipsecpolicies", "IPsecPolicyInUse", "ipsecpolicy_id", 409),
        ("vpnservices", "VPNServiceInUse", "vpnservice_id", 409),
    ):
        assert refusal(demo.vpn("DELETE", f"{path}/{tunnel[reference]}")) == (status, kind)
    assert refusal(demo.vpn("PUT", f"ikepolicies/{tunnel['ikepolicy_id']}", {"ikepolicy": {}})) == (
        409,
        "IKEPolicyInUse",
    )


def test_endpoint_group_in_use_is_a_bad_request(demo):
    groups = [
        demo.make("endpoint_group", type="subnet", endpoints=[OFFICE]),
        demo.make("endpoint_group", type="cidr", endpoints=["10.2.0.0/24"]),
    ]
    service = demo.make("vpnservice", router_id=EDGE)["id"]
    parts = {**demo.parts(), "vpnservice_id": service, "peer_cidrs": []}
    demo.make("ipsec_site_connection", **parts, local_ep_group_id=groups[0]["id"], peer_ep_group_id=groups[1]["id"])
    for group in groups:
        path = f"endpoint-groups/{group['id']}"
        assert refusal(demo.vpn("DELETE", path)) == (400, "EndpointGroupInUse")
        assert demo.vpn("PUT", path, {"endpoint_group": {"name": "renamed"}}).status == 200


@pytest.mark.parametrize("path", ["vpnservices", "ikepolicies", "ipsecpolicies", "endpoint-groups"])
def test_unknown_id_error_names_the_kind(demo, path):
    status, kind = refusal(demo.vpn("GET", f"{path}/{UNKNOWN}"))
    assert status == 404
    assert kind.endswith("NotFound")
    assert refusal(demo.vpn("DELETE", f"{path}/not-even-a-uuid")) == (404, kind)


def test_read_only_keys_are_refused_even_if_equal(demo):
    tunnel = demo.tunnel(description="agent=DOWN")
    demo.cloud.clock.sleep(1)
    path = f"ipsec-site-connections/{tunnel['id']}"
    for name in ("id", "tenant_id", "vpnservice_id", "ikepolicy_id", "route_mode", "status"):
        answer = demo.vpn("PUT", path, {"ipsec_site_connection": {name: tunnel[name]}})
        assert answer.json()["NeutronError"]["message"] == f"Cannot update read-only attribute {name}"
        assert refusal(answer) == (400, "HTTPBadRequest")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "Resource body required"),
        (b"{}", "Resource body required"),
        (b"{", "Malformed request body: Cannot understand JSON."),
        (b"[1]", "Body contains invalid data"),
        (b'{"policy": {}}', "Unable to find 'ikepolicy' in request body"),
        (b'{"ikepolicies": [{}]}', "Unable to find 'ikepolicy' in request body"),
        (b'{"ikepolicy": []}', "Object 'ikepolicy' contains invalid data"),
        (b'{"ikepolicy": {"b": 1, "a": 1}}', "Unrecognized attribute(s) 'a, b'"),
        (
            b'{"ikepolicy": {"lifetime": {"value": 59}}}',
            "Invalid input for lifetime. Reason: '59' is too small - must be at least '60'.",
        ),
        (b'{"ikepolicy": {"pfs": "group1"}}', "Invalid input for pfs. Reason: group1 is not in valid_values."),
    ],
)
def test_bodies_that_are_none(demo, body, message):
    answer = demo.vpn("POST", "ikepolicies", body)
    assert (answer.status, answer.json()["NeutronError"]["message"]) == (400, message)


def test_bulk_is_not_supported(demo):
    answer = demo.vpn("POST", "vpnservices", {"vpnservices": [{}]})
    assert answer.json()["NeutronError"]["message"] == "Bulk operation not supported"


@pytest.mark.parametrize("weak", [{}, {"auth_algorithm": "sha1"}, {"encryption_algorithm": "3des"}])
def test_weak_algorithms_cannot_be_stored(demo, weak):
    if "encryption_algorithm" in weak:
        weak = {"auth_algorithm": "sha256", **weak}
    assert refusal(demo.vpn("POST", "ikepolicies", {"ikepolicy": weak})) == (500, "HTTPInternalServerError")
    assert demo.vpn("GET", "ikepolicies?auth_algorithm=sha1").json() == {"ikepolicies": []}


def test_older_releases_store_them_and_newer_ones_have_another_default():
    older = FakeUserClient(Cloud(allow_weak=True))
    assert older.vpn("POST", "ikepolicies", {"ikepolicy": {}}).json()["ikepolicy"]["auth_algorithm"] == "sha1"
    newer = FakeUserClient(Cloud(with_extensions=["vpn-no-sha1-3des"]))
    assert newer.vpn("POST", "ikepolicies", {"ikepolicy": {}}).json()["ikepolicy"]["auth_algorithm"] == "sha256"
    sha1 = {"ikepolicy": {"auth_algorithm": "sha1"}}
    assert refusal(newer.vpn("POST", "ikepolicies", sha1)) == (400, "HTTPBadRequest")


def test_router_of_a_service_keeps_gateway_and_interface(demo):
    duplicate, subnet = ROUTER["twin-1"], SUBNET["twin-1"]
    demo.make("vpnservice", router_id=duplicate, subnet_id=subnet)
    cleared = demo.ask("PUT", f"/v2.0/routers/{duplicate}", {"router": {"external_gateway_info": None}})
    assert refusal(cleared) == (409, "RouterInUse")
    removed = demo.ask("PUT", f"/v2.0/routers/{duplicate}/remove_router_interface", {"subnet_id": subnet})
    assert refusal(removed) == (409, "SubnetInUseByVPNService")
    demo.make("endpoint_group", type="subnet", endpoints=[SUBNET["loose"]])
    assert refusal(demo.ask("DELETE", f"/v2.0/subnets/{SUBNET['loose']}")) == (409, "SubnetInUse")


def test_an_interface_names_its_owner_once(demo):
    path = f"/v2.0/routers/{ROUTER['inner']}/add_router_interface"
    answer = demo.ask("PUT", path, {"subnet_id": SUBNET["loose"]}).json()
    assert ("project_id" in answer, "tenant_id" in answer) == (True, False)


def test_one_policy_beyond_the_quota_is_refused(demo):
    admin = FakeUserClient(demo.cloud, "admin")
    admin.ask("PUT", f"/v2.0/quotas/{demo.cloud.accounts.projects['demo']}", {"quota": {"ikepolicy": 1}})
    demo.make("ikepolicy")
    assert refusal(demo.vpn("POST", "ikepolicies", {"ikepolicy": {}})) == (409, "OverQuota")


def test_a_quota_out_of_range(demo):
    admin = FakeUserClient(demo.cloud, "admin")
    path = f"/v2.0/quotas/{demo.cloud.accounts.projects['demo']}"
    for limit, output in ((-2, "too small"), (2**31, "too large")):
        answer = admin.ask("PUT", path, {"quota": {"ikepolicy": limit}})
        assert refusal(answer) == (400, "HTTPBadRequest")
        assert output in answer.json()["NeutronError"]["message"]
