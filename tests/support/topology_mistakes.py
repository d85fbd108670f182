# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Mistakes to put into a valid topology, each of which Neutron refuses. One returns False where it does not apply."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

#: ``(topology, dice)`` -> False where the mistake cannot be made in this topology.
Edit = Callable[[dict[str, list[dict[str, Any]]], random.Random], Any]

POLICIES = ("ike_policies", "ipsec_policies")
CONNECTION, SERVICE, GROUP = "ipsec_site_connections", "vpn_services", "endpoint_groups"


def put(kind: str | tuple[str, ...], option: str, *values: Any) -> Edit:
    """Give the first object of the kind one of the values."""

    def edit(topology: dict, dice: random.Random) -> bool:
        items = topology[kind if isinstance(kind, str) else dice.choice(kind)]
        if items:
            items[0][option] = dice.choice(values)
        return bool(items)

    return edit


def take(kind: str, option: str) -> Edit:
    """Leave an option of the first object of the kind out."""

    def edit(topology: dict, dice: random.Random) -> bool:
        return bool(topology[kind]) and topology[kind][0].pop(option, None) is not None

    return edit


def both(*edits: Edit) -> Edit:
    """One edit after another."""

    def edit(topology: dict, dice: random.Random) -> bool:
        return all(one(topology, dice) is not False for one in edits)

    return edit


def grouped(edit: Edit, wanted: bool = True) -> Edit:
    """The edit, only where the connections use endpoint groups; with ``wanted`` false where they use peer_cidrs."""
    return lambda topology, dice: bool(topology[GROUP]) is wanted and edit(topology, dice)


def is_six(topology: dict) -> bool:
    """Whether the networks are IPv6."""
    networks = topology[CONNECTION][0].get("peer_cidrs") or topology[GROUP][1]["endpoints"]
    return ":" in networks[0]


def _of_the_other_version(topology: dict, dice: random.Random) -> None:
    networks = ["10.99.0.0/24"] if is_six(topology) else ["2001:db8:99::/64"]
    if topology[GROUP]:
        topology[GROUP][1]["endpoints"] = networks
    else:
        topology[CONNECTION][0]["peer_cidrs"] = networks


def _small_mtu(topology: dict, dice: random.Random) -> None:
    topology[CONNECTION][0]["mtu"] = dice.choice((1279, 68) if is_six(topology) else (67, 1))


def _swapped_groups(topology: dict, dice: random.Random) -> None:
    connection = topology[CONNECTION][0]
    keys = ("local_endpoint_group", "peer_endpoint_group")
    connection[keys[0]], connection[keys[1]] = connection[keys[1]], connection[keys[0]]


def _subnets_of_two_versions(topology: dict, dice: random.Random) -> bool:
    if topology[SERVICE][0]["router"] != "edge":
        return False
    topology[GROUP][0]["endpoints"] = ["office", "office6"]
    return True


def _six_behind_four(topology: dict, dice: random.Random) -> None:
    """The router ``four`` has no IPv6 address."""
    subnet = {} if topology[GROUP] else {"subnet": "four"}
    topology[SERVICE][0] = {"name": "hub", "router": "four", **subnet}
    for group in topology[GROUP][::2]:
        group["endpoints"] = ["four"]
    for group in topology[GROUP][1::2]:
        group["endpoints"] = ["10.99.0.0/24"]
    for connection in topology[CONNECTION]:
        connection.pop("mtu", None)
        if not topology[GROUP]:
            connection["peer_cidrs"] = ["10.99.0.0/24"]
    topology[CONNECTION][0]["peer_address"] = "2001:db8:1000::1"


BAD_NETWORKS = (["10.0.0.0/33"], ["10.0.0.0"], ["x/24"], ["10.20.0.0/24", "2001:db8:20::/64"], ["10.1.0.0/255.255.0.0"])
OFF_THE_ROUTER = {"edge": ("lab", "loose"), "edge2": ("office", "loose"), "four": ("office", "lab")}


def _off_the_router(topology: dict, dice: random.Random) -> None:
    subnet = dice.choice(OFF_THE_ROUTER[topology[SERVICE][0]["router"]])
    if topology[GROUP]:
        topology[GROUP][0]["endpoints"] = [subnet]
    else:
        topology[SERVICE][0]["subnet"] = subnet


