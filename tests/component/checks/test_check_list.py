# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The check-list of a timeout, on OVN and beside it: who hosts the router, and what its routes lack."""

from __future__ import annotations

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import WaitFailed
from ansible_collections.sitelink.vpnaas.tests.support.prepared_runner import PreparedRunner, instead, refused
from ansible_collections.sitelink.vpnaas.tests.support.task_runner import BRANCH7
from ansible_collections.sitelink.vpnaas.tests.support.validation import validate

NEW = BRANCH7 | {"peer_address": "172.24.4.9", "peer_cidrs": ["10.9.1.0/24"], "description": "agent=never"}
HOSTS = {None: "L3 agent on network-1", "ready": "VPN Agent on vpn-host-1"}


def timed_out(runner: PreparedRunner, *words: str) -> str:
    def create() -> object:
        return runner.apply("ipsec_site_connection", "new", timeout=9, **NEW)

    return str(refused(create, '"new"', *words, kind=WaitFailed))


def edge(runner: PreparedRunner) -> dict:
    (router,) = [one for one in runner.cloud.store.all("routers") if one["name"] == "edge"]
    return router


def routed_elsewhere(request, send):
    """A router's routes as something else has written them."""
    answer = send()
    if request.method == "GET" and "/routers" in request.path_url and "agents" not in request.path_url:
        body = answer.json()
        for router in body.get("routers") or [body.get("router")]:
            router["routes"] = [{"destination": "10.9.1.0/24", "nexthop": "10.1.0.77"}]
        return instead("GET", "", 200, body)(request, send)
    return answer


# --- agents


@pytest.mark.parametrize("gateway", HOSTS)
@pytest.mark.parametrize(
    ("alive", "words"), [(True, "which is alive"), (False, "which is not alive: ask the operator")]
)
def test_the_message_names_the_agent_to_an_administrator(gateway, alive, words) -> None:
    runner = PreparedRunner(user="admin")
    runner.cloud.vpn_gateway = gateway
    runner.cloud.cloud_state.agent.alive = alive
    timed_out(runner, f"the router is hosted by {HOSTS[gateway]}, {words}")


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        ({"alive": "false"}, "not alive: ask the operator"),
        ({"alive": "True", "admin_state_up": "False"}, "switched off: ask the operator"),
    ],
)
def test_an_agent_that_a_server_calls_dead_in_text_is_not_alive(shown, words) -> None:
    agent = {"id": "agent-1", "agent_type": "L3 agent", "host": "network-1", "admin_state_up": True, **shown}
    timed_out(PreparedRunner(user="admin", between=instead("GET", "/l3-agents", 200, {"agents": [agent]})), words)


def test_an_agents_host_that_holds_the_key_is_shown_without_it() -> None:
    """A server that put the key of the task into the name of an agent's host had it printed."""
    agent = {"id": "agent-1", "agent_type": "L3 agent", "host": f"host-{NEW['psk']}", "alive": True}
    runner = PreparedRunner(user="admin", between=instead("GET", "/l3-agents", 200, {"agents": [agent]}))
    assert NEW["psk"] not in timed_out(runner, "L3 agent on host-")


@pytest.mark.parametrize("wrong", [{"host": {"a": 1}}, {"host": "x" * 70000}, {"agent_type": 7}, {"alive": [True]}])
def test_a_malformed_agent_is_left_out(wrong) -> None:
    """It was shown as it was, 70,000 characters of it."""
    agent = {"id": "agent-1", "agent_type": "L3 agent", "host": "network-1", "alive": True, **wrong}
    runner = PreparedRunner(user="admin", between=instead("GET", "/l3-agents", 200, {"agents": [agent]}))
    assert "hosted by" not in timed_out(runner)


#: Answers to the question who hosts a router, none of which names an agent: (HTTP status, body).
NO_AGENTS = {
    "forbidden": (403, {"message": "no"}),
    "not found": (404, {"message": "no"}),
    "server error": (500, "boom"),
    "no JSON": (200, "<html>"),
    "null": (200, {"agents": None}),
    "no list": (200, {"agents": {"id": "agent-1"}}),
    "other key": (200, {"agent": []}),
    "list of null": (200, {"agents": [None]}),
    "without id": (200, {"agents": [{"host": "network-1", "alive": True}]}),
}


@pytest.mark.parametrize("gateway", HOSTS)
@pytest.mark.parametrize("strange", NO_AGENTS)
def test_a_strange_list_of_agents_names_none(strange, gateway) -> None:
    runner = PreparedRunner(user="admin", between=instead("GET", "-agents", *NO_AGENTS[strange]))
    runner.cloud.vpn_gateway = gateway
    text = timed_out(runner, "no agent has reported a status yet")
    assert "host" not in text
    (row,) = validate(runner, only=["agent-alive"])["assertions"]
    assert (row["result"], row["msg"]) == ("not_checked", 'VPN service "office": this login cannot read the agents')


def test_an_empty_list_of_agents_of_an_unknown_back_end_proves_nothing() -> None:
    def between(request, send):
        for path, status, body in (("/extensions", 500, "boom"), ("-agents", 200, {"agents": []})):
            answer = instead("GET", path, status, body)(request, send)
            if answer is not None:
                return answer
        return None

    runner = PreparedRunner(user="admin", between=between)
    assert "host" not in timed_out(runner)
    assert [row["result"] for row in validate(runner, only=["agent-alive"])["assertions"]] == ["not_checked"]


