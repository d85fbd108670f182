# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``replace: true``: the successor first wherever the cloud takes both, and nothing lost.

What a killed run leaves unfinished is the subject of tests/resilience/test_killed_replacement.py.
"""

from __future__ import annotations

import json
from functools import partial

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import (
    InvalidInput,
    ServerError,
    UnknownReference,
    UnsupportedChange,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.resource import ensure
from ansible_collections.sitelink.vpnaas.tests.support.prepared_runner import PreparedRunner, answer, refused
from ansible_collections.sitelink.vpnaas.tests.support.task_runner import BRANCH7

PSK = BRANCH7["psk"]
OTHER_ID = "7b347d20-6fa3-4e22-b744-c49ee235ae4f"


@pytest.fixture
def runner():
    return PreparedRunner("neutron", agent="ACTIVE:0")


@pytest.fixture
def k5_runner():
    return PreparedRunner("k5", agent="ACTIVE:0")


def stored(runner, collection, name=None):
    return [item for item in runner.cloud.store.all(collection) if name is None or item["name"] == name]


def only(runner, collection, name):
    (item,) = stored(runner, collection, name)
    return item


@pytest.mark.parametrize("check_mode", [True, False])
def test_a_replaced_object_that_was_named_by_its_id_is_called_by_its_name_in_a_warning(runner, check_mode):
    """The next run failed: there was no object with the id."""
    old = only(runner, "vpnservices", "office")
    item = {"name": old["id"], "router": "edge2", "subnet": "lab", "replace": True}
    (warning,) = [text for text in runner.converge(check_mode, vpn_services=[item])["warnings"] if old["id"] in text]
    assert 'call it by its name, "office"' in warning


def methods(runner):
    return [entry.method for entry in runner.cloud.log.writes]


# --- one object

#: kind -> (options of an object that nobody uses, options that it cannot take)
IMMUTABLE = {
    "ike_policy": ({}, {"pfs": "group14"}),
    "ipsec_policy": ({}, {"pfs": "group14"}),
    "vpn_service": ({"router": "edge", "subnet": "office"}, {"router": "edge2", "subnet": "lab"}),
    "endpoint_group": ({"type": "cidr", "endpoints": ["10.5.0.0/24"]}, {"endpoints": ["10.6.0.0/24"]}),
    "ipsec_site_connection": (BRANCH7, {"ike_policy": "other"}),
}


@pytest.mark.parametrize(
    ("dialect", "kind"),
    [
        (dialect, kind)
        for dialect in ("neutron", "k5")
        for kind in IMMUTABLE
        if (dialect, kind) != ("k5", "endpoint_group")
    ],
)
def test_check_mode_predicts_the_result(dialect, kind):
    runner = PreparedRunner(dialect, agent="ACTIVE:0")
    options, change = IMMUTABLE[kind]
    runner.apply("ike_policy", "other")
    if kind == "vpn_service":
        runner.apply("ipsec_site_connection", "branch7", state="absent")
        runner.apply("vpn_service", "office", state="absent")
    runner.apply(kind, "subject", **options)
    wanted = {"replace": True, **change, **({"psk": PSK} if kind == "ipsec_site_connection" else {})}
    predicted, done = runner.check(kind, "subject", **wanted), runner.apply(kind, "subject", **wanted)
    for key in ("changed", "action", "interrupts", "diff"):
        assert predicted[key] == done[key], key
    assert f": {done['action']}, interrupts: {done['interrupts']}" in done["diff"]["after_header"]
    # Nobody uses a policy: it is changed in place.
    assert done["action"] == ("update" if kind.endswith("policy") else "replace")
    assert {key: done[kind][key] for key in predicted[kind] if key != "status"} == {
        key: value for key, value in predicted[kind].items() if key != "status"
    }
    assert not runner.apply(kind, "subject", **wanted)["changed"]


def test_a_connection_moves_to_another_policy_with_everything_it_had(runner):
    before = only(runner, "ipsec_site_connections", "branch7")
    runner.apply("ipsec_policy", "stronger", encryption_algorithm="aes-256")
    runner.cloud.forget_log()
    predicted = runner.check("ipsec_site_connection", "branch7", ipsec_policy="stronger", replace=True)
    done = runner.apply("ipsec_site_connection", "branch7", ipsec_policy="stronger", replace=True)
    after = only(runner, "ipsec_site_connections", "branch7")
    assert methods(runner) == ["POST", "DELETE"]
    assert (predicted["action"], predicted["changed"], predicted["interrupts"]) == ("replace", True, "possibly router")
    assert predicted["replacement"] == done["replacement"] == {"predecessors": [before["id"]], "moved": []}
    assert predicted["diff"]["after"]["ipsecpolicy_id"] == after["ipsecpolicy_id"] != before["ipsecpolicy_id"]
    same = ("psk", "peer_cidrs", "peer_address", "peer_id", "dpd", "mtu", "initiator", "ikepolicy_id", "vpnservice_id")
    assert {key: after[key] for key in same} == {key: before[key] for key in same}
    assert PSK not in str([predicted, done])
    runner.cloud.forget_log()
    assert not runner.apply("ipsec_site_connection", "branch7", ipsec_policy="stronger", replace=True)["changed"]
    assert methods(runner) == []


def test_without_it_an_immutable_difference_stays_an_error(runner):
    runner.apply("ipsec_policy", "stronger", encryption_algorithm="aes-256")
    move = partial(runner.apply, "ipsec_site_connection", "branch7", ipsec_policy="stronger")
    assert "replace: true" in refused(move, "cannot change ipsec_policy", kind=UnsupportedChange).details["hint"]


@pytest.mark.parametrize("kind", ["ike_policy", "ipsec_policy"])
def test_a_policy_in_use_takes_its_connections_along(runner, kind):
    collection = {"ike_policy": "ikepolicies", "ipsec_policy": "ipsecpolicies"}[kind]
    name = kind.split("_")[0]
    old, tunnel = only(runner, collection, name), only(runner, "ipsec_site_connections", "branch7")
    runner.cloud.forget_log()
    predicted = runner.check(kind, name, pfs="group20", replace=True)
    assert methods(runner) == []
    done = runner.apply(kind, name, pfs="group20", replace=True)
    new, after = only(runner, collection, name), only(runner, "ipsec_site_connections", "branch7")
    assert (predicted["action"], predicted["interrupts"]) == ("replace", "possibly router")
    moved = {"kind": "ipsec_site_connection", "name": "branch7", "id": tunnel["id"], "action": "replace"}
    assert done["replacement"] == predicted["replacement"] == {"predecessors": [old["id"]], "moved": [moved]}
    assert methods(runner) == ["POST", "POST", "DELETE", "DELETE"]
    assert (new["pfs"], new["encryption_algorithm"]) == ("group20", old["encryption_algorithm"])
    assert after["psk"] == PSK
    assert after[f"{name}policy_id"] == new["id"]
    assert not runner.apply(kind, name, pfs="group20", replace=True)["changed"]


def test_a_policy_that_nobody_uses_is_changed_in_place(runner):
    runner.apply("ike_policy", "spare")
    runner.cloud.forget_log()
    done = runner.apply("ike_policy", "spare", pfs="group20", replace=True)
    assert (done["action"], done["interrupts"], methods(runner)) == ("update", "none", ["PUT"])


def test_service_on_another_router_reports_the_new_peer_address(runner):
    old = only(runner, "vpnservices", "office")
    done = runner.apply("vpn_service", "office", router="edge2", subnet="lab", replace=True)
    new = only(runner, "vpnservices", "office")
    assert only(runner, "ipsec_site_connections", "branch7")["vpnservice_id"] == new["id"] != old["id"]
    addresses = done["replacement"]["endpoint_address"]
    assert addresses == {"before": old["external_v4_ip"], "after": new["external_v4_ip"]}
    assert any(addresses["after"] in warning and "connect to" in warning for warning in done["warnings"])


def grouped(runner, router="edge2", subnet="lab"):
    runner.apply("vpn_service", "lab", router=router)
    runner.apply("endpoint_group", "here", type="subnet", endpoints=[subnet])
    runner.apply("endpoint_group", "there", type="cidr", endpoints=["10.7.0.0/24"])
    groups = {"local_endpoint_group": "here", "peer_endpoint_group": "there", "peer_cidrs": None}
    runner.apply("ipsec_site_connection", "grouped", **{**BRANCH7, **groups, "vpn_service": "lab"})
    runner.cloud.forget_log()
    return only(runner, "ipsec_site_connections", "grouped")["id"]


def test_the_endpoints_of_a_group_in_use_change_without_a_new_connection(runner):
    identifier = grouped(runner)
    done = runner.apply("endpoint_group", "there", endpoints=["10.7.0.0/24", "10.8.0.0/24"], replace=True)
    connection = only(runner, "ipsec_site_connections", "grouped")
    assert methods(runner) == ["POST", "PUT", "DELETE"]
    assert connection["id"] == identifier == done["replacement"]["moved"][0]["id"]
    assert connection["peer_ep_group_id"] == only(runner, "endpoint_groups", "there")["id"]


def test_groups_of_both_sides_change_their_family_in_one_request(runner):
    identifier = grouped(runner, "edge", "office")
    done = runner.converge(
        endpoint_groups=[
            {"name": "here", "type": "subnet", "endpoints": ["office6"], "replace": True},
            {"name": "there", "type": "cidr", "endpoints": ["2001:db8:7::/64"], "replace": True},
        ],
    )
    puts = [entry for entry in runner.cloud.log.writes if entry.method == "PUT"]
    assert (len(puts), done["summary"]["replace"], done["summary"]["update"]) == (1, 2, 1)
    assert only(runner, "ipsec_site_connections", "grouped")["id"] == identifier
    assert len(stored(runner, "endpoint_groups")) == 2


# --- what goes wrong


def refuse(runner, method, path, times=1):
    """The wire refuses this request with a 400 of Neutron's."""
    left = [times]

    def between(request, _send):
        if request.method == method and request.path_url.split("?")[0].endswith(path) and left[0]:
            left[0] -= 1
            return answer(request, 400, {"NeutronError": {"type": "Refused", "message": "not today", "detail": ""}})
        return None

    runner.between = between


