# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A Neutron whose tunnels all use sha1, made through its API: the sites of project demo, each joined to one of project
other. Neighbours share policies, and every policy is in use."""

from __future__ import annotations

from ansible_collections.sitelink.vpnaas.tests.support.openstack.booted import ApiUser

SITES = 12
#: What release 25 stores and release 29 does not, by the number of the policy.
IKE = (
    {"auth_algorithm": "sha1", "encryption_algorithm": "aes-128", "pfs": "group5", "ike_version": "v1"},
    {"auth_algorithm": "sha1", "encryption_algorithm": "3des", "pfs": "group2", "ike_version": "v2"},
    {"auth_algorithm": "sha1", "encryption_algorithm": "aes-256", "pfs": "group14", "ike_version": "v2"},
)
IPSEC = (
    {"auth_algorithm": "sha1", "encryption_algorithm": "3des", "pfs": "group2"},
    {"auth_algorithm": "sha1", "encryption_algorithm": "aes-128", "pfs": "group5"},
    {"auth_algorithm": "sha256", "encryption_algorithm": "3des", "pfs": "group14"},
)
PATHS = ("ikepolicies", "ipsecpolicies", "vpnservices", "endpoint-groups", "ipsec-site-connections")


class End:
    """One project's part of a site: a router with an address of its own, a network, a VPN service."""

    def __init__(self, user: ApiUser, site: int, second: int) -> None:
        self.user, self.name = user, f"site{site:02}"
        self.network = f"10.{second}.{site}.0/24"
        network = user.make("networks", "network", name=self.name)["id"]
        self.subnet = user.make(
            "subnets", "subnet", name=self.name, network_id=network, cidr=self.network, ip_version=4
        )["id"]
        public = {"network_id": user.find("networks", "public")}
        self.router = user.make("routers", "router", name=self.name, external_gateway_info=public)["id"]
        answer = user.ask("PUT", f"routers/{self.router}/add_router_interface", subnet_id=self.subnet)
        assert answer.status_code == 200, answer.text
        self.service = user.make(
            "vpn/vpnservices", "vpnservice", name=self.name, router_id=self.router, subnet_id=self.subnet
        )
        self.address = self.service["external_v4_ip"]

    def connect(self, other: End, policies: tuple[str, str]) -> None:
        self.user.make(
            "vpn/ipsec-site-connections",
            "ipsec_site_connection",
            name=self.name,
            vpnservice_id=self.service["id"],
            ikepolicy_id=policies[0],
            ipsecpolicy_id=policies[1],
            peer_address=other.address,
            peer_id=other.address,
            peer_cidrs=[other.network],
            psk=f"key of {self.name}",
        )


def make_topology(one: ApiUser, other: ApiUser, admin: ApiUser) -> None:
    for user in (one, other):
        unlimited = dict.fromkeys(("router", "network", "subnet", "port"), -1)
        answer = admin.ask("PUT", f"quotas/{user.project_id}", quota=unlimited)
        assert answer.status_code == 200, answer.text
    policies = {user: _policies(user) for user in (one, other)}
    for site in range(SITES):
        ends = End(one, site, 101), End(other, site, 102)
        for end, peer in (ends, ends[::-1]):
            end.connect(peer, policies[end.user][site % len(IKE)])


def _policies(user: ApiUser) -> list[tuple[str, str]]:
    """Each pair in an IKE policy and an IPsec policy of one proposal."""
    return [
        (
            user.make("vpn/ikepolicies", "ikepolicy", name=f"branches{number}-ike", **ike)["id"],
            user.make("vpn/ipsecpolicies", "ipsecpolicy", name=f"branches{number}-ipsec", **ipsec)["id"],
        )
        for number, (ike, ipsec) in enumerate(zip(IKE, IPSEC, strict=True), 1)
    ]


def objects(user: ApiUser) -> dict[str, list[dict]]:
    """All VPN objects of the user's project, as the API returns them, in the order of their ids."""
    return {path: sorted(user.listing(f"vpn/{path}"), key=lambda item: item["id"]) for path in PATHS}


def weak(user: ApiUser) -> list[str]:
    """The policies that release 29 cannot store, by name."""
    return [
        item["name"]
        for path in PATHS[:2]
        for item in user.listing(f"vpn/{path}")
        if item["auth_algorithm"] == "sha1" or item["encryption_algorithm"] == "3des"
    ]
