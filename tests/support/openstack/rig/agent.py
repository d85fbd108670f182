# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A stand-in for the VPN agent: reports statuses as the real one would, and when the test that asks for them says.

The description of a connection chooses what is reported about it: `agent=ACTIVE`, `agent=DOWN`, `agent=ERROR`,
`agent=never`, each with an optional delay in seconds (`agent=ACTIVE:2`), or several in turn (`agent=DOWN,ACTIVE:2`;
delays count from the write). It is read when the connection appears and when an update changes it; any other update
leaves the status as it was, as a real agent does.

What it copies from neutron_vpnaas/services/vpn/device_drivers/ipsec.py, class BaseSwanProcess, method update:

* a service without connections is unknown to the agent and stays as it is;
* a service runs while it is up and one of its connections is up; then it is ACTIVE, and all its connections are
  carried, whatever their own admin_state_up;
* otherwise it is stopped: it is DOWN, and so are connections that had a status; pending ones stay pending.

Not copied: of two services with connections on one router, the real agent forgets all but the last.
"""

from __future__ import annotations

import heapq
import itertools
import re
import time
from collections.abc import Callable
from typing import Any, NamedTuple

STEP = r"(?:ACTIVE|DOWN|ERROR|never)(?::\d+(?:\.\d+)?)?"
SCRIPT = rf"{STEP}(?:,{STEP})*"
MARKER = re.compile(rf"\bagent=({SCRIPT})")
PENDING = ("PENDING_CREATE", "PENDING_UPDATE", "PENDING_DELETE")


class Report(NamedTuple):
    """One status to tell Neutron.

    `order` keeps those due at the same time in turn; without a `script` the service was stopped, and without a
    `connection` only it is meant.
    """

    due: float
    order: int
    service: str
    connection: str
    status: str
    script: str


class Agent:
    """Takes what the driver would send to the agent; tells Neutron only from `report`, which the serving thread calls.

    That is why no lock is needed and the database has one writer: see README.md, One writer.
    """

    def __init__(self, service_plugin: Any, new_context: Callable[[], Any], default: str) -> None:
        self.service_plugin = service_plugin
        self.new_context = new_context
        self.default = default
        self.touched: list[tuple[float, str]] = []
        self.reports: list[Report] = []
        self.scripts: dict[str, str] = {}
        self.running: set[str] = set()
        self.counter = itertools.count()

    def vpnservice_updated(self, context: Any, router_id: str, **_details: object) -> None:
        """The driver's message after every write; Neutron's own transaction is still open, so only take a note."""
        self.touched.append((time.monotonic(), router_id))

    def report(self) -> None:
        """Before each request: look at what was touched, then tell Neutron what is due."""
        now = time.monotonic()
        if not self.touched and not (self.reports and self.reports[0].due <= now):
            return
        context = self.new_context()
        touched, self.touched = self.touched, []
        for moment, router_id in touched:
            self.look_at(context, moment, router_id)
        while self.reports and self.reports[0].due <= now:
            self.send(context, heapq.heappop(self.reports))

    def look_at(self, context: Any, moment: float, router_id: str) -> None:
        for service in self.service_plugin.get_vpnservices(context, filters={"router_id": [router_id]}):
            connections = self.service_plugin.get_ipsec_site_connections(
                context, filters={"vpnservice_id": [service["id"]]}
            )
            if not connections:
                self.running.discard(service["id"])
                continue
            if service["admin_state_up"] and any(connection["admin_state_up"] for connection in connections):
                self.start(moment, service, connections)
            else:
                self.stop(moment, service, connections)

    def start(self, moment: float, service: dict[str, Any], connections: list[dict[str, Any]]) -> None:
        """Queue the reports of connections that are new, were stopped until now, or whose marker was changed."""
        restarted = service["id"] not in self.running
        self.running.add(service["id"])
        for connection in connections:
            found = MARKER.search(connection["description"] or "")
            script = found.group(1) if found else self.default
            if not restarted and self.scripts.get(connection["id"]) == script:
                continue
            self.scripts[connection["id"]] = script
            for step in script.split(","):
                status, _colon, delay = step.partition(":")
                if status != "never":
                    self.queue(moment + float(delay or 0), service, connection["id"], status, script)

    def stop(self, moment: float, service: dict[str, Any], connections: list[dict[str, Any]]) -> None:
        self.running.discard(service["id"])
        self.reports = [report for report in self.reports if report.service != service["id"]]
        heapq.heapify(self.reports)
        self.queue(moment, service, "", "DOWN", "")
        for connection in connections:
            if connection["status"] not in PENDING:
                self.queue(moment, service, connection["id"], "DOWN", "")

    def queue(self, due: float, service: dict[str, Any], connection: str, status: str, script: str) -> None:
        report = Report(due, next(self.counter), service["id"], connection, status, script)
        heapq.heappush(self.reports, report)

    def send(self, context: Any, report: Report) -> None:
        """Hand one report to Neutron in the words of the agent's own message."""
        if report.script and self.scripts.get(report.connection) != report.script:
            return  # The marker was changed meanwhile.
        connections = {}
        if report.connection:
            connections[report.connection] = {"status": report.status, "updated_pending_status": True}
        message = {
            "id": report.service,
            "status": "ACTIVE" if report.script else "DOWN",
            "updated_pending_status": True,
            "ipsec_site_connections": connections,
        }
        self.service_plugin.update_status_by_agent(context, [message])
