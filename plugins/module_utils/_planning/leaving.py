# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a topology is going to delete in this run: preflight judges the rest."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import UnknownReference
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.match import find_declared
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.owner_tag import owner_of
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.read_ahead import read_kinds_ahead

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject, Value
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Resource
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.declaration import Declaration
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.desired import DesiredState, Identifier
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.task_options import TaskOptions


class RemainingObjects:
    """A snapshot without some objects, for the questions that preflight asks about other objects."""

    def __init__(self, snapshot: Snapshot, leaving: t.Collection[str]) -> None:
        self._snapshot, self._leaving = snapshot, leaving

    def all(self, kind: str) -> list[ApiObject]:
        """As ``Listings.all``."""
        return self._staying(self._snapshot.all(kind))

    def without_replaced(self, kind: str) -> list[ApiObject]:
        """As ``Listings.without_replaced``; with the VPN services that leave where a new one cannot exist beside them:
        they are deleted last."""
        items, resource = self._snapshot.without_replaced(kind), self._snapshot.resource(kind)
        last = resource.pending_until_used and resource.delete_before_create
        return items if last else self._staying(items)

    def users(self, resource: Resource, identifier: Identifier, of_kind: str | None = None) -> list[ApiObject]:
        """As ``Listings.users``."""
        return self._staying(self._snapshot.users(resource, identifier, of_kind))

    def _staying(self, items: t.Iterable[ApiObject]) -> list[ApiObject]:
        return [item for item in items if item["id"] not in self._leaving]

    def __getattr__(self, name: str) -> Value:
        return getattr(self._snapshot, name)


def without_leaving(
    snapshot: Snapshot, declaration: Declaration, options: TaskOptions, absent: t.AbstractSet[str]
) -> Snapshot:
    """The snapshot for preflight, without what the run deletes: ``absent`` (``declared_absent``) and what is purged.

    It reads what the plan reads anyway, and raises as that does.
    """
    leaving = absent | _purged(declaration, snapshot, options) if options.purge else absent
    # It answers all that a snapshot answers, as the reader of the checks does.
    return t.cast("Snapshot", RemainingObjects(snapshot, leaving)) if leaving else snapshot


def declared_absent(declaration: Declaration, snapshot: Snapshot, owner: str | None) -> set[str]:
    """The ids of the objects that items with state absent delete."""
    return {identifier for desired in declaration.items for identifier in _deleted(desired, snapshot, owner)}


def _deleted(desired: DesiredState, snapshot: Snapshot, owner: str | None) -> t.Iterator[str]:
    if desired.present:
        return
    try:
        existing = snapshot.find(desired.resource.kind, desired.name)
    except UnknownReference:
        return  # several have the name: the plan says so
    if existing and (owner is None or owner_of(existing.get("description")) == owner):
        yield existing["id"]


def _purged(declaration: Declaration, snapshot: Snapshot, options: TaskOptions) -> set[str]:
    """The owner's marked objects that no item names; a purge is a run's last step, so what cannot exist beside a new
    object is none of them."""
    named: set[str] = set()
    for desired in (*declaration.items, *declaration.faulty):
        kind = desired.resource.kind
        if desired.resource.supported:
            named |= {item["id"] for item in snapshot.by_name(kind, desired.name)}
            try:
                existing = find_declared(desired, snapshot)
            except UnknownReference:
                continue
            named |= {existing["id"]} if existing else set()
    kinds = [
        kind
        for kind in VPN_KINDS
        if snapshot.resource(kind).supported and not snapshot.resource(kind).delete_before_create
    ]
    read_kinds_ahead(kinds, snapshot, options.concurrency)
    return {
        item["id"]
        for kind in kinds
        for item in snapshot.in_project(kind)
        if owner_of(item.get("description")) == options.owner and item["id"] not in named
    }
