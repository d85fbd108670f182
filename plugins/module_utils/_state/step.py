# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A step: one change, what became of it, and the order in which steps may be carried out."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.desired import KnownAfterApply

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import VpnError
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.change import Change
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.desired import DesiredState
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot


@dataclass(eq=False)
class Step:
    """One change to carry out. The executor fills in ``error``, ``after`` and the rest."""

    desired: DesiredState
    change: Change
    error: VpnError | None = None
    #: the object once it is written; None before that, and where it was deleted
    after: ApiObject | None = None
    #: ``after`` was created by another run, so this one must not delete it again
    created_by_other_run: bool = False
    #: what the user should know about how it went
    notes: list[str] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return self.change.resource.kind

    @property
    def has_dependents(self) -> bool:
        """Whether objects of another kind may refer to this one."""
        return bool(self.change.resource.used_by)


def depth(kind: str) -> int:
    """How many kinds must be there before this one: 0 for a kind that refers to no VPN object."""
    below = {row.refers_to for row in VPN_KINDS[kind].fields} & set(VPN_KINDS)
    return 1 + max(map(depth, below)) if below else 0


def stages(steps: t.Sequence[Step]) -> list[list[Step]]:
    """Steps grouped by the depth of their kind, in the order of creation."""
    depths = sorted({depth(step.kind) for step in steps})
    return [[step for step in steps if depth(step.kind) == level] for level in depths]


def users_of_replaced(absent: t.Iterable[Step], present: t.Iterable[Step]) -> list[Step]:
    """Those of the deleting steps whose object refers to one that is replaced."""
    replaced = {item["id"] for step in present for item in step.change.predecessors if step.has_dependents}
    return [
        step
        for step in absent
        if not step.desired.purged
        and any(isinstance(value, str) and value in replaced for value in (step.change.existing or {}).values())
    ]


def simulate(step: Step, snapshot: Snapshot) -> None:
    """Change the snapshot as this step will change the cloud, so that the plan of later steps sees it."""
    change = step.change
    if not change.changed:
        return
    for item in change.predecessors if not step.has_dependents else ():
        snapshot.remove(step.kind, item["id"])
    predicted = change.predicted()
    if change.creates and predicted is not None:
        snapshot.add(step.kind, {**predicted, "id": KnownAfterApply(change.name, step.kind)})
    elif change.action == "update" and predicted is not None:
        snapshot.add(step.kind, predicted)
    elif change.action == "delete" and change.existing is not None:
        snapshot.remove(step.kind, change.existing["id"])
