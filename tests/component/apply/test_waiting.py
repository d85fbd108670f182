# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a task waits for and what it does not; and that what a server accepted is what it stored. Time is a clock that
only sleeping moves."""

from __future__ import annotations

import json

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import UnsupportedChange, WaitFailed
from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.argspec import topology_spec
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.resource import ensure
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.topology.task import converge
from ansible_collections.sitelink.vpnaas.tests.support.prepared_runner import PreparedRunner, answer, refused
from ansible_collections.sitelink.vpnaas.tests.support.task_runner import BRANCH7, defaults_of

CONNECTION = "ipsec_site_connection"
NEW = BRANCH7 | {"peer_address": "172.24.4.9", "peer_cidrs": ["10.9.1.0/24"]}


def make(runner, agent, **params):
    """The status with which a new connection comes out of the task."""
    options = {**NEW, "description": f"agent={agent}", **params}
    return runner.apply(CONNECTION, "new", **options)[CONNECTION]["status"]


@pytest.mark.parametrize("dialect", ["neutron", "k5"])
@pytest.mark.parametrize(
    ("agent", "params", "status", "waits"),
    [
        ("DOWN", {}, "DOWN", False),
        ("ACTIVE", {}, "ACTIVE", False),
        ("DOWN:20", {}, "DOWN", True),
        ("ACTIVE:20", {}, "ACTIVE", True),
        ("ACTIVE:20", {"wait_for": "active"}, "ACTIVE", True),
        ("ACTIVE:20", {"wait": False}, "PENDING_CREATE", False),
        ("ACTIVE:20", {"wait": False, "wait_for": "active"}, "PENDING_CREATE", False),
        ("never", {"wait": False}, "PENDING_CREATE", False),
        ("ERROR:20", {"wait": False}, "PENDING_CREATE", False),
    ],
)
def test_the_status_that_is_waited_for(dialect, agent, params, status, waits):
    runner = PreparedRunner(dialect)
    assert make(runner, agent, **params) == status or (agent == "ACTIVE" and not waits)
    assert (runner.time.passed > 0) >= waits
    if params.get("wait") is False:
        assert runner.time.passed == 0


@pytest.mark.parametrize("wait_for", ["settled", "active"])
def test_error_ends_a_wait_at_once(wait_for):
    runner = PreparedRunner()
    failure = refused(
        lambda: make(runner, "ERROR:5", wait_for=wait_for, timeout=10**6), '"new"', "ERROR", kind=WaitFailed
    )
    assert runner.time.passed < 60
    assert "create it again" in failure.details["hint"]


TIMEOUTS = [
    ("never", {}, ("is PENDING_CREATE after 60 seconds", "any status but PENDING_*")),
    ("never", {"wait_for": "active"}, ("is PENDING_CREATE after 60 seconds", "wanted: ACTIVE")),
    ("DOWN", {"wait_for": "active"}, ("is DOWN after 60 seconds", "wanted: ACTIVE")),
]


@pytest.mark.parametrize(("agent", "params", "words"), TIMEOUTS)
def test_timeout_names_values_of_this_connection(agent, params, words):
    runner = PreparedRunner()
    failure = refused(lambda: make(runner, agent, timeout=60, **params), '"new"', *words, kind=WaitFailed)
    assert runner.time.passed == 60
    for value in ("172.24.4.9", "203.0.113.10", "10.9.1.0/24", "v1 main aes-128 sha256 group5", "esp tunnel aes-128",
                  "lifetime 3600 s", "UDP 500", "stays DOWN until traffic"):  # fmt: skip
        assert value in str(failure)
    assert ("no agent has reported" in str(failure)) == (agent == "never")
    assert NEW["psk"] not in f"{failure} {failure.details}"
    assert [item["name"] for item in runner.cloud.store.all("ipsec_site_connections")].count("new") == 1


def test_the_check_list_on_k5():
    runner = PreparedRunner("k5")
    failure = refused(lambda: make(runner, "DOWN", wait_for="active", timeout=60), "is DOWN", kind=WaitFailed)
    for value in ("172.24.4.9", "10.9.1.0/24", "connect to 203.0.113.100", "v1 main aes-128 sha1 group5"):
        assert value in str(failure)


def test_the_check_list_knows_what_is_switched_off_or_passive():
    runner = PreparedRunner()
    params = {"initiator": "response-only", "admin_state_up": False, "local_id": "203.0.113.10", "wait_for": "active"}
    words = ("the connection is switched off", "the peer must initiate", "expect 203.0.113.10")
    refused(lambda: make(runner, "DOWN", timeout=9, **params), *words, kind=WaitFailed)


def again_in_a_module(runner, check_mode=False, **params):
    return runner.apply(CONNECTION, "new", check_mode, **NEW, **params)[CONNECTION]


def again_in_a_topology(runner, check_mode=False, wait=True, timeout=180, **params):
    defaults = defaults_of(topology_spec())
    wanted = {"ipsec_site_connections": [{"name": "new", **NEW, **params}], "wait": wait, "timeout": timeout}
    result = converge({**defaults, **wanted}, Snapshot(runner.connected_client(check_mode)), check_mode)
    assert not result["changed"]
    return result["objects"]["ipsec_site_connections"][0]


@pytest.mark.parametrize("again", [again_in_a_module, again_in_a_topology])
@pytest.mark.parametrize(
    ("params", "status"),
    [
        # Nothing to write: what was not touched need not settle, but who wants the tunnel up waits for that.
        ({}, "PENDING_CREATE"),
        ({"wait_for": "active"}, "ACTIVE"),
        ({"wait_for": "active", "wait": False}, "PENDING_CREATE"),
        ({"wait_for": "active", "check_mode": True}, "PENDING_CREATE"),
    ],
)
def test_a_later_run(again, params, status):
    runner = PreparedRunner()
    refused(lambda: make(runner, "ACTIVE:90", timeout=60), kind=WaitFailed)
    before = runner.time.passed
    assert again(runner, **params)["status"] == status
    assert (runner.time.passed > before) == (status == "ACTIVE")


@pytest.mark.parametrize("again", [again_in_a_module, again_in_a_topology])
def test_tunnel_down_fails_wait_for_active_without_changes(again):
    runner = PreparedRunner()
    make(runner, "DOWN")
    before = runner.time.passed
    failure = refused(lambda: again(runner, wait_for="active", timeout=60), "is DOWN after 60 seconds", "UDP 500")
    assert runner.time.passed == before + 60
    assert not failure.details.get("changed")


def test_a_failure_after_the_write_says_that_something_has_changed():
    runner = PreparedRunner()
    assert refused(lambda: make(runner, "never", timeout=60), kind=WaitFailed).details["changed"] is True
    assert refused(lambda: make(runner, "DOWN", dpd={"interval": 9, "timeout": 9})).details.get("changed") is None


# --- what never settles is not waited for


def test_a_service_is_never_waited_for():
    runner = PreparedRunner()
    result = runner.apply("vpn_service", "idle", router="edge2", subnet="lab")
    assert (result["vpn_service"]["status"], runner.time.passed) == ("PENDING_CREATE", 0)


def test_a_lone_connection_that_is_switched_off():
    runner = PreparedRunner()
    runner.apply("vpn_service", "quiet", router="edge2", subnet="lab")
    options = NEW | {"vpn_service": "quiet", "admin_state_up": False}
    failure = runner.apply(CONNECTION, "off", **options)
    assert (failure[CONNECTION]["status"], runner.time.passed) == ("PENDING_CREATE", 0)
    words = ("cannot be updated", "PENDING_CREATE", "it is switched off (admin_state_up is false)")
    failure = refused(lambda: runner.apply(CONNECTION, "off", description="x"), *words, kind=UnsupportedChange)
    assert (runner.time.passed, "state: absent" in failure.details["hint"]) == (0, True)


def test_a_connection_whose_service_is_switched_off():
    runner = PreparedRunner()
    runner.apply("vpn_service", "quiet", router="edge2", subnet="lab", admin_state_up=False)
    runner.apply(CONNECTION, "off", **NEW | {"vpn_service": "quiet"})
    assert runner.time.passed == 0
    refused(
        lambda: runner.apply(CONNECTION, "off", description="x"),
        '"quiet" is switched off (admin_state_up is false)',
        kind=UnsupportedChange,
    )


def test_a_connection_that_is_switched_off_beside_another_is_waited_for():
    runner = PreparedRunner()
    assert make(runner, "DOWN:20", admin_state_up=False) == "DOWN"
    assert runner.time.passed > 0


# --- before a change


def test_a_change_waits_until_the_server_takes_it():
    runner = PreparedRunner()
    make(runner, "ACTIVE:20", wait=False)
    result = runner.apply(CONNECTION, "new", **NEW | {"mtu": 1400}, description="agent=ACTIVE:20")
    assert (result["action"], result[CONNECTION]["mtu"]) == ("update", 1400)
    assert runner.time.passed > 0
    assert [entry.status for entry in runner.cloud.log.of(method="PUT")] == [200]


def test_a_change_that_the_server_will_not_take_in_time():
    runner = PreparedRunner()
    make(runner, "ACTIVE:900", wait=False)
    refused(
        lambda: runner.apply(CONNECTION, "new", mtu=1400, timeout=60), "is PENDING_CREATE after 60", kind=WaitFailed
    )
    assert runner.cloud.log.of(method="PUT") == []


def test_a_changed_connection_says_what_its_status_proves():
    runner = PreparedRunner()
    result = runner.apply(CONNECTION, "branch7", psk="a new secret of nobody")
    assert (result["action"], result[CONNECTION]["status"]) == ("update", "DOWN")
    assert "does not prove" in result["hint"]


# --- absent


@pytest.mark.parametrize("dialect", ["neutron", "k5"])
def test_absent_waits_until_it_is_gone(dialect):
    runner = PreparedRunner(dialect, slow_delete=20)
    assert runner.apply(CONNECTION, "branch7", state="absent")["action"] == "delete"
    assert runner.cloud.store.all("ipsec_site_connections") == []
    assert runner.time.passed > 0
    assert runner.apply(CONNECTION, "branch7", state="absent")["action"] == "none"


def test_absent_need_not_wait():
    runner = PreparedRunner(slow_delete=20)
    assert runner.apply(CONNECTION, "branch7", state="absent", wait=False)["action"] == "delete"
    assert runner.time.passed == 0


@pytest.mark.parametrize(("kind", "name"), [(CONNECTION, "branch7"), ("vpn_service", "idle")])
def test_what_is_not_gone_in_time(kind, name):
    runner = PreparedRunner()
    runner.apply("vpn_service", "idle", router="edge2", subnet="lab")
    runner.cloud.cloud_state.slow_delete = 10**6
    words = (f'"{name}" is still PENDING_DELETE after 60 seconds',)
    failure = refused(lambda: runner.apply(kind, name, state="absent", timeout=60), *words, kind=WaitFailed)
    assert "timeout" in failure.details["hint"]


def test_what_somebody_else_deletes_while_it_is_waited_for():
    runner = PreparedRunner()
    runner.time.sleep = lambda _seconds: runner.cloud.store.remove("ipsec_site_connections", made(runner)["id"])
    words = ('"new" was deleted by somebody else',)
    refused(lambda: make(runner, "never"), *words, kind=WaitFailed)


def made(runner):
    return next(item for item in runner.cloud.store.all("ipsec_site_connections") if item["name"] == "new")


def test_absent_of_what_somebody_else_deleted_meanwhile():
    """Found in the listing, gone when the DELETE comes: that is what was wanted."""
    runner = PreparedRunner()

    def between(request, _send):
        if request.method == "DELETE":
            runner.cloud.store.remove("ipsec_site_connections", request.url.rsplit("/", 1)[1])

    runner.between = between
    assert runner.apply(CONNECTION, "branch7", state="absent")["action"] == "delete"


# --- reading back


def forgetful(*keys):
    """A server that accepts a PUT with these keys, and keeps the old values."""

    def between(request, send):
        if request.method != "PUT":
            return None
        (api_key, sent), *_rest = json.loads(request.body).items()
        echo = dict(sent)
        request.body = json.dumps({api_key: {key: value for key, value in sent.items() if key not in keys}}).encode()
        request.headers["Content-Length"] = str(len(request.body))
        result = send()
        return answer(request, result.status_code, {api_key: result.json()[api_key] | echo})

    return between


@pytest.mark.parametrize("dialect", ["neutron", "k5"])
@pytest.mark.parametrize(
    ("options", "lost"),
    [
        ({"peer_id": "branch7.example.com"}, {"peer_id": "peer_id"}),
        ({"psk": "another secret 77"}, {"psk": "psk"}),
        ({"peer_cidrs": ["10.7.7.0/24"], "description": "x"}, {"peer_cidrs": "peer_cidrs"}),
        ({"dpd": {"timeout": 240}}, {"dpd": "dpd"}),
        ({"initiator": "response-only", "psk": "another secret 77"}, {"initiator": "initiator", "psk": "psk"}),
    ],
)
def test_a_change_that_is_accepted_and_not_stored_is_an_error(dialect, options, lost):
    runner = PreparedRunner(dialect, between=forgetful(*lost.values()))
    words = ('"branch7"', f"accepted the change of {', '.join(lost)}", "did not store it")
    failure = refused(lambda: runner.apply(CONNECTION, "branch7", **options), *words, kind=UnsupportedChange)
    assert "another secret 77" not in f"{failure} {failure.details}"


@pytest.mark.parametrize(
    "options",
    [
        {"peer_cidrs": ["10.7.7.9/24"]},
        {"peer_address": "2001:DB8:0:0::7", "peer_id": "2001:DB8:0:0::7"},
        {"peer_address": "peer.example.com", "peer_id": "peer.example.com"},
        {"dpd": {"timeout": 240}},
        {"description": ""},
        {"mtu": 1400},
    ],
)
def test_a_change_that_is_stored_in_another_spelling_is_none(options):
    runner = PreparedRunner()
    runner.apply(CONNECTION, "branch7", description="something")
    assert runner.apply(CONNECTION, "branch7", **options)["action"] == "update"


def test_k5s_at_sign_is_no_lost_change():
    runner = PreparedRunner("k5")
    result = runner.apply(CONNECTION, "branch7", peer_id="branch7.example.com")
    assert result["action"] == "update"
    assert runner.apply(CONNECTION, "branch7", peer_id="branch7.example.com")["action"] == "none"


def test_what_was_deleted_while_it_was_changed():
    runner = PreparedRunner()

    def between(request, send):
        if request.method == "PUT":
            result = send()
            runner.cloud.store.remove("ipsec_site_connections", request.url.rsplit("/", 1)[1])
            return result
        return None

    runner.between = between
    refused(lambda: runner.apply(CONNECTION, "branch7", mtu=1400), "deleted by somebody else", kind=UnsupportedChange)


def test_a_change_of_what_does_not_settle_is_read_back_too():
    runner = PreparedRunner(between=forgetful("pfs"))
    runner.apply("ike_policy", "free")
    refused(lambda: runner.apply("ike_policy", "free", pfs="group14"), "change of pfs", kind=UnsupportedChange)


@pytest.mark.parametrize("wait_for", ["settled", "active"])
def test_a_connection_in_error_can_be_mended(runner, wait_for):
    """A PUT leaves the status as it is: the ERROR of before says nothing about the change."""
    runner.with_base_objects(description="agent=ERROR", wait=False)
    runner.time.sleep(1)
    mended = runner.apply("ipsec_site_connection", "branch7", description="agent=ACTIVE:5", wait_for=wait_for)
    assert (mended["action"], mended["ipsec_site_connection"]["description"]) == ("update", "agent=ACTIVE:5")


def test_what_is_used_by_what_is_going_is_deleted_when_that_is_gone():
    """Third-party drivers take their time over a deletion, and until then the server says in use."""
    runner = PreparedRunner(slow_delete=20)
    runner.apply("ipsec_site_connection", "branch7", state="absent", wait=False)
    assert runner.apply("ike_policy", "ike", state="absent", timeout=60)["action"] == "delete"
    assert 15 < runner.time.passed < 40
    runner.apply("vpn_service", "office", state="absent")


def test_what_stays_in_use_is_refused_at_once():
    runner = PreparedRunner(slow_delete=20)
    refused(lambda: runner.apply("ike_policy", "ike", state="absent", timeout=60), "in use by", "branch7")
    assert runner.time.passed == 0


def test_a_connection_that_turns_pending_between_look_and_update_is_waited_for():
    runner, validate_ends = PreparedRunner(), [2]

    def between(request, _send):
        if request.method == "PUT" and validate_ends[0]:
            validate_ends[0] -= 1
            result = {"type": "VPNStateInvalidToUpdate", "message": "Invalid State PENDING_UPDATE", "detail": ""}
            return answer(request, 400, {"NeutronError": result})
        return None

    runner.between = between
    done = runner.apply("ipsec_site_connection", "branch7", mtu=1400)
    assert (done["action"], validate_ends) == ("update", [0])


def test_a_wait_says_what_for_and_how_long_already():
    """Also for a single object: waiting is what takes long."""
    runner, lines = PreparedRunner(), []
    options = {**runner.options(CONNECTION), **NEW, "name": "new", "description": "agent=ACTIVE:20", "timeout": 90}
    ensure(VPN_KINDS[CONNECTION], options, Snapshot(runner.connected_client()), False, lines.append)
    assert lines
    assert all('waiting for IPsec site connection "new" to settle, ' in line for line in lines)
    assert all(line.endswith(" of at most 90 s") for line in lines)


def test_a_task_that_waits_for_nothing_reports_no_progress():
    runner, lines = PreparedRunner(), []
    options = {**runner.options("ike_policy"), "name": "new"}
    ensure(VPN_KINDS["ike_policy"], options, Snapshot(runner.connected_client()), False, lines.append)
    assert lines == []
