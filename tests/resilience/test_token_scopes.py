# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Fault A2: token scopes x modules. A token that cannot see the project's objects, or sees more than these and cannot
tell them apart, is refused before the module concludes anything; a token of a project sees that project's."""

from __future__ import annotations

import json
import typing as t

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.registry import TASKS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._action import run_task
from ansible_collections.sitelink.vpnaas.tests.resilience.test_status_sweep import OBJECTS
from ansible_collections.sitelink.vpnaas.tests.support.prepared_runner import PreparedRunner
from ansible_collections.sitelink.vpnaas.tests.support.task_runner import BRANCH7, TaskRunner

#: scope -> what its token has in place of the project, words of the refusal
SCOPES: dict[str, tuple[dict[str, t.Any] | None, str]] = {
    "project": (None, ""),
    "domain": ({"domain": {"id": "default", "name": "Default"}}, "names no project|domain-scoped"),
    "system": ({"system": {"all": True}}, "system-scoped"),
    "none": ({}, "names no project|unscoped"),
}
#: Objects under the names that the tasks give: the project has one, another project has one.
WHAT_IS_THERE = ("nothing", "everybody's")


def params_of(name: str, state: str) -> dict[str, t.Any]:
    if name in VPN_KINDS:
        return {"name": "branch7", "state": state, **(OBJECTS[name][0] if state == "present" else {})}
    if name == "vpn_topology":
        return {"ike_policies": [{"name": "ike"}], "ipsec_site_connections": [{"name": "branch7", **BRANCH7}]} | {
            "state": state
        }
    return {"playbook": "status"} if name == "playbook_text" else {}


def refusal(result: dict[str, t.Any]) -> str:
    """The message of a failure; playbook_text has it as its text, for the playbook to print."""
    return " ".join(result["text"]) if result.get("success") is False else result.get("msg", "")


def with_scope(scope: str, there: str) -> PreparedRunner:
    """A runner of an administrator, whose tokens are of that scope and whose listings hold all projects' objects."""
    replaced, _words = SCOPES[scope]

    def between(request: t.Any, send: t.Callable[[], t.Any]) -> t.Any:
        if replaced is None or request.method != "POST" or not request.path_url.endswith("/auth/tokens"):
            return None
        result = send()
        token = {key: value for key, value in result.json()["token"].items() if key != "project"} | replaced
        result._content = json.dumps({"token": token}).encode()
        return result

    runner = PreparedRunner(empty=there == "nothing", between=between)
    runner.user = "demo" if there == "nothing" else "admin"
    return runner


@pytest.mark.parametrize("there", WHAT_IS_THERE)
@pytest.mark.parametrize("scope", SCOPES)
def test_a2_what_a_token_cannot_tell_is_refused(
    scope: str, there: str, record_property: t.Callable[[str, object], None]
) -> None:
    tried = 0
    for name in TASKS:
        states = ("present", "absent") if not name.endswith("_info") else ("",)
        for state in states:
            for check_mode in (False, True):
                runner = with_scope(scope, there)
                result = run_task(
                    name,
                    params_of(name, state),
                    check_mode,
                    lambda _params, check: Snapshot(TaskRunner.connect(runner, check)),  # noqa: B023 - called at once
                )
                tried += 1
                if name == "vpn_topology_validate" and check_mode:
                    # It lists what would be tested: it reads nothing, and says of nothing that it passed.
                    assert {row["result"] for row in result["assertions"]} == {"not_checked"}
                    continue
                refused = any(word in refusal(result) for word in SCOPES[scope][1].split("|") if word)
                assert refused == (scope != "project"), (name, state, check_mode, result)
                if refused:
                    assert result.get("failed") or result["success"] is False
                    assert "project_name" in result.get("hint", refusal(result)), result
                    assert runner.written() == [], (name, state)
    record_property("token scopes x modules", tried)
