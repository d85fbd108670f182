# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""IPsec policy: phase 2. Source: neutron_lib/api/definitions/vpn.py; K5 "Update IPsec Policy"."""

from __future__ import annotations

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Field, Resource
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.interruption import Interruption
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.shared_fields import (
    AUTH_ALGORITHM,
    AVAILABILITY_ZONE,
    DESCRIPTION,
    ENCRYPTION_ALGORITHM,
    FORMER_PROPOSAL,
    LIFETIME,
    PFS,
)

IPSEC_POLICY = Resource(
    kind="ipsec_policy",
    plural="ipsec_policies",
    title="IPsec policy",
    path="/vpn/ipsecpolicies",
    api_key="ipsecpolicy",
    api_key_plural="ipsecpolicies",
    used_by=(("ipsec_site_connection", "ipsecpolicy_id"),),
    immutable_while_used=True,
    # A policy in use is replaced together with the connections that use it.
    interrupts={"replace": Interruption.POSSIBLY_ROUTER},
    afterwards={"replace": FORMER_PROPOSAL},
    overrides={
        "k5": {
            "interrupts": {"replace": Interruption.SERVICE},
            "delete_before_create": True,
            # K5 drops the tunnels at the replacement.
            "afterwards": {},
        }
    },
    fields=(
        DESCRIPTION,
        Field(
            "transform_protocol",
            choices=("esp", "ah", "ah-esp"),
            server_default="esp",
            overrides={"k5": {"choices": ("esp",), "updatable": False}},
        ),
        AUTH_ALGORITHM,
        ENCRYPTION_ALGORITHM,
        Field(
            "encapsulation_mode",
            choices=("tunnel", "transport"),
            server_default="tunnel",
            overrides={"k5": {"choices": ("tunnel",), "updatable": False}},
        ),
        PFS,
        LIFETIME,
        AVAILABILITY_ZONE,
    ),
)
