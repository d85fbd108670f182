# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The server's part: the services and connections as ``get_vpn_services_on_host`` hands them out, and the statuses that
agents report. Source: neutron_vpnaas/services/vpn/service_drivers/base_ipsec.py (``make_vpnservice_dict``),
db/vpn/vpn_db.py (``update_status_by_agent``)."""

from __future__ import annotations

import copy
from typing import Any

ROUTER = "5ab1c0de-0000-4000-8000-000000000001"
SERVICE = "5ab1c0de-0000-4000-8000-000000000002"
CONNECTIONS = [f"5ab1c0de-0000-4000-8000-00000000001{number}" for number in range(2)]
LEAST = {"encryption_algorithm": "aes-256", "auth_algorithm": "sha256", "pfs": "group14", "lifetime_value": 3600}


def connection(number: int, **policy: str) -> dict[str, Any]:
    """One row with what the database has; the values that the templates read."""
    return {
        "id": CONNECTIONS[number],
        "status": "PENDING_CREATE",
        "admin_state_up": True,
        "initiator": "bi-directional",
        "psk": f"key-of-{number}",
        "peer_address": f"198.51.100.{number + 1}",
        "peer_id": f"198.51.100.{number + 1}",
        "local_id": "",
        "external_ip": "203.0.113.10",
        "local_cidrs": ["10.1.0.0/24"],
        "peer_cidrs": [f"10.2.{number}.0/24"],
        "local_ip_vers": 4,
        "mtu": 1500,
        "dpd_action": "hold",
        "dpd_interval": 30,
        "dpd_timeout": 120,
        "ikepolicy": {"ike_version": "v2", "phase1_negotiation_mode": "main", **LEAST, **policy},
        "ipsecpolicy": {"transform_protocol": "esp", "encapsulation_mode": "tunnel", **LEAST, **policy},
    }


class Server:
    """One router with one VPN service. A connection that is not there makes the service none of the agent's."""

    def __init__(self) -> None:
        self.connections: dict[str, dict[str, Any]] = {}
        self.status = "PENDING_CREATE"

    # What the agent's code calls on its RPC client.

    def get_vpn_services_on_host(self, _context: object, _host: str) -> list[dict[str, Any]]:
        """As the server: services without a connection are left out, by its JOIN."""
        if not self.connections:
            return []
        service = {
            "id": SERVICE,
            "router_id": ROUTER,
            "tenant_id": "demo",
            "project_id": "demo",
            "name": "office",
            "status": self.status,
            "admin_state_up": True,
            "external_ip": "203.0.113.10",
            "subnet": {"cidr": "10.1.0.0/24"},
            "ipsec_site_connections": list(self.connections.values()),
        }
        return [copy.deepcopy(service)]

    def update_status(self, _context: object, status: list[dict[str, Any]]) -> None:
        """As the server: a PENDING status is left only where the agent says that it has seen to it."""
        for service in status:
            self.status = service["status"] if self._counts(self.status, service) else self.status
            for identifier, reported in service["ipsec_site_connections"].items():
                stored = self.connections.get(identifier)
                if stored is not None and self._counts(stored["status"], reported):
                    stored["status"] = reported["status"]

    def get_vpn_transit_network_details(self, _router_id: str) -> dict[str, Any]:
        """OVN's agent asks for it; its devices are stood in for."""
        return {"transit_gateway_ip": "169.254.0.1"}

    @staticmethod
    def _counts(stored: str, reported: dict[str, Any]) -> bool:
        return not stored.startswith("PENDING") or reported["updated_pending_status"]
