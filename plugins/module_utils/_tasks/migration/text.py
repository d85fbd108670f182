# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The plan of a migration, as it is printed before anything is written."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.phrases import number_of
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.operators.table import is_shell_word

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.migration.pair import Pair
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.migration.target import Target
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.migration.waves import Sorted, Wave


RESTART = (
    "  Where a status does not return by itself, the VPN services of both ends are switched off and on, which"
    " interrupts all their tunnels: vpn_restart=false leaves that out"
)


def plan_lines(
    found: Sorted, waves: t.Sequence[Wave], target: Target, restart: bool, leave: int, remain: t.Sequence[str]
) -> list[str]:
    """The lines: a summary, the waves, what waits for its peer, what cannot be moved, what remains."""
    counts = (
        (len(found.done), "already as wanted"),
        (len(found.ready), f"to move in {number_of(len(waves), 'wave')}"),
        (len(found.waiting), "waiting for the peer"),
        (len(found.stuck), "not possible"),
    )
    total = sum(number for number, _text in counts)
    lines = [f"Migration to {target.summary}"]
    lines += [
        f"  {number_of(total, 'tunnel')}: "
        + (", ".join(f"{number} {text}" for number, text in counts if number) or "nothing to do")
    ]
    down = [f"{pair.name} ({pair.own.status})" for pair in found.done if pair.own.status != "ACTIVE"]
    lines += [f"  As wanted, and not ACTIVE: {', '.join(down)}"] if down else []
    for number, wave in enumerate(waves, 1):
        lines += [f"  Wave {number}: {wave_label(wave)}; interrupts: {wave.interrupts}"]
        lines += [f"    {end.label}, {end.status}" for pair in wave.pairs for end in pair.ends if end.old]
    lines += [RESTART] if waves and restart else []
    for pair in found.waiting:
        lines += [f"  Waiting: {pair.own.label}, peer {pair.own.item.get('peer_address')}: {_peer_step(pair)}"]
    lines += [f"  Not possible: {pair.own.label}: {reason}" for pair, reason in found.stuck]
    lines += [f"  Old policies to delete: {leave}"] if leave else []
    lines += ["  Policies with another proposal:", *(f"    {line}" for line in remain)] if remain else []
    return lines


def wave_label(wave: Wave) -> str:
    """The tunnels of a wave by name."""
    return ", ".join(pair.name for pair in wave.pairs)


def _peer_step(pair: Pair) -> str:
    name = pair.name if is_shell_word(pair.name) else pair.own.item["id"]
    return (
        "give the peer its new configuration (vpn_dest is the folder for it) and run this again with"
        f" -e vpn_peers_ready={name}; the two follow directly after one another"
    )
