# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Fault A1 in real runs: OVN without a live VPN agent refuses a VPN service and leaves it in ERROR. Both entry
points fail with the server's words, and leave nothing."""

from __future__ import annotations

import pytest

SERVICE = {"name": "office", "router": "edge", "subnet": "office"}
TASKS = {
    "vpn_service": {"sitelink.vpnaas.vpn_service": {"cloud": "embedded", **SERVICE}},
    "vpn_topology": {"sitelink.vpnaas.vpn_topology": {"cloud": "embedded", "vpn_services": [SERVICE]}},
}


def play(site, tasks, in_process):
    """Several tasks in one run: (what it printed, exit code, the methods of its writes)."""
    site.cloud.forget_log()
    output, code = site.tasks(tasks, SITELINK_VPNAAS_IN_PROCESS=in_process)
    return output, code, [entry.method for entry in site.cloud.log.writes]


@pytest.mark.parametrize("in_process", ["1", pytest.param("0", marks=pytest.mark.long)])
def test_a1_a_service_that_is_refused_and_left_in_error_fails(site, in_process):
    """By each task, and again."""
    site.cloud.vpn_gateway = "no agent"
    tasks = [{**task, "ignore_errors": True} for task in TASKS.values() for _again in range(2)]
    output, _code, writes = play(site, tasks, in_process)
    for words in ("No eligible VPN agent found", "RouterReschedulingFailed", "was deleted again", "ask its operator"):
        assert output.count(words) >= len(tasks), output
    assert "changed=0" in output and f"ignored={len(tasks)}" in output
    assert writes == ["POST", "DELETE"] * len(tasks)  # each is gone before the next task begins
    assert site.cloud.contents()["vpnservices"] == []

    site.cloud.vpn_gateway = "ready"
    gone = {"sitelink.vpnaas.vpn_service": {"cloud": "embedded", "name": "office", "state": "absent"}}
    output, code, writes = play(site, [TASKS["vpn_service"], gone, TASKS["vpn_topology"]], in_process)
    assert (code, writes) == (0, ["POST", "DELETE", "POST"]), output
    assert [item["status"] for item in site.cloud.contents()["vpnservices"]] == ["PENDING_CREATE"]


@pytest.mark.long
@pytest.mark.parametrize("in_process", ["1", "0"])
def test_a_service_that_is_in_error_is_never_green_without_a_warning(site, in_process):
    """Left by another tool: the next run says so; one that stands in the way of another is named."""
    site.task(TASKS["vpn_service"])
    (office,) = site.cloud.cloud_state.store.all("vpnservices")
    office["status"] = "ERROR"
    for task in TASKS.values():
        output, code = site.task(task, SITELINK_VPNAAS_IN_PROCESS=in_process)
        result = " ".join(output.split())
        assert (code, "WARNING" in result, "has the status ERROR" in result) == (0, True, True), output
    site.cloud.vpn_gateway = "in error"
    second = {"cloud": "embedded", "name": "second", "router": "edge", "preflight": "off"}
    output, code = site.task({"sitelink.vpnaas.vpn_service": second}, SITELINK_VPNAAS_IN_PROCESS=in_process)
    result = " ".join(output.split())
    assert code != 0
    assert "VPNGatewayInError" in result
    assert office["id"] in result
    assert [item["name"] for item in site.cloud.contents()["vpnservices"]] == ["office"]
