# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A back end that is not recognized is said to be unknown, and nothing is guessed. A cloud that changes its back end
between two runs changes messages, not objects."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from requests.exceptions import ReadTimeout

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.known_faults import (
    GATEWAY_IN_ERROR,
    LEFT_IN_ERROR,
)
from ansible_collections.sitelink.vpnaas.tests.component.tasks.test_operators import play
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.seed_data import ROUTER
from ansible_collections.sitelink.vpnaas.tests.support.prepared_runner import PreparedRunner, instead, refused
from ansible_collections.sitelink.vpnaas.tests.support.task_runner import BRANCH7
from ansible_collections.sitelink.vpnaas.tests.support.validation import validate

NO_EXTENSIONS = instead("GET", "/v2.0/extensions", 403, {"message": "no"})
#: Answers that tell nothing of the back end: (HTTP status, body).
STRANGE = {
    "forbidden": (403, {"message": "no"}),
    "not found": (404, {"message": "no"}),
    "server error": (500, "boom"),
    "no JSON": (200, "<html>a proxy</html>"),
    "empty body": (200, ""),
    "no content": (204, ""),
    "no list": (200, {"extensions": {"alias": "vpnaas"}}),
    "null": (200, {"extensions": None}),
    "list of null": (200, {"extensions": [None]}),
    "other key": (200, {"extension": []}),
    "wrong type": (200, {"extensions": [{"alias": 5}]}),
    "empty list": (200, {"extensions": []}),
    "without alias": (200, {"extensions": [{"name": "VPN Agent Scheduler"}]}),
    "without VPNaaS": (200, {"extensions": [{"alias": "router"}, {"alias": "vpn-agent-scheduler"}]}),
    "VPNaaS alone": (200, {"extensions": [{"alias": "vpnaas"}]}),
    "cut short": (200, {"extensions": [{"alias": "vpnaas"}, {"alias": "service-type"}, {"alias": "vpn-flavors"}]}),
    "redirect": (302, ""),
    "not logged in": (401, {"error": {"code": 401, "title": "Unauthorized", "message": "no"}}),
    "other case": (200, {"extensions": [{"alias": "VPNAAS"}]}),
}
PLACE = {"router": "edge2", "subnet": "lab"}
#: A route that is none of OVN's, by way of the address that is the VPN's with OVN.
OWN = {"destination": "10.88.0.0/24", "nexthop": "169.254.0.2"}
BOTH = BRANCH7 | {"peer_address": "172.24.4.9", "peer_cidrs": ["10.9.1.0/24"], "ipsec_policy": "both"}


def silent(request: Any, _send: object) -> None:
    """A cloud that answers everything but for its extensions."""
    if request.path_url.startswith("/v2.0/extensions"):
        raise ReadTimeout("Read timed out.")


def on(gateway: str | None, user: str = "demo") -> PreparedRunner:
    """A cloud with a connection, its back end OVN's where it has a gateway of that kind."""
    runner = PreparedRunner(empty=True, user=user)
    runner.cloud.vpn_gateway = gateway
    runner.with_base_objects()
    return runner


def with_another_router_address(runner: PreparedRunner) -> list[str]:
    """The warnings of a task that meets a service whose address is not its router's."""
    router = runner.cloud.store.get("routers", ROUTER["edge"])
    router["external_gateway_info"]["external_fixed_ips"][0]["ip_address"] = "172.24.4.250"
    return runner.apply("vpn_service", "office", router="edge", subnet="office").get("warnings") or []


# --- an unknown one


@pytest.mark.parametrize("gateway", [None, "ready"])
def test_an_unknown_back_end_is_said_to_be_unknown_where_an_address_is_not_the_routers(gateway: str | None) -> None:
    runner = on(gateway)
    runner.between = NO_EXTENSIONS
    (warning,) = with_another_router_address(runner)
    assert "the cloud's back end is unknown" in warning
    assert "no longer" not in warning


def test_a_known_back_end_is_judged() -> None:
    assert with_another_router_address(on("ready")) == []
    (warning,) = with_another_router_address(on(None))
    assert "is no longer its router's" in warning


