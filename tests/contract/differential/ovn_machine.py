# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Generated conversations with the OVN back end: those of any back end, with the router's routes and its VPN gateway.

What the OVN driver refuses was stored before; the real cloud's own id for it is looked up. No state has to be waited
for: Neutron answers when its database and OVN's have the change, and the rig's agent reports between two requests.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.seed_data import ROUTER
from ansible_collections.sitelink.vpnaas.tests.support.openstack.ovn_agent import VpnAgent

from .machine import KIND, MOVED, SOMEBODY, WHAT, Conversation
from .ovn_comparing import OVN_RULES
from .sides import VPN_PATHS, Answer, Ask, Embedded, Real

EDGE = "routers/" + ROUTER["edge"]
# A router of that path, and a route that somebody may write into it.
ROUTES = (
    (EDGE, {"destination": "10.77.0.0/24", "nexthop": "10.1.0.77"}),
    (EDGE, {"destination": "10.2.0.0/24", "nexthop": "10.1.0.77"}),
    (EDGE, {"destination": "10.2.0.0/24", "nexthop": "169.254.0.2"}),
    (EDGE, {"destination": "10.88.0.0/24", "nexthop": "169.254.0.2"}),
    (EDGE, {"destination": "10.99.0.0/24", "nexthop": "192.0.2.1"}),
    (EDGE, {"destination": "10.99.0.0/24", "nexthop": "169.254.0.1"}),
    (MOVED, {"destination": "10.77.0.0/24", "nexthop": "10.6.0.77"}),
    (MOVED, {"destination": "10.77.0.0/24", "nexthop": "10.5.0.77"}),
    (MOVED, {"destination": "10.88.0.0/24", "nexthop": "169.254.0.2"}),
)
OVN_WHAT = (*WHAT, *("change_routes",) * 2, "replace_routes", "show_router", "list_agents")
STORED_FIRST = ("vpn/vpnservices", "vpn/ipsec-site-connections")


class OvnReal(Real):
    """The booted cloud with OVN: to be clean is to have no routes, no VPN gateways and no hosted routers either."""

    def __init__(self, facts: dict) -> None:
        super().__init__(facts)
        self.agent = VpnAgent(facts, self.api_users["admin"])

    def clean(self) -> None:
        admin = self.api_users["admin"]
        for path in VPN_PATHS:
            if path == "vpnservices":
                self._remove_routes()
            # Of any project: a service of whichever keeps the router's gateway.
            for found in admin.listing("vpn/" + path):
                # A refusal of the driver's comes when the object is gone.
                admin.ask("DELETE", f"vpn/{path}/{found['id']}")
        self._remove_gateways()
        self.agent.unbind()
        super().clean()

    def _remove_routes(self) -> None:
        admin = self.api_users["admin"]
        for router in admin.listing("routers"):
            if router["routes"]:
                answer = admin.ask("PUT", f"routers/{router['id']}", router={"routes": []})
                assert answer.status_code == 200, answer.text

    def _remove_gateways(self) -> None:
        """Those in ERROR go with the router's next last service, and that is refused but stored."""
        admin = self.api_users["admin"]
        for subnet in admin.listing("subnets", cidr="169.254.0.0/28"):
            router = subnet["name"].removeprefix("vpn-transit-subnet-")
            outside = admin.listing("networks", name="public")[0]["id"]
            admin.ask("PUT", f"routers/{router}", router={"external_gateway_info": {"network_id": outside}})
            admin.ask("POST", "vpn/vpnservices", vpnservice={"router_id": router})
            for service in admin.listing("vpn/vpnservices", router_id=router):
                answer = admin.ask("DELETE", f"vpn/vpnservices/{service['id']}")
                assert answer.status_code == 204, answer.text


class OvnConversation(Conversation):
    """One sequence of requests to a cloud with OVN, with a live VPN agent."""

    overlooked = OVN_RULES

    def new_embedded(self) -> Embedded:
        embedded = Embedded(self.agent)
        embedded.cloud.vpn_gateway = "ready"
        return embedded

    def stored_id(self, ask: Ask, real: Answer) -> str | None:
        if ask.method == "POST" and ask.path in STORED_FIRST:
            if real.status == 201:
                self.note_addresses(next(iter(real.body.values())))
            elif real.status >= 400:
                return self.left_by_refusal(ask.path.removeprefix("vpn/"))
        return super().stored_id(ask, real)

    def note_addresses(self, made: dict[str, Any]) -> None:
        held = {version: made.get(f"external_v{version}_ip") for version in (4, 6)}
        self.embedded.next_vpn_port = {version: address for version, address in held.items() if address}

    def left_by_refusal(self, path: str) -> str | None:
        listed = {found["id"] for found in self.real.api_users["admin"].listing("vpn/" + path)}
        left = listed.difference(self.made[path])
        assert len(left) < 2, left
        return next(iter(left), None)

    @rule(data=st.data(), what=st.sampled_from(OVN_WHAT))
    def go_on(self, data: st.DataObject, what: str) -> None:
        """One rule for everything, as in any conversation."""
        getattr(self, what)(data.draw, data.draw(KIND))

    # --- the router's routes, which the driver writes too

    def change_routes(self, draw: Any, _kind: Any) -> None:
        router, route = draw(st.sampled_from(ROUTES))
        action = draw(st.sampled_from(("add", "remove")))
        self.ask(draw(SOMEBODY), "PUT", f"{router}/{action}_extraroutes", {"router": {"routes": [route]}})

    def replace_routes(self, draw: Any, _kind: Any) -> None:
        router, route = draw(st.sampled_from(ROUTES))
        routes = draw(st.sampled_from(([], [route])))
        self.ask(draw(SOMEBODY), "PUT", router, {"router": {"routes": routes}})

    def show_router(self, draw: Any, _kind: Any) -> None:
        self.ask(draw(SOMEBODY), "GET", draw(st.sampled_from((EDGE, MOVED))))

    def list_agents(self, draw: Any, _kind: Any) -> None:
        self.ask(draw(SOMEBODY), "GET", draw(st.sampled_from((EDGE, MOVED))) + "/vpn-agents")
