# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""D4, D5 and E7 of the faults of 1.0.0: passwords in URLs and in a configuration given as text are not shown, and a way
to the cloud on which others can read them is told of."""

from __future__ import annotations

import json
import typing as t

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.connect import connect
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.insecure import insecure_access
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput, VpnError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._action import run_task
from ansible_collections.sitelink.vpnaas.tests.support.task_runner import TaskRunner

SECRET = "Zq7-in-a-url-9f"
NOWHERE = f"http://user:{SECRET}@127.0.0.1:1"
AUTH = {"username": "demo", "password": "demo-password-3f9c", "project_name": "demo"}


def fails(**options: t.Any) -> str:
    """All that a login says when it fails."""
    with pytest.raises(VpnError) as raised:
        Snapshot(connect({"cloud": None, **options})).all("ike_policy")
    return json.dumps([raised.value.message_with_hint, raised.value.details])


@pytest.mark.parametrize(
    "auth_url", [f"{NOWHERE}/v3", f"http://user:{SECRET}@[::1/v3", f"http://user:{SECRET}@", f"ftp://u:{SECRET}@x/v3"]
)
def test_d4_a_password_in_auth_url_is_not_shown(auth_url: str) -> None:
    assert SECRET not in fails(auth={**AUTH, "auth_url": auth_url})


@pytest.mark.parametrize(
    "proxy", [NOWHERE, f"user:{SECRET}@127.0.0.1:1", f"http://user:{SECRET}@", f"x://u:{SECRET}@h"]
)
def test_d4_a_password_in_a_proxys_address_is_not_shown(proxy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, proxy)
    assert SECRET not in fails(auth={**AUTH, "auth_url": "http://cloud.invalid/v3"})


def test_d4_a_password_in_the_network_endpoint_is_not_shown() -> None:
    runner = TaskRunner()
    cloud = {**runner.access(), "network_endpoint_override": f"{NOWHERE}/v2.0"}
    with pytest.raises(VpnError) as raised:
        Snapshot(connect({"cloud": cloud}, False, runner.transport(), runner.clock())).all("ike_policy")
    assert SECRET not in json.dumps([raised.value.message_with_hint, raised.value.details])


TEXTS = (
    f"{{auth: {{password: {SECRET}}}}}",
    f"auth:\n  password: {SECRET}\n",
    f"auth_url=http://cloud password={SECRET}",
    f'{{"auth": {{"password": "{SECRET}"}}}}',
    NOWHERE,
    f"password: {SECRET}",
)


@pytest.mark.parametrize("text", TEXTS)
def test_d5_a_configuration_given_as_text_is_not_shown(text: str) -> None:
    with pytest.raises(InvalidInput, match="name of a cloud") as raised:
        connect({"cloud": text})
    assert SECRET not in str(raised.value)


@pytest.mark.parametrize("text", TEXTS)
def test_d5_nor_where_another_option_is_refused(text: str) -> None:
    result = run_task("ike_policy", {"cloud": text, "name": "x", "unknown": 1}, False, lambda *_arguments: None)
    assert result["failed"]
    assert SECRET not in json.dumps(result)


HTTPS = {"auth_url": "https://cloud.example/v3"}


@pytest.mark.parametrize(
    ("verify", "auth", "endpoint", "words"),
    [
        (True, HTTPS, "https://cloud.example:9696/v2.0", None),
        (False, HTTPS, "https://cloud.example:9696/v2.0", "validate_certs: false"),
        (True, HTTPS, "http://cloud.example:9696/v2.0", "the network endpoint (http://cloud.example:9696)"),
        (
            True,
            {"auth_url": NOWHERE.replace("127.0.0.1", "192.0.2.1")},
            "https://x/v2.0",
            "auth_url (http://192.0.2.1:1)",
        ),
        (True, {"auth_url": "http://localhost:5000/v3"}, "http://127.0.0.1:9696/v2.0", None),
        (True, {"auth_url": "http://[::1]:5000/v3"}, "http://[::1]:9696/v2.0", None),
        (
            False,
            {"auth_url": "http://cloud.example/v3"},
            "https://cloud.example/v2.0",
            "not encrypted and validate_certs",
        ),
        (None, None, "https://cloud.example/v2.0", None),
    ],
)
def test_e7_one_warning_for_a_way_on_which_others_can_read(
    verify: bool | None, auth: dict[str, str] | None, endpoint: str, words: str | None
) -> None:
    found = insecure_access(verify, auth, endpoint)
    assert len(found) == (words is not None)
    assert words is None or words in found[0]
    assert SECRET not in str(found)


def test_e7_the_warning_is_in_the_result() -> None:
    runner = TaskRunner()
    options = {"cloud": runner.access(), "name": "new"}

    def snapshot(params: t.Any, check: bool) -> Snapshot:
        return Snapshot(connect(params, check, runner.transport(), runner.clock()))

    (warning,) = run_task("ike_policy", options, False, snapshot)["warnings"]
    assert "auth_url (http://cloud.test) is not encrypted and the network endpoint" in warning