def test_check_mode_does_not_guess_the_address_that_an_unknown_back_end_gives() -> None:
    runner = on(None)
    runner.between = NO_EXTENSIONS
    moved = {**PLACE, "replace": True}
    assert runner.check("vpn_service", "office", **moved)["replacement"]["endpoint_address"]["after"] is None
    runner.between = None
    assert runner.check("vpn_service", "office", **moved)["replacement"]["endpoint_address"]["after"]


@pytest.mark.parametrize("gateway", [None, "ready"])
@pytest.mark.parametrize("strange", [*STRANGE, "silence"])
def test_no_strange_list_of_extensions_shows_a_back_end_or_stops_a_task(strange: str, gateway: str | None) -> None:
    """An empty list was taken for a cloud without OVN: a service of OVN was told to be made anew, for an address that
    it never gets. A list that is none failed the task, after its writes."""
    runner = on(gateway)
    runner.between = silent if strange == "silence" else instead("GET", "/v2.0/extensions", *STRANGE[strange])
    (warning,) = with_another_router_address(runner)
    assert "the cloud's back end is unknown" in warning
    moved = runner.check("vpn_service", "office", **PLACE, replace=True)["replacement"]
    assert moved["endpoint_address"]["after"] is None
    for service in runner.cloud.store.all("vpnservices"):
        service["status"] = "ERROR"
    rows = validate(runner)["assertions"]
    found = {(row["id"], row["result"]) for row in rows}
    for name in ("address-fresh", "agent-alive", f"known-fault-{LEFT_IN_ERROR.id}"):
        assert {result for identifier, result in found if identifier == name} == {"not_checked"}
    # The back end only chooses words. A list that could not be used, or did not come, made all else unread, and the
    # connections were said to be so.
    assert ("status-active", "failed") in found
    assert not [row for row in rows if "connections cannot be read" in row["msg"]]
    assert runner.apply("vpn_service", "elsewhere", **PLACE)["changed"]


@pytest.mark.parametrize(
    ("gateway", "between", "outcome"),
    [
        (None, None, "failed"),
        ("ready", None, "passed"),
        (None, NO_EXTENSIONS, "not_checked"),
        ("ready", NO_EXTENSIONS, "not_checked"),
    ],
)
def test_a_validation_judges_addresses_and_errors_only_where_the_back_end_is_known(gateway, between, outcome) -> None:
    runner = on(gateway)
    with_another_router_address(runner)
    runner.between = between
    found = {row["id"]: row for row in validate(runner, only=["address-fresh"])["assertions"]}
    assert found["address-fresh"]["result"] == outcome
    assert ("the cloud's back end is unknown" in found["address-fresh"]["msg"]) == (between is NO_EXTENSIONS)


@pytest.mark.parametrize(
    ("gateway", "between", "outcome"),
    [(None, None, "passed"), ("ready", None, "failed"), ("ready", NO_EXTENSIONS, "not_checked")],
)
def test_a_validation_claims_ovns_fault_only_on_ovn(gateway, between, outcome) -> None:
    runner = on(gateway)
    for service in runner.cloud.store.all("vpnservices"):
        service["status"] = "ERROR"
    runner.between = between
    fault = f"known-fault-{LEFT_IN_ERROR.id}"
    assert [row["result"] for row in validate(runner, only=[fault])["assertions"]] == [outcome]


@pytest.mark.parametrize(
    ("gateway", "between", "outcome"),
    [(None, None, "passed"), ("ready", None, "failed"), ("ready", NO_EXTENSIONS, "not_checked")],
)
def test_a_route_of_ones_own_endangers_the_gateway_of_ovn_alone(gateway, between, outcome) -> None:
    """On a back end that is unknown it was said not to."""
    runner = on(gateway)
    runner.apply("vpn_service", "second", router="edge", subnet="office", preflight="off", wait=False)
    runner.cloud.store.get("routers", ROUTER["edge"])["routes"].append(OWN)
    runner.between = between
    (row,) = validate(runner, only=[f"known-fault-{GATEWAY_IN_ERROR.id}"])["assertions"]
    assert row["result"] == outcome
    if outcome == "failed":
        assert "shows the known fault vpn-gateway-in-error: router edge has a route of its own" in row["msg"]


