# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a login that the tasks of a run share depends on: tasks share a token only where all of it is equal."""

from __future__ import annotations

import datetime
import os
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from requests.adapters import BaseAdapter

from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.connect import connect
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.shared_login import Logins
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import LoginError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.argspec import info_spec
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._token_store import SLOTS, TokenStore
from ansible_collections.sitelink.vpnaas.tests.support.task_runner import URL, TaskRunner, defaults_of


class Run(TaskRunner):
    """The tasks of one run on one cloud."""

    def __init__(self):
        super().__init__()
        self.logins = Logins(TokenStore())

    def params(self, **changed):
        """A task's options, with a ``cloud`` that is the demo user's and these values."""
        return {**defaults_of(info_spec()), "cloud": {**self.access(), **changed}}

    def enter(self, before_token=None, **changed):
        """Log in as a task does."""
        transport = self.transport()
        if before_token:
            transport.mount(URL, Adapter(transport.get_adapter(URL), before_token))
        return connect(self.params(**changed), transport=transport, clock=self.clock(), logins=self.logins)

    @property
    def tokens(self):
        return sum(entry.method == "POST" for entry in self.cloud.log.identity)


class Adapter(BaseAdapter):
    """The cloud's adapter, and what happens before a token is asked for."""

    def __init__(self, adapter, before_token):
        super().__init__()
        self.adapter, self.before_token = adapter, before_token

    def send(self, request, **options):
        if request.method == "POST":
            self.before_token()
        return self.adapter.send(request, **options)

    def close(self):
        """Nothing is held open."""


@pytest.fixture
def run():
    return Run()


def test_equal_clouds_share_one_token(run):
    run.enter()
    run.enter()
    assert run.tokens == 1


def test_a_changed_environment_is_another_login(run, monkeypatch):
    run.enter()
    monkeypatch.setenv("HTTPS_PROXY", "http://another.example:3128")
    run.enter()
    assert run.tokens == 2


@pytest.mark.parametrize("key", [1, None, True, datetime.date(2026, 1, 1)])
def test_a_mapping_with_keys_that_are_no_text_is_no_obstacle(run, key):
    """The login failed: '<' not supported between instances of 'str' and 'int'."""
    run.enter(unused=[{key: 1, "b": 2}])
    run.enter(unused=[{key: 1, "b": 2}])
    assert run.tokens == 1


def test_a_changed_file_in_the_current_folder_is_another_login(run, tmp_path, monkeypatch):
    """Only a name with a slash was read, and ``cert: client.pem`` of two playbooks' folders counted as equal."""
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "ca.pem").write_text(folder)
        monkeypatch.chdir(tmp_path / folder)
        run.enter(cacert="ca.pem")
    assert run.tokens == 2


def test_a_changed_file_in_the_home_folder_is_another_login(run, tmp_path, monkeypatch):
    """``cacert: ~/ca.pem``, as openstack.config reads it."""
    monkeypatch.setenv("HOME", str(tmp_path))
    for content in ("one", "two"):
        (tmp_path / "ca.pem").write_text(content)
        run.enter(cacert="~/ca.pem")
    assert run.tokens == 2


def test_a_failure_that_an_earlier_task_found_has_its_status_and_says_so(run):
    """Only the first host's result had ``status``, and a task in ``rescue`` did not say that it had tried nothing."""
    run.cloud.fail(path="/v3/auth/tokens", do="answer", status=403, times=0)
    failures = []
    for _time in range(2):
        with pytest.raises(LoginError) as raised:
            run.enter(lambda: time.sleep(2))
        failures.append(raised.value)
    assert str(failures[0]) == str(failures[1])
    assert [failure.details["status"] for failure in failures] == [403, 403]
    assert failures[0].details["request_id"] == failures[1].details["request_id"]
    hints = [failure.details["hint"] for failure in failures]
    assert hints[1].startswith(f"{hints[0]} This is an earlier task's failure: a new login is tried after ")


