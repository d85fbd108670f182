# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rules on VPN services and endpoint groups, and on the subnets of a router."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.rule import Severity, rule, rules_of
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.shown_name import shown_name

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.context import CheckContext


def _services_of_router(context: CheckContext) -> str:
    """The start of a sentence about the router's other VPN services; empty where the change adds none to them."""
    if not context.router_services or "router_id" not in context.written:
        return ""
    services = ", ".join(f'"{service.get("name")}" ({service["id"]})' for service in context.router_services)
    return f"the router {context.item['router_id']} has the VPN service {services} already"


@rule(
    "one-vpn-service-per-router",
    "vpn_service",
    severity=Severity.ERROR,
    remedy="add connections to that VPN service",
    source="FUJITSU K5 IaaS features handbook, IPsec VPN (one VPN service per router)",
)
def second_service_refused(context: CheckContext) -> t.Iterator[str]:
    others = _services_of_router(context)
    if others and context.dialect.one_service_per_router:
        yield f"{others}, and {context.dialect.title} accepts one per router"


@rule(
    "second-vpn-service-on-router",
    "vpn_service",
    severity=Severity.WARNING,
    remedy="use one VPN service per router",
    source="neutron_vpnaas/services/vpn/device_drivers/ipsec.py (one process per router, keyed by the router's id)",
)
def second_service_on_router(context: CheckContext) -> t.Iterator[str]:
    others = _services_of_router(context)
    if others and not context.dialect.one_service_per_router:
        yield (
            f"{others}; the agent configures one service per router, so only the connections of the service written"
            " last are configured"
        )


@rule(
    "router-without-external-gateway",
    "vpn_service",
    severity=Severity.ERROR,
    remedy="set one (openstack router set --external-gateway <external network> <router>)",
    source="neutron_vpnaas/db/vpn/vpn_validator.py (RouterIsNotExternal)",
)
def router_without_gateway(context: CheckContext) -> t.Iterator[str]:
    # A token that may not see the gateway gets no such key.
    router = context.router or {}
    if "external_gateway_info" in router and not router["external_gateway_info"] and "router_id" in context.written:
        yield f'the router "{shown_name(router)}" has no external gateway, so no peer can reach it'


@rule(
    "subnet-not-on-router",
    "vpn_service",
    "ipsec_site_connection",
    severity=Severity.ERROR,
    remedy="attach it (openstack router add subnet <router> <subnet>), or name the router that has it",
    source="neutron_vpnaas/db/vpn/vpn_validator.py (SubnetIsNotConnectedToRouter)",
)
def subnet_off_the_router(context: CheckContext) -> t.Iterator[str]:
    router = context.router or {}
    for subnet in context.subnets_off_router:
        yield (
            f'the subnet "{shown_name(subnet)}" ({subnet.get("cidr")}) is not attached to the router'
            f' "{shown_name(router)}"'
        )


@rule(
    "flavor-without-vpn",
    "vpn_service",
    severity=Severity.ERROR,
    remedy="give an enabled flavor of service type VPN, or leave it out",
    source="neutron_vpnaas/services/vpn/plugin.py (InvalidServiceType, FlavorDisabled); ovn_plugin.py (no vpn-flavors)",
)
def flavor_without_vpn(context: CheckContext) -> t.Iterator[str]:
    flavor = context.flavor or {}
    name = shown_name(flavor)
    if context.no_flavors:
        yield "VPN services of this cloud have no flavor: its API does not list the extension vpn-flavors"
    elif flavor.get("service_type", "VPN") != "VPN":
        yield f'the flavor "{name}" is of service type {flavor["service_type"]}'
    elif flavor.get("enabled") is False:
        yield f'the flavor "{name}" is disabled'


@rule(
    "vpn-gateway-in-error",
    "vpn_service",
    severity=Severity.PROBABLE_REFUSAL,
    remedy="delete it first (state: absent)",
    source="neutron_vpnaas/services/vpn/service_drivers/ovn_ipsec.py (VPNGatewayInError; the gateway is not shown)",
)
def gateway_in_error(context: CheckContext) -> t.Iterator[str]:
    for service in context.errored_services:
        yield f'the VPN service "{service.get("name")}" ({service["id"]}) on the same router is in ERROR'


@rule(
    "endpoint-group-type-without-use",
    "endpoint_group",
    severity=Severity.WARNING,
    remedy="use subnet for the local group, cidr for the peer group",
    source="neutron_vpnaas/db/vpn/vpn_validator.py (WrongEndpointGroupType)",
)
def endpoint_type_without_use(context: CheckContext) -> t.Iterator[str]:
    if context.item.get("type") in ("network", "router", "vlan"):
        yield f"type {context.item['type']} is stored, but no IPsec connection accepts it"


RULES = rules_of(globals())
