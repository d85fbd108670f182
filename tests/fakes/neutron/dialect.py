# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What differs between the clouds, as data: kinds, extensions, error bodies, how an object is shown."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, replace
from typing import Any

from .attributes import Kind
from .kinds_k5 import DEFAULT_ZONE, K5_VPN_KINDS
from .kinds_network import K5_NETWORK_KINDS, NETWORK_KINDS
from .kinds_vpn import kinds_for
from .releases import ANY_ROLE, NEWEST

# alias -> (name, description); of the many extensions of a real Neutron those that matter here. 29.0.0 does not load
# vpn-no-sha1-3des; name it in `with_extensions` to have it.
EXTENSIONS = {
    "vpnaas": ("VPN service", "Extension for VPN service"),
    "vpn-endpoint-groups": ("VPN Endpoint Groups", "VPN endpoint groups support"),
    "vpn-flavors": ("VPN Service Flavor Extension", "Flavor support for vpnservices."),
    "vpn-aes-ctr": ("VPN support for AES CTR mode", "Add AES CTR choices for encryption algorithm"),
    "service-type": ("Neutron Service Type Management", "API for retrieving service providers"),
    "router": ("Neutron L3 Router", "Router abstraction for basic L3 forwarding"),
    "external-net": ("Neutron external network", "Adds external network attribute to network resource."),
    "flavors": ("Neutron Service Flavors", "Flavor specification for Neutron advanced services."),
    "quotas": ("Quota management support", "Expose functions for quotas management per tenant"),
    "filter-validation": ("Filter parameters validation", "Provides validation on filter parameters."),
    "empty-string-filtering": ("Empty String Filtering Extension", "Allow filtering by attributes with empty string"),
    "pagination": ("Pagination support", "Extension that indicates that pagination is enabled."),
    "sorting": ("Sorting support", "Extension that indicates that sorting is enabled."),
    "aap-reject-multicast": ("Reject multicast addresses", "Reject multicast addresses in allowed address pairs."),
    "project-id": ("project_id field enabled", "Extension that indicates that project_id field is enabled."),
}
OTHER_EXTENSIONS = {
    "vpn-no-sha1-3des": ("VPN without SHA1 and 3DES", "Remove support for SHA1 and 3DES algorithms"),
    "vpn-agent-scheduler": ("VPN Agent Scheduler", "Schedule VPN services among VPN agents"),
}

#: Those that came with a release.
SINCE = {26: frozenset({"vpn-aes-ctr"}), 29: frozenset({"aap-reject-multicast"})}


@dataclass(frozen=True)
class Dialect:
    """One kind of cloud."""

    name: str
    aliases: frozenset[str]
    kinds: tuple[Kind, ...]
    content_type: str
    one_service_per_router: bool = False
    connections_per_service: int | None = None
    unknown_service_is_internal_error: bool = True
    serves_extensions: bool = True
    hides_gateway_addresses: bool = False
    names_owner_twice: bool = True
    prefixes_peer_id: bool = False
    ipv4_only: bool = False
    default_zone: str | None = None
    error_shape: str = "neutron"
    token_lifetime: float = 3600.0


def neutron(
    with_extensions: frozenset[str], without: frozenset[str], allow_weak: bool, release: int = NEWEST
) -> Dialect:
    """neutron and neutron-vpnaas of that release with the in-tree driver."""
    # Weak algorithms are those of a release before 29, whose extensions it has then.
    release = min(release, NEWEST - 1) if allow_weak else release
    newer = frozenset().union(*(aliases for number, aliases in SINCE.items() if number > release))
    aliases = (frozenset(EXTENSIONS) - newer | with_extensions) - without
    vpn_kinds = kinds_for(aliases, allow_weak) if "vpnaas" in aliases else ()
    if release in ANY_ROLE:
        vpn_kinds = tuple(replace(kind, reader_sees=True, reader_writes=True) for kind in vpn_kinds)
    network_kinds = tuple(kind for kind in NETWORK_KINDS if kind.alias is None or kind.alias in aliases)
    return Dialect("neutron", aliases, network_kinds + vpn_kinds, "application/json")


def k5(with_extensions: frozenset[str], without: frozenset[str], allow_weak: bool, release: int = NEWEST) -> Dialect:
    """FUJITSU K5, regions of its versions 1 and 2."""
    # unknown: whether /v2.0/extensions is served; here it answers 404. unknown: filter validation; code of that age
    # ignores unknown filters.
    aliases = (frozenset({"vpnaas", "router", "external-net", "quotas"}) | with_extensions) - without
    vpn_kinds = K5_VPN_KINDS if "vpnaas" in aliases else ()
    return Dialect(
        "k5",
        aliases,
        K5_NETWORK_KINDS + vpn_kinds,
        "application/json;charset=UTF-8",
        one_service_per_router=True,
        connections_per_service=20,
        unknown_service_is_internal_error=False,
        serves_extensions=False,
        hides_gateway_addresses=True,
        names_owner_twice=False,
        prefixes_peer_id=True,
        ipv4_only=True,
        default_zone=DEFAULT_ZONE,
        error_shape="rotate",
        token_lifetime=10800.0,
    )


DIALECTS = {"neutron": neutron, "k5": k5}

ERROR_SHAPES = ("neutron", "request_id", "string")


def error_body(shape: str, kind: str, message: str, request_id: str) -> dict[str, Any]:
    """Neutron's error body, and the two others that K5 was recorded to answer."""
    if shape == "string":
        return {"NeutronError": message, "request_id": request_id}
    document: dict[str, Any] = {"NeutronError": {"type": kind, "message": message, "detail": ""}}
    if shape == "request_id":
        document["request_id"] = request_id
    return document


def prefixed_peer_id(peer_id: str, mode: str) -> str:
    """K5's driver writes an ``@`` before a peer_id that is no address back to its database.

    ``mode``: "names" as documented by its code, "all" as once recorded for an address too, "never".
    unknown: whether a second ``@`` can be added; here it is not.
    """
    if mode == "never" or peer_id.startswith("@"):
        return peer_id
    if mode == "names":
        try:
            ipaddress.ip_address(peer_id)
        except ValueError:
            return "@" + peer_id
        return peer_id
    return "@" + peer_id


def shown(dialect: Dialect, kind: Kind, stored: dict[str, Any]) -> dict[str, Any]:
    """An object as its kind's attribute table makes it visible."""
    view = {attribute.name: stored.get(attribute.name) for attribute in kind.attributes}
    if dialect.names_owner_twice and "tenant_id" in view:
        view["project_id"] = view["tenant_id"]
    gateway = view.get("external_gateway_info")
    if gateway and dialect.hides_gateway_addresses:
        view["external_gateway_info"] = {name: value for name, value in gateway.items() if name != "external_fixed_ips"}
    return view
