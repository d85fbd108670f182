# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""vpn_topology_validate: what it asserts about what exists, what is declared, and the other ends."""

from __future__ import annotations

import json

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import CloudUnreachable, InvalidInput, VpnError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.registry import TASKS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.validate.gateways import connection_rows
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._action import run_task
from ansible_collections.sitelink.vpnaas.tests.contract.validation.pairs import good_pair
from ansible_collections.sitelink.vpnaas.tests.support.prepared_runner import PreparedRunner, instead
from ansible_collections.sitelink.vpnaas.tests.support.task_runner import TaskRunner, defaults_of
from ansible_collections.sitelink.vpnaas.tests.support.validation import KEY, both_ends, stored, validate


def rows(result, identifier=None, outcome=None):
    return [row for row in result["assertions"] if identifier in (None, row["id"]) and outcome in (None, row["result"])]


def failed(result):
    return {(row["id"], row["severity"]) for row in rows(result, outcome="failed") if row["severity"] != "info"}


def _add_second_tunnel(runner):
    """Beside those of ``both_ends``, between the same gateways, with networks that are not quite the same."""
    base = {"ike_policy": "ike", "ipsec_policy": "ipsec", "psk": KEY, "wait": False}
    to_lab = {**base, "vpn_service": "office", "peer_address": "203.0.113.11"}
    to_office = {**base, "vpn_service": "lab", "peer_address": "203.0.113.10"}
    runner.apply("ipsec_site_connection", "more", **to_lab, peer_cidrs=["10.9.1.0/24"])
    runner.apply("ipsec_site_connection", "less", **to_office, peer_cidrs=["10.1.0.0/25"])


def test_two_ends_that_fit_have_no_finding(runner):
    both_ends(runner)
    result = validate(runner, peers=True)
    assert failed(result) == set(), rows(result, outcome="failed")
    assert len(rows(result, "ends-paired", "passed")) == 1
    assert rows(result, "ends-key")[0]["result"] == "passed"
    assert KEY not in json.dumps(result)


DIFFERENCES = {
    "key": ({"psk": "another secret of nobody"}, "ends-key", "error"),
    "IKE cipher": ({"ike_policy": "other-ike"}, "ends-ike-encryption", "error"),
    "IPsec group": ({"ipsec_policy": "other-ipsec"}, "ends-ipsec-pfs", "error"),
    "identity": ({"peer_id": "198.51.100.99"}, "ends-identity", "error"),
    "networks": ({"peer_cidrs": ["10.1.0.0/25"]}, "ends-networks", "error"),
    "address": ({"peer_address": "203.0.113.99", "peer_id": "203.0.113.10"}, "ends-peer-address", "error"),
    "dpd": ({"dpd": {"action": "disabled"}}, "ends-dpd", "error"),
}


@pytest.mark.parametrize("case", DIFFERENCES)
def test_a_difference_between_both_ends_is_named_and_no_other(case, neutron):
    options, identifier, severity = DIFFERENCES[case]
    neutron.apply("ike_policy", "other-ike", encryption_algorithm="aes-256")
    neutron.apply("ipsec_policy", "other-ipsec", pfs="group14")
    both_ends(neutron, **options)
    result = validate(neutron, peers=True)
    assert failed(result) == {(identifier, severity)}
    assert KEY not in json.dumps(result) and "another secret" not in json.dumps(result)


def test_a_gateway_outside_the_peers_is_not_to_be_deleted(neutron):
    """Fault: for a peer that was not given, the remedy was to delete the connection."""
    neutron.with_base_objects()
    (row,) = rows(validate(neutron, peers=True, only=["ends-paired"]), outcome="failed")
    assert row["severity"] == "warning" and "no peer that was read" in row["msg"]
    assert "to peers" in row["remedy"] and "delete" not in row["remedy"]


@pytest.mark.parametrize("end", [0, 1])
@pytest.mark.parametrize("variant", ["neutron", "k5"])
def test_the_last_connection_of_a_gateway_is_missed_too(end, variant):
    """Fault: only gateways with a connection were known, so the lost connection of this cloud was no finding, and that
    of the peer was a warning about the gateway of no peer."""
    pair = good_pair(variant)
    pair.runners[end].apply("ipsec_site_connection", "tunnel", state="absent")
    (row,) = [row for row in pair.rows(only=["ends-paired"]) if row["result"] == "failed"]
    assert (row["severity"], "leads back" in row["msg"]) == ("error", True), row


