# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The OVN back end, on a real Neutron: what it needs, what it makes in the tenant's project, what it leaves behind.

`make ovn`. The VPN agent is a row of OVN's southbound database: the tests let it die and come back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import VpnError
from ansible_collections.sitelink.vpnaas.tests.integration.neutron.test_hard_changes import (
    PSK,
    Operator,
    Wire,
    connection,
)
from ansible_collections.sitelink.vpnaas.tests.support.openstack.booted import Person
from ansible_collections.sitelink.vpnaas.tests.support.openstack.ovn_agent import VpnAgent

SITE = {
    "ike_policies": [{"name": "ike", "pfs": "group14"}],
    "ipsec_policies": [{"name": "ipsec", "pfs": "group14"}],
    "vpn_services": [{"name": "office", "router": "edge"}],
    "endpoint_groups": [
        {"name": "here", "type": "subnet", "endpoints": ["office"]},
        {"name": "there", "type": "cidr", "endpoints": ["10.2.0.0/24"]},
    ],
    "ipsec_site_connections": [
        connection("office", vpn_service="office", local_endpoint_group="here", peer_endpoint_group="there")
    ],
}
SERVICE = {"vpn_services": SITE["vpn_services"]}
TWO_SERVICES = {"vpn_services": [*SITE["vpn_services"], {"name": "lab", "router": "edge2"}]}


@pytest.fixture(autouse=True)
def only_on_ovn(facts: dict) -> None:
    if not facts["release"].endswith("-ovn"):
        pytest.skip("needs the OVN back end: make ovn")


@pytest.fixture
def agent(facts: dict, admin: Person, only_on_ovn: None) -> Iterator[VpnAgent]:
    """The cloud's only VPN agent, alive; it hosts no router of the project."""
    agent = VpnAgent(facts, admin)
    agent.live()
    yield agent
    agent.live()


@pytest.fixture
def operator(facts: dict, agent: VpnAgent) -> Iterator[Operator]:
    operator = Operator(facts)
    operator.clean()
    agent.unbind()
    assert operator.eyes.ask("PUT", f"routers/{router(operator)['id']}", router={"routes": []}).status_code == 200
    yield operator
    operator.clean()


def refused(action: Callable[[], object], *words: str) -> VpnError:
    with pytest.raises(VpnError) as told:
        action()
    for word in words:
        assert word in told.value.message_with_hint
    assert "\n" not in str(told.value)
    assert PSK not in f"{told.value.message_with_hint} {told.value.details}"
    return told.value


def services(operator: Operator) -> dict[str, dict]:
    return {item["name"]: item for item in operator.eyes.listing("vpn/vpnservices")}


def router(operator: Operator, name: str = "edge") -> dict:
    (found,) = operator.eyes.listing("routers", name=name)
    return found


def test_six_objects_and_the_second_run_writes_none(operator: Operator) -> None:
    assert operator.converge(SITE)["changed"]
    assert sum(operator.held().values()) == 6
    wire = Wire(operator.facts["network_url"])
    assert not operator.converge(SITE, api_key=wire)["changed"]
    assert wire.writes == 0
    assert operator.only("ipsec-site-connections", "office")["status"] == "ACTIVE"


# --- no live agent


def test_without_a_live_agent_a_service_fails_with_the_servers_words_and_nothing_stays(
    operator: Operator, agent: VpnAgent
) -> None:
    agent.die()
    for _again in range(2):
        refused(
            lambda: operator.converge(SERVICE),
            '"office"',
            "No eligible VPN agent found",
            "RouterReschedulingFailed",
            "was deleted again",
        )
        assert services(operator) == {}
    agent.live()
    assert operator.converge(SITE)["changed"]
    assert not operator.converge(SITE)["changed"]


def test_the_bare_api_leaves_one_orphan_for_each_try(operator: Operator, agent: VpnAgent) -> None:
    """What the module has to clean up after; and that they do not bar the router once an agent lives."""
    agent.die()
    wish = {"router_id": router(operator)["id"], "name": "office"}
    for number in (1, 2):
        answer = operator.eyes.ask("POST", "vpn/vpnservices", vpnservice=wish)
        assert (answer.status_code, answer.json()["NeutronError"]["type"]) == (409, "RouterReschedulingFailed")
        assert [item["status"] for item in operator.eyes.listing("vpn/vpnservices")] == ["ERROR"] * number
    agent.live()
    assert operator.eyes.ask("POST", "vpn/vpnservices", vpnservice={**wish, "name": "new"}).status_code == 201


def test_an_agent_that_dies_between_two_posts_costs_the_second_service_alone(
    operator: Operator, agent: VpnAgent
) -> None:
    class Dying(Wire):
        def send(self, request, **options):
            answer = super().send(request, **options)
            if request.method == "POST" and request.path_url.endswith("/vpnservices") and agent.alive:
                agent.die()
            return answer

    wire = Dying(operator.facts["network_url"])
    refused(
        lambda: operator.converge(TWO_SERVICES, api_key=wire, concurrency=1),
        "No eligible VPN agent found",
        "was deleted again",
    )
    assert len(services(operator)) == 1
    assert [item["status"] for item in services(operator).values()] == ["PENDING_CREATE"]
    agent.live()
    operator.converge(TWO_SERVICES)
    assert sorted(services(operator)) == ["lab", "office"]
    assert not operator.converge(TWO_SERVICES)["changed"]


