# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The embedded cloud's OVN against a real one: the same conversation, told to both. ``make ovn`` runs it too."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest

from ansible_collections.sitelink.vpnaas.tests.contract.differential.sides import Answer, Ask, Embedded, Real
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.seed_data import ROUTER, SUBNET
from ansible_collections.sitelink.vpnaas.tests.support.openstack.booted import ApiUser
from ansible_collections.sitelink.vpnaas.tests.support.openstack.ovn_agent import VpnAgent

ROUTER_PATH = f"routers/{ROUTER['edge']}"
OWN = {"destination": "10.77.0.0/24", "nexthop": "10.1.0.77"}
INTO_TRANSIT = {"destination": "10.88.0.0/24", "nexthop": "169.254.0.2"}
IDENTIFIER = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
DEAD = ("vpn_gateway", "no agent")
#: What the two tell of one agent and one router; addresses and ids are each side's own.
COMPARED = {"agents": ("alive", "admin_state_up", "agent_type"), "router": ("routes",), "vpnservices": ("status",)}


class Side:
    """One of the two clouds, and all that it answered; ``die`` ends its VPN agent."""

    def __init__(self, ask: Callable[[Ask], Answer], die: Callable[[], None]) -> None:
        self.send, self.die, self.transcript = ask, die, []

    def ask(self, method: str, path: str, user: str = "demo", **body: Any) -> Any:
        answer = self.send(Ask(user, method, path, body=body or None))
        self.transcript.append((IDENTIFIER.sub("ID", f"{user}: {method} {path}"), compared(answer)))
        return next(iter(answer.body.values())) if isinstance(answer.body, dict) else None

    def services(self) -> list[str]:
        return [one["id"] for one in self.ask("GET", "vpn/vpnservices")]

    def make_service(self, router: str = "edge", subnet: str = "office") -> Any:
        wanted = {"name": subnet, "router_id": ROUTER[router], "subnet_id": SUBNET[subnet]}
        return self.ask("POST", "vpn/vpnservices", vpnservice=wanted)

    def change_routes(self, action: str, route: dict[str, str]) -> None:
        self.ask("PUT", f"{ROUTER_PATH}/{action}_extraroutes", router={"routes": [route]})


def compared(answer: Answer) -> tuple[int, Any]:
    """Status, and of the body what both must say."""
    if not isinstance(answer.body, dict):
        return answer.status, None
    ((name, content),) = answer.body.items()
    if name == "NeutronError":
        return answer.status, (content["type"], IDENTIFIER.sub("ID", content["message"]))
    keys = COMPARED.get(name, ())
    items = content if isinstance(content, list) else [content]
    # Ids are each side's own, and so is the order of a listing.
    return answer.status, in_order([{key: in_order(item.get(key)) for key in keys} for item in items])


def in_order(value: Any) -> Any:
    return sorted(value, key=str) if isinstance(value, list) else value


def routes_and_gateway(side: Side) -> None:
    """The routes of a connection, who hosts it, and a gateway that cannot be removed."""
    service = side.make_service()
    sides = {"auth_algorithm": "sha256", "pfs": "group14"}
    ike = side.ask("POST", "vpn/ikepolicies", ikepolicy={"name": "ike", **sides})
    ipsec = side.ask("POST", "vpn/ipsecpolicies", ipsecpolicy={"name": "ipsec", **sides})
    wired = {"vpnservice_id": service["id"], "ikepolicy_id": ike["id"], "ipsecpolicy_id": ipsec["id"]}
    peer = {"peer_address": "198.51.100.7", "peer_id": "198.51.100.7", "peer_cidrs": ["10.2.0.0/24"], "psk": "a key"}
    office = side.ask("POST", "vpn/ipsec-site-connections", ipsec_site_connection={"name": "office", **wired, **peer})
    side.ask("GET", ROUTER_PATH)
    side.ask("PUT", ROUTER_PATH, router={"routes": []})
    side.ask("PUT", ROUTER_PATH, router={"routes": [OWN]})
    side.change_routes("add", OWN)
    side.ask("GET", f"{ROUTER_PATH}/vpn-agents", user="admin")
    side.ask("GET", f"{ROUTER_PATH}/vpn-agents")
    side.change_routes("remove", OWN)
    side.ask("DELETE", f"vpn/ipsec-site-connections/{office['id']}")
    side.ask("GET", ROUTER_PATH)
    side.change_routes("add", INTO_TRANSIT)
    side.ask("DELETE", f"vpn/vpnservices/{service['id']}")
    for _again in range(2):
        side.make_service()
        for identifier in side.services():
            side.ask("DELETE", f"vpn/vpnservices/{identifier}")
    side.change_routes("remove", INTO_TRANSIT)
    side.make_service()
    for identifier in side.services():
        side.ask("DELETE", f"vpn/vpnservices/{identifier}")
    side.make_service()
    side.services()


def without_agent(side: Side) -> None:
    for _again in range(2):
        side.make_service()
        side.services()


def that_dies(side: Side) -> None:
    """The router that it hosts stays with it and takes services, also after the last one; any other is refused."""
    side.make_service()
    side.die()
    side.make_service()
    side.ask("GET", f"{ROUTER_PATH}/vpn-agents", user="admin")
    for _again in range(2):
        for identifier in side.services():
            side.ask("DELETE", f"vpn/vpnservices/{identifier}")
        side.make_service()
    side.make_service("edge2", "lab")
    side.services()


@pytest.fixture
def agent(facts: dict) -> Iterator[VpnAgent]:
    if not facts["release"].endswith("-ovn"):
        pytest.skip("needs the OVN back end: make ovn")
    agent = VpnAgent(facts, ApiUser(facts, "admin", "demo"))
    agent.live()
    yield agent
    agent.live()


@pytest.mark.parametrize(
    ("conversation", "alive"),
    [(routes_and_gateway, True), (without_agent, False), (that_dies, True)],
    ids=["alive", "dead", "dying"],
)
def test_ovn_answers_the_same(facts: dict, agent: VpnAgent, conversation: Callable[[Side], None], alive: bool) -> None:
    real = Real(facts)
    real.clean()
    agent.unbind()
    embedded = Embedded(facts["agent"])
    embedded.cloud.vpn_gateway = "ready" if alive else "no agent"
    if not alive:
        agent.die()
    there, here = Side(real.ask, agent.die), Side(embedded.ask, partial(setattr, embedded.cloud, *DEAD))
    try:
        conversation(there)
    finally:
        real.ask(Ask("admin", "PUT", f"{ROUTER_PATH}/remove_extraroutes", body={"router": {"routes": [INTO_TRANSIT]}}))
        real.clean()
    conversation(here)
    assert here.transcript == there.transcript
