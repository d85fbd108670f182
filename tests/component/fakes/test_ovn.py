# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The embedded cloud with OVN: as tests/integration/neutron/test_ovn_network.py saw it on a real one."""

from __future__ import annotations

from ansible_collections.sitelink.vpnaas.tests.fakes.neutron import Cloud
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.seed_data import ROUTER
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.user_client import FakeUserClient, refusal
from ansible_collections.sitelink.vpnaas.tests.support.prepared_runner import PreparedRunner, refused
from ansible_collections.sitelink.vpnaas.tests.support.task_runner import BRANCH7

PLACE = {"router": "edge", "subnet": "office"}


def on_ovn() -> PreparedRunner:
    runner = PreparedRunner(empty=True)
    runner.cloud.vpn_gateway = "ready"
    return runner


def addresses(runner: PreparedRunner, name: str, **options: object) -> dict:
    return runner.apply("vpn_service", name, **{**PLACE, **options})["vpn_service"]["endpoint_addresses"]


def test_a_service_has_an_address_of_its_own() -> None:
    runner = on_ovn()
    first = addresses(runner, "first")
    (edge,) = [item for item in runner.cloud.store.all("routers") if item["name"] == "edge"]
    outside = {item["ip_address"] for item in edge["external_gateway_info"]["external_fixed_ips"]}
    assert set(first) == {"ipv4", "ipv6"}
    assert not outside & set(first.values())
    assert addresses(runner, "second") == first
    assert addresses(runner, "elsewhere", router="edge2", subnet="lab") != first


def test_the_address_changes_with_delete_and_create_and_stays_with_replace() -> None:
    runner = on_ovn()
    first = addresses(runner, "office")
    assert addresses(runner, "office", subnet="office6", replace=True) == first
    runner.apply("vpn_service", "office", state="absent")
    assert addresses(runner, "office") != first


# --- routes in the router, and the gateway that cannot be removed (tests/integration/neutron/test_ovn_gateway.py)

OWN = {"destination": "10.88.0.0/24", "nexthop": "169.254.0.2"}
TO_PEER = {"destination": "10.2.0.0/24", "nexthop": "169.254.0.2"}


def with_a_connection() -> tuple[PreparedRunner, FakeUserClient, str]:
    runner = on_ovn()
    runner.with_base_objects()
    return runner, FakeUserClient(runner.cloud), f"/v2.0/routers/{ROUTER['edge']}"


def test_routes_to_the_peer_are_written_and_cannot_be_left_out() -> None:
    runner, user, path = with_a_connection()
    assert user.ask("GET", path).json()["router"]["routes"] == [TO_PEER]
    for routes in ([], [{"destination": "10.77.0.0/24", "nexthop": "10.1.0.77"}]):
        assert refusal(user.ask("PUT", path, {"router": {"routes": routes}})) == (409, "RouteInUseByVPN")
    one_more = {"router": {"routes": [{"destination": "10.77.0.0/24", "nexthop": "10.1.0.77"}]}}
    assert user.ask("PUT", f"{path}/add_extraroutes", one_more).status == 200
    assert len(user.ask("GET", path).json()["router"]["routes"]) == 2
    runner.apply("ipsec_site_connection", "branch7", state="absent")
    assert user.ask("GET", path).json()["router"]["routes"] == one_more["router"]["routes"]


def test_a_route_of_ones_own_into_the_transit_network_leaves_the_gateway_in_error() -> None:
    runner, user, path = with_a_connection()
    runner.apply("ipsec_site_connection", "branch7", state="absent")
    assert user.ask("PUT", f"{path}/add_extraroutes", {"router": {"routes": [OWN]}}).status == 200
    failure = refused(lambda: runner.apply("vpn_service", "office", state="absent"), "RouterInterfaceInUseByRoute")
    assert "169.254.0.2" in failure.details["hint"]
    assert runner.cloud.store.all("vpnservices") == []
    failure = refused(lambda: runner.apply("vpn_service", "office", **PLACE), "VPNGatewayInError")
    assert "169.254.0.2" in failure.details["hint"]
    assert any("10.88.0.0/24 by way of 169.254.0.2" in warning for warning in failure.details["warnings"])
    assert user.ask("PUT", f"{path}/remove_extraroutes", {"router": {"routes": [OWN]}}).status == 200
    # What the refused request left is the router's last service: with it goes the gateway, and the POST is repeated.
    assert runner.apply("vpn_service", "office", **PLACE)["changed"]
    assert len(runner.cloud.store.all("vpnservices")) == 1
    assert not runner.apply("vpn_service", "office", **PLACE)["changed"]


def test_a_router_stays_with_an_agent_that_dies_and_takes_services_that_stay_pending() -> None:
    """The POST was refused as for a router that nobody hosts; as test_ovn.py of the differential test saw it."""
    runner, _user, _path = with_a_connection()
    runner.cloud.vpn_gateway = "no agent"
    runner.apply("ipsec_site_connection", "branch7", state="absent")
    runner.apply("vpn_service", "office", state="absent")
    runner.apply("vpn_service", "office", **PLACE)
    refused(lambda: runner.apply("ipsec_site_connection", "branch7", **BRANCH7, timeout=9), "PENDING_CREATE after 9")
    refused(lambda: runner.apply("vpn_service", "lab", router="edge2", subnet="lab"), "RouterReschedulingFailed")
    runner.cloud.vpn_gateway = "ready"
    assert runner.apply("ipsec_site_connection", "branch7", **BRANCH7)["ipsec_site_connection"]["status"] == "DOWN"


def test_a_gateway_that_stays_in_error_is_tried_twice_and_nothing_is_left() -> None:
    runner = on_ovn()
    runner.cloud.vpn_gateway = "in error"
    refused(lambda: runner.apply("vpn_service", "office", **PLACE), "VPNGatewayInError", "was deleted again")
    assert [line.split(" ", 1)[0] for line in runner.written()] == ["POST", "DELETE"] * 2
    assert runner.cloud.store.all("vpnservices") == []


def test_ah_and_esp_in_one_are_accepted_by_ovn_alone() -> None:
    """As test_ovn_network.py saw it: OVN's driver has no validator."""
    for gateway, status in (("ready", 201), (None, 400)):
        user = FakeUserClient(Cloud())
        user.cloud.vpn_gateway = gateway
        both = user.make("ipsecpolicy", transform_protocol="ah-esp")
        body = {**user.parts(), "ipsecpolicy_id": both["id"]}
        answer = user.vpn("POST", "ipsec-site-connections", {"ipsec_site_connection": body})
        assert answer.status == status


def test_without_ovn_no_route_is_anybodys() -> None:
    runner = PreparedRunner()
    path = f"/v2.0/routers/{ROUTER['edge']}"
    user = FakeUserClient(runner.cloud)
    user.attach(ROUTER["edge"], "169.254.0.0/28")
    assert user.ask("PUT", path, {"router": {"routes": [OWN]}}).status == 200
    assert runner.apply("vpn_service", "elsewhere", router="edge2", subnet="lab")["changed"]
    assert runner.apply("vpn_service", "office", **PLACE).get("warnings") is None
    assert user.ask("PUT", path, {"router": {"routes": []}}).status == 200


def test_a_cloud_that_changes_its_back_end_between_two_runs_changes_no_object() -> None:
    runner = PreparedRunner(empty=True)
    runner.with_base_objects()
    before = runner.cloud.contents()
    runner.cloud.forget_log()
    for gateway in ("ready", "no agent", "in error", None):
        runner.cloud.vpn_gateway = gateway
        runner.with_base_objects()
    assert runner.written() == []
    assert runner.cloud.contents() == before
