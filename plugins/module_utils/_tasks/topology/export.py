# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The topology as it exists, in the shape that vpn_topology takes: applying it changes nothing."""

from __future__ import annotations

import typing as t
from collections import Counter

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.owner_tag import owner_of
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.change import without_copies

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

    References are names where a name is unique, ids elsewhere; secrets are left out, and so is what is not set.
    """
    names: dict[str, dict[str, str]] = {}
    owner = params.get("owner")
    topology: dict[str, list[ApiObject]] = {}
    for kind in VPN_KINDS:
        resource = snapshot.resource(kind)
        if resource.supported:
            items = snapshot.in_project(kind)
            marked = [item for item in items if owner is None or owner_of(item.get("description")) == owner]
            topology[resource.plural] = [
                {"name": _name(kind, item["id"], snapshot, names), **_options(resource, item, snapshot, names)}
                for item in sorted(marked, key=lambda item: (str(item.get("name")), item["id"]))
            ]
    return {"changed": False, "dialect": snapshot.cloud.dialect.name, "topology": topology}


def _options(resource: Resource, item: ApiObject, snapshot: Snapshot, names: dict[str, dict[str, str]]) -> ApiObject:
    """The options that would create this object."""
    options: ApiObject = {}
    for row in resource.fields:
        row = row.variant(item.get(row.discriminator))
        value = item.get(row.key)
        if row.secret or not row.supported or value in (None, "", []):
            continue
        if row.refers_to:
            as_name = [_name(row.refers_to, identifier, snapshot, names) for identifier in _listed(value)]
            options[row.option] = sorted(as_name) if isinstance(value, list) else as_name[0]
        elif row.suboptions:
            options[row.option] = {
                part.option: part.value_type.canonical(value.get(part.option)) for part in row.suboptions
            }
        else:
            options[row.option] = sorted(value) if isinstance(value, list) else row.value_type.exported(value)
    return without_copies(resource, {option: value for option, value in options.items() if value != ""}, item)


def _listed(value: Value) -> list[Value]:
    return value if isinstance(value, list) else [value]


def _name(kind: str, identifier: str, snapshot: Snapshot, names: dict[str, dict[str, str]]) -> str:
    """The object's name if nothing else of its kind has it, else its id."""
    if kind not in names:
        names[kind] = _unique_names(snapshot.in_project(kind) if kind in VPN_KINDS else snapshot.list_in_project(kind))
    return names[kind].get(identifier, identifier)


def _unique_names(items: t.Sequence[ApiObject]) -> dict[str, str]:
    counts = Counter(item.get("name") for item in items)
    return {item["id"]: item["name"] for item in items if item.get("name") and counts[item["name"]] == 1}
