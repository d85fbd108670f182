# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One of the two ends of a VPN: what is said of it, what was seen of it, and what the other end has to know."""

from __future__ import annotations

from dataclasses import dataclass, field
from ipaddress import ip_address

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.networks import is_address
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.naming import options, without_nulls

FAMILIES = {"ipv4": 4, "ipv6": 6}


@dataclass
class End:
    """``given`` an item of site_to_site_ends, ``seen`` what the lookup site_end told of it, ``made`` what vpn_topology
    returned when it made the service; ``number`` counts from 1, as people do."""

    number: int
    site: str
    given: dict
    seen: dict
    made: dict = field(default_factory=dict)

    @property
    def name(self):
        return self.given.get("name") or self.site

    @property
    def label(self) -> str:
        return f"end {self.number}"

    @property
    def managed(self) -> bool:
        return self.given.get("managed", True) is not False

    @property
    def dialect(self):
        """neutron, k5, or None for a foreign end and for a cloud that was not reached."""
        return self.seen.get("dialect") if self.managed else None

    @property
    def on_k5(self) -> bool:
        return self.dialect == "k5"

    @property
    def service(self):
        """The VPN service as it is declared. On K5, which wants a subnet, the one network is it."""
        service = {"name": self.name, **options("vpn_service", self.given.get("vpn_service"))}
        found = self.seen.get("networks") or []
        if self.on_k5 and "subnet" not in service and len(found) == 1:
            service["subnet"] = found[0]["subnet"]
        return service

    @property
    def one_subnet(self):
        """Whether its VPN service carries one subnet, and connections say the networks; or endpoint groups do."""
        return "subnet" in self.service or bool(self.seen.get("service_subnet"))

    @property
    def networks(self):
        """What is behind this end, as the other end has to write it: a list of address/length."""
        if not self.managed:
            return [str(network) for network in self.given.get("networks") or ()]
        return [network["cidr"] for network in self.seen.get("networks") or ()]

    @property
    def subnets(self):
        """The same as the end's own cloud knows it."""
        return [network["subnet"] for network in self.seen.get("networks") or ()]

    @property
    def connection(self):
        return without_nulls(self.given.get("connection"))

    # --- outside

    @property
    def address(self):
        """Where the other end finds it by the user's word: a NAT in front, or a foreign gateway."""
        return self.given.get("address") or None

    @property
    def families(self):
        """The IP versions in which it can be dialled; both where only a name is known."""
        own = set(self.seen.get("families") or ()) if self.managed else {4, 6}
        if self.address and is_address(self.address):
            return {ip_address(self.address).version} & (own or {4, 6})
        return own

    def own_address(self, version: int):
        """The address that its gateway has: of the service that was made, else as seen before; None if not known."""
        services = (self.made.get("objects") or {}).get("vpn_services") or [{}]
        told = services[0].get("endpoint_addresses") or self.seen.get("addresses") or {}
        return next((told.get(family) for family, number in FAMILIES.items() if number == version), None)

    def address_for_peer(self, version: int):
        """The address that the other end dials; None if it is not known yet."""
        return self.address or self.own_address(version)

    def identity(self, version: int):
        """What its gateway presents in IKE. Neutron presents the gateway's own address, also behind a NAT."""
        return self.given.get("identity") or self.own_address(version) or self.address


def common_version(one: End, other: End):
    """The IP version in which the ends dial each other: 4 where both can, else 6, else None."""
    return min(one.families & other.families, default=None)
