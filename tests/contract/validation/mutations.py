# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every single value that can be changed at either end of a good pair, generated from the tables of fields.

Left out are the names of objects, which no gateway sees, and the type of an endpoint group, which the API refuses to
change and which fits no other endpoints.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.algorithms import KNOWN_VALUES
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Field
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.networks import network_range, ranges_overlap
from ansible_collections.sitelink.vpnaas.tests.contract.validation.pairs import COLLECTIONS, VARIANTS, Pair
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.seed_data import FLAVOR, ROUTER, SUBNET

EFFECTS = yaml.safe_load((Path(__file__).parent / "effects.yml").read_text(encoding="utf-8"))
SEVERITIES = {"breaks": "error", "degrades": "warning", "harmless": ""}
#: of a kind that is read only: the ids of other objects
OTHERS = {"router": ROUTER["twin-1"], "subnet": SUBNET["twin-1"], "flavor": FLAVOR["vpn"]}
TEXTS = {
    "description": ["another text"],
    "psk": ["another key of nobody else"],
    "peer_address": ["198.51.100.99", "2001:db8::99"],
    "peer_id": ["198.51.100.98", "other.example.com", "@other.example.com"],
    "local_id": ["198.51.100.97", "this.example.com"],
    "availability_zone": ["AZ2"],
}


@dataclass
class Mutation:
    """One value of one object at one end. ``more`` are values that the server derives from it."""

    end: int
    kind: str
    option: str
    index: int
    key: str
    value: Any
    more: dict[str, Any]

    def __str__(self) -> str:
        return f"end {self.end + 1}, {self.kind}.{self.option} = {self.value!r}"


def mutations(pair: Pair) -> Iterator[Mutation]:
    """Every mutation of a pair."""
    dialect = VARIANTS[pair.variant][0]
    for end in (0, 1):
        for kind, table in VPN_KINDS.items():
            resource = table.on(dialect)
            for index, stored in enumerate(pair.stored(end, kind) if resource.supported else ()):
                for row in resource.fields:
                    row = row.variant(stored.get(row.discriminator))
                    if not row.supported or row.option == "type":
                        continue
                    for option, value, more in _values(row, stored, pair, end):
                        yield Mutation(end, kind, option, index, row.key, value, more)


def _values(row: Field, stored: dict, pair: Pair, end: int) -> Iterator[tuple[str, Any, dict]]:
    current = stored.get(row.key)
    for part in row.suboptions:
        for value in _plain_values(part, (current or {}).get(part.option)):
            yield f"{row.option}.{part.option}", {**(current or {}), part.option: value}, {}
    if row.suboptions:
        return
    if row.refers_to:
        yield from ((row.option, value, more) for value, more in _references(row, current, pair, end))
    elif row.value_type.elements:
        yield from ((row.option, value, {}) for value in _networks(current or []))
    else:
        yield from ((row.option, value, {}) for value in _plain_values(row, current))


