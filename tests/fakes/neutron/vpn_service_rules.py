# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""VPN services. Source: neutron_vpnaas 29.0.0 services/vpn/plugin.py, db/vpn/vpn_db.py, vpn_validator.py; for the
gateway of the OVN driver services/vpn/service_drivers/ovn_ipsec.py."""

from __future__ import annotations

import ipaddress
from typing import Any

from . import ovn
from .access import Caller
from .errors import ApiError
from .kinds_network import ROUTER
from .network_rules import get_visible
from .resolver import CloudState
from .router_rules import connected


def create(cloud_state: CloudState, wanted: dict[str, Any], caller: Caller) -> dict[str, Any]:
    """Flavor, router, gateway, subnet are checked in this order; the gateway's addresses are copied once, for good."""
    _check_flavor(cloud_state, wanted.get("flavor_id"))
    router = get_visible(cloud_state.store, ROUTER, wanted["router_id"], caller)
    gateway = router["external_gateway_info"]
    if not gateway:
        raise ApiError("RouterIsNotExternal", router_id=router["id"])
    if wanted["subnet_id"] is not None and not connected(cloud_state.store, router["id"], wanted["subnet_id"]):
        raise ApiError("SubnetIsNotConnectedToRouter", subnet_id=wanted["subnet_id"], router_id=router["id"])
    if cloud_state.dialect.one_service_per_router and cloud_state.store.has("vpnservices", router_id=router["id"]):
        # unknown: status and type of this refusal; only the rule itself is documented.
        raise ApiError("RouterInUse", router_id=router["id"], reason="already has a VPN service")
    addresses: dict[int, str] = {}
    for item in gateway["external_fixed_ips"]:
        addresses.setdefault(ipaddress.ip_address(item["ip_address"]).version, item["ip_address"])
    refusal = None
    if cloud_state.vpn_gateway is not None:
        # The driver is asked when the service is stored already, so what it refuses stays, in ERROR.
        found = ovn.ensure_gateway(cloud_state, router["id"], addresses)
        refusal, addresses = (found, {}) if isinstance(found, ApiError) else (None, found)
    return {
        **wanted,
        "status": "ERROR" if refusal else "PENDING_CREATE",
        "external_v4_ip": addresses.get(4),
        "external_v6_ip": addresses.get(6),
        **({"_refused": refusal} if refusal else {}),
    }


def _check_flavor(cloud_state: CloudState, flavor_id: str | None) -> None:
    if not flavor_id:
        return
    flavor = cloud_state.store.get("flavors", flavor_id)
    if flavor is None:
        raise ApiError("FlavorNotFound", id=flavor_id)
    if flavor["service_type"] != "VPN":
        raise ApiError("InvalidServiceType", service_type=flavor["service_type"])
    if not flavor["enabled"]:
        raise ApiError("FlavorDisabled")


def update(cloud_state: CloudState, stored: dict[str, Any], changes: dict[str, Any], caller: Caller) -> None:
    """Refused while PENDING, and a service without a connection never leaves PENDING_CREATE."""
    refuse_pending(stored)
    switched = changes.get("admin_state_up", stored["admin_state_up"]) != stored["admin_state_up"]
    stored.update(changes)
    if switched:
        cloud_state.agent.notice_service(stored)


def delete(cloud_state: CloudState, stored: dict[str, Any]) -> None:
    """Refused while it has connections; no status forbids it."""
    if cloud_state.store.has("ipsec_site_connections", vpnservice_id=stored["id"]):
        raise ApiError("VPNServiceInUse", id=stored["id"])
    cloud_state.remove("vpnservices", stored)


def refuse_pending(stored: dict[str, Any]) -> None:
    """400, not 409, in any PENDING_* state (vpn_db.assert_update_allowed)."""
    if stored["status"].startswith("PENDING_"):
        raise ApiError("VPNStateInvalidToUpdate", id=stored["id"], state=stored["status"])
