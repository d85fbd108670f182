# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rules on IPsec site connections. Evidence: neutron-vpnaas 29's own strongSwan driver run against a peer (what it
writes, what passes), its validators, and Libreswan 4.10's parser."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.algorithms import ikev1_algorithms
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.networks import canonical_address, is_address

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.context import CheckContext
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Field

# --- refused always


def dead_peer_detection_times(context: CheckContext):
    dpd = context.item.get("dpd") or {}
    interval, timeout = dpd.get("interval"), dpd.get("timeout")
    if isinstance(interval, int) and isinstance(timeout, int) and timeout <= interval:
        yield f"dpd.timeout {timeout} must be above dpd.interval {interval}"


# --- warned about


def short_key(context: CheckContext):
    if "psk" in context.written and len(context.item["psk"]) < 8:
        yield "psk has fewer than 8 characters and can be guessed: generate one of 20 or more"


def ikev1_with_modern_algorithms(context: CheckContext):
    for algorithm in ikev1_algorithms(context.ike_policy or {}):
        yield f'its IKE policy "{context.ike_policy["name"]}" is IKEv1, which cannot negotiate {algorithm}: use IKEv2'
    ipsec = context.ipsec_policy or {}
    if (context.ike_policy or {}).get("ike_version") == "v1" and ipsec.get("auth_algorithm") == "aes-cmac":
        yield f'its IPsec policy "{ipsec["name"]}" authenticates with aes-cmac, which IKEv1 cannot negotiate: use IKEv2'


def unsupported_policy(context: CheckContext):
    if (context.ike_policy or {}).get("phase1_negotiation_mode") == "aggressive":
        yield f'its IKE policy "{context.ike_policy["name"]}" is aggressive: strongSwan refuses that with a psk; use main'
    protocol = (context.ipsec_policy or {}).get("transform_protocol")
    if protocol in ("ah", "ah-esp"):
        yield f'its IPsec policy "{context.ipsec_policy["name"]}" uses {protocol}, which few gateways carry: use esp'


def dead_peer_action(context: CheckContext):
    action = (context.item.get("dpd") or {}).get("action")
    if action in ("disabled", "restart-by-peer"):
        yield (
            f"dpd.action {action} makes strongSwan drop this connection and Libreswan every tunnel of the router:"
            " use hold, restart or clear"
        )


def identities_of_different_kind(context: CheckContext):
    local, peer = context.item.get("local_id"), context.item.get("peer_id")
    if local and peer and is_address(local) != is_address(peer):
        yield (
            f'local_id "{local}" and peer_id "{peer}" are of different kinds (address and name): the gateway then sends'
            " both as names, and the peer refuses the address; give two names, or leave local_id empty"
        )


#: The gateway finds a peer's secret, identity and proposal by its address.
_ONE_PER_PEER = ("psk", "peer_id", "local_id", "ike_policy")


def _alike(row: Field, one, other) -> bool:
    return row.value_type.canonical(one[row.key] or "") == row.value_type.canonical(other[row.key] or "")


def connections_to_same_peer(context: CheckContext):
    address = canonical_address(context.item.get("peer_address"))
    for sibling in context.siblings:
        other = sibling.item
        if canonical_address(other.get("peer_address")) != address:
            continue
        different = [
            row.option
            for row in map(context.resource.field, _ONE_PER_PEER)
            if row.key in other and row.key in context.item and not _alike(row, other, context.item)
        ]
        if different:
            yield (
                f'the connection "{other["name"]}" of the same VPN service has the same peer {address} but another'
                f" {', '.join(different)}: the gateway uses one of them for both; make them equal"
            )


def both_ends_response_only(context: CheckContext):
    if context.item.get("initiator") != "response-only":
        return
    for other in context.reverse_connections:
        if other.get("initiator") == "response-only":
            yield (
                f'its counterpart "{other["name"]}" ({other["id"]}) is response-only too: nobody would begin; let one'
                " of them be bi-directional"
            )


def options_without_effect(context: CheckContext):
    """strongSwan's template has no place for them (device_drivers/template/strongswan/ipsec.conf.template)."""
    if context.dialect.one_service_per_router:
        return
    ignored = (
        ("initiator", "response-only", "response-only"),
        ("admin_state_up", False, "false"),
    )
    for key, value, told in ignored:
        if key in context.written and context.item.get(key) == value:
            yield f"{key} {told} has no effect where the strongSwan driver is at work; the status may stay ACTIVE"
    if "mtu" in context.written and context.item.get("mtu") not in (None, 1500):
        yield f"mtu {context.item['mtu']} has no effect where the strongSwan driver is at work: clamp the MSS at the peer"


ERRORS = (dead_peer_detection_times,)
WARNINGS = (
    short_key,
    ikev1_with_modern_algorithms,
    unsupported_policy,
    dead_peer_action,
    identities_of_different_kind,
    connections_to_same_peer,
    both_ends_response_only,
    options_without_effect,
)
