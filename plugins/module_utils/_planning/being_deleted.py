# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Objects that are still listed while the cloud deletes them: they are no objects that a declaration can mean."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import UnsupportedChange
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.status import is_being_deleted

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.desired import DesiredState
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot


def set_aside(desired: DesiredState, snapshot: Snapshot, wait: bool) -> tuple[ApiObject, ...]:
    """The objects of the desired state's name that are being deleted, taken out of the snapshot.

    A new object is created once they are gone. Raises ``UnsupportedChange`` where the task does not wait and there is
    no other object of that name, and where the name is the id of one of them.
    """
    kind = desired.resource.kind
    if not desired.resource.supported:
        return ()
    by_id = snapshot.with_id(kind, desired.name)
    if by_id is not None and is_being_deleted(by_id):
        raise UnsupportedChange(
            f"{desired.label} is being deleted: its status is {by_id['status']}",
            hint="Give the name of the object to create instead of the id.",
        )
    named = snapshot.by_name(kind, desired.name)
    going = tuple(item for item in named if is_being_deleted(item))
    if going and len(going) == len(named) and not wait:
        raise UnsupportedChange(
            f"{desired.label} cannot be created yet: the object of that name ({going[0]['id']}) is being deleted, its"
            f" status is {going[0]['status']}",
            hint="Let the task wait (wait: true), or run again once it is gone.",
        )
    for item in going:
        snapshot.remove(kind, item["id"])
    return going
