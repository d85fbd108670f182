# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Messages that lead to the cure: a changed policy in use (G1), all faults of a declaration (G2), duplicates (A7)."""

from __future__ import annotations

import uuid

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import VpnError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._action import run_task
from ansible_collections.sitelink.vpnaas.tests.component.tasks.test_topology import actions, apply, branches
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.accounts import DEMO_PROJECT
from ansible_collections.sitelink.vpnaas.tests.support.prepared_runner import PreparedRunner, instead, refused


def by_module(runner, check_mode):
    return runner.apply("ike_policy", "ike", check_mode, pfs="group19")


def by_topology(runner, check_mode):
    return apply(runner, {"ike_policies": [{"name": "ike", "pfs": "group19"}]}, check_mode)


@pytest.mark.parametrize("check_mode", [True, False])
@pytest.mark.parametrize("run", [by_module, by_topology])
@pytest.mark.parametrize(("users", "more"), [(1, None), (3, None), (30, "and 27 more")])
def test_g1_a_changed_policy_in_use_says_what_differs_and_what_to_do(run, check_mode, users, more):
    runner = PreparedRunner()
    (first,) = runner.cloud.store.all("ipsec_site_connections")
    for number in range(1, users):
        added = {**first, "id": str(uuid.uuid4()), "name": f"later{number:02}"}
        runner.cloud.store.add("ipsec_site_connections", added)
    failure = refused(lambda: run(runner, check_mode), "pfs: group5 -> group19", 'in use by "branch7" (', kind=VpnError)
    assert "replace: true" in failure.message_with_hint
    assert str(failure).count("later") == min(users - 1, 2)
    assert ("more" in str(failure)) == bool(more)
    assert more is None or more in str(failure)
    assert runner.written() == []


def faulty_topology():
    """A value, a reference of the same item, a missing option and a reference of others, an item declared twice."""
    topology = branches(4)
    first, second, third, _fourth = topology["ipsec_site_connections"]
    first.update(peer_cidrs=["10.2.0.0/33"], ike_policy="no such ike")
    second.update(ipsec_policy="no such ipsec")
    del third["psk"]
    third.update(vpn_service="no such service")
    topology["ike_policies"][0]["lifetime"] = {"value": 1}
    topology["ipsec_policies"] *= 2
    return topology


FAULTS = (
    "10.2.0.0/33",
    '"no such ike"',
    '"no such ipsec"',
    "options are missing: psk",
    '"no such service"',
    "lifetime",
    "declared twice",
)


@pytest.mark.parametrize("check_mode", [True, False])
@pytest.mark.parametrize("dialect", ["neutron", "k5"])
def test_g2_all_faults_of_a_topology_are_reported_at_once(dialect, check_mode):
    runner = PreparedRunner(dialect, empty=True)
    result = run_task(
        "vpn_topology", faulty_topology(), check_mode, lambda _params, check: Snapshot(runner.connected_client(check))
    )
    assert result["failed"]
    for words in FAULTS:
        assert words in result["msg"], result["msg"]
    # That follows from the fault of the policy itself.
    assert '"ike"' not in result["msg"].replace('IKE policy "ike"', "")
    assert runner.written() == []


def test_g2_without_the_cloud_the_faults_of_the_values_are_reported():
    def unreachable(_params, _check_mode):
        raise VpnError("The cloud was not reached")

    result = run_task("vpn_topology", faulty_topology(), False, unreachable)
    assert "10.2.0.0/33" in result["msg"]
    assert "not reached" not in result["msg"]


def test_g2_a_new_object_names_missing_options_and_unknown_references_together(runner):
    failure = refused(
        lambda: runner.apply("ipsec_site_connection", "new", vpn_service="none", peer_address="198.51.100.1"),
        "options are missing",
        'named "none"',
    )
    assert runner.cloud.log.writes == []
    assert failure


def add_duplicate(runner, kind="ike_policy", name="ike"):
    (stored,) = [item for item in runner.cloud.store.all(COLLECTIONS[kind]) if item["name"] == name]
    return runner.cloud.store.add(COLLECTIONS[kind], {**stored, "id": str(uuid.uuid4())})


