# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is overlooked besides where the back end is OVN; the reasons are in test_ovn_known_differences.py."""

from __future__ import annotations

import re
from typing import Any

from .comparing import Rules, as_text, message, shape_of_page
from .sides import Answer, Ask

AGENT_KEYS = ("agent_type", "host", "admin_state_up", "alive")
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


def collation(ask: Ask, answer: Answer) -> Answer:
    """What a listing finds by a name in other case, and its order by name."""
    query = [(name, value) for name, value in ask.query if value]
    if ask.method != "GET" or answer.status != 200 or not isinstance(answer.body, dict):
        return answer
    if ("name", "ONE") in query:
        return answer._replace(body=None)
    if ("sort_key", "name") not in query:
        return answer
    names = {name for name, _value in query}
    if {"limit", "marker"} <= names:
        return answer._replace(body=sorted(answer.body)[:1])
    return answer._replace(body={name: listed(value, "limit" in names) for name, value in answer.body.items()})


def listed(value: Any, page: bool) -> Any:
    whole = all(isinstance(item, dict) for item in value)  # not yet the shape of a page
    return shape_of_page(value) if page and whole else sorted(value, key=as_text)


def transit_subnet(_ask: Ask, answer: Answer) -> Answer:
    """The id of the transit network's subnet in the refusal to remove it."""
    text = message(answer)
    return answer._replace(body=TRANSIT.sub("ID", text)) if TRANSIT.search(text) else answer


def agent_keys(ask: Ask, answer: Answer) -> Answer:
    """Of the agents that host a router all but what tells them and their life."""
    if not ask.path.endswith("/vpn-agents") or answer.status != 200:
        return answer
    return answer._replace(body=[{key: agent[key] for key in AGENT_KEYS} for agent in answer.body["agents"]])


OVN_RULES: Rules = {
    "unordered-routes": unordered_routes,
    "collation": collation,
    "transit-subnet": transit_subnet,
    "agent-keys": agent_keys,
}
