# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a topology reports while it writes."""

from __future__ import annotations

from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.argspec import topology_spec
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.topology.task import converge
from ansible_collections.sitelink.vpnaas.tests.support.prepared_runner import PreparedRunner
from ansible_collections.sitelink.vpnaas.tests.support.task_runner import defaults_of


def written(seconds):
    """The lines about ten policies, each of which takes that long."""

    def slow(request, send):
        if request.method == "POST":
            runner.time.sleep(seconds)
        return

    runner, lines = PreparedRunner("neutron", empty=True, between=slow), []
    policies = [{"name": f"policy{number}"} for number in range(10)]
    params = defaults_of(topology_spec()) | {"ike_policies": policies}
    converge(params | {"concurrency": 1}, Snapshot(runner.connected_client(False)), False, lines.append)
    return [line for line in lines if line.endswith("objects written")]


def test_a_slow_cloud_is_reported_after_its_first_object():
    """There was a line after 50 objects and at the end only."""
    lines = written(6)
    assert (lines[0], lines[-1]) == ("1 of 10 objects written", "10 of 10 objects written")


def test_a_fast_cloud_is_reported_once():
    assert written(0.1) == ["10 of 10 objects written"]
