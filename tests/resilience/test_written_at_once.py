# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Threads of one task that write at once: while one records what it created, the others look through the same lists."""

from __future__ import annotations

import sys
import typing as t

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.argspec import topology_spec
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.topology.task import converge
from ansible_collections.sitelink.vpnaas.tests.support.prepared_runner import PreparedRunner
from ansible_collections.sitelink.vpnaas.tests.support.task_runner import defaults_of

COUNT = 150


@pytest.fixture
def threads_in_turns() -> t.Iterator[None]:
    """The interpreter changes threads as often as it can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def topology() -> dict[str, t.Any]:
    return defaults_of(topology_spec()) | {
        "concurrency": 8,
        "wait": False,
        "ike_policies": [{"name": "ike", "auth_algorithm": "sha256"}],
        "ipsec_policies": [{"name": "ipsec", "auth_algorithm": "sha256"}],
        "vpn_services": [{"name": "office", "router": "edge", "subnet": "office"}],
        "ipsec_site_connections": [
            {
                "name": f"site{number}",
                "vpn_service": "office",
                "ike_policy": "ike",
                "ipsec_policy": "ipsec",
                "peer_address": f"198.51.101.{number + 1}",
                "peer_cidrs": [f"10.2.{number}.0/24"],
                "psk": f"the secret of site {number}",
            }
            for number in range(COUNT)
        ],
    }


@pytest.mark.usefixtures("threads_in_turns")
def test_eight_threads_that_create_at_once_do_not_disturb_each_other():
    runner = PreparedRunner()
    result = converge(topology(), Snapshot(runner.connected_client()), False)
    assert result["summary"]["create"] >= COUNT
    again = converge(topology(), Snapshot(runner.connected_client()), False)
    assert again["summary"]["none"] == COUNT + 3
