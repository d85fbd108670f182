# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""neutron-vpnaas's own device driver in Neutron's process, without a message bus between them.

What is inherited: which gateways are started, reloaded and stopped after a write, and what is reported when.
Not shown by it: NAT rules (there is no iptables), high availability, and the agent's pause of a minute between reports.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from neutron_lib.db import api as db_api
from neutron_vpnaas.db.vpn import vpn_models
from neutron_vpnaas.services.vpn.device_drivers.strongswan_ipsec import StrongSwanDriver
from oslo_config import cfg

from gateways.process import GatewayProcess, make_configuration_area

BETWEEN_REPORTS = 0.5  # seconds
BETWEEN_INITIATIONS = 3.0  # seconds, of one connection


class GatewayAgent(StrongSwanDriver):
    """Called by the service driver after each write and by the serving thread before each request, like `rig.agent`."""

    def __init__(self, server_driver: Any, new_context: Callable[[], Any]) -> None:
        """The base class's would open the message bus and start a thread; these are the attributes it sets."""
        self.server_driver = server_driver
        self.new_context = new_context
        self.conf = cfg.CONF
        self.host = "gateways"
        self.agent_rpc = self
        self.processes: dict[str, GatewayProcess] = {}
        self.routers: dict[str, Any] = {}
        self.process_status_cache: dict[str, dict] = {}
        self.touched: list[str] = []
        self.reported = 0.0
        self.initiated: dict[str, float] = {}
        base = Path(self.conf.state_path) / "gateways"
        make_configuration_area(base / "strongswan.d")
        self.conf.set_override("config_base_dir", str(base), "ipsec")
        self.conf.set_override("default_config_area", str(base / "strongswan.d"), "strongswan")

    # What the service driver calls.

    def vpnservice_updated(self, context: Any, router_id: str, **_details: object) -> None:
        """Neutron's own transaction is still open, so only take a note."""
        self.touched.append(router_id)

    # What the serving thread calls.

    def report(self) -> None:
        """Bring the touched gateways up to date, tell Neutron what all of them say, begin what nobody begins."""
        if not self.touched and time.monotonic() - self.reported < BETWEEN_REPORTS:
            return
        self.read_namespaces()
        touched, self.touched = self.touched, []
        self.sync(self.new_context(), [{"id": router} for router in touched])
        self.initiate_one()
        self.reported = time.monotonic()

    def read_namespaces(self) -> None:
        """The file the test writes: router id -> the namespace that plays this router."""
        file = Path(self.conf.state_path) / "gateways.json"
        result = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
        flags = {"ha": False, "distributed": False}
        self.routers = {router: SimpleNamespace(router=flags, ns_name=name) for router, name in result.items()}

    def initiate_one(self) -> None:
        """In place of traffic: user-space ESP has no traps, so a packet never triggers a tunnel.

        One at a time, so that the two ends do not begin both at once and get everything twice. None as long as the
        test says that nobody behind a cloud's gateway sends anything.
        """
        if Path(self.conf.state_path, "gateways.quiet").exists():
            return
        now = time.monotonic()
        for process in self.processes.values():
            for connection, result in process.connection_status.items():
                since = now - self.initiated.get(connection, 0)
                busy = f"{connection}[" in process.output or since < BETWEEN_INITIATIONS
                if result["status"] != "ACTIVE" and not busy and process.waits_for_traffic(connection):
                    self.initiated[connection] = now
                    process.initiate(connection)
                    return

    # What the inherited code calls: the other end of the bus, and what is left out.

    @db_api.CONTEXT_WRITER
    def get_vpn_services_on_host(self, context: Any, _host: str) -> list[dict]:
        """The server's side of it, without the question which agent has which router."""
        services = context.session.query(vpn_models.VPNService).join(vpn_models.IPsecSiteConnection)
        networks = self.server_driver.service_plugin._build_local_subnet_cidr_map(context)
        result = [self.server_driver.make_vpnservice_dict(service, networks) for service in services]
        self.note(result)
        return result

    def note(self, services: list[dict]) -> None:
        """For a gateway in another kernel (`kernel/`), where the test has made the file that is to have it."""
        file = Path(self.conf.state_path, "gateways.services")
        if file.exists():
            file.write_text(json.dumps(services), encoding="utf-8")

    def update_status(self, context: Any, status: list[dict]) -> None:
        self.server_driver.service_plugin.update_status_by_agent(context, status)

    def create_process(self, process_id: str, vpnservice: dict, namespace: str) -> GatewayProcess:
        return GatewayProcess(self.conf, process_id, vpnservice, namespace)

    def ensure_nat_rules(self, vpnservice: dict) -> None:
        """The routers here have no NAT that packets for a tunnel would have to be kept from."""

    def remove_nat_rules(self, router_id: str) -> None:
        """None were made."""
