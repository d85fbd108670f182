# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rules that depend on the OVN back end: what it makes in a tenant's router, and what it does not refuse."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.rule import Severity, rule, rules_of

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.context import CheckContext

#: What becomes of ah-esp: OVN's driver does not look at it, and the templates of its agent write this.
_ON_OVN = (
    "which OVN's driver accepts and no gateway has: strongSwan is configured for ESP alone, and Libreswan with"
    " phase2=ah-esp, which it does not know"
)
_ELSEWHERE = "which Neutron's drivers refuse but for OVN's (this cloud's back end is unknown)"


@rule(
    "route-into-transit-network",
    "vpn_service",
    severity=Severity.WARNING,
    remedy="remove such routes (openstack router remove route), since with them Neutron can neither remove nor renew"
    " the router's VPN gateway (RouterInterfaceInUseByRoute, VPNGatewayInError)",
    source="neutron_vpnaas/services/vpn/service_drivers/ovn_ipsec.py (_cleanup)",
)
def route_into_transit_network(context: CheckContext) -> t.Iterator[str]:
    if context.transit_routes:
        routes = ", ".join(
            f"{route.get('destination')} by way of {route['nexthop']}" for route in context.transit_routes
        )
        name = (context.router or {}).get("name")
        yield f'the router "{name}" has no VPN service and still has the route {routes}'


@rule(
    "connection-ah-esp",
    "ipsec_site_connection",
    severity=Severity.PROBABLE_REFUSAL,
    remedy="use esp",
    source="neutron_vpnaas/services/vpn/service_drivers/ipsec_validator.py (IpsecValidationFailure, on create only);"
    " service_drivers/ovn_ipsec.py (no validator); device_drivers/template/*/ipsec.conf.template",
)
def both_protocols(context: CheckContext) -> t.Iterator[str]:
    ipsec = context.ipsec_policy or {}
    if ipsec.get("transform_protocol") == "ah-esp" and "ipsecpolicy_id" in context.written:
        effect = {
            True: _ON_OVN,
            False: "which Neutron's drivers for strongSwan and Libreswan refuse",
            None: f"{_ELSEWHERE}; {_ON_OVN}",
        }
        yield f'its IPsec policy "{ipsec["name"]}" uses ah-esp, {effect[context.ovn]}'


RULES = rules_of(globals())
