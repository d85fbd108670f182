# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is overlooked besides where the back end is OVN; the reasons are in test_ovn_known_differences.py."""

from __future__ import annotations

import re

from .comparing import Rules, as_text, message
from .sides import Answer, Ask

ROUTE = re.compile(r"\{[^}]*\}")
TRANSIT = re.compile(r"(?<=Router interface for subnet )[0-9a-f-]{36}")


def unordered_routes(ask: Ask, answer: Answer) -> Answer:
    """A router's routes, in its body or in what is refused."""
    if not isinstance(answer.body, dict):
        return answer
    router, text = answer.body.get("router"), message(answer)
    if isinstance(router, dict) and "routes" in router:
        return answer._replace(body={"router": {**router, "routes": sorted(router["routes"], key=as_text)}})
    if text.startswith("Route(s) to "):
        words = text.removeprefix("Route(s) to ").replace(",", "").split()
        return answer._replace(body=("Route(s) to", sorted(words)))
    if text.startswith("Invalid format for routes: "):
        return answer._replace(body=(sorted(ROUTE.findall(text)), ROUTE.sub("", text)))
    return answer


def transit_subnet(_ask: Ask, answer: Answer) -> Answer:
    """The id of the transit network's subnet in the refusal to remove it."""
    text = message(answer)
    return answer._replace(body=TRANSIT.sub("ID", text)) if TRANSIT.search(text) else answer


def agent_ids(ask: Ask, answer: Answer) -> Answer:
    """The id of the agent that hosts a router."""
    if not ask.path.endswith("/vpn-agents") or answer.status != 200:
        return answer
    return answer._replace(body={"agents": [{**agent, "id": None} for agent in answer.body["agents"]]})


OVN_RULES: Rules = {
    "unordered-routes": unordered_routes,
    "transit-subnet": transit_subnet,
    "agent-ids": agent_ids,
}
