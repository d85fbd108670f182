# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Both ends of a tunnel, compared: what must be equal, and what must be mirrored."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.check_list import endpoint_address_of
from ansible_collections.sitelink.vpnaas.plugins.module_utils._redaction import HIDDEN
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.operators.tunnel import CONNECTION, tunnel_of

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.operators.tunnel import Tunnel

#: What both gateways negotiate and must have alike; lifetimes may differ.
IKE = ("ike_version", "phase1_negotiation_mode", "encryption_algorithm", "auth_algorithm", "pfs")
IPSEC = ("transform_protocol", "encapsulation_mode", "encryption_algorithm", "auth_algorithm", "pfs")


def other_end(own: Tunnel, snapshot: Snapshot, cloud: str) -> Tunnel | None:
    """The connection of the peer's cloud that leads back to this one: by both addresses, else by one, else by name.

    None where there is none, or where several fit equally well. Raises ``VpnError`` where that cloud cannot be read.
    """
    best = other_ends(own, snapshot)
    return tunnel_of(best[0], snapshot, cloud) if len(best) == 1 else None


def other_ends(own: Tunnel, snapshot: Snapshot, by_name: bool = True) -> list[ApiObject]:
    """The connections of the peer's cloud that lead back to this one equally well; not ``by_name``: by an address at
    least. Raises ``VpnError`` where that cloud cannot be read."""
    addresses: dict[tuple[str, bool], str | None] = {}
    ranked: dict[int, list[ApiObject]] = {}
    for item in snapshot.in_project(CONNECTION):
        if item["id"] == own.item["id"]:
            continue
        service = str(item.get("vpnservice_id")), ":" in str(item.get("peer_address"))
        if service not in addresses:
            found = snapshot.by_id("vpn_service", service[0])
            addresses[service] = endpoint_address_of(item, found, snapshot) if found else None
        same = _leads_to(own, item) + (addresses[service] == own.item.get("peer_address"))
        rank = 3 * same + (item.get("name") == own.item.get("name"))
        if rank >= (1 if by_name else 3):
            ranked.setdefault(rank, []).append(item)
    return ranked[max(ranked)] if ranked else []


def _leads_to(own: Tunnel, item: ApiObject) -> bool:
    return bool(own.address) and item.get("peer_address") == own.address


def key_is_known(end: Tunnel) -> bool:
    """Whether the cloud returned the pre-shared key: some return none, null or asterisks."""
    key = end.item.get("psk")
    return bool(key) and set(str(key)) != {HIDDEN[0]}


def differences(own: Tunnel, peer: Tunnel) -> t.Iterator[str]:
    """What keeps the ends from one tunnel, the most likely cause first; no key is ever part of it."""
    yield from _addresses(own, peer)
    if key_is_known(own) and key_is_known(peer) and own.item["psk"] != peer.item["psk"]:
        yield (
            "the pre-shared keys differ: give both ends one key, with the playbook sitelink.vpnaas.rotate_psk and"
            " vpn_peer_cloud"
        )
    yield from _proposals("IKE policy", IKE, own.context.ike_policy, peer.context.ike_policy, own, peer)
    yield from _identities(own, peer)
    yield from _proposals("IPsec policy", IPSEC, own.context.ipsec_policy, peer.context.ipsec_policy, own, peer)
    yield from _networks(own, peer)
    if own.item.get("initiator") == peer.item.get("initiator") == "response-only":
        yield "both ends are response-only, so neither initiates: set initiator: bi-directional on one"


def not_comparable(own: Tunnel, peer: Tunnel) -> list[str]:
    """What could not be compared, since one of the clouds does not show it."""
    missing = [f"the key, which {end.cloud} does not return" for end in (own, peer) if not key_is_known(end)]
    for end in (own, peer):
        missing += [f"{text} ({end.cloud})" for text in end.unread]
    return missing


def _addresses(own: Tunnel, peer: Tunnel) -> t.Iterator[str]:
    for one, other in ((own, peer), (peer, own)):
        wanted = one.item.get("peer_address")
        if other.address and wanted not in (other.address, "0.0.0.0", "::"):
            yield (
                f"{one.cloud} connects to {wanted}, but the gateway of {other.cloud} has the address {other.address}:"
                " set peer_address, unless a NAT stands in between"
            )


def _proposals(
    title: str,
    keys: t.Sequence[str],
    own_policy: ApiObject | None,
    peer_policy: ApiObject | None,
    own: Tunnel,
    peer: Tunnel,
) -> t.Iterator[str]:
    if own_policy is None or peer_policy is None:
        return
    wrong = [
        f"{key} {own_policy.get(key)} and {peer_policy.get(key)}"
        for key in keys
        if own_policy.get(key) != peer_policy.get(key) and _is_negotiated(key, own_policy, peer_policy)
    ]
    if wrong:
        yield (
            f'the proposals differ, {title} "{own_policy.get("name")}" ({own.cloud}) and "{peer_policy.get("name")}"'
            f" ({peer.cloud}): {', '.join(wrong)}: give both the same values"
        )


def _is_negotiated(key: str, *policies: ApiObject) -> bool:
    """IKEv2 has no modes (RFC 7296), and ESP with AEAD has no integrity algorithm of its own (RFC 4303, 3.2.3)."""
    if key == "phase1_negotiation_mode":
        return any(policy.get("ike_version") != "v2" for policy in policies)
    if key == "auth_algorithm" and "transform_protocol" in policies[0]:
        return not all(_is_aead(str(policy.get("encryption_algorithm"))) for policy in policies)
    return True


def _is_aead(encryption: str) -> bool:
    return "-gcm" in encryption or "-ccm" in encryption


def _identities(own: Tunnel, peer: Tunnel) -> t.Iterator[str]:
    for one, other in ((own, peer), (peer, own)):
        presented = other.local_id
        if presented and one.peer_id != presented:
            yield (
                f"the identities differ: {one.cloud} expects peer_id {one.peer_id}, but {other.cloud} identifies itself"
                f" as {presented}: set peer_id"
            )


def _networks(own: Tunnel, peer: Tunnel) -> t.Iterator[str]:
    for one, other in ((own, peer), (peer, own)):
        behind, expected = set(other.context.local_networks), set(one.context.peer_networks)
        if behind and expected and behind != expected:
            yield (
                f"the networks differ: {one.cloud} expects {', '.join(sorted(expected))} behind the peer, but"
                f" {other.cloud} has {', '.join(sorted(behind))}: make them the same"
            )
