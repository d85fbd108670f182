# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""VPNs of three embedded clouds, for a real report: Paris is connected to Rome and to Tokyo, a K5."""

from __future__ import annotations

from typing import Any

from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.argspec import topology_spec
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.topology.export import export
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.topology.task import converge
from ansible_collections.sitelink.vpnaas.tests.support.task_runner import TaskRunner, defaults_of

#: What the seed data of the embedded clouds give the routers edge and edge2, and K5's floating IP of edge.
PARIS, ROME, TOKYO = "203.0.113.10", "203.0.113.11", "203.0.113.100"


def connection(name: str, peer: str, network: str, status: str = "ACTIVE", **more: Any) -> dict[str, Any]:
    return {
        "name": name,
        "vpn_service": "office",
        "ike_policy": "strong-ike",
        "ipsec_policy": "strong-ipsec",
        "peer_address": peer,
        "peer_cidrs": [network],
        "psk": f"an-example-for-{name}",
        # Tells the embedded cloud's agent what to report.
        "description": f"agent={status}:0",
        **more,
    }


def results() -> list[dict[str, Any]]:
    """What vpn_topology_info returned for each, and vpn_service_info for the K5."""
    paris = _cloud(
        "neutron",
        {"router": "edge", "subnet": "office"},
        "10.1.0.0/24",
        connection("rome", ROME, "10.9.0.0/24"),
        connection("tokyo", TOKYO, "10.8.0.0/24", "DOWN"),
        connection("branch7", "198.51.100.7", "10.2.0.0/24"),
        connection("branch8", "198.51.100.8", "10.3.0.0/24", "ERROR"),
        connection("partner", "192.0.2.99", "172.20.0.0/16", admin_state_up=False),
    )
    rome = _cloud(
        "neutron",
        {"router": "edge2", "subnet": "lab"},
        "10.9.0.0/24",
        connection("paris", PARIS, "10.1.0.0/24"),
        connection("depot", "198.51.100.40", "10.40.0.0/24"),
    )
    tokyo = _cloud(
        "k5",
        {"router": "edge", "subnet": "office"},
        "10.8.0.0/24",
        connection("paris", PARIS, "10.1.0.0/24", "DOWN"),
    )
    named = zip(("paris", "rome", "tokyo"), (paris, rome, tokyo), strict=True)
    services = {"cloud": "tokyo", **tokyo.info("vpn_service")}
    return [*({"cloud": name, **export({}, Snapshot(runner.connected_client()))} for name, runner in named), services]


def _cloud(dialect: str, service: dict[str, str], network: str, *connections: dict[str, Any]) -> TaskRunner:
    """A cloud whose subnet has that network: the seed data are the same for all."""
    runner = TaskRunner(dialect)
    (subnet,) = runner.cloud.store.where("subnets", name=service["subnet"])
    subnet["cidr"] = network
    params = defaults_of(topology_spec()) | {
        "ike_policies": [{"name": "strong-ike"}],
        "ipsec_policies": [{"name": "strong-ipsec"}],
        "vpn_services": [{"name": "office", **service}],
        "ipsec_site_connections": list(connections),
        # A connection in ERROR fails a task that waits.
        "wait": False,
    }
    converge(params, Snapshot(runner.connected_client()), False)
    return runner
