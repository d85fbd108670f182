# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The one table that decides what an object's status means for the task: nothing, a warning, or a failure."""

from __future__ import annotations

import typing as t
from enum import Enum

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import WaitFailed

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.change import Change


class Use(Enum):
    """What the task does with an object."""

    #: created, updated, or the new object of a replacement
    WRITTEN = "written"
    #: unchanged, and waited for (``wait_for: active``)
    AWAITED = "waited for"
    #: unchanged and not waited for
    UNCHANGED = "unchanged"
    #: check mode: neither written nor waited for
    PREDICTED = "predicted"
    #: still there after the server accepted its deletion
    BEING_DELETED = "being deleted"
    #: to be absent, and not deleted because it is not this owner's
    LEFT = "left"
    #: shown by an info module or an export
    SHOWN = "shown"


class StatusOutcome(Enum):
    """What a status means for the result."""

    SILENT = "silent"
    WARNING = "warning"
    FAILURE = "failure"


#: status -> what the task does with the object -> outcome. A status that is missing here is silent: whether it is the
#: one to wait for is decided in ``readiness.py``.
STATUS_OUTCOMES: t.Mapping[str, t.Mapping[Use, StatusOutcome]] = {
    "ERROR": {
        Use.WRITTEN: StatusOutcome.FAILURE,
        Use.AWAITED: StatusOutcome.FAILURE,
        Use.UNCHANGED: StatusOutcome.WARNING,
        Use.PREDICTED: StatusOutcome.WARNING,
        Use.BEING_DELETED: StatusOutcome.FAILURE,
        Use.LEFT: StatusOutcome.SILENT,
        Use.SHOWN: StatusOutcome.SILENT,
    },
}


def status_outcome(item: ApiObject, use: Use) -> StatusOutcome:
    """What the object's status means for a task that does this with it."""
    return STATUS_OUTCOMES.get(str(item.get("status")), {}).get(use, StatusOutcome.SILENT)


def status_failure(item: ApiObject, use: Use, change: Change) -> WaitFailed | None:
    """The error that the object's status is for the task; None where it is none."""
    if status_outcome(item, use) is not StatusOutcome.FAILURE:
        return None
    still = "still " if use is Use.WRITTEN and change.action == "update" and was_so_before(item, change) else ""
    return WaitFailed(
        f"{change.label} ({item['id']}) {still}has the status {item['status']}{still and ' after the update'}: the"
        " gateway could not be configured",
        hint=change.resource.error_remedy,
    )


def status_warnings(item: ApiObject, change: Change, present: bool, check_mode: bool) -> list[str]:
    """The warnings about the status of an object in the result of a task that did not fail because of it."""
    unchanged = Use.UNCHANGED if present else Use.LEFT
    use = unchanged if change.action == "none" else Use.PREDICTED if check_mode else Use.WRITTEN
    if not isinstance(item.get("id"), str) or status_outcome(item, use) is not StatusOutcome.WARNING:
        return []
    return [
        f"{change.label} ({item['id']}) has the status {item['status']}: the gateway could not be configured."
        f" {change.resource.error_remedy}"
    ]


def was_so_before(item: ApiObject, change: Change) -> bool:
    """Whether the object had this status before the change. A PUT leaves the status as it is, so it says nothing about
    the update until an agent has looked again."""
    return change.existing is not None and change.existing.get("status") == item.get("status")
