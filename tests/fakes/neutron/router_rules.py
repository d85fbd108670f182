# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Routers: gateway, interfaces, and what keeps a VPN service's router from being changed.

Source: neutron 29.0.0 db/l3_db.py; neutron_vpnaas 29.0.0 db/vpn/vpn_db.py ``check_router_in_use``,
``check_subnet_in_use``.
"""

from __future__ import annotations

from typing import Any

from .access import Caller
from .errors import ApiError
from .kinds_network import NETWORK, SUBNET
from .network_rules import addresses as addresses_of
from .network_rules import create_port, free_address, get_visible, subnet_of_address
from .routes import refuse_used_by_route
from .store import Store

INTERFACE = "network:router_interface"


def create_router(store: Store, wanted: dict[str, Any], caller: Caller) -> dict[str, Any]:
    """A router is ACTIVE at once; its gateway takes one address per family."""
    gateway = _gateway(store, wanted["external_gateway_info"], caller, None)
    return {**wanted, "status": "ACTIVE", "routes": [], "external_gateway_info": gateway}


def update_router(
    store: Store, stored: dict[str, Any], changes: dict[str, Any], caller: Caller, held_by_vpn: bool = True
) -> None:
    """Setting, moving or clearing the gateway; clearing and moving are refused while a VPN service uses it, unless
    the back end does not care."""
    if "external_gateway_info" in changes:
        old = stored["external_gateway_info"]
        new = _gateway(store, changes["external_gateway_info"], caller, old)
        if old and (not new or new["network_id"] != old["network_id"]):
            if store.has("floatingips", router_id=stored["id"]):
                raise ApiError(
                    "RouterExternalGatewayInUseByFloatingIp", router_id=stored["id"], net_id=old["network_id"]
                )
            if held_by_vpn:
                refuse_router_in_use(store, stored["id"])
        changes["external_gateway_info"] = new
    stored.update(changes)


def delete_router(store: Store, stored: dict[str, Any]) -> None:
    """Interfaces first, then the gateway, which a VPN service holds."""
    ports = [port["id"] for port in store.where("ports", device_id=stored["id"], device_owner=INTERFACE)]
    if ports:
        raise ApiError("RouterInUse", router_id=stored["id"], reason="has ports still attached: " + ", ".join(ports))
    refuse_router_in_use(store, stored["id"])
    store.remove("routers", stored["id"])


def refuse_router_in_use(store: Store, router_id: str) -> None:
    """VPNaaS vetoes the removal of a gateway that one of its services stands on."""
    services = [service["id"] for service in store.where("vpnservices", router_id=router_id)]
    if services:
        plural = "s" if len(services) > 1 else ""
        raise ApiError(
            "RouterInUse",
            router_id=router_id,
            reason=f"is currently used by VPN service{plural} ({','.join(services)})",
        )


def _gateway(store: Store, wanted: dict[str, Any] | None, caller: Caller, old: dict[str, Any] | None) -> dict | None:
    if not wanted:
        return None
    network = get_visible(store, NETWORK, wanted["network_id"], caller)
    if not network["router:external"]:
        raise ApiError("BadRequest", resource="router", message=f"Network {network['id']} is not an external network")
    asked = wanted.get("external_fixed_ips")
    if asked is not None and not caller.is_admin:
        raise ApiError(
            "PolicyNotAuthorized",
            rule="(rule:update_router and rule:update_router:external_gateway_info:external_fixed_ips)",
        )
    addresses = []
    if asked is None and old and old["network_id"] == network["id"]:
        addresses = old["external_fixed_ips"]
    elif asked is None:
        for version in (4, 6):
            subnet = next(iter(store.where("subnets", network_id=network["id"], ip_version=version)), None)
            if subnet:
                addresses.append({"subnet_id": subnet["id"], "ip_address": free_address(store, subnet)})
    taken = addresses_of(store) - {item["ip_address"] for item in (old or {}).get("external_fixed_ips", ())}
    for item in asked or []:
        subnet = subnet_of_address(store, network["id"], item)
        if subnet is None:
            raise ApiError("InvalidInput", message="IP address is not a valid IP for any of the subnets")
        if item.get("ip_address") in taken:
            raise ApiError("IpAddressAlreadyAllocated", ip=item["ip_address"], subnet_id=subnet["id"])
        addresses.append(
            {"subnet_id": subnet["id"], "ip_address": item.get("ip_address") or free_address(store, subnet)}
        )
    return {
        "network_id": network["id"],
        "external_fixed_ips": addresses,
        "enable_snat": wanted.get("enable_snat", True),
    }


def connected(store: Store, router_id: str, subnet_id: str) -> bool:
    """Whether the router has a port on the subnet."""
    return any(
        item["subnet_id"] == subnet_id
        for port in store.where("ports", device_id=router_id)
        for item in port["fixed_ips"]
    )


# --- member actions


def add_interface(store: Store, router: dict[str, Any], body: Any, caller: Caller, ovn: bool = False) -> dict[str, Any]:
    """PUT routers/ID/add_router_interface with a subnet_id or a port_id. OVN's plugin says in other words that it is
    there already: the subnet overlaps with itself (db/l3_extra_gws_db.py, _check_for_dup_router_subnets)."""
    port_id, subnet_id = _interface(body)
    if port_id:
        port = store.get("ports", port_id)
        if port is None:
            raise ApiError("PortNotFound", id=port_id)
        port.update(device_id=router["id"], device_owner=INTERFACE, status="ACTIVE")
    else:
        subnet = get_visible(store, SUBNET, subnet_id, caller)
        if connected(store, router["id"], subnet_id):
            twice = f"Router already has a port on subnet {subnet_id}"
            itself = (
                f"Cidr {subnet['cidr']} of subnet {subnet_id} overlaps with cidr {subnet['cidr']} of subnet {subnet_id}"
            )
            raise ApiError("BadRequest", resource="router", message=itself if ovn else twice)
        if not subnet["gateway_ip"]:
            raise ApiError(
                "BadRequest", resource="router", message="Subnet for router interface must have a gateway IP"
            )
        port = create_port(
            store,
            {
                "tenant_id": router["tenant_id"],
                "name": "",
                "description": "",
                "network_id": subnet["network_id"],
                "admin_state_up": True,
                "mac_address": None,
                "device_id": router["id"],
                "device_owner": INTERFACE,
                "security_groups": [],
                "fixed_ips": [{"subnet_id": subnet_id, "ip_address": subnet["gateway_ip"]}],
            },
            caller,
        )
        store.add("ports", {**port, "status": "ACTIVE"})
        port = next(store.where("ports", device_id=router["id"], mac_address=port["mac_address"]))
    return _interface_answer(router, port)


def remove_interface(store: Store, router: dict[str, Any], body: Any, caller: Caller) -> dict[str, Any]:
    """PUT routers/ID/remove_router_interface; vetoed by VPN services, connections and floating IPs."""
    port_id, subnet_id = _interface(body)
    ports = list(store.where("ports", device_id=router["id"], device_owner=INTERFACE))
    if port_id:
        port = next((port for port in ports if port["id"] == port_id), None)
        if port is None:
            raise ApiError("RouterInterfaceNotFound", router_id=router["id"], port_id=port_id)
    else:
        port = next((port for port in ports if any(item["subnet_id"] == subnet_id for item in port["fixed_ips"])), None)
        if port is None:
            raise ApiError("RouterInterfaceNotFoundForSubnet", router_id=router["id"], subnet_id=subnet_id)
    for item in port["fixed_ips"]:
        _refuse_subnet_in_use(store, item["subnet_id"], router["id"])
        for floating in store.where("floatingips", router_id=router["id"]):
            bound = store.get("ports", floating["port_id"])
            if any(one["subnet_id"] == item["subnet_id"] for one in bound["fixed_ips"]):
                raise ApiError("RouterInterfaceInUseByFloatingIP", subnet_id=item["subnet_id"], router_id=router["id"])
        refuse_used_by_route(store, router, item["subnet_id"])
    store.remove("ports", port["id"])
    return _interface_answer(router, port)


def _interface(body: Any) -> tuple[str | None, str | None]:
    given = body if isinstance(body, dict) else {}
    if not given.get("port_id") and not given.get("subnet_id"):
        raise ApiError("BadRequest", resource="router", message="Either subnet_id or port_id must be specified")
    return given.get("port_id"), given.get("subnet_id")


def _interface_answer(router: dict[str, Any], port: dict[str, Any]) -> dict[str, Any]:
    subnets = [item["subnet_id"] for item in port["fixed_ips"]]
    return {
        "id": router["id"],
        "project_id": router["tenant_id"],
        "port_id": port["id"],
        "network_id": port["network_id"],
        "subnet_id": subnets[0],
        "subnet_ids": subnets,
    }


def _refuse_subnet_in_use(store: Store, subnet_id: str, router_id: str) -> None:
    for service in store.where("vpnservices", subnet_id=subnet_id, router_id=router_id):
        raise ApiError("SubnetInUseByVPNService", subnet_id=subnet_id, vpnservice_id=service["id"])
    for connection in store.all("ipsec_site_connections"):
        group = store.get("endpoint_groups", connection.get("local_ep_group_id"))
        service = store.get("vpnservices", connection["vpnservice_id"])
        if (
            group
            and group["type"] == "subnet"
            and subnet_id in group["endpoints"]
            and (service["router_id"] == router_id)
        ):
            raise ApiError("SubnetInUseByIPsecSiteConnection", subnet_id=subnet_id, connection_id=connection["id"])
