# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Statuses, updates and what is stored."""

from __future__ import annotations

import pytest

from ansible_collections.sitelink.vpnaas.tests.fakes.neutron import Cloud
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.seed_data import ROUTER, SUBNET
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.user_client import FakeUserClient, refusal


def show(user_client: FakeUserClient, tunnel: dict) -> dict:
    return user_client.vpn("GET", f"ipsec-site-connections/{tunnel['id']}").json()["ipsec_site_connection"]


def service_of(user_client: FakeUserClient, tunnel: dict) -> dict:
    return user_client.vpn("GET", f"vpnservices/{tunnel['vpnservice_id']}").json()["vpnservice"]


def put(user_client: FakeUserClient, tunnel: dict, **changes):
    return user_client.vpn("PUT", f"ipsec-site-connections/{tunnel['id']}", {"ipsec_site_connection": changes})


def test_a_new_connection_is_pending_then_reported_with_its_service(demo, clock):
    tunnel = demo.tunnel(description="agent=DOWN:5")
    assert tunnel["status"] == show(demo, tunnel)["status"] == service_of(demo, tunnel)["status"] == "PENDING_CREATE"
    assert refusal(put(demo, tunnel, name="x")) == (400, "VPNStateInvalidToUpdate")
    assert refusal(put(demo, tunnel, mtu=1)) == (400, "IPsecSiteConnectionMtuError")  # arguments before state
    clock.sleep(5)
    assert show(demo, tunnel)["status"] == "DOWN"
    assert service_of(demo, tunnel)["status"] == "ACTIVE"
    assert put(demo, tunnel, name="x").json()["ipsec_site_connection"]["status"] == "DOWN"


@pytest.mark.parametrize(
    ("marker", "status"), [("ACTIVE", "ACTIVE"), ("ERROR", "ERROR"), ("never", "PENDING_CREATE"), ("", "ACTIVE")]
)
def test_a_marker_in_the_description_orders_the_status(demo, clock, marker, status):
    tunnel = demo.tunnel(description=f"for the office agent={marker}" if marker else "")
    clock.sleep(600)
    assert show(demo, tunnel)["status"] == status


def test_another_default_and_a_marker_that_changes(demo, clock):
    demo.cloud.agent = "DOWN:0"
    tunnel = demo.tunnel()
    assert show(demo, tunnel)["status"] == "DOWN"
    put(demo, tunnel, description="agent=ACTIVE:2")
    assert show(demo, tunnel)["status"] == "DOWN"
    clock.sleep(2)
    assert show(demo, tunnel)["status"] == "ACTIVE"
    with pytest.raises(ValueError, match="not an agent"):
        demo.cloud.agent = "SLEEPY"


def test_a_service_runs_while_one_of_its_connections_is_up(demo):
    """Whatever makes its agent look at it: the connection itself, or the deletion of another one that was up."""
    one = demo.tunnel()
    policies = {name: one[name] for name in ("vpnservice_id", "ikepolicy_id", "ipsecpolicy_id")}
    two = demo.tunnel(**policies, admin_state_up=False)
    assert [show(demo, tunnel)["status"] for tunnel in (one, two)] == ["ACTIVE", "ACTIVE"]
    assert demo.vpn("DELETE", f"ipsec-site-connections/{one['id']}").status == 204
    assert (show(demo, two)["status"], service_of(demo, two)["status"]) == ("DOWN", "DOWN")
    assert put(demo, two, admin_state_up=True).status == 200
    assert (show(demo, two)["status"], service_of(demo, two)["status"]) == ("ACTIVE", "ACTIVE")
    assert put(demo, two, admin_state_up=False).status == 200
    assert (show(demo, two)["status"], service_of(demo, two)["status"]) == ("DOWN", "DOWN")


