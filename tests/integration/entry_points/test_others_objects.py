# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The role site_to_site, one end and both, beside another owner's and another project's objects: none is lost.

The engine's own paths: tests/resilience/others_objects.py.
"""

from __future__ import annotations

import copy

import pytest

from ansible_collections.sitelink.vpnaas.tests.fakes.neutron import Cloud
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.accounts import DEMO_PROJECT, OTHER_PROJECT
from ansible_collections.sitelink.vpnaas.tests.integration.entry_points import test_both_ends as both_ends

COLLECTIONS = sorted(both_ends.KINDS)
PEER = {"peer_address": "198.51.100.77", "psk": both_ends.PSK}
ONE_END = {
    "site_to_site_cloud": {"cloud": "paris"},
    "site_to_site_vpn_service": {"router": "edge", "subnet": "office"},
    "site_to_site_connections": [{"name": "branch", "peer_cidrs": ["10.20.0.0/24", "10.30.0.0/24"], **PEER}],
}
TWO_ENDS = {"site_to_site_ends": [both_ends.PARIS, both_ends.ROME], "site_to_site_psk": both_ends.PSK}
pair = both_ends.pair


def mark(cloud):
    """Give all VPN objects of the cloud another owner's mark."""
    for collection in COLLECTIONS:
        for item in cloud.store.all(collection) if collection in cloud.store.collections() else ():
            item["description"] = "[sitelink:b]"


def copy_to_another_project(cloud):
    """Let another project have the same objects under the same names."""
    ids = {}
    for collection in COLLECTIONS:
        for item in list(cloud.store.all(collection)) if collection in cloud.store.collections() else ():
            ids[item["id"]] = f"{item['id'][:-12]}{len(ids):012}"
    for collection in COLLECTIONS:
        for item in list(cloud.store.all(collection)) if collection in cloud.store.collections() else ():
            duplicate = {key: ids.get(value, value) if isinstance(value, str) else value for key, value in item.items()}
            cloud.store.add(collection, {**copy.deepcopy(duplicate), "tenant_id": OTHER_PROJECT})


def held(cloud, project=None):
    """The ids of all VPN objects, or of a project's."""
    return {
        item["id"]
        for collection, items in cloud.contents().items()
        if collection in COLLECTIONS
        for item in items
        if project in (None, item.get("tenant_id") or item.get("project_id"))
    }


@pytest.mark.parametrize("dialect", ["neutron", pytest.param("k5", marks=pytest.mark.long)])
def test_one_end_of_another_owner(pair, dialect):
    cloud = Cloud(dialect, agent="DOWN:0")
    clouds = pair(paris=cloud)
    clouds.run(**ONE_END)
    mark(cloud)
    before = held(cloud)
    output, _result = clouds.run(code=2, site_to_site_state="absent", **ONE_END)
    assert "marked as b's" in output and held(cloud) == before
    # Neutron replaces the service and what uses it, K5 deletes the connection of the network that went.
    moved = {"site_to_site_vpn_service": {"router": "edge2", "subnet": "lab"}}
    fewer = [{**ONE_END["site_to_site_connections"][0], "peer_cidrs": ["10.20.0.0/24"]}]
    change = moved if dialect == "neutron" else {"site_to_site_connections": fewer}
    output, _result = clouds.run(code=2, **{**ONE_END, **change, "site_to_site_replace": True})
    assert "marked as b's" in output and held(cloud) == before
    assert both_ends.PSK not in output


@pytest.mark.long
@pytest.mark.parametrize("dialect", ["neutron", "k5"])
def test_one_end_beside_another_projects(pair, dialect):
    cloud = Cloud(dialect, agent="DOWN:0")
    clouds = pair(paris=cloud)
    clouds.run(**ONE_END)
    copy_to_another_project(cloud)
    theirs = held(cloud, OTHER_PROJECT)
    admin = {**ONE_END, "site_to_site_cloud": {"cloud": "paris", "project": DEMO_PROJECT}}
    assert theirs and held(cloud, DEMO_PROJECT)
    clouds.run(site_to_site_state="absent", **admin)
    assert held(cloud) == theirs


@pytest.mark.long
def test_two_ends_of_another_owner(pair):
    paris, rome = Cloud(agent="DOWN:0"), Cloud(agent="DOWN:0")
    clouds = pair(paris=paris, rome=rome)
    clouds.run(**TWO_ENDS)
    mark(rome)
    before = held(rome)
    output, _result = clouds.run(code=2, site_to_site_state="absent", **TWO_ENDS)
    assert "marked as b's" in output and held(rome) == before
    assert both_ends.PSK not in output


@pytest.mark.long
def test_two_ends_beside_another_projects(pair):
    paris, rome = Cloud(agent="DOWN:0"), Cloud(agent="DOWN:0")
    clouds = pair(paris=paris, rome=rome)
    clouds.run(**TWO_ENDS)
    for cloud in (paris, rome):
        copy_to_another_project(cloud)
    theirs = [held(cloud, OTHER_PROJECT) for cloud in (paris, rome)]
    clouds.run(site_to_site_state="absent", **TWO_ENDS)
    assert [held(paris), held(rome)] == theirs
