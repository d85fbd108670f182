# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The topology as it exists, in the shape that vpn_topology takes: applying it changes nothing."""

from __future__ import annotations

import typing as t
from collections import Counter

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import ServerError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.owner_tag import owner_of
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.shown_name import sorted_by_name
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.value_types import UUID
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.change import public, without_copies
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.object_name import NAME
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.read_ahead import read_kinds_ahead
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.value_faults import value_faults
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.topology.names import names_of, subnets_of

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import (
        ApiObject,
        Params,
        Progress,
        Result,
        Value,
    )
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Resource
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot


def export(params: Params, snapshot: Snapshot, _check_mode: bool = True, _progress: Progress | None = None) -> Result:
    """``dialect``, and ``topology``: every kind's objects of this project, or only those that carry ``owner``'s mark.

    References are names where a name is unique, ids elsewhere; secrets are left out, and so is what is not set. Besides
    them ``objects``, the same objects as the server returns them, and the ``subnets`` and ``names`` of their ids.
    ``warnings`` says for which references there are only ids, since the server refuses to list what they lead to.
    """
    names = _Names(snapshot)
    owner = params.get("owner")
    topology: dict[str, list[ApiObject]] = {}
    objects: dict[str, list[ApiObject]] = {}
    shown: list[tuple[Resource, ApiObject]] = []
    read_kinds_ahead(VPN_KINDS, snapshot)
    for kind in VPN_KINDS:
        resource = snapshot.resource(kind)
        if resource.supported:
            items = snapshot.in_project(kind)
            marked = sorted_by_name(
                item for item in items if owner is None or owner_of(item.get("description")) == owner
            )
            topology[resource.plural] = [
                {"name": names.name(kind, item["id"]), **_options(resource, item, names)} for item in marked
            ]
            objects[resource.plural] = [public(resource, item) for item in marked]
            shown += [(resource, item) for item in marked]
    return {
        "changed": False,
        "dialect": snapshot.cloud.dialect.name,
        "topology": topology,
        "objects": objects,
        "subnets": subnets_of(shown, snapshot),
        "names": names_of(shown, snapshot),
        **({"warnings": names.warnings} if names.warnings else {}),
    }


def _options(resource: Resource, item: ApiObject, names: _Names) -> ApiObject:
    """The options that would create this object."""
    options: ApiObject = {}
    for row in resource.fields:
        row = row.variant(item.get(row.discriminator))
        value = item.get(row.key)
        if row.secret or not row.supported or value in (None, "", []):
            continue
        if row.refers_to:
            as_name = [names.name(row.refers_to, identifier) for identifier in _listed(value)]
            options[row.option] = sorted(as_name) if isinstance(value, list) else as_name[0]
        elif row.suboptions:
            options[row.option] = {
                part.option: part.value_type.canonical(value.get(part.option)) for part in row.suboptions
            }
        else:
            options[row.option] = sorted(map(str, value)) if isinstance(value, list) else row.value_type.exported(value)
    return without_copies(resource, {option: value for option, value in options.items() if value != ""}, item)


def _listed(value: Value) -> list[Value]:
    return value if isinstance(value, list) else [value]


class _Names:
    """Names for ids in a declaration. ``warnings``: one sentence for each networking kind that cannot be listed."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._unique: dict[str, dict[str, str]] = {}
        self.warnings: list[str] = []

    def name(self, kind: str, identifier: str) -> str:
        """The object's name if nothing else of its kind has it and a declaration can have it, else its id."""
        if kind not in self._unique:
            self._unique[kind] = _unique_names(self._items(kind))
        return self._unique[kind].get(identifier, identifier)

    def _items(self, kind: str) -> list[ApiObject]:
        if kind in VPN_KINDS:
            return self._snapshot.in_project(kind)
        try:
            return self._snapshot.list_in_project(kind)
        except ServerError as error:
            # The right to read VPN objects comes without the right to read routers: a declaration may have ids.
            titles = self._snapshot.resource(kind).titles
            self.warnings.append(f"the {titles} are named by their ids, since they cannot be listed: {error}")
            return []


def _unique_names(items: t.Sequence[ApiObject]) -> dict[str, str]:
    counts = Counter(item.get("name") for item in items)
    return {
        item["id"]: item["name"] for item in items if counts[item.get("name")] == 1 and _declarable(item.get("name"))
    }


def _declarable(name: str | None) -> bool:
    """Whether a declaration can have the name: an id in place of a name stands for the object with that id."""
    return bool(name) and not UUID.fullmatch(name or "") and not any(value_faults(NAME, name))
