# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Networks, subnets, ports, floating IPs, flavors: the little that a VPN's surroundings need.

Source: neutron 29.0.0 db_base_plugin_v2 and l3_db, much shortened: no allocation pools, no security groups, no tags.
"""

from __future__ import annotations

import ipaddress
from typing import Any

from .access import Caller, in_scope
from .errors import ApiError, bad_request
from .kinds_network import NETWORK, SUBNET
from .store import Store


def get_visible(store: Store, kind, identifier: Any, caller: Caller) -> dict[str, Any]:
    """An object by id, or its kind's 404."""
    stored = store.get(kind.collection, identifier)
    if stored is None or not in_scope(caller, kind, stored):
        raise ApiError(kind.not_found, id=identifier)
    return stored


def subnet_visible(store: Store, subnet: dict[str, Any], caller: Caller) -> bool:
    """A subnet is also visible through a shared or external network."""
    network = store.get("networks", subnet["network_id"]) or {}
    return in_scope(caller, SUBNET, subnet) or bool(network.get("shared") or network.get("router:external"))


def free_address(store: Store, subnet: dict[str, Any]) -> str:
    """The lowest address of a subnet that nobody has."""
    network = ipaddress.ip_network(subnet["cidr"], strict=False)
    taken = {subnet["gateway_ip"]} | set(addresses(store))
    for number, host in enumerate(network.hosts()):
        if str(host) not in taken:
            return str(host)
        if number > 65536:
            break
    raise ApiError("IpAddressGenerationFailure", id=subnet["network_id"])


def addresses(store: Store) -> set[str]:
    """Every address in use."""
    ports = {item["ip_address"] for port in store.all("ports") for item in port["fixed_ips"]}
    floating = {stored["floating_ip_address"] for stored in store.all("floatingips")}
    gateways = {
        item["ip_address"]
        for router in store.all("routers")
        if router["external_gateway_info"]
        for item in router["external_gateway_info"]["external_fixed_ips"]
    }
    return ports | floating | gateways


def subnet_of_address(store: Store, network_id: str, asked: dict[str, str]) -> dict[str, Any] | None:
    """The subnet that an asked address names, else the network's one that the address lies in."""
    if "subnet_id" in asked:
        return store.get("subnets", asked["subnet_id"])
    address = ipaddress.ip_address(asked["ip_address"])
    subnets = store.where("subnets", network_id=network_id)
    return next((one for one in subnets if address in ipaddress.ip_network(one["cidr"], strict=False)), None)


# --- create: complete what the attribute table left open


def create_network(store: Store, wanted: dict[str, Any], caller: Caller) -> dict[str, Any]:
    """A network is ACTIVE at once."""
    return {**wanted, "status": "ACTIVE"}


def create_subnet(store: Store, wanted: dict[str, Any], caller: Caller) -> dict[str, Any]:
    """The gateway is the first address (IPv6: the network's own) unless said otherwise; null means none."""
    get_visible(store, NETWORK, wanted["network_id"], caller)
    network = ipaddress.ip_network(wanted["cidr"], strict=False)
    if network.version != wanted["ip_version"]:
        raise ApiError("InvalidInput", message="Value of 'cidr' must match 'ip_version'")
    if wanted["gateway_ip"] == "automatic":
        wanted["gateway_ip"] = str(network.network_address + (1 if network.version == 4 else 0))
    return {**wanted, "allocation_pools": wanted["allocation_pools"] or []}


def fixed_ips(store: Store, network_id: str, asked: list[dict[str, str]] | None) -> list[dict[str, str]]:
    """Addresses as asked for, or the first free one of the network's first subnet."""
    if asked is None:
        asked = [{"subnet_id": subnet["id"]} for subnet in store.where("subnets", network_id=network_id)][:1]
    result = []
    for item in asked:
        subnet = subnet_of_address(store, network_id, item)
        if subnet is None or subnet["network_id"] != network_id:
            raise ApiError("InvalidInput", message="IP address is not a valid IP for the specified subnet")
        address = item.get("ip_address") or free_address(store, subnet)
        if "ip_address" in item and address in addresses(store):
            raise ApiError("IpAddressAlreadyAllocated", ip=address, subnet_id=subnet["id"])
        result.append({"subnet_id": subnet["id"], "ip_address": address})
    return result


def create_port(store: Store, wanted: dict[str, Any], caller: Caller) -> dict[str, Any]:
    """A port takes its addresses at once; without a machine behind it, it is DOWN."""
    get_visible(store, NETWORK, wanted["network_id"], caller)
    return {
        **wanted,
        "status": "DOWN",
        "fixed_ips": fixed_ips(store, wanted["network_id"], wanted["fixed_ips"]),
        "mac_address": wanted["mac_address"] or store.new_mac_address(),
    }


def create_floating_ip(store: Store, wanted: dict[str, Any], caller: Caller) -> dict[str, Any]:
    """A floating IP is DOWN until it is bound to a port."""
    network = get_visible(store, NETWORK, wanted["floating_network_id"], caller)
    if not network["router:external"]:
        raise ApiError(
            "BadRequest", resource="floatingip", message=f"Network {network['id']} is not a valid external network"
        )
    subnet = next((one for one in store.where("subnets", network_id=network["id"]) if one["ip_version"] == 4), None)
    if subnet is None:
        raise ApiError("IpAddressGenerationFailure", id=network["id"])
    address = wanted["floating_ip_address"] or free_address(store, subnet)
    stored = {**wanted, "floating_ip_address": address, "router_id": None, "status": "DOWN"}
    bind_floating_ip(store, stored, wanted["port_id"], wanted["fixed_ip_address"])
    return stored


