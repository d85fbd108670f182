# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The network kinds that a VPN stands on, as far as a test or playbook needs them.

Source: neutron_lib.api.definitions network, subnet, l3, port, flavors (5.0.1), without the many extensions' attributes.
"""

from __future__ import annotations

from . import values
from .attributes import ADMIN_STATE_UP, DESCRIPTION, IDENTIFIER, NAME, PROJECT, STATUS, TENANT, Attribute, Kind
from .kinds_k5 import ZONE

_OWNED = (IDENTIFIER, TENANT, PROJECT, NAME, DESCRIPTION)


def _address_list(value, _unused=None) -> str | None:
    """fixed_ips: a list of {subnet_id, ip_address}, either key optional."""
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        return f"Invalid data format for fixed IP: '{value}'"
    keys = {"subnet_id": (values.uuid_text, None), "ip_address": (values.ip_address, None)}
    return next(filter(None, (values.dict_of(item, keys) for item in value)), None)


def _gateway(value, _unused=None) -> str | None:
    """external_gateway_info: null, {} or a dictionary with a network_id."""
    if not value:
        return None
    keys = {
        "network_id": (values.uuid_text, None),
        "external_fixed_ips": (_address_list, None),
        "enable_snat": (values.anything, None),
    }
    if isinstance(value, dict) and "network_id" not in value:
        return f"Validation of dictionary's keys failed. Expected keys: {{'network_id'}} Provided keys: {set(value)}"
    return values.dict_of(value, keys)


NETWORK = Kind(
    "networks",
    "network",
    "networks",
    "NetworkNotFound",
    (
        *_OWNED,
        ADMIN_STATE_UP,
        STATUS,
        Attribute("subnets", filterable=False),
        Attribute("shared", post=True, put=True, default=False, convert=values.to_boolean, admin_only=True),
        Attribute("router:external", post=True, put=True, default=False, convert=values.to_boolean, admin_only=True),
        Attribute("mtu", post=True, put=True, default=1500, convert=values.to_integer),
    ),
)

SUBNET = Kind(
    "subnets",
    "subnet",
    "subnets",
    "SubnetNotFound",
    (
        *_OWNED,
        Attribute("network_id", post=True, check=values.uuid_text, sortable=True),
        Attribute("ip_version", post=True, convert=values.to_integer, check=values.one_of, argument=(4, 6)),
        Attribute("cidr", post=True, check=values.subnet, sortable=True),
        Attribute(
            "gateway_ip",
            post=True,
            put=True,
            default="automatic",
            check=lambda value, _: None if value == "automatic" else values.ip_address_or_none(value),
        ),
        Attribute("enable_dhcp", post=True, put=True, default=True, convert=values.to_boolean),
        Attribute("allocation_pools", post=True, put=True, default=None, filterable=False),
        Attribute("dns_nameservers", post=True, put=True, default=(), convert=values.to_list, filterable=False),
        Attribute("host_routes", post=True, put=True, default=(), convert=values.to_list, filterable=False),
        Attribute("ipv6_ra_mode", post=True, default=None),
        Attribute("ipv6_address_mode", post=True, default=None),
        Attribute("subnetpool_id", post=True, default=None),
        Attribute("router:external"),
    ),
)

ROUTER = Kind(
    "routers",
    "router",
    "routers",
    "RouterNotFound",
    (
        *_OWNED,
        ADMIN_STATE_UP,
        STATUS,
        Attribute("external_gateway_info", post=True, put=True, default=None, check=_gateway, filterable=False),
        Attribute("routes", put=True, filterable=False),
    ),
)

PORT = Kind(
    "ports",
    "port",
    "ports",
    "PortNotFound",
    (
        *_OWNED,
        ADMIN_STATE_UP,
        STATUS,
        Attribute("network_id", post=True, check=values.uuid_text, sortable=True),
        Attribute("mac_address", post=True, default=None, sortable=True),
        Attribute(
            "fixed_ips",
            post=True,
            put=True,
            default=None,
            check=lambda value, _: None if value is None else _address_list(value),
        ),
        Attribute("device_id", post=True, put=True, default="", check=values.string, argument=255, sortable=True),
        Attribute("device_owner", post=True, put=True, default="", check=values.string, argument=255, sortable=True),
        Attribute("security_groups", post=True, put=True, default=(), convert=values.to_list, filterable=False),
    ),
)

FLOATING_IP = Kind(
    "floatingips",
    "floatingip",
    "floatingips",
    "FloatingIPNotFound",
    (
        IDENTIFIER,
        TENANT,
        PROJECT,
        DESCRIPTION,
        Attribute("floating_network_id", post=True, check=values.uuid_text, sortable=True),
        Attribute(
            "floating_ip_address",
            post=True,
            default=None,
            check=values.ip_address_or_none,
            sortable=True,
            admin_only=True,
        ),
        Attribute("port_id", post=True, put=True, default=None, check=values.uuid_or_none),
        Attribute(
            "fixed_ip_address", post=True, put=True, default=None, check=values.ip_address_or_none, sortable=True
        ),
        Attribute("router_id", sortable=True),
        STATUS,
    ),
)

FLAVOR = Kind(
    "flavors",
    "flavor",
    "flavors",
    "FlavorNotFound",
    (
        IDENTIFIER,
        NAME,
        DESCRIPTION,
        Attribute("service_type", post=True, check=values.string, argument=36),
        Attribute("enabled", post=True, put=True, default=True, convert=values.to_boolean),
        Attribute("service_profiles", filterable=False),
    ),
    alias="flavors",
)

NETWORK_KINDS = (NETWORK, SUBNET, ROUTER, PORT, FLOATING_IP, FLAVOR)

# K5 spells the owner tenant_id only and has an availability zone on everything.
K5_NETWORK_KINDS = tuple(
    kind.with_changes(ZONE, without=("project_id",)) for kind in (NETWORK, SUBNET, ROUTER, PORT, FLOATING_IP)
)
