# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The plan of a new pre-shared key: where it comes from, which end goes first, who keeps the old one and how long."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.shown_name import shown_name
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.operators.peer_logs import PEER_LOGS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.operators.peer_steps import PEER_STEPS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.operators.table import is_shell_word

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Result
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.operators.tunnel import Tunnel


@dataclass(frozen=True, repr=False)
class Rotation:
    """``peer`` is None where the peer is not a cloud; ``peer_has_key``: it got the key already."""

    own: Tunnel
    peer: Tunnel | None
    #: where the new key comes from, as the end of a sentence
    source: str
    target: str
    peer_has_key: bool
    #: the name or id by which the user called ``own``
    given: str

    @property
    def ends(self) -> list[Result]:
        """The ends to write, in order: one whose gateway keeps its tunnels goes first. One that drops them at once goes
        last, since it renegotiates at once, and its peer must have the new key by then."""
        ends = [("own", self.own), *([("peer", self.peer)] if self.peer else [])]
        ordered = sorted(ends, key=lambda one: drops_at_once(one[1]))
        return [{"end": name, "id": end.item["id"], "label": f"{end.label}, {end.cloud}"} for name, end in ordered]

    @property
    def is_ready(self) -> bool:
        """Whether the cloud may be written: not before a peer that must have the key first."""
        return self.peer is not None or self.peer_has_key or not drops_at_once(self.own)


def drops_at_once(end: Tunnel) -> bool:
    """Whether any write interrupts all tunnels of the VPN service (K5 features handbook, IPsec VPN)."""
    return end.context.dialect.one_write_per_service


def rotation_lines(rotation: Rotation) -> list[str]:
    """The plan, as it is printed before anything is written."""
    own, peer = rotation.own, rotation.peer
    lines = [f"New pre-shared key for {own.label}, {own.cloud}"]
    lines += [f"  Key        {rotation.source}; it is never printed"]
    lines += [f"  {'Order' if number == 1 else '     '}      {number}. {text}" for number, text in _order(rotation)]
    lines += [f"  Old key    {text}" for text in _old_key([own, *([peer] if peer else [])])]
    if peer is None:
        lines += [f"  Peer       {text}" for text in _peer_step(rotation)]
    lines += [f"  Also       {text}" for end in (own, peer) if end for text in _same_peer(end)]
    if not rotation.is_ready:
        lines += [
            "",
            "Nothing is written: the peer goes first. When it has the key, run this again with"
            f" {_ready_variables(rotation)}",
        ]
    return lines


def _ready_variables(rotation: Rotation) -> str:
    """The playbook compares vpn_peers_ready with vpn_connection, so both must be the same name or the same id."""
    if is_shell_word(rotation.given):
        return f"-e vpn_peers_ready={rotation.given}"
    identifier = rotation.own.item["id"]
    return f"-e vpn_connection={identifier} -e vpn_peers_ready={identifier}"


def _order(rotation: Rotation) -> t.Iterator[tuple[int, str]]:
    steps = [f"{end['label']}, by this run" for end in rotation.ends]
    if rotation.peer is None:
        address = rotation.own.item.get("peer_address")
        step = f"peer {address}, {'done (vpn_peers_ready)' if rotation.peer_has_key else 'by you: see Peer'}"
        first = rotation.peer_has_key or drops_at_once(rotation.own)
        steps = [step, *steps] if first else [*steps, step]
    if len(rotation.ends) > 1:
        steps[-1] += ". If the run stops in between, run it again: it goes on where it stopped"
    return enumerate(steps, 1)


def _old_key(ends: t.Sequence[Tunnel]) -> t.Iterator[str]:
    for end in ends:
        if drops_at_once(end):
            yield (
                f'{end.cloud}: none keeps it. The write drops every tunnel of VPN service "{end.service_name}" for a'
                " moment, and they come back with the new key"
            )
        else:
            seconds = ((end.context.ike_policy or {}).get("lifetime") or {}).get("value", "unknown")
            yield (
                f"{end.cloud}: an established tunnel keeps it until it re-authenticates, at most {seconds} s (the IKE"
                " lifetime) after the write. If the keys differ then, it breaks: ACTIVE right after the write proves"
                " nothing. With Libreswan every tunnel of the router restarts at once"
            )


def _peer_step(rotation: Rotation) -> t.Iterator[str]:
    step, address = PEER_STEPS[rotation.target], rotation.own.address or "the cloud's address"
    yield f"{PEER_LOGS[rotation.target].title}: {step.load}"
    yield f"then {step.renegotiate.format(address=address)}, and see the tunnel come back"


def _same_peer(end: Tunnel) -> t.Iterator[str]:
    address = end.item.get("peer_address")
    names = sorted(
        f'"{shown_name(sibling.item)}"'
        for sibling in end.context.siblings
        if sibling.item.get("peer_address") == address
    )
    if names:
        yield (
            f"{end.cloud}: {', '.join(names)} of the same VPN service lead{'s' if len(names) == 1 else ''} to the same"
            " peer and must have the same key: rotate them in the same maintenance window"
        )
