# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A run that replaces everything in use, killed at any request: the next run finishes it.

``SITELINK_FAULTS=all`` kills at every request (make faults), otherwise at every eighth.
"""

from __future__ import annotations

import os

import pytest

from ansible_collections.sitelink.vpnaas.tests.support.prepared_runner import PreparedRunner
from ansible_collections.sitelink.vpnaas.tests.support.task_runner import BRANCH7

STEP = 1 if os.environ.get("SITELINK_FAULTS") == "all" else 8


class Killed(BaseException):
    """What kill -9 does to a run: no handler of ours sees it."""


class KilledRun:
    """A ``between`` that ends the run at its n-th request, after the cloud ``processed`` it or before."""

    def __init__(self, victim, processed):
        self.left, self.processed = victim, processed

    def __call__(self, _request, send):
        self.left -= 1
        if self.left <= 0:
            if self.processed and self.left == 0:
                send()
            raise Killed


def everything(dialect):
    """Each kind replaced at once: both policies and the service of one tunnel, on Neutron the groups of another."""
    topology = {
        "ike_policies": [{"name": "ike", "pfs": "group14", "ike_version": "v2", "replace": True}],
        "ipsec_policies": [{"name": "ipsec", "pfs": "group14", "encapsulation_mode": "transport", "replace": True}],
        "vpn_services": [{"name": "office", "router": "edge2", "subnet": "lab", "replace": True}],
        "ipsec_site_connections": [{"name": "branch7", **BRANCH7}],
    }
    if dialect == "neutron":
        topology["endpoint_groups"] = [{"name": "there", "type": "cidr", "endpoints": ["10.8.0.0/24"], "replace": True}]
    else:
        topology["ike_policies"][0].pop("ike_version")
        topology["ipsec_policies"][0].pop("encapsulation_mode")
    return topology


def prepared(dialect):
    runner = PreparedRunner(dialect, agent="ACTIVE:0")
    if dialect == "neutron":
        runner.apply("vpn_service", "lab", router="edge2")
        runner.apply("endpoint_group", "here", type="subnet", endpoints=["lab"])
        runner.apply("endpoint_group", "there", type="cidr", endpoints=["10.7.0.0/24"])
        groups = {"local_endpoint_group": "here", "peer_endpoint_group": "there", "peer_cidrs": None}
        runner.apply("ipsec_site_connection", "grouped", **{**BRANCH7, **groups, "vpn_service": "lab"})
    runner.cloud.forget_log()
    return runner


def value_type(runner):
    """What the cloud holds, without ids: two clouds that mean the same read the same."""
    snapshot = runner.cloud.contents()
    names = {item["id"]: item.get("name") for items in snapshot.values() for item in items}
    kinds = ("ikepolicies", "ipsecpolicies", "vpnservices", "endpoint_groups", "ipsec_site_connections")

    def result(item):
        return sorted(
            (key, str(names.get(str(value), value))) for key, value in item.items() if key not in ("id", "status")
        )

    return {kind: sorted(result(item) for item in snapshot.get(kind, ())) for kind in kinds}


@pytest.mark.parametrize("processed", [True, False], ids=["after the request", "before the request"])
@pytest.mark.parametrize("dialect", ["neutron", "k5"])
def test_a_run_killed_at_any_request_is_finished_by_the_next(dialect, processed):
    undisturbed = prepared(dialect)
    undisturbed.converge(**everything(dialect))
    wanted, requests = value_type(undisturbed), len(undisturbed.cloud.log.network)
    assert requests > 12
    for victim in range(1, requests + 1, STEP):
        runner = prepared(dialect)
        runner.between = KilledRun(victim, processed)
        with pytest.raises(Killed):
            runner.converge(concurrency=1, **everything(dialect))
        runner.between = None
        runner.converge(**everything(dialect))
        assert value_type(runner) == wanted, f"killed at request {victim}"
        assert not runner.converge(**everything(dialect))["changed"]