def _plain_values(row: Field, current: Any) -> Iterator[Any]:
    known = row.choices or KNOWN_VALUES.get(row.option, ())
    if known:
        yield from (value for value in known if value != current)
    elif row.value_type.type == "bool":
        yield not current
    elif row.value_type.type == "int":
        yield from {max(row.minimum or 0, int(current) // 2), int(current) + 60} - {current}
    else:
        yield from (value for value in TEXTS[row.option] if value != current)


def _networks(current: list[str]) -> Iterator[list[str]]:
    """Other networks, one more, a half, and twice as much."""
    if not current:
        return
    address, length = current[0].split("/")
    yield ["10.77.0.0/24"]
    yield [*current, "10.77.0.0/24"]
    yield [f"{address}/{int(length) + 1}"]
    yield [f"{address}/{int(length) - 8}"]


def _references(row: Field, current: Any, pair: Pair, end: int) -> Iterator[tuple[Any, dict]]:
    if isinstance(current, list):
        yield [OTHERS[row.refers_to]], {}
        yield [*current, OTHERS[row.refers_to]], {}
    elif row.refers_to == "router":
        addresses = {"external_v4_ip": "203.0.113.12", "external_v6_ip": "2001:db8:ffff::12"}
        yield OTHERS["router"], addresses if VARIANTS[pair.variant][0] == "neutron" else {}
    elif row.refers_to in OTHERS:
        if current or row.refers_to == "flavor":
            yield OTHERS[row.refers_to], {}
    elif current:
        yield from ((identifier, {}) for identifier in _other_objects(row.refers_to, current, pair, end))


def _other_objects(kind: str, current: str, pair: Pair, end: int) -> Iterator[str]:
    """The id of another object of a VPN kind, made of the present one with one other value."""
    store = pair.runners[end].cloud.store
    changes = {
        "ike_policy": {"encryption_algorithm": "aes-192"},
        "ipsec_policy": {"encryption_algorithm": "aes-192"},
        "vpn_service": {"router_id": ROUTER["twin-1"], "external_v4_ip": "203.0.113.12"},
        "endpoint_group": {"endpoints": ["10.77.0.0/24"]},
    }
    present = store.get(COLLECTIONS[kind], current)
    change = changes[kind]
    if present.get("type") == "subnet":
        change = {"endpoints": [SUBNET["twin-1"]]}
    new = store.add(COLLECTIONS[kind], {**copy.deepcopy(present), **change, "id": store.new_id(), "name": "another"})
    yield new["id"]
    store.remove(COLLECTIONS[kind], new["id"])


def apply(pair: Pair, mutation: Mutation) -> dict[str, Any]:
    """Change the value; the result undoes it: ``stored.update(result)``."""
    stored = pair.stored(mutation.end, mutation.kind)[mutation.index]
    before = {key: copy.deepcopy(stored.get(key)) for key in (mutation.key, *mutation.more)}
    stored.update({mutation.key: mutation.value, **mutation.more})
    return before


def expected(pair: Pair, mutation: Mutation, before: Any) -> str:
    """The severity of the table for the mutation: error, warning, or empty for harmless."""
    entry = EFFECTS[mutation.kind][mutation.option]
    cases = entry if isinstance(entry, list) else [entry]
    case = next(case for case in cases if "if" not in case or _fits(case["if"], pair, mutation, before))
    return SEVERITIES[case["effect"]]


def _fits(condition: str, pair: Pair, mutation: Mutation, before: Any) -> bool:
    ike = {item["ike_version"] for end in (0, 1) for item in pair.stored(end, "ike_policy")}
    if condition in ("IKEv1", "IKEv2"):
        return (ike == {"v2"}) == (condition == "IKEv2")
    if condition == "AEAD at both ends":
        return all("gcm" in item["encryption_algorithm"] for end in (0, 1) for item in pair.stored(end, "ipsec_policy"))
    if condition == "refused by gateways":
        return mutation.value["action"] in ("disabled", "restart-by-peer")
    if not isinstance(mutation.value, list):
        return False
    if any("/" not in text for text in mutation.value):
        kept = set(before) & set(mutation.value)
        return condition == "overlapping" and bool(kept)
    one, other = ([network_range(text) for text in texts] for texts in (before, mutation.value))
    covered = all(any(new.first <= old.first and old.last <= new.last for new in other) for old in one)
    if condition == "a network more is expected":
        return covered
    return any(ranges_overlap(old, new) for old in one for new in other)


def names(row: dict, mutation: Mutation) -> bool:
    """Whether the assertion names the value that was changed."""
    value = mutation.value
    if mutation.option == "psk":
        return row["id"] == "ends-key"
    if mutation.option == "admin_state_up":
        return row["id"] in ("switched-on", "ends-switched-on")
    if mutation.option in ("vpn_service", "router", "subnet") or mutation.option.endswith(("_group", "_policy")):
        return row["id"].startswith(("ends-", "address-fresh"))
    if mutation.kind == "endpoint_group" or isinstance(value, list):
        return row["id"] == "ends-networks"
    if isinstance(value, dict):
        value = value[mutation.option.split(".")[1]]
    return str(value).lstrip("@") in f"{row['expected']} {row['actual']} {row['msg']}"
