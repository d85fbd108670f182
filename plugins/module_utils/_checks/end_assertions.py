# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The catalogue of assertions on the two ends of a tunnel (see ``assertions.py``).

What a difference does was run with real gateways where the source names a scenario of ``make tunnel``
(docs/tunnel.md) or strongSwan.
"""

from __future__ import annotations

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.assertions import (
    ERROR,
    INFO,
    WARNING,
    AssertionRule,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import CONNECTION

_SAME = "Give both policies the same value: a policy in use is replaced (replace: true)."
_NO_PROPOSAL = "RFC 7296, 2.7: gateways without a proposal in common set up no SA"
_EITHER = "Nothing to do: each gateway keeps its own."

READABLE = AssertionRule(
    "ends-readable",
    "cloud",
    ERROR,
    "the other end's cloud answers, and its facts are complete",
    "Correct the access to that cloud, or the facts, and validate again.",
    "neutron_vpnaas/policies/*.py",
)
PAIRED = AssertionRule(
    "ends-paired",
    CONNECTION,
    ERROR,
    "the other end has exactly one connection that leads back",
    "Create the missing connection, or delete what nothing answers to.",
    "RFC 7296, 2.9: a gateway without a fitting connection refuses",
)
PEER_ADDRESS = AssertionRule(
    "ends-peer-address",
    CONNECTION,
    ERROR,
    "each end connects to the other's address",
    "Set peer_address, unless a NAT stands in between.",
    "neutron_vpnaas/services/vpn/device_drivers/template/strongswan/ipsec.conf.template: right=",
)
PEER_SWITCHED_ON = AssertionRule(
    "ends-switched-on",
    CONNECTION,
    ERROR,
    "the other end's connection and VPN service are switched on",
    "Set admin_state_up: true there.",
    "as switched-on",
)
KEY = AssertionRule(
    "ends-key",
    CONNECTION,
    ERROR,
    "both ends have the same pre-shared key",
    "Give both ends one key, with the playbook sitelink.vpnaas.rotate_psk and vpn_peer_cloud.",
    "make tunnel: wrong-key, rotated-key",
)
IDENTITY = AssertionRule(
    "ends-identity",
    CONNECTION,
    ERROR,
    "each end expects the identity that the other presents",
    "Set peer_id.",
    "strongSwan 5.9 with the configuration of neutron-vpnaas 29: AUTHENTICATION_FAILED",
)
NETWORKS = AssertionRule(
    "ends-networks",
    CONNECTION,
    ERROR,
    "each end expects the networks that are behind the other",
    "Make them the same, without an overlap of both ends; with IKEv1 have a connection for each pair of networks.",
    "RFC 7296, 2.9: IKEv2 narrows; RFC 2409, 5.5: IKEv1 does not",
)
INITIATOR = AssertionRule(
    "ends-initiator",
    CONNECTION,
    WARNING,
    "one end initiates",
    "Set initiator: bi-directional on one.",
    "make tunnel: foreign-recovery. The strongSwan of neutron-vpnaas 29 initiates in any case, other drivers do not",
)
DPD = AssertionRule(
    "ends-dpd",
    CONNECTION,
    ERROR,
    "the gateways take the dead peer detection of both ends",
    "Set dpd.action to hold, clear or restart.",
    "strongSwan's starter drops a connection with disabled or restart-by-peer, Libreswan 4.10 the whole file;"
    " differing values are each gateway's own (RFC 3706, RFC 7296, 2.4)",
)
MTU = AssertionRule(
    "ends-mtu",
    CONNECTION,
    INFO,
    "both ends have the same MTU",
    _EITHER,
    "neutron-vpnaas 29 with strongSwan ignores mtu",
)
IKE_RULES: dict[str, AssertionRule] = {
    key: AssertionRule(f"ends-ike-{word}", CONNECTION, ERROR, statement, _SAME, source)
    for key, word, statement, source in (
        ("ike_version", "version", "both ends speak one version of IKE", "RFC 7296, 2.5"),
        ("phase1_negotiation_mode", "mode", "with IKEv1 both ends have one negotiation mode", "RFC 2409, 5"),
        ("encryption_algorithm", "encryption", "both IKE policies have the same cipher", _NO_PROPOSAL),
        ("auth_algorithm", "auth", "both IKE policies have the same hash", _NO_PROPOSAL),
        ("pfs", "pfs", "both IKE policies have the same Diffie-Hellman group", _NO_PROPOSAL),
    )
}
_OWN_DEFAULT = (
    f"{_NO_PROPOSAL}. make tunnel, policies-differ: two gateways with strongSwan use its default proposal instead, so"
    " traffic passes that is protected as neither policy says"
)
IPSEC_RULES: dict[str, AssertionRule] = {
    key: AssertionRule(f"ends-ipsec-{word}", CONNECTION, ERROR, statement, _SAME, source)
    for key, word, statement, source in (
        ("transform_protocol", "protocol", "both IPsec policies have the same protocol", _NO_PROPOSAL),
        ("encapsulation_mode", "mode", "both IPsec policies have the same mode", "RFC 7296, 1.3.1"),
        ("encryption_algorithm", "encryption", "both IPsec policies have the same cipher", _OWN_DEFAULT),
        ("auth_algorithm", "auth", "both IPsec policies have the same hash", _OWN_DEFAULT),
        (
            "pfs",
            "pfs",
            "both IPsec policies have the same Diffie-Hellman group",
            "strongSwan 5.9 with the configuration of neutron-vpnaas 29: the tunnel comes up and ends at the first"
            " re-key",
        ),
    )
}
#: kind of a policy -> the assertion on its lifetime
LIFETIMES: dict[str, AssertionRule] = {
    kind: AssertionRule(
        f"ends-{word}-lifetime",
        CONNECTION,
        INFO,
        f"both {title} policies have the same lifetime",
        _EITHER,
        "RFC 7296, 2.8: lifetimes are not negotiated, the end with the shorter one begins; the strongSwan of"
        " neutron-vpnaas 29 ignores that of an IPsec policy",
    )
    for kind, word, title in (("ike_policy", "ike", "IKE"), ("ipsec_policy", "ipsec", "IPsec"))
}
END_ASSERTIONS: tuple[AssertionRule, ...] = (
    READABLE,
    PAIRED,
    PEER_SWITCHED_ON,
    PEER_ADDRESS,
    KEY,
    *IKE_RULES.values(),
    LIFETIMES["ike_policy"],
    IDENTITY,
    *IPSEC_RULES.values(),
    LIFETIMES["ipsec_policy"],
    NETWORKS,
    INITIATOR,
    DPD,
    MTU,
)