def test_a_pipe_is_neither_waited_for_nor_emptied(run, tmp_path):
    """A named pipe without a writer held the task for ever, whatever api_timeout said."""
    os.mkfifo(tmp_path / "pipe")
    run.enter(unused=str(tmp_path / "pipe"))
    assert run.tokens == 1


def test_no_password_is_looked_for_as_a_file(run):
    """A base64 password has slashes, and the file system was asked for it, where an audit log or an automounter
    records it."""
    asked = []
    sys.addaudithook(lambda event, arguments: asked.append(str(arguments)) if event.startswith("open") else None)
    password = "no/password+3f9c/of+anybody="
    with pytest.raises(Exception, match="refused the login"):
        run.enter(auth={**run.access()["auth"], "password": password})
    assert not [arguments for arguments in asked if password in arguments]


def test_logins_that_nobody_can_share_do_not_wait_for_each_other(run):
    """Each held the lock while it logged in, and the last ones' time was over before it was their turn."""
    for number in range(SLOTS - 1):  # no room is left
        with run.logins.store.turn(run.logins.store.digest([str(number).encode()]), 5):
            pass
    asked, allowed = os.pipe(), os.pipe()

    def waits():
        os.write(asked[1], b".")
        os.read(allowed[0], 1)

    pid = os.fork()
    if not pid:
        try:
            run.enter(waits, api_timeout=5)
        finally:
            os._exit(0)
    try:
        os.read(asked[0], 1)  # the fork is within its login
        run.enter(api_timeout=5)
    finally:
        os.kill(pid, 9)
        os.waitpid(pid, 0)
    assert run.tokens == 1


def reads(cloud):
    for kind in ("ike_policy", "ipsec_policy"):
        cloud.list(VPN_KINDS[kind])


@pytest.mark.parametrize("hours", [-9, 9])
def test_the_clock_of_the_computer_does_not_matter(run, hours):
    """Where it was nine hours fast, each request logged in, twice."""
    run.cloud.identity._epoch -= hours * 3600
    for _time in range(3):
        reads(run.enter())
    assert run.tokens == 1


def test_a_task_uses_a_short_lived_token_for_all_its_requests(run):
    """Each request logged in, twice, where tokens live for two minutes or less."""
    run.cloud.identity.lifetime = 60
    for _time in range(3):
        reads(run.enter())
    assert run.tokens == 3


class Refusals(BaseAdapter):
    """The cloud's adapter; a new token comes after two reads were refused, whoever asks for it first."""

    def __init__(self, adapter):
        super().__init__()
        self.adapter, self.refused, self.started = adapter, threading.Semaphore(0), threading.Barrier(2, timeout=30)

    def send(self, request, **options):
        if request.method == "POST":
            for _read in range(2):
                self.refused.acquire(timeout=30)
            time.sleep(0.2)  # the other thread learns of its refusal meanwhile
        answer = self.adapter.send(request, **options)
        if answer.status_code == 401:
            self.started.wait()
            self.refused.release()
        return answer

    def close(self):
        """Nothing is held open."""


@pytest.mark.parametrize("shared", [True, False])
def test_reads_at_once_whose_token_is_refused_are_all_repeated(run, shared):
    """The one that came second failed: "not accepted, even after a new login"."""
    run.logins = run.logins if shared else None
    transport = run.transport()
    cloud = connect(run.params(), transport=transport, clock=run.clock(), logins=run.logins)
    run.cloud.revoke_tokens()
    transport.mount(URL, Refusals(transport.get_adapter(URL)))
    with ThreadPoolExecutor(2) as pool:
        kinds = [VPN_KINDS["ike_policy"], VPN_KINDS["ipsec_policy"]]
        assert list(pool.map(cloud.list, kinds)) == [[], []]
    assert run.tokens == 2
    assert sorted(entry.status for entry in run.cloud.log.network) == [200, 200, 401, 401]
