# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rules on the networks of an IPsec site connection."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.rule import Severity, rule, rules_of
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import CONNECTION
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.networks import network_range, range_within
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.shown_name import shown_name

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.context import CheckContext

_VALIDATOR = "neutron_vpnaas/db/vpn/vpn_validator.py"
_GROUPS = ("local_ep_group_id", "peer_ep_group_id")


def _service_is_made_later(context: CheckContext) -> bool:
    """Whether the connection is new, and its service, in check mode, is to be made by an earlier task."""
    return context.service is None and not context.item.get("id")


@rule(
    "peer-cidrs-with-endpoint-groups",
    CONNECTION,
    severity=Severity.ERROR,
    remedy=(
        "with a VPN service that has a subnet give peer_cidrs, with one that has none local_endpoint_group and"
        " peer_endpoint_group"
    ),
    source=f"{_VALIDATOR} (InvalidEndpointGroup, PeerCidrsInvalid)",
)
def networks_given_twice(context: CheckContext) -> t.Iterator[str]:
    groups = [key for key in _GROUPS if context.item.get(key)]
    if context.item.get("peer_cidrs") and groups:
        yield "peer_cidrs and endpoint groups exclude each other"


@rule(
    "peer-cidrs-required",
    CONNECTION,
    severity=Severity.ERROR,
    remedy="give peer_cidrs",
    source=f"{_VALIDATOR} (MissingPeerCidrs)",
)
def peer_cidrs_required(context: CheckContext) -> t.Iterator[str]:
    service = context.service or {}
    if service.get("subnet_id") and not context.item.get("peer_cidrs"):
        yield f'the VPN service "{shown_name(service)}" has a subnet, so it takes peer_cidrs, which is missing'
    elif _service_is_made_later(context) and not any(context.item.get(key) for key in ("peer_cidrs", *_GROUPS)):
        yield "there are neither peer_cidrs nor, for a VPN service without a subnet, endpoint groups"


@rule(
    "endpoint-groups-required",
    CONNECTION,
    severity=Severity.ERROR,
    remedy="give both",
    source=f"{_VALIDATOR} (MissingRequiredEndpointGroup)",
)
def endpoint_groups_required(context: CheckContext) -> t.Iterator[str]:
    given = [bool(context.item.get(key)) for key in _GROUPS]
    if _service_is_made_later(context) and any(given) and not all(given):
        yield "local_endpoint_group and peer_endpoint_group belong together"
    elif context.service and not context.service.get("subnet_id") and not all(given):
        name = context.service.get("name")
        yield f'the VPN service "{name}" has no subnet, so it takes local_endpoint_group and peer_endpoint_group'


@rule(
    "endpoint-group-type",
    CONNECTION,
    severity=Severity.ERROR,
    remedy="give a subnet group as local_endpoint_group and a cidr group as peer_endpoint_group",
    source=f"{_VALIDATOR} (WrongEndpointGroupType)",
)
def endpoint_group_types(context: CheckContext) -> t.Iterator[str]:
    for option, group, wanted in (
        ("local_endpoint_group", context.local_group, "subnet"),
        ("peer_endpoint_group", context.peer_group, "cidr"),
    ):
        if group and group.get("type") != wanted:
            yield f'{option} must be of type {wanted}; the group "{group["name"]}" is of type {group.get("type")}'


@rule(
    "mixed-ip-versions",
    CONNECTION,
    severity=Severity.ERROR,
    remedy="create one connection for each IP version",
    source=f"{_VALIDATOR} (MixedIPVersionsForIPSecConnection)",
)
def networks_of_two_ip_versions(context: CheckContext) -> t.Iterator[str]:
    local = {network_range(network).version for network in context.local_networks}
    peer = {network_range(network).version for network in context.peer_networks}
    if len(local | peer) > 1:
        yield (
            f"IPv4 and IPv6 networks cannot be mixed: local {', '.join(context.local_networks) or 'unknown'},"
            f" peer {', '.join(context.peer_networks) or 'unknown'}"
        )


@rule(
    "peer-address-of-missing-ip-version",
    CONNECTION,
    severity=Severity.ERROR,
    remedy="give the peer's other address, or let the operator add a subnet of that version to the external network",
    source=f"{_VALIDATOR} (ExternalNetworkHasNoSubnet)",
)
def peer_address_of_missing_version(context: CheckContext) -> t.Iterator[str]:
    address = str(context.item.get("peer_address"))
    version = "ipv6" if ":" in address else "ipv4"
    if context.gateway and not context.gateway[version]:
        has = ", ".join(known for addresses in context.gateway.values() for known in addresses)
        router = context.router or {}
        yield (
            f"peer_address {address} is {version.replace('ip', 'IP')}, and the gateway of the router"
            f' "{shown_name(router)}" has only {has}'
        )


#: The least MTU of IPv6 (RFC 8200, section 5); that of IPv4 is the field's minimum.
_LEAST_MTU_IPV6 = 1280


@rule(
    "mtu-below-ipv6-minimum",
    CONNECTION,
    severity=Severity.ERROR,
    remedy="give 1280 or more, or leave mtu out",
    source=f"{_VALIDATOR} (IPsecSiteConnectionMtuError)",
)
def mtu_below_minimum(context: CheckContext) -> t.Iterator[str]:
    networks = context.local_networks or context.peer_networks
    mtu = context.item.get("mtu")
    six = any(network_range(network).version == 6 for network in networks)
    if "mtu" in context.written and isinstance(mtu, int) and six and mtu < _LEAST_MTU_IPV6:
        yield f"mtu {mtu} is too small for the IPv6 networks {', '.join(networks)}"


@rule(
    "ikev1-several-networks",
    CONNECTION,
    severity=Severity.WARNING,
    remedy="use ike_version v2, or one connection per pair",
    source="strongSwan 5.9.8 with the driver of neutron-vpnaas 29; RFC 2409, section 5.5 (one pair per quick mode)",
)
def ikev1_with_several_networks(context: CheckContext) -> t.Iterator[str]:
    if context.ike_policy is None or context.ike_policy.get("ike_version") != "v1":
        return
    local, peer = len(context.local_networks), len(context.peer_networks)
    if local > 1 or peer > 1:
        # In check mode a group, or the service, may not exist yet: its networks are not known then.
        yield (
            f"ike_version v1 supports one pair of networks, but there are {local or 'unknown'} local and"
            f" {peer or 'unknown'} peer networks: only the first pair would pass, though the status reads ACTIVE"
        )


@rule(
    "peer-network-inside-local",
    CONNECTION,
    severity=Severity.WARNING,
    remedy="use networks that do not overlap",
    source="a subnet's own route is preferred to the tunnel; no driver checks it",
)
def peer_network_inside_local(context: CheckContext) -> t.Iterator[str]:
    for peer in context.peer_networks:
        for local in context.local_networks:
            inner, outer = network_range(peer), network_range(local)
            if range_within(inner, outer):
                yield f"the peer network {peer} lies inside the local network {local}, so its traffic never leaves"


RULES = rules_of(globals())
