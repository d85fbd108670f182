# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The VPN agent of a booted cloud with the OVN back end, for tests: it dies and comes back."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from ansible_collections.sitelink.vpnaas.tests.support.openstack.booted import Person

# The rig is a package of its own, which runs without the collection.
sys.path.append(str(Path(__file__).parent))
from rig import vpn_agent

#: Neutron hears of it from OVN's database by a thread of its own: 2 to 6 s on a machine with much to do.
MAX_WAIT = 120


class VpnAgent:
    """The only one: ``live`` and ``die`` return when Neutron says so too."""

    def __init__(self, facts: dict, admin: Person) -> None:
        self.layout = vpn_agent.layout_of(facts)
        self.admin = admin

    @property
    def alive(self) -> bool:
        """What Neutron says."""
        return [found["alive"] for found in self.admin.listing("agents", agent_type="VPN Agent")] == [True]

    def die(self) -> None:
        vpn_agent.fell_agent(self.layout)
        self.wait_until(False)

    def live(self) -> None:
        if not self.alive:
            vpn_agent.fell_agent(self.layout)
            vpn_agent.raise_agent(self.layout)
            self.wait_until(True)

    def unbind(self) -> None:
        """Neutron keeps a router's host after its last VPN is gone; forget them all."""
        for found in self.admin.listing("agents", agent_type="VPN Agent"):
            for router in self.admin.listing(f"agents/{found['id']}/vpn-routers"):
                answer = self.admin.ask("DELETE", f"agents/{found['id']}/vpn-routers/{router['id']}")
                assert answer.status_code == 204, answer.text

    def wait_until(self, alive: bool) -> None:
        deadline = time.monotonic() + MAX_WAIT
        while self.alive != alive:
            assert time.monotonic() < deadline, f"Neutron never said that the agent is {'alive' if alive else 'dead'}"