def test_a_successor_that_is_refused_leaves_the_tunnel_as_it_was(runner):
    before = runner.cloud.contents()
    refuse(runner, "POST", "ipsec-site-connections")
    error = refused(
        lambda: runner.apply("ike_policy", "ike", pfs="group20", replace=True), "not today", kind=ServerError
    )
    assert error.details["error_type"] == "Refused"
    assert runner.cloud.contents() == before


def test_a_group_whose_connections_cannot_be_moved_is_taken_back(runner):
    grouped(runner)
    before = runner.cloud.contents()
    refuse(runner, "PUT", only(runner, "ipsec_site_connections", "grouped")["id"])
    refused(lambda: runner.apply("endpoint_group", "there", endpoints=["10.8.0.0/24"], replace=True), "not today")
    assert runner.cloud.contents() == before


def test_a_successor_in_error_is_taken_back(runner):
    runner.apply("ipsec_policy", "stronger", encryption_algorithm="aes-256")
    before = runner.cloud.contents()
    runner.cloud.agent = "ERROR:0"
    refused(
        lambda: runner.apply("ipsec_site_connection", "branch7", ipsec_policy="stronger", replace=True),
        "has the status ERROR",
    )
    assert runner.cloud.contents() == before


@pytest.mark.parametrize("heard", [False, True])
def test_a_rollback_deletes_only_what_our_own_post_answered(runner, heard):
    """The answer to our POST is lost and it was not carried out, while another run creates the same object: that one is
    taken, and stays when a later step is refused. An object whose POST was answered goes."""
    rivals = []

    def between(request, _send):
        path = request.path_url.split("?")[0]
        if request.method == "POST" and path.endswith("ikepolicies") and not heard and not rivals:
            (old,) = stored(runner, "ikepolicies", "ike")
            body = json.loads(request.body)["ikepolicy"]
            rivals.append(runner.cloud.store.add("ikepolicies", {**old, **body, "id": OTHER_ID}))
            raise ConnectionResetError("the answer is lost")
        if request.method == "POST" and path.endswith("ipsec-site-connections"):
            return answer(request, 409, {"NeutronError": {"type": "Refused", "message": "not today", "detail": ""}})
        return None

    before = {item["id"] for item in stored(runner, "ikepolicies")}
    runner.between = between
    refused(lambda: runner.apply("ike_policy", "ike", pfs="group20", replace=True), "not today")
    assert {item["id"] for item in stored(runner, "ikepolicies")} == before | {item["id"] for item in rivals}
    assert len(rivals) == (not heard)


