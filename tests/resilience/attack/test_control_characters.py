# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""E3: control characters of a server's texts and of objects' names reach no result, no message and no log."""

from __future__ import annotations

import typing as t
from pathlib import Path

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.client import Cloud
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.request_log import RequestLog
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._action import run_task
from ansible_collections.sitelink.vpnaas.tests.resilience.attack.known_faults import known
from ansible_collections.sitelink.vpnaas.tests.resilience.attack.mutations import CONTROL as EVIL
from ansible_collections.sitelink.vpnaas.tests.resilience.attack.scenarios import text_of
from ansible_collections.sitelink.vpnaas.tests.resilience.attack.test_mutated_answers import CONTROL
from ansible_collections.sitelink.vpnaas.tests.support.prepared_runner import PreparedRunner, answer

#: What a server may name as it likes, besides the objects themselves.
ATTRIBUTES = ("name", "description", "peer_id", "local_id", "status")
TASKS: dict[str, tuple[str, dict[str, t.Any]]] = {
    "info": ("ipsec_site_connection_info", {}),
    "export": ("vpn_topology_info", {}),
    "validation": ("vpn_topology_validate", {"timeout": 0, "baseline": "ietf", "fail_on": "never"}),
    "failed validation": ("vpn_topology_validate", {"timeout": 0, "ike_policies": [{"name": "ike", "pfs": "group14"}]}),
    "policy info": ("ike_policy_info", {}),
    "no change": ("ike_policy", {"name": "ike"}),
    "update": ("ipsec_site_connection", {"name": "branch7", "mtu": 1400}),
    "update, check mode": ("ipsec_site_connection", {"name": "branch7", "mtu": 1400, "check": True}),
    "in use": ("ike_policy", {"name": "ike", "pfs": "group14"}),
    "replace": ("vpn_service", {"name": "office", "router": "edge2", "subnet": "lab", "replace": True}),
    "topology": ("vpn_topology", {"ike_policies": [{"name": "ike", "pfs": "group14", "replace": True}]}),
    "absent": ("vpn_service", {"name": "office", "state": "absent"}),
    "no such reference": ("ipsec_site_connection", {"name": "branch7", "vpn_service": "nobody"}),
}


def marked(name: str) -> t.Any:
    return pytest.param(name, id=name, marks=known(f"control {name}"))


def is_clean(text: str) -> None:
    found = CONTROL.search(text)
    assert found is None, ascii(text[max(0, found.start() - 100) : found.end() + 40])


def run(runner: PreparedRunner, module: str, given: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
    arguments = {name: value for name, value in given.items() if name != "check"}
    return run_task(module, arguments, "check" in given, lambda params, check: Snapshot(runner.connected_client(check)))


@pytest.mark.parametrize("task", [marked(name) for name in TASKS])
def test_e3_names_of_objects(task: str) -> None:
    """A connection, a policy and a service beside the one that is meant, and a meant one with such values."""
    runner = PreparedRunner()
    for collection in ("ikepolicies", "vpnservices", "ipsec_site_connections"):
        for item in list(runner.cloud.store.all(collection)):
            number = len(collection)
            other = {**item, "id": f"{number:08d}{item['id'][8:]}", "name": f"{item['name']}{EVIL}"}
            item.update({key: f"{item[key]}{EVIL}" for key in ("description", "local_id") if key in item})
            runner.cloud.store.add(collection, other)
    is_clean(text_of(run(runner, *TASKS[task])))


@pytest.mark.parametrize("task", [marked(name) for name in ("error", "proxy", "reason", "refused login")])
def test_e3_a_servers_text(task: str) -> None:
    runner = PreparedRunner()

    def between(request: t.Any, send: t.Any) -> t.Any:
        if request.method == "GET":
            return None
        if task == "error":
            return answer(request, 400, {"NeutronError": {"type": f"X{EVIL}", "message": EVIL, "detail": EVIL}})
        if task == "proxy":
            return answer(request, 502, f"<p>{EVIL}&#27;[31m&#x9b;</p>", "text/html")
        if task == "refused login":
            return answer(request, 401, {"error": {"message": EVIL, "code": 401}})
        failed = answer(request, 418, "")
        failed.reason = EVIL
        return failed

    runner.between = between
    result = run(runner, "ike_policy", {"name": "new"})
    assert result["failed"]
    is_clean(text_of(result))


@pytest.mark.parametrize("header", [marked("request id")])
def test_e3_the_log(header: str, tmp_path: Path) -> None:
    runner, path = PreparedRunner(), tmp_path / "requests.log"

    def between(request: t.Any, send: t.Any) -> t.Any:
        real = send()
        real.headers["X-Openstack-Request-Id"] = f"req-1{EVIL}2026-01-01 DELETE /forged"
        return real

    runner.between = between
    connected = runner.connected_client()
    logged = Cloud(connected.access, clock=connected.clock, record=RequestLog(str(path), "DEBUG"))
    run_task("ike_policy", {"name": "new"}, False, lambda _params, _check: Snapshot(logged))
    text = path.read_text(encoding="utf-8")
    is_clean(text)
    assert all(line.split()[1] in ("GET", "POST", "sitelink.vpnaas") for line in text.splitlines())
