# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Both ends of a tunnel, compared: what must be equal, and what must be mirrored."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.assertion import AssertionSeverity, Outcome
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.check_list import endpoint_address_of
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.end import same_key
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.ends import compare
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import CONNECTION
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.phrases import as_clause
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.operators.tunnel import tunnel_of

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.operators.tunnel import Tunnel

#: The rank of a connection of which each end has the other's address.
BOTH_ADDRESSES = 6


def other_end(own: Tunnel, snapshot: Snapshot, cloud: str) -> Tunnel | None:
    """The connection of the peer's cloud that leads back to this one: by both addresses, else by one, else by name.

    None where there is none, or where several fit equally well. Raises ``VpnError`` where that cloud cannot be read.
    """
    best = other_ends(own, snapshot)
    return tunnel_of(best[0], snapshot, cloud) if len(best) == 1 else None


def other_ends(own: Tunnel, snapshot: Snapshot, by_name: bool = True) -> list[ApiObject]:
    """The connections of the peer's cloud that lead back to this one equally well; not ``by_name``: by an address at
    least. None of them is the other end of another connection. Raises ``VpnError`` where a cloud cannot be read."""
    ranked: dict[int, list[tuple[ApiObject, str | None]]] = {}
    for item, address in _with_addresses(snapshot):
        if item["id"] == own.item["id"]:
            continue
        same = _leads_to(own, item) + (address == own.item.get("peer_address"))
        rank = 3 * same + (item.get("name") == own.item.get("name"))
        if rank >= (1 if by_name else 3):
            ranked.setdefault(rank, []).append((item, address))
    if not ranked:
        return []
    # One gateway has tunnels to several peers: what leads to it by both addresses of another is that one's other end.
    others = {
        (item.get("peer_address"), address)
        for item, address in _with_addresses(own.snapshot)
        if address and item["id"] != own.item["id"]
    }
    for rank in sorted(ranked, reverse=True):
        free = [
            item
            for item, address in ranked[rank]
            if rank >= BOTH_ADDRESSES or (address, item.get("peer_address")) not in others
        ]
        if free:
            return free
    return []


def _with_addresses(snapshot: Snapshot) -> t.Iterator[tuple[ApiObject, str | None]]:
    """The connections of the project, each with the address of its gateway where that is known."""
    addresses: dict[tuple[str, bool], str | None] = {}
    for item in snapshot.in_project(CONNECTION):
        service = str(item.get("vpnservice_id")), ":" in str(item.get("peer_address"))
        if service not in addresses:
            found = snapshot.by_id("vpn_service", service[0])
            addresses[service] = endpoint_address_of(item, found, snapshot) if found else None
        yield item, addresses[service]


def _leads_to(own: Tunnel, item: ApiObject) -> bool:
    return bool(own.address) and item.get("peer_address") == own.address


def have_same_key(own: Tunnel, peer: Tunnel) -> bool:
    """Whether the clouds returned both keys, and they are the same."""
    return own.end.knows_key and peer.end.knows_key and same_key(own.end, peer.end)


def differences(own: Tunnel, peer: Tunnel) -> t.Iterator[str]:
    """What keeps the ends from one tunnel, the most likely cause first; no key is ever part of it."""
    wrong = [
        fact
        for fact in compare(own.end, peer.end)
        if fact.result is Outcome.FAILED and fact.severity is not AssertionSeverity.INFO
    ]
    reported: set[str] = set()
    for fact in wrong:
        # One sentence has all values that differ between two policies.
        start = fact.text.removesuffix(fact.difference) if fact.difference else fact.text
        if start not in reported:
            reported.add(start)
            same = [one.difference for one in wrong if one.difference and one.text == start + one.difference]
            yield f"{start}{', '.join(same)}: {as_clause(fact.rule.remedy)}"


def not_comparable(own: Tunnel, peer: Tunnel) -> list[str]:
    """What could not be compared, since one of the clouds does not show it."""
    missing = [f"the key, which {one.cloud} does not return" for one in (own, peer) if not one.end.knows_key]
    for end in (own, peer):
        missing += [f"{text} ({end.cloud})" for text in end.unread]
    return missing
