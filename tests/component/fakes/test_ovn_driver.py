# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The embedded cloud with OVN, as generated conversations with a real one showed it (tests/contract/differential)."""

from __future__ import annotations

import pytest

from ansible_collections.sitelink.vpnaas.tests.fakes.neutron import Cloud
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.accounts import OTHER_PROJECT
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.seed_data import NETWORK, ROUTER, SUBNET
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.user_client import FakeUserClient, refusal

EDGE = f"/v2.0/routers/{ROUTER['edge']}"
INNER = f"/v2.0/routers/{ROUTER['inner']}"
OFFICE = {"router_id": ROUTER["edge"], "subnet_id": SUBNET["office"]}
INTO_TRANSIT = {"destination": "10.88.0.0/24", "nexthop": "169.254.0.2"}
NO_GATEWAY = {"router": {"external_gateway_info": None}}


@pytest.fixture
def demo() -> FakeUserClient:
    user = FakeUserClient(Cloud(agent="DOWN:0"))
    user.cloud.vpn_gateway = "ready"
    return user


@pytest.fixture
def admin(demo: FakeUserClient) -> FakeUserClient:
    return FakeUserClient(demo.cloud, "admin")


def routes(user: FakeUserClient, path: str = EDGE) -> list[dict[str, str]]:
    return user.ask("GET", path).json()["router"]["routes"]


def add_route(user: FakeUserClient, path: str = EDGE, **route: str) -> tuple[int, str]:
    answer = user.ask("PUT", f"{path}/add_extraroutes", {"router": {"routes": [route]}})
    return (200, "") if answer.status == 200 else refusal(answer)


def statuses(user: FakeUserClient, path: str = "ipsec-site-connections") -> list[str]:
    return [one["status"] for one in next(iter(user.vpn("GET", path).json().values()))]


# --- the router below the VPN


@pytest.mark.parametrize(("gateway", "status"), [("ready", 200), (None, 409)])
def test_only_with_ovn_a_routers_gateway_may_go_from_under_a_service(admin: FakeUserClient, gateway, status) -> None:
    outside = {"router": {"external_gateway_info": {"network_id": NETWORK["public"]}}}
    assert admin.ask("PUT", INNER, outside).status == 200
    admin.cloud.vpn_gateway = gateway
    admin.make("vpnservice", router_id=ROUTER["inner"])
    assert admin.ask("PUT", INNER, NO_GATEWAY).status == status


def test_an_address_of_a_vpn_gateway_is_no_routers(demo: FakeUserClient, admin: FakeUserClient) -> None:
    taken = demo.make("vpnservice", **OFFICE)["external_v4_ip"]
    gateway = {"network_id": NETWORK["public"], "external_fixed_ips": [{"ip_address": taken}]}
    answer = admin.ask("PUT", INNER, {"router": {"external_gateway_info": gateway}})
    assert refusal(answer) == (409, "IpAddressAlreadyAllocated")


def test_the_next_hop_of_a_route_is_in_a_network_of_the_router_and_nobody_elses(demo: FakeUserClient) -> None:
    assert add_route(demo, destination="10.99.0.0/24", nexthop="192.0.2.1") == (400, "InvalidRoutes")
    assert add_route(demo, destination="10.99.0.0/24", nexthop="10.1.0.1") == (400, "InvalidRoutes")
    assert add_route(demo, **INTO_TRANSIT) == (400, "InvalidRoutes")
    demo.make("vpnservice", **OFFICE)
    assert add_route(demo, destination="10.99.0.0/24", nexthop="169.254.0.1") == (400, "InvalidRoutes")
    assert add_route(demo, **INTO_TRANSIT) == (200, "")


def test_an_interface_stays_while_a_route_needs_it(demo: FakeUserClient) -> None:
    inner = {"subnet_id": SUBNET["inner"]}
    assert add_route(demo, INNER, destination="10.77.0.0/24", nexthop="10.6.0.77") == (200, "")
    answer = demo.ask("PUT", f"{INNER}/remove_router_interface", inner)
    assert refusal(answer) == (409, "RouterInterfaceInUseByRoute")
    assert demo.ask("PUT", INNER, {"router": {"routes": []}}).status == 200
    assert demo.ask("PUT", f"{INNER}/remove_router_interface", inner).status == 200


