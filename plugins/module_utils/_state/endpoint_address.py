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


def with_addresses(service: ApiObject, snapshot: Listings) -> tuple[ApiObject, list[str]]:
    """(the service with ``endpoint_addresses`` and ``endpoint_address``, warnings).

    Neutron returns the addresses. K5 does not: there the address is the floating IP of the router's port on the
    service's subnet (K5 features handbook, IPsec VPN).
    """
    addresses: dict[str, str | None]
    warnings: list[str] = []
    if "external_v4_ip" in service or "external_v6_ip" in service:
        addresses = {"ipv4": service.get("external_v4_ip"), "ipv6": service.get("external_v6_ip")}
        warnings = _stale(service, addresses, snapshot)
    else:
        addresses = {"ipv4": _floating_ip(service, snapshot), "ipv6": None}
    endpoint_address = addresses["ipv4"] or addresses["ipv6"]
    return {**service, "endpoint_addresses": addresses, "endpoint_address": endpoint_address}, warnings


def _floating_ip(service: ApiObject, snapshot: Listings) -> str | None:
    cloud = snapshot.cloud
    try:
        ports = cloud.list(snapshot.resource("port"), device_id=service.get("router_id"))
        on_subnet = {
            port["id"]
            for port in ports
            if port.get("device_id") == service.get("router_id")
            and any(fixed.get("subnet_id") == service.get("subnet_id") for fixed in port.get("fixed_ips") or ())
        }
        floating_ips = cloud.list(snapshot.resource("floating_ip")) if on_subnet else ()
    except ServerError:
        # A token may see VPN services and no ports: the address is then unknown, and the task goes on.
        return None
    addresses = (item.get("floating_ip_address") for item in floating_ips if item.get("port_id") in on_subnet)
    return next(addresses, None)


def _stale(service: ApiObject, addresses: dict[str, str | None], snapshot: Listings) -> list[str]:
    """A warning where the service has an old address of its router.

    Neutron copies the router's address when the service is created and keeps it when the router's address changes. This
    is judged only where the router was read for this task anyway. With OVN the service has its own outside port, so its
    address always differs from the router's: the extension vpn-agent-scheduler shows an OVN back end.
    """
    router = snapshot.cached("router", service.get("router_id"))
    gateway = (router or {}).get("external_gateway_info") or {}
    current = {fixed.get("ip_address") for fixed in gateway.get("external_fixed_ips") or ()}
    stale = [address for address in addresses.values() if address and current and address not in current]
    if not stale or snapshot.has_extension("vpn-agent-scheduler"):
        return []
    return [
        f'VPN service "{service["name"]}": its address {", ".join(stale)} is no longer its router\'s'
        f" ({', '.join(sorted(current))}); only a new VPN service takes up the new address"
    ]


#: The owner of a port of a plain, distributed or redundant router (neutron_lib.constants.ROUTER_INTERFACE_OWNERS).
INTERFACES = (
    "network:router_interface",
    "network:router_interface_distributed",
    "network:ha_router_replicated_interface",
)


def subnets_on(router_id: str, snapshot: Listings) -> tuple[str, ...]:
    """The ids of the subnets on a router's ports; empty where this token sees none. One listing serves all routers."""
    try:
        ports = snapshot.listed("port", device_owner=INTERFACES)
    except ServerError:
        return ()
    on_ports = (
        fixed["subnet_id"]
        for port in ports
        if port.get("device_id") == router_id and port.get("device_owner") in INTERFACES
        for fixed in port.get("fixed_ips") or ()
    )
    return tuple(dict.fromkeys(on_ports))
