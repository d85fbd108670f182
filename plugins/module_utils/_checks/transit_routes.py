# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Routes of a router that OVN's VPN stands on. For each network of a peer Neutron writes a route by way of the VPN's
address in a transit network; a playbook that manages the router's routes works against it.

Source: neutron_vpnaas/services/vpn/service_drivers/ovn_ipsec.py (``VPN_TRANSIT_RIP``, ``_update_static_routes``,
``_cleanup``); seen on a real OVN, tests/integration/neutron/test_ovn_gateway.py.
"""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import CloudUnreachable, ServerError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.networks import (
    canonical_network,
    network_range,
    range_within,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.shown_name import shown_name
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.endpoint_address import UNKNOWN_BACK_END

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.listings import Listings

#: The next hop of the VPN's routes, the same in every router.
VPN_ADDRESS = "169.254.0.2"
_NEEDED = f"the router must have a route by way of {VPN_ADDRESS} to each of the peer's networks"


def routes_into_transit(router: ApiObject | None, snapshot: Listings) -> tuple[ApiObject, ...]:
    """The routes of a router by way of the VPN's address; none on a cloud without OVN, or whose back end is unknown."""
    routes = routes_by_vpn(router)
    return routes if routes and snapshot.is_ovn() else ()


def routes_by_vpn(router: ApiObject | None) -> tuple[ApiObject, ...]:
    """The routes of a router by way of the address that is the VPN's if the back end is OVN."""
    return tuple(route for route in (router or {}).get("routes") or () if route.get("nexthop") == VPN_ADDRESS)


def route_faults(service: ApiObject, networks: t.Iterable[str], snapshot: Listings) -> t.Iterator[str]:
    """Sentences on the routes to these networks that the router of a VPN service lacks, or has beside the VPN's."""
    if not snapshot.cloud.dialect.has_agents:
        return
    try:
        ovn = snapshot.is_ovn()
        router = snapshot.by_id("router", service.get("router_id")) if ovn else None
    except (ServerError, CloudUnreachable):
        return
    if ovn is None:
        yield f"{UNKNOWN_BACK_END}; if it is OVN, {_NEEDED}"
    if router is None or "routes" not in router:
        return
    hops: dict[str, set[str]] = {}
    for route in router["routes"] or ():
        hops.setdefault(canonical_network(route.get("destination")), set()).add(route.get("nexthop"))
    mine = f'the router "{shown_name(router)}"'
    for network in networks:
        found = hops.get(canonical_network(network), set())
        others = ", ".join(sorted(map(str, found - {VPN_ADDRESS})))
        if VPN_ADDRESS not in found:
            yield (
                f"{mine} has no route to {network} by way of {VPN_ADDRESS}, which OVN needs:"
                " look for what else manages its routes, then delete the connection and create it again"
            )
        elif others:
            yield (
                f"{mine} has a route to {network} by way of {others} beside OVN's by way of {VPN_ADDRESS}: remove it"
            )
        for part, found in hops.items():
            others = ", ".join(sorted(map(str, found - {VPN_ADDRESS})))
            if others and _is_part(part, network):
                yield (
                    f"{mine} has a route to {part} by way of {others}, a part of the peer's network {network}: it takes"
                    " these packets out of the VPN, so remove it unless you want that"
                )


def _is_part(part: str, network: str) -> bool:
    """Whether the first network is smaller and in the second one: of two routes the smaller network's is used."""
    try:
        inner, outer = network_range(part), network_range(network)
    except ValueError:
        return False
    return inner != outer and range_within(inner, outer)
