# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rules on IKE and IPsec policies. Evidence: proposals tried against strongSwan 5.9.8 with neutron-vpnaas 29's own
configuration, and against the parser of Libreswan 4.10."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.algorithms import ikev1_algorithms

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.context import CheckContext


def ikev1_with_modern_algorithms(context: CheckContext):
    for algorithm in ikev1_algorithms(context.item):
        yield f"ike_version v1 cannot negotiate {algorithm} in phase 1: use ike_version v2, or AES-CBC with SHA-2"


def aggressive_with_psk(context: CheckContext):
    if context.item.get("phase1_negotiation_mode") == "aggressive":
        yield (
            "phase1_negotiation_mode aggressive with a pre-shared key lets anyone who listens guess the key offline,"
            " and strongSwan gateways refuse to answer it: use main"
        )


def authentication_header(context: CheckContext):
    protocol = context.item.get("transform_protocol")
    if protocol == "ah":
        yield "transform_protocol ah does not encrypt, and does not pass NAT: use esp"
    elif protocol == "ah-esp":
        yield "transform_protocol ah-esp is refused by strongSwan and Libreswan once a connection uses it: use esp"


IKE_WARNINGS = (ikev1_with_modern_algorithms, aggressive_with_psk)
IPSEC_WARNINGS = (authentication_header,)
