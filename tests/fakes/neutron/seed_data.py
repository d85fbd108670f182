# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The network that a fresh cloud has: one table, ids fixed so that tests and examples can name them.

::

    public  (external, 203.0.113.0/24; on neutron also 2001:db8:ffff::/64)
      |- edge    203.0.113.10, 2001:db8:ffff::10   office 10.1.0.0/24, office6 2001:db8:1::/64 (neutron)
      |- edge2   203.0.113.11, 2001:db8:ffff::11   lab    10.9.0.0/24
      |- twin    203.0.113.12, 2001:db8:ffff::12   twin   10.8.0.0/24     two of one name: ambiguous
      |- twin    203.0.113.13, 2001:db8:ffff::13   twin   10.8.1.0/24
      |- foreign 203.0.113.14, 2001:db8:ffff::14   foreign 10.7.0.0/24    of project `other`
         inner   no gateway                        inner  10.6.0.0/24
                                                   loose  10.5.0.0/24     attached to nothing
    floating ips on the router ports: 203.0.113.100 (edge/office), 203.0.113.101 (edge2/lab)
"""

from __future__ import annotations

from typing import Any

from .accounts import DEMO_PROJECT, OPERATOR_PROJECT, OTHER_PROJECT
from .dialect import Dialect
from .store import Store

NETWORK = {  # name -> id
    "public": "11111111-0000-4000-8000-000000000001",
    "office": "11111111-0000-4000-8000-000000000002",
    "lab": "11111111-0000-4000-8000-000000000003",
    "twin-1": "11111111-0000-4000-8000-000000000004",
    "twin-2": "11111111-0000-4000-8000-000000000005",
    "inner": "11111111-0000-4000-8000-000000000006",
    "loose": "11111111-0000-4000-8000-000000000007",
    "foreign": "11111111-0000-4000-8000-000000000008",
    "office6": "11111111-0000-4000-8000-000000000009",
}
SUBNET = {
    "public": "22222222-0000-4000-8000-000000000001",
    "office": "22222222-0000-4000-8000-000000000002",
    "lab": "22222222-0000-4000-8000-000000000003",
    "twin-1": "22222222-0000-4000-8000-000000000004",
    "twin-2": "22222222-0000-4000-8000-000000000005",
    "inner": "22222222-0000-4000-8000-000000000006",
    "loose": "22222222-0000-4000-8000-000000000007",
    "foreign": "22222222-0000-4000-8000-000000000008",
    "office6": "22222222-0000-4000-8000-000000000009",
    "public6": "22222222-0000-4000-8000-00000000000a",
}
ROUTER = {
    "edge": "33333333-0000-4000-8000-000000000001",
    "edge2": "33333333-0000-4000-8000-000000000002",
    "twin-1": "33333333-0000-4000-8000-000000000003",
    "twin-2": "33333333-0000-4000-8000-000000000004",
    "inner": "33333333-0000-4000-8000-000000000005",
    "foreign": "33333333-0000-4000-8000-000000000006",
}
PORT = {  # the router's port on the subnet of this name
    "office": "44444444-0000-4000-8000-000000000001",
    "lab": "44444444-0000-4000-8000-000000000002",
    "twin-1": "44444444-0000-4000-8000-000000000003",
    "twin-2": "44444444-0000-4000-8000-000000000004",
    "inner": "44444444-0000-4000-8000-000000000005",
    "foreign": "44444444-0000-4000-8000-000000000006",
    "office6": "44444444-0000-4000-8000-000000000007",
}
FLOATING_IP = {
    "office": "55555555-0000-4000-8000-000000000001",
    "lab": "55555555-0000-4000-8000-000000000002",
}
FLAVOR = {
    "vpn": "66666666-0000-4000-8000-000000000001",
    "vpn-disabled": "66666666-0000-4000-8000-000000000002",
    "router": "66666666-0000-4000-8000-000000000003",
}

_SUBNETS = (  # key of SUBNET, key of NETWORK, cidr, project
    ("public", "public", "203.0.113.0/24", OPERATOR_PROJECT),
    ("public6", "public", "2001:db8:ffff::/64", OPERATOR_PROJECT),
    ("office", "office", "10.1.0.0/24", DEMO_PROJECT),
    ("office6", "office6", "2001:db8:1::/64", DEMO_PROJECT),
    ("lab", "lab", "10.9.0.0/24", DEMO_PROJECT),
    ("twin-1", "twin-1", "10.8.0.0/24", DEMO_PROJECT),
    ("twin-2", "twin-2", "10.8.1.0/24", DEMO_PROJECT),
    ("inner", "inner", "10.6.0.0/24", DEMO_PROJECT),
    ("loose", "loose", "10.5.0.0/24", DEMO_PROJECT),
    ("foreign", "foreign", "10.7.0.0/24", OTHER_PROJECT),
)
_ROUTERS = (  # key of ROUTER, last number of its addresses (None: no gateway), keys of SUBNET, project
    ("edge", 0x10, ("office", "office6"), DEMO_PROJECT),
    ("edge2", 0x11, ("lab",), DEMO_PROJECT),
    ("twin-1", 0x12, ("twin-1",), DEMO_PROJECT),
    ("twin-2", 0x13, ("twin-2",), DEMO_PROJECT),
    ("inner", None, ("inner",), DEMO_PROJECT),
    ("foreign", 0x14, ("foreign",), OTHER_PROJECT),
)
_FLOATING_IPS = (("office", "edge", "203.0.113.100"), ("lab", "edge2", "203.0.113.101"))


def _name(key: str) -> str:
    return key.split("-")[0] if key.startswith("twin") else key


def _first_address(cidr: str) -> str:
    """The gateway that Neutron chooses: .1, but the network's own address for IPv6."""
    return cidr.split("/")[0].removesuffix("0") + "1" if "." in cidr else cidr.split("/")[0]


