# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The OVN back end: the routes that it writes into a tenant's router, the gateway that cannot be removed, the agents.

Source: neutron_vpnaas 29.0.0 services/vpn/service_drivers/ovn_ipsec.py, extensions/vpnaas.py; seen on a real OVN by
tests/integration/neutron/test_ovn*.py. Not here: the transit network's subnet and ports.
"""

from __future__ import annotations

from typing import Any

from .errors import ApiError
from .resolver import CloudState
from .store import Store

VPN_ADDRESS = "169.254.0.2"
TRANSIT_SUBNET = "00000000-0000-4000-8000-00000000a9fe"
HOST = "vpn-host-1"


def peer_networks(store: Store, router_id: str) -> list[str]:
    """The networks behind all peers of a router's VPN services."""
    found: dict[str, None] = {}
    for connection in store.all("ipsec_site_connections"):
        if store.get("vpnservices", connection["vpnservice_id"])["router_id"] == router_id:
            group = store.get("endpoint_groups", connection.get("peer_ep_group_id"))
            found |= dict.fromkeys([*(connection.get("peer_cidrs") or ()), *(group["endpoints"] if group else ())])
    return list(found)


def write_routes(cloud_state: CloudState, connection: dict[str, Any]) -> None:
    """After a write of a connection: the routes by way of the VPN's address are just those to the peers' networks."""
    if cloud_state.vpn_gateway is None:
        return
    store = cloud_state.store
    router = store.get("routers", store.get("vpnservices", connection["vpnservice_id"])["router_id"])
    own = [route for route in router["routes"] if route["nexthop"] != VPN_ADDRESS]
    vpn = [{"destination": cidr, "nexthop": VPN_ADDRESS} for cidr in peer_networks(store, router["id"])]
    router["routes"] = [*own, *vpn]


def refuse_removed_routes(cloud_state: CloudState, router: dict[str, Any], routes: list[dict[str, str]]) -> None:
    """A PUT of all routes may not leave out one to a peer's network."""
    removed = {route["destination"] for route in router["routes"] if route not in routes}
    needed = [cidr for cidr in peer_networks(cloud_state.store, router["id"]) if cidr in removed]
    if cloud_state.vpn_gateway is not None and needed:
        raise ApiError("RouteInUseByVPN", destinations=", ".join(needed))


def change_routes(cloud_state: CloudState, router: dict[str, Any], body: Any, adds: bool) -> dict[str, Any]:
    """PUT routers/ID/add_extraroutes and remove_extraroutes."""
    named = body["router"]["routes"]
    kept = [route for route in router["routes"] if route not in named]
    routes = [*kept, *named] if adds else kept
    refuse_removed_routes(cloud_state, router, routes)
    router["routes"] = routes
    shown = {"id": router["id"], "name": router["name"], "project_id": router["tenant_id"], "routes": routes}
    return {"router": shown}


def remove_gateway(cloud_state: CloudState, router_id: str) -> None:
    """After the last service of a router was deleted. If it fails the gateway is in ERROR, and the service is gone."""
    store = cloud_state.store
    if cloud_state.vpn_gateway is None or store.has("vpnservices", router_id=router_id):
        return
    cloud_state.failed_gateways.discard(router_id)
    if any(route["nexthop"] == VPN_ADDRESS for route in store.get("routers", router_id)["routes"]):
        cloud_state.failed_gateways.add(router_id)
        raise ApiError("RouterInterfaceInUseByRoute", subnet_id=TRANSIT_SUBNET, router_id=router_id)


def hosting_agents(cloud_state: CloudState, router_id: str, kind: str, is_admin: bool) -> dict[str, Any]:
    """GET routers/ID/vpn-agents or l3-agents. Neutron 29 fails while it looks whether a member may see VPN agents."""
    ovn = cloud_state.vpn_gateway is not None
    if ovn != (kind == "vpn-agents"):
        raise ApiError("HTTPNotFound")
    if not is_admin:
        raise ApiError("PolicyCheckError") if ovn else ApiError("PolicyNotAuthorized", rule="rule:get_l3-agents")
    if not cloud_state.store.has("vpnservices", router_id=router_id):
        return {"agents": []}
    agent = {
        "id": f"{router_id[:8]}-0000-4000-8000-000000000001",
        "agent_type": "VPN Agent" if ovn else "L3 agent",
        "host": HOST if ovn else "network-1",
        "admin_state_up": True,
        "alive": cloud_state.vpn_gateway != "no agent" and cloud_state.agent.alive,
    }
    return {"agents": [agent]}
