# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is certainly as it is wanted: nearly all of thousands of objects, so they are looked at first and briefly."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import UnknownReference
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.compare import differs
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.status import is_being_deleted

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject, Value
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Field
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.desired import DesiredState
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot


def find_unchanged(desired: DesiredState, snapshot: Snapshot) -> ApiObject | None:
    """The only object of that name, where it has each given value; None where the whole plan has to decide.

    It decides where a name may stand for another object (renamed, replaced, several, an id), and where a value is not
    known. Raises ``LoginError`` as ``Snapshot.by_name`` does.
    """
    if not desired.present or not desired.resource.supported or desired.from_name or desired.replace:
        return None
    if snapshot.replacements.successors or snapshot.replacements.duplicates:
        return None
    kind = desired.resource.kind
    named = snapshot.by_name(kind, desired.name)
    if len(named) != 1 or is_being_deleted(named[0]) or snapshot.with_id(kind, desired.name):
        return None
    (existing,) = named
    has_all = all(_has(existing, row, value, desired, snapshot) for row, value in desired.rows(existing))
    return existing if has_all else None


def _has(existing: ApiObject, row: Field, value: Value, desired: DesiredState, snapshot: Snapshot) -> bool:
    stored = existing.get(row.key)
    if stored is None:
        return False
    if not row.refers_to:
        return not differs(row, value, stored, desired.update_secret)
    if value == stored or not value or not isinstance(value, str):
        return bool(value == stored)
    try:
        found = snapshot.find(row.refers_to, value)
    except UnknownReference:
        return False
    return found is not None and bool(found["id"] == stored)
