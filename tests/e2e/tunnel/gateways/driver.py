# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The service driver that Neutron loads: the in-tree IPsec driver with an agent that has real gateways."""

from __future__ import annotations

from neutron_lib.context import get_admin_context
from neutron_vpnaas.services.vpn.service_drivers.ipsec import IPsecVPNDriver
from rig.driver import AGENTS

from gateways.agent import GatewayAgent


class GatewayDriver(IPsecVPNDriver):
    """IPsecVPNDriver whose agent lives in this process and runs strongSwan."""

    def create_rpc_conn(self) -> None:
        """Called by the base class; the in-tree one starts threads that consume from the bus, and those may write."""
        self.agent_rpc = GatewayAgent(self, get_admin_context)
        AGENTS.append(self.agent_rpc)
