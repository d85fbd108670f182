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
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.topology.task import converge
from ansible_collections.sitelink.vpnaas.tests.support.bench import Bench, answer, refused
from ansible_collections.sitelink.vpnaas.tests.support.desk import BRANCH7

CONNECTION = "ipsec_site_connection"
NEW = BRANCH7 | {"peer_address": "172.24.4.9", "peer_cidrs": ["10.9.1.0/24"]}


def make(bench, agent, **params):
    """The status with which a new connection comes out of the task."""
    options = {**NEW, "description": f"agent={agent}", **params}
    return bench.do(CONNECTION, "new", **options)[CONNECTION]["status"]


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
    bench = Bench(dialect)
    assert make(bench, agent, **params) == status or (agent == "ACTIVE" and not waits)
    assert (bench.time.passed > 0) >= waits
    if params.get("wait") is False:
        assert bench.time.passed == 0


@pytest.mark.parametrize("wait_for", ["settled", "active"])
def test_error_ends_a_wait_at_once(wait_for):
    bench = Bench()
    told = refused(lambda: make(bench, "ERROR:5", wait_for=wait_for, timeout=10**6), '"new"', "ERROR", kind=WaitFailed)
    assert bench.time.passed < 60
    assert "create it again" in told.details["hint"]


TIMEOUTS = [
    ("never", {}, ("is PENDING_CREATE after 60 seconds", "any status but PENDING_*")),
    ("never", {"wait_for": "active"}, ("is PENDING_CREATE after 60 seconds", "wanted: ACTIVE")),
    ("DOWN", {"wait_for": "active"}, ("is DOWN after 60 seconds", "wanted: ACTIVE")),
]


@pytest.mark.parametrize(("agent", "params", "words"), TIMEOUTS)
def test_a_wait_that_is_over_tells_this_connections_own_values(agent, params, words):
    bench = Bench()
    told = refused(lambda: make(bench, agent, timeout=60, **params), '"new"', *words, kind=WaitFailed)
    assert bench.time.passed == 60
    for value in ("172.24.4.9", "203.0.113.10", "10.9.1.0/24", "v1 main aes-128 sha256 group5", "esp tunnel aes-128",
                  "lifetime 3600 s", "UDP 500", "stays DOWN until traffic"):  # fmt: skip
        assert value in str(told)
    assert ("no agent has reported" in str(told)) == (agent == "never")
    assert NEW["psk"] not in f"{told} {told.details}"
    assert [item["name"] for item in bench.cloud.store.all("ipsec_site_connections")].count("new") == 1


def test_the_check_list_on_k5():
    bench = Bench("k5")
    told = refused(lambda: make(bench, "DOWN", wait_for="active", timeout=60), "is DOWN", kind=WaitFailed)
    for value in ("172.24.4.9", "10.9.1.0/24", "connect to 203.0.113.100", "v1 main aes-128 sha1 group5"):
        assert value in str(told)


def test_the_check_list_knows_what_is_switched_off_or_passive():
    bench = Bench()
    params = {"initiator": "response-only", "admin_state_up": False, "local_id": "203.0.113.10", "wait_for": "active"}
    words = ("admin_state_up is false on the connection", "the peer must initiate", "expect 203.0.113.10")
    refused(lambda: make(bench, "DOWN", timeout=9, **params), *words, kind=WaitFailed)


def again_in_a_module(bench, check_mode=False, **params):
    return bench.do(CONNECTION, "new", check_mode, **NEW, **params)[CONNECTION]


def again_in_a_topology(bench, check_mode=False, wait=True, timeout=180, **params):
    defaults = {name: option.get("default") for name, option in topology_spec().items()}
    wanted = {"ipsec_site_connections": [{"name": "new", **NEW, **params}], "wait": wait, "timeout": timeout}
    told = converge({**defaults, **wanted}, Snapshot(bench.connected_client(check_mode)), check_mode)
    assert not told["changed"]
    return told["objects"]["ipsec_site_connections"][0]


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
    bench = Bench()
    refused(lambda: make(bench, "ACTIVE:90", timeout=60), kind=WaitFailed)
    before = bench.time.passed
    assert again(bench, **params)["status"] == status
    assert (bench.time.passed > before) == (status == "ACTIVE")


@pytest.mark.parametrize("again", [again_in_a_module, again_in_a_topology])
def test_a_tunnel_that_is_down_fails_who_wants_it_up_though_there_is_nothing_to_write(again):
    bench = Bench()
    make(bench, "DOWN")
    before = bench.time.passed
    told = refused(lambda: again(bench, wait_for="active", timeout=60), "is DOWN after 60 seconds", "UDP 500")
    assert bench.time.passed == before + 60
    assert not told.details.get("changed")