def test_ovns_own_routes_endanger_nothing_and_are_known_by_the_peers_networks() -> None:
    """Where the groups could not be read, OVN's route to a network of one was said to be the tenant's."""
    runner = on("ready")
    runner.apply("vpn_service", "grouped", router="edge", preflight="off", wait=False)
    runner.apply("endpoint_group", "here", type="subnet", endpoints=["office"])
    runner.apply("endpoint_group", "there", type="cidr", endpoints=["10.44.0.0/24"])
    options = {key: value for key, value in BRANCH7.items() if key != "peer_cidrs"} | {"vpn_service": "grouped"}
    groups = {"local_endpoint_group": "here", "peer_endpoint_group": "there", "preflight": "off", "wait": False}
    runner.apply("ipsec_site_connection", "grouped", **options, **groups)
    fault = f"known-fault-{GATEWAY_IN_ERROR.id}"
    for between, outcome in ((None, "passed"), (instead("GET", "/endpoint-groups", 403, {}), "not_checked")):
        runner.between = between
        rows = validate(runner, only=[fault])["assertions"]
        assert [row["result"] for row in rows if row["id"] == fault] == [outcome]


def test_agents_of_an_unknown_back_end_are_not_said_to_be_hidden_from_an_administrator() -> None:
    """The administrator read that this login cannot read them."""
    runner = on("ready", user="admin")
    runner.between = NO_EXTENSIONS
    (row,) = validate(runner, only=["agent-alive"])["assertions"]
    assert row["result"] == "not_checked"
    assert "its agents are not known: the cloud's back end is unknown" in row["msg"]
    runner.between = None
    (row,) = validate(runner, only=["agent-alive"])["assertions"]
    assert row["result"] == "passed"


@pytest.mark.parametrize("dialect", ["neutron", "k5"])
def test_a_diagnosis_says_that_the_back_end_is_unknown_and_what_that_leaves_to_check(dialect: str) -> None:
    """It left out the routes that OVN needs, and did not say so. K5 has no other back end."""
    runner = PreparedRunner(dialect, between=NO_EXTENSIONS)
    text = "\n".join(play(runner, "diagnose", "branch7")["text"])
    shown = "the cloud's back end is unknown" in text and "if it is OVN, the router must have a route" in text
    assert shown == (dialect == "neutron")
    runner.between = None
    assert "back end" not in "\n".join(play(runner, "diagnose", "branch7")["text"])


# --- ah-esp, which each back end meets in its own way


@pytest.mark.parametrize(
    ("gateway", "between", "words"),
    [
        ("ready", None, ("OVN's driver accepts", "strongSwan is configured for ESP alone")),
        (None, None, ("drivers for strongSwan and Libreswan refuse",)),
        ("ready", NO_EXTENSIONS, ("this cloud's back end is unknown", "ESP alone")),
    ],
)
def test_preflight_says_what_becomes_of_ah_esp_on_this_back_end(gateway, between, words) -> None:
    runner = on(gateway)
    runner.apply("ipsec_policy", "both", transform_protocol="ah-esp")
    runner.between = between
    writes = len(runner.cloud.log.writes)
    refused(lambda: runner.apply("ipsec_site_connection", "new", **BOTH, preflight="fail"), "ah-esp", "use esp", *words)
    assert len(runner.cloud.log.writes) == writes


# --- a change between two runs


@pytest.mark.parametrize(("before", "after"), [(None, "ready"), ("ready", None)])
def test_a_cloud_that_changes_its_back_end_changes_messages_and_no_objects(before, after) -> None:
    runner = on(before)
    kinds = ("ikepolicies", "ipsecpolicies", "vpnservices", "ipsec_site_connections")
    held = {kind: copy.deepcopy(runner.cloud.store.all(kind)) for kind in kinds}
    first = with_another_router_address(runner)
    runner.cloud.vpn_gateway = after
    writes = len(runner.cloud.log.writes)
    second = with_another_router_address(runner)
    assert not runner.apply("ipsec_site_connection", "branch7", **BRANCH7)["changed"]
    assert len(runner.cloud.log.writes) == writes
    assert {kind: runner.cloud.store.all(kind) for kind in kinds} == held
    assert first != second