def test_a_service_without_connection_cannot_be_updated(demo, clock):
    service = demo.make("vpnservice", router_id=ROUTER["edge"])
    clock.sleep(600)
    answer = demo.vpn("PUT", f"vpnservices/{service['id']}", {"vpnservice": {"name": "x"}})
    assert refusal(answer) == (400, "VPNStateInvalidToUpdate")
    assert demo.vpn("DELETE", f"vpnservices/{service['id']}").status == 204


def test_a_sole_disabled_connection_never_settles(demo, clock):
    tunnel = demo.tunnel(admin_state_up=False)
    clock.sleep(600)
    assert show(demo, tunnel)["status"] == "PENDING_CREATE"


def test_switching_the_service_off_and_on(demo):
    tunnel = demo.tunnel()
    path = f"vpnservices/{tunnel['vpnservice_id']}"
    assert service_of(demo, tunnel)["status"] == "ACTIVE"
    demo.vpn("PUT", path, {"vpnservice": {"admin_state_up": False}})
    assert (show(demo, tunnel)["status"], service_of(demo, tunnel)["status"]) == ("DOWN", "DOWN")
    demo.vpn("PUT", path, {"vpnservice": {"admin_state_up": True}})
    assert (show(demo, tunnel)["status"], service_of(demo, tunnel)["status"]) == ("ACTIVE", "ACTIVE")


def test_delete_is_immediate_or_slow(clock):
    demo = FakeUserClient(Cloud(clock=clock))
    tunnel = demo.tunnel(description="agent=never")
    assert demo.vpn("DELETE", f"ipsec-site-connections/{tunnel['id']}").status == 204
    assert refusal(demo.vpn("GET", f"ipsec-site-connections/{tunnel['id']}")) == (404, "IPsecSiteConnectionNotFound")
    slow = FakeUserClient(Cloud(clock=clock, slow_delete=3))
    tunnel = slow.tunnel()
    slow.vpn("DELETE", f"ipsec-site-connections/{tunnel['id']}")
    assert show(slow, tunnel)["status"] == "PENDING_DELETE"
    clock.sleep(3)
    assert slow.vpn("GET", f"ipsec-site-connections/{tunnel['id']}").status == 404


def test_unordered_collections_come_back_in_another_order(demo):
    sent = ["10.2.0.0/24", "10.3.0.0/24", "10.4.0.0/24"]
    parts = {**demo.parts(), "peer_cidrs": sent}
    got = demo.make("ipsec_site_connection", **parts)["peer_cidrs"]
    assert (sorted(got), got != sent) == (sent, True)
    got = demo.make("endpoint_group", type="cidr", endpoints=sent)["endpoints"]
    assert (sorted(got), got != sent) == (sent, True)


def test_updates_merge_dpd_and_replace_networks(demo):
    tunnel = demo.tunnel()
    changed = put(demo, tunnel, dpd={"interval": 40}, peer_cidrs=["10.7.0.0/24"]).json()["ipsec_site_connection"]
    assert changed["dpd"] == {"action": "hold", "interval": 40, "timeout": 120}
    assert changed["peer_cidrs"] == ["10.7.0.0/24"]
    assert refusal(put(demo, tunnel, dpd={"timeout": 40})) == (400, "IPsecSiteConnectionDpdIntervalValueError")
    assert refusal(put(demo, tunnel, peer_cidrs=[])) == (400, "MissingPeerCidrs")
    assert show(demo, tunnel) == changed


def test_numbers_sent_as_text_are_echoed_once(demo):
    policy = demo.make("ikepolicy", lifetime={"value": "7200"})
    assert policy["lifetime"] == {"units": "seconds", "value": "7200"}
    stored = demo.vpn("GET", f"ikepolicies/{policy['id']}").json()["ikepolicy"]
    assert stored["lifetime"] == {"units": "seconds", "value": 7200}


def test_a_name_as_peer_address_is_stored_as_address(clock):
    asked = []
    demo = FakeUserClient(Cloud(clock=clock, resolver=lambda name: asked.append(name) or "198.51.100.77"))
    parts = {**demo.parts(), "peer_address": "gateway.example.net"}
    assert demo.make("ipsec_site_connection", **parts)["peer_address"] == "198.51.100.77"
    assert asked == ["gateway.example.net"]


