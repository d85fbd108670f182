# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Endpoint group: the local or peer networks of connections.

Source: neutron_lib/api/definitions/vpn_endpoint_groups.py; K5 has none.
"""

from __future__ import annotations

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Field, Resource
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.interruption import Interruption
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.shared_fields import DESCRIPTION
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.value_types import NETWORKS, TEXTS

ENDPOINT_GROUP = Resource(
    kind="endpoint_group",
    plural="endpoint_groups",
    title="endpoint group",
    path="/vpn/endpoint-groups",
    api_key="endpoint_group",
    api_key_plural="endpoint_groups",
    used_by=(
        ("ipsec_site_connection", "local_ep_group_id"),
        ("ipsec_site_connection", "peer_ep_group_id"),
    ),
    interrupts={"replace": Interruption.POSSIBLY_ROUTER},
    afterwards={
        "replace": (
            "A tunnel that is up may keep the former networks, removed ones included, until it is renegotiated."
        ),
    },
    overrides={"k5": {"supported": False}},
    fields=(
        DESCRIPTION,
        Field("type", choices=("subnet", "cidr", "network", "router", "vlan"), required=True, updatable=False),
        Field(
            "endpoints",
            TEXTS,
            required=True,
            updatable=False,
            discriminator="type",
            variants={
                "cidr": {"value_type": NETWORKS},
                "subnet": {"refers_to": "subnet"},
                "network": {"refers_to": "network"},
                "router": {"refers_to": "router"},
            },
        ),
    ),
)
