# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which of an owner's objects are declared no longer, and go."""

from __future__ import annotations

from dataclasses import replace

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import Impossible, InvalidInput
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.decide import decide
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.owner_tag import owner_of
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.change import Change
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.desired import Unmade, Wish
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.step import Step, foresee


def purge_steps(plan, estate, params):
    """Deletions of this owner's marked objects that are no longer declared, in reverse order of dependency."""
    owner, most = params["owner"], params.get("purge_max", 10)
    if not any(step.wish.present for step in plan.steps):
        raise InvalidInput(
            ["purge: the declared topology is empty, and purge would delete everything of this owner"],
            hint="state: absent with owner says so explicitly.",
        )
    declared = {
        (step.kind, item["id"])
        for step in plan.steps
        for item in (step.change.existing, step.change.successor, *step.change.retires)
        if item
    }
    going = [
        (Wish(estate.resource(kind), item["id"], present=False, purged=True), item.get("name"))
        for kind in reversed(VPN_KINDS)
        if estate.resource(kind).supported
        for item in sorted(estate.own(kind), key=lambda item: str(item.get("name")))
        if not isinstance(item["id"], Unmade)
        and owner_of(item.get("description")) == owner
        and (kind, item["id"]) not in declared
    ]
    if len(going) > most:
        names = ", ".join(f'{wish.resource.title} "{name}"' for wish, name in going)
        raise InvalidInput(
            [f"purge: {len(going)} objects of {owner} would go, which is more than purge_max {most}: {names}"],
            hint="Check that the topology is complete; then raise purge_max.",
        )
    steps = []
    for wish, _name in going:
        try:
            change, _warnings = decide(wish, estate, foresee=False)
            change = replace(change, name=change.existing["name"])
            steps.append(Step(wish, change))
        except Impossible as error:
            existing = estate.by_id(wish.resource.kind, wish.name)
            steps.append(Step(wish, Change(wish.resource, existing["name"], "none", existing), error=error))
        foresee(steps[-1], estate)
    return steps
