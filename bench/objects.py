# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The objects that the benchmark works on: two policies, a service, and any number of connections on it."""

from __future__ import annotations

BASE = {
    "ike_policies": [{"name": "ike"}],
    "ipsec_policies": [{"name": "ipsec"}],
    "vpn_services": [{"name": "office", "router": "edge", "subnet": "office"}],
}


def topology(count):
    """What vpn_topology takes: each connection with a network and a key of its own."""
    connections = [
        {
            **own(number),
            "vpn_service": "office",
            "ike_policy": "ike",
            "ipsec_policy": "ipsec",
        }
        for number in range(count)
    ]
    return {**BASE, "ipsec_site_connections": connections}


def bodies(count, ids):
    """The same connections as the API takes them."""
    return [{**own(number), "peer_id": own(number)["peer_address"], **ids} for number in range(count)]


def own(number):
    high, low = divmod(number, 250)
    return {
        "name": f"branch{number}",
        "peer_address": f"198.51.{high}.{low + 1}",
        "peer_cidrs": [f"10.{high + 10}.{low}.0/24"],
        "psk": f"the secret of branch {number}",
    }


def make_base(baseline):
    """The policies and the service, where they are not there yet; their ids as a connection names them."""
    if not baseline.get("/vpn/vpnservices"):
        for path, kind, name in (
            ("/vpn/ikepolicies", "ikepolicy", "ike"),
            ("/vpn/ipsecpolicies", "ipsecpolicy", "ipsec"),
        ):
            baseline.post(path, kind, {"name": name, "auth_algorithm": "sha256"})
        router, subnet = baseline.get("/routers", name="edge"), baseline.get("/subnets", name="office")
        service = {"name": "office", "router_id": router[0]["id"], "subnet_id": subnet[0]["id"]}
        baseline.post("/vpn/vpnservices", "vpnservice", service)
    return {
        "vpnservice_id": baseline.get("/vpn/vpnservices")[0]["id"],
        "ikepolicy_id": baseline.get("/vpn/ikepolicies")[0]["id"],
        "ipsecpolicy_id": baseline.get("/vpn/ipsecpolicies")[0]["id"],
    }
