# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""When two answers agree. What is overlooked is listed, with a reason, in test_known_differences.py."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from itertools import groupby
from typing import Any

from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.kinds_vpn import ENCRYPTION_ALGORITHMS

from .sides import Answer, Ask

OVERLOOKED: Counter[str] = Counter()
"""How often each rule made a difference vanish."""

UNORDERED = ("peer_cidrs", "endpoints", "external_fixed_ips")


Rules = dict[str, Callable[[Ask, Answer], Answer]]


def differ(ask: Ask, real: Answer, embedded: Answer, rules: Rules | None = None) -> str | None:
    """None, or the report of a difference; `rules`: what is overlooked beside RULES."""
    if real == embedded:
        return None
    for name, rule in {**RULES, **(rules or {})}.items():
        simpler = rule(ask, real), rule(ask, embedded)
        if simpler != (real, embedded):
            changed = simpler[0] == simpler[1] or simpler[0] != real
            real, embedded = simpler
            OVERLOOKED[name] += changed
    if not ask.path.startswith("vpn/"):
        known = real._replace(body=only_known(real.body, embedded.body))
        OVERLOOKED["network-keys"] += known != real
        real = known
    if real == embedded:
        return None
    return f"{ask}\n    real:     {real}\n    embedded: {embedded}"


def unordered_values(ask: Ask, answer: Answer) -> Answer:
    """peer_cidrs, endpoints and a gateway's addresses."""

    def sort(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {name: sort(item, name) for name, item in value.items()}
        if isinstance(value, list):
            return sorted(value, key=as_text) if key in UNORDERED else [sort(item) for item in value]
        return value

    return answer._replace(body=sort(answer.body))


def unordered_listing(ask: Ask, answer: Answer) -> Answer:
    """A listing that is not sorted by id: what is equal by what it is sorted by comes in any order."""
    query = [(name, value) for name, value in ask.query if value]
    sorting = [value for name, value in query if name == "sort_key"]
    if ask.method != "GET" or answer.status != 200 or "id" in sorting:
        return answer
    names = {name for name, _value in query}
    if {"limit", "marker"} <= names:
        return answer._replace(body=sorted(answer.body)[:1])
    if "limit" in names:
        return answer._replace(body={name: shape_of_page(value) for name, value in answer.body.items()})
    return answer._replace(body={name: in_runs(value, sorting) for name, value in answer.body.items()})


def shape_of_page(listed: list[dict]) -> list[str]:
    """How many objects, and which links: which objects they are depends on the order."""
    return [item.get("rel", "object") for item in listed]


def in_runs(listed: Any, sorting: list[str]) -> Any:
    if not isinstance(listed, list):
        return listed
    if not all(key in item for item in listed for key in sorting):
        return sorted(listed, key=as_text)
    runs = groupby(listed, key=lambda item: [item[key] for key in sorting])
    return [item for _key, run in runs for item in sorted(run, key=as_text)]


def router_policies(ask: Ask, answer: Answer) -> Answer:
    """The message of a 403 about a router."""
    if not ask.path.startswith("routers/") or answer.status != 403:
        return answer
    return answer._replace(body=answer.body["NeutronError"]["type"])


def router_ports(ask: Ask, answer: Answer) -> Answer:
    """The id of the port that joins a router and a subnet."""
    if "_router_interface" not in ask.path or answer.status != 200:
        return answer
    return answer._replace(body={**answer.body, "port_id": None})


def unknown_keys(_ask: Ask, answer: Answer) -> Answer:
    """The order in which several unknown keys are reported."""
    keys = message(answer).removeprefix("Unrecognized attribute(s) ")
    return answer if keys == message(answer) else answer._replace(body=sorted(keys.strip("'").split(", ")))


def first_of_several(ask: Ask, answer: Answer) -> Answer:
    """Which of two bad attributes is reported, where one is a policy's encryption_algorithm."""
    (sent,) = ask.body.values() if isinstance(ask.body, dict) and len(ask.body) == 1 else ({},)
    algorithm = sent.get("encryption_algorithm") if isinstance(sent, dict) else None
    if algorithm in (None, *ENCRYPTION_ALGORITHMS) and "encryption_algorithm" not in message(answer):
        return answer
    return answer._replace(body=message(answer).partition("Invalid input for ")[1] or answer.body)


def message(answer: Answer) -> str:
    error_from_response = answer.body.get("NeutronError") if isinstance(answer.body, dict) else None
    return error_from_response["message"] if error_from_response else ""


def as_text(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


RULES: Rules = {
    "unordered-values": unordered_values,
    "unordered-listing": unordered_listing,
    "router-policies": router_policies,
    "router-ports": router_ports,
    "unknown-keys": unknown_keys,
    "first-of-several": first_of_several,
}


def only_known(real: Any, embedded: Any) -> Any:
    """Of a network object the keys that the embedded cloud knows: those are all that VPN rules read."""
    if isinstance(real, dict) and isinstance(embedded, dict):
        return {name: only_known(value, embedded[name]) for name, value in real.items() if name in embedded}
    return real