def test_a_failure_after_the_write_says_that_something_has_changed():
    bench = Bench()
    assert refused(lambda: make(bench, "never", timeout=60), kind=WaitFailed).details["changed"] is True
    assert refused(lambda: make(bench, "DOWN", dpd={"interval": 9, "timeout": 9})).details.get("changed") is None


# --- what never settles is not waited for


def test_a_service_is_never_waited_for():
    bench = Bench()
    told = bench.do("vpn_service", "idle", router="edge2", subnet="lab")
    assert (told["vpn_service"]["status"], bench.time.passed) == ("PENDING_CREATE", 0)


def test_a_lone_connection_that_is_switched_off():
    bench = Bench()
    bench.do("vpn_service", "quiet", router="edge2", subnet="lab")
    options = NEW | {"vpn_service": "quiet", "admin_state_up": False}
    told = bench.do(CONNECTION, "off", **options)
    assert (told[CONNECTION]["status"], bench.time.passed) == ("PENDING_CREATE", 0)
    words = ("cannot be updated", "PENDING_CREATE", "admin_state_up false")
    told = refused(lambda: bench.do(CONNECTION, "off", description="x"), *words, kind=UnsupportedChange)
    assert (bench.time.passed, "state: absent" in told.details["hint"]) == (0, True)


def test_a_connection_whose_service_is_switched_off():
    bench = Bench()
    bench.do("vpn_service", "quiet", router="edge2", subnet="lab", admin_state_up=False)
    bench.do(CONNECTION, "off", **NEW | {"vpn_service": "quiet"})
    assert bench.time.passed == 0
    refused(
        lambda: bench.do(CONNECTION, "off", description="x"), '"quiet"', "admin_state_up false", kind=UnsupportedChange
    )


def test_a_connection_that_is_switched_off_beside_another_is_waited_for():
    bench = Bench()
    assert make(bench, "DOWN:20", admin_state_up=False) == "DOWN"
    assert bench.time.passed > 0


# --- before a change


def test_a_change_waits_until_the_server_takes_it():
    bench = Bench()
    make(bench, "ACTIVE:20", wait=False)
    told = bench.do(CONNECTION, "new", **NEW | {"mtu": 1400}, description="agent=ACTIVE:20")
    assert (told["action"], told[CONNECTION]["mtu"]) == ("update", 1400)
    assert bench.time.passed > 0
    assert [entry.status for entry in bench.cloud.log.of(method="PUT")] == [200]


def test_a_change_that_the_server_will_not_take_in_time():
    bench = Bench()
    make(bench, "ACTIVE:900", wait=False)
    refused(lambda: bench.do(CONNECTION, "new", mtu=1400, timeout=60), "is PENDING_CREATE after 60", kind=WaitFailed)
    assert bench.cloud.log.of(method="PUT") == []


def test_a_changed_connection_says_what_its_status_proves():
    bench = Bench()
    told = bench.do(CONNECTION, "branch7", psk="a new secret of nobody")
    assert (told["action"], told[CONNECTION]["status"]) == ("update", "DOWN")
    assert "does not prove" in told["hint"]


# --- absent


@pytest.mark.parametrize("dialect", ["neutron", "k5"])
def test_absent_waits_until_it_is_gone(dialect):
    bench = Bench(dialect, slow_delete=20)
    assert bench.do(CONNECTION, "branch7", state="absent")["action"] == "delete"
    assert bench.cloud.store.all("ipsec_site_connections") == []
    assert bench.time.passed > 0
    assert bench.do(CONNECTION, "branch7", state="absent")["action"] == "none"


def test_absent_need_not_wait():
    bench = Bench(slow_delete=20)
    assert bench.do(CONNECTION, "branch7", state="absent", wait=False)["action"] == "delete"
    assert bench.time.passed == 0


@pytest.mark.parametrize(("kind", "name"), [(CONNECTION, "branch7"), ("vpn_service", "idle")])
def test_what_is_not_gone_in_time(kind, name):
    bench = Bench()
    bench.do("vpn_service", "idle", router="edge2", subnet="lab")
    bench.cloud.world.slow_delete = 10**6
    words = (f'"{name}" is still PENDING_DELETE after 60 seconds',)
    told = refused(lambda: bench.do(kind, name, state="absent", timeout=60), *words, kind=WaitFailed)
    assert "timeout" in told.details["hint"]


