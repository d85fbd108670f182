# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Values at the edge of what Neutron accepts, and changes of objects that exist."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any, NamedTuple

from ansible_collections.sitelink.vpnaas.tests.support.topology_mistakes import (
    CONNECTION,
    GROUP,
    POLICIES,
    SERVICE,
    Edit,
    grouped,
    is_six,
    put,
)


def _networks(*four: list[str], six: tuple[list[str], ...]) -> Edit:
    def edit(topology: dict, dice: random.Random) -> None:
        networks = dice.choice(six if is_six(topology) else four)
        if topology[GROUP]:
            topology[GROUP][1]["endpoints"] = networks
        else:
            topology[CONNECTION][0]["peer_cidrs"] = networks

    return edit


def _least_mtu(topology: dict, dice: random.Random) -> None:
    topology[CONNECTION][0]["mtu"] = dice.choice((1279, 1280, 1281) if is_six(topology) else (67, 68, 69, 1279))


def _also(kind: str, **item: Any) -> Edit:
    return lambda topology, _dice: topology[kind].append({"name": "spare", **item})


def _second_service(topology: dict, dice: random.Random) -> None:
    topology[SERVICE].append({**topology[SERVICE][0], "name": "hub2"})


#: Most of them are accepted, some are not: both must agree in any case.
EDGES: dict[str, Edit] = {
    "least mtu": _least_mtu,
    "timeout around interval": put(
        CONNECTION,
        "dpd",
        {"timeout": 31},
        {"timeout": 30},
        {"interval": 119},
        {"interval": 120},
        {"interval": 0, "timeout": 1},
    ),
    "least lifetime": put(
        POLICIES, "lifetime", {"value": 60}, {"value": 59}, {"value": 2**31 - 1}, {"units": "seconds"}
    ),
    "unusual networks": _networks(
        ["10.21.0.5/24"],
        ["10.21.0.1/32"],
        ["0.0.0.0/0"],
        ["10.21.0.0/16", "10.21.5.0/24"],
        six=(["2001:db8:21::5/64"], ["2001:db8:21::/129"], ["2001:db8:21::1/128"], ["::/0"]),
    ),
    "longest texts": put((CONNECTION, *POLICIES, SERVICE), "description", "x" * 255, "x" * 256),
    "longest names": _also("ike_policies", name="x" * 255),
    "too long a name": _also("ike_policies", name="x" * 256),
    "strange texts": put((CONNECTION, *POLICIES, SERVICE), "description", "ä ☃", "%'\"<b>", "\\"),
    "identities": put(CONNECTION, "peer_id", "CN=branch", "@branch", "me@example.com", "2001:db8::7", "key id"),
    "any peer": put(CONNECTION, "peer_address", "0.0.0.0", "0.0.0.0/0", "255.255.255.255", "256.0.0.1"),
    "weakest group": put(POLICIES, "pfs", "group2", "group3", "group15", "group31", "group32"),
    "authentication": put(POLICIES, "auth_algorithm", "sha256", "sha384", "sha224", "aes-cmac", "aes-gmac"),
    "counter mode": put(
        POLICIES,
        "encryption_algorithm",
        "aes-128-ctr",
        "aes-192-ccm-8",
        "aes-256-gcm-12",
        "aes-256-gcm-4",
        "aes-256-cbc",
    ),
    "disabled service": put(SERVICE, "admin_state_up", False),
    "flavor": put(SERVICE, "flavor", "vpn", "vpn-disabled"),
    "second service": _second_service,
    "unused ah-esp": _also("ipsec_policies", transform_protocol="ah-esp"),
    "unused group of vlans": _also(GROUP, type="vlan", endpoints=["7"]),
    "unused group of another router": _also(GROUP, type="subnet", endpoints=["lab", "loose"]),
    "unused group of two versions": _also(GROUP, type="subnet", endpoints=["office", "office6"]),
    "unused service on another router": _also(SERVICE, router="edge2"),
    "unused service without interfaces": _also(SERVICE, router="lonely"),
    "short key": put(CONNECTION, "psk", "x", "ä", "a b", "'"),
    "dpd off": put(CONNECTION, "dpd", {"action": "disabled"}, {"action": "restart-by-peer"}),
    "nobody initiates": put(CONNECTION, "initiator", "response-only", "responder"),
    "unknown subnet": grouped(put(GROUP, "endpoints", ["nowhere"])),
}


