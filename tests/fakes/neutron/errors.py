# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every error this cloud can answer: its type in the response, its status, its message.

Source of names and texts: neutron_lib.exceptions (``vpn``, ``l3``, ``flavors`` and the base module) 5.0.1;
status from neutron_lib.api.faults.FAULT_MAP.
"""

from __future__ import annotations

from typing import Any

NOT_FOUND, CONFLICT, BAD_REQUEST, UNAVAILABLE, FORBIDDEN, INTERNAL = 404, 409, 400, 503, 403, 500

ERRORS: dict[str, tuple[int, str]] = {
    # --- VPN (neutron_lib.exceptions.vpn)
    "VPNServiceNotFound": (NOT_FOUND, "VPNService {id} could not be found"),
    "IPsecSiteConnectionNotFound": (NOT_FOUND, "ipsec_site_connection {id} not found"),
    "IKEPolicyNotFound": (NOT_FOUND, "IKEPolicy {id} could not be found"),
    "IPsecPolicyNotFound": (NOT_FOUND, "IPsecPolicy {id} could not be found"),
    "VPNEndpointGroupNotFound": (NOT_FOUND, "Endpoint group {id} could not be found"),
    "IPsecSiteConnectionDpdIntervalValueError": (
        BAD_REQUEST,
        "ipsec_site_connection dpd_timeout is equal to or less than dpd_interval",
    ),
    "IPsecSiteConnectionMtuError": (BAD_REQUEST, "ipsec_site_connection MTU {mtu} is too small for ipv{version}"),
    "IPsecSiteConnectionPeerCidrError": (BAD_REQUEST, "ipsec_site_connection peer cidr {peer_cidr} is invalid CIDR"),
    "IKEPolicyInUse": (
        CONFLICT,
        "IKEPolicy {id} is in use by existing IPsecSiteConnection and can't be updated or deleted",
    ),
    "IPsecPolicyInUse": (
        CONFLICT,
        "IPsecPolicy {id} is in use by existing IPsecSiteConnection and can't be updated or deleted",
    ),
    "VPNServiceInUse": (CONFLICT, "VPNService {id} is still in use"),
    "SubnetInUseByVPNService": (CONFLICT, "Subnet {subnet_id} is used by VPNService {vpnservice_id}"),
    "SubnetInUseByIPsecSiteConnection": (
        CONFLICT,
        "Subnet {subnet_id} is used by ipsec site connection {connection_id}",
    ),
    "VPNStateInvalidToUpdate": (BAD_REQUEST, "Invalid state {state} of vpnaas resource {id} for updating"),
    "SubnetIsNotConnectedToRouter": (BAD_REQUEST, "Subnet {subnet_id} is not connected to Router {router_id}"),
    "RouterIsNotExternal": (BAD_REQUEST, "Router {router_id} has no external network gateway set"),
    "VPNPeerAddressNotResolved": (BAD_REQUEST, "Peer address {peer_address} cannot be resolved"),
    "ExternalNetworkHasNoSubnet": (BAD_REQUEST, "Router's {router_id} external network has no {ip_version} subnet"),
    "InvalidEndpointInEndpointGroup": (
        BAD_REQUEST,
        "Endpoint '{endpoint}' is invalid for group type '{group_type}': {why}",
    ),
    "MissingEndpointForEndpointGroup": (BAD_REQUEST, "No endpoints specified for endpoint group '{group}'"),
    "NonExistingSubnetInEndpointGroup": (BAD_REQUEST, "Subnet {subnet} in endpoint group does not exist"),
    "MixedIPVersionsForIPSecEndpoints": (
        BAD_REQUEST,
        "Endpoints in group {group} do not have the same IP version, as required for IPSec site-to-site connection",
    ),
    "MixedIPVersionsForPeerCidrs": (
        BAD_REQUEST,
        "Peer CIDRs do not have the same IP version, as required for IPSec site-to-site connection",
    ),
    "MixedIPVersionsForIPSecConnection": (
        BAD_REQUEST,
        "IP versions are not compatible between peer and local endpoints",
    ),
    "InvalidEndpointGroup": (
        BAD_REQUEST,
        "Endpoint group{suffix} {which} cannot be specified, when VPN Service has subnet specified",
    ),
    "WrongEndpointGroupType": (BAD_REQUEST, "Endpoint group {which} type is '{group_type}' and should be '{expected}'"),
    "PeerCidrsInvalid": (BAD_REQUEST, "Peer CIDRs cannot be specified, when using endpoint groups"),
    "MissingPeerCidrs": (BAD_REQUEST, "Missing peer CIDRs for IPsec site-to-site connection"),
    "MissingRequiredEndpointGroup": (
        BAD_REQUEST,
        "Missing endpoint group{suffix} {which} for IPSec site-to-site connection",
    ),
    "EndpointGroupInUse": (BAD_REQUEST, "Endpoint group {id} is in use and cannot be deleted"),
    "IpsecValidationFailure": (BAD_REQUEST, "IPSec does not support {resource} attribute {key} with value '{value}'"),
    # --- VPN on OVN (neutron_vpnaas/extensions/vpnaas.py, vpn_agentschedulers.py)
    "RouterReschedulingFailed": (CONFLICT, "Failed rescheduling router {router_id}: No eligible VPN agent found."),
    "NoVPNAgentAvailable": (UNAVAILABLE, "No VPN agent available"),
    "VPNGatewayNotReady": (BAD_REQUEST, "VPN gateway not ready"),
    "VPNGatewayInError": (
        CONFLICT,
        "VPN gateway is in ERROR state. Please remove all errored VPN services and try again.",
    ),
    "PolicyCheckError": (
        INTERNAL,
        "Failed to check policy project_id:%(project_id)s because Unable to verify match:%(project_id)s as the parent "
        "resource: project was not found.",
    ),
    "InvalidRoutes": (BAD_REQUEST, "Invalid format for routes: {routes}, {reason}"),
    "RouteInUseByVPN": (CONFLICT, "Route(s) to {destinations} are used for VPN"),
    "RouterInterfaceInUseByRoute": (
        CONFLICT,
        "Router interface for subnet {subnet_id} on router {router_id} cannot be deleted, as it is required by one or "
        "more routes.",
    ),
    # --- network
    "NetworkNotFound": (NOT_FOUND, "Network {id} could not be found."),
    "SubnetNotFound": (NOT_FOUND, "Subnet {id} could not be found."),
    "PortNotFound": (NOT_FOUND, "Port {id} could not be found."),
    "RouterNotFound": (NOT_FOUND, "Router {id} could not be found"),
    "FloatingIPNotFound": (NOT_FOUND, "Floating IP {id} could not be found"),
    "FlavorNotFound": (NOT_FOUND, "Flavor {id} could not be found."),
    "FlavorDisabled": (UNAVAILABLE, "Flavor is not enabled."),
    "InvalidServiceType": (BAD_REQUEST, "Invalid service type: {service_type}."),
    "RouterInUse": (CONFLICT, "Router {router_id} {reason}"),
    "RouterInterfaceNotFoundForSubnet": (NOT_FOUND, "Router {router_id} has no interface on subnet {subnet_id}"),
    "RouterInterfaceNotFound": (NOT_FOUND, "Router {router_id} does not have an interface with id {port_id}"),
    "RouterInterfaceInUseByFloatingIP": (
        CONFLICT,
        "Router interface for subnet {subnet_id} on router {router_id} cannot be deleted, as it is required by one "
        "or more floating IPs.",
    ),
    "RouterExternalGatewayInUseByFloatingIp": (
        CONFLICT,
        "Gateway cannot be updated for router {router_id}, since a gateway to external network {net_id} is required by "
        "one or more floating IPs.",
    ),
    "ExternalGatewayForFloatingIPNotFound": (
        NOT_FOUND,
        "External network {external_network_id} is not reachable from subnet {subnet_id}.  Therefore, cannot "
        "associate Port {port_id} with a Floating IP.",
    ),
    "FloatingIPPortAlreadyAssociated": (
        CONFLICT,
        "Cannot associate floating IP {floating_ip_address} ({id}) with port {port_id} using fixed IP {fixed_ip}, "
        "as that fixed IP already has a floating IP on external network {net_id}.",
    ),
    "NetworkInUse": (
        CONFLICT,
        "Unable to complete operation on network {id}. There are one or more ports still in use on the network, id for "
        "these ports is: {ports}.",
    ),
    "SubnetInUse": (CONFLICT, "Unable to complete operation on subnet {id}: {reason}."),
    "ServicePortInUse": (CONFLICT, "Port {id} cannot be deleted directly via the port API: {reason}."),
    "IpAddressGenerationFailure": (CONFLICT, "No more IP addresses available on network {id}."),
    "IpAddressAlreadyAllocated": (CONFLICT, "IP address {ip} already allocated in subnet {subnet_id}"),
    "OverQuota": (CONFLICT, "Quota exceeded for resources: {overs}."),
    # --- requests
    "BadRequest": (BAD_REQUEST, "Bad {resource} request: {message}."),
    "InvalidInput": (BAD_REQUEST, "Invalid input for operation: {message}."),
    "MalformedRequestBody": (BAD_REQUEST, "Malformed request body: {reason}."),
    "HTTPBadRequest": (BAD_REQUEST, "{message}"),
    "HTTPNotFound": (NOT_FOUND, "The resource could not be found."),
    "HTTPMethodNotAllowed": (
        405,
        "The server could not comply with the request since it is either malformed or otherwise incorrect.",
    ),
    "AdminRequired": (FORBIDDEN, "User does not have admin privileges: {reason}."),
    "PolicyNotAuthorized": (FORBIDDEN, "{rule} is disallowed by policy"),
    "HTTPInternalServerError": (INTERNAL, "Request Failed: internal server error while processing your request."),
}


class ApiError(Exception):
    """A refusal that becomes an error body; the dialect decides about the body's shape."""

    def __init__(self, kind: str, **values: Any) -> None:
        self.kind = kind
        self.status, template = ERRORS[kind]
        self.text = template.format(**values)
        super().__init__(f"{self.status} {kind}: {self.text}")


class StorageError(Exception):
    """What the database refuses: not a NeutronException, so the client sees a bare 500."""


def bad_request(message: str) -> ApiError:
    """webob's HTTPBadRequest, which Neutron uses for everything that its attribute tables refuse."""
    return ApiError("HTTPBadRequest", message=message)