COLLECTIONS = {"ike_policy": "ikepolicies", "ipsec_site_connection": "ipsec_site_connections"}


@pytest.mark.parametrize("kind", COLLECTIONS)
@pytest.mark.parametrize("entry", ["module", "topology"])
def test_a7_the_later_look_is_in_the_result(runner, kind, entry):
    """The other run looked before ours was there: nobody deletes its object until the next run."""
    runner.with_base_objects()
    options = {"ike_policy": {}, "ipsec_site_connection": branches(1)["ipsec_site_connections"][0]}[kind]
    item = {**options, "name": "branch1"}

    def another_run(request, send):
        result = send()
        if request.method == "POST" and VPN_KINDS[kind].path.strip("/") in request.path_url:
            runner.cloud.store.add(
                COLLECTIONS[kind], {**stored(runner, kind)[0], "id": "f" * 8 + str(uuid.uuid4())[8:]}
            )
        return result

    prepared = PreparedRunner(runner.dialect, between=another_run)
    prepared.cloud = runner.cloud
    runner = prepared
    result = runner.apply(kind, **item) if entry == "module" else apply(runner, {VPN_KINDS[kind].plural: [item]})
    assert result["changed"]
    (warning,) = [text for text in result["warnings"] if "duplicate" in text]
    assert "the next one deletes it" in warning
    assert len(stored(runner, kind)) == 2


def stored(runner, kind):
    return [item for item in runner.cloud.store.all(COLLECTIONS[kind]) if item["name"] == "branch1"]


@pytest.mark.parametrize("check_mode", [True, False])
def test_a7_drift_says_duplicate(runner, check_mode):
    topology = {"ike_policies": [{"name": "ike"}], "owner": "a"}
    apply(runner, topology)
    add_duplicate(runner)
    result = apply(runner, topology, check_mode)
    assert result["changed"]
    assert actions(result) == {("ike_policy", "ike"): "replace"}
    (warning,) = [text for text in result["warnings"] if "duplicate" in text]
    assert "to be deleted" in warning
    again = apply(runner, topology)
    assert again["changed"] == check_mode


def test_g4_a_quota_that_cannot_be_read_is_left_out():
    def between(request, send):
        if request.method == "POST" and request.path_url.endswith("/ikepolicies"):
            return instead("POST", "/ikepolicies", 409, {"NeutronError": {"type": "OverQuota", "message": "no"}})(
                request, send
            )
        return instead("GET", "", 403, {"message": "no"})(request, send) if "/quotas/" in request.path_url else None

    runner = PreparedRunner(between=between)
    failure = refused(lambda: runner.apply("ike_policy", "third"), "OverQuota")
    assert "The project has 1 IKE policies." in failure.details["hint"]


def test_g4_a_quota_says_how_many_objects_there_are_and_may_be(runner):
    for number in range(2):
        runner.apply("ike_policy", f"ike{number}")
    runner.cloud.network.quotas.set(DEMO_PROJECT, {"ikepolicy": 2})
    failure = refused(lambda: runner.apply("ike_policy", "third"), "Quota exceeded", "OverQuota")
    assert "The project has 2 IKE policies, and its quota is 2." in failure.details["hint"]
    assert "more quota" in failure.details["hint"]


@pytest.mark.parametrize(
    ("error_type", "hint"),
    [
        ("RouterReschedulingFailed", "No VPN agent is running"),
        ("VPNGatewayInError", "sees no VPN services in ERROR"),
        ("RouteInUseByVPN", "peer_cidrs"),
    ],
)
def test_g4_a_refusal_by_the_back_end_has_a_hint(error_type, hint):
    body = {"NeutronError": {"type": error_type, "message": "no", "detail": ""}}
    runner = PreparedRunner(between=instead("POST", "/vpnservices", 409, body))
    failure = refused(lambda: runner.apply("vpn_service", "new", router="edge2", subnet="lab"), error_type)
    assert hint in failure.details["hint"]
