# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rules on the networks of an IPsec site connection. Evidence as in connection_rules.py."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.networks import network_range, ranges_overlap

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.context import CheckContext
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject

# --- refused always


def networks_given_twice(context: CheckContext):
    groups = [key for key in ("local_ep_group_id", "peer_ep_group_id") if context.item.get(key)]
    if context.item.get("peer_cidrs") and groups:
        yield (
            "peer_cidrs and endpoint groups exclude each other: a VPN service with a subnet takes peer_cidrs, one"
            " without takes local_endpoint_group and peer_endpoint_group"
        )


def networks_allowed_by_service(context: CheckContext):
    """The server's own rule (neutron_vpnaas/db/vpn/vpn_validator.py), told before the write and in check mode too."""
    if context.service is None:
        return
    name = f'the VPN service "{context.service.get("name")}"'
    groups = context.item.get("local_ep_group_id") and context.item.get("peer_ep_group_id")
    if context.service.get("subnet_id") and not context.item.get("peer_cidrs"):
        yield f"{name} has a subnet, so it takes peer_cidrs, which is missing"
    elif not context.service.get("subnet_id") and not groups:
        yield f"{name} has no subnet, so it takes local_endpoint_group and peer_endpoint_group: give both"


def endpoint_group_types(context: CheckContext):
    """The server's own rule again (WrongEndpointGroupType)."""
    for option, group, wanted in (
        ("local_endpoint_group", context.local_group, "subnet"),
        ("peer_endpoint_group", context.peer_group, "cidr"),
    ):
        if group and group.get("type") != wanted:
            yield f'{option} must be of type {wanted}; the group "{group["name"]}" is of type {group.get("type")}'


def networks_of_two_ip_versions(context: CheckContext):
    """The server's own rule again (MixedIPVersionsForIPSecConnection)."""
    local = {network_range(network).version for network in context.local_networks}
    peer = {network_range(network).version for network in context.peer_networks}
    if len(local | peer) > 1:
        yield (
            f"IPv4 and IPv6 networks cannot be mixed: local {', '.join(context.local_networks) or 'unknown'},"
            f" peer {', '.join(context.peer_networks) or 'unknown'}; make one connection for each"
        )


# --- warned about


def ikev1_with_several_networks(context: CheckContext):
    if context.ike_policy is None or context.ike_policy.get("ike_version") != "v1":
        return
    local, peer = len(context.local_networks), len(context.peer_networks)
    if local > 1 or peer > 1:
        yield (
            f"ike_version v1 carries one pair of networks, but there are {local} local and {peer} peer networks: only"
            " the first pair would pass, though the status reads ACTIVE; use ike_version v2, or one connection per pair"
        )


def overlapping_selectors(context: CheckContext):
    for sibling in context.siblings:
        if not context.local_subnets & sibling.local_subnets:
            continue
        for one, other in _overlaps(context.peer_networks, sibling.peer_networks):
            yield (
                f'its peer network {one} overlaps {other} of the connection "{sibling.item["name"]}": which tunnel a'
                " packet takes is left to chance; make the networks disjoint"
            )


def peer_network_inside_local(context: CheckContext):
    for peer in context.peer_networks:
        for local in context.local_networks:
            inner, outer = network_range(peer), network_range(local)
            if ranges_overlap(inner, outer) and outer.first <= inner.first and inner.last <= outer.last:
                yield f"the peer network {peer} lies inside the local network {local}: its traffic never leaves"


def _overlaps(ones, others: t.Sequence[ApiObject]):
    for one in ones:
        for other in others:
            if ranges_overlap(network_range(one), network_range(other)):
                yield one, other


ERRORS = (networks_given_twice, networks_allowed_by_service, endpoint_group_types, networks_of_two_ip_versions)
WARNINGS = (ikev1_with_several_networks, overlapping_selectors, peer_network_inside_local)
