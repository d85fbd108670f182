# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The OVN back end: the VPN gateway that a router has, the routes written into it, the agents.

Source: neutron_vpnaas 29.0.0 services/vpn/service_drivers/ovn_ipsec.py, services/vpn/ovn_plugin.py,
extensions/vpnaas.py; held against a real OVN by tests/contract/differential and tests/integration/neutron/test_ovn*.py.
Not here: the transit network's subnet and ports as objects of their own.
"""

from __future__ import annotations

import ipaddress
import uuid
from typing import Any

from .access import Caller, in_scope
from .errors import ApiError
from .kinds_network import ROUTER
from .kinds_vpn import VPN_SERVICE
from .network_rules import get_visible
from .resolver import CloudState, VpnGateway
from .routes import VPN_ADDRESS, replace_routes
from .store import Store

TRANSIT_SUBNET = "00000000-0000-4000-8000-00000000a9fe"
HOST = "vpn-host-1"
# Of the ports that the driver makes (HIDDEN_PROJECT_ID): nobody's.
HIDDEN_PROJECT = ""

# What the OVN driver finds when it sets up a router's gateway -> its refusal; None: the gateway is made. The in-tree
# drivers without OVN have no such gateway (``CloudState.vpn_gateway`` is None).
GATEWAYS = {
    "ready": None,
    "no agent": "RouterReschedulingFailed",
    "unscheduled": "NoVPNAgentAvailable",
    "not ready": "VPNGatewayNotReady",
    "in error": "VPNGatewayInError",
}


def ensure_gateway(cloud_state: CloudState, router_id: str, outside: dict[int, str]) -> dict[int, str] | ApiError:
    """The addresses of the router's VPN gateway, made with its first VPN service; or why the driver refuses.

    It is a port beside the router's own, taken back with the last service: one that comes later has another address
    (``_setup``, ``make_gw_port``).
    """
    kind = GATEWAYS[cloud_state.vpn_gateway or "ready"]
    if kind == "RouterReschedulingFailed" and router_id in cloud_state.hosted:
        kind = None  # it stays with its agent, dead or alive (vpn_agent_scheduler.py, _schedule_router)
    gateway = cloud_state.gateways.get(router_id)
    if kind is None and gateway and gateway.failed:
        kind = "VPNGatewayInError"
    if kind:
        return ApiError(kind, router_id=router_id)
    cloud_state.hosted.add(router_id)
    if gateway is None:
        gateway = cloud_state.gateways[router_id] = VpnGateway(cloud_state.new_vpn_port(outside))
        _add_port(cloud_state.store, router_id, gateway.addresses)
    return gateway.addresses


def _port_id(router_id: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_OID, router_id))


def _add_port(store: Store, router_id: str, held: dict[int, str]) -> None:
    """The gateway's port, which only an administrator sees: its addresses are nobody else's."""
    network_id = store.get("routers", router_id)["external_gateway_info"]["network_id"]
    subnets = {subnet["ip_version"]: subnet["id"] for subnet in store.where("subnets", network_id=network_id)}
    port = {
        "id": _port_id(router_id),
        "tenant_id": HIDDEN_PROJECT,
        "name": f"vpn-gw-{router_id}",
        "description": "",
        "network_id": network_id,
        "admin_state_up": True,
        "status": "ACTIVE",
        "mac_address": store.new_mac_address(),
        "device_id": router_id,
        "device_owner": "network:vpn_router_gateway",
        "security_groups": [],
        "fixed_ips": [{"subnet_id": subnets[version], "ip_address": address} for version, address in held.items()],
    }
    store.add("ports", port)


def next_port(cloud_state: CloudState, outside: dict[int, str]) -> dict[int, str]:
    """Addresses past what ``seed_data`` uses: routers have 10 to 14, floating IPs 100 and 101."""
    cloud_state.vpn_ports += 1
    return {
        version: str(ipaddress.ip_address(address) + 128 + cloud_state.vpn_ports)
        for version, address in outside.items()
    }


def adopt_services(cloud_state: CloudState) -> None:
    """A cloud that becomes one with OVN: routers that have VPN services have a gateway."""
    for service in cloud_state.store.all("vpnservices"):
        addresses = {4: service.get("external_v4_ip"), 6: service.get("external_v6_ip")}
        cloud_state.gateways.setdefault(service["router_id"], VpnGateway(addresses))
        cloud_state.hosted.add(service["router_id"])


def peer_networks(store: Store, router_id: str, caller: Caller) -> list[str]:
    """The networks behind the peers of a router's VPN services, as far as the caller sees those services."""
    found: dict[str, None] = {}
    for connection in store.all("ipsec_site_connections"):
        service = store.get("vpnservices", connection["vpnservice_id"])
        if service["router_id"] == router_id and in_scope(caller, VPN_SERVICE, service):
            group = store.get("endpoint_groups", connection.get("peer_ep_group_id"))
            found |= dict.fromkeys([*(connection.get("peer_cidrs") or ()), *(group["endpoints"] if group else ())])
    return list(found)


