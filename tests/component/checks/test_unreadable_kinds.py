# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""E4 of the faults of 1.0.0: a task needs what it asks for and no more. What only preflight reads and cannot be read is
a warning; what the task itself needs is an error."""

from __future__ import annotations

import pytest

from ansible_collections.sitelink.vpnaas.tests.support.prepared_runner import PreparedRunner, instead, refused

CONNECTION = "ipsec_site_connection"
BROKEN = {"NeutronError": {"type": "HTTPInternalServerError", "message": "broken", "detail": ""}}
TASKS = {
    "disabled": {"admin_state_up": False},
    "another key": {"psk": "another key of nobody else"},
    "another network": {"peer_cidrs": ["10.77.0.0/24"]},
}


@pytest.mark.parametrize("path", ["/vpn/ikepolicies", "/vpn/ipsecpolicies", "/vpn/vpnservices"])
@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("check_mode", [True, False])
def test_e4_what_only_preflight_reads_is_a_warning(path: str, task: str, check_mode: bool) -> None:
    runner = PreparedRunner(between=instead("GET", path, 500, BROKEN))
    result = runner.apply(CONNECTION, "branch7", check_mode=check_mode, **TASKS[task])
    assert result["action"] == "update"
    (warning,) = [text for text in result["warnings"] if "preflight is incomplete" in text]
    assert "could not be read" in warning
    assert bool(runner.written()) is not check_mode


def test_e4_without_preflight_there_is_no_warning() -> None:
    runner = PreparedRunner(between=instead("GET", "/vpn/ikepolicies", 500, BROKEN))
    result = runner.apply(CONNECTION, "branch7", preflight="off", **TASKS["disabled"])
    assert not [text for text in result.get("warnings", ()) if "preflight" in text]


def test_e4_a_broken_list_does_not_keep_a_connection_from_being_deleted() -> None:
    runner = PreparedRunner(between=instead("GET", "/vpn/ikepolicies", 500, BROKEN))
    assert runner.apply(CONNECTION, "branch7", state="absent")["action"] == "delete"


def test_e4_what_the_task_refers_to_is_needed() -> None:
    runner = PreparedRunner(between=instead("GET", "/vpn/ikepolicies", 500, BROKEN))
    refused(lambda: runner.apply(CONNECTION, "branch7", ike_policy="ike", admin_state_up=False), "broken")
    assert runner.written() == []