def bind_floating_ip(store: Store, stored: dict[str, Any], port_id: str | None, fixed_ip: str | None) -> None:
    """Bind to a port behind a router whose gateway is on the floating network, or unbind."""
    if port_id is None:
        stored.update(port_id=None, fixed_ip_address=None, router_id=None, status="DOWN")
        return
    port = store.get("ports", port_id)
    if port is None:
        raise ApiError("PortNotFound", id=port_id)
    if not port["fixed_ips"]:
        raise bad_request(f"Cannot add floating IP to port {port_id} that has no fixed IPv4 addresses")
    address = next((item for item in port["fixed_ips"] if fixed_ip in (None, item["ip_address"])), None)
    if address is None:
        raise ApiError("BadRequest", resource="floatingip", message=f"Port {port_id} does not have fixed ip {fixed_ip}")
    for other in store.where("floatingips", port_id=port_id, fixed_ip_address=address["ip_address"]):
        if other["id"] != stored.get("id"):
            raise ApiError(
                "FloatingIPPortAlreadyAssociated",
                id=stored.get("id"),
                port_id=port_id,
                floating_ip_address=stored["floating_ip_address"],
                fixed_ip=address["ip_address"],
                net_id=stored["floating_network_id"],
            )
    router = _router_of(store, address["subnet_id"], stored["floating_network_id"])
    if router is None:
        raise ApiError(
            "ExternalGatewayForFloatingIPNotFound",
            external_network_id=stored["floating_network_id"],
            subnet_id=address["subnet_id"],
            port_id=port_id,
        )
    stored.update(port_id=port_id, fixed_ip_address=address["ip_address"], router_id=router["id"], status="ACTIVE")


def _router_of(store: Store, subnet_id: str, external_network_id: str) -> dict[str, Any] | None:
    for port in store.where("ports", device_owner="network:router_interface"):
        router = store.get("routers", port["device_id"])
        gateway = (router or {}).get("external_gateway_info")
        if (
            gateway
            and gateway["network_id"] == external_network_id
            and any(item["subnet_id"] == subnet_id for item in port["fixed_ips"])
        ):
            return router
    return None


def create_flavor(store: Store, wanted: dict[str, Any], caller: Caller) -> dict[str, Any]:
    """Profiles are not modelled: every flavor of service type VPN leads to the one provider."""
    return {**wanted, "service_profiles": []}


# --- update


def update_floating_ip(store: Store, stored: dict[str, Any], changes: dict[str, Any], caller: Caller) -> None:
    """Giving a port binds, giving null unbinds."""
    if "port_id" in changes or "fixed_ip_address" in changes:
        bind_floating_ip(
            store, stored, changes.pop("port_id", stored["port_id"]), changes.pop("fixed_ip_address", None)
        )
    stored.update(changes)


def update_port(store: Store, stored: dict[str, Any], changes: dict[str, Any], caller: Caller) -> None:
    """New addresses are taken from the port's own network."""
    if "fixed_ips" in changes:
        kept, stored["fixed_ips"] = stored["fixed_ips"], []
        try:
            changes["fixed_ips"] = fixed_ips(store, stored["network_id"], changes["fixed_ips"])
        finally:
            stored["fixed_ips"] = kept
    stored.update(changes)


# --- delete


def delete_network(store: Store, stored: dict[str, Any]) -> None:
    """Refused with ports; its subnets go with it."""
    gateway = any(
        (router["external_gateway_info"] or {}).get("network_id") == stored["id"] for router in store.all("routers")
    )
    ports = [port["id"] for port in store.where("ports", network_id=stored["id"])]
    if gateway or ports:
        raise ApiError("NetworkInUse", id=stored["id"], ports=", ".join(ports))
    for subnet in list(store.where("subnets", network_id=stored["id"])):
        delete_subnet(store, subnet)
    store.remove("networks", stored["id"])


def delete_subnet(store: Store, stored: dict[str, Any]) -> None:
    """Refused while an address of it is in use or an endpoint group names it (vpn_db.subnet_callback)."""
    for group in store.where("endpoint_groups", type="subnet"):
        if stored["id"] in group["endpoints"]:
            # VPNaaS raises SubnetInUseByEndpointGroup, which Neutron wraps: in the response the type is SubnetInUse.
            raise ApiError(
                "SubnetInUse",
                id=stored["id"],
                reason=(
                    "Callback neutron_vpnaas.db.vpn.vpn_db.subnet_callback failed with "
                    f'"Subnet {stored["id"]} is used by endpoint group {group["id"]}"'
                ),
            )
    gateways = [
        item
        for router in store.all("routers")
        if router["external_gateway_info"]
        for item in router["external_gateway_info"]["external_fixed_ips"]
    ]
    ports = [item for port in store.all("ports") for item in port["fixed_ips"]]
    if any(item["subnet_id"] == stored["id"] for item in gateways + ports):
        raise ApiError(
            "SubnetInUse", id=stored["id"], reason="One or more ports have an IP allocation from this subnet"
        )
    store.remove("subnets", stored["id"])


def delete_port(store: Store, stored: dict[str, Any]) -> None:
    """A router's port goes by remove_router_interface only; a floating IP is unbound."""
    if stored["device_owner"].startswith("network:router"):
        raise ApiError("ServicePortInUse", id=stored["id"], reason=f"has device owner {stored['device_owner']}")
    for floating in list(store.where("floatingips", port_id=stored["id"])):
        bind_floating_ip(store, floating, None, None)
    store.remove("ports", stored["id"])
