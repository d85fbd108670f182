# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Names and networks for the ids in a result, as far as the task has read them anyway; only what a changed reference
led to is asked for."""

from __future__ import annotations

import typing as t
from contextlib import suppress

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import VpnError

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Resource
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.change import Change
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot


#: kinds whose objects say which network they are
NETWORKS = ("subnet",)


def names_of(items: t.Iterable[tuple[Resource, ApiObject]], snapshot: Snapshot) -> dict[str, str]:
    """Id -> name of every object that the items refer to and that was read."""
    found = ((text, snapshot.read_already(kind, text)) for text, kind in sorted(_references(items).items()))
    return {text: str(item["name"]) for text, item in found if item and item.get("name")}


def names_of_replaced(changes: t.Iterable[Change], snapshot: Snapshot) -> dict[str, str]:
    """Id -> name of what changed and deleted references led to: the old router of a service that moves.

    One listing of names for each kind that nothing else has read; without the right to read it the ids stay.
    """
    old = (
        (change.resource, change.diff()["before"])
        for change in changes
        if change.action in ("update", "replace", "delete")
    )
    found: dict[str, str] = {}
    for text, kind in sorted(_references(old).items()):
        if not snapshot.read_already(kind, text):
            with suppress(VpnError):
                item = snapshot.brief(kind).get(text) or {}
                found |= {text: str(item["name"])} if item.get("name") else {}
    return found


def subnets_of(items: t.Iterable[tuple[Resource, ApiObject]], snapshot: Snapshot) -> list[ApiObject]:
    """Id, name and network of the subnets that the items refer to and that were read."""
    wanted = ((text, kind) for text, kind in _references(items).items() if kind in NETWORKS)
    known = (snapshot.cached(kind, text) for text, kind in wanted)
    return [{key: item.get(key) for key in ("id", "name", "cidr")} for item in known if item]


def _references(items: t.Iterable[tuple[Resource, ApiObject]]) -> dict[str, str]:
    """Id -> kind of every object that the items refer to. What check mode takes for granted has no id."""
    found: dict[str, str] = {}
    for resource, item in items:
        for row in resource.references:
            if row.variants:
                row = row.variant(item.get(row.discriminator))
            value = item.get(row.key) if row.refers_to else None
            for text in value if isinstance(value, list) else (value,):
                if text and isinstance(text, str):
                    found[text] = row.refers_to
    return found