def test_what_somebody_else_deletes_while_it_is_waited_for():
    bench = Bench()
    bench.time.sleep = lambda _seconds: bench.cloud.store.remove("ipsec_site_connections", made(bench)["id"])
    words = ('"new" was deleted by somebody else',)
    refused(lambda: make(bench, "never"), *words, kind=WaitFailed)


def made(bench):
    return next(item for item in bench.cloud.store.all("ipsec_site_connections") if item["name"] == "new")


def test_absent_of_what_somebody_else_deleted_meanwhile():
    """Found in the listing, gone when the DELETE comes: that is what was wanted."""
    bench = Bench()

    def between(request, _send):
        if request.method == "DELETE":
            bench.cloud.store.remove("ipsec_site_connections", request.url.rsplit("/", 1)[1])

    bench.between = between
    assert bench.do(CONNECTION, "branch7", state="absent")["action"] == "delete"


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
        told = send()
        return answer(request, told.status_code, {api_key: told.json()[api_key] | echo})

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
    bench = Bench(dialect, between=forgetful(*lost.values()))
    words = ('"branch7"', f"accepted the change of {', '.join(lost)}", "did not store it")
    told = refused(lambda: bench.do(CONNECTION, "branch7", **options), *words, kind=UnsupportedChange)
    assert "another secret 77" not in f"{told} {told.details}"


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
    bench = Bench()
    bench.do(CONNECTION, "branch7", description="something")
    assert bench.do(CONNECTION, "branch7", **options)["action"] == "update"


def test_k5s_at_sign_is_no_lost_change():
    bench = Bench("k5")
    told = bench.do(CONNECTION, "branch7", peer_id="branch7.example.com")
    assert told["action"] == "update"
    assert bench.do(CONNECTION, "branch7", peer_id="branch7.example.com")["action"] == "none"


def test_what_was_deleted_while_it_was_changed():
    bench = Bench()

    def between(request, send):
        if request.method == "PUT":
            told = send()
            bench.cloud.store.remove("ipsec_site_connections", request.url.rsplit("/", 1)[1])
            return told
        return None

    bench.between = between
    refused(lambda: bench.do(CONNECTION, "branch7", mtu=1400), "deleted by somebody else", kind=UnsupportedChange)


def test_a_change_of_what_does_not_settle_is_read_back_too():
    bench = Bench(between=forgetful("pfs"))
    bench.do("ike_policy", "free")
    refused(lambda: bench.do("ike_policy", "free", pfs="group14"), "change of pfs", kind=UnsupportedChange)


@pytest.mark.parametrize("wait_for", ["settled", "active"])
def test_a_connection_in_error_can_be_mended(desk, wait_for):
    """A PUT leaves the status as it is: the ERROR of before says nothing about the change."""
    desk.base(description="agent=ERROR", wait=False)
    desk.time.sleep(1)
    mended = desk.do("ipsec_site_connection", "branch7", description="agent=ACTIVE:5", wait_for=wait_for)
    assert (mended["action"], mended["ipsec_site_connection"]["description"]) == ("update", "agent=ACTIVE:5")


def test_what_is_used_by_what_is_going_is_deleted_when_that_is_gone():
    """Third-party drivers take their time over a deletion, and until then the server says in use."""
    bench = Bench(slow_delete=20)
    bench.do("ipsec_site_connection", "branch7", state="absent", wait=False)
    assert bench.do("ike_policy", "ike", state="absent", timeout=60)["action"] == "delete"
    assert 15 < bench.time.passed < 40
    bench.do("vpn_service", "office", state="absent")


def test_what_stays_in_use_is_refused_at_once():
    bench = Bench(slow_delete=20)
    refused(lambda: bench.do("ike_policy", "ike", state="absent", timeout=60), "in use by", "branch7")
    assert bench.time.passed == 0


def test_a_connection_that_turns_pending_between_look_and_update_is_waited_for():
    bench, validate_ends = Bench(), [2]

    def between(request, _send):
        if request.method == "PUT" and validate_ends[0]:
            validate_ends[0] -= 1
            told = {"type": "VPNStateInvalidToUpdate", "message": "Invalid State PENDING_UPDATE", "detail": ""}
            return answer(request, 400, {"NeutronError": told})
        return None

    bench.between = between
    done = bench.do("ipsec_site_connection", "branch7", mtu=1400)
    assert (done["action"], validate_ends) == ("update", [0])
