# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A topology that replaces an object, and declares one of its users absent at the same time."""

from __future__ import annotations

import pytest

from ansible_collections.sitelink.vpnaas.tests.support.prepared_runner import PreparedRunner

BRANCHES = [
    {
        "name": f"branch{number}",
        "vpn_service": "office",
        "ike_policy": "ike",
        "ipsec_policy": "ipsec",
        "peer_address": f"198.51.100.{number}",
        "peer_cidrs": [f"10.2.{number}.0/24"],
        "psk": f"a key of branch {number}",
    }
    for number in (1, 2)
]
MOVED = {
    "vpn_services": {"name": "office", "router": "edge2", "subnet": "lab"},
    "ike_policies": {"name": "ike", "encryption_algorithm": "aes-256"},
    "ipsec_policies": {"name": "ipsec", "encryption_algorithm": "aes-256"},
}


def declared(moved=None, **absent):
    objects = {
        "vpn_services": {"name": "office", "router": "edge", "subnet": "office"},
        "ike_policies": {"name": "ike"},
        "ipsec_policies": {"name": "ipsec"},
    }
    if moved:
        objects[moved] = {**objects[moved], **MOVED[moved], "replace": True}
    return {
        **{plural: [item] for plural, item in objects.items()},
        "ipsec_site_connections": [BRANCHES[0], {**BRANCHES[1], **absent}],
    }


@pytest.mark.parametrize("moved", MOVED)
@pytest.mark.parametrize("dialect", ["neutron", "k5"])
def test_a_user_that_is_declared_absent_is_deleted_and_not_moved(dialect, moved):
    runner = PreparedRunner(dialect, empty=True)
    runner.converge(**declared())
    wanted = declared(moved, state="absent")
    predicted = runner.converge(check_mode=True, **wanted)
    done = runner.converge(**wanted)
    assert [entry["action"] for entry in predicted["plan"]] == [entry["action"] for entry in done["plan"]]
    names = sorted(item["name"] for item in runner.cloud.store.all("ipsec_site_connections"))
    assert names == ["branch1"]
    assert runner.converge(**wanted)["summary"]["none"] == len(done["plan"])


@pytest.mark.parametrize("moved", MOVED)
def test_a_user_that_is_purged_is_gone_after_the_run_or_the_next(moved):
    runner = PreparedRunner(empty=True)
    runner.converge(owner="team", **declared())
    wanted = {**declared(moved), "owner": "team", "purge": True}
    wanted["ipsec_site_connections"] = wanted["ipsec_site_connections"][:1]
    runner.converge(**wanted)
    runner.converge(**wanted)
    assert [item["name"] for item in runner.cloud.store.all("ipsec_site_connections")] == ["branch1"]
    assert runner.converge(**wanted)["changed"] is False
