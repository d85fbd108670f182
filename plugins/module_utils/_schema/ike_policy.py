# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""IKE policy: phase 1. Source: neutron_lib/api/definitions/vpn.py; K5's PUT keys as its clients use them."""

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

IKE_POLICY = Resource(
    kind="ike_policy",
    plural="ike_policies",
    title="IKE policy",
    path="/vpn/ikepolicies",
    api_key="ikepolicy",
    api_key_plural="ikepolicies",
    used_by=(("ipsec_site_connection", "ikepolicy_id"),),
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
        AUTH_ALGORITHM,
        ENCRYPTION_ALGORITHM,
        Field(
            "phase1_negotiation_mode",
            choices=("main", "aggressive"),
            server_default="main",
            overrides={"k5": {"choices": ("main",), "updatable": False}},
        ),
        Field(
            "ike_version",
            choices=("v1", "v2"),
            server_default="v1",
            overrides={"k5": {"choices": ("v1",), "updatable": False}},
        ),
        PFS,
        LIFETIME,
        AVAILABILITY_ZONE,
    ),
)
