# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One wave: new policies, both ends moved, the former status awaited; else the old policies again at both ends."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

from ansible_collections.sitelink.vpnaas.plugins.module_utils._apply.wait import looks
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import CloudUnreachable, VpnError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import CONNECTION, VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.migration.arrival import status_if_arrived
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.migration.former import former_policies
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.migration.moves import (
    Policies,
    move,
    moved_here,
    new_policies,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.migration.restart import (
    restart_services,
    switch_on_again,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.operators.rotation import drops_at_once
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.resource import ensure

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.client import Cloud
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Progress
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.migration.pair import End, Pair
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.migration.target import Target


@dataclass(repr=False)
class WaveRun:
    """Moves the tunnels; ``timeout`` in seconds, for the status. ``restart``: services are switched off and on where
    the status does not return by itself; else DOWN is taken for a tunnel that the gateway renegotiates later."""

    pairs: t.Sequence[Pair]
    target: Target
    timeout: float
    restart: bool
    progress: Progress
    #: (cloud, kind, id) of each policy that the wave created
    created: list[tuple[Cloud, str, str]] = field(default_factory=list)
    #: id of the connection of an end after its move
    ids: dict[str, str] = field(default_factory=dict)
    #: what was restarted
    restarted: list[str] = field(default_factory=list)

    def run(self) -> list[str]:
        """Lines on what was done. Raises ``VpnError`` after everything was rolled back, or as much as could be."""
        ends = [end for pair in self.pairs for end in _in_order(pair)]
        try:
            policies = [
                new_policies(end, self.target, Snapshot(end.tunnel.snapshot.cloud), self.created) for end in ends
            ]
            for end, used in zip(ends, policies, strict=True):
                self._move(end, used)
            seen = self._until_as_before(ends, settled_only=True)
            down = [end for end in ends if end.status == "ACTIVE" != seen[end.item["id"]]]
            if down and self.restart:
                self._restart(down)
                seen = self._until_as_before(ends)
        except VpnError as error:
            raise self._rolled_back(ends, error) from error
        moved = [f"{end.label}: moved, {seen[end.item['id']]}, was {end.status}" for end in ends]
        return [*moved, *self.restarted]

    def _restart(self, down: t.Collection[End]) -> None:
        """Let both ends of each tunnel that is not up renegotiate."""
        pairs = [pair for pair in self.pairs if any(end in down for end in pair.ends)]
        names = ", ".join(pair.name for pair in pairs)
        self.progress(f"the gateways keep the former tunnels of {names}: switching their VPN services off and on")
        self.restarted += restart_services([end for pair in pairs for end in pair.ends], self.timeout)

    def _move(self, end: End, policies: Policies) -> None:
        self.progress(f"moving {end.label}")
        result = move(end.item["id"], policies, Snapshot(end.tunnel.snapshot.cloud))
        self.ids[end.item["id"]] = result[CONNECTION]["id"]

    def _until_as_before(self, ends: t.Sequence[End], settled_only: bool = False) -> dict[str, str]:
        """The status of each end by its former id, once all are as they were or better; ``settled_only``: once an agent
        has reported on all. Raises ``WaitFailed``."""
        waiting, seen = {end.item["id"]: end for end in ends}, {}
        clock = ends[0].tunnel.snapshot.cloud.clock
        for last in looks(clock, self.timeout, at_once=True):
            for cloud in _clouds(waiting.values()):
                snapshot = Snapshot(cloud)
                for identifier, end in list(waiting.items()):
                    # An end that was ACTIVE has to be so again. Elsewhere its status proves nothing but ERROR.
                    goal = "active" if end.status == "ACTIVE" and not settled_only else "settled"
                    if end.tunnel.snapshot.cloud is cloud:
                        status = status_if_arrived(end, self.ids[identifier], snapshot, goal, last, self.timeout)
                        if status:
                            seen[identifier] = status
                            del waiting[identifier]
            if not waiting:
                break
            self.progress(f"waiting for the former status of {len(waiting)} of {len(ends)} connections")
        return seen

    def _rolled_back(self, ends: t.Sequence[End], cause: VpnError) -> VpnError:
        """The error that ends the run, after all ends got their old policies back."""
        problems: list[str] = []
        lost: list[CloudUnreachable] = []
        for end in (end for pair in self.pairs for end in pair.ends):
            try:
                self._move_back(end)
            except VpnError as error:
                problems.append(f"{end.label}: {error.message_with_hint}")
        try:
            for cloud in _clouds(ends):
                switch_on_again(cloud, self.timeout)
            if self.restarted:
                self._restart(ends)
        except CloudUnreachable as error:
            lost.append(error)
        except VpnError as error:
            problems.append(error.message_with_hint)
        for cloud, kind, identifier in self.created:
            try:
                snapshot = Snapshot(cloud)
                if not snapshot.users(snapshot.resource(kind), identifier):
                    ensure(VPN_KINDS[kind], {"name": identifier, "state": "absent"}, snapshot, False)
            except CloudUnreachable as error:
                lost.append(error)
            except VpnError as error:
                problems.append(str(error))
        names = ", ".join(end.label for end in ends)
        problems += _unanswered(lost, cause)
        done = (
            f"could not be rolled back completely: {'; '.join(problems)}; its ends may have different policies until"
            " the next run"
            if problems
            else "was rolled back, its connections have their old policies again, and the migration ends here"
        )
        hint = cause.details.get("hint")
        changed = bool(self.ids) or bool(problems)
        return VpnError(
            f"The wave of {names} {done}. Cause: {cause}", hint=str(hint) if hint else None, changed=changed
        )

    def _move_back(self, end: End) -> None:
        cloud = end.tunnel.snapshot.cloud
        if not end.old:  # an earlier run moved it, and was killed before it moved the other end
            former = former_policies(end, self.target)
            if former:
                move(end.item["id"], Policies(former), Snapshot(cloud))
            return
        old = {kind: str(policy["id"]) for kind, policy in end.old.items()}
        for item in moved_here(end, cloud):
            self.progress(f"moving back {end.label}")
            move(item["id"], Policies(old), Snapshot(cloud))


def _unanswered(lost: t.Sequence[CloudUnreachable], cause: VpnError) -> list[str]:
    """What stays as it is since a cloud does not answer, and why, unless the cause of the rollback says that."""
    why = [] if isinstance(cause, CloudUnreachable) else [error.message_with_hint for error in lost[:1]]
    return [*why, "new policies and switched off VPN services stay where a cloud does not answer"] if lost else []


def _clouds(ends: t.Iterable[End]) -> list[Cloud]:
    """The clouds of the ends, each once."""
    return list({id(end.tunnel.snapshot.cloud): end.tunnel.snapshot.cloud for end in ends}.values())


def _in_order(pair: Pair) -> list[End]:
    """The ends to move: one whose gateway drops its tunnels at each write goes last, and renegotiates at once."""
    return sorted((end for end in pair.ends if end.old), key=lambda end: drops_at_once(end.tunnel))
