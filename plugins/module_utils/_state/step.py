# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One object's way: what is decided, what became of it, and the estate as it will be after it while a plan is made."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import VpnError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.change import Change
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.desired import DesiredState, KnownAfterApply

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot


@dataclass(eq=False)
class Step:
    desired: DesiredState
    change: Change
    params: t.Mapping[str, t.Any] = field(default_factory=dict)
    error: VpnError | None = None
    #: the object after it
    after: t.Mapping[str, t.Any] | None = None
    #: ``after`` was made by another run: it is not ours to delete again
    others_made: bool = False
    #: what the user ought to know about how it went
    notes: list[str] = field(default_factory=list)

    @property
    def kind(self):
        return self.change.resource.kind

    @property
    def is_leaf(self) -> bool:
        """Whether nothing ever holds an object of this kind."""
        return not self.change.resource.used_by


def depth(kind: str):
    """How many kinds must be there before this one: 0 for what refers to no VPN object."""
    below = {row.refers_to for row in VPN_KINDS[kind].fields} & set(VPN_KINDS)
    return 1 + max(map(depth, below)) if below else 0


def stages(steps: t.Sequence[Step]):
    """Steps by the depth of their kind, in the order of creation."""
    depths = sorted({depth(step.kind) for step in steps})
    return [[step for step in steps if depth(step.kind) == level] for level in depths]


def simulate(step: Step, snapshot: Snapshot) -> None:
    """Let the following steps see the estate as this one will leave it."""
    change = step.change
    for item in change.predecessors if step.is_leaf else ():
        snapshot.remove(step.kind, item["id"])
    if change.creates:
        snapshot.add(step.kind, {**change.predicted(), "id": KnownAfterApply(change.name, step.kind)})
    elif change.action == "update":
        snapshot.add(step.kind, change.predicted())
    elif change.action == "delete":
        snapshot.remove(step.kind, change.existing["id"])