MISTAKES: dict[str, Edit] = {
    "unknown group": put(POLICIES, "pfs", "group13", "group1", "20", "Group14", "modp2048", "group32"),
    "unknown encryption": put(POLICIES, "encryption_algorithm", "aes256", "des", "aes-256-gcm", "AES-128", "aes-512"),
    "unknown authentication": put(POLICIES, "auth_algorithm", "md5", "SHA256", "sha-256", "sha2"),
    "short lifetime": put(POLICIES, "lifetime", {"value": 59}, {"value": 0}, {"value": -1}),
    "kilobytes": put(POLICIES, "lifetime", {"units": "kilobytes"}),
    "zone": put(POLICIES, "availability_zone", "AZ1"),
    "unknown version": put("ike_policies", "ike_version", "v3", "IKEv2"),
    "unknown mode": put("ike_policies", "phase1_negotiation_mode", "quick"),
    "unknown protocol": put("ipsec_policies", "transform_protocol", "ESP", "ip"),
    "ah-esp": put("ipsec_policies", "transform_protocol", "ah-esp"),
    "router without gateway": both(put(SERVICE, "router", "closed"), take(SERVICE, "subnet")),
    "router without interfaces": both(put(SERVICE, "router", "lonely"), put(SERVICE, "subnet", "lab", "loose")),
    "subnet off the router": _off_the_router,
    "unknown router": put(SERVICE, "router", "nowhere"),
    "disabled flavor": put(SERVICE, "flavor", "vpn-disabled"),
    "flavor of another service": put(SERVICE, "flavor", "router"),
    "timeout not above interval": put(
        CONNECTION, "dpd", {"interval": 30, "timeout": 30}, {"timeout": 30}, {"interval": 120}, {"interval": 500}
    ),
    "unknown dpd action": put(CONNECTION, "dpd", {"action": "none"}),
    "negative interval": put(CONNECTION, "dpd", {"interval": -1}),
    "small mtu": _small_mtu,
    "unknown initiator": put(CONNECTION, "initiator", "initiator"),
    "peer address": put(CONNECTION, "peer_address", "198.51.100.0/24", "300.1.1.1", "1.2.3.4.5", "2001:db8::g"),
    "IPv6 peer behind IPv4": _six_behind_four,
    "networks of two versions": _of_the_other_version,
    "bad networks": grouped(put(CONNECTION, "peer_cidrs", *BAD_NETWORKS), wanted=False),
    "no networks": grouped(take(CONNECTION, "peer_cidrs"), wanted=False),
    "networks beside groups": grouped(put(CONNECTION, "peer_cidrs", ["10.99.0.0/24"])),
    "no local group": grouped(take(CONNECTION, "local_endpoint_group")),
    "no peer group": grouped(take(CONNECTION, "peer_endpoint_group")),
    "swapped groups": grouped(_swapped_groups),
    "subnets of two versions": grouped(_subnets_of_two_versions),
    "service with subnet and groups": grouped(put(SERVICE, "subnet", "office", "lab", "four")),
    "empty group": grouped(put(GROUP, "endpoints", [])),
    "endpoint twice": grouped(lambda topology, _dice: topology[GROUP][1].update(endpoints=["10.9.9.0/24"] * 2)),
    "bad endpoint": grouped(lambda topology, dice: topology[GROUP][1].update(endpoints=dice.choice(BAD_NETWORKS[:3]))),
    "unknown group type": grouped(put(GROUP, "type", "port")),
    "group of networks": grouped(lambda topology, _dice: topology[GROUP][1].update(type="vlan", endpoints=["7"])),
    "no type": grouped(take(GROUP, "type")),
    "unknown policy": put(CONNECTION, "ike_policy", "ikee"),
    "unknown service": put(CONNECTION, "vpn_service", "hubb"),
    "no key": take(CONNECTION, "psk"),
    "no peer": take(CONNECTION, "peer_address"),
    "long name": put((CONNECTION, *POLICIES, SERVICE), "description", "x" * 256),
}
