# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where the embedded cloud's OVN is meant to differ from a real one, beside test_known_differences.py; ``make ovn``.
Every difference is shown once more: none is excused that is there no longer."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pytest

from ansible_collections.sitelink.vpnaas.tests.contract.differential.comparing import OVERLOOKED
from ansible_collections.sitelink.vpnaas.tests.contract.differential.ovn_comparing import OVN_RULES
from ansible_collections.sitelink.vpnaas.tests.contract.differential.ovn_machine import (
    EDGE,
    OvnConversation,
    OvnReal,
)
from ansible_collections.sitelink.vpnaas.tests.contract.differential.sides import Real
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.seed_data import ROUTER, SUBNET

INTO_TRANSIT = {"router": {"routes": [{"destination": "10.88.0.0/24", "nexthop": "169.254.0.2"}]}}


def service(conversation: OvnConversation) -> str:
    return conversation.make("vpnservices", router_id=ROUTER["edge"], subnet_id=SUBNET["office"])


def routes_of_three_networks(conversation: OvnConversation) -> None:
    for kind in ("ikepolicies", "ipsecpolicies"):
        conversation.make(kind, auth_algorithm="sha256")
    service(conversation)
    conversation.connect("demo", peer_cidrs=["10.2.0.0/24", "10.3.0.0/24", "10.4.0.0/24"])
    # The refusal quotes them all.
    outside = {"router": {"routes": [{"destination": "10.99.0.0/24", "nexthop": "192.0.2.1"}]}}
    conversation.ask("demo", "PUT", f"{EDGE}/add_extraroutes", outside)


def a_gateway_that_cannot_be_removed(conversation: OvnConversation) -> None:
    made = service(conversation)
    conversation.ask("demo", "PUT", f"{EDGE}/add_extraroutes", INTO_TRANSIT)
    conversation.ask("demo", "DELETE", f"vpn/vpnservices/{made}")


def an_agent(conversation: OvnConversation) -> None:
    service(conversation)
    conversation.ask("admin", "GET", f"{EDGE}/vpn-agents")


def names_in_other_case(conversation: OvnConversation) -> None:
    for name in ("one", "a", "Z"):
        conversation.make("ikepolicies", auth_algorithm="sha256", name=name)
    conversation.ask("demo", "GET", "vpn/ikepolicies", query=(("sort_key", "name"), ("sort_dir", "asc")))
    conversation.ask("demo", "GET", "vpn/ikepolicies", query=(("name", "ONE"),))


class Overlooked(NamedTuple):
    """Why a rule of ovn_comparing.py overlooks a difference; what shows it."""

    reason: str
    show: Callable[[OvnConversation], None]


OVERLOOKED_IN = {
    "unordered-routes": Overlooked(
        "Neutron promises no order of routes: it compares sets of them, and its database has an order of its own.",
        routes_of_three_networks,
    ),
    "collation": Overlooked(
        "MariaDB compares and sorts names without regard to case and accents, by the collation of its tables; SQLite"
        " does not. The embedded cloud compares them exactly, so that no client leaves it to the server.",
        names_in_other_case,
    ),
    "transit-subnet": Overlooked(
        "The transit network of the embedded cloud is no object of its own, so that its subnet has one fixed id.",
        a_gateway_that_cannot_be_removed,
    ),
    "agent-keys": Overlooked(
        "Agents of the embedded cloud have the keys that the collection reads. Each cloud has its own ids of them.",
        an_agent,
    ),
}


@pytest.mark.parametrize("rule", OVERLOOKED_IN)
def test_overlooked_differences_of_ovn(real: Real, rule: str) -> None:
    if not isinstance(real, OvnReal):
        pytest.skip("needs the OVN back end: make ovn")
    before = OVERLOOKED[rule]
    conversation = OvnConversation()
    try:
        OVERLOOKED_IN[rule].show(conversation)
    finally:
        conversation.teardown()
    assert OVERLOOKED[rule] > before, "no difference any more"


def test_every_rule_of_ovn_has_a_reason() -> None:
    assert set(OVN_RULES) == set(OVERLOOKED_IN)
    assert all(one.reason for one in OVERLOOKED_IN.values())
