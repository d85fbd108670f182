# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Check mode says what apply will say: the rows of class B of the list of faults, each by its number."""

from __future__ import annotations

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput, ServerError, UnknownReference
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.topology.task import converge
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.accounts import DEMO_PROJECT
from ansible_collections.sitelink.vpnaas.tests.support.prepared_runner import PreparedRunner, instead, refused
from ansible_collections.sitelink.vpnaas.tests.support.task_runner import BRANCH7

CONNECTION, SERVICE = "ipsec_site_connection", "vpn_service"
NO_EXTENSIONS = instead("GET", "/v2.0/extensions", 403, {"message": "no"})
GCM = {"ike_version": "v2", "encryption_algorithm": "aes-256-gcm-16", "pfs": "group20"}


@pytest.mark.parametrize("check_mode", [True, False])
@pytest.mark.parametrize("kind", ["ike_policy", "ipsec_policy"])
@pytest.mark.parametrize(("option", "value"), [("auth_algorithm", "sha1"), ("encryption_algorithm", "3des")])
def test_b1_what_release_29_cannot_store_is_refused(kind: str, option: str, value: str, check_mode: bool) -> None:
    runner = PreparedRunner()
    words = ("Neutron 29 or later", f'{option} "{value}"')
    refused(lambda: runner.apply(kind, "new", check_mode, **{option: value}), *words, kind=InvalidInput)
    assert runner.written() == []


def test_b1_an_older_release_takes_sha1() -> None:
    runner = PreparedRunner(allow_weak=True)
    for check_mode in (True, False):
        assert runner.apply("ike_policy", "new", check_mode, auth_algorithm="sha1").get("warnings", []) == []


def test_b1_an_unknown_value_is_no_error_where_the_cloud_takes_it() -> None:
    """A derivative may have values of its own: a warning with the nearest known value, and the cloud decides."""
    runner = PreparedRunner()
    wrong = {"encryption_algorithm": "aes256"}
    assert 'did you mean "aes-256"' in runner.check("ike_policy", "new", **wrong)["warnings"][0]
    failure = refused(lambda: runner.apply("ike_policy", "new", **wrong), "aes256", kind=ServerError)
    assert 'did you mean "aes-256"' in failure.details["warnings"][0]


@pytest.mark.parametrize("kind", ["ike_policy", "ipsec_policy"])
@pytest.mark.parametrize("option", ["encryption_algorithm", "pfs"])
def test_b5_what_release_25_cannot_store_is_refused(kind: str, option: str) -> None:
    runner = PreparedRunner(without=["vpn-aes-ctr"], allow_weak=True)
    for check_mode in (True, False):
        refused(
            lambda mode=check_mode: runner.apply(kind, "new", mode, **{option: GCM[option]}),
            "Neutron 25 or older",
            f'{option} "{GCM[option]}"',
            "release 26",
            kind=InvalidInput,
        )
    assert runner.written() == []


def test_b5_where_the_release_is_not_known_the_500_names_the_cause() -> None:
    runner = PreparedRunner(without=["vpn-aes-ctr"], allow_weak=True, between=NO_EXTENSIONS)
    assert runner.check("ike_policy", "new", **GCM).get("warnings", []) == []
    failure = refused(lambda: runner.apply("ike_policy", "new", **GCM), "HTTP 500", kind=ServerError)
    assert "before release 26 to AES-GCM" in failure.details["hint"]


@pytest.mark.parametrize("check_mode", [True, False])
def test_b2_a_service_moves_to_a_router_without_the_local_group(check_mode: bool) -> None:
    runner = PreparedRunner()
    runner.apply(SERVICE, "grouped", router="edge", preflight="off")
    runner.apply("endpoint_group", "local", type="subnet", endpoints=["office"])
    runner.apply("endpoint_group", "peers", type="cidr", endpoints=["10.9.1.0/24"])
    groups = {"vpn_service": "grouped", "local_endpoint_group": "local", "peer_endpoint_group": "peers"}
    new = {key: value for key, value in BRANCH7.items() if key != "peer_cidrs"}
    runner.apply(CONNECTION, "branch9", preflight="off", **new | groups)
    before = runner.written()
    words = ('connection "branch9": the subnet "office" (10.1.0.0/24)', 'router "edge2"')
    move = {"router": "edge2", "replace": True}
    refused(lambda: runner.apply(SERVICE, "grouped", check_mode, **move), *words, kind=InvalidInput)
    assert runner.written() == before