def test_a_gateway_of_the_facts_that_has_no_connection_is_known(neutron):
    neutron.with_base_objects()
    peer = {"connections": [], "vpn_services": [{"name": "vpn", "external_v4_ip": "172.24.4.233"}]}
    (row,) = rows(validate(neutron, peers=[peer], only=["ends-paired"]), outcome="failed")
    assert row["severity"] == "error" and "has no connection that leads back" in row["msg"]


@pytest.mark.parametrize("scope", [{"owner": "a"}, {"ipsec_site_connections": [{"name": "branch7"}]}])
@pytest.mark.parametrize("clouds", [1, 2])
def test_the_other_ends_of_what_is_left_out_are_not_missed(scope, clouds, neutron):
    """Fault: with an owner or a declaration, the peer's connection to one that is left out was an error."""
    peer = neutron if clouds == 1 else TaskRunner()
    for runner in [neutron, peer][:clouds]:
        both_ends(runner)
        _add_second_tunnel(runner)
    stored(neutron, "ipsec_site_connections", "branch7")["description"] = "[sitelink:a]"
    found = rows(validate(neutron, peers=True, peer_runner=peer, only=["ends"], **scope))
    assert [row for row in found if row["result"] == "failed"] == []
    (row,) = [row for row in found if row["id"] == "ends-paired"]
    assert (row["name"], row["result"]) == ("branch7", "passed")


@pytest.mark.parametrize("check_mode", [False, True])
@pytest.mark.parametrize("group", ["declared", "declared-equal", "baseline"])
def test_what_only_asks_for_without_its_option_is_not_checked(group, check_mode, neutron):
    """Fault: the result was a success without an assertion."""
    neutron.with_base_objects()
    found = rows(validate(neutron, only=[group], check_mode=check_mode))
    assert {row["result"] for row in found} == {"not_checked"}
    assert all("none is given" in row["msg"] and row["remedy"] for row in found)


def test_only_and_skip_that_leave_nothing_are_refused(neutron):
    """Fault: the result was a success without an assertion."""
    with pytest.raises(InvalidInput, match="only and skip leave no assertion"):
        validate(neutron, only=["ends"], skip=["ends"])


def test_what_skip_takes_out_is_not_missed_in_only(neutron):
    """Fault: it was listed as not checked, since nothing was found that it is about."""
    neutron.with_base_objects()
    found = rows(validate(neutron, only=["quota", "service-status"], skip=["quota-headroom"]))
    assert {row["id"] for row in found} == {"service-status"}


def test_a_misspelt_group_gets_the_group_as_its_suggestion(neutron):
    with pytest.raises(InvalidInput, match='no assertion "endz": did you mean "ends"'):
        validate(neutron, only=["endz"])


def test_a_fault_that_depends_on_the_release_names_that_option(neutron):
    """Fault: "one of Neutron 29 with everywhere", and no word on the option that decides it."""
    neutron.with_base_objects()
    stored(neutron, "ikepolicies", "ike")["auth_algorithm"] = "sha1"
    found = rows(validate(neutron, only=["known-fault"]), outcome="not_checked")
    assert "known-fault-weak-algorithms-refused" in {row["id"] for row in found}
    assert all(row["remedy"].startswith("Set release ") for row in found)
    assert "with everywhere" not in str(found)


def test_an_end_that_is_switched_off_is_named_from_either_side(neutron):
    both_ends(neutron, admin_state_up=False)
    found = rows(validate(neutron, peers=True), outcome="failed")
    assert {(row["id"], row["name"]) for row in found} == {
        ("switched-on", "opposite"),
        ("ends-switched-on", "branch7"),
    }


def test_keys_that_a_cloud_does_not_return_are_not_checked(neutron):
    both_ends(neutron)
    stored(neutron, "ipsec_site_connections", "opposite")["psk"] = "********"
    (row,) = rows(validate(neutron, peers=True), "ends-key")
    assert row["result"] == "not_checked" and 'cloud "peer"' in row["msg"]


