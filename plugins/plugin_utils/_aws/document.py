# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The customer gateway configuration of a VPN connection, the document that AWS gives for the other gateway.

Its form: EC2 API, ``CustomerGatewayConfiguration`` of ``VpnConnection``, "in the native XML format". AWS publishes no
schema; Batfish, the AWS provider of Terraform and OpenStack's ec2-api read and write the same elements.
"""

from __future__ import annotations

import typing as t
from ipaddress import ip_address

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._aws.markup import parse
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._aws.tunnel import Tunnel, read_tunnel

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._aws.markup import Element

#: Every VPN connection of AWS has two.
TUNNELS = 2
#: In ``vpn_connection_attributes`` of a connection with static routes; one with BGP has no such element.
STATIC = "NoBGP"
BGP = "it is of a VPN connection with BGP, which VPNaaS does not have: make one with static routes (static_only: true)"
TRANSIT_GATEWAY = (
    "it is of a VPN connection to a transit gateway, whose routes are not the connection's: use a virtual private"
    " gateway (vpn_gateway_id)"
)


def read_document(text: str) -> tuple[Tunnel, ...]:
    """The two tunnels, the one with the lower outside address of AWS first: AWS promises no order of its own.

    Raises ``InvalidInput`` with everything that is wrong; no fault quotes a key.
    """
    root = parse(text)
    if root.name != "vpn_connection":
        raise InvalidInput(["it is not a customer gateway configuration of AWS, whose first element is vpn_connection"])
    faults = list(_faults_of_connection(root))
    elements = root.all("ipsec_tunnel")
    if len(elements) != TUNNELS:
        faults.append(f"it has {len(elements)} elements ipsec_tunnel, and a VPN connection has {TUNNELS}")
    tunnels = [read_tunnel(element, f"tunnel {number}", faults) for number, element in enumerate(elements, 1)]
    faults += _faults_of_pair(tunnels)
    if faults:
        raise InvalidInput(_without_repetition(faults))
    return tuple(sorted(tunnels, key=lambda tunnel: int(ip_address(tunnel.address))))


def _faults_of_connection(root: Element) -> t.Iterator[str]:
    def text(name: str) -> str:
        return " ".join(element.text for element in root.all(name))

    if text("vpn_connection_type") != "ipsec.1":
        yield "vpn_connection_type is not ipsec.1"
    if STATIC not in text("vpn_connection_attributes"):
        yield BGP
    if text("transit_gateway_id") or not text("vpn_gateway_id"):
        yield TRANSIT_GATEWAY


def _faults_of_pair(tunnels: t.Sequence[Tunnel]) -> t.Iterator[str]:
    """What is wrong with both together. Two keys may be equal: a user may set them."""
    for what, values in (
        ("outside address of AWS", [tunnel.address for tunnel in tunnels]),
        ("inside address of AWS", [tunnel.inside_address for tunnel in tunnels]),
    ):
        known = [value for value in values if value]
        if len(set(known)) < len(known):
            yield f"its tunnels have one {what}, {known[0]}, and each has its own"
    if {tunnel.address for tunnel in tunnels} & {tunnel.customer_address for tunnel in tunnels} - {""}:
        yield "an outside address is both that of AWS and that of the customer gateway, so a tunnel leads to itself"
    customers = sorted({tunnel.customer_address for tunnel in tunnels if tunnel.customer_address})
    if len(customers) > 1:
        yield f"its tunnels end at two addresses of the customer gateway, {' and '.join(customers)}"


def _without_repetition(faults: t.Iterable[str]) -> list[str]:
    """Each fault once; one that both tunnels have is said of both."""
    found = list(dict.fromkeys(faults))
    both = {text.removeprefix("tunnel 1: ") for text in found if text.startswith("tunnel 1: ")}
    both &= {text.removeprefix("tunnel 2: ") for text in found if text.startswith("tunnel 2: ")}
    shortened = (
        f"both tunnels: {text.split(': ', 1)[1]}"
        if text.startswith("tunnel ") and text.split(": ", 1)[1] in both
        else text
        for text in found
    )
    return list(dict.fromkeys(shortened))
