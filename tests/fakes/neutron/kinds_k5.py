# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The VPN kinds as FUJITSU K5 has them: derived from Neutron of about the Juno release, and narrower.

Source: K5's API documents (create/update pages of each kind) and recorded answers of K5's clients. What no source
says is marked ``unknown`` and chosen as plausibly as possible.
"""

from __future__ import annotations

import ipaddress

from . import values
from .attributes import Attribute, Kind
from .kinds_vpn import CONNECTION, IKE_POLICY, IPSEC_POLICY, VPN_SERVICE, choice, structure

DEFAULT_ZONE = "AZ1"

# Accepted on create, always returned, in no update table. unknown: whether a zone that does not exist is refused.


def zone_name(value, argument=None) -> str | None:
    """A text that is not empty. unknown: the wording."""
    return values.string(value, argument) or (None if value else "'' is not an availability zone")


ZONE = Attribute("availability_zone", post=True, default=DEFAULT_ZONE, check=zone_name, argument=255, filterable=False)

# The document of the IPsec policy says 60..86400 and seconds; unknown: the IKE policy's own limits.
_LIFETIME = structure("lifetime", {"units": (values.one_of, ("seconds",)), "value": (values.in_range, (60, 86400))})
# unknown: the bounds; these are those of a database's INTEGER.
_DPD = structure(
    "dpd",
    {
        "action": (values.one_of, ("hold", "restart")),
        "interval": (values.in_range, (0, 2**31 - 1)),
        "timeout": (values.in_range, (0, 2**31 - 1)),
    },
)


def _only(name: str, value: str) -> Attribute:
    """An enumeration of one, which an update may not carry."""
    return Attribute(name, post=True, default=value, check=values.one_of, argument=(value,))


def _policy(kind: Kind, *narrowed: Attribute) -> Kind:
    """Updatable are name, description, encryption_algorithm, pfs and lifetime only."""
    return kind.with_changes(
        _only("auth_algorithm", "sha1"),
        choice("encryption_algorithm", ("aes-128", "aes-192", "aes-256"), "aes-128"),
        choice("pfs", ("group2", "group5", "group14"), "group5"),
        _LIFETIME,
        *narrowed,
        ZONE,
        without=("project_id",),
    )


def one_subnet(value, _unused=None) -> str | None:
    """Exactly one IPv4 CIDR in the form <net_address>/<prefix>. unknown: the wording."""
    problem = values.list_of_subnets_or_none(value)
    if problem:
        return problem
    if len(value) != 1:
        return f"'{value}' must hold exactly one CIDR"
    network = ipaddress.ip_network(value[0], strict=False)
    if network.version != 4 or str(network) != value[0]:
        return f"'{value[0]}' is not in the form <net_address>/<prefix>"
    return None


def ipv4_address(value, _unused=None) -> str | None:
    """peer_address is an IPv4 address here, no name and no CIDR. unknown: whether a name would be resolved."""
    return (
        values.ip_address(value)
        if values.string(value) is None and ":" not in value
        else (f"'{value}' is not a valid IP address")
    )


K5_IKE_POLICY = _policy(IKE_POLICY, _only("phase1_negotiation_mode", "main"), _only("ike_version", "v1"))
K5_IPSEC_POLICY = _policy(IPSEC_POLICY, _only("transform_protocol", "esp"), _only("encapsulation_mode", "tunnel"))

K5_VPN_SERVICE = VPN_SERVICE.with_changes(
    Attribute("subnet_id", post=True, check=values.uuid_text),
    ZONE,
    without=("project_id", "flavor_id", "external_v4_ip", "external_v6_ip"),
)

K5_CONNECTION = CONNECTION.with_changes(
    Attribute("peer_address", post=True, put=True, check=ipv4_address, column=255),
    Attribute("peer_cidrs", post=True, put=True, convert=values.to_list, check=one_subnet, filterable=False),
    # A client that posted `mtu: 1500` got a normal answer, yet no document lists it. unknown: other values. Ignored.
    Attribute("mtu", post=True, default=1500, ignored=True),
    _DPD,
    ZONE,
    without=("project_id", "local_id", "local_ep_group_id", "peer_ep_group_id"),
)

K5_VPN_KINDS = (K5_VPN_SERVICE, K5_IKE_POLICY, K5_IPSEC_POLICY, K5_CONNECTION)
