# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the service driver does once a write of a VPN service or connection is stored: it was stored if this fails.

Source: neutron_vpnaas 29.0.0 services/vpn/plugin.py, service_drivers/base_ipsec.py, ovn_ipsec.py.
"""

from __future__ import annotations

from typing import Any

from . import ovn
from .access import Caller
from .resolver import CloudState


def after_create(cloud_state: CloudState, collection: str, stored: dict[str, Any], caller: Caller) -> None:
    """A connection: routes, then the agent is told. A service was refused before, or is told with a connection."""
    if collection == "ipsec_site_connections":
        _connection_written(cloud_state, stored, caller)


def after_update(cloud_state: CloudState, collection: str, stored: dict[str, Any], caller: Caller) -> None:
    """As after the creation; of a changed service the agent is told."""
    if collection == "ipsec_site_connections":
        _connection_written(cloud_state, stored, caller)
    if collection == "vpnservices":
        cloud_state.agent.look_at(stored["router_id"])


def after_delete(cloud_state: CloudState, collection: str, stored: dict[str, Any], caller: Caller) -> None:
    """Routes, the agent, and with a router's last service its gateway."""
    if collection == "ipsec_site_connections":
        ovn.write_routes(cloud_state, stored, caller)
        cloud_state.agent.look_at(cloud_state.store.get("vpnservices", stored["vpnservice_id"])["router_id"])
    if collection == "vpnservices":
        cloud_state.agent.look_at(stored["router_id"])
        ovn.remove_gateway(cloud_state, stored["router_id"], caller)


def _connection_written(cloud_state: CloudState, connection: dict[str, Any], caller: Caller) -> None:
    try:
        ovn.write_routes(cloud_state, connection, caller)
    except Exception:
        connection["_unheard"] = True
        raise
    cloud_state.agent.notice(connection)
