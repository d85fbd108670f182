# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rules on connections of one VPN service whose peers have networks in common. What gateways do with them is shown by
`make tunnel`, scenarios nested-networks and two-tunnels."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.rule import Severity, rule, rules_of
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import CONNECTION
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.networks import (
    canonical_address,
    network_range,
    ranges_overlap,
)

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.context import (
        CheckContext,
        SiblingConnection,
    )


@rule(
    "overlapping-peer-networks",
    CONNECTION,
    severity=Severity.WARNING,
    remedy="make the networks disjoint",
    source='K5 "Create IPsec site connection" does not mention it; RFC 4301, section 4.4.1',
)
def overlapping_selectors(context: CheckContext) -> t.Iterator[str]:
    """Where the gateway is not known. With Neutron's drivers a network within another one is an ordinary design: the
    connection with the narrower one carries what is in it."""
    if context.dialect.has_known_drivers:
        return
    for sibling, one, other in _overlaps(context):
        yield (
            f'its peer network {one} overlaps {other} of the connection "{sibling.item["name"]}", so a packet may'
            " take either tunnel"
        )


@rule(
    "same-peer-networks",
    CONNECTION,
    severity=Severity.WARNING,
    remedy="see docs/guides/two_tunnels.md for what works, or use networks that differ",
    source="strongSwan 5.9.8 and Libreswan 4.10 with the drivers of neutron-vpnaas 29, on Linux 6.1",
)
def same_selectors(context: CheckContext) -> t.Iterator[str]:
    if not context.dialect.has_known_drivers:
        return
    address = canonical_address(context.item.get("peer_address"))
    for sibling, one, other in _overlaps(context):
        if network_range(one) != network_range(other):
            continue
        name = sibling.item["name"]
        if canonical_address(sibling.item.get("peer_address")) == address:
            yield f'the connection "{name}" of the same VPN service has the same peer and the peer network {one} too'
        else:
            yield (
                f'the connection "{name}" of the same VPN service has the peer network {one} too: with strongSwan both'
                " tunnels come up, but packets that arrive by the older one are dropped, though both are ACTIVE; with"
                " Libreswan one of the two is up at a time"
            )


def _overlaps(context: CheckContext) -> t.Iterator[tuple[SiblingConnection, str, str]]:
    """The service's other connections from the same local subnets, with the networks of both that overlap."""
    for sibling in context.siblings:
        if not context.local_subnets & sibling.local_subnets:
            continue
        for one in context.peer_networks:
            for other in sibling.peer_networks:
                if ranges_overlap(network_range(one), network_range(other)):
                    yield sibling, one, other


RULES = rules_of(globals())
