# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The life of every kind on the K5 of the documents, and the statuses between."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.connect import connect
from ansible_collections.sitelink.vpnaas.tests.contract.k5_document.k5_runner import (
    AUTH,
    LEAST,
    PLURAL,
    K5Runner,
    before,
    failed,
    transport,
    well,
)
from ansible_collections.sitelink.vpnaas.tests.fakes.k5_document import login
from ansible_collections.sitelink.vpnaas.tests.fakes.k5_document.rules import CONNECTION as CONNECTION_RULES

CONNECTION = LEAST["ipsec_site_connection"]
TOPOLOGY = {PLURAL[kind]: [least] for kind, least in LEAST.items()}
#: Of each kind every option that may be changed, with a value other than what the least object has.
CHANGED: dict[str, dict[str, t.Any]] = {
    "ike_policy": {
        "description": "d",
        "encryption_algorithm": "aes-256",
        "pfs": "group14",
        "lifetime": {"value": 86400},
    },
    "ipsec_policy": {
        "description": "d",
        "encryption_algorithm": "aes-192",
        "pfs": "group2",
        "lifetime": {"value": 28800},
    },
    "vpn_service": {"description": "d", "admin_state_up": False},
    "ipsec_site_connection": {
        "description": "d",
        "psk": "another secret",
        "initiator": "response-only",
        "admin_state_up": False,
        "peer_cidrs": ["10.9.0.0/24"],
        "dpd": {"action": "restart", "interval": 10},
        "peer_address": "198.51.100.7",
        "peer_id": "branch7.example.com",
    },
}


# --- life


@pytest.mark.parametrize("kind", LEAST)
def test_an_object_is_made_once_read_changed_and_deleted_once(kind: str) -> None:
    runner, least = K5Runner(), LEAST[kind]
    runner.ground(before(kind))
    assert well(runner, kind, **least)["action"] == "create"
    assert well(runner, kind, **least)["changed"] is False
    (listed,) = well(runner, f"{kind}_info")[PLURAL[kind]]
    assert listed["tenant_id"] == login.PROJECT_ID
    if kind == "vpn_service":  # a service is updatable once a connection made the agent report it
        runner.ground()
    for option, value in CHANGED[kind].items():
        assert well(runner, kind, check_mode=True, **{**least, option: value})["changed"], option
        assert well(runner, kind, **{**least, option: value})["action"] == "update", option
        assert well(runner, kind, **{**least, option: value})["changed"] is False, option
    if kind == "vpn_service":
        runner.task("ipsec_site_connection", name="branch7", state="absent")
    assert well(runner, kind, check_mode=True, name=least["name"], state="absent")["changed"]
    assert well(runner, kind, name=least["name"], state="absent")["action"] == "delete"
    assert well(runner, kind, name=least["name"], state="absent")["changed"] is False
    assert runner.stored(kind) == []


def test_a_topology_from_nothing_twice_and_away() -> None:
    runner = K5Runner()
    assert well(runner, "vpn_topology", check_mode=True, **TOPOLOGY)["summary"]["create"] == 4
    assert runner.k5.writes == []
    assert well(runner, "vpn_topology", **TOPOLOGY)["summary"]["create"] == 4
    assert well(runner, "vpn_topology", **TOPOLOGY)["changed"] is False
    assert well(runner, "vpn_topology", state="absent", **TOPOLOGY)["summary"]["delete"] == 4
    assert [runner.stored(kind) for kind in LEAST] == [[]] * 4


@pytest.mark.parametrize("kind", LEAST)
def test_what_an_update_cannot_change_is_refused_before_any_write(kind: str) -> None:
    runner = K5Runner()
    runner.ground()
    for check_mode in (True, False):
        message = failed(runner, kind, check_mode=check_mode, **LEAST[kind], availability_zone="AZ2")
        assert "availability_zone" in message
    assert runner.k5.writes == []


def test_a_connection_is_replaced_where_it_cannot_be_updated() -> None:
    runner = K5Runner()
    runner.ground()
    (before_it,) = runner.stored("ipsec_site_connection")
    done = well(runner, "ipsec_site_connection", **CONNECTION, availability_zone="AZ2", replace=True)
    (after,) = runner.stored("ipsec_site_connection")
    assert (done["action"], after["availability_zone"]) == ("replace", "AZ2")
    assert after["id"] != before_it["id"]
    assert [entry.method for entry in runner.k5.writes] == ["DELETE", "POST"]


