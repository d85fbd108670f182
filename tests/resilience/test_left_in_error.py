# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A write that leaves an object in ERROR is a failure (fault A1: OVN without a live agent answers 409, and the VPN
service stays, in ERROR). What this very request left is deleted again; what may be another's is named."""

from __future__ import annotations

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import ServerError, VpnError, WaitFailed
from ansible_collections.sitelink.vpnaas.tests.component.tasks.test_topology import apply
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.resolver import VpnGateway
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.seed_data import ROUTER
from ansible_collections.sitelink.vpnaas.tests.support.prepared_runner import PreparedRunner, answer, refused
from ansible_collections.sitelink.vpnaas.tests.support.task_runner import BRANCH7

SERVICE = {"router": "edge2", "subnet": "lab"}
CONNECTION = BRANCH7 | {"peer_address": "172.24.4.9", "peer_cidrs": ["10.9.1.0/24"]}
#: kind -> options of a new object, its path, its collection, its key in a body
KINDS = {
    "vpn_service": (SERVICE, "/vpn/vpnservices", "vpnservices", "vpnservice"),
    "ipsec_site_connection": (
        CONNECTION,
        "/vpn/ipsec-site-connections",
        "ipsec_site_connections",
        "ipsec_site_connection",
    ),
}
PLURALS = {"vpn_service": "vpn_services", "ipsec_site_connection": "ipsec_site_connections"}
REFUSAL = {"NeutronError": {"type": "Conflict", "message": "the driver said no", "detail": ""}}


def by_module(runner, kind, name="new", **params):
    return runner.apply(kind, name, **{**KINDS[kind][0], **params})


def by_topology(runner, kind, name="new", **params):
    options = {key: params.pop(key) for key in ("wait", "owner") if key in params}
    check_mode = params.pop("check_mode", False)
    return apply(runner, {PLURALS[kind]: [{"name": name, **KINDS[kind][0], **params}], **options}, check_mode)


def stored(runner, kind, name="new"):
    return [item for item in runner.cloud.store.all(KINDS[kind][2]) if item["name"] == name]


def ids(items):
    return {item["id"] for item in items}


ENTRIES = pytest.mark.parametrize("run", [by_module, by_topology])
WAITS = pytest.mark.parametrize("wait", [True, False])
EACH_KIND = pytest.mark.parametrize("kind", KINDS)


def spoiling(kind, method="POST", status=409, body=None, more=0):
    """A ``between``: the cloud does what it is asked, the object gets the status ERROR, and the answer is another one.

    ``status`` None keeps the cloud's answer, apart from the status in it; ``more`` is how many alike are there then.
    """

    def between(request, send):
        if request.method != method or KINDS[kind][1] not in request.path_url:
            return None
        result = send()
        item = between.cloud.store.get(KINDS[kind][2], result.json()[KINDS[kind][3]]["id"])
        item.update(status="ERROR", _due=None)
        for number in range(more):
            between.cloud.store.add(KINDS[kind][2], {**item, "id": f"{number:08}-6fa3-4e22-b744-c49ee235ae4f"})
        if status is None:
            return answer(
                request, result.status_code, {KINDS[kind][3]: {**result.json()[KINDS[kind][3]], "status": "ERROR"}}
            )
        if status == "lost":
            raise ConnectionResetError("the answer is lost")
        return answer(request, status, REFUSAL if body is None else body)

    return between


def spoiled(kind, dialect="neutron", **how):
    runner = PreparedRunner(dialect, between=spoiling(kind, **how))
    runner.between.cloud = runner.cloud
    return runner


# --- the back end of new clouds


@ENTRIES
@WAITS
@pytest.mark.parametrize(
    ("gateway", "words"),
    [
        ("no agent", ("No eligible VPN agent found", "HTTP 409, RouterReschedulingFailed")),
        ("unscheduled", ("No VPN agent available", "HTTP 503, NoVPNAgentAvailable")),
        ("not ready", ("VPN gateway not ready", "HTTP 400, VPNGatewayNotReady")),
    ],
)
def test_a1_a_service_that_ovn_refuses_is_a_failure_and_is_not_left_behind(run, wait, gateway, words):
    runner = PreparedRunner()
    runner.cloud.vpn_gateway = gateway
    for _again in range(2):
        failure = refused(lambda: run(runner, "vpn_service", wait=wait), '"new"', *words, "was deleted again")
        assert failure.details["hint"]
        assert not failure.details.get("changed")
        assert stored(runner, "vpn_service") == []
    runner.cloud.vpn_gateway = "ready"
    assert run(runner, "vpn_service")["changed"]
    assert not run(runner, "vpn_service").get("warnings")