def test_of_two_objects_of_other_runs_none_is_deleted_as_our_duplicate(runner):
    """Our POST is lost on the way there, and two other runs create what it asked for: both are theirs."""
    rivals = []

    def between(request, _send):
        if request.method == "POST" and not rivals:
            (like,) = stored(runner, "ikepolicies", "ike")
            for digit in "ba":
                item = {**like, **json.loads(request.body)["ikepolicy"], "id": OTHER_ID[:-1] + digit}
                rivals.append(runner.cloud.store.add("ikepolicies", item)["id"])
            # A connection uses the one with the greater id, so that both runs keep that one.
            only(runner, "ipsec_site_connections", "branch7")["ikepolicy_id"] = rivals[0]
            raise ConnectionResetError("the answer is lost")
        return

    runner.between = between
    done = runner.apply("ike_policy", "new", pfs="group20")
    assert done["ike_policy"]["id"] == rivals[0]
    assert any(rivals[1] in warning for warning in done["warnings"])
    assert {item["id"] for item in stored(runner, "ikepolicies", "new")} == set(rivals)


def test_duplicate_name_error_has_a_hint(runner):
    runner.apply("ike_policy", "twice")
    duplicate = runner.cloud.store.add(
        "ikepolicies", {**only(runner, "ikepolicies", "twice"), "id": "f" * 32, "pfs": "group14"}
    )
    change = partial(runner.apply, "ike_policy", "twice", pfs="group14")
    assert "replace: true" in refused(change, duplicate["id"], kind=UnknownReference).details["hint"]
    assert runner.apply("ike_policy", "twice", pfs="group14", replace=True)["action"] == "replace"
    assert only(runner, "ikepolicies", "twice")["id"] == duplicate["id"]


