# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The service driver of the OVN back end, with a stand-in for the gateway's side of the VPN agent.

Scheduling, the service's own port, the transit network and the routes in the router are Neutron's. A message reaches
the stand-in only if it would reach an agent: one that is alive hosts the router.
Source: neutron_vpnaas/services/vpn/service_drivers/ovn_ipsec.py, IPsecOvnVpnAgentApi._agent_notification (29.0).
"""

from __future__ import annotations

import os
from typing import Any

from neutron_lib.context import get_admin_context
from neutron_vpnaas.services.vpn.service_drivers.ovn_ipsec import IPsecOvnVPNDriver

from rig.agent import Agent
from rig.driver import AGENTS


class HostedAgent(Agent):
    """Hears of a router only while a live VPN agent hosts it."""

    def vpnservice_updated(self, context: Any, router_id: str, **details: object) -> None:
        hosts = self.service_plugin.get_vpn_agents_hosting_routers
        if hosts(self.new_context(), [router_id], active=True):
            super().vpnservice_updated(context, router_id, **details)


class OvnReportingDriver(IPsecOvnVPNDriver):
    """IPsecOvnVPNDriver whose agent's reports are made in this process."""

    def create_rpc_conn(self) -> None:
        self.agent_rpc = HostedAgent(self.service_plugin, get_admin_context, os.environ["SITELINK_AGENT"])
        AGENTS.append(self.agent_rpc)

    def start_rpc_listeners(self) -> list:
        """The threads that it would start consume from the bus, and there is none."""
        return []