def test_a_connection_without_another_end_is_an_error_where_the_peer_has_the_gateway(neutron):
    both_ends(neutron)
    neutron.cloud.store.remove("ipsec_site_connections", stored(neutron, "ipsec_site_connections", "opposite")["id"])
    (row,) = rows(validate(neutron, peers=True), "ends-paired")
    assert (row["result"], row["severity"], row["name"]) == ("failed", "error", "branch7")


def test_several_connections_between_two_gateways_are_paired_by_their_networks(neutron):
    both_ends(neutron)
    _add_second_tunnel(neutron)
    result = validate(neutron, peers=True)
    pairs = {(row["name"], row["actual"]) for row in rows(result, "ends-paired", "passed")}
    assert pairs == {("branch7", "opposite"), ("less", "more")}


# --- what cannot be read


def test_a_cloud_that_does_not_answer_is_a_finding(neutron):
    task_failed = CloudUnreachable("no response from http://cloud.test")

    def unreachable(_asked):
        raise task_failed

    result = validate(neutron, opened=unreachable)
    assert failed(result) == {("cloud-readable", "error")}
    assert not rows(result, outcome="passed")
    with pytest.raises(VpnError) as error:
        validate(neutron, opened=unreachable, fail_on="error")
    assert error.value.details["summary"]["failed"] == 1


def test_a_peer_that_does_not_answer_is_a_finding_and_the_rest_is_tested(neutron):
    both_ends(neutron)

    def unreachable(asked):
        if asked["cloud"] == "peer":
            raise CloudUnreachable("no response from http://peer.test")

    result = validate(neutron, peers=True, opened=unreachable, only=["ends-key", "status"])
    assert failed(result) == {("ends-readable", "error")}
    assert len(rows(result, "status-active", "passed")) == 2
    assert {(row["name"], row["result"]) for row in rows(result, "ends-key")} == {
        ("branch7", "not_checked"),
        ("opposite", "not_checked"),
    }


def test_a_declaration_with_faults_is_a_finding(neutron):
    neutron.with_base_objects()
    result = validate(neutron, ike_policies=[{"name": "a", "lifetime": {"value": 5}}, {"name": "a"}])
    assert ("declaration-valid", "error") in failed(result)
    assert {row["result"] for row in rows(result, "declared-equal")} == {"not_checked"}
    assert not rows(result, "declared-exists", "passed")


@pytest.mark.parametrize("collection", ["ikepolicies", "vpnservices", "ipsec_site_connections"])
def test_a_key_in_another_text_of_the_cloud_is_hidden(collection, neutron):
    both_ends(neutron)
    for item in neutron.cloud.store.all(collection):
        item["name"] = KEY
    result = validate(neutron, peers=True, baseline="ietf")
    assert KEY not in json.dumps(result)
    with pytest.raises(VpnError) as error:
        validate(neutron, peers=True, baseline="ietf", fail_on="error")
    assert KEY not in str(error.value) and KEY not in json.dumps(error.value.details)


@pytest.mark.parametrize(
    ("collection", "unchecked"),
    [("ikepolicies", "ends-ike-pfs"), ("vpnservices", "ends-peer-address"), ("subnets", "ends-networks")],
)
def test_a_kind_that_cannot_be_read_is_a_finding_and_what_needs_it_is_not_checked(collection, unchecked):
    runner = PreparedRunner(empty=True, between=None)
    both_ends(runner)
    runner.between = instead("GET", f"/{collection}", 403, {"NeutronError": {"type": "PolicyNotAuthorized"}})
    result = validate(runner, peers=True, baseline="ietf")
    assert ("cloud-readable", "error") in failed(result) and ("ends-readable", "error") in failed(result)
    assert {row["result"] for row in rows(result, unchecked)} <= {"not_checked"}


def test_connections_that_cannot_be_read_leave_nothing_passed():
    runner = PreparedRunner(between=instead("GET", "/ipsec-site-connections", 500, "broken"))
    result = validate(runner, peers=True, baseline="ietf")
    assert failed(result) == {("cloud-readable", "error")} and not result["summary"]["passed"]


