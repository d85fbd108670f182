# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whether the project's quotas have room for what a plan creates. Only check mode looks before the write: it is one
more request, and a run is told by the server. Source: neutron 29 db/quota/driver.py (OverQuota)."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.step import users_of_replaced

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Resource
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.step import Step


def limit_of(resource: Resource, quotas: ApiObject) -> int | None:
    """How many objects of the kind the project may have; None where that is not known, or has no limit."""
    limit = quotas.get(resource.api_key)
    return limit if isinstance(limit, int) and not isinstance(limit, bool) and 0 <= limit < 10**10 else None


def refuse_over_quota(steps: t.Sequence[Step], snapshot: Snapshot) -> None:
    """Raise ``InvalidInput`` with a sentence for each kind of which the steps create more objects than the project may
    have. A replacement needs room for both objects, unless the cloud has the old one deleted first."""
    more: dict[str, int] = {}
    for step in steps:
        change = step.change
        if change.creates and step.error is None:
            gone = len(change.awaited) + len(change.predecessors) * change.resource.delete_before_create
            more[step.kind] = more.get(step.kind, 0) + 1 - gone
    if not any(count > 0 for count in more.values()):
        return
    absent = [step for step in steps if step.change.action == "delete"]
    for step in users_of_replaced(absent, [step for step in steps if step.change.action == "replace"]):
        more[step.kind] = more.get(step.kind, 0) - 1
    quotas, now = snapshot.quotas(), Snapshot(snapshot.cloud)
    faults = []
    for kind, count in more.items():
        resource = snapshot.resource(kind)
        limit = limit_of(resource, quotas)
        used = len(now.in_project(kind)) if limit is not None and count > 0 else 0
        if limit is not None and count > 0 and used + count > limit:
            faults.append(
                f"The project has {used} {resource.titles}, its quota is {limit}, and {count} more would be created:"
                " delete what you do not need, or ask the cloud's operator for more quota"
            )
    if faults:
        raise InvalidInput(faults)
