# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a topology declares, as desired states. Every fault is reported at once, before the first request."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.input_faults import value_faults_beside
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.purge import everything_of
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.owner_tag import OWNER
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.declaration import Declaration
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.desired import DesiredState
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.resolve import references
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.task_options import too_small

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Params
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot


def declare(params: Params) -> list[DesiredState]:
    """The desired states of a topology in the order of creation; raises ``InvalidInput`` naming every fault.

    It knows no cloud: what only one dialect refuses, and what an existing object may hold, is not refused.
    """
    declared = check_items(read_items(params), params)
    if declared.faults:
        raise InvalidInput(declared.faults)
    return declared.items


def read_items(params: Params, snapshot: Snapshot | None = None) -> list[DesiredState]:
    """The items of a topology in the order of creation, with whatever is wrong in them; in the dialect of the cloud
    where there is one."""
    found = []
    for resource in VPN_KINDS.values():
        in_dialect = snapshot.resource(resource.kind) if snapshot else resource
        for given in params.get(resource.plural) or ():
            state = given.get("state") or params.get("state") or "present"
            found.append(DesiredState.unchecked(in_dialect, {**given, "state": state}, in_topology=True))
    return found


def check_items(items: t.Sequence[DesiredState], params: Params, snapshot: Snapshot | None = None) -> Declaration:
    """The items with every fault in them and in the options beside them; before the login (no ``snapshot``) every
    certain fault.

    Raises ``VpnError`` where objects have to be read and cannot be.
    """
    faults = list(_faults_of_the_whole(params))
    declared: list[DesiredState] = []
    faulty: list[DesiredState] = []
    names: set[tuple[str, str]] = set()
    for desired in items:
        named = (desired.resource.kind, desired.name)
        if named in names:
            faults.append(f"{desired.label} is declared twice in {desired.resource.plural}")
        names.add(named)
        found = value_faults_beside(desired, snapshot) if snapshot else desired.faults(new=False)
        wrong = [f"{desired.label}: {fault}" for fault in found]
        faults += wrong
        (faulty if wrong else declared).append(desired)
    faults += _names_taken_over([*declared, *faulty])
    faults += _references_to_deleted(declared)
    return Declaration(declared, faults, faulty)


def _faults_of_the_whole(params: Params) -> t.Iterator[str]:
    owner = params.get("owner")
    if params.get("purge") and not owner:
        yield "purge: needs owner, since it deletes only what carries this owner's mark"
    items = any(params.get(resource.plural) for resource in VPN_KINDS.values())
    if owner and params.get("state") == "absent" and not items and not params.get("purge"):
        yield f"state: absent deletes nothing, since nothing is declared; {everything_of(owner)}"
    if params.get("adopt") and not owner:
        yield "adopt: needs owner, the mark to write"
    if owner is not None and not OWNER.fullmatch(owner):
        yield f'owner: "{owner}" must be 1 to 64 letters, digits, dots, hyphens or underscores'
    yield from too_small(params, concurrency=1, purge_max=0, timeout=0)


def _names_taken_over(declared: t.Sequence[DesiredState]) -> t.Iterator[str]:
    """Faults for a from_name that several items have, or that is declared itself: which object is it?"""
    names = {(desired.resource.kind, desired.name) for desired in declared}
    taken: set[tuple[str, str]] = set()
    for desired in declared:
        former = (desired.resource.kind, desired.from_name or "")
        if desired.from_name in (None, desired.name):
            continue
        if former in names:
            yield f'{desired.label}: from_name: "{desired.from_name}" is declared itself, so it cannot be renamed'
        if former in taken:
            yield f'{desired.label}: from_name: "{desired.from_name}" is renamed by another item already'
        taken.add(former)


def _references_to_deleted(declared: t.Sequence[DesiredState]) -> t.Iterator[str]:
    """Faults for each object that refers to one which this topology deletes."""
    gone = {(desired.resource.kind, desired.name) for desired in declared if not desired.present}
    for desired in declared if gone else ():
        for row, name in references(desired) if desired.present else ():
            if (row.refers_to, name) in gone:
                yield f'{desired.label}: {row.option} refers to "{name}", which this topology deletes'
