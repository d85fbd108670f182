# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The booted Neutron: the seed data is there, statuses come as ordered, and no write is ever answered 500."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.known_faults import READER_SEES_NOTHING

SHA256 = {"auth_algorithm": "sha256"}


@pytest.fixture
def parts(demo) -> Iterator[dict]:
    """What a connection needs; all that was made on the way is deleted afterwards."""
    made = {
        "ikepolicy_id": demo.make("vpn/ikepolicies", "ikepolicy", **SHA256)["id"],
        "ipsecpolicy_id": demo.make("vpn/ipsecpolicies", "ipsecpolicy", **SHA256)["id"],
        "vpnservice_id": demo.make(
            "vpn/vpnservices",
            "vpnservice",
            router_id=demo.find("routers", "edge"),
            subnet_id=demo.find("subnets", "office"),
        )["id"],
    }
    yield made
    for connection in demo.listing("vpn/ipsec-site-connections"):
        demo.ask("DELETE", f"vpn/ipsec-site-connections/{connection['id']}")
    for path, key in (("vpnservices", "vpnservice"), ("ikepolicies", "ikepolicy"), ("ipsecpolicies", "ipsecpolicy")):
        assert demo.ask("DELETE", f"vpn/{path}/{made[key + '_id']}").status_code == 204


def connect(demo, parts: dict, description: str = "", **desired: object) -> dict:
    peer = {"peer_address": "198.51.100.7", "peer_id": "198.51.100.7", "peer_cidrs": ["10.2.0.0/24"], "psk": "secret"}
    path, kind = "vpn/ipsec-site-connections", "ipsec_site_connection"
    return demo.make(path, kind, description=description, **peer, **parts, **desired)


def status(demo, connection: dict) -> str:
    path = f"vpn/ipsec-site-connections/{connection['id']}"
    return demo.ask("GET", path).json()["ipsec_site_connection"]["status"]


def service_status(demo, parts: dict) -> str:
    return demo.ask("GET", f"vpn/vpnservices/{parts['vpnservice_id']}").json()["vpnservice"]["status"]


def test_seed_data_is_there(admin, demo):
    assert sorted(router["name"] for router in demo.listing("routers")) == ["edge", "edge2", "inner", "twin", "twin"]
    addresses = [
        address["ip_address"]
        for router in admin.listing("routers", name="edge")
        for address in router["external_gateway_info"]["external_fixed_ips"]
    ]
    assert sorted(addresses) == ["2001:db8:ffff::10", "203.0.113.10"]
    assert {"foreign", "loose", "office6", "public6"} <= {subnet["name"] for subnet in admin.listing("subnets")}
    aliases = {extension["alias"] for extension in demo.listing("extensions")}
    assert {"vpnaas", "vpn-endpoint-groups", "vpn-flavors"} <= aliases


def test_a_reader_gets_empty_lists_since_release_27(facts, demo, reader):
    """The known fault reader-sees-nothing, and that earlier releases do not have it."""
    policy = demo.make("vpn/ikepolicies", "ikepolicy", name="read", auth_algorithm="sha256")
    try:
        seen = [item["id"] for item in reader.listing("vpn/ikepolicies")]
        answer = reader.ask("GET", f"vpn/ikepolicies/{policy['id']}")
    finally:
        demo.ask("DELETE", f"vpn/ikepolicies/{policy['id']}")
    since_27 = int(facts["release"].partition("-")[0]) in READER_SEES_NOTHING.releases
    assert (seen, answer.status_code) == (([], 404) if since_27 else ([policy["id"]], 200))


@pytest.mark.parametrize("wanted", ["ACTIVE", "DOWN", "ERROR"])
def test_status_as_ordered(demo, parts, wanted):
    connection = connect(demo, parts, f"agent={wanted}")
    assert connection["status"] == "PENDING_CREATE"
    assert status(demo, connection) == wanted
    assert service_status(demo, parts) == "ACTIVE"


def test_delay_and_sequence(demo, parts):
    connection = connect(demo, parts, "agent=DOWN:0.5,ACTIVE:1.5")
    seen = []
    deadline = time.monotonic() + 10
    while "ACTIVE" not in seen and time.monotonic() < deadline:
        seen.append(status(demo, connection))
        time.sleep(0.05)
    assert sorted(set(seen), key=seen.index) == ["PENDING_CREATE", "DOWN", "ACTIVE"]


def test_agent_that_never_reports_leaves_pending(demo, parts):
    connection = connect(demo, parts, "agent=never")
    time.sleep(0.5)
    assert (status(demo, connection), service_status(demo, parts)) == ("PENDING_CREATE", "PENDING_CREATE")


def test_update_leaves_the_status(demo, parts):
    connection = connect(demo, parts, "agent=ACTIVE")
    path = f"vpn/ipsec-site-connections/{connection['id']}"
    answer = demo.ask("PUT", path, ipsec_site_connection={"psk": "another"})
    assert answer.json()["ipsec_site_connection"]["status"] == "ACTIVE"
    assert status(demo, connection) == "ACTIVE"
    demo.ask("PUT", path, ipsec_site_connection={"description": "agent=DOWN"})
    assert status(demo, connection) == "DOWN"


def test_only_connection_is_switched_off(demo, parts):
    off = connect(demo, parts, "agent=ACTIVE", admin_state_up=False)
    assert (status(demo, off), service_status(demo, parts)) == ("PENDING_CREATE", "DOWN")
    # With another one the process runs, and then it carries both: strongSwan's template ignores admin_state_up.
    connect(demo, parts)
    assert (status(demo, off), service_status(demo, parts)) == ("ACTIVE", "ACTIVE")


def test_service_is_switched(demo, parts):
    connection = connect(demo, parts, "agent=ACTIVE")
    path = f"vpn/vpnservices/{parts['vpnservice_id']}"
    for up, wanted in ((False, "DOWN"), (True, "ACTIVE")):
        assert demo.ask("PUT", path, vpnservice={"admin_state_up": up}).status_code == 200
        assert (status(demo, connection), service_status(demo, parts)) == (wanted, wanted)


def test_flavor_and_quota(admin, demo):
    flavor = demo.find("flavors", "vpn")
    service = demo.make("vpn/vpnservices", "vpnservice", router_id=demo.find("routers", "edge2"), flavor_id=flavor)
    quota = f"quotas/{demo.project_id}"
    assert admin.ask("PUT", quota, quota={"vpnservice": 1}).status_code == 200
    refused = demo.ask("POST", "vpn/vpnservices", vpnservice={"router_id": demo.find("routers", "edge2")})
    assert (refused.status_code, refused.json()["NeutronError"]["type"]) == (409, "OverQuota")
    assert admin.ask("DELETE", quota).status_code == 204
    assert demo.ask("DELETE", f"vpn/vpnservices/{service['id']}").status_code == 204
