# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is attached to a router: its ports tell."""

from __future__ import annotations

from ansible_collections.sitelink.vpnaas.plugins.module_utils.errors import ServerError

#: Whose port it is, on a plain, a distributed and a redundant router (neutron_lib.constants.ROUTER_INTERFACE_OWNERS).
INTERFACES = (
    "network:router_interface",
    "network:router_interface_distributed",
    "network:ha_router_replicated_interface",
)


def subnets_on(router_id, estate):
    """The ids of the subnets on a router's ports; empty where this token sees none. One listing serves all routers."""
    try:
        ports = estate.listed("port", device_owner=INTERFACES)
    except ServerError:
        return ()
    on_ports = (
        fixed["subnet_id"]
        for port in ports
        if port.get("device_id") == router_id and port.get("device_owner") in INTERFACES
        for fixed in port.get("fixed_ips") or ()
    )
    return tuple(dict.fromkeys(on_ports))
