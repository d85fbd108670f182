# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Two equal objects of one name, each used by a connection: several runs at once may leave them. Both work, and to move
a connection to the other one would interrupt it; so check mode and a run leave both, and say so."""

from __future__ import annotations

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.argspec import topology_spec
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.topology.task import converge
from ansible_collections.sitelink.vpnaas.tests.support.task_runner import TaskRunner, defaults_of

OTHER_ID = "ffffffff-ffff-4fff-8fff-ffffffffffff"
#: list of the topology -> (collection of the API, the key under which a connection holds the object's id)
SHARED = {
    "ike_policies": ("ikepolicies", "ikepolicy_id"),
    "ipsec_policies": ("ipsecpolicies", "ipsecpolicy_id"),
    "vpn_services": ("vpnservices", "vpnservice_id"),
    "endpoint_groups": ("endpoint_groups", "peer_ep_group_id"),
}


def topology():
    return {
        "ike_policies": [{"name": "shared"}],
        "ipsec_policies": [{"name": "shared"}],
        "vpn_services": [{"name": "shared", "router": "edge"}],
        "endpoint_groups": [
            {"name": "here", "type": "subnet", "endpoints": ["office"]},
            {"name": "shared", "type": "cidr", "endpoints": ["10.7.0.0/24"]},
        ],
        "ipsec_site_connections": [
            {
                "name": f"branch{number}",
                "vpn_service": "shared",
                "ike_policy": "shared",
                "ipsec_policy": "shared",
                "local_endpoint_group": "here",
                "peer_endpoint_group": "shared",
                "peer_address": f"198.51.100.{number}",
                "psk": "a key for both branches",
            }
            for number in (1, 2)
        ],
    }


@pytest.fixture(params=SHARED)
def doubled(request):
    """(runner, the list whose object has a duplicate that branch2 uses)"""
    runner = TaskRunner("neutron")
    run(runner)
    collection, key = SHARED[request.param]
    store = runner.cloud.store
    (item,) = store.where(collection, name="shared")
    (user,) = store.where("ipsec_site_connections", name="branch2")
    user[key] = store.add(collection, {**item, "id": OTHER_ID})["id"]
    runner.cloud.forget_log()
    return runner, request.param


def run(runner, check_mode=False, **changes):
    params = defaults_of(topology_spec()) | topology() | changes
    return converge(params, Snapshot(runner.connect(check_mode=check_mode)), check_mode=check_mode)


def test_both_stay_and_are_named(doubled):
    """Each run reported a replacement, and wrote nothing."""
    runner, plural = doubled
    results = [run(runner, check_mode) for check_mode in (True, False, True)]
    for result in results:
        assert not result["changed"] and result["summary"]["none"] == len(result["plan"])
        (warning,) = result["warnings"]
        assert '"shared"' in warning and '"branch' in warning and "replace: true" in warning
    assert len({result["warnings"][0] for result in results}) == 1
    assert not runner.cloud.log.writes
    assert len(list(runner.cloud.store.where(SHARED[plural][0], name="shared"))) == 2


def test_a_duplicate_whose_user_is_deleted_goes(doubled):
    """At once, or in the next run where the one that branch2 used is the one that was kept: the ids decide."""
    runner, plural = doubled
    fewer = topology()["ipsec_site_connections"]
    fewer[1] = {"name": "branch2", "state": "absent"}
    check, done = (run(runner, check_mode, ipsec_site_connections=fewer) for check_mode in (True, False))
    assert check["summary"] == done["summary"]
    run(runner, ipsec_site_connections=fewer)
    assert len(list(runner.cloud.store.where(SHARED[plural][0], name="shared"))) == 1
    assert not run(runner, ipsec_site_connections=fewer)["changed"]


def test_a_replacement_moves_the_users_and_deletes_it(doubled):
    runner, plural = doubled
    wanted = topology()[plural]
    wanted[-1]["replace"] = True
    check, done = (run(runner, check_mode, **{plural: wanted}) for check_mode in (True, False))
    assert check["summary"] == done["summary"]
    (left,) = runner.cloud.store.where(SHARED[plural][0], name="shared")
    key = SHARED[plural][1]
    assert {item[key] for item in runner.cloud.store.all("ipsec_site_connections")} == {left["id"]}
    assert not run(runner, **{plural: wanted})["changed"]
