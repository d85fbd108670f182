# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The address that the peer connects to: a VPN service's outside addresses. And the subnets that are attached to a
router, which its ports show."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import ServerError

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.listings import Listings

#: What a message says of a back end that is not recognized.
UNKNOWN_BACK_END = "the cloud's back end is unknown, since the API does not show this login all its extensions"


def with_addresses(service: ApiObject, snapshot: Listings) -> tuple[ApiObject, list[str]]:
    """(the service with ``endpoint_addresses`` and ``endpoint_address``, warnings).

    Neutron returns the addresses. K5 does not: there the address is the floating IP of the router's port on the
    service's subnet (K5 features handbook, IPsec VPN).
    """
    stored = _stored_addresses(service)
    addresses = stored or {"ipv4": _floating_ip(service, snapshot), "ipv6": None}
    warnings = _stale(service, stored, snapshot) if stored else []
    endpoint_address = addresses["ipv4"] or addresses["ipv6"]
    return {**service, "endpoint_addresses": addresses, "endpoint_address": endpoint_address}, warnings


def predicted_addresses(service: ApiObject, snapshot: Listings) -> dict[str, str | None] | None:
    """The ``endpoint_addresses`` of a VPN service that is yet to be created; None where only the cloud knows them.

    Neutron copies the addresses of the router's gateway (neutron_vpnaas/services/vpn/service_drivers/base_ipsec.py).
    OVN gives the services of a router a port with addresses of its own, which they share, and which stay until the last
    one is deleted: one that is replaced is, after the new one is there.
    """
    if snapshot.cloud.dialect.endpoint_is_floating_ip:
        return {"ipv4": _floating_ip(service, snapshot), "ipv6": None}
    ovn = snapshot.is_ovn()
    if ovn is None:
        return None
    if ovn:
        for other in snapshot.all("vpn_service"):
            if other.get("router_id") == service.get("router_id") and other.get("external_v4_ip"):
                return {"ipv4": other["external_v4_ip"], "ipv6": other.get("external_v6_ip")}
        return None
    gateway = gateway_addresses(snapshot.by_id("router", service.get("router_id")))
    return {version: next(iter(gateway[version]), None) for version in gateway} if gateway else None


def gateway_addresses(router: ApiObject | None) -> dict[str, list[str]]:
    """The addresses of a router's external gateway by IP version; empty where the token does not see them."""
    fixed = ((router or {}).get("external_gateway_info") or {}).get("external_fixed_ips") or ()
    addresses = [str(item["ip_address"]) for item in fixed if item.get("ip_address")]
    if not addresses:
        return {}
    six = [address for address in addresses if ":" in address]
    return {"ipv4": [address for address in addresses if ":" not in address], "ipv6": six}


def read_addresses(service: ApiObject, snapshot: Listings) -> dict[str, str | None]:
    """The ``endpoint_addresses`` alone. Raises ``ServerError`` where the cloud does not let this login read them."""
    return _stored_addresses(service) or {"ipv4": _read_floating_ip(service, snapshot), "ipv6": None}


def _stored_addresses(service: ApiObject) -> dict[str, str | None]:
    """The addresses that the server returns with the service; empty on K5, which returns none."""
    if "external_v4_ip" in service or "external_v6_ip" in service:
        return {"ipv4": service.get("external_v4_ip"), "ipv6": service.get("external_v6_ip")}
    return {}


def _floating_ip(service: ApiObject, snapshot: Listings) -> str | None:
    try:
        return _read_floating_ip(service, snapshot)
    except ServerError:
        # A token may see VPN services and no ports: the address is then unknown, and the task goes on.
        return None


def _read_floating_ip(service: ApiObject, snapshot: Listings) -> str | None:
    cloud = snapshot.cloud
    ports = cloud.list(snapshot.resource("port"), device_id=service.get("router_id"))
    on_subnet = {
        port["id"]
        for port in ports
        if port.get("device_id") == service.get("router_id")
        and any(fixed.get("subnet_id") == service.get("subnet_id") for fixed in port.get("fixed_ips") or ())
    }
    floating_ips = cloud.list(snapshot.resource("floating_ip")) if on_subnet else ()
    addresses = (item.get("floating_ip_address") for item in floating_ips if item.get("port_id") in on_subnet)
    return next(addresses, None)


def _stale(service: ApiObject, addresses: dict[str, str | None], snapshot: Listings) -> list[str]:
    """A warning where the service has an old address of its router.

    Neutron copies the router's address when the service is created and keeps it when the router's address changes. This
    is judged only where the router was read for this task anyway. With OVN the service has its own outside port, so its
    address always differs from the router's: the extension vpn-agent-scheduler shows an OVN back end.
    """
    router = snapshot.cached("router", service.get("router_id"))
    current = {address for known in gateway_addresses(router).values() for address in known}
    stale = [address for address in addresses.values() if address and current and address not in current]
    if not stale:
        return []
    ovn = snapshot.is_ovn()
    if ovn:
        return []
    place = f'VPN service "{service["name"]}": its address {", ".join(stale)}'
    routers = f"its router's ({', '.join(sorted(current))})"
    if ovn is None:
        return [f"{place} is not {routers}; {UNKNOWN_BACK_END}. With OVN this is right; else the router's has changed"]
    return [f"{place} is no longer {routers}; only a new VPN service takes up the new address"]


#: The owner of a port of a plain, distributed or redundant router (neutron_lib.constants.ROUTER_INTERFACE_OWNERS).
INTERFACES = (
    "network:router_interface",
    "network:router_interface_distributed",
    "network:ha_router_replicated_interface",
)


def subnets_on(router_id: str, snapshot: Listings) -> tuple[str, ...]:
    """The ids of the subnets on a router's ports; empty where this token sees none. One listing serves all routers."""
    return subnets_if_known(router_id, snapshot) or ()


def subnets_if_known(router_id: str, snapshot: Listings) -> tuple[str, ...] | None:
    """As ``subnets_on``; None where the ports cannot be listed."""
    try:
        ports = snapshot.listed("port", device_owner=INTERFACES)
    except ServerError:
        return None
    on_ports = (
        fixed["subnet_id"]
        for port in ports
        if port.get("device_id") == router_id and port.get("device_owner") in INTERFACES
        for fixed in port.get("fixed_ips") or ()
    )
    return tuple(dict.fromkeys(on_ports))