# --- what is declared


def test_what_is_declared_is_compared_with_what_is_stored(neutron):
    neutron.with_base_objects()
    result = validate(
        neutron,
        ike_policies=[
            {"name": "ike", "encryption_algorithm": "aes-256"},
            {"name": "new", "state": "present"},
            {"name": "gone", "state": "absent"},
        ],
        ipsec_policies=[{"name": "other"}],
        only=["declared"],
    )
    found = {(row["id"], row["name"], row["result"]) for row in rows(result)}
    assert found == {
        ("declared-equal", "ike", "failed"),
        ("declared-exists", "ike", "passed"),
        ("declared-exists", "new", "failed"),
        ("declared-exists", "other", "failed"),
        ("declared-absent", "gone", "passed"),
        ("declared-only", "ipsec", "failed"),
        ("declared-only", "branch7", "failed"),
    }
    (row,) = rows(result, "declared-equal")
    assert (row["expected"], row["actual"]) == ("aes-256", "aes-128")


@pytest.mark.parametrize(
    ("mark", "owner", "severity", "word"),
    [
        ("", None, "error", "it is in use by"),
        (" [sitelink:b]", None, "error", "marked as b's"),
        (" [sitelink:b]", "a", "warning", "it is marked as b's, so vpn_topology leaves it"),
        ("", "a", "warning", "it has no owner mark, so vpn_topology leaves it"),
    ],
)
def test_what_is_declared_absent_and_cannot_go_exists(mark, owner, severity, word, neutron):
    """Fault: where vpn_topology refuses the deletion, or leaves the object to its owner, it passed as gone."""
    neutron.with_base_objects()
    stored(neutron, "ikepolicies", "ike")["description"] = mark
    absent = [{"name": "ike", "state": "absent"}]
    (row,) = rows(validate(neutron, ike_policies=absent, owner=owner, only=["declared-absent"]))
    assert (row["result"], row["severity"]) == ("failed", severity)
    assert "is declared absent, and exists" in row["msg"] and word in row["msg"], row


def test_a_declared_key_is_compared_and_never_shown(neutron):
    neutron.with_base_objects()
    declared = {"name": "branch7", "psk": "a declared secret of mine"}
    result = validate(neutron, ipsec_site_connections=[declared], only=["declared-equal"])
    (row,) = rows(result, outcome="failed")
    assert "psk" in row["msg"]
    assert KEY not in json.dumps(result) and declared["psk"] not in json.dumps(result)


def test_only_the_declared_connections_are_looked_at(neutron):
    both_ends(neutron)
    result = validate(neutron, ipsec_site_connections=[{"name": "branch7"}], only=["status-active"])
    assert [row["name"] for row in rows(result)] == ["branch7"]


# --- status, addresses, agents, quotas, faults


def test_the_status_is_waited_for_until_the_deadline(neutron):
    neutron.with_base_objects(wait=False)
    result = validate(neutron, timeout=60, only=["status-active"])
    (row,) = rows(result)
    assert (row["result"], row["expected"], row["actual"]) == ("failed", "ACTIVE", "DOWN")
    assert neutron.time.passed >= 60


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.000323, '"branch7" is DOWN'), (60.2, '"branch7" is DOWN after 60 seconds')]
)
def test_a_status_names_the_seconds_that_were_waited_for(seconds, words):
    """Not those of a look at the clock: "is DOWN after 0.000323 seconds"."""
    *_switch, status = connection_rows([{"name": "branch7", "status": "DOWN"}], seconds, "")
    assert status.msg.endswith(words)


def test_what_is_active_is_not_waited_for(neutron):
    both_ends(neutron)
    passed = neutron.time.passed
    assert not failed(validate(neutron, timeout=60, only=["status-active"]))
    assert neutron.time.passed == passed


@pytest.mark.parametrize("only", ["ends", "baseline", "quota-headroom", "agent-alive"])
def test_a_status_that_is_not_asserted_is_not_waited_for(only, neutron):
    neutron.with_base_objects(wait=False)
    passed = neutron.time.passed
    validate(neutron, timeout=60, only=[only])
    assert neutron.time.passed == passed