def test_the_next_item_of_a_loop_sees_what_is_there(runner):
    """Items of a loop share what was read."""
    snapshot = Snapshot(runner.connected_client())
    refuse(runner, "POST", "ipsec-site-connections")
    wanted = {**runner.options("ike_policy"), "name": "ike", "pfs": "group20", "replace": True}
    refused(lambda: ensure(VPN_KINDS["ike_policy"], wanted, snapshot, check_mode=False), "not today")
    assert ensure(VPN_KINDS["ike_policy"], wanted, snapshot, check_mode=False)["action"] == "replace"
    assert not ensure(VPN_KINDS["ike_policy"], wanted, snapshot, check_mode=False)["changed"]


@pytest.mark.parametrize("shown", [None, "", "****"])
def test_a_key_that_the_cloud_hides_is_never_the_new_connections_key(shown):
    """An empty text counted as the key, and the replacement was refused after its first write."""

    def hiding(request, send):
        if "/vpn/ipsec-site-connections" not in request.path_url or request.method != "GET":
            return None
        body = send().json()
        for value in body.values():
            for item in value if isinstance(value, list) else [value]:
                item.update({"psk": shown} if "psk" in item else {})
        return answer(request, 200, body)

    runner = PreparedRunner(between=hiding)
    refused(partial(runner.apply, "ike_policy", "ike", pfs="group20", replace=True), "branch7", "without its psk")
    assert runner.written() == []


@pytest.mark.parametrize("kind", ["ike_policy", "vpn_service"])
def test_an_old_object_waits_for_its_users_that_are_being_deleted(kind):
    """Drivers of third parties take their time (PENDING_DELETE)."""
    runner = PreparedRunner("neutron", agent="ACTIVE:0", slow_delete=3)
    change = {"pfs": "group14"} if kind == "ike_policy" else {"router": "edge2", "subnet": "lab"}
    name = "ike" if kind == "ike_policy" else "office"
    assert runner.apply(kind, name, replace=True, **change)["action"] == "replace"
    assert not runner.apply(kind, name, replace=True, **change)["changed"]


# --- K5