def test_a_router_that_a_dead_agent_hosts_takes_a_service_that_never_becomes_active(
    operator: Operator, agent: VpnAgent
) -> None:
    """Neutron keeps the binding of router and agent when the last service goes, and asks nobody whether it lives."""
    operator.converge(SITE)
    operator.clean()
    agent.die()
    refused(lambda: operator.converge(SITE, wait_for="active", timeout=2), '"office"', "PENDING_CREATE")
    assert services(operator)["office"]["status"] == "PENDING_CREATE"
    assert operator.only("ipsec-site-connections", "office")["status"] == "PENDING_CREATE"
    # Taken from the dead agent by an administrator, the router asks for a live one.
    operator.clean()
    agent.unbind()
    refused(lambda: operator.converge(SERVICE), "No eligible VPN agent found", "was deleted again")


# --- what is in ERROR already


def test_a_service_in_error_is_never_green_without_a_warning_and_goes_by_its_id(
    operator: Operator, agent: VpnAgent
) -> None:
    agent.die()
    wish = {"router_id": router(operator)["id"], "name": "office"}
    assert operator.eyes.ask("POST", "vpn/vpnservices", vpnservice=wish).status_code == 409
    agent.live()
    left = services(operator)["office"]
    told = operator.converge(SERVICE)
    assert not told["changed"]
    (warning,) = [text for text in told["warnings"] if "has the status ERROR" in text]
    assert left["id"] in warning
    operator.converge({"state": "absent", "vpn_services": [{"name": left["id"]}]})
    assert services(operator) == {}
    operator.converge(SERVICE)
    assert not operator.converge(SERVICE).get("warnings")


# --- what it makes in the tenant's project


def test_the_service_has_an_address_of_its_own_and_a_subnet_shows_in_the_project(operator: Operator) -> None:
    operator.converge(SITE)
    edge, office = router(operator), services(operator)["office"]
    outside = {item["ip_address"] for item in edge["external_gateway_info"]["external_fixed_ips"]}
    assert office["external_v4_ip"] not in outside
    (subnet,) = operator.eyes.listing("subnets", name=f"vpn-transit-subnet-{edge['id']}")
    assert subnet["cidr"] == "169.254.0.0/28"
    assert operator.eyes.listing("networks", name=f"vpn-transit-network-{edge['id']}") == []
    legs = operator.eyes.listing("ports", device_id=edge["id"])
    assert "169.254.0.1" in {item["ip_address"] for port in legs for item in port["fixed_ips"]}
    operator.clean()
    assert operator.eyes.listing("subnets", name=f"vpn-transit-subnet-{edge['id']}") == []


def test_routes_to_the_peer_are_in_the_tenants_router_and_cannot_be_taken_out(operator: Operator) -> None:
    operator.converge(SITE)
    edge = router(operator)
    route = {"destination": "10.2.0.0/24", "nexthop": "169.254.0.2"}
    assert edge["routes"] == [route]
    own = {"destination": "10.77.0.0/24", "nexthop": "10.1.0.77"}
    for routes in ([], [own], [own, {**route, "nexthop": "10.1.0.77"}]):
        answer = operator.eyes.ask("PUT", f"routers/{edge['id']}", router={"routes": routes})
        assert (answer.status_code, answer.json()["NeutronError"]["type"]) == (409, "RouteInUseByVPN")
    add = {"router": {"routes": [own]}}
    assert operator.eyes.ask("PUT", f"routers/{edge['id']}/add_extraroutes", **add).status_code == 200
    assert not operator.converge(SITE)["changed"]
    assert sorted(item["destination"] for item in router(operator)["routes"]) == ["10.2.0.0/24", "10.77.0.0/24"]
    assert operator.eyes.ask("PUT", f"routers/{edge['id']}/remove_extraroutes", **add).status_code == 200
    operator.clean()
    assert router(operator)["routes"] == []


def test_a_service_that_is_replaced_on_its_router_keeps_its_address(operator: Operator) -> None:
    """The port goes with the last service of the router: the successor is made first, so it never does."""
    operator.converge(SITE)
    before = services(operator)["office"]
    moved = {"vpn_services": [{"name": "office", "router": "edge", "flavor": "vpn", "replace": True}]}
    operator.converge(SITE | moved)
    after = services(operator)["office"]
    assert after["id"] != before["id"]
    assert (after["external_v4_ip"], after["external_v6_ip"]) == (before["external_v4_ip"], before["external_v6_ip"])
    assert not operator.converge(SITE | moved)["changed"]


def test_a_service_that_moves_to_another_router_gets_another_address(operator: Operator) -> None:
    operator.converge(SERVICE)
    before = services(operator)["office"]
    operator.converge({"vpn_services": [{"name": "office", "router": "edge2", "replace": True}]})
    assert services(operator)["office"]["external_v4_ip"] != before["external_v4_ip"]


# --- who hosts it


def test_the_operator_can_ask_who_hosts_a_vpn_and_a_member_cannot(
    operator: Operator, admin: Person, agent: VpnAgent
) -> None:
    operator.converge(SERVICE)
    path = f"routers/{router(operator)['id']}/vpn-agents"
    (host,) = admin.listing(path)
    assert (host["host"], host["alive"]) == ("vpn-host-1", True)
    # Not a 403: neutron-vpnaas 29 fails while it looks whether a member may.
    assert operator.eyes.ask("GET", path).status_code >= 400
    assert operator.eyes.listing("agents") == []
    agent.die()
    assert [found["alive"] for found in admin.listing(path)] == [False]