def test_agents_that_are_not_asserted_are_not_asked_for(neutron):
    both_ends(neutron)
    neutron.cloud.forget_log()
    validate(neutron, only=["status-active", "address-fresh"])
    assert not [entry.path for entry in neutron.cloud.log.network if "agents" in entry.path or "quota" in entry.path]


def test_an_address_that_the_router_no_longer_has_is_an_error(neutron):
    both_ends(neutron)
    stored(neutron, "vpnservices", "office")["external_v4_ip"] = "203.0.113.77"
    result = validate(neutron)
    assert failed(result) == {("address-fresh", "error")}


def test_agents_are_checked_only_for_those_who_may_ask(make_runner):
    for user, outcome in (("demo", "not_checked"), ("admin", "passed")):
        runner = make_runner("neutron", user=user)
        both_ends(runner)
        assert {row["result"] for row in rows(validate(runner), "agent-alive")} == {outcome}


def test_a_quota_without_room_is_named(neutron):
    both_ends(neutron)
    project = neutron.connected_client().project_id
    neutron.cloud.network.quotas.limits[project] = {"ikepolicy": 1, "ipsec_site_connection": 3}
    result = validate(neutron, ike_policies=[{"name": "ike"}, {"name": "more"}], only=["quota"])
    found = {row["kind"]: (row["result"], row["severity"]) for row in rows(result)}
    assert found["ike_policy"] == ("failed", "error")
    assert found["ipsec_site_connection"] == ("passed", "error")


@pytest.mark.parametrize(
    ("release", "outcome"), [(None, "not_checked"), ("27", "failed"), ("2025.2", "failed"), ("28", "passed")]
)
def test_a_known_fault_is_found_by_the_release(release, outcome, make_runner):
    neutron = make_runner(release=27)
    both_ends(neutron)
    result = validate(neutron, release=release, only=["known-fault-changes-not-applied"])
    assert [row["result"] for row in rows(result)] == [outcome]


def test_policies_are_held_against_a_baseline(neutron):
    both_ends(neutron)
    result = validate(neutron, baseline="ietf", only=["baseline"])
    assert ("baseline-ietf-ike-version", "error") in failed(result)


# --- options


def test_check_mode_lists_what_would_be_tested_and_sends_no_request(neutron):
    logins = []
    result = validate(neutron, peers=True, check_mode=True, opened=logins.append, ike_policies=[{"name": "ike"}])
    assert not logins
    assert {row["result"] for row in rows(result)} == {"not_checked"}
    assert rows(result, "declared-equal")[0]["name"] == "ike"
    assert all("would be tested" in row["msg"] for row in rows(result))


@pytest.mark.parametrize("option", ["only", "skip"])
def test_an_unknown_id_is_refused_with_the_nearest(option, neutron):
    with pytest.raises(InvalidInput, match='did you mean "ends-networks"'):
        validate(neutron, **{option: ["ends-network"]})


def test_fail_on_decides_what_fails_the_task(neutron):
    both_ends(neutron, admin_state_up=False)
    assert validate(neutron, fail_on="error")["summary"]["failed"]
    with pytest.raises(VpnError, match="assertions failed"):
        validate(neutron, fail_on="warning")


@pytest.mark.parametrize(
    ("peers", "word"),
    [
        ([{}], "either cloud or connections"),
        ([{"cloud": {"clod": "x"}}], "no option of access"),
        ([{"cloud": {"timeout": "soon"}}], "timeout must be of the type int"),
        ([{"connections": [{"peer_adress": "x"}]}], 'did you mean "peer_address"'),
        ([{"connections": ["x"]}], "must be a mapping"),
        ([{"connections": [{"dpd": 5}]}], r"connections\[0\].dpd: must be a mapping"),
        ([{"connections": [{"ike_policy": {"lifetime": 3600}}]}], "ike_policy.lifetime: must be a mapping"),
        ([{"connections": [{"peer_address": ["x"]}]}], "peer_address: must be a text or a number, not a list"),
        (
            [{"connections": [], "ipsec_policies": [{"pfs": {}}]}],
            r"ipsec_policies\[0\].pfs: must be a text or a number",
        ),
    ],
)
def test_peers_that_are_no_peers_are_refused(peers, word, neutron):
    with pytest.raises(InvalidInput, match=word):
        validate(neutron, peers=peers)


