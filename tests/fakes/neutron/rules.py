# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which function decides about which kind: one row a kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from . import (
    network_rules,
    ovn,
    router_rules,
    vpn_connection_rules,
    vpn_group_rules,
    vpn_policy_rules,
    vpn_service_rules,
)
from .access import Caller
from .resolver import CloudState


def _assign(cloud_state: CloudState, stored: dict[str, Any], changes: dict[str, Any], caller: Caller) -> None:
    stored.update(changes)


def _on_store(function: Callable) -> Callable:
    """The network rules need the objects only, not the whole cloud."""
    return lambda cloud_state, *arguments: function(cloud_state.store, *arguments)


def _forget(collection: str) -> Callable:
    return lambda cloud_state, stored: cloud_state.store.remove(collection, stored["id"])


def _update_router(cloud_state: CloudState, stored: dict[str, Any], changes: dict[str, Any], caller: Caller) -> None:
    """The agent that hosts it hears of it, but for OVN's, which is told nothing of routers."""
    if changes.get("routes") is not None:
        ovn.set_routes(cloud_state, stored, changes["routes"], caller)
    # OVN's plugin lets the gateway go from under a VPN service (services/vpn/ovn_plugin.py, check_router_in_use).
    router_rules.update_router(cloud_state.store, stored, changes, caller, cloud_state.vpn_gateway is None)
    if cloud_state.vpn_gateway is None:
        cloud_state.agent.notice_router(stored)


def _add_interface(cloud_state: CloudState, router: dict[str, Any], body: Any, caller: Caller) -> dict[str, Any]:
    return router_rules.add_interface(cloud_state.store, router, body, caller, cloud_state.vpn_gateway is not None)


@dataclass(frozen=True)
class Rules:
    """What happens to an object after its body was found well formed."""

    create: Callable[[CloudState, dict[str, Any], Caller], dict[str, Any]]
    update: Callable[[CloudState, dict[str, Any], dict[str, Any], Caller], None]
    delete: Callable[[CloudState, dict[str, Any]], None]


RULES: dict[str, Rules] = {
    "networks": Rules(_on_store(network_rules.create_network), _assign, _on_store(network_rules.delete_network)),
    "subnets": Rules(_on_store(network_rules.create_subnet), _assign, _on_store(network_rules.delete_subnet)),
    "routers": Rules(
        _on_store(router_rules.create_router),
        _update_router,
        _on_store(router_rules.delete_router),
    ),
    "ports": Rules(
        _on_store(network_rules.create_port), _on_store(network_rules.update_port), _on_store(network_rules.delete_port)
    ),
    "floatingips": Rules(
        _on_store(network_rules.create_floating_ip), _on_store(network_rules.update_floating_ip), _forget("floatingips")
    ),
    "flavors": Rules(_on_store(network_rules.create_flavor), _assign, _forget("flavors")),
    "vpnservices": Rules(vpn_service_rules.create, vpn_service_rules.update, vpn_service_rules.delete),
    "ikepolicies": Rules(
        vpn_policy_rules.create, vpn_policy_rules.update_ike_policy, vpn_policy_rules.delete_ike_policy
    ),
    "ipsecpolicies": Rules(
        vpn_policy_rules.create, vpn_policy_rules.update_ipsec_policy, vpn_policy_rules.delete_ipsec_policy
    ),
    "endpoint_groups": Rules(vpn_group_rules.create, vpn_group_rules.update, vpn_group_rules.delete),
    "ipsec_site_connections": Rules(
        vpn_connection_rules.create, vpn_connection_rules.update, vpn_connection_rules.delete
    ),
}

MEMBER_ACTIONS: dict[tuple[str, str], Callable] = {
    ("routers", "add_router_interface"): _add_interface,
    ("routers", "remove_router_interface"): _on_store(router_rules.remove_interface),
    ("routers", "add_extraroutes"): partial(ovn.change_routes, adds=True),
    ("routers", "remove_extraroutes"): partial(ovn.change_routes, adds=False),
}
