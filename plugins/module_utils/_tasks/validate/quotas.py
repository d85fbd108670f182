# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Quotas of VPN objects: whether a project has room for what is declared and does not exist."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.assertions import QUOTA_HEADROOM, WARNING
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.value_types import canonical_number

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.assertion import Assertion
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Resource
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.validate.contents import Contents


class Quota(t.NamedTuple):
    """The limits of the project by the API's names, empty where they cannot be read; then why."""

    limits: ApiObject
    reason: str


def read_quota(contents: Contents) -> Quota:
    """One request for the project's limits."""
    limits = contents.snapshot.quotas()
    return Quota(limits, str(contents.snapshot.quotas_fault or "this cloud does not show the project's quota"))


def quota_rows(quota: Quota, contents: Contents, missing: t.Mapping[str, int]) -> t.Iterator[Assertion]:
    """A row for each kind; ``missing``: how many declared objects of a kind are yet to be created."""
    for kind, resource in VPN_KINDS.items():
        if contents.snapshot.resource(kind).supported:
            yield _row(kind, resource, quota.limits, quota.reason, contents, missing.get(kind, 0))


def _row(kind: str, resource: Resource, limits: ApiObject, reason: str, contents: Contents, missing: int) -> Assertion:
    titles, limit = resource.titles, canonical_number(limits.get(resource.api_key))
    if limits and limit is None:
        reason = "the quota has no such kind"
    used = len(contents.items(kind))
    if kind in contents.unread or limit is None or not isinstance(limit, int):
        return QUOTA_HEADROOM.not_checked(
            titles, f"The quota of {titles} is not known: {contents.unread.get(kind, reason)}", kind=kind
        )
    if limit < 0:
        return QUOTA_HEADROOM.passed(titles, f"The quota of {titles} has no limit", "no limit", kind=kind)
    text = f"The quota of {titles} is {limit}, of which {used} are used"
    if used + missing > limit:
        text += f", and {missing} more are declared"
        return QUOTA_HEADROOM.failed(titles, text, f"at least {used + missing}", str(limit), kind=kind)
    if used + missing == limit:
        text += ": no object can be replaced, which takes one more for a moment"
        return QUOTA_HEADROOM.failed(titles, text, f"at least {used + missing + 1}", str(limit), WARNING, kind=kind)
    return QUOTA_HEADROOM.passed(titles, text, str(limit), kind=kind)