@pytest.mark.parametrize("kind", ["ike_policy", "ipsec_policy"])
def test_a_policy_in_use_is_replaced_together_with_its_connection(kind: str) -> None:
    runner = K5Runner()
    runner.ground()
    changed = {**LEAST[kind], "pfs": "group14", "replace": True}
    items = {PLURAL[kind]: [changed], "ipsec_site_connections": [{**CONNECTION, "replace": True}]}
    well(runner, "vpn_topology", **{**TOPOLOGY, **items})
    (policy,) = runner.stored(kind)
    (connection,) = runner.stored("ipsec_site_connection")
    assert policy["pfs"] == "group14"
    assert policy["id"] in connection.values()
    assert well(runner, "vpn_topology", **{**TOPOLOGY, **items})["changed"] is False


def test_a_service_moves_to_another_router_together_with_its_connection() -> None:
    runner = K5Runner()
    runner.ground()
    service = {"name": "office", "router": "bare", "subnet": "plant", "replace": True}
    items = {"vpn_services": [service], "ipsec_site_connections": [{**CONNECTION, "replace": True}]}
    well(runner, "vpn_topology", **{**TOPOLOGY, **items})
    (moved,) = runner.stored("vpn_service")
    (connection,) = runner.stored("ipsec_site_connection")
    assert connection["vpnservice_id"] == moved["id"]


def test_what_is_in_use_is_not_deleted_and_nothing_is_tried() -> None:
    runner = K5Runner()
    runner.ground()
    for kind in before("ipsec_site_connection"):
        assert "branch7" in failed(runner, kind, name=LEAST[kind]["name"], state="absent")
    assert runner.k5.writes == []


def test_a_second_service_on_a_router_is_refused_before_any_write() -> None:
    runner = K5Runner()
    runner.ground()
    for check_mode in (True, False):
        assert "office" in failed(
            runner, "vpn_service", check_mode=check_mode, name="b", router="edge", subnet="office"
        )
    assert runner.k5.writes == []


def test_a_router_without_an_external_network_is_refused_before_any_write() -> None:
    runner = K5Runner()
    for check_mode in (True, False):
        assert "inner" in failed(
            runner, "vpn_service", check_mode=check_mode, name="b", router="inner", subnet="cellar"
        )
    assert runner.k5.writes == []


def test_an_expired_token_costs_one_login() -> None:
    runner = K5Runner()
    runner.access = connect({"auth": AUTH, "region_name": login.REGION}, False, transport(runner.k5)).access
    runner.k5.tokens.clear()
    well(runner, "ike_policy", name="ike")
    assert [entry.path for entry in runner.k5.log].count("/v3/auth/tokens") == 1


def test_what_the_document_gives_by_default_is_not_sent() -> None:
    runner = K5Runner()
    runner.ground(before("ipsec_site_connection"))
    well(runner, "ipsec_site_connection", **CONNECTION)
    (post,) = runner.k5.writes
    required = {row.name for row in CONNECTION_RULES.rows if row.required}
    assert set(post.body["ipsec_site_connection"]) == {*required, "name"}


# --- statuses


def test_a_connection_is_waited_for_until_the_agent_reported_it() -> None:
    runner = K5Runner(agent_after=60)
    runner.ground()
    assert runner.stored("ipsec_site_connection")[0]["status"] == "DOWN"


def test_build_is_waited_for_like_pending_create() -> None:
    """H6 of the list of faults."""
    runner = K5Runner(agent_after=60, first_status="BUILD")
    runner.ground()
    assert runner.stored("ipsec_site_connection")[0]["status"] == "DOWN"


@pytest.mark.parametrize("status", ["PENDING_UPDATE", "BUILD"])
def test_an_update_is_waited_for(status: str) -> None:
    runner = K5Runner(agent_after=60, update_status=status)
    runner.ground()
    done = well(runner, "ipsec_site_connection", **CONNECTION, description="d")
    assert done["ipsec_site_connection"]["status"] == "DOWN"


def test_a_deleted_connection_is_waited_for_until_it_is_gone() -> None:
    runner = K5Runner(delete_takes=30)
    runner.ground()
    well(runner, "ipsec_site_connection", name="branch7", state="absent")
    assert runner.stored("ipsec_site_connection") == []