def test_the_facts_of_a_foreign_gateway_are_compared(neutron):
    both_ends(neutron)
    policy = {"encryption_algorithm": "aes-128", "auth_algorithm": "sha256", "pfs": "group5"}
    foreign = {
        "name": "hub",
        "address": "203.0.113.11",
        "peer_address": "203.0.113.10",
        "peer_id": "203.0.113.10",
        "local_networks": ["10.9.0.0/24"],
        "peer_networks": ["10.1.0.0/24"],
        "psk": "the key of the gateway",
        "ike_policy": {**policy, "ike_version": "v1", "phase1_negotiation_mode": "main"},
        "ipsec_policy": {**policy, "transform_protocol": "esp", "encapsulation_mode": "tunnel", "pfs": "group14"},
    }
    declared = [{"name": "branch7"}]
    result = validate(neutron, peers=[{"connections": [foreign]}], ipsec_site_connections=declared, only=["ends"])
    assert failed(result) == {("ends-key", "error"), ("ends-ipsec-pfs", "error")}
    assert rows(result, "ends-mtu")[0]["result"] == "not_checked"
    assert foreign["psk"] not in json.dumps(result)


@pytest.mark.parametrize("groups", [False, True])
def test_an_export_of_another_cloud_is_compared_as_the_cloud_itself(groups):
    """What vpn_topology_info returned to somebody who may read the peer's cloud."""
    pair = good_pair("neutron groups" if groups else "neutron")
    task = TASKS["vpn_topology_info"]
    options = defaults_of(task.argument_spec)
    export = task.run(options, Snapshot(pair.runners[1].connected_client()))
    topology = export["topology"]
    peer = {
        "connections": topology["ipsec_site_connections"],
        "vpn_services": export["objects"]["vpn_services"],
        "subnets": export["subnets"],
        **{name: topology[name] for name in ("ike_policies", "ipsec_policies", "endpoint_groups")},
    }
    result = validate(pair.runners[0], peers=[peer], only=["ends"])
    assert not failed(result)
    unchecked = {row["id"] for row in rows(result, outcome="not_checked")}
    assert unchecked == {"ends-key", "ends-switched-on"}


def test_nothing_is_written_and_the_state_is_the_same_afterwards(runner):
    both_ends(runner)
    before = json.dumps(runner.cloud.contents(), sort_keys=True, default=str)
    runner.cloud.refuse_writes = True
    result = validate(runner, peers=True, ike_policies=[{"name": "new"}], baseline="ietf")
    assert result["changed"] is False
    assert json.dumps(runner.cloud.contents(), sort_keys=True, default=str) == before


def test_a_peers_cloud_without_options_is_the_one_of_the_environment(neutron):
    """An empty mapping was a traceback: KeyError."""
    both_ends(neutron)
    opened = []
    result = validate(neutron, peers=[{"cloud": {}}], opened=opened.append)
    assert [asked["cloud"] for asked in opened] == ["mycloud", None]
    assert not failed(result)


@pytest.mark.parametrize("name", ["rome", 5])
def test_the_name_of_a_peers_cloud_says_how_to_write_it(name, neutron):
    given = {"cloud": "mycloud", "peers": [{"cloud": name}]}
    result = run_task("vpn_topology_validate", given, False, lambda _asked, _check: Snapshot(neutron.connect()))
    assert result["failed"] and "write cloud: {cloud: NAME}" in result["msg"]


def test_objects_without_a_name_are_called_by_their_ids(runner):
    both_ends(runner)
    for collection in ("routers", "vpnservices", "ipsec_site_connections", "ikepolicies", "ipsecpolicies"):
        for item in runner.cloud.store.all(collection):
            item["name"], item["status"] = "", "ERROR"
    service = runner.cloud.store.all("vpnservices")[0]
    rows = validate(runner, peers=True, baseline="ietf")["assertions"]
    assert [row for row in rows if '""' in row["msg"] or "None" in row["msg"] or not row["name"]] == []
    assert any(f'VPN service "{service["id"]}" is in ERROR' in row["msg"] for row in rows)
