# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who asks, and what they may see and do.

Source: the default policies of neutron 29 and neutron_vpnaas 29 (``ADMIN_OR_PROJECT_MEMBER`` for every VPN rule, even
the ``get_*`` ones; ``ADMIN_OR_PROJECT_READER`` for reading networks) and the project scoping of neutron_lib.db. Before
neutron_vpnaas 27 the VPN rules name no role (``RULE_ANY``, ``RULE_ADMIN_OR_OWNER``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .attributes import Kind
from .errors import ApiError


@dataclass(frozen=True)
class Caller:
    """The token's user, project and roles (implied roles included)."""

    user_id: str
    user_name: str
    project_id: str | None
    roles: frozenset[str]

    @property
    def is_admin(self) -> bool:
        """Whether every project's objects are visible and writable."""
        return "admin" in self.roles

    def owns(self, stored: dict[str, Any]) -> bool:
        """Whether the object is in the token's project."""
        return stored.get("tenant_id") == self.project_id


def in_scope(caller: Caller, kind: Kind, stored: dict[str, Any]) -> bool:
    """Whether the database query of this caller finds the object at all."""
    if caller.is_admin or "tenant_id" not in kind.by_name or caller.owns(stored):
        return True
    return bool(stored.get("shared") or stored.get("router:external"))


def may_see(caller: Caller, kind: Kind, stored: dict[str, Any]) -> bool:
    """Whether policy shows the object, once found: since release 27 a reader sees no VPN object, not even of their own
    project."""
    if caller.is_admin:
        return True
    role = "reader" if kind.reader_sees else "member"
    shared = "tenant_id" not in kind.by_name or stored.get("shared") or stored.get("router:external")
    return role in caller.roles and bool(caller.owns(stored) or shared)


def may_write(caller: Caller, kind: Kind) -> bool:
    """Whether the caller's role may write objects of its own project."""
    return "member" in caller.roles or kind.reader_writes


def demand_create(caller: Caller, kind: Kind, wanted: dict[str, Any], sent: set[str]) -> None:
    """403 for those who may not create; it is no secret that the kind exists."""
    if caller.is_admin:
        return
    action = f"create_{kind.singular}"
    reserved = sorted(
        name
        for name in sent
        if name in kind.by_name and kind.by_name[name].admin_only and wanted[name] != kind.by_name[name].default
    )
    if reserved:
        rules = " and ".join(f"rule:{rule}" for rule in (action, *(f"{action}:{name}" for name in reserved)))
        raise ApiError("PolicyNotAuthorized", rule=f"({rules})")
    if not may_write(caller, kind) or kind.singular == "flavor":
        raise ApiError("PolicyNotAuthorized", rule=f"rule:{action}")


def demand_change(
    caller: Caller, kind: Kind, stored: dict[str, Any], action: str, sent: set[str] | frozenset[str] = frozenset()
) -> None:
    """404 instead of 403 where the caller may not even see the object, as Neutron does."""
    if caller.is_admin:
        return
    reserved = any(kind.by_name[name].admin_only for name in sent)
    if may_write(caller, kind) and caller.owns(stored) and not reserved:
        return
    if not may_see(caller, kind, stored):
        raise ApiError("HTTPNotFound")
    rule = f"{action}_{kind.singular}" if action in ("update", "delete") else action
    raise ApiError("PolicyNotAuthorized", rule=f"rule:{rule}")
