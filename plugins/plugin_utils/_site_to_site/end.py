# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One of the two ends of a VPN: its declaration, what its cloud holds, and what the peer end needs of it."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field
from ipaddress import ip_address

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.networks import is_address
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.naming import options, without_nulls

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject, Params, Value
    from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._aws.given import AwsEnd
    from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._aws.tunnel import Tunnel

FAMILIES = {"ipv4": 4, "ipv6": 6}
IP_VERSIONS = frozenset(FAMILIES.values())


@dataclass
class End:
    """``given`` an item of site_to_site_ends, ``seen`` the item that the lookup site_end returned for it, ``made``
    the result of vpn_topology for its service, ``aws`` what AWS says of its tunnels, if it is there; ``number`` counts
    from 1, as people do."""

    number: int
    site: str
    given: Params
    seen: Params
    made: Params = field(default_factory=dict)
    aws: AwsEnd | None = None

    @property
    def name(self) -> str:
        return self.given.get("name") or self.site

    @property
    def label(self) -> str:
        return f"end {self.number}"

    @property
    def managed(self) -> bool:
        return self.given.get("managed", True) is not False and self.given.get("aws") is None

    @property
    def dialect(self) -> str | None:
        """neutron, k5, or None for an unmanaged end and for a cloud that was not reached."""
        return self.seen.get("dialect") if self.managed else None

    @property
    def on_k5(self) -> bool:
        return self.dialect == "k5"

    @property
    def service(self) -> ApiObject:
        """The VPN service as it is declared. On K5, which requires a subnet, the only network is that."""
        service = {"name": self.name, **options("vpn_service", self.given.get("vpn_service"))}
        found = self.seen.get("networks") or []
        if self.on_k5 and "subnet" not in service and len(found) == 1:
            service["subnet"] = found[0]["subnet"]
        return service

    @property
    def one_subnet(self) -> bool:
        """Whether its VPN service has one subnet and its connections name networks; if not, endpoint groups do."""
        return "subnet" in self.service or bool(self.seen.get("service_subnet"))

    @property
    def networks(self) -> list[str]:
        """The networks behind this end as address/length, the form that the peer end needs."""
        if not self.managed:
            return [str(network) for network in self.given.get("networks") or ()]
        return [network["cidr"] for network in self.seen.get("networks") or ()]

    @property
    def subnets(self) -> list[str]:
        """The same networks as subnets of the end's own cloud."""
        return [network["subnet"] for network in self.seen.get("networks") or ()]

    @property
    def connection(self) -> ApiObject:
        """The options of its connection that have a value."""
        return without_nulls(self.given.get("connection"))

    # --- outside

    @property
    def address(self) -> str | None:
        """The address that the user gave: of a NAT in front of it, or of the peer gateway. At AWS that of a tunnel."""
        return self.given.get("address") or next((tunnel.address for tunnel in self.tunnels), None)

    @property
    def tunnels(self) -> list[Tunnel]:
        """The tunnels of an end at AWS."""
        return list(self.aws.tunnels.values()) if self.aws else []

    @property
    def families(self) -> frozenset[int]:
        """The IP versions in which the peer can connect to it; both where only a name is known."""
        own = frozenset(self.seen.get("families") or ()) if self.managed else IP_VERSIONS
        if self.address and is_address(self.address):
            return (own or IP_VERSIONS) & {ip_address(self.address).version}
        return own

    def own_address(self, version: int) -> str | None:
        """The address of its gateway: of the created service, else as read before; None if not known."""
        services = (self.made.get("objects") or {}).get("vpn_services") or [{}]
        addresses = services[0].get("endpoint_addresses") or self.seen.get("addresses") or {}
        return next((addresses.get(family) for family, number in FAMILIES.items() if number == version), None)

    def address_for_peer(self, version: Value) -> str | None:
        """The address that the peer connects to; None if it is not known yet."""
        return self.address or self.own_address(version)

    def identity(self, version: Value) -> str | None:
        """The identity that its gateway presents in IKE: for Neutron the gateway's own address, also behind a NAT."""
        return self.given.get("identity") or self.own_address(version) or self.address


def common_version(one: End, other: End) -> int | None:
    """The IP version in which the ends connect to each other: 4 where both can, else 6, else None."""
    return min(one.families & other.families, default=None)