def seed(store: Store, dialect: Dialect) -> None:  # noqa: C901 - one loop after another
    """Put the table into the store."""
    subnets = [row for row in _SUBNETS if not dialect.ipv4_only or ":" not in row[2]]
    present = {row[0] for row in subnets}

    def add(collection: str, identifier: str, project: str | None, **values: Any) -> None:
        stored = {"id": identifier, "description": "", **values}
        if project:
            stored["tenant_id"] = project
        if dialect.default_zone:
            stored["availability_zone"] = dialect.default_zone
        store.add(collection, stored)

    for key, identifier in NETWORK.items():
        if key == "office6" and "office6" not in present:
            continue
        project = next(row[3] for row in _SUBNETS if row[1] == key)
        add(
            "networks",
            identifier,
            project,
            name=_name(key),
            admin_state_up=True,
            status="ACTIVE",
            shared=False,
            mtu=1500,
            **{"router:external": key == "public"},
        )
    for key, network, cidr, project in subnets:
        add(
            "subnets",
            SUBNET[key],
            project,
            name=_name(key),
            network_id=NETWORK[network],
            ip_version=6 if ":" in cidr else 4,
            cidr=cidr,
            gateway_ip=_first_address(cidr),
            enable_dhcp=True,
            allocation_pools=[],
            dns_nameservers=[],
            host_routes=[],
            ipv6_ra_mode=None,
            ipv6_address_mode=None,
            subnetpool_id=None,
        )
    for key, number, attached, project in _ROUTERS:
        gateway = None
        if number is not None:
            addresses = [
                {"subnet_id": SUBNET["public"], "ip_address": f"203.0.113.{number - 6}"},
                {"subnet_id": SUBNET["public6"], "ip_address": f"2001:db8:ffff::{number:x}"},
            ]
            gateway = {
                "network_id": NETWORK["public"],
                "enable_snat": True,
                "external_fixed_ips": [
                    item for item in addresses if not dialect.ipv4_only or ":" not in item["ip_address"]
                ],
            }
        add(
            "routers",
            ROUTER[key],
            project,
            name=_name(key),
            admin_state_up=True,
            status="ACTIVE",
            routes=[],
            external_gateway_info=gateway,
        )
        for subnet in attached:
            if subnet in present:
                _attach(add, store.get("subnets", SUBNET[subnet]), PORT[subnet], ROUTER[key], project)
    for key, router, address in _FLOATING_IPS:
        add(
            "floatingips",
            FLOATING_IP[key],
            DEMO_PROJECT,
            floating_ip_address=address,
            router_id=ROUTER[router],
            floating_network_id=NETWORK["public"],
            port_id=PORT[key],
            status="ACTIVE",
            fixed_ip_address=store.get("ports", PORT[key])["fixed_ips"][0]["ip_address"],
        )
    if any(kind.collection == "flavors" for kind in dialect.kinds):
        for key, service_type, enabled in (
            ("vpn", "VPN", True),
            ("vpn-disabled", "VPN", False),
            ("router", "L3_ROUTER_NAT", True),
        ):
            add("flavors", FLAVOR[key], None, name=key, service_type=service_type, enabled=enabled, service_profiles=[])


def _attach(add: Any, subnet: dict[str, Any], port: str, router: str, project: str) -> None:
    add(
        "ports",
        port,
        project,
        name="",
        network_id=subnet["network_id"],
        admin_state_up=True,
        status="ACTIVE",
        mac_address="fa:16:3e:00:00:" + port[-2:],
        device_id=router,
        device_owner="network:router_interface",
        fixed_ips=[{"subnet_id": subnet["id"], "ip_address": subnet["gateway_ip"]}],
        security_groups=[],
    )
