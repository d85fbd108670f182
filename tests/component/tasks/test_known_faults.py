# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Known faults of releases, as a task meets them on a cloud that has them: told by their pattern, or not claimed."""

from __future__ import annotations

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.check_list import wait_failure
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import VpnError, WaitFailed
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.known_faults import (
    CHANGES_NOT_APPLIED,
    KNOWN_FAULTS,
    LEFT_IN_ERROR,
    LIBRESWAN_AEAD,
    LIBRESWAN_STATUS,
    READER_SEES_NOTHING,
    WEAK_ALGORITHMS,
    KnownFault,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.releases import MISS_CHANGES, STORE_WEAK
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.seed_data import ROUTER
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.user_client import FakeUserClient
from ansible_collections.sitelink.vpnaas.tests.support.prepared_runner import PreparedRunner, instead, refused
from ansible_collections.sitelink.vpnaas.tests.support.task_runner import BRANCH7
from ansible_collections.sitelink.vpnaas.tests.support.validation import validate

CONNECTION = "ipsec_site_connection"
ADDED = BRANCH7 | {"peer_address": "172.24.4.9", "peer_cidrs": ["10.9.1.0/24"]}
WORDS = (CHANGES_NOT_APPLIED.id, '"branch7" has a status, DOWN', "update the router itself")


def with_one_connection(release: int) -> PreparedRunner:
    """``branch7``, which an agent has reported."""
    return PreparedRunner(release=release)


def outcome(runner: PreparedRunner, fault: KnownFault = CHANGES_NOT_APPLIED, **options: object) -> str:
    """The result of a validation about this fault."""
    (row,) = validate(runner, only=[f"known-fault-{fault.id}"], **options)["assertions"]
    return row["result"]


def not_claimed(action) -> WaitFailed:
    failure = refused(action, "is PENDING_CREATE after", kind=WaitFailed)
    assert CHANGES_NOT_APPLIED.id not in str(failure)
    return failure


# --- an added connection that stays PENDING_CREATE


@pytest.mark.parametrize("release", sorted(MISS_CHANGES))
def test_an_added_connection_that_no_agent_hears_of_is_recognised_by_its_sibling(release: int) -> None:
    runner = with_one_connection(release)
    refused(lambda: runner.apply(CONNECTION, "added", **ADDED), *WORDS, kind=WaitFailed)


def test_the_remedy_helps_an_l3_agent_and_not_ovns() -> None:
    for gateway, status in ((None, "DOWN"), ("ready", "PENDING_CREATE")):
        runner = with_one_connection(27)
        runner.cloud.vpn_gateway = gateway
        runner.apply(CONNECTION, "added", **ADDED, wait=False)
        path = f"/v2.0/routers/{ROUTER['edge']}"
        answer = FakeUserClient(runner.cloud).ask("PUT", path, {"router": {"description": "apply VPN changes"}})
        assert answer.status == 200
        assert runner.apply(CONNECTION, "added", **ADDED, wait=False)[CONNECTION]["status"] == status


def test_a_release_without_the_fault_settles() -> None:
    runner = with_one_connection(28)
    assert runner.apply(CONNECTION, "added", **ADDED)[CONNECTION]["status"] == "DOWN"


def test_nothing_is_claimed_where_no_connection_has_a_status() -> None:
    runner = PreparedRunner(empty=True)
    not_claimed(lambda: runner.with_base_objects(description="agent=never"))


def test_nothing_is_claimed_before_an_agent_must_have_reported() -> None:
    runner = with_one_connection(27)
    not_claimed(lambda: runner.apply(CONNECTION, "added", **ADDED, timeout=60))


@pytest.mark.parametrize(
    ("collection", "word"),
    [("ipsec_site_connections", "connection"), ("vpnservices", "VPN service"), ("routers", "router")],
)
def test_nothing_is_claimed_of_what_is_switched_off(collection: str, word: str) -> None:
    """It has no status without any fault. With the service or the router switched off, the fault was claimed."""
    runner = with_one_connection(27)
    runner.apply(CONNECTION, "added", **ADDED, wait=False)
    for item in runner.cloud.store.all(collection):
        if item["name"] in ("added", "office", "edge"):
            item["admin_state_up"] = False
    (item,) = [one for one in runner.cloud.store.all("ipsec_site_connections") if one["name"] == "added"]
    message, _hint = wait_failure(item, "settled", 600, Snapshot(runner.connected_client(True)))
    assert CHANGES_NOT_APPLIED.id not in message
    assert f"the {word} is switched off" in message
    assert outcome(runner, timeout=600) == "not_checked"


def test_nothing_is_claimed_on_a_release_without_the_fault() -> None:
    """The extensions of 29 tell it from those before: the fault was claimed there too."""
    runner = with_one_connection(29)
    not_claimed(lambda: runner.apply(CONNECTION, "added", **ADDED | {"description": "agent=never"}))
    assert outcome(runner, timeout=600) == "passed"


@pytest.mark.parametrize(
    ("cloud", "release", "result"),
    [
        (27, None, "failed"),
        (27, "27", "failed"),
        # The user says that the cloud is one which does not have it.
        (27, "28", "passed"),
        (27, "2026.1", "passed"),
        # The extensions exclude what the user says: the pattern alone counts.
        (25, "28", "failed"),
        (29, "27", "not_checked"),
    ],
)
def test_the_pattern_is_no_fault_of_a_release_that_does_not_have_it(cloud, release, result) -> None:
    runner = with_one_connection(cloud)
    runner.apply(CONNECTION, "added", **ADDED | {"description": "agent=never"}, wait=False)
    assert outcome(runner, timeout=600, release=release) == result


@pytest.mark.parametrize("status", ["PENDING_UPDATE", "PENDING_DELETE", "BUILD"])
def test_nothing_is_claimed_of_another_status(status: str) -> None:
    runner = with_one_connection(27)
    runner.apply(CONNECTION, "added", **ADDED, wait=False)
    (item,) = [one for one in runner.cloud.store.all("ipsec_site_connections") if one["name"] == "added"]
    item["status"] = status
    assert outcome(runner, timeout=600) == "not_checked"


def test_a_release_that_contradicts_the_extensions_is_reported() -> None:
    rows = validate(with_one_connection(29), release="25", only=["known-fault-changes-not-applied"])["assertions"]
    assert "release is 25, but the extensions are those of Neutron 29 or later" in rows[0]["msg"]


@pytest.mark.parametrize("release", ["24", "2024.1", "30", "2027.1"])
def test_a_release_that_was_not_looked_at_has_no_fault_for_certain_and_lacks_none(release: str) -> None:
    """Each fault passed there: the release was said not to have it."""
    runner = PreparedRunner(release=25 if release in ("24", "2024.1") else 29)
    runner.apply("vpn_service", "broken", router="edge2", subnet="lab")
    for service in runner.cloud.store.all("vpnservices"):
        service["status"] = "ERROR"
    runner.cloud.vpn_gateway = "ready"
    assert outcome(runner, LEFT_IN_ERROR, release=release) == "failed"
    fault = LIBRESWAN_STATUS if release in ("24", "2024.1") else READER_SEES_NOTHING
    assert not [
        row
        for row in validate(runner, release=release)["assertions"]
        if f"does not have the fault {fault.id}" in row["msg"]
    ]


def test_nothing_is_claimed_of_another_services_connection() -> None:
    runner = with_one_connection(28)
    runner.apply("vpn_service", "elsewhere", router="edge2", subnet="lab")
    elsewhere = ADDED | {"vpn_service": "elsewhere", "description": "agent=never"}
    not_claimed(lambda: runner.apply(CONNECTION, "added", **elsewhere))


def test_nothing_is_claimed_on_k5() -> None:
    runner = PreparedRunner("k5")
    not_claimed(lambda: runner.apply(CONNECTION, "added", **ADDED | {"description": "agent=never"}))


# --- the others


@pytest.mark.parametrize("release", range(25, 30))
def test_sha1_is_refused_by_the_releases_that_cannot_store_it(release: int) -> None:
    runner = PreparedRunner(release=release)
    assert (release in WEAK_ALGORITHMS.releases) == (release not in STORE_WEAK)
    if release in STORE_WEAK:
        assert runner.apply("ike_policy", "weak", auth_algorithm="sha1")["changed"]
    else:
        refused(lambda: runner.apply("ike_policy", "weak", auth_algorithm="sha1"), 'cannot store auth_algorithm "sha1"')
        assert not runner.cloud.log.writes


ALGORITHMS = "respond so to sha1"
INTERNAL = (500, {"NeutronError": {"type": "HTTPInternalServerError", "message": "Request Failed.", "detail": ""}})


@pytest.mark.parametrize(
    ("kind", "options", "method", "path", "hinted"),
    [
        ("ike_policy", {}, "POST", "/ikepolicies", True),
        ("ipsec_policy", {}, "POST", "/ipsecpolicies", True),
        ("ike_policy", {}, "GET", "/ikepolicies", True),
        ("vpn_service", {"router": "edge2", "subnet": "lab"}, "POST", "/vpnservices", False),
        (CONNECTION, ADDED, "POST", "/ipsec-site-connections", False),
        ("endpoint_group", {"type": "cidr", "endpoints": ["10.2.0.0/24"]}, "POST", "/endpoint-groups", False),
    ],
)
def test_refused_algorithms_are_a_reason_of_a_policys_requests_alone(kind, options, method, path, hinted) -> None:
    """The hint was printed for every internal error of the server, of a VPN service or a connection too."""
    runner = PreparedRunner(between=instead(method, path, *INTERNAL))
    failure = refused(lambda: runner.apply(kind, "new", **options))
    assert (ALGORITHMS in failure.message_with_hint) == hinted
    assert "give its operator the request id" in failure.message_with_hint


def test_a_reader_gets_an_error_instead_of_an_empty_list() -> None:
    runner = PreparedRunner(user="reader")
    refused(lambda: runner.info(CONNECTION), "reader", "empty list", kind=VpnError)
    assert 29 in READER_SEES_NOTHING.releases


def test_what_a_refused_post_left_in_error_is_deleted() -> None:
    runner = PreparedRunner()
    runner.cloud.vpn_gateway = "no agent"
    place = {"router": "edge2", "subnet": "lab"}
    refused(lambda: runner.apply("vpn_service", "new", **place), "RouterReschedulingFailed", "was deleted again")
    assert [one for one in runner.cloud.store.all("vpnservices") if one["status"] == "ERROR"] == []
    assert 29 in LEFT_IN_ERROR.releases


def test_nothing_is_claimed_of_what_only_the_release_shows() -> None:
    """Libreswan's tunnel that shows DOWN looks in the API as one that is down."""
    runner = PreparedRunner(empty=True, release=25, agent="ACTIVE:0")
    runner.cloud.device_driver = "libreswan"
    runner.with_base_objects()
    failure = refused(
        lambda: runner.apply(CONNECTION, "branch7", **BRANCH7, wait_for="active"), "is DOWN after", kind=WaitFailed
    )
    assert not [fault.id for fault in KNOWN_FAULTS if fault.id in str(failure)]


def test_what_only_the_release_shows_has_no_pattern() -> None:
    assert {fault.id for fault in KNOWN_FAULTS if not fault.has_pattern} == {LIBRESWAN_STATUS.id, LIBRESWAN_AEAD.id}
