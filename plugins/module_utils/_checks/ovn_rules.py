# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rules on what the OVN back end makes in a tenant's router."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.rule import Severity, rule, rules_of

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.context import CheckContext


@rule(
    "route-into-transit-network",
    "vpn_service",
    severity=Severity.WARNING,
    remedy="remove such routes (openstack router remove route), since with them Neutron can neither remove nor renew"
    " the router's VPN gateway (RouterInterfaceInUseByRoute, VPNGatewayInError)",
    source="neutron_vpnaas/services/vpn/service_drivers/ovn_ipsec.py (_cleanup)",
)
def route_into_transit_network(context: CheckContext) -> t.Iterator[str]:
    if context.transit_routes and not context.router_services:
        routes = ", ".join(
            f"{route.get('destination')} by way of {route['nexthop']}" for route in context.transit_routes
        )
        name = (context.router or {}).get("name")
        yield f'the router "{name}" has no VPN service and still has the route {routes}'


RULES = rules_of(globals())