class Change(NamedTuple):
    """A change of the first object of a kind; ``options`` gives the changed ones, or None where it does not apply."""

    sort: str
    kind: str
    options: Callable[[dict, random.Random], dict[str, Any] | None]


def _one(option: str, *values: Any) -> Callable[[dict, random.Random], dict[str, Any]]:
    return lambda _topology, dice: {option: dice.choice(values)}


def _cidrs(topology: dict, dice: random.Random, other: bool = False) -> dict[str, Any] | None:
    if topology[GROUP]:
        return None
    six = is_six(topology) is not other
    return {"peer_cidrs": [f"2001:db8:{n}::/64" if six else f"10.{n}.0.0/24" for n in dice.sample(range(90, 99), 2)]}


def _address(topology: dict, dice: random.Random, six: bool) -> dict[str, Any] | None:
    if not six:
        return {"peer_address": "198.51.100.99"}
    return {"peer_address": "2001:db8:1000::99"} if topology[SERVICE][0]["router"] == "four" else None


def _replaced(option: str, *values: Any) -> Callable[[dict, random.Random], dict[str, Any]]:
    return lambda _topology, dice: {option: dice.choice(values), "replace": True}


def _moved(topology: dict, dice: random.Random) -> dict[str, Any]:
    router = dice.choice(("edge", "edge2", "four", "lonely", "closed"))
    subnet = {} if topology[GROUP] else {"subnet": dice.choice(("office", "lab", "four", "office6"))}
    return {"router": router, **subnet, "replace": True}


CHANGES: dict[str, Change] = {
    "another key": Change("valid", CONNECTION, _one("psk", "another secret of nobody")),
    "other networks": Change("valid", CONNECTION, _cidrs),
    "another address": Change("valid", CONNECTION, lambda topology, dice: _address(topology, dice, six=False)),
    "renamed in the description": Change("valid", CONNECTION, _one("description", "other", "another")),
    "group described": Change("valid", GROUP, _one("description", "other")),
    "networks of the other version": Change("mistake", CONNECTION, lambda top, dice: _cidrs(top, dice, other=True)),
    "address of another version": Change(
        "mistake", CONNECTION, lambda topology, dice: _address(topology, dice, six=True)
    ),
    "interval too long": Change("mistake", CONNECTION, _one("dpd", {"interval": 3600}, {"timeout": 0})),
    "mtu too small": Change("mistake", CONNECTION, lambda top, _dice: {"mtu": 1279 if is_six(top) else 67}),
    "policy in use": Change("mistake", "ike_policies", _one("lifetime", {"value": 999}, {"value": 998})),
    "policy in use described": Change("mistake", "ipsec_policies", _one("description", "other")),
    "groups beside networks": Change(
        "mistake", CONNECTION, lambda top, _dice: {"peer_cidrs": ["10.99.0.0/24"]} if top[GROUP] else None
    ),
    "least mtu": Change(
        "edge", CONNECTION, lambda top, dice: {"mtu": dice.choice((1279, 1280) if is_six(top) else (67, 68))}
    ),
    "timeout kept": Change(
        "edge", CONNECTION, _one("dpd", {"interval": 31}, {"action": "clear"}, {"interval": 60}, {"timeout": 30})
    ),
    "switched off": Change("edge", CONNECTION, _one("admin_state_up", False)),
    "service switched off": Change("edge", SERVICE, _one("admin_state_up", False)),
    # Replacements: the server by itself has no such request, so only check mode and a run are compared.
    "service moved": Change("edge", SERVICE, _moved),
    "policy replaced": Change("edge", "ike_policies", _replaced("pfs", "group14", "group16", "group13", "20")),
    "protocol replaced": Change("edge", "ipsec_policies", _replaced("transform_protocol", "ah", "esp", "ah-esp")),
    "local subnets replaced": Change("edge", GROUP, _replaced("endpoints", ["office"], ["lab"], ["office", "office6"])),
    "policy of a connection": Change("edge", CONNECTION, _replaced("ike_policy", "ike", "nothing")),
}
