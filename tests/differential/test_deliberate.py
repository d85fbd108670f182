# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every entry of deliberate.yml is shown once more: no difference is excused that is there no longer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.sitelink.vpnaas.tests.cloud.estate import ROUTER, SUBNET
from ansible_collections.sitelink.vpnaas.tests.differential.bodies import KINDS
from ansible_collections.sitelink.vpnaas.tests.differential.comparing import OVERLOOKED, RULES, differ
from ansible_collections.sitelink.vpnaas.tests.differential.machine import GATEWAY, PEER, Conversation
from ansible_collections.sitelink.vpnaas.tests.differential.sides import Answer, Ask, Embedded, Real

DELIBERATE = yaml.safe_load(Path(__file__).with_name("deliberate.yml").read_text(encoding="utf-8"))
PATH = {kind.singular: kind.path for kind in KINDS.values()}
REFERENCES = {"ikepolicy_id": "ikepolicy", "ipsecpolicy_id": "ipsecpolicy", "vpnservice_id": "vpnservice"}


def post(singular: str, values: dict[str, Any]) -> Ask:
    return Ask("demo", "POST", "vpn/" + PATH[singular], body={singular: values})


def both(real: Real, embedded: Embedded, ask: Ask) -> tuple[Answer, Answer]:
    answer = real.ask(ask)
    return answer, embedded.ask(ask, answer.created_id)


INNER = "routers/" + ROUTER["inner"]
LOOSE = {"subnet_id": SUBNET["loose"]}
UNKNOWN = {f"unknown{number}": 1 for number in range(9)}
TWO_BAD = {"auth_algorithm": "sha256", "name": 5, "encryption_algorithm": "rot13"}
OVERLOOKED_IN = {  # rule -> requests, of which one at least is answered differently
    "unordered-values": [
        post("endpoint_group", {"type": "cidr", "endpoints": [f"10.{n}.0.0/24" for n in range(20, 24)]})
    ],
    "unordered-listing": [post("ikepolicy", {"auth_algorithm": "sha256"})] * 6
    + [Ask("demo", "GET", "vpn/ikepolicies")],
    "network-keys": [Ask("demo", "GET", INNER)],
    "router-policies": [Ask("demo", "PUT", INNER, body={"router": {"external_gateway_info": GATEWAY}})],
    "router-ports": [Ask("demo", "PUT", f"{INNER}/{what}_router_interface", body=LOOSE) for what in ("add", "remove")],
    "unknown-keys": [post("ikepolicy", UNKNOWN)],
    "first-of-several": [post("ikepolicy", TWO_BAD)],
}
BY_CHANCE = {"first-of-several"}


@pytest.mark.parametrize("rule", DELIBERATE["overlooked"])
def test_overlooked_differences(real: Real, rule: str) -> None:
    """Each is needed, but one that needs a Neutron which loaded its extensions in a certain order."""
    embedded, before = Embedded(Conversation.agent), OVERLOOKED[rule]
    try:
        reports = [differ(ask, *both(real, embedded, ask)) for ask in OVERLOOKED_IN[rule]]
    finally:
        real.clean()
    assert not any(reports), reports
    assert OVERLOOKED[rule] > before or rule in BY_CHANCE


def test_every_rule_has_a_reason() -> None:
    assert {*RULES, "network-keys"} == set(DELIBERATE["overlooked"]) == set(OVERLOOKED_IN)


@pytest.mark.parametrize("told", DELIBERATE["conversations"], ids=lambda told: told["name"])
def test_deliberate_differences(real: Real, told: dict[str, Any]) -> None:
    """Each is still there, and still what deliberate.yml tells."""
    ((singular, values),) = told["create"].items()
    sent = "real" in told
    embedded = Embedded(Conversation.agent)
    known = {"LONG": "x" * 256}
    needed: dict[str, Any] = {}
    try:
        if singular == "ipsec_site_connection":
            needed = {**PEER, "peer_cidrs": ["10.2.0.0/24"], **REFERENCES}
            for name, part in PARTS.items():
                known[name] = both(real, embedded, post(*part))[0].created_id
        ask = post(singular, filled({**needed, **values}, known))
        answers = both(real, embedded, ask) if sent else (None, embedded.ask(ask))
        if "then" in told:
            ask = Ask("demo", told["then"], f"vpn/{PATH[singular]}/{answers[0].created_id}")
            answers = both(real, embedded, ask)
    finally:
        real.clean()
    for side, answer in zip(("real", "embedded"), answers, strict=True):
        if answer is not None:
            fits(told[side], answer)
    if sent:
        assert differ(ask, *answers), "no difference any more"


PARTS = {  # name -> kind, values
    "ikepolicy": ("ikepolicy", {"auth_algorithm": "sha256"}),
    "ipsecpolicy": ("ipsecpolicy", {"auth_algorithm": "sha256"}),
    "vpnservice": ("vpnservice", {"router_id": ROUTER["edge"], "subnet_id": SUBNET["office"]}),
    "six": ("vpnservice", {"router_id": ROUTER["edge"], "subnet_id": SUBNET["office6"]}),
}


def filled(value: Any, known: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: filled(item, known) for key, item in value.items()}
    if isinstance(value, list):
        return [filled(item, known) for item in value]
    return known.get(value, value) if isinstance(value, str) else value


def fits(told: dict[str, Any], answer: Answer) -> None:
    assert answer.status == told["status"], answer
    if "type" in told:
        assert answer.body["NeutronError"]["type"] == told["type"]
    if "shows" in told:
        (shown,) = answer.body.values()
        assert {name: shown[name] for name in told["shows"]} == told["shows"]
