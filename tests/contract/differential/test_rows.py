# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The rows against neutron-lib's own attribute tables: the server's truth."""

from __future__ import annotations

import pytest
from neutron_lib.api.definitions import vpn, vpn_endpoint_groups, vpn_flavors
from neutron_lib.api.validators import validate_values

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS

DEFINITIONS = (vpn, vpn_endpoint_groups, vpn_flavors)
NEUTRON = [resource.on("neutron") for resource in VPN_KINDS.values()]
#: What a server sets itself, and what the engine treats apart from rows.
NOT_ROWS = {"id", "tenant_id", "name", "status", "auth_mode", "route_mode", "external_v4_ip", "external_v6_ip"}


def server_rows(resource):
    """neutron-lib's table for that kind, extensions merged in."""
    rows = {}
    for definition in DEFINITIONS:
        rows |= definition.RESOURCE_ATTRIBUTE_MAP.get(resource.api_key_plural, {})
    assert rows, f"no module in DEFINITIONS knows {resource.api_key_plural}: add that of neutron_lib.api.definitions"
    return rows


@pytest.mark.parametrize("resource", NEUTRON, ids=lambda resource: resource.kind)
def test_every_attribute_has_its_row_and_no_row_is_invented(resource):
    ours = {row.key for row in resource.fields if row.supported}
    assert ours == set(server_rows(resource)) - NOT_ROWS


@pytest.mark.parametrize("resource", NEUTRON, ids=lambda resource: resource.kind)
def test_what_may_stand_in_a_put(resource):
    ours = {row.key: row.updatable for row in resource.fields if row.supported}
    assert ours == {key: row["allow_put"] for key, row in server_rows(resource).items() if key in ours}


@pytest.mark.parametrize("resource", NEUTRON, ids=lambda resource: resource.kind)
def test_what_a_post_needs(resource):
    theirs = {key for key, row in server_rows(resource).items() if row["allow_post"] and "default" not in row}
    ours = {row.key for row in resource.fields if row.required and row.supported}
    # Their table has a default [] for endpoints, and the plugin refuses an empty list.
    assert ours - {"endpoints"} == theirs - NOT_ROWS


@pytest.mark.parametrize("resource", NEUTRON, ids=lambda resource: resource.kind)
def test_defaults_predicted_in_check_mode_are_the_servers(resource):
    for key, row in server_rows(resource).items():
        ours = next((ours for ours in resource.fields if ours.key == key and ours.server_default is not None), None)
        if ours:
            assert row["default"] == ours.server_default, key


@pytest.mark.parametrize("resource", NEUTRON, ids=lambda resource: resource.kind)
def test_our_choices_are_the_servers(resource):
    for key, row in server_rows(resource).items():
        ours = next((ours for ours in resource.fields if ours.key == key), None)
        for part, rules in [(ours, row.get("validate", {}))] if ours else []:
            if part.choices:
                assert set(part.choices) == set(rules["type:values"]), key
                assert all(validate_values(choice, rules["type:values"]) is None for choice in part.choices)