@ENTRIES
def test_errored_services_of_the_router_are_named_with_what_to_do(run):
    runner = PreparedRunner()
    runner.cloud.vpn_gateway = "no agent"
    runner.cloud.fail(do="answer", status=403, method="DELETE", path="/v2.0/vpn/vpnservices/*")
    refused(lambda: run(runner, "vpn_service", "first"), "could not be deleted", "RouterReschedulingFailed")
    (first,) = stored(runner, "vpn_service", "first")
    runner.cloud.vpn_gateway = "ready"
    runner.cloud.cloud_state.gateways[first["router_id"]] = VpnGateway({}, failed=True)
    failure = refused(lambda: run(runner, "vpn_service"), "remove all errored VPN services", "VPNGatewayInError")
    assert f'"first" ({first["id"]})' in failure.details["hint"]
    assert "state: absent" in failure.details["hint"]
    assert stored(runner, "vpn_service") == []
    runner.apply("vpn_service", first["id"], state="absent")
    assert run(runner, "vpn_service")["changed"]


def test_what_is_in_the_way_and_cannot_be_seen_is_the_operators():
    runner = PreparedRunner()
    other = {"name": "hidden", "router_id": None, "tenant_id": "of another project", "status": "ERROR"}
    runner.apply("vpn_service", "here", **SERVICE)
    other["router_id"] = stored(runner, "vpn_service", "here")[0]["router_id"]
    hidden = runner.cloud.store.add("vpnservices", other)
    runner.cloud.vpn_gateway = "in error"
    failure = refused(lambda: by_module(runner, "vpn_service"), "VPNGatewayInError", "was deleted again")
    assert "operator" in failure.details["hint"]
    assert hidden["id"] not in f"{failure} {failure.details}"
    assert runner.cloud.store.get("vpnservices", hidden["id"]) == hidden


# --- the class: any kind, any refusal, any answer


@ENTRIES
@EACH_KIND
@WAITS
@pytest.mark.parametrize("status", [400, 409, 412, 500, 503])
def test_what_a_refused_post_left_in_error_is_deleted_again(run, kind, wait, status):
    runner = spoiled(kind, status=status)
    failure = refused(lambda: run(runner, kind, wait=wait), "the driver said no", f"HTTP {status}", "was deleted again")
    assert stored(runner, kind) == []
    assert [line.split()[0] for line in runner.written()] == ["POST", "DELETE"]
    assert not failure.details.get("changed")
    assert BRANCH7["psk"] not in f"{failure} {failure.details}"


@ENTRIES
@EACH_KIND
@WAITS
def test_a_post_answered_201_in_error_is_a_failure(run, kind, wait):
    runner = spoiled(kind, status=None)
    failure = refused(lambda: run(runner, kind, wait=wait), '"new"', "has the status ERROR")
    (left,) = stored(runner, kind)
    assert left["id"] in str(failure)
    assert failure.details["changed"]
    assert "state: absent" in failure.message_with_hint


@ENTRIES
@EACH_KIND
@WAITS
@pytest.mark.parametrize("status", ["lost", 502])
def test_a_lost_answer_and_an_object_in_error_are_a_failure_that_names_it(run, kind, wait, status):
    """Whose it is cannot be known, so it stays; and no second one is made."""
    runner = spoiled(kind, status=status, body="a proxy speaks")
    failure = refused(lambda: run(runner, kind, wait=wait), '"new"', "ERROR", "was not deleted")
    (left,) = stored(runner, kind)
    assert left["id"] in str(failure)
    assert f"name: {left['id']}" in failure.message_with_hint
    assert failure.details["changed"]
    assert [line.split()[0] for line in runner.written()] == ["POST"]


FOREIGN = {
    "two of them": {"more": 1},
    "K5, where the refusal may come of another run's": {"dialect": "k5"},
    "refused before anything is stored": {
        "body": {"NeutronError": {"type": "OverQuota", "message": "no", "detail": ""}}
    },
    "nobody knows who spoke": {"body": "no"},
}


@ENTRIES
@EACH_KIND
@pytest.mark.parametrize("case", FOREIGN)
def test_what_may_be_another_runs_is_named_and_stays(run, kind, case):
    runner = spoiled(kind, **FOREIGN[case])
    failure = refused(lambda: run(runner, kind), "was not deleted", "HTTP 409", '"new"')
    assert len(stored(runner, kind)) == 1 + FOREIGN[case].get("more", 0)
    for item in stored(runner, kind):
        assert item["id"] in str(failure)
    assert [line.split()[0] for line in runner.written()] == ["POST"]


