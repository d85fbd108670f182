# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Quotas per project. Source: neutron 29.0.0 quota driver; the default is unlimited for VPN kinds."""

from __future__ import annotations

from typing import Any

from .attributes import Kind
from .errors import ApiError
from .store import Store
from .values import in_range, to_integer

UNLIMITED = -1
LARGEST = 2**31 - 1
SHOWN_ONLY = {
    "network": 100,
    "subnet": 100,
    "subnetpool": -1,
    "port": 500,
    "router": 10,
    "router_route": 30,
    "floatingip": 50,
    "rbac_policy": 10,
    "security_group": 10,
    "security_group_rule": 100,
}


class Quotas:
    """Limits by project and kind; counted on what is stored."""

    def __init__(self, kinds: tuple[Kind, ...], store: Store) -> None:
        self.collections = {kind.singular: kind.collection for kind in kinds if kind.quota}
        self.store = store
        self.limits: dict[str, dict[str, int]] = {}

    def enforce(self, kind: Kind, project_id: str | None) -> None:
        """409 before the kind's own rules are looked at."""
        limit = self.limits.get(project_id or "", {}).get(kind.singular, UNLIMITED)
        if kind.quota and UNLIMITED != limit <= self._used(kind.singular, project_id):
            raise ApiError("OverQuota", overs=[kind.singular])

    def of(self, project_id: str) -> dict[str, Any]:
        """All limits of a project."""
        return {**SHOWN_ONLY, **dict.fromkeys(self.collections, UNLIMITED), **self.limits.get(project_id, {})}

    def set(self, project_id: str, limits: dict[str, Any]) -> None:
        """Change some limits of a project."""
        for name, value in limits.items():
            if name not in self.collections and name not in SHOWN_ONLY:
                raise ApiError("HTTPBadRequest", message=f"Unrecognized attribute(s) '{name}'")
            limit, used = to_integer(value), self._used(name, project_id)
            problem = in_range(limit, (UNLIMITED, LARGEST))
            if problem:
                raise ApiError("HTTPBadRequest", message=f"Invalid input for {name}. Reason: {problem}.")
            if UNLIMITED != limit < used:
                raise ApiError(
                    "HTTPBadRequest",
                    message=f"Quota limit {value} for {name} must be greater than or equal to already used {used}",
                )
            self.limits.setdefault(project_id, {})[name] = limit

    def _used(self, name: str, project_id: str | None) -> int:
        return len(list(self.store.where(self.collections.get(name, ""), tenant_id=project_id)))
