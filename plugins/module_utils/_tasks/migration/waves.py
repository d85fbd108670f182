# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which tunnels move now, which wait for their peers, and in which waves."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import CloudUnreachable, VpnError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.interruption import Interruption
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.migration.moves import predicted_interruption
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.migration.restart import refuse_unmarkable

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.migration.pair import End, Pair
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.migration.target import Target


@dataclass(frozen=True, repr=False)
class Wave:
    """Tunnels that move together."""

    pairs: tuple[Pair, ...]
    interrupts: Interruption


@dataclass(repr=False)
class Sorted:
    """The tunnels of a project by what is to be done."""

    done: list[Pair] = field(default_factory=list)
    #: to be moved, with what that interrupts
    ready: list[tuple[Pair, Interruption]] = field(default_factory=list)
    #: nobody but their user can change the peer
    waiting: list[Pair] = field(default_factory=list)
    #: with the reason
    stuck: list[tuple[Pair, str]] = field(default_factory=list)

    def waves(self, size: int) -> list[Wave]:
        """Waves of at least that many tunnels: those of one VPN service to one peer share an IKE policy (a gateway has
        one for the pair), so they are never apart."""
        together: dict[tuple[str, str], list[tuple[Pair, Interruption]]] = {}
        for pair, interrupts in self.ready:
            together.setdefault(_gateways(pair), []).append((pair, interrupts))
        waves: list[Wave] = []
        current: list[tuple[Pair, Interruption]] = []
        for group in together.values():
            current += group
            if len(current) >= size:
                waves.append(_wave(current))
                current = []
        return [*waves, *([_wave(current)] if current else [])]


def sort_pairs(pairs: t.Iterable[Pair], ready: t.Collection[str], target: Target, restart: bool) -> Sorted:
    """The tunnels sorted; ``ready``: names or ids of connections whose peers have the new proposal already;
    ``restart``: their VPN services may have to be switched off and on.

    Raises ``CloudUnreachable``.
    """
    found = Sorted()
    predicted: dict[int, Snapshot] = {}
    for pair in pairs:
        if pair.unread:
            found.stuck.append((pair, "; ".join(pair.unread)))
        elif pair.done:
            found.done.append(pair)
        else:
            try:
                interrupts = max(
                    predicted_interruption(end, target, _predicted(end, predicted)) for end in pair.ends if end.old
                )
                for end in pair.ends if restart else ():
                    refuse_unmarkable(end)
            except CloudUnreachable:
                raise
            except VpnError as error:
                found.stuck.append((pair, error.message_with_hint))
                continue
            if pair.managed or {pair.name, pair.own.item["id"]} & set(ready):
                found.ready.append((pair, interrupts))
            else:
                found.waiting.append(pair)
    _keep_together(found)
    return found


def _keep_together(found: Sorted) -> None:
    """Take out what is ready and shares its IKE policy with a tunnel of the same gateways that does not move: a gateway
    has one for both."""
    staying = [(pair, "waits for its peer: name both in vpn_peers_ready") for pair in found.waiting]
    staying += [(pair, "cannot be moved") for pair, _reason in found.stuck]
    reasons = {
        (
            *_gateways(pair),
            policy["id"],
        ): f'"{pair.name}" has the same gateways, which have one IKE policy for both, and {why}'
        for pair, why in staying
        if (policy := pair.own.old.get("ike_policy"))
    }
    for one in list(found.ready):
        pair, _interrupts = one
        reason = reasons.get((*_gateways(pair), pair.own.old.get("ike_policy", {}).get("id")))
        if reason:
            found.ready.remove(one)
            found.stuck.append((pair, reason))


def _gateways(pair: Pair) -> tuple[str, str]:
    return str(pair.own.item.get("vpnservice_id")), str(pair.own.item.get("peer_address"))


def _predicted(end: End, predicted: dict[int, Snapshot]) -> Snapshot:
    """The cloud of an end as the moves so far will leave it, listed once."""
    cloud = end.tunnel.snapshot.cloud
    if id(cloud) not in predicted:
        predicted[id(cloud)] = Snapshot(cloud)
        predicted[id(cloud)].whole = frozenset(VPN_KINDS)
    return predicted[id(cloud)]


def _wave(tunnels: t.Sequence[tuple[Pair, Interruption]]) -> Wave:
    return Wave(tuple(pair for pair, _interrupts in tunnels), max(interrupts for _pair, interrupts in tunnels))
