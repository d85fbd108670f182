# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""IPsec site connections: the checks, in the order in which Neutron makes them.

Source: neutron_vpnaas 29.0.0 services/vpn/plugin.py, service_drivers/ipsec_validator.py, db/vpn/vpn_db.py,
db/vpn/vpn_validator.py.
"""

from __future__ import annotations

import ipaddress
from typing import Any

from . import values
from .access import Caller, in_scope
from .errors import ApiError, StorageError
from .kinds_vpn import ENDPOINT_GROUP, IKE_POLICY, IPSEC_POLICY, VPN_SERVICE
from .network_rules import get_visible
from .resolver import CloudState
from .router_rules import connected
from .vpn_service_rules import refuse_pending

DEFAULT_DPD = {"action": "hold", "interval": 30, "timeout": 120}
MINIMUM_MTU = {4: 68, 6: 1280}
_LOOKED_AT = ("peer_cidrs", "local_ep_group_id", "peer_ep_group_id")


def create(cloud_state: CloudState, wanted: dict[str, Any], caller: Caller) -> dict[str, Any]:
    """PENDING_CREATE in the answer; the agent reports later."""
    service = _prerequisites(cloud_state, wanted, caller)
    wanted["dpd"] = {**DEFAULT_DPD, **wanted["dpd"]}
    _check(cloud_state, wanted, service, caller)
    wanted["peer_address"] = _resolve(cloud_state, wanted["peer_address"], service)
    _fit(wanted)
    stored = {**wanted, "status": "PENDING_CREATE", "route_mode": "static", "auth_mode": "psk"}
    _keep(stored, wanted)
    return stored


def update(cloud_state: CloudState, stored: dict[str, Any], changes: dict[str, Any], caller: Caller) -> None:
    """Arguments are checked before the state; the status stays as it is."""
    service = cloud_state.store.get("vpnservices", stored["vpnservice_id"])
    merged = {**{name: stored.get(name) for name in _LOOKED_AT}, **changes}
    merged["dpd"] = {**stored["dpd"], **changes.get("dpd", {})}
    _check(cloud_state, merged, service, caller)
    if "peer_address" in changes:
        changes["peer_address"] = _resolve(cloud_state, changes["peer_address"], service)
    refuse_pending(stored)
    changes["dpd"] = merged["dpd"]
    _fit(changes)
    stored.update(changes)
    _keep(stored, changes)


def delete(cloud_state: CloudState, stored: dict[str, Any]) -> None:
    """Gone before the answer is sent, whatever its status."""
    cloud_state.remove("ipsec_site_connections", stored)


def _prerequisites(cloud_state: CloudState, wanted: dict[str, Any], caller: Caller) -> dict[str, Any]:
    """The look-ups: the driver's of the service and the IPsec policy come before the database's. OVN's driver is made
    without the validator that looks up the policy and refuses ah-esp (service_drivers/ovn_ipsec.py, ipsec.py)."""
    service = cloud_state.store.get("vpnservices", wanted["vpnservice_id"])
    if service is None and cloud_state.dialect.unknown_service_is_internal_error:
        # The service's provider is looked up first, in a dictionary, by None.
        raise KeyError(None)
    if cloud_state.vpn_gateway is None and _ipsec_policy(cloud_state, wanted, caller)["transform_protocol"] == "ah-esp":
        raise ApiError("IpsecValidationFailure", resource="IPsec Policy", key="transform_protocol", value="ah-esp")
    if service is None or not in_scope(caller, VPN_SERVICE, service):
        raise ApiError("VPNServiceNotFound", id=wanted["vpnservice_id"])
    get_visible(cloud_state.store, IKE_POLICY, wanted["ikepolicy_id"], caller)
    _ipsec_policy(cloud_state, wanted, caller)
    limit = cloud_state.dialect.connections_per_service
    if limit and len(list(cloud_state.store.where("ipsec_site_connections", vpnservice_id=service["id"]))) >= limit:
        # unknown: how K5 refuses the 21st connection.
        raise ApiError("OverQuota", overs=["ipsec_site_connection"])
    return service


def _ipsec_policy(cloud_state: CloudState, wanted: dict[str, Any], caller: Caller) -> dict[str, Any]:
    return get_visible(cloud_state.store, IPSEC_POLICY, wanted["ipsecpolicy_id"], caller)


def _check(cloud_state: CloudState, wanted: dict[str, Any], service: dict[str, Any], caller: Caller) -> None:
    """vpn_validator.validate_ipsec_conn_optional_args and validate_ipsec_site_connection."""
    subnet = cloud_state.store.get("subnets", service["subnet_id"])
    _check_mode(wanted, has_subnet=subnet is not None)
    if wanted.get("local_ep_group_id"):
        local_version, peer_version = _group_versions(cloud_state, wanted, service, caller)
    else:
        local_version = subnet["ip_version"]
        for cidr in wanted["peer_cidrs"]:
            if values.subnet(cidr):
                raise ApiError("IPsecSiteConnectionPeerCidrError", peer_cidr=cidr)
        versions = {6 if ":" in cidr else 4 for cidr in wanted["peer_cidrs"]}
        if len(versions) > 1:
            raise ApiError("MixedIPVersionsForPeerCidrs")
        peer_version = versions.pop()
    if local_version != peer_version:
        raise ApiError("MixedIPVersionsForIPSecConnection")
    # Compared as sent: two texts as text, a text with a number is a TypeError and a 500.
    if wanted["dpd"]["timeout"] <= wanted["dpd"]["interval"]:
        raise ApiError("IPsecSiteConnectionDpdIntervalValueError")
    mtu = wanted.get("mtu")
    if mtu and mtu < MINIMUM_MTU[local_version]:  # 0 is not looked at, and accepted.
        raise ApiError("IPsecSiteConnectionMtuError", mtu=mtu, version=local_version)


def _check_mode(wanted: dict[str, Any], has_subnet: bool) -> None:
    groups = {"local": wanted.get("local_ep_group_id"), "peer": wanted.get("peer_ep_group_id")}
    if has_subnet and not wanted["peer_cidrs"]:
        raise ApiError("MissingPeerCidrs")
    if not has_subnet and wanted["peer_cidrs"]:
        raise ApiError("PeerCidrsInvalid")
    wrong = [name for name, group in groups.items() if bool(group) == has_subnet]
    if wrong:
        kind = "InvalidEndpointGroup" if has_subnet else "MissingRequiredEndpointGroup"
        raise ApiError(kind, which=" and ".join(wrong), suffix="s" if len(wrong) > 1 else "")


def _group_versions(
    cloud_state: CloudState, wanted: dict[str, Any], service: dict[str, Any], caller: Caller
) -> tuple[int, int]:
    local = get_visible(cloud_state.store, ENDPOINT_GROUP, wanted["local_ep_group_id"], caller)
    peer = get_visible(cloud_state.store, ENDPOINT_GROUP, wanted["peer_ep_group_id"], caller)
    _demand_type(local, "subnet")
    subnets = [subnet for one in local["endpoints"] if (subnet := cloud_state.store.get("subnets", one))]
    for subnet in subnets:
        if not connected(cloud_state.store, service["router_id"], subnet["id"]):
            raise ApiError("SubnetIsNotConnectedToRouter", subnet_id=subnet["id"], router_id=service["router_id"])
    local_version = _one_version(local, {subnet["ip_version"] for subnet in subnets})
    _demand_type(peer, "cidr")
    return local_version, _one_version(peer, {6 if ":" in cidr else 4 for cidr in peer["endpoints"]})


def _demand_type(group: dict[str, Any], expected: str) -> None:
    if group["type"] != expected:
        raise ApiError("WrongEndpointGroupType", which=group["id"], group_type=group["type"], expected=expected)


def _one_version(group: dict[str, Any], versions: set[int]) -> int:
    if len(versions) > 1:
        raise ApiError("MixedIPVersionsForIPSecEndpoints", group=group["id"])
    return versions.pop()


def _resolve(cloud_state: CloudState, address: str, service: dict[str, Any]) -> str:
    """A name is resolved now and stored as an address; the router's gateway must have an address of its family."""
    if values.ip_address(address):
        resolved = cloud_state.resolver(address)
        if resolved is None:
            raise ApiError("VPNPeerAddressNotResolved", peer_address=address)
        address = resolved
    version = ipaddress.ip_address(address).version
    router = cloud_state.store.get("routers", service["router_id"])
    # OVN lets the gateway go from under a service; then the look fails, and so does Neutron's.
    held = router["external_gateway_info"]["external_fixed_ips"]
    if version not in {ipaddress.ip_address(item["ip_address"]).version for item in held}:
        raise ApiError("ExternalNetworkHasNoSubnet", router_id=router["id"], ip_version=f"IPv{version}")
    return address


def _fit(changes: dict[str, Any]) -> None:
    """Columns that are no attributes of their own: peer_cidrs hold 32 characters each, dpd holds integers."""
    if any(len(cidr) > 32 for cidr in changes.get("peer_cidrs") or []):
        raise StorageError("Data too long for column 'cidr'")
    if any(int(changes["dpd"][key]) > 2**31 - 1 for key in ("interval", "timeout")):
        raise StorageError("Out of range value for column 'dpd'")


def _keep(stored: dict[str, Any], changes: dict[str, Any]) -> None:
    """Numbers sent as text are echoed as text once; CIDRs come back in the database's order, never as sent."""
    stored["_echo"] = {"dpd": changes["dpd"]}
    stored["dpd"] = {
        **changes["dpd"],
        "interval": int(changes["dpd"]["interval"]),
        "timeout": int(changes["dpd"]["timeout"]),
    }
    if "peer_cidrs" in changes:
        stored["peer_cidrs"] = list(reversed(changes["peer_cidrs"]))
