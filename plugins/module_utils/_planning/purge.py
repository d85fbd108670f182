# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which of an owner's objects are declared no longer, and go."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import (
    DependencyFailed,
    InvalidInput,
    UnsupportedChange,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.decide import plan_one
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.in_use import SHOWN
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.owner_tag import owner_of
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.shown_name import first_of, sorted_by_name
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.change import Change
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.desired import DesiredState, KnownAfterApply
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.step import Step, simulate

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.task_options import TaskOptions


def everything_of(owner: str) -> str:
    """How to delete everything that an owner's topologies created."""
    return (
        f'to delete everything that carries the mark of "{owner}", give owner: {owner}, state: absent and purge: true'
        " without any items (up to purge_max objects)"
    )


def purge_steps(declared_steps: t.Sequence[Step], snapshot: Snapshot, options: TaskOptions) -> list[Step]:
    """Deletions of this owner's marked objects that are no longer declared, in reverse order of dependency. Where one
    is refused, none is made.

    With ``state: absent`` and no items that is everything of the owner. Raises ``InvalidInput`` where nothing else is
    declared, or where more than ``purge_max`` objects would be deleted.
    """
    owner, most = options.owner, options.purge_max
    everything = options.state == "absent" and not declared_steps
    if not everything and not any(step.desired.present for step in declared_steps):
        raise InvalidInput(
            ["purge: the declared topology is empty, and purge would delete everything of this owner"],
            hint=f"If you want this, {everything_of(owner or '')}.",
        )
    declared = {(step.kind, item["id"]) for step in declared_steps for item in step.change.objects}
    going = [
        (DesiredState(snapshot.resource(kind), item["id"], present=False, purged=True), str(item.get("name")))
        for kind in reversed(VPN_KINDS)
        if snapshot.resource(kind).supported
        for item in sorted_by_name(snapshot.in_project(kind))
        if not isinstance(item["id"], KnownAfterApply)
        and owner_of(item.get("description")) == owner
        and (kind, item["id"]) not in declared
    ]
    if len(going) > most:
        names = first_of([desired.resource.label(name) for desired, name in going], SHOWN)
        raise InvalidInput(
            [f"purge: {len(going)} objects of {owner} would go, which is more than purge_max {most}: {names}"],
            hint="Raise purge_max." if everything else "Check that the topology is complete; then raise purge_max.",
        )
    steps = []
    for desired, name in going:
        try:
            change, _warnings = plan_one(desired, snapshot, False, options)
            steps.append(Step(desired, change))
        except UnsupportedChange as error:
            existing = snapshot.by_id(desired.resource.kind, desired.name)
            steps.append(Step(desired, Change(desired.resource, name, "none", existing), error=error))
        simulate(steps[-1], snapshot)
    if any(step.error for step in steps):
        refuse_purge(steps)
    return steps


def refuse_purge(steps: t.Iterable[Step]) -> None:
    """Put the error that something else failed into the deletions that have none."""
    for step in steps:
        step.error = step.error or DependencyFailed(f"{step.change.label} was not purged, because other items failed")
