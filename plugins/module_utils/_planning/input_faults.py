# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The faults of a declaration that only the cloud shows, to be reported with those of its values."""

from __future__ import annotations

import typing as t
from dataclasses import replace

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput, UnknownReference
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.decide import resolve_input
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.match import find_declared

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.desired import DesiredState
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot


def value_faults_beside(desired: DesiredState, snapshot: Snapshot) -> list[str]:
    """What is wrong with an item's values, without what the object has already: Neutron may hold values that this
    collection refuses where they would be new. Reads nothing where there is nothing wrong."""
    faults = list(desired.faults())
    if not faults or not desired.resource.supported:
        return faults
    if desired.compares_secrets or desired.compares_unknown_attributes:
        snapshot.need_secrets()
    try:
        existing = find_declared(desired, snapshot)
    except UnknownReference:
        existing = None  # several have the name: none of them is meant for sure
    return list(desired.faults(existing))


def own_faults(error: InvalidInput | UnknownReference, wrong: t.Collection[tuple[str, str]]) -> list[str]:
    """What is wrong with an item itself: without references to items that are wrong."""
    if isinstance(error, UnknownReference):
        return [str(one) for one in error.each if one.sought not in wrong]
    follows = {str(one) for one in error.unknown if one.sought in wrong}
    return [fault for fault in error.faults if fault not in follows]


def sought_by(error: InvalidInput | UnknownReference) -> list[tuple[str, str]]:
    """The (kind, name) of each reference that stands for no object."""
    unknown = error.each if isinstance(error, UnknownReference) else error.unknown
    return [one.sought for one in unknown if one.sought]


def reference_faults(
    faulty: t.Sequence[DesiredState], snapshot: Snapshot, wrong: t.Collection[tuple[str, str]]
) -> list[str]:
    """The unknown references and the missing options of items with wrong values."""
    faults: list[str] = []
    for desired in faulty:
        try:
            if desired.present and desired.resource.supported:
                existing = find_declared(desired, snapshot)
                resolve_input(_supported(desired), snapshot, existing, allow_unknown_references=False)
        except (InvalidInput, UnknownReference) as error:
            faults += own_faults(error, wrong)
    return faults


def _supported(desired: DesiredState) -> DesiredState:
    """Without the options that this cloud does not support: those are faults already, and nothing to look up."""
    supported = {row.option for row in desired.resource.fields if row.supported}
    return replace(desired, given={option: value for option, value in desired.given.items() if option in supported})