@pytest.mark.parametrize("module", ["ipsec_site_connection", "vpn_topology"])
def test_present_while_the_object_is_being_deleted_makes_a_new_one_or_fails(module: str) -> None:
    runner = K5Runner(delete_takes=30)
    runner.ground()
    runner.task("ipsec_site_connection", name="branch7", state="absent", wait=False)
    result = runner.task(module, **(TOPOLOGY if module == "vpn_topology" else CONNECTION))
    runner.sleep(60)
    runner.k5.vpn.advance()
    assert result.get("failed") or len(runner.stored("ipsec_site_connection")) == 1


@pytest.mark.parametrize("module", ["ipsec_site_connection", "vpn_topology"])
def test_present_while_the_object_is_being_deleted_waits_and_creates_a_new_one(module: str) -> None:
    """H3 of the list of faults."""
    runner = K5Runner(delete_takes=30)
    runner.ground()
    (former,) = runner.stored("ipsec_site_connection")
    runner.task("ipsec_site_connection", name="branch7", state="absent", wait=False)
    arguments = TOPOLOGY if module == "vpn_topology" else CONNECTION
    runner.k5.log.clear()
    for check_mode in (True, False):
        message = failed(runner, module, check_mode=check_mode, **arguments, wait=False)
        assert "PENDING_DELETE" in message
        assert "wait: true" in message or module == "vpn_topology"
    assert runner.k5.writes == []
    assert well(runner, module, check_mode=True, **arguments)["changed"]
    well(runner, module, **arguments)
    (created,) = runner.stored("ipsec_site_connection")
    assert created["id"] != former["id"]


def test_a_connection_that_is_off_alone_on_its_service_may_be_switched_on() -> None:
    """H13 of the list of faults: no document says that K5 refuses a change in PENDING_CREATE, so it is tried."""
    runner = K5Runner(updates_while_pending=True)
    runner.ground(before("ipsec_site_connection"))
    well(runner, "ipsec_site_connection", **CONNECTION, admin_state_up=False)
    assert runner.stored("ipsec_site_connection")[0]["status"] == "PENDING_CREATE"
    well(runner, "ipsec_site_connection", **CONNECTION, admin_state_up=True)
    assert runner.stored("ipsec_site_connection")[0]["admin_state_up"] is True


@pytest.mark.parametrize("accepted", [True, False])
def test_a_service_without_connections_is_changed_beside_its_first_connection(accepted: bool) -> None:
    """The run waited for the service, and the connection that the service waits for came after it."""
    runner = K5Runner(updates_while_pending=accepted)
    runner.ground(before("ipsec_site_connection"))
    assert runner.stored("vpn_service")[0]["status"] == "PENDING_CREATE"
    topology = {**TOPOLOGY, "vpn_services": [{**LEAST["vpn_service"], "description": "new"}]}
    if not accepted:
        message = failed(runner, "vpn_topology", **topology)
        assert "stays so until it has its first connection. Delete it" in message
        assert len(runner.stored("ipsec_site_connection")) == 1  # so that the next run succeeds
    well(runner, "vpn_topology", **topology)
    assert runner.stored("vpn_service")[0]["description"] == "new"
    assert not well(runner, "vpn_topology", **topology)["changed"]


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("ike_policy", {"pfs": "group14"}),
        ("ipsec_policy", {"pfs": "group14"}),
        ("vpn_service", {"router": "bare", "subnet": "plant"}),
        ("vpn_service", {"availability_zone": "AZ2"}),
        ("ipsec_site_connection", {"availability_zone": "AZ2"}),
    ],
)
def test_a_replacement_waits_for_what_is_being_deleted(kind: str, change: dict[str, t.Any]) -> None:
    """It failed: the policy or service was still in use by a connection in PENDING_DELETE, or its router not free."""
    runner = K5Runner(delete_takes=30)
    runner.ground()
    items = {**TOPOLOGY, PLURAL[kind]: [{**LEAST[kind], **change, "replace": True}]}
    done = runner.task("vpn_topology", **items)
    assert not done.get("failed"), done["msg"]
    assert done["summary"]["replace"] >= 1
    runner.sleep(60)
    assert not well(runner, "vpn_topology", **items)["changed"]
    assert [len(runner.stored(each)) for each in LEAST] == [1] * 4


def test_everything_is_deleted_though_it_takes_time() -> None:
    """A refusal because of use has no type that K5's documents name: a 409 beside users that are being deleted."""
    runner = K5Runner(delete_takes=30)
    runner.ground()
    done = runner.task("vpn_topology", state="absent", **TOPOLOGY)
    assert not done.get("failed"), done["msg"]
    assert [runner.stored(kind) for kind in LEAST] == [[]] * 4