def test_k5_replaces_a_connection_only_with_its_key(k5_runner):
    k5_runner.apply("ike_policy", "stronger", encryption_algorithm="aes-256")
    k5_runner.cloud.forget_log()
    wanted = {"ike_policy": "stronger", "replace": True}
    refused(
        lambda: k5_runner.apply("ipsec_site_connection", "branch7", **wanted), "without its psk", kind=UnsupportedChange
    )
    assert methods(k5_runner) == []
    done = k5_runner.apply("ipsec_site_connection", "branch7", psk=PSK, **wanted)
    assert (done["interrupts"], methods(k5_runner)) == ("service", ["DELETE", "POST"])


def test_k5_replaces_a_service_together_with_the_connections_declared_beside_it(k5_runner):
    office = {"name": "office", "router": "edge2", "subnet": "lab", "replace": True}
    refused(lambda: k5_runner.converge(vpn_services=[office]), "without its psk")
    assert methods(k5_runner) == []
    tunnel = {"name": "branch7", **BRANCH7}
    done = k5_runner.converge(vpn_services=[office], ipsec_site_connections=[tunnel])
    assert (done["summary"]["replace"], methods(k5_runner)) == (2, ["DELETE", "DELETE", "POST", "POST"])
    service = only(k5_runner, "vpnservices", "office")
    assert only(k5_runner, "ipsec_site_connections", "branch7")["vpnservice_id"] == service["id"]
    assert not k5_runner.converge(vpn_services=[office], ipsec_site_connections=[tunnel])["changed"]


def test_k5_says_that_the_old_object_is_gone_where_the_new_one_is_refused(k5_runner):
    """It said changed: false, and nothing of the deletion."""
    k5_runner.apply("ike_policy", "stronger", encryption_algorithm="aes-256")
    refuse(k5_runner, "POST", "ipsec-site-connections")
    wanted = {**BRANCH7, "ike_policy": "stronger", "replace": True}
    failure = refused(lambda: k5_runner.apply("ipsec_site_connection", "branch7", **wanted), "not today")
    assert failure.details["changed"] is True
    assert "Its old object is deleted already" in failure.details["hint"]
    assert stored(k5_runner, "ipsec_site_connections") == []
    assert k5_runner.apply("ipsec_site_connection", "branch7", **wanted)["action"] == "create"


def test_k5_says_so_of_what_was_deleted_together_with_what_it_uses(k5_runner):
    refuse(k5_runner, "POST", "vpnservices")
    topology = {
        "vpn_services": [{"name": "office", "router": "edge2", "subnet": "lab", "replace": True}],
        "ipsec_site_connections": [{"name": "branch7", **BRANCH7}],
    }
    result = refused(lambda: k5_runner.converge(**topology), "not today", '"branch7" was not tried').details
    assert [entry["id"] for entry in result["plan"]] == [None, None]
    assert all("deleted already" in entry["hint"] for entry in result["failed_objects"])
    assert (result["changed"], result["objects"]["ipsec_site_connections"]) == (True, [])
    assert k5_runner.converge(**topology)["summary"]["create"] == 2


# --- declared beside what it uses


@pytest.mark.parametrize("dialect", ["neutron", "k5"])
@pytest.mark.parametrize("options", [{}, {"description": "new"}, {"peer_cidrs": ["10.9.1.0/24"]}, {"by id": True}])
def test_a_declared_connection_that_leaves_out_its_service_moves_with_it(dialect, options):
    """It was called declared twice, since it was moved as if nobody declared it; on K5 its key was not seen."""
    runner = PreparedRunner(dialect, agent="ACTIVE:0")
    tunnel = {"name": "branch7", "psk": PSK, **options}
    if tunnel.pop("by id", False):
        tunnel["vpn_service"] = only(runner, "vpnservices", "office")["id"]
    topology = {
        "ike_policies": [{"name": "ike", "pfs": "group14", "replace": True}],
        "vpn_services": [{"name": "office", "router": "edge2", "subnet": "lab", "replace": True}],
        "ipsec_site_connections": [tunnel],
    }
    planned = runner.converge(check_mode=True, **topology)["plan"]
    assert [entry["action"] for entry in planned] == ["replace"] * 3
    done = runner.converge(**topology)
    assert [entry["action"] for entry in done["plan"]] == ["replace"] * 3
    connection = only(runner, "ipsec_site_connections", "branch7")
    assert connection["vpnservice_id"] == only(runner, "vpnservices", "office")["id"]
    assert connection["ikepolicy_id"] == only(runner, "ikepolicies", "ike")["id"]
    if "vpn_service" not in tunnel:
        assert not runner.converge(**topology)["changed"]


