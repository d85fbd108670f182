# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The policies that a baseline is about: declared ones, without a cloud, and those that exist."""

from __future__ import annotations

import typing as t
from collections import Counter
from dataclasses import dataclass, replace

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.negotiated import is_negotiated
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import CloudUnreachable, ServerError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import CONNECTION, POLICIES, VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.shown_name import (
    first_of,
    shown_name,
    sorted_by_name,
)

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject, Value
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Field, Resource
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.desired import DesiredState
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.listings import Listings


@dataclass(frozen=True)
class AuditedPolicy:
    """An IKE or IPsec policy: ``values`` by option, the lifetime in seconds; None where a value is not known."""

    kind: str
    name: str
    values: t.Mapping[str, Value]
    #: the options that hold a default because the declaration has no value for them
    defaults: frozenset[str] = frozenset()
    #: the names of the connections that use it; None: not known
    used_by: tuple[str, ...] | None = None

    @property
    def label(self) -> str:
        """The policy in a message."""
        return VPN_KINDS[self.kind].label(self.name)

    def negotiates(self, option: str) -> bool:
        """Whether gateways negotiate the option beside the others: ESP has no hash with AES-GCM or AES-CCM, AH has no
        cipher, and IKEv2 has no modes."""
        return is_negotiated(option, self.values)

    def shown(self, option: str) -> str:
        """The value for a sentence."""
        value = self.values.get(option)
        return "unknown" if value is None else f"{value}{' (the default)' * (option in self.defaults)}"

    def named_users(self, most: int) -> str:
        """The first connections that use it, and how many more there are; empty where there is none."""
        return first_of(self.used_by or (), most)


def declared_policies(items: t.Iterable[DesiredState]) -> list[AuditedPolicy]:
    """The policies that a declaration makes; what it does not give has the value that a new policy gets."""
    present = [item for item in items if item.present]
    return [
        AuditedPolicy(
            item.resource.kind,
            item.name,
            *_declared_values(item),
            # An existing connection may use a policy that no declared one uses.
            tuple(
                sorted(
                    user.name
                    for user in present
                    if user.resource.kind == CONNECTION and user.given.get(item.resource.kind) == item.name
                )
            )
            or None,
        )
        for item in present
        if item.resource.kind in POLICIES
    ]


def _declared_values(item: DesiredState) -> tuple[dict[str, Value], frozenset[str]]:
    values = {row.option: _value(row, item.creation_value(row)) for row in item.resource.fields}
    defaults = {row.option for row in item.resource.fields if row.option not in item.given}
    return values, frozenset(defaults)


def _value(row: Field, given: Value) -> Value:
    if not row.suboptions:
        return row.server_default if given is None else given
    part = next((part for part in row.suboptions if part.option == "value"), None)
    value = (given or {}).get("value", part.server_default if part else None)
    return part.value_type.canonical(value) if part else None


def existing_policies(snapshot: Listings, kinds: t.Iterable[str] = tuple(POLICIES)) -> list[AuditedPolicy]:
    """The project's policies of these kinds, by name, each with the connections that use it, whatever their project.

    Raises ``LoginError`` and ``ServerError`` as ``Listings.in_project`` does.
    """
    return [policy for kind in kinds for policy in _existing(snapshot, kind)]


def audited_policy(resource: Resource, item: ApiObject) -> AuditedPolicy:
    """A policy as the server returned it, or would return it."""
    values = {row.option: _stored(row, item) for row in resource.fields}
    return AuditedPolicy(resource.kind, shown_name(item), values)


def _existing(snapshot: Listings, kind: str) -> t.Iterator[AuditedPolicy]:
    resource = snapshot.resource(kind)
    items = sorted_by_name(snapshot.in_project(kind))
    counts = Counter(item.get("name") for item in items)
    users = _users(snapshot, kind) if items else None
    for item in items:
        used_by = None if users is None else tuple(sorted(users.get(item["id"], ())))
        yield replace(audited_policy(resource, item), name=_label(item, counts), used_by=used_by)


def _users(snapshot: Listings, kind: str) -> dict[Value, list[str]] | None:
    """Id of a policy -> the connections that use it; None where the connections cannot be read."""
    key = VPN_KINDS[kind].key_in(CONNECTION)
    users: dict[Value, list[str]] = {}
    try:
        for connection in snapshot.all(CONNECTION):
            users.setdefault(connection.get(key), []).append(shown_name(connection))
    except (ServerError, CloudUnreachable):
        return None
    return users


def _stored(row: Field, item: ApiObject) -> Value:
    value = item.get(row.key)
    if not row.suboptions:
        return value
    return _value(row, value) if isinstance(value, dict) and "value" in value else None


def _label(item: ApiObject, counts: Counter[Value]) -> str:
    """The name; with its id where several have it, the id where there is none."""
    name = item.get("name")
    if not name:
        return str(item["id"])
    return f"{name} ({item['id']})" if counts[name] > 1 else str(name)
