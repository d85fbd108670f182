# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One end moved to other policies, and back: the engine's replacement of a connection (docs/guides/replacing.md)."""

from __future__ import annotations

import typing as t
import uuid
from dataclasses import dataclass

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import UnsupportedChange
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.interruption import Interruption
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import CONNECTION, POLICIES, VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.owner_tag import marked_for
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.compare import differs
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.resource import ensure

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.client import Cloud
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject, Params, Result
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Resource
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.migration.pair import End
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.migration.target import Target


@dataclass(frozen=True)
class Policies:
    """Ids of the policies that a connection gets, by kind."""

    used: t.Mapping[str, str]


def predicted_interruption(end: End, target: Target, predicted: Snapshot) -> Interruption:
    """What moving this end interrupts. Raises ``VpnError`` where the engine refuses it; nothing is written.

    ``predicted`` is the end's cloud, as it will be; this end is moved there.
    """
    with predicted.cloud.reading_only():
        policies = new_policies(end, target, predicted, [], check_mode=True)
        result = move(end.item["id"], policies, predicted, check_mode=True)
    return Interruption(result["interrupts"])


def new_policies(
    end: End, target: Target, snapshot: Snapshot, created: list[tuple[Cloud, str, str]], check_mode: bool = False
) -> Policies:
    """The policies with the new proposal for this end, created where they are not there yet.

    (cloud, kind, id) of each new one is put into ``created`` at once, so that a failure does not hide it. Raises
    ``VpnError``, also where another object has the name of one.
    """
    used: dict[str, str] = {}
    for kind, old in end.old.items():
        resource = snapshot.resource(kind)
        options = target.new_options(resource, old)
        snapshot.all(kind)  # before one is added to it that check mode assumes
        there = snapshot.find(kind, options["name"])
        if there is not None:
            _refuse_other(resource, there, options)
            used[kind] = there["id"]
            continue
        snapshot.owner = marked_for(old)
        result = ensure(VPN_KINDS[kind], options, snapshot, check_mode)
        if check_mode:
            used[kind] = str(uuid.uuid4())
            snapshot.add(kind, {**old, **result[kind], "id": used[kind]})
        else:
            used[kind] = result[kind]["id"]
            created.append((snapshot.cloud, kind, used[kind]))
    return Policies(used)


def move(identifier: str, policies: Policies, snapshot: Snapshot, check_mode: bool = False) -> Result:
    """The result of replacing a connection by one with these policies and otherwise the same options, its key too.

    It does not wait for the new one's status. Raises ``VpnError``.
    """
    snapshot.need_secrets()
    item = snapshot.require(CONNECTION, identifier)
    snapshot.owner = marked_for(item)
    params = {
        **_options(snapshot.resource(CONNECTION), item),
        **policies.used,
        "name": item["id"],
        "replace": True,
        "wait": False,
    }
    return ensure(VPN_KINDS[CONNECTION], params, snapshot, check_mode)


def moved_here(end: End, cloud: Cloud) -> list[ApiObject]:
    """The connections of this end that do not use the policies with which it was found: what a rollback moves back."""
    resource, before = VPN_KINDS[CONNECTION], end.item
    keys = {VPN_KINDS[kind].key_in(CONNECTION) for kind in POLICIES}
    return [
        item
        for item in Snapshot(cloud).in_project(CONNECTION)
        if item.get("name") == before.get("name")
        and any(item.get(key) != before.get(key) for key in keys)
        and all(
            not differs(row, before.get(row.key), item.get(row.key), "when_different")
            for row in resource.fields
            if row.key not in keys and not row.secret and before.get(row.key) not in (None, "", [])
        )
    ]


def _options(resource: Resource, item: ApiObject) -> Params:
    """All options that the connection has, so that no other connection of its name is taken for its successor.

    The key is left out where the old connection has to be deleted first: then only its user can give it.
    """
    return {
        row.option: item[row.key]
        for row in resource.fields
        if row.supported
        and item.get(row.key) not in (None, "", [])
        and not (row.secret and resource.delete_before_create)
    }


def _refuse_other(resource: Resource, there: ApiObject, options: Params) -> None:
    different = [
        row.option
        for row in resource.fields
        if row.option in options
        and row.option != "description"
        and differs(row, options[row.option], there.get(row.key), "when_different")
    ]
    if different:
        raise UnsupportedChange(
            f"{resource.label(options['name'])} ({there['id']}) exists with other values: {', '.join(different)}",
            hint="Rename or delete it: that is the name of the policy with the new proposal.",
        )
