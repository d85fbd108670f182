# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The role's data against the engine's: presets, argument_specs.yml, defaults."""

from __future__ import annotations

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks import policy_rules
from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.argspec import CLOUD_OPTIONS, resource_spec
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.dialects import DIALECTS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.desired import DesiredState
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config import targets
from ansible_collections.sitelink.vpnaas.tests.support.role_files import ROLE, read

PRESETS_FILE = "roles/site_to_site/vars/main/presets.yml"
PRESETS = read("vars/main/presets.yml")["site_to_site_presets"]
#: variable -> (kind, options of the module that the role decides itself)
SECTIONS = {
    "site_to_site_ike_policy": ("ike_policy", {"state"}),
    "site_to_site_ipsec_policy": ("ipsec_policy", {"state"}),
    "site_to_site_vpn_service": ("vpn_service", {"state"}),
    "site_to_site_endpoint_groups": ("endpoint_group", set()),
    "site_to_site_connections": ("ipsec_site_connection", set()),
}


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_whole_and_the_engine_takes_it(name):
    preset = PRESETS[name]
    assert set(preset) == {"title", "dialects", "targets", "checked", "source", "warning", "ike", "ipsec"}
    assert set(preset["checked"]) <= {"tunnel", "documents"} and preset["checked"]
    assert set(preset["targets"]) <= set(targets.names()) and set(preset["warning"]) <= set(preset["dialects"]) <= set(
        DIALECTS
    )
    for kind, word in (("ike_policy", "ike"), ("ipsec_policy", "ipsec")):
        rows = {row.option: row for row in VPN_KINDS[kind].fields}
        assert set(rows) - set(preset[word]) == {"description", "availability_zone"}
        assert all(preset[word][option] in row.choices for option, row in rows.items() if row.choices)
        for dialect in preset["dialects"]:
            DesiredState.of(VPN_KINDS[kind].on(dialect), {"name": "policy", **preset[word]})
    assert policy_rules.ikev1_algorithms(preset["ike"]) == []


def test_every_dialect_has_a_default_preset(crypto):
    assert set(crypto["defaults"]) == set(DIALECTS)
    assert all(dialect in PRESETS[preset]["dialects"] for dialect, preset in crypto["defaults"].items())


def test_what_is_outdated_is_warned_about():
    for name, preset in PRESETS.items():
        if preset["ike"]["ike_version"] == "v1" or "sha1" in str(preset):
            silent = set(preset["dialects"]) - set(preset["warning"])
            assert not silent, f"{name} in {PRESETS_FILE} is outdated, and its `warning` lacks {sorted(silent)}"


@pytest.mark.parametrize("variable", SECTIONS)
def test_a_section_has_the_options_of_its_module(variable, argument_specs):
    kind, own = SECTIONS[variable]
    own = own | {"replace"}  # said once for the whole site
    spec = {option: row for option, row in resource_spec(VPN_KINDS[kind]).items() if option not in CLOUD_OPTIONS}
    assert shape(argument_specs[variable]["options"]) == shape(
        {option: row for option, row in spec.items() if option not in own}
    )


def test_site_to_site_cloud_has_every_option_of_access(argument_specs):
    """Under all its names: a role's argument spec knows no aliases."""
    under_all_names = {
        alias: row for option, row in CLOUD_OPTIONS.items() for alias in [option, *row.get("aliases", ())]
    }
    assert shape(argument_specs["site_to_site_cloud"]["options"]) == shape(under_all_names)


def test_defaults_are_those_of_the_argument_specs(argument_specs):
    result = {name: option["default"] for name, option in argument_specs.items() if "default" in option}
    assert read("defaults/main.yml") == result


@pytest.mark.parametrize("name", [*PRESETS, *read("defaults/main.yml")])
def test_the_readme_knows_every_preset_and_variable(name):
    assert f"`{name}`" in (ROLE / "README.md").read_text(encoding="utf-8")


def test_the_readmes_example_is_the_one_that_the_demo_runs():
    readme = (ROLE / "README.md").read_text(encoding="utf-8")
    example = (ROLE.parents[1] / "docs/examples/site_to_site.yml").read_text(encoding="utf-8")
    assert example.split("---\n", 1)[1].strip() in readme


def test_the_guides_example_is_the_one_that_a_test_runs():
    guide = (ROLE.parents[1] / "docs/guides/both_ends.md").read_text(encoding="utf-8")
    example = (ROLE.parents[1] / "docs/examples/both_ends.yml").read_text(encoding="utf-8")
    assert example.split("---\n", 1)[1].strip() in guide


def test_the_guide_to_aws_has_the_example_that_a_test_runs():
    guide = (ROLE.parents[1] / "docs/guides/aws.md").read_text(encoding="utf-8")
    example = (ROLE.parents[1] / "docs/examples/openstack_to_aws.yml").read_text(encoding="utf-8")
    assert example.split("---\n", 1)[1].strip() in guide


def test_the_ends_have_the_options_of_the_one_end_form(argument_specs):
    ends = argument_specs["site_to_site_ends"]["options"]
    assert shape(ends["cloud"]["options"]) == shape(argument_specs["site_to_site_cloud"]["options"])
    assert shape(ends["vpn_service"]["options"]) == shape(argument_specs["site_to_site_vpn_service"]["options"])
    connection = argument_specs["site_to_site_connections"]["options"]
    mirrored = {"name", "vpn_service", "ike_policy", "ipsec_policy", "peer_address", "peer_id", "peer_cidrs", "psk"}
    mirrored |= {"local_endpoint_group", "peer_endpoint_group", "update_psk", "state"}
    assert shape(ends["connection"]["options"]) == shape(
        {option: row for option, row in connection.items() if option not in mirrored}
    )


def shape(options):
    """What of a spec counts: defaults are the modules' own, names need not be given here, and a role has no aliases."""
    kept = ("type", "elements", "choices")
    return {
        name: {key: option[key] for key in kept if option.get(key)}
        | ({"no_log": True} if option.get("no_log") else {})
        | ({"options": shape(option["options"])} if "options" in option else {})
        for name, option in options.items()
    }
