# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""IPsec site connection: a tunnel to one peer. Source: neutron_lib/api/definitions/vpn.py, vpn_endpoint_groups.py; K5
"Create IPsec site connection", "Update IPsec site connection"."""

from __future__ import annotations

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Field, Resource
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.interruption import Interruption
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.shared_fields import (
    AVAILABILITY_ZONE,
    DESCRIPTION,
    ERROR_REMEDY_WITHOUT_AGENTS,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.value_types import (
    FLAG,
    HOST,
    HOST_IPV4,
    IDENTITY,
    IDENTITY_WITHOUT_AT,
    NETWORKS,
    NETWORKS_IPV4,
    NUMBER,
    SUBOPTIONS,
)

_NOT_ON_K5 = {"k5": {"supported": False}}
#: No document gives a bound, the database's column (INTEGER) has this one: beyond it the cloud responds with 500.
_LARGEST = 2**31 - 1
_FORMER_VALUES = (
    "The status is what the agent last reported: it does not prove that the tunnel works with this change. A tunnel"
    " that is up may keep its former key, proposal and networks until it is renegotiated."
)
_REPORTED = (
    "All tunnels of the VPN service are down for a moment. The status is what the cloud last reported: it does not"
    " prove that the tunnel works with this change."
)
#: The two ways to define the networks of a tunnel, by their keys; a connection has one of them.
_NETWORKS, _GROUPS = ("peer_cidrs",), ("local_ep_group_id", "peer_ep_group_id")

#: dpd.action that the drivers' gateways refuse
REFUSED_DPD_ACTIONS = ("disabled", "restart-by-peer")

IPSEC_SITE_CONNECTION = Resource(
    kind="ipsec_site_connection",
    plural="ipsec_site_connections",
    title="IPsec site connection",
    path="/vpn/ipsec-site-connections",
    api_key="ipsec_site_connection",
    api_key_plural="ipsec_site_connections",
    has_agent_status=True,
    # Neutron with strongSwan reloads and keeps established tunnels; with Libreswan any write restarts every tunnel of
    # the router (device_drivers/libreswan_ipsec.py, restart()). K5 drops all tunnels of the service for a moment.
    interrupts=dict.fromkeys(("create", "update", "replace", "delete"), Interruption.POSSIBLY_ROUTER),
    # Observed with neutron-vpnaas 29 and strongSwan 5.9: a write reloads the gateway and keeps established tunnels.
    afterwards={
        "update": _FORMER_VALUES,
        "replace": _FORMER_VALUES,
        "delete": (
            "The gateway may keep an established tunnel of the deleted connection up, as long as its VPN service has"
            " other connections. After the last one is deleted, the tunnel ends at once."
        ),
    },
    overrides={
        "k5": {
            "interrupts": dict.fromkeys(("create", "update", "replace", "delete"), Interruption.SERVICE),
            "delete_before_create": True,
            "error_remedy": ERROR_REMEDY_WITHOUT_AGENTS,
            # K5 drops the tunnels of the service at each write (handbook, IPsec VPN), so none keeps former values.
            "afterwards": {"update": _REPORTED, "replace": _REPORTED},
        },
    },
    fields=(
        DESCRIPTION,
        Field("vpn_service", api_key="vpnservice_id", refers_to="vpn_service", required=True, updatable=False),
        Field("ike_policy", api_key="ikepolicy_id", refers_to="ike_policy", required=True, updatable=False),
        Field("ipsec_policy", api_key="ipsecpolicy_id", refers_to="ipsec_policy", required=True, updatable=False),
        # K5's document: "Peer gateway public IPv4 address".
        Field("peer_address", HOST, required=True, overrides={"k5": {"value_type": HOST_IPV4}}),
        Field(
            "peer_id",
            IDENTITY,
            required=True,
            default_from="peer_address",
            overrides={"k5": {"value_type": IDENTITY_WITHOUT_AT}},
        ),
        # K5's document: "in the form <net_address>/<prefix>. Only one cidr can be specifed."
        Field(
            "peer_cidrs",
            NETWORKS,
            # The column that holds one (neutron_vpnaas/db/vpn/vpn_models.py, IPsecPeerCidr)
            max_length=32,
            overrides={"k5": {"value_type": NETWORKS_IPV4, "required": True, "max_items": 1}},
            conflicts_with=_GROUPS,
        ),
        Field(
            "local_endpoint_group",
            api_key=_GROUPS[0],
            refers_to="endpoint_group",
            overrides=_NOT_ON_K5,
            conflicts_with=_NETWORKS,
        ),
        Field(
            "peer_endpoint_group",
            api_key=_GROUPS[1],
            refers_to="endpoint_group",
            overrides=_NOT_ON_K5,
            conflicts_with=_NETWORKS,
        ),
        Field("local_id", IDENTITY, server_default="", overrides=_NOT_ON_K5),
        Field("mtu", NUMBER, server_default=1500, minimum=68, maximum=_LARGEST, overrides=_NOT_ON_K5),
        Field("initiator", choices=("bi-directional", "response-only"), server_default="bi-directional"),
        # K5 accepts any text. The driver of its release writes the key between double quotes, and the gateway reads it
        # to the next one (template ipsec.secrets.template). An apostrophe is text there.
        Field("psk", required=True, secret=True, overrides={"k5": {"forbidden": '"\\'}}),
        Field(
            "dpd",
            SUBOPTIONS,
            suboptions=(
                Field(
                    "action",
                    choices=("hold", "restart", "clear", *REFUSED_DPD_ACTIONS),
                    server_default="hold",
                    overrides={"k5": {"choices": ("hold", "restart")}},
                ),
                Field("interval", NUMBER, minimum=0, maximum=_LARGEST, server_default=30),
                Field("timeout", NUMBER, minimum=0, maximum=_LARGEST, server_default=120),
            ),
        ),
        Field("admin_state_up", FLAG, server_default=True),
        AVAILABILITY_ZONE,
    ),
)
