# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The service driver that Neutron loads: the in-tree IPsec driver with a stand-in for the VPN agent.

Everything that answers a user is inherited: validation, the gateway's addresses, the errors. Only the messages that
would go to the VPN agent over the bus go to `rig.agent` instead.
Source: neutron_vpnaas/services/vpn/service_drivers/{ipsec,base_ipsec}.py; 25.0 and 29.0 agree where it matters here.
"""

from __future__ import annotations

import os

from neutron_lib.context import get_admin_context
from neutron_vpnaas.services.vpn.service_drivers.ipsec import IPsecVPNDriver

from rig.agent import Agent

AGENTS: list[Agent] = []


class ReportingDriver(IPsecVPNDriver):
    """IPsecVPNDriver whose agent lives in this process."""

    def create_rpc_conn(self) -> None:
        """Called by the base class; the in-tree one starts threads that consume from the bus, and those may write."""
        self.agent_rpc = Agent(self.service_plugin, get_admin_context, os.environ["SITELINK_AGENT"])
        AGENTS.append(self.agent_rpc)
