# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""VPN service: the router that ends the tunnels. Source: neutron_lib/api/definitions/vpn.py, vpn_flavors.py; K5
"Create VPN service", "Update VPN service"."""

from __future__ import annotations

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Field, Resource
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.interruption import Interruption
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.shared_fields import (
    AVAILABILITY_ZONE,
    DESCRIPTION,
    ERROR_REMEDY_WITHOUT_AGENTS,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.value_types import FLAG

VPN_SERVICE = Resource(
    kind="vpn_service",
    plural="vpn_services",
    title="VPN service",
    path="/vpn/vpnservices",
    api_key="vpnservice",
    api_key_plural="vpnservices",
    used_by=(("ipsec_site_connection", "vpnservice_id"),),
    pending_until_used=True,
    # those of the same router; a listing has few of them
    has_neighbours=True,
    # Update of a service that has connections: strongSwan reloads, Libreswan restarts every tunnel of the router.
    # A replacement moves the connections to another gateway, so the address that peers connect to may change.
    interrupts={"update": Interruption.POSSIBLY_ROUTER, "replace": Interruption.SERVICE},
    overrides={
        "k5": {
            "interrupts": {"update": Interruption.SERVICE, "replace": Interruption.SERVICE},
            "delete_before_create": True,
            "error_remedy": ERROR_REMEDY_WITHOUT_AGENTS,
        }
    },
    fields=(
        DESCRIPTION,
        Field("router", api_key="router_id", refers_to="router", required=True, updatable=False),
        Field("subnet", api_key="subnet_id", refers_to="subnet", updatable=False, overrides={"k5": {"required": True}}),
        # The only option with immediate effect: the gateway's process stops, and all tunnels with it.
        Field("admin_state_up", FLAG, server_default=True, interrupts=Interruption.SERVICE),
        Field(
            "flavor", api_key="flavor_id", refers_to="flavor", updatable=False, overrides={"k5": {"supported": False}}
        ),
        AVAILABILITY_ZONE,
    ),
)
