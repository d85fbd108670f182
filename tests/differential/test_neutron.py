# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The embedded cloud against a real Neutron 29. SITELINK_REQUESTS says how many requests to compare."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, seed, settings
from hypothesis.errors import HypothesisException
from hypothesis.stateful import run_state_machine_as_test

from ansible_collections.sitelink.vpnaas.tests.cloud.estate import ROUTER, SUBNET
from ansible_collections.sitelink.vpnaas.tests.differential.bodies import KINDS
from ansible_collections.sitelink.vpnaas.tests.differential.comparing import OVERLOOKED, differ
from ansible_collections.sitelink.vpnaas.tests.differential.machine import PEER, Conversation
from ansible_collections.sitelink.vpnaas.tests.differential.sides import Answer, Ask, Embedded, Real

REQUESTS = int(os.environ.get("SITELINK_REQUESTS", "300"))
LONG_RUN = 5000
SETTINGS = settings(
    max_examples=min(50, max(4, REQUESTS // 60)),
    stateful_step_count=40,
    deadline=None,
    database=None,
    print_blob=False,
    suppress_health_check=list(HealthCheck),
)
DELIBERATE = yaml.safe_load(Path(__file__).with_name("deliberate.yml").read_text(encoding="utf-8"))
PATH = {kind.singular: kind.path for kind in KINDS.values()}


def test_generated_conversations(real: Real) -> None:
    """Rounds of generated conversations until enough requests were compared; the same in every run."""
    Conversation.differences.clear()
    number = 0
    while sum(Conversation.asked.values()) < REQUESTS:
        number += 1
        machine = seed(number)(type("Conversation", (Conversation,), {}))
        problem = problem_of(machine)
        if problem:
            pytest.fail(f"round {number}: {problem}", pytrace=False)
    assert set(OVERLOOKED) <= set(DELIBERATE["overlooked"])
    if REQUESTS >= LONG_RUN:
        assert set(OVERLOOKED) == set(DELIBERATE["overlooked"]), "a rule that is never needed"


def problem_of(machine: type[Conversation]) -> str | None:
    try:
        run_state_machine_as_test(machine, settings=SETTINGS)
    except AssertionError:
        return Conversation.differences[-1]  # What hypothesis found last is the shortest.
    except HypothesisException as problem:
        # It cannot find again what depends on ids, which are the real cloud's own choice.
        return "\n".join([str(problem), *Conversation.differences[:1]])
    return None


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


REFERENCES = {"ikepolicy_id": "ikepolicy", "ipsecpolicy_id": "ipsecpolicy", "vpnservice_id": "vpnservice"}


PARTS = {  # name -> kind, values
    "ikepolicy": ("ikepolicy", {"auth_algorithm": "sha256"}),
    "ipsecpolicy": ("ipsecpolicy", {"auth_algorithm": "sha256"}),
    "vpnservice": ("vpnservice", {"router_id": ROUTER["edge"], "subnet_id": SUBNET["office"]}),
    "six": ("vpnservice", {"router_id": ROUTER["edge"], "subnet_id": SUBNET["office6"]}),
}


def post(singular: str, values: dict[str, Any]) -> Ask:
    return Ask("demo", "POST", "vpn/" + PATH[singular], body={singular: values})


def both(real: Real, embedded: Embedded, ask: Ask) -> tuple[Answer, Answer]:
    answer = real.ask(ask)
    return answer, embedded.ask(ask, answer.created_id)


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
