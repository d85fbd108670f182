# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The task of the module crypto_migration: a plan, one wave, or the deletion of the old policies."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput, VpnError, one_line
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import no_progress
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.shown_name import cloud_label, shown_name
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.task_options import too_small
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.migration.former import delete_left, left_policies
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.migration.restart import (
    switch_on_again,
    switched_off,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.migration.target import Target
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.migration.text import plan_lines, wave_label
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.migration.tunnels import check_names, find_pairs
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.migration.wave_run import WaveRun
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.migration.waves import sort_pairs
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.operators.peer_objects import peer_objects
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.operators.table import is_shell_word

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import (
        ApiObject,
        Params,
        Progress,
        Result,
    )
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.migration.pair import Pair
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.migration.waves import Sorted
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.operators.task import Open


def validate_migration(params: Params) -> None:
    """Raise ``InvalidInput`` for what is wrong with the parameters by themselves."""
    faults = [f"vpn_{fault}" for fault in too_small(params, wave=1, timeout=0)]
    if params["step"] == "move" and not params.get("connections"):
        faults.append("connections: the wave's are missing")
    if faults:
        raise InvalidInput(faults)
    Target.of(params)


def migrate(params: Params, open_own: Open, open_peer: Open, check_mode: bool, progress: Progress | None) -> Result:
    """The result of one step. Raises ``VpnError``; after a wave that failed its old policies are back."""
    target = Target.of(params)
    snapshots = [_opened(open_own)]
    if params.get("peer_cloud"):
        try:
            snapshots.append(_opened(open_peer))
        except VpnError as error:
            raise VpnError(
                f"Nothing is written: {cloud_label(params['peer_cloud'], 'the peer cloud')}: {error}", **error.details
            ) from error
    result = STEPS[params["step"]](params, snapshots, target, check_mode, progress or no_progress)
    lines: list[str] = result["text"]
    for snapshot in snapshots:
        lines = [snapshot.cloud.without_secrets(line) for line in lines]
    return {"dialect": snapshots[0].cloud.dialect.name, **result, "text": [one_line(line) for line in lines]}


def _opened(open_end: Open) -> Snapshot:
    snapshot = open_end()
    snapshot.clear()
    snapshot.whole = frozenset(VPN_KINDS)
    return snapshot


def _pairs(params: Params, snapshots: t.Sequence[Snapshot], target: Target) -> list[Pair]:
    own, *others = snapshots
    peer = (others[0], cloud_label(params["peer_cloud"], "the peer's cloud")) if others else None
    return find_pairs(params.get("connections") or (), own, cloud_label(params.get("cloud")), peer, target)


def _plan(
    params: Params, snapshots: t.Sequence[Snapshot], target: Target, _check_mode: bool, _progress: Progress
) -> Result:
    ready = params.get("peers_ready") or ()
    check_names("vpn_peers_ready", ready, snapshots[0])
    found = sort_pairs(_pairs(params, snapshots, target), ready, target, params["restart"])
    waves = found.waves(params["wave"])
    leave = 0
    remain: list[str] = []
    for snapshot in snapshots:
        left, other = left_policies(snapshot.cloud, target)
        leave, remain = leave + len(left), [*remain, *other]
    off = [item for snapshot in snapshots for item in switched_off(snapshot)]
    return {
        "changed": False,
        "text": [
            *plan_lines(found, waves, target, params["restart"], leave, list(dict.fromkeys(remain))),
            *(
                f'  VPN service "{shown_name(item)}" is off since a run was ended: this run switches it on'
                for item in off
            ),
        ],
        "waves": [
            {
                "name": f"{number} of {len(waves)}: {one_line(wave_label(wave))}",
                "connections": [pair.own.item["id"] for pair in wave.pairs],
                "interrupts": str(wave.interrupts),
            }
            for number, wave in enumerate(waves, 1)
        ],
        "peers": [
            {"name": one_line(pair.name), "file": _file_name(pair, found), "objects": _new_objects(pair, target)}
            for pair in found.waiting
        ],
        "leave": leave,
        "not_possible": [one_line(pair.name) for pair, _reason in found.stuck],
    }


def _file_name(pair: Pair, found: Sorted) -> str:
    """The connection's name where it is a file's, and no other waits under it; else its id."""
    alone = [other.name for other in found.waiting].count(pair.name) == 1
    usable = alone and is_shell_word(pair.name) and not pair.name.startswith(".")
    return pair.name if usable else str(pair.own.item["id"])


def _new_objects(pair: Pair, target: Target) -> dict[str, list[ApiObject]]:
    """What peer_config takes, with the new proposal in the policies."""
    tunnel = pair.own.tunnel
    policies = {
        kind: {
            **old,
            "name": target.new_name(kind, old),
            **{tunnel.snapshot.resource(kind).field(key).key: value for key, value in target.values[kind].items()},
        }
        for kind, old in pair.own.old.items()
    }
    return peer_objects(tunnel, policies)


def _move(
    params: Params, snapshots: t.Sequence[Snapshot], target: Target, check_mode: bool, progress: Progress
) -> Result:
    pairs = [pair for pair in _pairs(params, snapshots, target) if not pair.done]
    if check_mode or not pairs:
        return {"changed": bool(pairs), "text": []}
    for snapshot in snapshots:
        switch_on_again(snapshot.cloud, params["timeout"])
    return {"changed": True, "text": WaveRun(pairs, target, params["timeout"], params["restart"], progress).run()}


def _clean(
    params: Params, snapshots: t.Sequence[Snapshot], target: Target, check_mode: bool, _progress: Progress
) -> Result:
    deleted = 0
    lines: list[str] = []
    text: list[str] = []
    for snapshot in snapshots:
        if not check_mode:
            text += switch_on_again(snapshot.cloud, params["timeout"])
        if check_mode:
            leave, remain = left_policies(snapshot.cloud, target)
            number = len(leave)
        else:
            number, remain = delete_left(snapshot.cloud, target)
        deleted, lines = deleted + number, [*lines, *remain]
    lines = list(dict.fromkeys(lines))
    changed = bool(deleted or text)
    text += [f"Old policies deleted: {deleted}"] if deleted and not check_mode else []
    text += ["Policies with another proposal:", *(f"  {line}" for line in lines)] if lines else []
    return {"changed": changed, "text": text}


STEPS: dict[str, t.Callable[..., Result]] = {"plan": _plan, "move": _move, "clean": _clean}