def write_routes(cloud_state: CloudState, connection: dict[str, Any], caller: Caller) -> None:
    """After a write of a connection: the routes by way of the VPN's address are just those to the peers' networks.

    Raises what replacing the routes raises, and what Neutron raises where the router has no gateway to route to.
    """
    if cloud_state.vpn_gateway is None:
        return
    store = cloud_state.store
    service = get_visible(store, VPN_SERVICE, connection["vpnservice_id"], caller)
    router = get_visible(store, ROUTER, service["router_id"], caller)
    gateway = cloud_state.gateways.get(router["id"])
    if gateway is None or gateway.failed:
        raise AttributeError("transit_port")
    old = {route["destination"] for route in router["routes"] if route["nexthop"] == VPN_ADDRESS}
    new = dict.fromkeys(peer_networks(store, router["id"], caller))
    kept = [
        route
        for route in router["routes"]
        if route["nexthop"] != VPN_ADDRESS or route["destination"] not in old - {*new}
    ]
    if kept != router["routes"]:
        set_routes(cloud_state, router, kept, caller)
    added = [{"destination": cidr, "nexthop": VPN_ADDRESS} for cidr in new if cidr not in old]
    if added:
        set_routes(cloud_state, router, [*kept, *added], caller)


def set_routes(cloud_state: CloudState, router: dict[str, Any], routes: list[dict[str, str]], caller: Caller) -> None:
    """All routes of a router; one to a peer's network may not be left out."""
    removed = {route["destination"] for route in router["routes"] if route not in routes}
    needed = [cidr for cidr in peer_networks(cloud_state.store, router["id"], caller) if cidr in removed]
    replace_routes(cloud_state, router, routes, check=lambda: refuse(cloud_state, needed))


def refuse(cloud_state: CloudState, needed: list[str]) -> None:
    if cloud_state.vpn_gateway is not None and needed:
        raise ApiError("RouteInUseByVPN", destinations=", ".join(needed))


def change_routes(cloud_state: CloudState, router: dict[str, Any], body: Any, caller: Caller, adds: bool) -> dict:
    """PUT routers/ID/add_extraroutes and remove_extraroutes."""
    named = body["router"]["routes"]
    kept = [route for route in router["routes"] if route not in named]
    set_routes(cloud_state, router, [*kept, *named] if adds else kept, caller)
    shown = {"id": router["id"], "name": router["name"], "project_id": router["tenant_id"], "routes": router["routes"]}
    return {"router": shown}


def remove_gateway(cloud_state: CloudState, router_id: str, caller: Caller) -> None:
    """After the last service of a router was deleted: the last that the caller sees, as the driver asks for them in
    the caller's name. If it fails the gateway is in ERROR, and the service is gone."""
    others = cloud_state.store.where("vpnservices", router_id=router_id)
    gateway = cloud_state.gateways.get(router_id)
    if gateway is None or any(in_scope(caller, VPN_SERVICE, one) for one in others):
        return
    # First the port, then the transit network.
    cloud_state.store.remove("ports", _port_id(router_id))
    if any(route["nexthop"] == VPN_ADDRESS for route in cloud_state.store.get("routers", router_id)["routes"]):
        gateway.failed = True
        raise ApiError("RouterInterfaceInUseByRoute", subnet_id=TRANSIT_SUBNET, router_id=router_id)
    del cloud_state.gateways[router_id]


def hosting_agents(cloud_state: CloudState, router_id: str, kind: str, is_admin: bool) -> dict[str, Any]:
    """GET routers/ID/vpn-agents or l3-agents. Neutron 29 fails while it looks whether a member may see VPN agents."""
    ovn = cloud_state.vpn_gateway is not None
    if ovn != (kind == "vpn-agents"):
        raise ApiError("HTTPNotFound")
    if not is_admin:
        raise ApiError("PolicyCheckError") if ovn else ApiError("PolicyNotAuthorized", rule="rule:get_l3-agents")
    # A VPN agent hosts a router from its first VPN service on, and keeps it after the last one.
    if not (router_id in cloud_state.hosted if ovn else cloud_state.store.has("vpnservices", router_id=router_id)):
        return {"agents": []}
    agent = {
        "id": f"{router_id[:8]}-0000-4000-8000-000000000001",
        "agent_type": "VPN Agent" if ovn else "L3 agent",
        "host": HOST if ovn else "network-1",
        "admin_state_up": True,
        "alive": cloud_state.agent.alive,
    }
    return {"agents": [agent]}
