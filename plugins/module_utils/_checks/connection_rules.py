# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rules on IPsec site connections, their keys, policies and peers. What strongSwan does was tried with the driver of
neutron-vpnaas 29 and a peer."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.rule import Severity, rule, rules_of
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.algorithms import ikev1_algorithms
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import CONNECTION
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.networks import (
    canonical_address,
    is_address,
    is_any_address,
)

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.context import CheckContext
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Field


@rule(
    "dpd-timeout-not-above-interval",
    CONNECTION,
    severity=Severity.ERROR,
    remedy="raise the timeout or lower the interval",
    source="neutron_vpnaas/db/vpn/vpn_validator.py (IPsecSiteConnectionDpdIntervalValueError)",
)
def dead_peer_detection_times(context: CheckContext) -> t.Iterator[str]:
    dpd = context.item.get("dpd") or {}
    interval, timeout = dpd.get("interval"), dpd.get("timeout")
    if isinstance(interval, int) and isinstance(timeout, int) and timeout <= interval:
        yield f"dpd.timeout {timeout} must be above dpd.interval {interval}"


@rule(
    "short-psk",
    CONNECTION,
    severity=Severity.WARNING,
    remedy="generate one of 20 or more characters",
    source="RFC 7296, section 2.15 (a pre-shared key must be random); neutron-vpnaas and K5 set no minimum",
)
def short_key(context: CheckContext) -> t.Iterator[str]:
    if "psk" in context.written and len(context.item["psk"]) < 8:
        yield "psk has fewer than 8 characters and can be guessed"


@rule(
    "connection-ikev1-unsupported-algorithm",
    CONNECTION,
    severity=Severity.WARNING,
    remedy="use IKEv2",
    source="proposals tried against strongSwan 5.9.8 with the configuration that neutron-vpnaas 29 writes",
)
def ikev1_with_modern_algorithms(context: CheckContext) -> t.Iterator[str]:
    ike, ipsec = context.ike_policy or {}, context.ipsec_policy or {}
    for algorithm in ikev1_algorithms(ike):
        yield f'its IKE policy "{ike["name"]}" is IKEv1, which cannot negotiate {algorithm}'
    if ike.get("ike_version") == "v1" and ipsec.get("auth_algorithm") == "aes-cmac":
        yield f'its IPsec policy "{ipsec["name"]}" authenticates with aes-cmac, which IKEv1 cannot negotiate'


@rule(
    "connection-aggressive-mode",
    CONNECTION,
    severity=Severity.WARNING,
    remedy="use main",
    source="strongSwan 5.9.8 (i_dont_care_about_security_and_use_aggressive_mode_psk is off)",
)
def aggressive_policy(context: CheckContext) -> t.Iterator[str]:
    ike = context.ike_policy or {}
    if ike.get("phase1_negotiation_mode") == "aggressive":
        yield f'its IKE policy "{ike["name"]}" is aggressive, which strongSwan refuses with a psk'


@rule(
    "connection-authentication-header",
    CONNECTION,
    severity=Severity.WARNING,
    remedy="use esp",
    source="RFC 4302 and RFC 3948",
)
def authentication_header_policy(context: CheckContext) -> t.Iterator[str]:
    ipsec = context.ipsec_policy or {}
    if ipsec.get("transform_protocol") == "ah":
        yield f'its IPsec policy "{ipsec["name"]}" uses ah, which few VPN drivers support'


@rule(
    "identities-of-different-types",
    CONNECTION,
    severity=Severity.WARNING,
    remedy="give two names, or leave local_id empty",
    source="neutron_vpnaas/services/vpn/device_drivers/ipsec.py (puts @ before both where one is no address)",
)
def identities_of_different_types(context: CheckContext) -> t.Iterator[str]:
    local, peer = context.item.get("local_id"), context.item.get("peer_id")
    if local and peer and is_address(local) != is_address(peer):
        yield (
            f'local_id "{local}" and peer_id "{peer}" are of different types (address and name): the gateway then'
            " sends both as names, and the peer refuses the address"
        )


#: The gateway finds a peer's secret, identity and proposal by its address.
_ONE_PER_PEER = ("psk", "peer_id", "local_id", "ike_policy")


def _same_value(row: Field, one: ApiObject, other: ApiObject) -> bool:
    return bool(row.value_type.canonical(one[row.key] or "") == row.value_type.canonical(other[row.key] or ""))


@rule(
    "different-connections-to-one-peer",
    CONNECTION,
    severity=Severity.WARNING,
    remedy="make them equal",
    source="strongSwan 5.9.8 and Libreswan 4.10 (secrets and IKE configurations are selected by the peer's address)",
)
def connections_to_same_peer(context: CheckContext) -> t.Iterator[str]:
    address = canonical_address(context.item.get("peer_address"))
    for sibling in context.siblings:
        other = sibling.item
        if canonical_address(other.get("peer_address")) != address:
            continue
        different = [
            row.option
            for row in map(context.resource.field, _ONE_PER_PEER)
            if row.key in other and row.key in context.item and not _same_value(row, other, context.item)
        ]
        if different:
            yield (
                f'the connection "{other["name"]}" of the same VPN service has the same peer {address} but another'
                f" {', '.join(different)}, and the gateway uses one of them for both"
            )


@rule(
    "dynamic-peer-bi-directional",
    CONNECTION,
    severity=Severity.WARNING,
    remedy="set initiator to response-only, and let the peer initiate",
    source="strongSwan 5.9.8 (0.0.0.0 and :: are any address, to which nothing can be initiated)",
)
def dynamic_peer_cannot_be_initiated(context: CheckContext) -> t.Iterator[str]:
    address, initiator = context.item.get("peer_address"), context.item.get("initiator")
    if is_any_address(address) and initiator != "response-only":
        yield f"peer_address {address} is any address, so this gateway cannot initiate the tunnel"


@rule(
    "both-gateways-response-only",
    CONNECTION,
    severity=Severity.WARNING,
    remedy="set initiator to bi-directional on one of them",
    source='Networking API v2.0, IPsec site connection, initiator; K5 "Create IPsec site connection"',
)
def both_response_only(context: CheckContext) -> t.Iterator[str]:
    if context.item.get("initiator") != "response-only":
        return
    for other in context.reverse_connections:
        if other.get("initiator") == "response-only":
            yield (
                f'its reverse connection "{other["name"]}" ({other["id"]}) is response-only too, so neither gateway'
                " initiates the tunnel"
            )


RULES = rules_of(globals())
