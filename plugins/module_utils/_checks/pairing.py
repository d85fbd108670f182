# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which connection of the peers belongs to which of ours: the two ends of each tunnel."""

from __future__ import annotations

import typing as t
from collections import Counter
from dataclasses import dataclass, field

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.assertion import AssertionSeverity
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.end_networks import networks_differ
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.networks import canonical_address, is_any_address

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.end import End
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Value

#: How much each sign says that two connections are the ends of one tunnel.
ADDRESS, ANY_ADDRESS, UNKNOWN_ADDRESS, NETWORKS, SIMILAR_NETWORKS, NAME = 6, 4, 1, 2, 1, 3
#: Less than this says nothing: one address with another sign, or the networks of both sides with the name.
LEAST = 7


@dataclass
class Pairing:
    """``pairs`` of our and the peer's end; ``alone``: ours that have none; ``ambiguous``: ours that have several,
    with these; ``unanswered``: the peers' that lead to one of our ``gateways`` and have none."""

    pairs: list[tuple[End, End]] = field(default_factory=list)
    alone: list[End] = field(default_factory=list)
    ambiguous: list[tuple[End, list[End]]] = field(default_factory=list)
    unanswered: list[End] = field(default_factory=list)


def pair(own: t.Sequence[End], peers: t.Sequence[End], gateways: t.Collection[str]) -> Pairing:
    """The two ends of each tunnel: by both addresses; several connections between the same gateways by their networks;
    where one end has a wrong address, by the other one, the networks and the name.

    ``gateways``: the canonical addresses of ours, also of one that has no connection left. A connection that is in both
    lists is never its own other end. A tunnel whose ends are both in both lists is there once.
    """
    found = Pairing()
    by_score: dict[int, list[tuple[int, int]]] = {}
    for score, one, other in _scores(own, peers):
        by_score.setdefault(score, []).append((one, other))
    taken: set[int] = set()
    taken_peers: set[int] = set()
    seen: set[frozenset[Value]] = set()
    for score in sorted(by_score, reverse=True):
        free = [(one, other) for one, other in by_score[score] if one not in taken and other not in taken_peers]
        rivals, candidates = Counter(other for _one, other in free), Counter(one for one, _other in free)
        fitting: dict[int, list[End]] = {}
        for one, other in free:
            fitting.setdefault(one, []).append(peers[other])
        for one, other in free:
            if candidates[one] == rivals[other] == 1:
                ids = frozenset((own[one].item.get("id") or id(own[one]), peers[other].item.get("id") or other))
                found.pairs += [] if ids in seen else [(own[one], peers[other])]
                seen.add(ids)
            elif one not in taken:
                found.ambiguous.append((own[one], fitting[one]))
            taken.add(one)
            taken_peers.add(other)
    ids_of_own = {end.item.get("id") for end in own} - {None}
    found.alone = [end for number, end in enumerate(own) if number not in taken]
    found.unanswered = [
        end
        for number, end in enumerate(peers)
        if number not in taken_peers
        and end.item.get("id") not in ids_of_own
        and canonical_address(end.item.get("peer_address")) in gateways
    ]
    return found


def _scores(own: t.Sequence[End], peers: t.Sequence[End]) -> t.Iterator[tuple[int, int, int]]:
    """(score, number of ours, number of the peer's) of each two connections that may be the ends of one tunnel."""
    by_sign: dict[tuple[Value, ...], list[int]] = {}
    for number, end in enumerate(peers):
        to, at = canonical_address(end.item.get("peer_address")), canonical_address(end.address)
        for sign in (("both", to, at), ("to", to), ("at", at), ("name", end.item.get("name"))):
            by_sign.setdefault(sign, []).append(number)
    for number, end in enumerate(own):
        to, at = canonical_address(end.item.get("peer_address")), canonical_address(end.address)
        # A hub has many connections to its one address: only what has nothing better is compared with them all.
        numbers = by_sign.get(("both", at, to), []) if at and to else []
        if not numbers:
            signs = [("to", at), ("at", to), ("name", end.item.get("name"))]
            signs += [("to", to)] if is_any_address(to) else []
            numbers = sorted({other for sign in signs if sign[1] for other in by_sign.get(sign, ())})
        for other in numbers:
            same_object = end.item.get("id") is not None and end.item.get("id") == peers[other].item.get("id")
            score = 0 if same_object else _score(end, peers[other])
            if score >= LEAST:
                yield score, number, other


def _score(own: End, peer: End) -> int:
    score = NAME * bool(own.item.get("name") and own.item.get("name") == peer.item.get("name"))
    for one, other in ((own, peer), (peer, own)):
        to = one.item.get("peer_address")
        if is_any_address(to):
            score += ANY_ADDRESS
        elif other.address and canonical_address(to) == canonical_address(other.address):
            score += ADDRESS
        elif not other.address or not to:
            score += UNKNOWN_ADDRESS
        if one.peer_networks and other.local_networks:
            difference = networks_differ(one.peer_networks, other.local_networks, True)
            same = difference is None
            similar = difference is not None and difference[0] is not AssertionSeverity.ERROR
            score += NETWORKS * same + SIMILAR_NETWORKS * similar
    return score
