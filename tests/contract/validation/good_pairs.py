# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Good pairs of any kind: other notations, values that each end may have for itself, wider networks."""

from __future__ import annotations

import random
from ipaddress import ip_network

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.algorithms import KNOWN_VALUES
from ansible_collections.sitelink.vpnaas.tests.contract.validation.pairs import VARIANTS, Pair, good_pair

ACTIONS = {"neutron": ("hold", "clear", "restart"), "k5": ("hold", "restart")}
K5_VALUES = {
    "auth_algorithm": ("sha1",),
    "encryption_algorithm": ("aes-128", "aes-192", "aes-256"),
    "pfs": ("group2", "group5", "group14"),
}


def generated_pair(seed: int) -> tuple[Pair, list[str]]:
    """A good pair, and what is unusual about it."""
    chance = random.Random(seed)
    pair = good_pair(chance.choice(sorted(VARIANTS)))
    dialect = VARIANTS[pair.variant][0]
    notes: list[str] = [pair.variant]
    _policies(pair, dialect, chance, notes)
    for number in (0, 1):
        (connection,) = pair.stored(number, "ipsec_site_connection")
        interval = chance.randrange(5, 120)
        connection["dpd"] = {
            "action": chance.choice(ACTIONS[dialect]),
            "interval": chance.choice((interval, str(interval))),
            "timeout": interval + chance.randrange(1, 600),
        }
        connection["description"] = chance.choice(("", "a text", "a text [sitelink:gitops]"))
        connection["name"] = chance.choice(("tunnel", f"to the other end {number}", "täglich <b>"))
        if dialect == "neutron":
            connection["mtu"] = chance.choice((1500, 1400, "1280"))
    chance.choice(pair.stored(0, "ipsec_site_connection") + pair.stored(1, "ipsec_site_connection"))["initiator"] = (
        chance.choice(("bi-directional", "response-only"))
    )
    _networks(pair, chance, notes)
    _identities(pair, dialect, chance, notes)
    return pair, notes


def _policies(pair: Pair, dialect: str, chance: random.Random, notes: list[str]) -> None:
    values = KNOWN_VALUES if dialect == "neutron" else K5_VALUES
    same = {
        kind: {option: chance.choice(choices) for option, choices in values.items()}
        for kind in ("ike_policy", "ipsec_policy")
    }
    if dialect == "neutron":
        same["ike_policy"]["ike_version"] = chance.choice(("v1", "v2"))
    aead = any(mode in same["ipsec_policy"]["encryption_algorithm"] for mode in ("gcm", "ccm"))
    for number in (0, 1):
        for kind, options in same.items():
            (policy,) = pair.stored(number, kind)
            policy.update(options, lifetime={"units": "seconds", "value": chance.choice((600, 3600, "28800", 86400))})
            policy["name"] = chance.choice(("ike", "strong", "stark [1]"))
        if aead:
            pair.stored(number, "ipsec_policy")[0]["auth_algorithm"] = chance.choice(values["auth_algorithm"])
        if same["ike_policy"].get("ike_version") == "v2":
            pair.stored(number, "ike_policy")[0]["phase1_negotiation_mode"] = chance.choice(("main", "aggressive"))
    notes.append(f"{same}")


def _networks(pair: Pair, chance: random.Random, notes: list[str]) -> None:
    """Host bits, halves in place of a whole, and, with IKEv2, what one end expects beyond the other's networks."""
    version = pair.stored(0, "ike_policy")[0]["ike_version"]
    for number in (0, 1):
        holders = [(group, "endpoints") for group in pair.stored(number, "endpoint_group") if group["type"] == "cidr"]
        holders = holders or [(pair.stored(number, "ipsec_site_connection")[0], "peer_cidrs")]
        for holder, key in holders:
            network = ip_network(holder[key][0])
            shapes = [holder[key], [f"{network.network_address + chance.randrange(1, 200)}/{network.prefixlen}"]]
            if version == "v2":
                shapes += [
                    [str(half) for half in network.subnets()],
                    [str(network.supernet(chance.randrange(1, 9)))],
                    [*holder[key], "192.0.2.0/25"],
                ]
            holder[key] = chance.choice(shapes)
            chance.shuffle(holder[key])
            notes.append(str(holder[key]))


def _identities(pair: Pair, dialect: str, chance: random.Random, notes: list[str]) -> None:
    if dialect == "k5":
        for number in (0, 1):
            (connection,) = pair.stored(number, "ipsec_site_connection")
            connection["peer_id"] = chance.choice(("", "@", "@@")) + connection["peer_id"]
        return
    if chance.random() < 0.3:
        for number, text in enumerate(("paris.example.com", "rome.example.com")):
            pair.stored(number, "ipsec_site_connection")[0]["local_id"] = text
            pair.stored(1 - number, "ipsec_site_connection")[0]["peer_id"] = text
        notes.append("host names as identities")
    elif chance.random() < 0.3:
        for number, end in enumerate(("11", "10")):
            (connection,) = pair.stored(number, "ipsec_site_connection")
            text = chance.choice((f"2001:db8:ffff::{end}", f"2001:DB8:FFFF:0:0:0:0:{end}"))
            connection["peer_address"], connection["peer_id"] = text, text.lower()
        notes.append("over IPv6")
