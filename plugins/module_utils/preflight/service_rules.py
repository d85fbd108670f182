# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rules on VPN services and endpoint groups. Evidence: neutron-vpnaas keys the gateway's process by the router
(device_drivers/ipsec.py), FUJITSU K5 features handbook."""

from __future__ import annotations


def _neighbours(scene):
    return ", ".join(f'"{service.get("name")}" ({service["id"]})' for service in scene.router_services)


def second_service_on_a_router_refused(scene):
    if scene.dialect.one_service_per_router and scene.router_services and "router_id" in scene.written:
        yield (
            f"the router {scene.item['router_id']} has the VPN service {_neighbours(scene)} already, and"
            f" {scene.dialect.title} takes one per router: add connections to that one"
        )


def second_service_on_a_router(scene):
    if not scene.dialect.one_service_per_router and scene.router_services and "router_id" in scene.written:
        yield (
            f"the router {scene.item['router_id']} has the VPN service {_neighbours(scene)} already; the agent"
            " configures one service per router, so that the one written last silences the other's connections: use one"
        )


def endpoint_type_without_effect(scene):
    if scene.item.get("type") in ("network", "router", "vlan"):
        yield (
            f"type {scene.item['type']} is stored, but no IPsec connection accepts it: use subnet for the local group,"
            " cidr for the peer group"
        )


REFUSED = (second_service_on_a_router_refused,)
WARNED = (second_service_on_a_router,)
GROUP_WARNED = (endpoint_type_without_effect,)