@pytest.mark.parametrize(
    ("dialect", "old", "new"),
    [("neutron", "203.0.113.10", "203.0.113.11"), ("k5", "203.0.113.100", "203.0.113.101")],
)
def test_b3_a_service_that_moves_names_both_addresses(dialect: str, old: str, new: str) -> None:
    runner = PreparedRunner(dialect)
    runner.apply(CONNECTION, "branch7", state="absent")
    move = {"router": "edge2", "subnet": "lab", "replace": True}
    predicted = runner.check(SERVICE, "office", **move)
    done = runner.apply(SERVICE, "office", **move)
    for result, words in ((predicted, "will have to connect to"), (done, "has to connect to")):
        assert result["replacement"]["endpoint_address"] == {"before": old, "after": new}
        (warning,) = result["warnings"]
        assert f"{words} {new}" in warning
        assert f"no longer to {old}" in warning


def test_b3_a_topology_names_both_addresses_too() -> None:
    runner = PreparedRunner()
    params = {"vpn_services": [{"name": "office", "router": "edge2", "subnet": "lab", "replace": True}]}
    for check_mode in (True, False):
        warnings = converge(params, Snapshot(runner.connected_client(check_mode)), check_mode)["warnings"]
        assert any("203.0.113.11" in text and "203.0.113.10" in text for text in warnings), warnings


def test_b3_on_ovn_only_the_cloud_knows_the_new_address() -> None:
    runner = PreparedRunner()
    runner.cloud.vpn_gateway = "ready"
    result = runner.check(SERVICE, "office", router="edge2", subnet="lab", replace=True)
    assert result["replacement"]["endpoint_address"] == {"before": "203.0.113.10", "after": None}
    assert any("another address, which the cloud assigns" in text for text in result["warnings"])


@pytest.mark.parametrize("check_mode", [True, False])
@pytest.mark.parametrize("preflight", ["warn", "fail"])
def test_on_ovn_a_service_that_is_replaced_on_its_router_keeps_address_and_routes(check_mode, preflight) -> None:
    """Check mode predicted another address, and preflight said that the router has no VPN service and asked to remove
    the route of this very one; with preflight: fail it was refused."""
    runner = PreparedRunner(empty=True)
    runner.cloud.vpn_gateway = "ready"
    runner.with_base_objects()
    options = {"router": "edge", "subnet": "office", "flavor": "vpn", "replace": True, "preflight": preflight}
    result = runner.apply(SERVICE, "office", check_mode=check_mode, **options)
    addresses = result["replacement"]["endpoint_address"]
    assert addresses["before"] is not None
    assert addresses["after"] == addresses["before"]
    assert not result.get("warnings")


@pytest.mark.parametrize("replace", [True, False])
@pytest.mark.parametrize("option", ["vpn_service", "ike_policy", "ipsec_policy"])
def test_b4_a_missing_reference_is_named_and_nothing_is_replaced(option: str, replace: bool) -> None:
    runner = PreparedRunner()
    wrong = {option: "new-hubb", "replace": replace}
    result = runner.check(CONNECTION, "branch7", **wrong)
    assert (result["action"], result["changed"]) == ("none", False)
    (warning,) = result["warnings"]
    assert 'named "new-hubb"' in warning
    assert "replace" not in warning
    refused(lambda: runner.apply(CONNECTION, "branch7", **wrong), 'named "new-hubb"', kind=UnknownReference)


@pytest.mark.parametrize("dialect", ["neutron", "k5"])
@pytest.mark.parametrize("check_mode", [True, False])
def test_an_object_beside_one_that_is_being_deleted(dialect: str, check_mode: bool) -> None:
    """The live one is meant, present and absent, and as a reference."""
    runner = PreparedRunner(dialect)
    (live,) = runner.cloud.store.all("ipsec_site_connections")
    (service,) = runner.cloud.store.all("vpnservices")
    for collection, item in (("ipsec_site_connections", live), ("vpnservices", service)):
        going = "99999999" + item["id"][8:]
        runner.cloud.store.add(collection, {**item, "id": going, "status": "PENDING_DELETE"})
    present = runner.apply(CONNECTION, "branch7", check_mode, **BRANCH7)
    assert (present["action"], present[CONNECTION]["id"]) == ("none", live["id"])
    absent = runner.apply(CONNECTION, "branch7", check_mode, state="absent")
    assert absent["action"] == "delete"
    left = [item["id"] for item in runner.cloud.store.all("ipsec_site_connections")]
    assert (live["id"] in left) is check_mode


