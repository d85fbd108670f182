# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The policies of a declaration that no module has read: a file of a repository, before it is merged."""

from __future__ import annotations

import typing as t
from dataclasses import replace

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.audited_policies import (
    AuditedPolicy,
    declared_policies,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput, nearest_of
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Field
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import POLICIES, VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.phrases import suggestion_for
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.type_faults import names_of, type_faults
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.value_types import FLAG, SUBOPTIONS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.desired import DesiredState
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.operators.declared_lists import (
    PLURALS,
    is_template,
    only_policies,
)

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Value
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Resource

#: Options of an item beside its kind's fields.
_BESIDE = (
    *map(Field, ("name", "state", "from_name")),
    Field("replace", FLAG),
    Field("extra_attrs", SUBOPTIONS, api_key="value_specs"),
)


def policies_declared(given: object) -> list[AuditedPolicy]:
    """The policies that a declaration makes; raises ``InvalidInput`` with every fault in them.

    A value with a template in it is not known: nothing is rendered here.
    """
    lists = only_policies(given)
    items: list[DesiredState] = []
    unknown: dict[tuple[str, str], set[str]] = {}
    faults: list[str] = []
    for kind, plural in PLURALS.items():
        resource = VPN_KINDS[kind]
        for item in lists[plural]:
            if (kind, item["name"]) in unknown:
                faults.append(f"{resource.label(item['name'])} is declared twice")
            templated = {key for key, value in item.items() if is_template(value)}
            unknown[kind, item["name"]] = templated - {"name"}
            given_values = {key: value for key, value in item.items() if key not in templated or key == "name"}
            wrong = list(_wrong(resource, item, given_values))
            if not wrong:
                state = given_values.get("state") or "present"
                desired = DesiredState.unchecked(resource, {**given_values, "state": state})
                items.append(desired)
                wrong += desired.faults(new=False) if kind in POLICIES else ()
            faults += [f"{resource.label(item['name'])}: {fault}" for fault in wrong]
    if faults:
        raise InvalidInput(faults)
    return [
        replace(
            policy,
            values={
                option: None if option in unknown[policy.kind, policy.name] else value
                for option, value in policy.values.items()
            },
            defaults=policy.defaults - unknown[policy.kind, policy.name],
        )
        for policy in declared_policies(items)
    ]


def _wrong(resource: Resource, item: t.Mapping[str, Value], given: t.Mapping[str, Value]) -> t.Iterator[str]:
    """Unknown options of a policy, and values that no module could read; ``given`` are those without a template."""
    if given.get("state") not in (None, "present", "absent"):
        yield f'state: must be present or absent, not "{given["state"]}"'
    if resource.kind not in POLICIES:
        yield from type_faults((row for row in resource.fields if row.refers_to in POLICIES), given)
        return
    fields = (*_BESIDE, *resource.fields)
    known = names_of(fields)
    unknown = (key for key in item if key not in known)
    yield from (f'"{key}" is no option ({suggestion_for(nearest_of(str(key), known), known)})' for key in unknown)
    yield from type_faults(fields, given)
