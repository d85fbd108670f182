# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rules on IKE and IPsec policies."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.rule import Severity, rule, rules_of
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.algorithms import ikev1_algorithms

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.context import CheckContext


@rule(
    "ikev1-unsupported-algorithm",
    "ike_policy",
    severity=Severity.WARNING,
    remedy="use ike_version v2, or AES-CBC with SHA-2",
    source="proposals tried against strongSwan 5.9.8 with the configuration that neutron-vpnaas 29 writes",
)
def ikev1_with_modern_algorithms(context: CheckContext) -> t.Iterator[str]:
    for algorithm in ikev1_algorithms(context.item):
        yield f"ike_version v1 cannot negotiate {algorithm} in phase 1"


@rule(
    "aggressive-mode-with-psk",
    "ike_policy",
    severity=Severity.WARNING,
    remedy="use main",
    source="strongSwan 5.9.8 (i_dont_care_about_security_and_use_aggressive_mode_psk is off); RFC 2409, section 5.4",
)
def aggressive_with_psk(context: CheckContext) -> t.Iterator[str]:
    if context.item.get("phase1_negotiation_mode") == "aggressive":
        yield (
            "phase1_negotiation_mode aggressive with a pre-shared key lets anyone who listens guess the key offline,"
            " and strongSwan gateways refuse to answer it"
        )


@rule(
    "authentication-header",
    "ipsec_policy",
    severity=Severity.WARNING,
    remedy="use esp",
    source="neutron_vpnaas/services/vpn/service_drivers/ipsec_validator.py (ah-esp); RFC 4302 and RFC 3948 (ah)",
)
def authentication_header(context: CheckContext) -> t.Iterator[str]:
    protocol = context.item.get("transform_protocol")
    if protocol == "ah":
        yield "transform_protocol ah does not encrypt, and does not pass NAT"
    elif protocol == "ah-esp":
        yield (
            "no gateway of Neutron has transform_protocol ah-esp: a connection that uses it is refused, or with OVN"
            " accepted and not configured so"
        )


RULES = rules_of(globals())
