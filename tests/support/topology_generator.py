# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Random topologies for the networks of ``seed_data.py`` and of ``topology_sides.prepare``; a number is a seed.

About a third each: valid; with a mistake that Neutron refuses; with a value at the edge of what Neutron accepts. A part
of each is a change of what exists already.
"""

from __future__ import annotations

import copy
import random
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.algorithms import KNOWN_VALUES, LAST_RELEASE
from ansible_collections.sitelink.vpnaas.tests.support.topology_edges import CHANGES, EDGES
from ansible_collections.sitelink.vpnaas.tests.support.topology_mistakes import MISTAKES

#: A list of items for each key, as the options of vpn_topology.
Topology = dict[str, list[dict[str, Any]]]
#: router -> its subnets by IP version
PLACES = {"edge": {4: "office", 6: "office6"}, "edge2": {4: "lab"}, "four": {4: "four"}}
#: Release 29 cannot store the others, and a real one on SQLite cannot list what it stored then.
STORED = {key: [value for value in known if value not in LAST_RELEASE] for key, known in KNOWN_VALUES.items()}


@dataclass
class Case:
    """One generated topology; ``before`` is what exists when it is declared."""

    number: int
    sort: str
    what: str
    topology: Topology
    before: Topology = field(default_factory=dict)
    #: (kind, name, changed options) of the one object that differs from ``before``
    changed: tuple[str, str, dict[str, Any]] | None = None

    @property
    def is_replacement(self) -> bool:
        """Whether a new object has to take the place of the changed one."""
        return bool(self.changed and self.changed[2].get("replace"))

    def __str__(self) -> str:
        return f"case {self.number} ({self.sort}: {self.what}): {self.topology}" + f" after {self.before}" * bool(
            self.before
        )


def generate(number: int) -> Case:
    """The case of that number."""
    dice = random.Random(number)
    topology = valid(dice)
    sort = ("valid", "mistake", "edge")[number % 3]
    if dice.random() < 0.3:
        return _change(number, sort, topology, dice)
    if sort == "valid":
        return Case(number, sort, "nothing", topology)
    tables = MISTAKES if sort == "mistake" else EDGES
    while True:
        name = dice.choice(list(tables))
        if tables[name](topology, dice) is not False:
            return Case(number, sort, name, topology)


def _change(number: int, sort: str, before: Topology, dice: random.Random) -> Case:
    """A case that changes one object of ``before``."""
    if sort == "valid":
        for item in before["ipsec_site_connections"]:
            item.pop("admin_state_up", None)  # a disabled connection may never accept a change
    while True:
        name = dice.choice([name for name in CHANGES if CHANGES[name].sort == sort])
        change = CHANGES[name]
        if not before.get(change.kind):
            continue
        after = copy.deepcopy(before)
        item = after[change.kind][0]
        options = change.options(after, dice)
        if options is None or all(item.get(key) == options[key] for key in options if key != "replace"):
            continue
        item.update(options)
        return Case(number, sort, name, after, before, (change.kind, item["name"], options))


def valid(dice: random.Random) -> Topology:
    """A topology that Neutron 29 accepts."""
    router = dice.choice(list(PLACES))
    version = dice.choice(list(PLACES[router]))
    subnet, grouped = PLACES[router][version], dice.random() < 0.5
    topology: Topology = {
        "ike_policies": [
            _policy(dice, "ike", ike_version=("v1", "v2"), phase1_negotiation_mode=("main", "aggressive"))
        ],
        "ipsec_policies": [
            _policy(dice, "ipsec", transform_protocol=("esp", "ah"), encapsulation_mode=("tunnel", "transport"))
        ],
        "vpn_services": [{"name": "hub", "router": router, **({} if grouped else {"subnet": subnet})}],
        "endpoint_groups": [],
        "ipsec_site_connections": [],
    }
    for number in range(dice.choice((1, 1, 1, 2))):
        networks = {"peer_cidrs": cidrs(dice, version)}
        if grouped:
            local, peers = f"local{number}", f"peers{number}"
            topology["endpoint_groups"] += [
                {"name": local, "type": "subnet", "endpoints": [subnet]},
                {"name": peers, "type": "cidr", "endpoints": networks["peer_cidrs"]},
            ]
            networks = {"local_endpoint_group": local, "peer_endpoint_group": peers}
        topology["ipsec_site_connections"].append(_connection(dice, number, router, version) | networks)
    return topology


def _policy(dice: random.Random, name: str, **options: tuple[str, ...]) -> dict[str, Any]:
    item: dict[str, Any] = {"name": name}
    for key, values in (*STORED.items(), *options.items()):
        if dice.random() < 0.6:
            item[key] = dice.choice(values)
    if dice.random() < 0.4:
        item["lifetime"] = {"value": dice.randint(60, 90000)}
    return item


def _connection(dice: random.Random, number: int, router: str, version: int) -> dict[str, Any]:
    six = router != "four" and dice.random() < 0.3
    item: dict[str, Any] = {
        "name": f"branch{number}",
        "vpn_service": "hub",
        "ike_policy": "ike",
        "ipsec_policy": "ipsec",
        "peer_address": f"2001:db8:1000::{number + 1}" if six else f"198.51.100.{number + 1}",
        "psk": "a secret of nobody else",
    }
    more = {
        "peer_id": ("branch.example.com", "192.0.2.7", "me@example.com"),
        "local_id": ("hub.example.com", ""),
        "mtu": (1280, 1400, 1500) if version == 6 else (68, 1400, 1500),
        "dpd": ({"action": "restart"}, {"interval": 10, "timeout": 60}, {"timeout": 31}),
        "initiator": ("bi-directional", "response-only"),
        "admin_state_up": (True, True, False),
        "description": ("", "a branch"),
    }
    return item | {key: dice.choice(values) for key, values in more.items() if dice.random() < 0.25}


def cidrs(dice: random.Random, version: int) -> list[str]:
    """One to three networks of that IP version."""
    numbers = dice.sample(range(20, 90), dice.choice((1, 1, 2, 3)))
    return [f"10.{number}.0.0/24" if version == 4 else f"2001:db8:{number}::/64" for number in numbers]
