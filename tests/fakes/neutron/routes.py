# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A router's extra routes. Source: neutron 29.0.0 db/extraroute_db.py."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from typing import Any

from .errors import ApiError
from .resolver import CloudState
from .store import Store

# Of the transit network between a router and its VPN gateway (neutron_vpnaas, service_drivers/ovn_ipsec.py).
VPN_ADDRESS = "169.254.0.2"
ROUTER_ADDRESS = "169.254.0.1"
TRANSIT_NETWORK = "169.254.0.0/28"


def replace_routes(
    cloud_state: CloudState, router: dict[str, Any], routes: list[dict[str, str]], check: Callable[[], None]
) -> None:
    """All of them anew: every next hop is in a network of the router's, and nobody's address there is the router's."""
    networks, own = _networks(cloud_state, router)
    for route in routes:
        hop = ipaddress.ip_address(route["nexthop"])
        reason = "the nexthop is not connected with router" if not any(hop in one for one in networks) else ""
        reason = reason or ("the nexthop is used by router" if route["nexthop"] in own else "")
        if reason:
            raise ApiError("InvalidRoutes", routes=routes, reason=reason)
    check()
    router["routes"] = routes


def _networks(cloud_state: CloudState, router: dict[str, Any]) -> tuple[list[Any], set[str]]:
    """Where the router has ports, its gateway's and its VPN gateway's included, and its addresses there."""
    store = cloud_state.store
    held = [item for port in store.where("ports", device_id=router["id"]) for item in port["fixed_ips"]]
    held += (router["external_gateway_info"] or {}).get("external_fixed_ips", [])
    cidrs = [store.get("subnets", item["subnet_id"])["cidr"] for item in held]
    own = {item["ip_address"] for item in held}
    if router["id"] in cloud_state.gateways:
        cidrs.append(TRANSIT_NETWORK)
        own.add(ROUTER_ADDRESS)
    return [ipaddress.ip_network(cidr, strict=False) for cidr in cidrs], own


def refuse_used_by_route(store: Store, router: dict[str, Any], subnet_id: str) -> None:
    """An interface on which a route's next hop is stays."""
    network = ipaddress.ip_network(store.get("subnets", subnet_id)["cidr"], strict=False)
    if any(ipaddress.ip_address(route["nexthop"]) in network for route in router["routes"]):
        raise ApiError("RouterInterfaceInUseByRoute", subnet_id=subnet_id, router_id=router["id"])