@pytest.mark.parametrize("host", [None, "", " ", "absent"])
def test_an_agent_without_a_host_is_alive_all_the_same(host) -> None:
    """It was shown as "on None", or taken for dead."""
    agent = {"id": "agent-1", "agent_type": "L3 agent", "alive": True}
    agent |= {} if host == "absent" else {"host": host}
    runner = PreparedRunner(user="admin", between=instead("GET", "/l3-agents", 200, {"agents": [agent]}))
    timed_out(runner, "the router is hosted by L3 agent on a host without a name, which is alive")
    (row,) = validate(runner, only=["agent-alive"])["assertions"]
    assert row["result"] == "passed"
    assert "an agent on a host without a name hosts its router" in row["msg"]


@pytest.mark.parametrize("alive", ["absent", None])
def test_an_agent_whose_life_the_cloud_does_not_return_is_not_said_to_be_dead(alive) -> None:
    """The operator was asked to start it, and a validation failed."""
    agent = {"id": "agent-1", "agent_type": "L3 agent", "host": "network-1"} | (
        {} if alive == "absent" else {"alive": alive}
    )
    runner = PreparedRunner(user="admin", between=instead("GET", "/l3-agents", 200, {"agents": [agent]}))
    text = timed_out(runner, "L3 agent on network-1, of which the cloud does not return whether it is alive")
    assert "not alive" not in text
    (row,) = validate(runner, only=["agent-alive"])["assertions"]
    assert row["result"] == "not_checked"
    assert "the cloud does not return whether the agent on network-1 is alive" in row["msg"]


def test_an_agents_host_is_shown_in_one_line() -> None:
    agent = {"id": "agent-1", "agent_type": "L3 agent", "host": "network-1\n1 failed", "alive": True}
    runner = PreparedRunner(user="admin", between=instead("GET", "/l3-agents", 200, {"agents": [agent]}))
    (row,) = validate(runner, only=["agent-alive"])["assertions"]
    assert "\n" not in row["msg"]


@pytest.mark.parametrize("gateway", HOSTS)
def test_a_member_may_not_ask_and_reads_nothing_of_agents(gateway) -> None:
    runner = PreparedRunner()
    runner.cloud.vpn_gateway = gateway
    assert "hosted by" not in timed_out(runner)


def test_a_router_without_an_agent_is_the_operators() -> None:
    runner = PreparedRunner(user="admin", between=instead("GET", "/l3-agents", 200, {"agents": []}))
    timed_out(runner, "no agent hosts the router: ask the operator")


def test_a_connection_with_a_status_needs_no_agent() -> None:
    runner = PreparedRunner(user="admin")
    options = NEW | {"description": "agent=DOWN", "wait_for": "active", "timeout": 9}
    failure = refused(lambda: runner.apply("ipsec_site_connection", "new", **options), "is DOWN", kind=WaitFailed)
    assert "hosted by" not in str(failure)


# --- routes that a playbook took out or added


def test_a_route_that_something_else_took_out_is_named_on_ovn_only() -> None:
    for gateway in HOSTS:
        runner = PreparedRunner(between=routed_elsewhere)
        runner.cloud.vpn_gateway = gateway
        text = timed_out(runner)
        assert ('the router "edge" has no route to 10.9.1.0/24 by way of 169.254.0.2' in text) == bool(gateway)


def test_a_route_beside_ovns_is_named() -> None:
    runner = PreparedRunner()
    runner.cloud.vpn_gateway = "ready"
    edge(runner)["routes"] = [{"destination": "10.9.1.0/24", "nexthop": "10.1.0.77"}]
    timed_out(runner, 'the router "edge" has a route to 10.9.1.0/24 by way of 10.1.0.77 beside OVN\'s')


@pytest.mark.parametrize(
    ("destination", "named"),
    [
        ("10.9.1.0/25", True),
        ("10.9.1.77/32", True),
        # A larger network's route is used for what no smaller one has; the last one is no part of it.
        ("10.9.0.0/16", False),
        ("0.0.0.0/0", False),
        ("10.9.2.0/25", False),
        ("2001:db8::/48", False),
    ],
)
def test_a_route_to_a_part_of_the_peers_network_is_named(destination: str, named: bool) -> None:
    """It takes packets out of the VPN as one to the whole network does, and was not mentioned."""
    for gateway in HOSTS:
        runner = PreparedRunner()
        runner.cloud.vpn_gateway = gateway
        edge(runner)["routes"] = [{"destination": destination, "nexthop": "10.1.0.77"}]
        text = timed_out(runner)
        words = f'the router "edge" has a route to {destination} by way of 10.1.0.77, a part of the peer\'s network'
        assert (words in text) == (named and bool(gateway))


def test_right_routes_are_not_mentioned() -> None:
    runner = PreparedRunner()
    runner.cloud.vpn_gateway = "ready"
    text = timed_out(runner)
    assert "has a route" not in text
    assert "has no route" not in text


@pytest.mark.parametrize("status", [None, ""])
def test_a_connection_without_a_status_is_called_so(status):
    runner = PreparedRunner()
    runner.cloud.store.all("ipsec_site_connections")[0].update(status=status, _due=None)

    def wait() -> object:
        return runner.apply("ipsec_site_connection", "branch7", wait_for="active", timeout=5)

    refused(wait, "is without a status after 5 seconds", kind=WaitFailed)
