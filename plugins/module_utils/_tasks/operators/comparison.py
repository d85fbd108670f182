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
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.operators.tunnel import CONNECTION, tunnel_of

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.operators.tunnel import Tunnel


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
    return end.facts.knows_key


def have_same_key(own: Tunnel, peer: Tunnel) -> bool:
    """Whether the clouds returned both keys, and they are the same."""
    return key_is_known(own) and key_is_known(peer) and same_key(own.facts, peer.facts)


def differences(own: Tunnel, peer: Tunnel) -> t.Iterator[str]:
    """What keeps the ends from one tunnel, the most likely cause first; no key is ever part of it."""
    wrong = [
        fact
        for fact in compare(own.facts, peer.facts)
        if fact.result is Outcome.FAILED and fact.severity is not AssertionSeverity.INFO
    ]
    reported: set[str] = set()
    for fact in wrong:
        # One sentence has all values that differ between two policies.
        start = fact.text.removesuffix(fact.difference) if fact.difference else fact.text
        if start not in reported:
            reported.add(start)
            same = [one.difference for one in wrong if one.difference and one.text == start + one.difference]
            yield f"{start}{', '.join(same)}: {_as_end(fact.rule.remedy)}"


def not_comparable(own: Tunnel, peer: Tunnel) -> list[str]:
    """What could not be compared, since one of the clouds does not show it."""
    missing = [f"the key, which {end.cloud} does not return" for end in (own, peer) if not key_is_known(end)]
    for end in (own, peer):
        missing += [f"{text} ({end.cloud})" for text in end.unread]
    return missing


def _as_end(remedy: str) -> str:
    """A remedy as the end of a sentence."""
    return f"{remedy[:1].lower()}{remedy[1:].rstrip('.')}"
