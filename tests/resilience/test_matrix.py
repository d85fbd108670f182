# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every request of a converge meets every fault. Afterwards, or after one plain re-run where the fault is fatal, the
cloud holds exactly what is wanted: nothing missing, nothing twice.

``SITELINK_FAULTS=all`` tries every point (make faults); otherwise a share of them, spread evenly.
"""

from __future__ import annotations

import os
from collections import Counter

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import VpnError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.argspec import topology_spec
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.topology.task import converge
from ansible_collections.sitelink.vpnaas.tests.support.task_runner import TaskRunner, defaults_of

FAULTS = {
    "reset before": {"do": "reset", "when": "before"},
    "reset after": {"do": "reset", "when": "after"},
    "500 before": {"do": "answer", "when": "before", "status": 500},
    "500 after": {"do": "answer", "when": "after", "status": 500},
    "503 before, Retry-After": {"do": "answer", "when": "before", "status": 503, "retry_after": 2},
    "503 after, Retry-After": {"do": "answer", "when": "after", "status": 503, "retry_after": 2},
    "429": {"do": "answer", "when": "before", "status": 429, "retry_after": 1},
    "401": {"do": "answer", "when": "before", "status": 401},
    "slower than api_timeout": {"do": "delay", "seconds": 99},
    "truncated": {"do": "truncate"},
    "html": {"do": "html"},
    "empty": {"do": "empty"},
}
PASSWORD = "demo-password-3f9c"
SHARE = 1 if os.environ.get("SITELINK_FAULTS") == "all" else 9
PHASES = ("present", "change", "replace", "absent")


def topology(dialect, phase):
    """Policies, service, two connections; on Neutron also a pair of endpoint groups and the connection on them.

    The phase ``replace`` replaces a policy, the service and a group while they are in use.
    """
    changed, replaced = phase == "change", phase == "replace"
    place = {"router": "edge2", "subnet": "lab"} if replaced else {"router": "edge", "subnet": "office"}
    wanted = {
        "ike_policies": [
            {"name": "ike", "encryption_algorithm": "aes-192" if replaced else "aes-256", "replace": replaced}
        ],
        "ipsec_policies": [{"name": "ipsec"}, {"name": "spare", "pfs": "group14" if changed else "group5"}],
        "vpn_services": [{"name": "office", **place, "replace": replaced}],
        "ipsec_site_connections": [
            connection(number, vpn_service="office", peer_cidrs=[f"10.{3 if changed else 2}.{number}.0/24"])
            for number in (1, 2)
        ],
        "state": "absent" if phase == "absent" else "present",
    }
    if dialect == "neutron":
        wanted["vpn_services"].append({"name": "lab", "router": "edge2"})
        wanted["endpoint_groups"] = [
            {"name": "here", "type": "subnet", "endpoints": ["lab"]},
            {
                "name": "there",
                "type": "cidr",
                "endpoints": ["10.8.0.0/24" if replaced else "10.7.0.0/24"],
                "description": phase,
                "replace": replaced,
            },
        ]
        groups = {"local_endpoint_group": "here", "peer_endpoint_group": "there"}
        wanted["ipsec_site_connections"].append(connection(3, vpn_service="lab", **groups))
    return wanted


def connection(number, **more):
    return {
        "name": f"branch{number}",
        "ike_policy": "ike",
        "ipsec_policy": "ipsec",
        "peer_address": f"198.51.100.{number}",
        "psk": f"a key for branch {number}",
        **more,
    }


def run(runner, phase):
    params = defaults_of(topology_spec())
    params |= {**topology(runner.dialect, phase), "api_timeout": 5, "concurrency": 3}
    return converge(params, Snapshot(runner.connect(api_timeout=5)), check_mode=False)


def before(dialect, phase):
    """A cloud in which everything up to this phase is done."""
    runner = TaskRunner(dialect)
    for earlier in PHASES[: PHASES.index(phase)]:
        run(runner, earlier)
    runner.cloud.forget_log()
    return runner


def points():
    """(dialect, phase, number of the request, fault), each request of an undisturbed run with each fault."""
    for dialect in ("neutron", "k5"):
        for phase in PHASES:
            runner = before(dialect, phase)
            run(runner, phase)
            for call in range(1, len(runner.cloud.log.network) + 1):
                for fault in FAULTS:
                    yield dialect, phase, call, fault


def held(runner):
    """(kind, name) of everything in the cloud, and how often."""
    kinds = ("ikepolicies", "ipsecpolicies", "vpnservices", "endpoint_groups", "ipsec_site_connections")
    snapshot = runner.cloud.contents()
    return Counter((kind, item["name"]) for kind in kinds for item in snapshot.get(kind, ()))


@pytest.mark.parametrize(("dialect", "phase", "call", "fault"), list(points())[::SHARE])
def test_the_cloud_holds_exactly_what_is_wanted(dialect, phase, call, fault, record_property):
    undisturbed = before(dialect, phase)
    run(undisturbed, phase)
    runner = before(dialect, phase)
    runner.cloud.fail(call=call, **FAULTS[fault])
    outcome, result = "at once", ""
    try:
        result = str(run(runner, phase))
    except VpnError as error:
        result, outcome = f"{error} {error.details}", "after a re-run"
        runner.cloud.faults.clear()
        run(runner, phase)
    record_property("survived", outcome)
    left = held(runner)
    record_property("missing", sum((held(undisturbed) - left).values()))
    record_property("duplicates", sum((left - held(undisturbed)).values()))
    record_property("leaks", result.count("a key for branch") + result.count(PASSWORD))
    assert "a key for branch" not in result
    assert PASSWORD not in result
    assert held(runner) == held(undisturbed)
    runner.cloud.faults.clear()
    runner.cloud.forget_log()
    assert not run(runner, phase)["changed"]
    assert runner.cloud.log.writes == []
