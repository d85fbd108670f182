# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is refused, and warned about, of an end on Neutron whose other end is AWS."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.networks import (
    canonical_address,
    network_range,
    parse_network,
    range_within,
    ranges_overlap,
)
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._aws.pins import faults_of_policies
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._aws.proposal import weaker_values

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject, Params
    from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.end import End

#: Shorter networks are no proposal: they would cover half of the internet.
SHORTEST = 8
ONE_PAIR = "and AWS keeps one pair of networks per tunnel"


def faults_of_aws(end: End, peer: End, given: Params) -> t.Iterator[str]:
    """Every fault of ``end`` opposite ``peer``, which is at AWS. ``given``: the role's variables."""
    if end.on_k5:
        yield f"{end.label} is on K5, which has only IKEv1 with sha1: AWS as the other end is for Neutron"
    if given.get("has_psk"):
        yield "site_to_site_psk is given, and AWS's document has the key of each tunnel: leave it out"
    if given.get("psk_file"):
        yield "site_to_site_psk_file is given, and AWS's document has the key of each tunnel: leave it out"
    if given.get("split_pairs"):
        yield f"site_to_site_split_pairs is set, {ONE_PAIR}: leave it out"
    yield from _several(
        end, peer, "name one subnet that covers them", "; another subnet needs a VPN connection of its own"
    )
    yield from _several(peer, end, "name the one network that covers them", "")
    if any(":" in network for network in (*end.networks, *peer.networks)):
        yield f"{peer.label} is a virtual private gateway of AWS, which has only IPv4 in its tunnels"
    yield from _other_customer(end, peer)


def _several(one: End, other: End, remedy: str, further: str) -> t.Iterator[str]:
    if len(one.networks) < 2:
        return
    whole = _covering(one.networks, other.networks)
    proposal = f", {whole}" if whole else " and does not reach the other end's"
    several = f"{len(one.networks)} networks ({', '.join(one.networks)})"
    yield f"{one.label} has {several}, {ONE_PAIR}: {remedy}{proposal}{further}"


def _covering(networks: t.Sequence[str], others: t.Iterable[str]) -> str | None:
    """The smallest network that holds all of them; None if it would be too large or reach the other end."""
    ranges = [network_range(network) for network in networks]
    if len({one.version for one in ranges}) > 1:
        return None
    found = parse_network(networks[0])
    first, last = min(one.first for one in ranges), max(one.last for one in ranges)
    while found.prefixlen > SHORTEST and not (int(found[0]) <= first and last <= int(found[-1])):
        found = found.supernet()
    whole = network_range(str(found))
    covers = whole.first <= first and last <= whole.last
    reaches = any(ranges_overlap(whole, network_range(other)) for other in others)
    return str(found) if covers and not reaches else None


def _other_customer(end: End, peer: End) -> t.Iterator[str]:
    address = canonical_address(end.address_for_peer(4))
    expected = peer.aws.customer_address if peer.aws else None
    if address and expected and address != expected:
        yield (
            f"AWS's customer gateway has the address {expected}, and {end.label} has {address}: make a customer gateway"
            f" and a VPN connection with {address}, or, if a NAT is in front, give address: {expected}"
        )


def review(end: End, peer: End, policies: t.Mapping[str, ApiObject]) -> tuple[list[str], list[str]]:
    """(what of the two policies of ``end`` AWS does not accept, what works and not as wanted)."""
    if peer.aws is None:
        return [], []
    warnings = _warnings_of_routes(end, peer)
    weaker = weaker_values(peer.tunnels, policies)
    if weaker:
        warnings.append(
            f"{peer.label}: AWS accepts {weaker} too, and takes the weakest of what both gateways offer; one with"
            " strongSwan offers more than its policies: limit the options of AWS's tunnels to the policies' values"
        )
    return [f"{peer.label}: aws: {fault}" for fault in faults_of_policies(policies, peer.aws.pins)], warnings


def _warnings_of_routes(end: End, peer: End) -> list[str]:
    """A warning for each network of ``end`` to which AWS has no static route, where its routes are known."""
    if peer.aws is None or peer.aws.routes is None:
        return []
    routes = [network_range(route) for route in peer.aws.routes]
    return [
        f"{peer.label}: AWS has no static route to {network}, so its answers take another way: add it to routes of"
        " amazon.aws.ec2_vpc_vpn"
        for network in end.networks
        if not any(range_within(network_range(network), route) for route in routes)
    ]
