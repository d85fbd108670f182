# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The OVN back end, on a real Neutron: what it makes in the tenant's project. ``make ovn``"""

from __future__ import annotations

from ansible_collections.sitelink.vpnaas.tests.integration.neutron.ovn_site import (
    SERVICE,
    SITE,
    router,
    services,
)
from ansible_collections.sitelink.vpnaas.tests.integration.neutron.test_hard_changes import Operator
from ansible_collections.sitelink.vpnaas.tests.support.openstack.booted import ApiUser
from ansible_collections.sitelink.vpnaas.tests.support.openstack.ovn_agent import VpnAgent


def test_the_service_has_an_address_of_its_own_and_a_subnet_shows_in_the_project(ovn_operator: Operator) -> None:
    ovn_operator.converge(SITE)
    edge, office = router(ovn_operator), services(ovn_operator)["office"]
    outside = {item["ip_address"] for item in edge["external_gateway_info"]["external_fixed_ips"]}
    assert office["external_v4_ip"] not in outside
    (subnet,) = ovn_operator.reference_client.listing("subnets", name=f"vpn-transit-subnet-{edge['id']}")
    assert subnet["cidr"] == "169.254.0.0/28"
    assert ovn_operator.reference_client.listing("networks", name=f"vpn-transit-network-{edge['id']}") == []
    legs = ovn_operator.reference_client.listing("ports", device_id=edge["id"])
    assert "169.254.0.1" in {item["ip_address"] for port in legs for item in port["fixed_ips"]}
    ovn_operator.clean()
    assert ovn_operator.reference_client.listing("subnets", name=f"vpn-transit-subnet-{edge['id']}") == []


def test_routes_to_the_peer_are_in_the_tenants_router_and_cannot_be_taken_out(ovn_operator: Operator) -> None:
    ovn_operator.converge(SITE)
    edge = router(ovn_operator)
    route = {"destination": "10.2.0.0/24", "nexthop": "169.254.0.2"}
    assert edge["routes"] == [route]
    own = {"destination": "10.77.0.0/24", "nexthop": "10.1.0.77"}
    for routes in ([], [own], [own, {**route, "nexthop": "10.1.0.77"}]):
        answer = ovn_operator.reference_client.ask("PUT", f"routers/{edge['id']}", router={"routes": routes})
        assert (answer.status_code, answer.json()["NeutronError"]["type"]) == (409, "RouteInUseByVPN")
    add = {"router": {"routes": [own]}}
    assert ovn_operator.reference_client.ask("PUT", f"routers/{edge['id']}/add_extraroutes", **add).status_code == 200
    assert not ovn_operator.converge(SITE)["changed"]
    assert sorted(item["destination"] for item in router(ovn_operator)["routes"]) == ["10.2.0.0/24", "10.77.0.0/24"]
    assert (
        ovn_operator.reference_client.ask("PUT", f"routers/{edge['id']}/remove_extraroutes", **add).status_code == 200
    )
    ovn_operator.clean()
    assert router(ovn_operator)["routes"] == []


def test_a_service_that_is_replaced_on_its_router_keeps_its_address(ovn_operator: Operator) -> None:
    """The port goes with the last service of the router: the successor is made first, so it never does."""
    ovn_operator.converge(SITE)
    before = services(ovn_operator)["office"]
    moved = {"vpn_services": [{"name": "office", "router": "edge", "flavor": "vpn", "replace": True}]}
    for check_mode in (True, False):
        warnings = ovn_operator.converge(SITE | moved, check_mode).get("warnings", [])
        assert not [text for text in warnings if "169.254.0.2" in text or "another address" in text], warnings
    after = services(ovn_operator)["office"]
    assert after["id"] != before["id"]
    assert (after["external_v4_ip"], after["external_v6_ip"]) == (before["external_v4_ip"], before["external_v6_ip"])
    assert not ovn_operator.converge(SITE | moved)["changed"]


def test_a_service_that_moves_to_another_router_gets_another_address(ovn_operator: Operator) -> None:
    ovn_operator.converge(SERVICE)
    before = services(ovn_operator)["office"]
    ovn_operator.converge({"vpn_services": [{"name": "office", "router": "edge2", "replace": True}]})
    assert services(ovn_operator)["office"]["external_v4_ip"] != before["external_v4_ip"]


# --- what only this back end accepts


def test_ah_and_esp_in_one_are_accepted_and_the_module_warns(ovn_operator: Operator) -> None:
    """Neutron's other drivers refuse the connection; OVN's has no such check."""
    both = {"ipsec_policies": [{"name": "ipsec", "pfs": "group14", "transform_protocol": "ah-esp"}]}
    message = ovn_operator.converge(SITE | both)
    assert ovn_operator.only("ipsec-site-connections", "office")["status"] == "ACTIVE"
    assert any("uses ah-esp" in warning for warning in message["warnings"])


def test_the_routers_gateway_may_go_while_a_service_is_on_it(ovn_operator: Operator, admin: ApiUser) -> None:
    """Other back ends refuse it (RouterInUse)."""
    (public,) = {item["network_id"] for item in [router(ovn_operator, "edge2")["external_gateway_info"]]}
    wanted = {"name": "own", "external_gateway_info": {"network_id": public}}
    own = admin.make("routers", "router", project_id=ovn_operator.reference_client.project_id, **wanted)
    try:
        ovn_operator.converge({"vpn_services": [{"name": "office", "router": "own"}]})
        answer = admin.ask("PUT", f"routers/{own['id']}", router={"external_gateway_info": {}})
        assert (answer.status_code, answer.json()["router"]["external_gateway_info"]) == (200, None)
        assert services(ovn_operator)["office"]["router_id"] == own["id"]
    finally:
        ovn_operator.clean()
        admin.ask("DELETE", f"routers/{own['id']}")


# --- who hosts it


def test_the_operator_can_ask_who_hosts_a_vpn_and_a_member_cannot(
    ovn_operator: Operator, admin: ApiUser, vpn_agent: VpnAgent
) -> None:
    ovn_operator.converge(SERVICE)
    path = f"routers/{router(ovn_operator)['id']}/vpn-agents"
    (host,) = admin.listing(path)
    assert (host["host"], host["alive"]) == ("vpn-host-1", True)
    # Not a 403: neutron-vpnaas 29 fails while it looks whether a member may.
    assert ovn_operator.reference_client.ask("GET", path).status_code >= 400
    assert ovn_operator.reference_client.listing("agents") == []
    vpn_agent.die()
    assert [found["alive"] for found in admin.listing(path)] == [False]
