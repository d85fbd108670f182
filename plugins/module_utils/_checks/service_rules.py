# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rules on VPN services and endpoint groups. Evidence: neutron-vpnaas keys the gateway's process by the router
(device_drivers/ipsec.py), FUJITSU K5 features handbook."""

from __future__ import annotations

import typing as t

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.context import CheckContext


def _neighbours(context: CheckContext):
    return ", ".join(f'"{service.get("name")}" ({service["id"]})' for service in context.router_services)


def second_service_on_a_router_refused(context: CheckContext):
    if context.dialect.one_service_per_router and context.router_services and "router_id" in context.written:
        yield (
            f"the router {context.item['router_id']} has the VPN service {_neighbours(context)} already, and"
            f" {context.dialect.title} takes one per router: add connections to that one"
        )


def second_service_on_a_router(context: CheckContext):
    if not context.dialect.one_service_per_router and context.router_services and "router_id" in context.written:
        yield (
            f"the router {context.item['router_id']} has the VPN service {_neighbours(context)} already; the agent"
            " configures one service per router, so that the one written last silences the other's connections: use one"
        )


def router_without_gateway(context: CheckContext):
    """neutron_vpnaas/db/vpn/vpn_validator.py: RouterIsNotExternal. A token that may not see the gateway is not told of
    the key."""
    router = context.router or {}
    if "external_gateway_info" in router and not router["external_gateway_info"] and "router_id" in context.written:
        name = router.get("name") or router["id"]
        yield (
            f'the router "{name}" has no external gateway, so nothing outside reaches it: set one (openstack router set'
            f" --external-gateway <external network> {name})"
        )


def subnet_off_the_router(context: CheckContext):
    """neutron_vpnaas/db/vpn/vpn_validator.py: SubnetIsNotConnectedToRouter."""
    router = context.router or {}
    name = router.get("name") or router.get("id")
    for subnet in context.subnets_off_router:
        called = subnet.get("name") or subnet["id"]
        yield (
            f'the subnet "{called}" ({subnet.get("cidr")}) is not attached to the router "{name}": attach it (openstack'
            f" router add subnet {name} {called}), or name the router that has it"
        )


def endpoint_type_without_effect(context: CheckContext):
    if context.item.get("type") in ("network", "router", "vlan"):
        yield (
            f"type {context.item['type']} is stored, but no IPsec connection accepts it: use subnet for the local group,"
            " cidr for the peer group"
        )


ERRORS = (second_service_on_a_router_refused, router_without_gateway, subnet_off_the_router)
WARNINGS = (second_service_on_a_router,)
GROUP_WARNINGS = (endpoint_type_without_effect,)
