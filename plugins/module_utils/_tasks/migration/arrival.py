# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whether a moved connection has its former status again."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._apply.wait import deleted_by_others
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.check_list import wait_failure
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.fault_patterns import may_be_overlooked
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import WaitFailed
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.readiness import reason_never_settles
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import CONNECTION
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.known_faults import CHANGES_NOT_APPLIED
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.status import is_settled

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.migration.pair import End


def status_if_arrived(
    end: End, identifier: str, snapshot: Snapshot, goal: str, last: bool, seconds: float
) -> str | None:
    """The status of the connection that an end has now if it is as it was or better; None if it may become so.

    ``goal``: active or settled. ``last``: there is no later look, after so many ``seconds``. Raises ``WaitFailed``.
    """
    item: ApiObject | None = snapshot.with_id(CONNECTION, identifier)
    if item is None:
        raise deleted_by_others(end.label)
    status = str(item.get("status"))
    if status == "ERROR" != end.status:
        raise WaitFailed(f"{end.label} is in ERROR, was {end.status}")
    if status == "ACTIVE" or (goal == "settled" and is_settled(item)):
        return status
    if end.status.startswith("PENDING") or reason_never_settles(item, snapshot.resource(CONNECTION), snapshot):
        return status
    if last:
        message, hint = wait_failure(item, goal, seconds, snapshot)
        # The gateway ran: its agent has reported on the connection that was replaced.
        known = f"; Neutron {CHANGES_NOT_APPLIED.span} has a fault here: {CHANGES_NOT_APPLIED.remedy}"
        message += f"; it was {end.status} before{known if may_be_overlooked(item, snapshot) else ''}"
        raise WaitFailed(message, hint=hint)
    return None
