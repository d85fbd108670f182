# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The embedded cloud against a real Neutron 29, without OVN or with it (SITELINK_RELEASE=29-ovn). SITELINK_REQUESTS
says how many requests to compare."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.errors import HypothesisException
from hypothesis.stateful import run_state_machine_as_test

from ansible_collections.sitelink.vpnaas.tests.contract.differential.machine import Conversation
from ansible_collections.sitelink.vpnaas.tests.contract.differential.ovn_machine import OvnConversation, OvnReal
from ansible_collections.sitelink.vpnaas.tests.contract.differential.sides import Real

REQUESTS = int(os.environ.get("SITELINK_REQUESTS", "300"))
SETTINGS = settings(
    deadline=None,
    database=None,
    print_blob=False,
    suppress_health_check=list(HealthCheck),
)


def test_generated_conversations(real: Real) -> None:
    """Rounds of generated conversations until enough requests were compared; the same in every run."""
    Conversation.differences.clear()
    kind = OvnConversation if isinstance(real, OvnReal) else Conversation
    number = 0
    while sum(Conversation.asked.values()) < REQUESTS:
        number += 1
        machine = seed(number)(type("Conversation", (kind,), {}))
        problem = problem_of(machine)
        if problem:
            pytest.fail(f"round {number}: {problem}", pytrace=False)


def problem_of(machine: type[Conversation]) -> str | None:
    ovn, long = issubclass(machine, OvnConversation), REQUESTS > 1000
    # To begin and to clean up is most of a conversation's time with OVN: there are no more than needed, and a long run
    # has fewer and longer ones.
    steps, requests = ((200, 200) if long else (40, 42)) if ovn else (40, 60)
    conversations = min(50, max(4, REQUESTS // requests))
    # Looking for a shorter conversation takes minutes, since every try is one with a real cloud: only in long runs, and
    # with OVN not at all.
    phases = [Phase.generate, *([Phase.shrink] if long and not ovn else [])]
    size = settings(SETTINGS, stateful_step_count=steps, max_examples=conversations, phases=phases)
    try:
        run_state_machine_as_test(machine, settings=size)
    except AssertionError:
        return Conversation.differences[-1]  # What hypothesis found last is the shortest.
    except HypothesisException as problem:
        # It cannot find again what depends on ids, which are the real cloud's own choice.
        return "\n".join([str(problem), *Conversation.differences[:1]])
    return None
