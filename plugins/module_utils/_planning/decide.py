# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is to be done to one object: everything short of a write."""

from __future__ import annotations

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.checks import examine
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.diff import (
    plan,
    refuse_missing_key,
    replacement,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.in_use import locking, refuse_what_is_in_use
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.match import choose
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.readiness import refuse_what_never_settles
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.replacement import (
    finish,
    give_way,
    moves,
    refuse_what_is_not_ours,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.resolve import (
    told_to_the_api,
    without_unchanged_name,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.step import Step


def decide(wish, estate, foresee):
    """(the change, warnings): everything short of a write."""
    kind = wish.resource.kind
    if not wish.present:
        change = plan(wish, {}, estate.find(kind, wish.name))
        refuse_what_is_not_ours(change, wish, estate)
        refuse_what_is_in_use(change, estate)
        return change, []
    existing, others = choose(wish, estate, foresee)
    refuse_missing_key(wish, existing, estate.cloud.read_only)
    missing = wish.missing() if existing is None else []
    if missing:
        raise InvalidInput(
            [f"{wish.label} does not exist yet, and to create it these options are missing: {', '.join(missing)}"]
        )
    wanted, warnings = told_to_the_api(wish, estate, existing, foresee)
    wanted, unresolved = without_unchanged_name(wanted, existing, wish.label)
    change = finish(existing, others, wish) if others else plan(wish, wanted, existing, estate.heritage)
    if change.action == "update" and wish.replace and locking(change, estate):
        change = replacement(wish, wanted, existing)
    refuse_what_is_not_ours(change, wish, estate)
    if change.action == "replace":
        change = give_way(change, wish, estate)
    refuse_what_is_in_use(change, estate)
    refuse_what_never_settles(change, estate)
    return change, [*warnings, *unresolved, *change.notes]


def moved_steps(estate, preflight, warnings):
    """A step for each object that a replacement moves though nobody declares it; raises ``VpnError``."""
    steps = [Step(wish, change) for wish, change in moves(estate)]
    for step in steps:
        warnings += examine(step.change, estate, preflight)
    return steps
