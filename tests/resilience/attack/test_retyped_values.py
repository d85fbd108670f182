# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""C1: a key, a name or an identity that YAML turned into something else than text is refused, never stored.

``key: 01234567`` is the number 342391 for YAML. What was meant can no longer be told, so nothing is guessed.
"""

from __future__ import annotations

import typing as t

import pytest
import yaml

from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.connect import connect
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._action import run_task
from ansible_collections.sitelink.vpnaas.tests.resilience.attack.known_faults import known
from ansible_collections.sitelink.vpnaas.tests.resilience.attack.scenarios import text_of
from ansible_collections.sitelink.vpnaas.tests.support.prepared_runner import PreparedRunner
from ansible_collections.sitelink.vpnaas.tests.support.task_runner import BRANCH7

#: As somebody writes it without quotes -> what must not be in any message, if it is a key.
VALUES = {
    "01234567": "342391",
    "0x1234abcd": "305441741",
    "1_000_000_1": "10000001",
    "12:30:45": "45045",
    "0b1011011101": "733",
    "12345678901234567890": "12345678901234567890",
    "1.0e+3": "1000",
    ".inf": "inf",
    "true": "",
    "no": "",
    "2026-01-31": "2026-01-31",
    "[abc, def]": "abc",
    "{abc: def}": "abc",
}
#: option -> the module that has it, and the rest of its arguments
CONNECTION = {**BRANCH7, "name": "new"}
OPTIONS: dict[str, tuple[str, dict[str, t.Any]]] = {
    "psk": ("ipsec_site_connection", CONNECTION),
    "name": ("ike_policy", {}),
    "peer_id": ("ipsec_site_connection", CONNECTION),
    "local_id": ("ipsec_site_connection", CONNECTION),
    "vpn_service": ("ipsec_site_connection", CONNECTION),
    "ike_policy": ("ipsec_site_connection", CONNECTION),
    "ikepolicy_id": ("ipsec_site_connection", {key: CONNECTION[key] for key in CONNECTION if key != "ike_policy"}),
    "router": ("vpn_service", {"name": "new", "subnet": "office"}),
}


def run(module: str, arguments: t.Mapping[str, t.Any]) -> tuple[dict[str, t.Any], list[str]]:
    runner = PreparedRunner()
    result = run_task(module, arguments, False, lambda _params, check: Snapshot(runner.connected_client(check)))
    return result, runner.written()


def is_refused(result: dict[str, t.Any], written: list[str], option: str, text: str) -> None:
    assert result.get("failed"), result
    assert written == []
    assert "quotes" in result["msg"]
    assert option in result["msg"]
    assert "\n" not in result["msg"]
    if option == "psk" and VALUES[text]:
        assert VALUES[text] not in text_of(result)


def cases() -> list[t.Any]:
    return [
        pytest.param(option, text, id=f"{option}-{text}", marks=known(f"retyped {option}-{text}"))
        for option in OPTIONS
        for text in VALUES
    ]


@pytest.mark.parametrize(("option", "text"), cases())
def test_c1_what_is_no_text_is_refused(option: str, text: str) -> None:
    module, rest = OPTIONS[option]
    value = yaml.safe_load(text)
    assert not isinstance(value, str)
    is_refused(*run(module, {**rest, option: value}), option, text)


@pytest.mark.parametrize(("option", "text"), [case for case in cases() if "ikepolicy_id" not in case.id])
def test_c1_in_a_topology_too(option: str, text: str) -> None:
    module, rest = OPTIONS[option]
    plural = {"ipsec_site_connection": "ipsec_site_connections", "ike_policy": "ike_policies"}.get(
        module, "vpn_services"
    )
    items = [{**rest, option: yaml.safe_load(text)}]
    is_refused(*run("vpn_topology", {plural: items}), option, text)


@pytest.mark.parametrize("text", ['"01234567"', "!!str 0x1234abcd", "1e3", "'true'", "'2026-01-31'"])
def test_c1_text_stays_what_it_is(text: str) -> None:
    value = yaml.safe_load(text)
    assert isinstance(value, str)
    runner = PreparedRunner()
    arguments = {**CONNECTION, "psk": value, "peer_cidrs": ["10.9.1.0/24"], "peer_id": value}
    run_task("ipsec_site_connection", arguments, False, lambda _params, check: Snapshot(runner.connected_client(check)))
    (stored,) = [item for item in runner.cloud.store.all("ipsec_site_connections") if item["name"] == "new"]
    assert (stored["psk"], stored["peer_id"]) == (value, value)


def test_c1_null_is_not_given() -> None:
    result, written = run("ipsec_site_connection", {**CONNECTION, "psk": yaml.safe_load("~")})
    assert "psk" in result["msg"]
    assert written == []


@pytest.mark.parametrize("way", ["auth", "cloud"])
@pytest.mark.parametrize("key", ["1", "~", "true", "2026-01-31"])
def test_c1_a_key_of_auth_that_is_no_text_is_no_traceback(key: str, way: str) -> None:
    """``auth: {..., 1: x}`` ended in AttributeError, before the login."""
    runner = PreparedRunner()
    access = runner.access()
    access["auth"] = {**access["auth"], yaml.safe_load(key): "a secret of nobody else"}
    result = run_task(
        "ike_policy_info",
        access if way == "auth" else {"cloud": access},
        False,
        lambda params, check: Snapshot(connect(params, check, runner.transport())),
    )
    assert "secret" not in text_of(result)
    assert "put it in quotes" in result["msg"]


@pytest.mark.parametrize("key", ["password", "token", "application_credential_secret", "passcode", "username"])
@pytest.mark.parametrize("text", list(VALUES))
def test_c1_a_login_that_yaml_retyped_is_refused_before_it_is_tried(key, text):
    auth = {"auth_url": "http://cloud.test/v3", key: yaml.safe_load(text)}
    result, written = run("ike_policy", {"name": "new", "auth": auth})
    is_refused(result, written, f"auth.{key}", text)
    assert not VALUES[text] or VALUES[text] not in text_of(result)
