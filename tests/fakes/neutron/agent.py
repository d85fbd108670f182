# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The pretend VPN agent: it reports a status for each connection, at once or later, or never.

What it reports is chosen by a marker in the connection's description, ``agent=ACTIVE``, ``agent=DOWN``,
``agent=ERROR`` or ``agent=never``, each with an optional delay: ``agent=ACTIVE:2``. Without a marker the cloud's
default counts. Source of the rest: neutron_vpnaas 29.0.0, device_drivers/ipsec.py ``update`` and ``report_status``,
db/vpn/vpn_db.py ``update_status_by_agent``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from .releases import LIBRESWAN_AEAD, LIBRESWAN_UNREAD, MISS_CHANGES, NEWEST
from .store import Store

DEVICE_DRIVERS = ("strongswan", "libreswan")
_AEAD = re.compile(r"-[cg]cm-")
_MARKER = re.compile(r"agent=(ACTIVE|DOWN|ERROR|never)(?::(\d+(?:\.\d+)?))?")


def parse_marker(text: str) -> tuple[str, float] | None:
    """``agent=DOWN:2`` or ``DOWN:2`` as (status, seconds)."""
    found = _MARKER.search(text) or _MARKER.fullmatch("agent=" + text)
    return (found[1], float(found[2] or 0)) if found else None


class Agent:
    """Applies the reports that are due whenever the cloud is asked anything."""

    def __init__(self, store: Store, clock: Callable[[], float], default: str) -> None:
        self.store, self.clock = store, clock
        self.default = default
        #: of Neutron; some miss what changes (``releases.py``)
        self.release = NEWEST
        self.device_driver = DEVICE_DRIVERS[0]
        #: whether Neutron sees it alive; a dead one reports nothing
        self.alive = True

    @property
    def default(self) -> str:
        """What connections without a marker get, such as ``DOWN:0``."""
        return self._default

    @default.setter
    def default(self, text: str) -> None:
        if parse_marker(text) is None:
            raise ValueError(f"not an agent's behaviour: {text!r}; try ACTIVE, DOWN:2, ERROR or never")
        self._default = text

    def notice(self, connection: dict[str, Any]) -> None:
        """A connection was written: plan its report, and what else is new on the same router."""
        connection.pop("_unheard", None)
        self._plan(connection)
        self.look_at(self.store.get("vpnservices", connection["vpnservice_id"])["router_id"])

    def look_at(self, router_id: str) -> None:
        """A message about a router arrived: which of its services run? One that begins to reports all anew."""
        for service in self.store.where("vpnservices", router_id=router_id):
            connections = self._hear(service)
            if not connections or self.release in MISS_CHANGES:
                service.pop("_runs", None)
                continue
            before, service["_runs"] = service.get("_runs"), self._should_run(service)
            service["_stops"] = not service["_runs"]
            if service["_runs"] and before is False:
                self._report_anew(connections)

    def _hear(self, service: dict[str, Any]) -> list[dict[str, Any]]:
        """The connections of a service, those included of which no message told: the driver failed after the write."""
        connections = self._connections(service)
        for connection in connections:
            if connection.pop("_unheard", False):
                self._plan(connection)
        return connections

    def _plan(self, connection: dict[str, Any]) -> None:
        marker = parse_marker(connection["description"]) or parse_marker(self.default)
        if marker == connection.get("_marker") and not connection["status"].startswith("PENDING"):
            return  # An ordinary update changes no status: the tunnel is as it was.
        connection["_marker"] = marker
        if self._misses(connection):
            connection["_due"] = None
            return
        connection["_due"] = None if marker[0] == "never" else self.clock() + marker[1]

    def notice_service(self, service: dict[str, Any]) -> None:
        """A service was switched on or off: all its connections are reported anew."""
        self._report_anew(self._hear(service))

    def _report_anew(self, connections: list[dict[str, Any]]) -> None:
        for connection in connections:
            status, delay = connection["_marker"]
            connection["_due"] = None if status == "never" else self.clock() + delay

    def notice_router(self, router: dict[str, Any]) -> None:
        """The router itself was updated: an L3 agent looks at all that it missed."""
        for service in self.store.where("vpnservices", router_id=router["id"]):
            for connection in self._connections(service):
                if connection["status"].startswith("PENDING") and connection["_marker"][0] != "never":
                    connection["_due"] = self.clock() + connection["_marker"][1]

    def _misses(self, connection: dict[str, Any]) -> bool:
        """Whether a gateway runs for the service already, and the release's agent hears of no change then."""
        service = self.store.get("vpnservices", connection["vpnservice_id"])
        gateway = [connection, *self._connections(service)]
        return self.release in MISS_CHANGES and not all(one["status"].startswith("PENDING") for one in gateway)

    def settle(self) -> None:
        """Apply every report that is due, and finish slow deletions."""
        now = self.clock()
        for collection in ("ipsec_site_connections", "vpnservices"):
            for stored in self.store.all(collection):
                if stored.get("_gone", now + 1) <= now:
                    self.store.remove(collection, stored["id"])
        if not self.alive:
            return
        for service in self.store.where("vpnservices", _stops=True):
            service["_stops"] = False
            self._stop(service, self._connections(service))
        for connection in self.store.all("ipsec_site_connections"):
            due = connection.get("_due")
            if due is not None and due <= now and connection["status"] != "PENDING_DELETE":
                self._report(connection)

    def _connections(self, service: dict[str, Any]) -> list[dict[str, Any]]:
        return list(self.store.where("ipsec_site_connections", vpnservice_id=service["id"]))

    def _seen(self, connection: dict[str, Any]) -> str:
        """The marker's status, unless the release's agent cannot see that the tunnel is up, or keeps it down."""
        status = connection["_marker"][0]
        if status != "ACTIVE" or self.device_driver != "libreswan":
            return status
        policies = (("ikepolicies", "ikepolicy_id"), ("ipsecpolicies", "ipsecpolicy_id"))
        used = [self.store.get(kind, connection[reference])["encryption_algorithm"] for kind, reference in policies]
        misspelt = self.release in LIBRESWAN_AEAD and any(map(_AEAD.search, used))
        return "DOWN" if misspelt or self.release in LIBRESWAN_UNREAD else status

    def _report(self, connection: dict[str, Any]) -> None:
        service = self.store.get("vpnservices", connection["vpnservice_id"])
        if self._should_run(service):
            connection["_due"] = None
            connection["status"] = self._seen(connection)
            service["status"] = "ACTIVE"
            return
        self._stop(service, [connection])

    def _should_run(self, service: dict[str, Any]) -> bool:
        return bool(service["admin_state_up"]) and any(one["admin_state_up"] for one in self._connections(service))

    def _stop(self, service: dict[str, Any], connections: list[dict[str, Any]]) -> None:
        """The process of a service that is off, or has no enabled connection, does not run: the service is down, and a
        connection never reported before stays as it is, for good or until the process runs."""
        service["status"] = "DOWN"
        for connection in connections:
            if not connection["status"].startswith("PENDING"):
                connection["_due"] = None
                connection["status"] = "DOWN"
