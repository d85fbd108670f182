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


def names(desk):
    return [item["name"] for item in desk.cloud.contents().get("ikepolicies", ())]


@pytest.mark.parametrize("fault", RETRYABLE + LOST, ids=str)
def test_a_post_makes_one_object_whatever_becomes_of_its_answer(desk, fault):
    desk.cloud.fail(method="POST", path="*/ikepolicies", **fault)
    made = desk.do("ike_policy", "once")
    assert (made["action"], names(desk)) == ("create", ["once"])
    assert desk.do("ike_policy", "once")["ike_policy"] == made["ike_policy"]


@pytest.mark.parametrize("fault", RETRYABLE, ids=str)
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_other_requests_are_repeated(desk, method, fault):
    desk.do("ike_policy", "once")
    desk.cloud.fail(method=method, path="*/ikepolicies*", **fault)
    assert desk.do("ike_policy", "once", pfs="group14")["action"] == "update"
    assert desk.do("ike_policy", "once", state="absent")["action"] == "delete"
    assert names(desk) == []


def test_a_connection_is_made_once_too(desk):
    desk.cloud.fail(do="reset", when="after", method="POST", path="*/ipsec-site-connections")
    made = desk.base()
    assert [item["id"] for item in desk.cloud.contents()["ipsec_site_connections"]] == [made["id"]]


def test_what_somebody_else_made_meanwhile_is_not_taken_for_ours(desk, make_runner):
    """A rival of another mind is quicker while our request gets lost: neither taken over, nor doubled."""
    rival = make_runner(desk.dialect)
    rival.cloud, rival.time = desk.cloud, desk.time
    desk.cloud.fail(do="reset", when="before", method="POST", path="*/ikepolicies")
    desk.time.sleep = lambda _seconds: None
    send = desk.cloud.handle

    def first_the_rival(request):
        if request.method == "POST" and request.path.endswith("ikepolicies") and not names(desk):
            answer = send(request)
            rival.do("ike_policy", "once", pfs="group2")
            return answer
        return send(request)

    desk.cloud.handle = first_the_rival
    with pytest.raises(VpnError):
        desk.do("ike_policy", "once", pfs="group14")
    assert names(desk) == ["once"]


def test_a_refusal_is_not_repeated(desk):
    desk.cloud.forget_log()
    with pytest.raises(ServerError):
        desk.do("ike_policy", "new", pfs="group99")
    assert [entry.method for entry in desk.cloud.log.writes] == ["POST"]


def test_a_server_that_never_recovers_is_told(desk):
    desk.cloud.fail(do="answer", method="GET", status=503, times=0)
    with pytest.raises(ServerError) as told:
        desk.do("ike_policy", "new")
    assert told.value.details["status"] == 503
    assert len(desk.cloud.log.network) == 5


def test_an_expired_token_is_renewed_once(desk):
    cloud = desk.connect()
    desk.cloud.revoke_tokens()
    desk.cloud.forget_log()
    assert desk.task("ike_policy", "new", cloud)["changed"]
    assert len(desk.cloud.log.of("identity", "POST")) == 1
    desk.cloud.fail(do="answer", status=401, times=0, path="/v2.0/vpn/*")
    with pytest.raises(ServerError) as told:
        desk.do("ike_policy", "new")
    assert told.value.details["status"] == 401


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