@pytest.mark.parametrize("missing", [[], ["ike_policy"]])
@pytest.mark.parametrize(
    ("networks", "words"),
    [
        ({}, ("neither peer_cidrs nor", "endpoint groups", "give peer_cidrs")),
        ({"local_endpoint_group": "later"}, ("peer_endpoint_group belong together", "give both")),
    ],
)
def test_b4_a_service_that_is_made_later_is_no_reason_to_need_no_networks(networks, words, missing) -> None:
    """In check mode an earlier task would make the service; a new connection needs networks on any."""
    runner = PreparedRunner()
    new = {key: value for key, value in BRANCH7.items() if key != "peer_cidrs"}
    new |= networks | dict.fromkeys(["vpn_service", *missing], "later")
    refused(lambda: runner.check(CONNECTION, "new", **new), *words, kind=InvalidInput)
    complete = new | {"local_endpoint_group": None, "peer_cidrs": ["10.9.1.0/24"]}
    assert runner.check(CONNECTION, "new", **complete)["action"] == "create"
    groups = new | {"local_endpoint_group": "later", "peer_endpoint_group": "later"}
    assert runner.check(CONNECTION, "new", **groups)["action"] == "create"


def test_ikev1_with_a_group_that_is_made_later_counts_only_what_is_known() -> None:
    runner = PreparedRunner()
    new = {key: value for key, value in BRANCH7.items() if key != "peer_cidrs"} | {"vpn_service": "later"}
    runner.apply("endpoint_group", "peers", type="cidr", endpoints=["10.9.1.0/24", "10.9.2.0/24"])
    result = runner.check(CONNECTION, "new", **new, local_endpoint_group="later", peer_endpoint_group="peers")
    assert any("unknown local and 2 peer networks" in text for text in result["warnings"]), result["warnings"]


def test_a_quota_without_room_is_refused_in_check_mode() -> None:
    """What a run is told by the server (OverQuota) can be read."""
    runner = PreparedRunner()
    runner.cloud.network.quotas.set(DEMO_PROJECT, {"ikepolicy": 2, "ipsec_site_connection": 1})
    assert runner.check("ike_policy", "second")["action"] == "create"
    three = {"ike_policies": [{"name": "second"}, {"name": "third"}]}
    words = ("has 1 IKE policies", "quota is 2", "2 more would be created", "ask the cloud's operator")
    refused(lambda: converge(three, Snapshot(runner.connected_client(True)), True), *words, kind=InvalidInput)
    # A replacement needs room for both for a moment.
    replaced = {"pfs": "group14", "replace": True}
    words = ("has 1 IPsec site connections", "quota is 1", "1 more")
    refused(lambda: runner.check("ike_policy", "ike", **replaced), *words, kind=InvalidInput)
    refused(lambda: runner.apply("ike_policy", "ike", **replaced), "OverQuota", kind=ServerError)


def test_a_quota_counts_what_the_run_deletes_first() -> None:
    runner = PreparedRunner()
    runner.cloud.network.quotas.set(DEMO_PROJECT, {"ipsec_site_connection": 1})
    topology = {
        "ike_policies": [{"name": "ike", "pfs": "group14", "replace": True}],
        "ipsec_site_connections": [{"name": "branch7", "state": "absent"}, {"name": "new", **BRANCH7}],
    }
    for check_mode in (True, False):
        result = converge(topology, Snapshot(runner.connected_client(check_mode)), check_mode)
        assert result["summary"]["create"] == 1


@pytest.mark.parametrize("status", [403, 404])
def test_a_quota_that_cannot_be_read_is_no_reason_to_fail(status: int) -> None:
    def between(request, send):
        return instead("GET", "", status, {"message": "no"})(request, send) if "/quotas/" in request.path_url else None

    runner = PreparedRunner(between=between)
    assert runner.check("ike_policy", "second")["action"] == "create"


def test_on_k5_the_old_connection_makes_room() -> None:
    runner = PreparedRunner("k5")
    runner.apply("ike_policy", "stronger", encryption_algorithm="aes-256")
    runner.cloud.network.quotas.set(DEMO_PROJECT, {"ipsec_site_connection": 1})
    wanted = BRANCH7 | {"ike_policy": "stronger", "replace": True}
    for check_mode in (True, False):
        assert runner.apply(CONNECTION, "branch7", check_mode, **wanted)["action"] == "replace"
