# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The peer gateway as data. ``own`` is the gateway to be configured, ``cloud`` is Neutron's.

Times are in seconds, networks are texts ``address/length``, algorithms are spelled as the API spells them.
"""

from __future__ import annotations

import math
import typing as t
from dataclasses import dataclass
from ipaddress import ip_address, ip_network

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.algorithms import is_aead
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.networks import (
    is_address,
    is_any_address,
    network_range,
    range_within,
)
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config.identity import Identity

#: Bytes that ESP in UDP in IPv4 adds at most: with an AEAD cipher, and with CBC and SHA-2.
OVERHEAD = {True: 73, False: 85}
#: Bytes of an IP and a TCP header; and an MSS that passes wherever 1500 bytes do, with room for what adds more headers.
HEADERS, SAFE_MSS = {4: 40, 6: 60}, {4: 1360, 6: 1340}

#: Addresses that reach the internet only through a NAT (RFC 1918, RFC 6598, RFC 4193).
PRIVATE = tuple(map(ip_network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7")))


def _is_private(address: str) -> bool:
    return any(ip_address(address) in network for network in PRIVATE)


class IkePolicy(t.NamedTuple):
    """What phase 1 negotiates."""

    name: str
    ike_version: str
    phase1_negotiation_mode: str
    encryption_algorithm: str
    auth_algorithm: str
    pfs: str
    lifetime: int

    @property
    def aead(self) -> bool:
        return is_aead(self.encryption_algorithm)


class IpsecPolicy(t.NamedTuple):
    """What phase 2 negotiates."""

    name: str
    transform_protocol: str
    encapsulation_mode: str
    encryption_algorithm: str
    auth_algorithm: str
    pfs: str
    lifetime: int

    @property
    def aead(self) -> bool:
        return is_aead(self.encryption_algorithm)


class Dpd(t.NamedTuple):
    """Dead peer detection, as the cloud's gateway does it."""

    action: str
    interval: int
    timeout: int

    @property
    def retries(self) -> int:
        return math.ceil(self.timeout / max(1, self.interval))


@dataclass(frozen=True)
class Child:
    """One connection: what phase 2 negotiates. ``name`` is its name in the target, ``title`` its name in the cloud."""

    name: str
    title: str
    label: str
    identifier: str
    own_networks: tuple[str, ...]
    cloud_networks: tuple[str, ...]
    ipsec: IpsecPolicy

    @property
    def aead(self) -> bool:
        return self.ipsec.aead

    @property
    def version(self) -> int:
        """4 or 6; Neutron does not mix them in one connection."""
        return ip_network(self.own_networks[0]).version

    @property
    def pairs(self) -> list[tuple[str, str]]:
        return [(own, cloud) for own in self.own_networks for cloud in self.cloud_networks]


@dataclass(frozen=True)
class Gateway:
    """One peer of the cloud's gateway: what phase 1 negotiates, and its children."""

    name: str
    title: str
    dialect: str
    own_address: str
    public_address: str
    cloud_address: str
    own_id: Identity
    cloud_id: Identity
    ike: IkePolicy
    dpd: Dpd
    initiator: str
    mtu: int
    children: tuple[Child, ...]

    @property
    def is_address_known(self) -> bool:
        """Whether the cloud holds the peer's address; 0.0.0.0 and a host name say nothing about a NAT."""
        return is_address(self.public_address) and not is_any_address(self.public_address)

    @property
    def behind_nat(self) -> bool:
        return self.is_address_known and self.own_address != self.public_address

    @property
    def may_be_behind_nat(self) -> bool:
        """Whether a private identity opposite a public address suggests a NAT that nobody has named."""
        return (
            self.is_address_known
            and not self.behind_nat
            and self.own_id.kind == "address"
            and _is_private(self.own_id.text)
            and not _is_private(self.public_address)
        )

    @property
    def families(self) -> list[int]:
        """The IP versions of the inner packets, sorted."""
        return sorted({child.version for child in self.children})

    @property
    def aead(self) -> bool:
        return self.ike.aead

    @property
    def force_encapsulation(self) -> bool:
        """A K5 gateway stands behind the 1:1 NAT of a floating IP (K5 features handbook, IPsec VPN)."""
        return self.dialect == "k5"

    @property
    def version(self) -> int:
        """IP version of the packets between the gateways."""
        return ip_address(self.cloud_address).version

    @property
    def enclosed(self) -> list[tuple[str, str]]:
        """(own network, network of the cloud that holds it): a policy takes the traffic on the own network too."""
        return [
            (own, cloud)
            for child in self.children
            for own, cloud in child.pairs
            if range_within(network_range(own), network_range(cloud))
        ]

    @property
    def mss(self) -> dict[int, int]:
        """The largest TCP segment that fits through the tunnel, by IP version of the inner packets."""
        if self.mtu == 1500:
            return SAFE_MSS
        room = min(self.mtu, 1500 - max(OVERHEAD[child.aead] for child in self.children))
        return {version: room - header for version, header in HEADERS.items()}