def test_service_address_is_a_copy_made_at_create(demo):
    service = demo.make("vpnservice", router_id=ROUTER["twin-1"])
    assert (service["external_v4_ip"], service["external_v6_ip"]) == ("203.0.113.12", "2001:db8:ffff::12")
    gateway = demo.ask("GET", f"/v2.0/routers/{ROUTER['twin-1']}").json()["router"]["external_gateway_info"]
    gateway["external_fixed_ips"] = [{"ip_address": "203.0.113.77"}]
    body = {"router": {"external_gateway_info": gateway}}
    assert demo.ask("PUT", f"/v2.0/routers/{ROUTER['twin-1']}", body).status == 403
    assert FakeUserClient(demo.cloud, "admin").ask("PUT", f"/v2.0/routers/{ROUTER['twin-1']}", body).status == 200
    stored = demo.vpn("GET", f"vpnservices/{service['id']}").json()["vpnservice"]
    assert stored["external_v4_ip"] == "203.0.113.12"


def test_names_need_not_be_unique_and_services_may_share_a_router(demo):
    first, second = (demo.make("vpnservice", router_id=ROUTER["edge"], name="twin") for _time in range(2))
    assert first["id"] != second["id"]
    assert len(demo.vpn("GET", "vpnservices?name=twin").json()["vpnservices"]) == 2


def test_projects_do_not_see_each_other_but_an_admin_sees_all(demo):
    other, admin = FakeUserClient(demo.cloud, "other", "other"), FakeUserClient(demo.cloud, "admin")
    policy = demo.make("ikepolicy", name="mine")
    assert other.vpn("GET", "ikepolicies").json() == {"ikepolicies": []}
    assert refusal(other.vpn("GET", f"ikepolicies/{policy['id']}")) == (404, "IKEPolicyNotFound")
    foreign = other.make("ikepolicy", name="theirs")
    assert {one["name"] for one in admin.vpn("GET", "ikepolicies").json()["ikepolicies"]} == {"mine", "theirs"}
    service = admin.make("vpnservice", router_id=ROUTER["edge"], subnet_id=SUBNET["office"])["id"]
    parts = {**demo.parts(), "vpnservice_id": service, "ikepolicy_id": foreign["id"]}
    refused = demo.vpn("POST", "ipsec-site-connections", {"ipsec_site_connection": parts})
    assert refusal(refused) == (404, "IKEPolicyNotFound")
    assert admin.vpn("POST", "ipsec-site-connections", {"ipsec_site_connection": parts}).status == 201


def test_reader_gets_empty_lists(demo):
    policy = demo.make("ikepolicy")
    reader = FakeUserClient(demo.cloud, "reader")
    assert reader.vpn("GET", "ikepolicies").json() == {"ikepolicies": []}
    assert refusal(reader.vpn("GET", f"ikepolicies/{policy['id']}")) == (404, "HTTPNotFound")
    assert refusal(reader.vpn("DELETE", f"ikepolicies/{policy['id']}")) == (404, "HTTPNotFound")
    created = reader.vpn("POST", "ikepolicies", {"ikepolicy": {}})
    assert refusal(created) == (403, "PolicyNotAuthorized")
    assert len(reader.ask("GET", "/v2.0/routers").json()["routers"]) == 5


def test_without_its_extension_a_kind_or_attribute_is_not_there():
    legacy = FakeUserClient(Cloud(without=["vpn-endpoint-groups", "vpn-flavors"]))
    assert refusal(legacy.vpn("GET", "endpoint-groups")) == (404, "HTTPNotFound")
    assert "flavor_id" not in legacy.make("vpnservice", router_id=ROUTER["edge"])
    assert refusal(FakeUserClient(Cloud(without=["vpnaas"])).vpn("GET", "vpnservices")) == (404, "HTTPNotFound")
