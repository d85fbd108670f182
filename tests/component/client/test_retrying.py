# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Requests that fail on the way: what may be repeated is, an object is made exactly once, and what cannot be known is
looked up."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.retry import MAX_RETRY_AFTER, delay
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import ServerError, VpnError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot

NOW = datetime(2026, 11, 22, tzinfo=timezone.utc)
#: What may happen to a request whose sender can go on by itself.
RETRYABLE = [
    {"do": "reset", "when": "before"},
    {"do": "reset", "when": "after"},
    {"do": "answer", "when": "before", "status": 503, "retry_after": 2},
    {"do": "answer", "when": "after", "status": 503},
    {"do": "answer", "when": "before", "status": 429, "retry_after": 1},
    {"do": "answer", "when": "before", "status": 502},
    {"do": "answer", "when": "after", "status": 504},
]
#: An answer that was lost after the request was carried out.
LOST = [
    {"do": "answer", "when": "after", "status": 500},
    {"do": "truncate"},
    {"do": "html"},
    {"do": "empty"},
]


def names(runner):
    return [item["name"] for item in runner.cloud.contents().get("ikepolicies", ())]


@pytest.mark.parametrize("fault", RETRYABLE + LOST, ids=str)
def test_a_post_makes_one_object_whatever_becomes_of_its_answer(runner, fault):
    runner.cloud.fail(method="POST", path="*/ikepolicies", **fault)
    made = runner.apply("ike_policy", "once")
    assert (made["action"], names(runner)) == ("create", ["once"])
    assert runner.apply("ike_policy", "once")["ike_policy"] == made["ike_policy"]


@pytest.mark.parametrize("fault", RETRYABLE, ids=str)
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_other_requests_are_repeated(runner, method, fault):
    runner.apply("ike_policy", "once")
    runner.cloud.fail(method=method, path="*/ikepolicies*", **fault)
    assert runner.apply("ike_policy", "once", pfs="group14")["action"] == "update"
    assert runner.apply("ike_policy", "once", state="absent")["action"] == "delete"
    assert names(runner) == []


def test_a_connection_is_made_once_too(runner):
    runner.cloud.fail(do="reset", when="after", method="POST", path="*/ipsec-site-connections")
    made = runner.with_base_objects()
    assert [item["id"] for item in runner.cloud.contents()["ipsec_site_connections"]] == [made["id"]]


def test_what_somebody_else_made_meanwhile_is_not_taken_for_ours(runner, make_runner):
    """A rival of another mind is quicker while our request gets lost: neither taken over, nor doubled."""
    rival = make_runner(runner.dialect)
    rival.cloud, rival.time = runner.cloud, runner.time
    runner.cloud.fail(do="reset", when="before", method="POST", path="*/ikepolicies")
    runner.time.sleep = lambda _seconds: None
    send = runner.cloud.handle

    def first_the_rival(request):
        if request.method == "POST" and request.path.endswith("ikepolicies") and not names(runner):
            answer = send(request)
            rival.apply("ike_policy", "once", pfs="group2")
            return answer
        return send(request)

    runner.cloud.handle = first_the_rival
    with pytest.raises(VpnError):
        runner.apply("ike_policy", "once", pfs="group14")
    assert names(runner) == ["once"]


def test_a_refusal_is_not_repeated(runner):
    runner.cloud.forget_log()
    runner.cloud.fail(do="answer", method="POST", status=400, times=0)
    with pytest.raises(ServerError):
        runner.apply("ike_policy", "new")
    assert [entry.method for entry in runner.cloud.log.writes] == ["POST"]


def test_server_that_never_recovers_is_reported(runner):
    runner.cloud.fail(do="answer", method="GET", status=503, times=0)
    with pytest.raises(ServerError) as raised:
        runner.apply("ike_policy", "new")
    assert raised.value.details["status"] == 503
    assert len(runner.cloud.log.network) == 5


def test_an_expired_token_is_renewed_once(runner):
    cloud = runner.connect()
    runner.cloud.revoke_tokens()
    runner.cloud.forget_log()
    assert runner.task("ike_policy", "new", cloud)["changed"]
    assert len(runner.cloud.log.of("identity", "POST")) == 1
    runner.cloud.fail(do="answer", status=401, times=0, path="/v2.0/vpn/*")
    with pytest.raises(ServerError) as raised:
        runner.apply("ike_policy", "new")
    assert raised.value.details["status"] == 401


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("3", 3.0),
        ("0", 0.0),
        (format_datetime(NOW + timedelta(seconds=9), usegmt=True), 9.0),
        (format_datetime(NOW - timedelta(seconds=9), usegmt=True), 0.0),
        (str(MAX_RETRY_AFTER + 1), None),
    ],
)
def test_the_servers_own_words_on_when_to_come_again(header, seconds):
    assert delay(0, NOW, header) == seconds


@pytest.mark.parametrize("attempt", range(8))
def test_pauses_grow_and_are_jittered(attempt):
    pauses = [delay(attempt, NOW, "no number") for _sample in range(50)]
    assert len(set(pauses)) > 1
    assert max(pauses) <= min(8, 0.5 * 2**attempt)
    assert min(pauses) >= min(8, 0.5 * 2**attempt) / 2


def test_a_repeated_request_is_reported(runner):
    """A cloud that did not answer was waited for in silence."""
    lines = []
    runner.cloud.fail(do="reset", when="before", method="GET", path="*/ikepolicies*")
    runner.cloud.fail(do="answer", when="before", status=503, method="GET", path="*/ipsecpolicies*")
    client = runner.connected_client()
    client.show_progress(lines.append)
    for kind in ("ike_policy", "ipsec_policy"):
        client.list(Snapshot(client).resource(kind))
    assert lines == [
        "GET /vpn/ikepolicies: no answer, try 1 of 5",
        "GET /vpn/ipsecpolicies: HTTP status 503, try 1 of 5",
    ]
