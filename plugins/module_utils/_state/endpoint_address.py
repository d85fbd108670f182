# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the other side must dial, a VPN service's outside addresses; and what is attached to a router, which its ports
tell."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import ServerError

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot


def with_addresses(service: ApiObject, snapshot: Snapshot):
    """(the service with ``endpoint_addresses`` and ``endpoint_address``, warnings).

    Neutron says them itself; on K5, whose services carry no address, it is the floating IP of the router's port on
    the service's subnet (K5 features handbook, IPsec VPN).
    """
    if "external_v4_ip" in service or "external_v6_ip" in service:
        addresses = {"ipv4": service.get("external_v4_ip"), "ipv6": service.get("external_v6_ip")}
        warnings = _stale(service, addresses, snapshot)
    else:
        addresses = {"ipv4": _floating_ip(service, snapshot), "ipv6": None}
        warnings = []
    endpoint_address = addresses["ipv4"] or addresses["ipv6"]
    return {**service, "endpoint_addresses": addresses, "endpoint_address": endpoint_address}, warnings


def _floating_ip(service: ApiObject, snapshot: Snapshot):
    cloud = snapshot.cloud
    try:
        ports = cloud.list(snapshot.resource("port"), device_id=service["router_id"])
        on_subnet = {
            port["id"]
            for port in ports
            if port.get("device_id") == service["router_id"]
            and any(fixed.get("subnet_id") == service["subnet_id"] for fixed in port.get("fixed_ips", ()))
        }
        if not on_subnet:
            return None
        for floating_ip in cloud.list(snapshot.resource("floating_ip")):
            if floating_ip.get("port_id") in on_subnet:
                return floating_ip.get("floating_ip_address")
    except ServerError:
        # A token may see VPN services and no ports; the address is then not known, which is no failure of the task.
        return None
    return None


def _stale(service: ApiObject, addresses: dict[str, str | None], snapshot: Snapshot):
    """Neutron copies the router's address when the service is created and keeps it when the router's changes.

    Judged only where the router was read for this task anyway. On OVN the service has a port of its own outside, so
    that its address is never the router's: the alias vpn-agent-scheduler tells.
    """
    router = snapshot.cached("router", service.get("router_id"))
    gateway = (router or {}).get("external_gateway_info") or {}
    current = {fixed.get("ip_address") for fixed in gateway.get("external_fixed_ips", ())}
    stale = [address for address in addresses.values() if address and current and address not in current]
    if not stale or snapshot.has_extension("vpn-agent-scheduler"):
        return []
    return [
        f'VPN service "{service["name"]}": its address {", ".join(stale)} is no longer its router\'s'
        f" ({', '.join(sorted(current))}); only a new VPN service takes up the new address"
    ]


#: Whose port it is, on a plain, a distributed and a redundant router (neutron_lib.constants.ROUTER_INTERFACE_OWNERS).
INTERFACES = (
    "network:router_interface",
    "network:router_interface_distributed",
    "network:ha_router_replicated_interface",
)


def subnets_on(router_id: str, snapshot: Snapshot):
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
