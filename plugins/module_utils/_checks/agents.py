# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who hosts a router's VPN, and whether that agent is alive, where the token may ask: an administrator's may."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.answers import is_identifier
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import VpnError, one_line
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Resource
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.shown_status import OFF, is_on

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.listings import Listings


def hosting_agents(service: ApiObject, snapshot: Listings) -> list[ApiObject] | None:
    """The agents that host a VPN service's router; None where there are no agents, or the token may not ask. An empty
    list of a back end that is unknown proves nothing, and is None too.

    Neutron 29 with OVN answers a member's request with 500 (vpn_agentschedulers_db.py), other back ends with 403.
    """
    router_id = service.get("router_id")
    if not snapshot.cloud.dialect.has_agents or not is_identifier(router_id):
        return None
    try:
        ovn = snapshot.is_ovn()
    except VpnError:
        return None
    agents = snapshot.cloud.list_or_none(_agents(f"/routers/{router_id}/{'vpn-agents' if ovn else 'l3-agents'}"))
    # No agent of the one back end is no answer where it may be the other.
    return None if ovn is None and not agents else agents


def agent_sentence(service: ApiObject, snapshot: Listings) -> str:
    """A sentence that names the agents of a VPN service's router; empty where the token may not ask."""
    agents = hosting_agents(service, snapshot)
    if agents is None:
        return ""
    if not agents:
        return "no agent hosts the router: ask the operator"
    hosts = " and ".join(
        f"{agent.get('agent_type') or 'an agent'} on {host_of(agent)}, {_life(agent)}" for agent in agents
    )
    return f"the router is hosted by {snapshot.cloud.without_secrets(hosts)}"


def host_of(agent: ApiObject) -> str:
    """The name of an agent's host for a message, in one line."""
    return one_line(str(agent.get("host") or "")).strip() or "a host without a name"


def is_working(agent: ApiObject) -> bool | None:
    """Whether the agent is alive and switched on; None where the cloud does not return it."""
    return False if is_on(agent) is False else _is_alive(agent)


def _is_alive(agent: ApiObject) -> bool | None:
    # A server may return a text for true and false.
    return {"true": True, "false": False}.get(str(agent.get("alive")).lower())


def _life(agent: ApiObject) -> str:
    if is_on(agent) is False:
        return f"which is {OFF}: ask the operator to switch it on"
    return {
        True: "which is alive",
        False: "which is not alive: ask the operator to start it",
        None: "of which the cloud does not return whether it is alive: ask the operator",
    }[_is_alive(agent)]


def _agents(path: str) -> Resource:
    return Resource("agent", "agents", "agent", path, "agent", "agents")