@pytest.mark.parametrize("dialect", ["neutron", "k5"])
@pytest.mark.parametrize("named_by", ["name", "id"])
def test_a_new_connection_that_gives_by_id_what_is_replaced_uses_the_new_one(dialect, named_by):
    """It was created on the old policy, which then could not go, and check mode was silent."""
    runner = PreparedRunner(dialect, agent="ACTIVE:0")
    policy = only(runner, "ikepolicies", "ike")
    topology = {
        "ike_policies": [{"name": policy[named_by], "pfs": "group14", "replace": True}],
        "ipsec_site_connections": [
            {"name": "branch7", "psk": PSK},
            {
                **{"name": "branch8", **BRANCH7, "ike_policy": policy["id"]},
                "peer_address": "172.24.4.234",
                "peer_cidrs": ["10.3.0.0/24"],
            },
        ],
    }
    planned, done = runner.converge(check_mode=True, **topology), runner.converge(**topology)
    for result in (planned, done):
        assert [entry["action"] for entry in result["plan"]] == ["replace", "replace", "create"]
        lost = f'"branch8": ike_policy {policy["id"]} is replaced, and its id is gone: call it by its name, "ike"'
        assert any(lost in text for text in result["warnings"]), result["warnings"]
    new = only(runner, "ikepolicies", "ike")
    assert new["id"] != policy["id"]
    for name in ("branch7", "branch8"):
        assert only(runner, "ipsec_site_connections", name)["ikepolicy_id"] == new["id"]


def test_a_declared_connection_that_leaves_out_its_group_gets_the_new_one(runner):
    runner.apply("vpn_service", "grouped", router="edge2", preflight="off")
    runner.apply("endpoint_group", "local", type="subnet", endpoints=["lab"])
    runner.apply("endpoint_group", "peers", type="cidr", endpoints=["10.9.1.0/24"])
    new = {key: value for key, value in BRANCH7.items() if key != "peer_cidrs"}
    groups = {"vpn_service": "grouped", "local_endpoint_group": "local", "peer_endpoint_group": "peers"}
    runner.apply("ipsec_site_connection", "branch9", **new | groups)
    topology = {
        "endpoint_groups": [{"name": "peers", "endpoints": ["10.9.2.0/24"], "replace": True}],
        "ipsec_site_connections": [{"name": "branch9", "description": "new"}],
    }
    done = runner.converge(**topology)
    assert [entry["action"] for entry in done["plan"]] == ["replace", "update"]
    assert not runner.converge(**topology)["changed"]


@pytest.mark.parametrize("check_mode", [True, False])
@pytest.mark.parametrize("dialect", ["neutron", "k5"])
@pytest.mark.parametrize("replaced", ["ipsec_site_connection", "ike_policy"])
def test_a_description_without_room_for_the_mark_is_refused_before_a_replacement(dialect, replaced, check_mode):
    """On K5 the connection was deleted first, and could not be created then."""
    runner = PreparedRunner(dialect, agent="ACTIVE:0")
    runner.apply("ike_policy", "stronger", description="[sitelink:others]")
    for item in stored(runner, "ipsec_site_connections"):
        item["description"] = "[sitelink:others]"
    runner.cloud.forget_log()
    text = {"description": "x" * 245, "replace": True}
    if replaced == "ike_policy":
        change = partial(runner.apply, "ike_policy", "stronger", check_mode, pfs="group14", ike_version="v1", **text)
    else:
        wanted = BRANCH7 | {"ike_policy": "stronger"}
        change = partial(runner.apply, "ipsec_site_connection", "branch7", check_mode, **wanted, **text)
    refused(change, "no room for the owner's mark", kind=InvalidInput)
    assert methods(runner) == []