def test_an_interface_that_is_there_already_overlaps_with_itself(demo: FakeUserClient) -> None:
    """OVN's router plugin replaces the check of the other one, and with it its words."""
    for gateway, words in (("ready", "overlaps with cidr 10.6.0.0/24"), (None, "Router already has a port")):
        demo.cloud.vpn_gateway = gateway
        answer = demo.ask("PUT", f"{INNER}/add_router_interface", {"subnet_id": SUBNET["inner"]})
        assert refusal(answer) == (400, "BadRequest")
        assert words in answer.json()["NeutronError"]["message"]


# --- what the driver finds out when the object is stored


def test_policies_are_looked_up_after_the_service(demo: FakeUserClient) -> None:
    """Other drivers have a validator, which looks for the IPsec policy first."""
    body = demo.parts() | {
        "vpnservice_id": demo.make("ikepolicy")["id"],
        "ipsecpolicy_id": demo.make("ikepolicy")["id"],
    }
    for gateway, kind in (("ready", "VPNServiceNotFound"), (None, "IPsecPolicyNotFound")):
        demo.cloud.vpn_gateway = gateway
        known = body | ({} if gateway is None else {"vpnservice_id": demo.make("vpnservice", **OFFICE)["id"]})
        unknown = known | {"vpnservice_id": foreign_service(demo)}
        answer = demo.vpn("POST", "ipsec-site-connections", {"ipsec_site_connection": unknown})
        assert refusal(answer) == (404, kind)


def foreign_service(demo: FakeUserClient) -> str:
    other = FakeUserClient(demo.cloud, "other", "other")
    return other.make("vpnservice", router_id=ROUTER["foreign"])["id"]


def broken_gateway(demo: FakeUserClient) -> dict[str, str]:
    """A service in ERROR on the edge, whose gateway could not be removed, and what a connection needs besides."""
    parts = demo.parts()
    assert add_route(demo, **INTO_TRANSIT) == (200, "")
    assert demo.vpn("DELETE", f"vpnservices/{parts['vpnservice_id']}").status == 409
    assert demo.vpn("POST", "vpnservices", {"vpnservice": OFFICE}).status == 409
    (left,) = demo.vpn("GET", "vpnservices").json()["vpnservices"]
    return parts | {"vpnservice_id": left["id"]}


def test_a_connection_of_a_service_without_gateway_is_stored_and_the_answer_is_500(demo: FakeUserClient) -> None:
    parts = broken_gateway(demo)
    body = {"ipsec_site_connection": parts}
    assert demo.vpn("POST", "ipsec-site-connections", body).status == 500
    assert statuses(demo) == ["PENDING_CREATE"]
    (left,) = demo.vpn("GET", "ipsec-site-connections").json()["ipsec_site_connections"]
    assert demo.vpn("DELETE", f"ipsec-site-connections/{left['id']}").status == 500
    assert statuses(demo) == []


def test_the_agent_learns_of_a_stored_connection_with_the_next_message(demo: FakeUserClient) -> None:
    body = {"ipsec_site_connection": broken_gateway(demo)}
    assert demo.vpn("POST", "ipsec-site-connections", body).status == 500
    assert (statuses(demo), statuses(demo, "vpnservices")) == (["PENDING_CREATE"], ["ERROR"])
    (left,) = demo.vpn("GET", "vpnservices").json()["vpnservices"]
    assert demo.vpn("PUT", f"vpnservices/{left['id']}", {"vpnservice": {"name": "x"}}).status == 200
    assert (statuses(demo), statuses(demo, "vpnservices")) == (["DOWN"], ["ACTIVE"])


def test_the_gateway_goes_with_the_last_service_that_its_project_sees(
    demo: FakeUserClient, admin: FakeUserClient
) -> None:
    """Another project's service on the same router, which an administrator made, has no gateway any more."""
    service = demo.make("vpnservice", **OFFICE)
    admin.make("vpnservice", **OFFICE, tenant_id=OTHER_PROJECT)
    assert demo.vpn("DELETE", f"vpnservices/{service['id']}").status == 204
    assert admin.ask("GET", "/v2.0/ports?device_owner=network:vpn_router_gateway").json() == {"ports": []}
    again = demo.make("vpnservice", **OFFICE)
    assert again["external_v4_ip"] != service["external_v4_ip"]
