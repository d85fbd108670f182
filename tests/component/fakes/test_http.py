# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Log, faults, latency and settings: in process and served."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from ansible_collections.sitelink.vpnaas.tests.fakes.neutron import Cloud, Request
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.user_client import HOST, FakeUserClient

PACKAGE = "ansible_collections.sitelink.vpnaas.tests.fakes.neutron"


@pytest.fixture
def session(demo):
    with requests.Session() as session:
        session.mount(HOST, demo.cloud.adapter())
        session.headers["X-Auth-Token"] = demo.token
        yield session


NEW = {"ikepolicy": {"auth_algorithm": "sha256", "name": "new"}}
PATH = f"{HOST}/v2.0/vpn/ikepolicies"


def count(cloud) -> int:
    return len(cloud.contents().get("ikepolicies", []))


def test_no_secret_in_log_or_contents(demo):
    tunnel = demo.tunnel(name="secretive")
    demo.vpn("PUT", f"ipsec-site-connections/{tunnel['id']}", {"ipsec_site_connection": {"psk": "second-secret"}})
    demo.vpn("GET", "ipsec-site-connections?psk=second-secret")
    again = {"auth": {"identity": {"methods": ["token"], "token": {"id": demo.token}}}}
    demo.ask("POST", "/v3/auth/tokens", again)
    for question in ("log", "contents"):
        text = demo.ask("GET", f"/embedded/{question}").body.decode()
        assert "secretive" in text
        for secret in ("not-told-to-anybody", "second-secret", demo.token, "demo-password-3f9c"):
            assert secret not in text
    assert demo.cloud.log[-2].body is None
    assert demo.cloud.log.writes[-1].body == {"ipsec_site_connection": {"psk": "<hidden>"}}


def test_questions_about_the_log(demo):
    demo.cloud.forget_log()
    demo.vpn("GET", "vpnservices")
    demo.make("ikepolicy")
    demo.ask("GET", "/embedded/log")
    assert demo.cloud.log.calls == ["GET /v2.0/vpn/vpnservices", "POST /v2.0/vpn/ikepolicies"]
    assert [one.path for one in demo.cloud.log.writes] == ["/v2.0/vpn/ikepolicies"]
    assert demo.cloud.log[1].status == 201
    assert demo.cloud.log[1].request_id.startswith("req-")
    assert demo.cloud.log[1].user == "demo"


def test_reset_before_and_after(session, demo):
    demo.cloud.fail(writes=True, do="reset")
    with pytest.raises(requests.exceptions.ConnectionError):
        session.post(PATH, json=NEW)
    assert (count(demo.cloud), demo.cloud.log[-1].handled) == (0, False)
    demo.cloud.fail(method="post", path="/v2.0/vpn/*", do="reset", when="after")
    with pytest.raises(requests.exceptions.ConnectionError):
        session.post(PATH, json=NEW)
    assert (count(demo.cloud), demo.cloud.log[-1].handled, demo.cloud.log[-1].status) == (1, True, None)
    assert session.post(PATH, json=NEW).status_code == 201


@pytest.mark.parametrize("status", [401, 429, 500, 503])
@pytest.mark.parametrize(("when", "stored"), [("before", 0), ("after", 1)])
def test_an_ordered_status_is_answered_once_before_or_after_the_write(session, demo, status, when, stored):
    demo.cloud.forget_log()
    demo.cloud.fail(call=2, do="answer", status=status, when=when, retry_after=3)
    session.get(PATH)
    answer = session.post(PATH, json=NEW)
    assert (answer.status_code, answer.headers["Retry-After"], count(demo.cloud)) == (status, "3", stored)
    assert session.get(PATH).status_code == 200


def test_bodies_that_are_broken(session, demo):
    demo.make("ikepolicy")
    for do in ("truncate", "html", "empty"):
        demo.cloud.faults.clear()
        demo.cloud.fail(do=do)
        answer = session.get(PATH)
        assert answer.status_code == 200
        with pytest.raises(requests.exceptions.JSONDecodeError):
            answer.json()


def test_a_delay_beyond_the_timeout_is_a_read_timeout_at_once(session, demo, clock):
    demo.cloud.fail(writes=True, do="delay", seconds=60)
    begun, wall = clock.now, time.monotonic()
    with pytest.raises(requests.exceptions.ReadTimeout):
        session.post(PATH, json=NEW, timeout=(3, 5))
    assert clock.now == begun
    assert time.monotonic() - wall < 1
    assert count(demo.cloud) == 1