def neutrons(kind):
    return {"NeutronError": {"type": kind, "message": "the server said no", "detail": ""}}


#: Refusals that say nothing about whose object is there: a check before anything is stored, or one that OVN's driver
#: may make too, after that (a network that is gone by then). None of them may end in a DELETE, nor in silence.
UNSURE = {
    "a check of the body": (400, "SubnetIsNotConnectedToRouter"),
    "a check of the router": (400, "RouterIsNotExternal"),
    "an unknown type": (400, "Refused"),
    "a policy": (403, "PolicyNotAuthorized"),
    "a network": (404, "NetworkNotFound"),
    "a subnet": (404, "SubnetNotFound"),
    "any exception": (500, "HTTPInternalServerError"),
}


@ENTRIES
@EACH_KIND
@pytest.mark.parametrize("case", UNSURE)
def test_a_refusal_of_unsure_origin_names_what_is_in_error_and_deletes_nothing(run, kind, case):
    """Another run's equal object turns up in ERROR while our POST is refused (it was deleted after a 400); or it is
    ours (a POST refused with 403 or 404 left it unnamed)."""
    status, error_type = UNSURE[case]
    runner = spoiled(kind, status=status, body=neutrons(error_type))
    failure = refused(lambda: run(runner, kind), "was not deleted", f"HTTP {status}, {error_type}", '"new"')
    (left,) = stored(runner, kind)
    assert left["id"] in str(failure)
    assert f"name: {left['id']}" in failure.message_with_hint
    assert [line.split()[0] for line in runner.written()] == ["POST"]


@ENTRIES
@pytest.mark.parametrize("kind", ["IpAddressGenerationFailure", "RouterReschedulingFailed", "VPNGatewayInError"])
def test_a_drivers_refusal_comes_after_storing_so_the_object_is_ours(run, kind):
    runner = spoiled("vpn_service", body=neutrons(kind))
    refused(lambda: run(runner, "vpn_service"), "was deleted again", kind)
    assert stored(runner, "vpn_service") == []


@ENTRIES
def test_with_another_new_object_of_the_name_nothing_says_which_one_is_ours(run):
    """The other one is not in ERROR; the one that is may be another run's all the same."""
    runner = spoiled("vpn_service", more=1)
    spoil = runner.between

    def between(request, send):
        result = spoil(request, send)
        if result is not None:
            stored(runner, "vpn_service")[0]["status"] = "PENDING_CREATE"
        return result

    runner.between = between
    refused(lambda: run(runner, "vpn_service"), "the driver said no", "was not deleted")
    assert len(stored(runner, "vpn_service")) == 2


OTHERS = {
    "another owner's mark": {"description": "[sitelink:b]"},
    "other values": {"description": "of somebody else"},
    "another project's": {"tenant_id": "of another project"},
    "another name": {"name": "newer"},
}


@ENTRIES
@EACH_KIND
@pytest.mark.parametrize("case", OTHERS)
def test_what_is_not_what_was_sent_is_never_deleted(run, kind, case):
    """A rival's object turns up in ERROR while ours is refused without having been stored."""
    runner = spoiled(kind)
    spoil = runner.between

    def between(request, send):
        failure = spoil(request, send)
        if failure is not None:
            (item,) = stored(runner, kind)
            item.update(OTHERS[case])
        return failure

    runner.between = between
    before = ids(runner.cloud.store.all(KINDS[kind][2]))
    failure = refused(lambda: run(runner, kind), "the driver said no")
    (left,) = ids(runner.cloud.store.all(KINDS[kind][2])) - before
    assert (left in str(failure)) == (case in ("another owner's mark", "other values"))
    assert [line.split()[0] for line in runner.written()] == ["POST"]


def test_with_an_owner_the_orphan_carries_our_mark_and_goes():
    runner = PreparedRunner()
    runner.cloud.vpn_gateway = "no agent"
    refused(lambda: by_topology(runner, "vpn_service", owner="a"), "was deleted again")
    assert stored(runner, "vpn_service") == []


@ENTRIES
def test_an_object_that_was_there_before_is_never_the_orphan(run):
    """The service of another name on the router is in ERROR already; it stays."""
    runner = PreparedRunner()
    old = runner.apply("vpn_service", "old", **SERVICE)["vpn_service"]["id"]
    runner.cloud.store.get("vpnservices", old)["status"] = "ERROR"
    runner.cloud.vpn_gateway = "in error"
    refused(lambda: run(runner, "vpn_service"), "VPNGatewayInError", "was deleted again")
    assert ids(stored(runner, "vpn_service", "old")) == {old}


