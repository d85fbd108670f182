# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Validations of embedded clouds: both ends of a tunnel in one of them, and the task of vpn_topology_validate."""

from __future__ import annotations

from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.registry import TASKS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
from ansible_collections.sitelink.vpnaas.tests.support.prepared_runner import copy_filled
from ansible_collections.sitelink.vpnaas.tests.support.task_runner import defaults_of

KEY = "a secret of nobody else"
PEER = {"cloud": {"cloud": "peer"}}


#: dialect -> the addresses of the gateways of the routers edge and edge2 (tests/fakes/neutron/seed_data.py)
ADDRESSES = {"neutron": ("203.0.113.10", "203.0.113.11"), "k5": ("203.0.113.100", "203.0.113.101")}


def both_ends(runner, **opposite):
    """branch7 on router edge, and its opposite end on router edge2, both ACTIVE."""
    if opposite:
        _make_both_ends(runner, **opposite)
    else:
        copy_filled(runner, _make_both_ends)


def _make_both_ends(runner, **opposite):
    here, there = ADDRESSES[runner.dialect]
    runner.with_base_objects(peer_address=there, peer_cidrs=["10.9.0.0/24"], wait=False)
    runner.apply("vpn_service", "lab", router="edge2", subnet="lab", wait=False)
    options = {
        "vpn_service": "lab",
        "ike_policy": "ike",
        "ipsec_policy": "ipsec",
        "peer_address": here,
        "peer_cidrs": ["10.1.0.0/24"],
        "psk": KEY,
        "wait": False,
        **opposite,
    }
    runner.apply("ipsec_site_connection", "opposite", **options)
    activate(runner)


def activate(runner):
    """An agent has reported that everything is up."""
    for collection in ("ipsec_site_connections", "vpnservices"):
        for item in runner.cloud.store.all(collection):
            item["status"] = "ACTIVE"


def stored(runner, collection, name):
    return next(item for item in runner.cloud.store.all(collection) if item["name"] == name)


def validate(runner, peers=False, check_mode=False, peer_runner=None, opened=None, **params):
    """The result of vpn_topology_validate, never failing unless ``fail_on`` is given.

    ``peers`` true: the peer is ``peer_runner``'s cloud, the same one without; ``opened`` is called at each login.
    """
    task = TASKS["vpn_topology_validate"]
    options = defaults_of(task.argument_spec)
    given = {**options, "cloud": "mycloud", "fail_on": "never", "timeout": 0, **params}
    if peers:
        given["peers"] = [PEER] if peers is True else peers

    def open_snapshot(asked, read_only):
        if opened:
            opened(asked)
        of_peer = asked["cloud"] == "peer" and peer_runner is not None
        return Snapshot((peer_runner if of_peer else runner).connected_client(read_only))

    return task.execute(given, check_mode, open_snapshot)