def test_latency_passes_on_the_clock(session, demo, clock):
    demo.cloud.latency = 0.25
    begun = clock.now
    session.get(PATH)
    assert clock.now == begun + 0.25


def test_how_often_a_fault_strikes(session, demo):
    fault = demo.cloud.fail(method="GET", number=2, times=2, do="answer", status=503)
    assert [session.get(PATH).status_code for _time in range(5)] == [200, 503, 503, 200, 200]
    assert fault.seen == 5
    demo.cloud.fail(path="/v3/*", times=0, do="answer", status=503)
    assert session.get(PATH).status_code == 200
    assert session.get(f"{HOST}/v3/auth/tokens").status_code == 503


def test_a_cloud_that_refuses_writes_stores_nothing_and_logs_them(session, demo):
    demo.cloud.refuse_writes = True
    assert session.get(PATH).status_code == 200
    assert session.post(PATH, json=NEW).status_code == 599
    assert (count(demo.cloud), len(demo.cloud.log.writes)) == (0, 1)


def test_settings_and_faults_over_http(demo):
    changed = demo.ask("PUT", "/embedded/settings", {"agent": "DOWN:0", "page_limit": 3, "latency": 0.5})
    assert changed.json()["agent"] == demo.cloud.agent == "DOWN:0"
    assert demo.ask("PUT", "/embedded/settings", {"colour": 1}).status == 400
    assert demo.ask("PUT", "/embedded/faults", {"faults": [{"do": "explode"}]}).status == 400
    assert demo.ask("PUT", "/embedded/faults", {"faults": [{"do": "reset"}]}).status == 200
    assert demo.vpn("GET", "vpnservices").reset
    demo.ask("PUT", "/embedded/settings", {"revoke_tokens": True})
    assert demo.vpn("GET", "vpnservices").status == 401
    assert demo.ask("DELETE", "/embedded/log").status == 204
    assert demo.cloud.log == []


def test_what_breaks_inside_is_kept_for_the_curious(demo):
    demo.make("ikepolicy")
    assert demo.vpn("PUT", "ikepolicies/x", b"[1]").status == 500
    assert isinstance(demo.cloud.last_problem, TypeError)


def test_parallel_requests_are_all_stored(demo):
    cloud = demo.cloud
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: demo.make("ikepolicy", name=f"p{number}"), range(64)))
    assert count(cloud) == 64
    assert len({one.number for one in cloud.log}) == len(cloud.log)


@pytest.mark.parametrize("dialect", ["neutron", "k5"])
def test_served_cloud_answers_over_http(tmp_path, dialect):
    ready = tmp_path / "ready.json"
    command = [sys.executable, "-m", PACKAGE, "--dialect", dialect, "--ready-file", str(ready), "--agent", "DOWN:0"]
    command += ["--name", "paris"]
    path = os.pathsep.join(entry for entry in sys.path if entry)
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": path}
    ) as process:
        try:
            deadline = time.monotonic() + 30
            while not ready.exists() and process.poll() is None and time.monotonic() < deadline:
                time.sleep(0.02)
            facts = json.loads(ready.read_text(encoding="utf-8"))
            with requests.Session() as session:
                assert session.get(facts["auth_url"]).json()["version"]["id"].startswith("v3")
                assert session.get(f"{facts['url']}/v2.0/networks").status_code == 401
                session.put(f"{facts['url']}/embedded/faults", json={"faults": [{"do": "reset"}]})
                with pytest.raises(requests.exceptions.ConnectionError):
                    session.get(f"{facts['url']}/v2.0/networks")
                log = session.get(f"{facts['url']}/embedded/log").json()["log"]
                assert [one["status"] for one in log] == [200, 401, None]
        finally:
            process.send_signal(signal.SIGTERM)
            printed = process.communicate(timeout=10)[0]
    assert process.returncode == 0
    assert f"auth_url: {facts['auth_url']}" in printed and "\n  paris:\n" in printed


def test_a_cloud_can_be_empty():
    user_client = FakeUserClient(Cloud(empty=True))
    assert user_client.ask("GET", "/v2.0/networks").json() == {"networks": []}
    unscoped = Request("GET", f"{HOST}/v2.0/networks", {"X-Auth-Token": "nonsense"})
    assert user_client.cloud.handle(unscoped).status == 401