@pytest.mark.parametrize("status", ["ACTIVE", "DOWN", "PENDING_CREATE"])
@pytest.mark.parametrize("dialect", ["neutron", "k5"])
@ENTRIES
def test_a_rivals_object_that_is_fine_is_still_taken_for_ours(run, dialect, status):
    """Two runs at once: the other one was quicker, and the refusal comes of its very object."""
    runner = spoiled("vpn_service", dialect=dialect)
    spoil = runner.between

    def between(request, send):
        result = spoil(request, send)
        if result is not None:
            stored(runner, "vpn_service")[0]["status"] = status
        return result

    runner.between = between
    run(runner, "vpn_service")
    assert [item["status"] for item in stored(runner, "vpn_service")] == [status]
    assert [line.split()[0] for line in runner.written()] == ["POST"]


def test_failed_lookup_reports_the_servers_error():
    runner = PreparedRunner()
    seen = []

    def between(request, _send):
        if request.method == "POST":
            seen.append(request)
            return answer(request, 409, REFUSAL)
        return answer(request, 500, "blind") if seen else None

    runner.between = between
    failure = refused(lambda: by_module(runner, "vpn_service"), "the driver said no", "not known", kind=ServerError)
    assert failure.details["error_type"] == "Conflict"


# --- an update, a replacement, and what was in ERROR before


@ENTRIES
@EACH_KIND
@WAITS
def test_an_update_that_ends_in_error_is_a_failure(run, kind, wait):
    runner = PreparedRunner()
    by_module(runner, kind)
    stored(runner, kind)[0].update(status="ACTIVE", _due=None)
    runner.between = spoiling(kind, method="PUT", status=None)
    runner.between.cloud = runner.cloud
    failure = refused(lambda: run(runner, kind, wait=wait, description="another"), "has the status ERROR", '"new"')
    assert failure.details["changed"]


@ENTRIES
@pytest.mark.parametrize("changes", [{}, {"description": "another"}])
@pytest.mark.parametrize("check_mode", [False, True])
def test_a_service_in_error_that_nobody_waits_for_is_warned_about(run, changes, check_mode):
    runner = PreparedRunner()
    by_module(runner, "vpn_service")
    (item,) = stored(runner, "vpn_service")
    item["status"] = "ERROR"
    if changes and not check_mode:  # what the task writes is its business
        failure = refused(lambda: run(runner, "vpn_service", **changes), "still has the status ERROR", item["id"])
        assert failure.details["changed"]
        return
    result = run(runner, "vpn_service", check_mode=check_mode, **changes)
    (warning,) = [text for text in result["warnings"] if "has the status ERROR" in text]
    assert item["id"] in warning
    assert "state: absent" in warning
    assert result["changed"] == bool(changes)


@ENTRIES
def test_a_connection_in_error_that_is_waited_for_fails(run):
    runner = PreparedRunner()
    by_module(runner, "ipsec_site_connection")
    stored(runner, "ipsec_site_connection")[0].update(status="ERROR", _due=None)
    refused(lambda: run(runner, "ipsec_site_connection", wait_for="active"), "has the status ERROR")


def test_a_successor_in_error_replaces_nothing():
    """A replacement whose successor is refused, or is there in ERROR, keeps the predecessor."""
    runner = PreparedRunner()
    by_module(runner, "vpn_service")
    old = ids(stored(runner, "vpn_service"))
    runner.cloud.vpn_gateway = "no agent"
    runner.cloud.cloud_state.hosted.discard(ROUTER["edge"])  # one that has an agent keeps it, dead or alive
    move = {"router": "edge", "subnet": "office", "replace": True, "preflight": "off"}
    refused(lambda: runner.apply("vpn_service", "new", **move), "No eligible VPN agent found", "was deleted again")
    assert ids(stored(runner, "vpn_service")) == old
    runner.cloud.vpn_gateway = None
    runner.between = spoiling("vpn_service", status=None)
    runner.between.cloud = runner.cloud
    for _again in range(2):
        refused(lambda: runner.apply("vpn_service", "new", **move), "has the status ERROR", kind=WaitFailed)
        assert old < ids(stored(runner, "vpn_service"))
        runner.between = None


def test_the_next_item_of_a_loop_sees_what_was_left():
    """One snapshot serves a loop in process: the object that was named is there for the next item too."""
    runner = spoiled("vpn_service", status=None)
    cloud = runner.connected_client()
    with pytest.raises(VpnError):
        runner.task("vpn_service", "new", cloud, **SERVICE)
    again = runner.task("vpn_service", "new", cloud, **SERVICE)
    assert not again["changed"]
    assert "has the status ERROR" in str(again["warnings"])
