# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A dialect is data: what it overrides stands in the field or resource, under its name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.dialects import DIALECTS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Field, Resource
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import KINDS


def owners() -> Iterator[Field | Resource]:
    """Every resource and field that there is."""
    for resource in KINDS.values():
        yield resource
        yield from resource.fields
        for row in resource.fields:
            yield from row.suboptions


def test_overrides_name_only_dialects_and_attributes_that_exist() -> None:
    for owner in owners():
        attributes = {attribute.name for attribute in fields(owner)}
        assert set(owner.overrides) <= set(DIALECTS), owner
        assert all(set(changes) <= attributes for changes in owner.overrides.values()), owner


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_kind_exists_in_every_dialect(dialect: str) -> None:
    for resource in KINDS.values():
        assert resource.on(dialect).kind == resource.kind


def test_a_new_dialect_needs_no_change_of_field_or_resource() -> None:
    part = Field("value", overrides={"acme": {"minimum": 7}})
    row = Field("lifetime", suboptions=(part,), overrides={"acme": {"required": True}})
    resource = Resource("thing", "things", "thing", "/things", "thing", "things", fields=(row,))
    changed = resource.on("acme").field("lifetime")
    assert (changed.required, changed.suboptions[0].minimum) == (True, 7)
    assert resource.on("neutron").field("lifetime") is row
