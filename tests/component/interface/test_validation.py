# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The shorter way of validation gives what Ansible's own gives, whatever the items hold."""

from __future__ import annotations

import copy

import pytest
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as some

from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.argument_guards import without_nulls
from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.registry import TASKS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._argument_validation import validate

SPEC = dict(TASKS["vpn_topology"].argument_spec)
RIGHT = {"str": some.text(max_size=5), "int": some.integers(-9, 9), "bool": some.booleans()}
RIGHT["dict"] = some.dictionaries(some.text(max_size=5), RIGHT["str"] | RIGHT["int"], max_size=2)
RIGHT["raw"] = RIGHT["str"] | RIGHT["dict"]
#: What Ansible converts, refuses or lets pass, for any option.
ODD = some.sampled_from(
    [None, "", "yes", "12", "branch7", "2.5", 1, 0, 2.5, True, [], ["a", 1], [None], "a,b", {}, {"name": 1}, "k=v"]
)


def values(spec):
    if spec.get("options"):
        right = mappings(spec["options"])
    elif spec["type"] == "list":
        right = some.lists(RIGHT[spec["elements"]], max_size=3)
    else:
        right = some.sampled_from(spec["choices"]) if "choices" in spec else RIGHT[spec["type"]]
    return right | ODD


def mappings(options):
    """Some options of an item, or one that there is not."""
    optional = {option: values(spec) for option, spec in options.items() if not spec.get("required")}
    required = {option: values(spec) for option, spec in options.items() if spec.get("required")}
    aliases = {alias: some.text(max_size=5) for spec in options.values() for alias in spec.get("aliases", ())}
    return some.fixed_dictionaries(required, optional={**optional, **aliases, "unknown": ODD}).map(_few)


def _few(mapping):
    """An odd value among many hides the others: leave most options out."""
    kept = sorted(mapping, key=str)[:: max(1, len(mapping) // 4)]
    return {key: mapping[key] for key in {*kept, *({"name"} & set(mapping))}}


SECTIONS = {
    resource.plural: some.lists(mappings(SPEC[resource.plural]["options"]), max_size=2) | ODD
    for resource in VPN_KINDS.values()
}
TOPOLOGIES = some.fixed_dictionaries({}, optional={**SECTIONS, "state": ODD, "concurrency": ODD, "purge": ODD})
CONNECTION = {"name": "branch7", "peer_cidrs": ["10.2.0.0/24"], "psk": "secret", "dpd": {"action": "hold"}, "mtu": 1400}


# How fast it is says only how busy the machine is.
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TOPOLOGIES)
@example({"ipsec_site_connections": [CONNECTION]})
@example({"ipsec_site_connections": [{**CONNECTION, "wait_for": None, "mtu": None, "dpd": None}]})
@example({"ipsec_site_connections": [CONNECTION, {"name": None}]})
@example({"ipsec_site_connections": [{**CONNECTION, "state": None}]})
@example({"ipsec_site_connections": [CONNECTION], "state": "gone"})
@example({"ipsec_site_connections": [{**CONNECTION, "mtu": True}]})
def test_the_same_as_ansible(params):
    compare_with_ansible(SPEC, params)


@pytest.mark.parametrize("name", ["ipsec_site_connection", "ipsec_site_connection_info", "endpoint_group"])
def test_the_same_as_ansible_for_one_object(name):
    spec = dict(TASKS[name].argument_spec)

    @settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
    @given(mappings(spec))
    def compare(params):
        compare_with_ansible(spec, params)

    compare()


def compare_with_ansible(spec, params):
    """But for null, which is not given (row H8 of the list of faults); Ansible compares it with choices."""
    untouched = copy.deepcopy(params)
    try:
        theirs = ArgumentSpecValidator(spec).validate(without_nulls(copy.deepcopy(params), spec))
    except TypeError:  # Ansible stumbles over a number where a mapping should be; that is refused
        assert "convert to dict" in " ".join(validate(spec, params).error_messages)
        return
    ours = validate(spec, params)
    assert params == untouched
    assert ours.error_messages == theirs.error_messages
    if not theirs.error_messages:
        assert ours.validated_parameters == theirs.validated_parameters
        assert ours._warnings == theirs._warnings


def test_what_is_validated_shares_nothing_with_what_was_given():
    params = {"ipsec_site_connections": [copy.deepcopy(CONNECTION)]}
    (item,) = validate(SPEC, params).validated_parameters["ipsec_site_connections"]
    item["peer_cidrs"].append("10.3.0.0/24")
    item["dpd"]["action"] = "clear"
    assert params == {"ipsec_site_connections": [CONNECTION]}


def test_the_same_holds_for_the_arguments_of_one_object():
    spec = dict(TASKS["ipsec_site_connection"].argument_spec)
    params = {**copy.deepcopy(CONNECTION), "cloud": "office"}
    found = validate(spec, params).validated_parameters
    found["peer_cidrs"].append("10.3.0.0/24")
    found["dpd"]["action"] = "clear"
    assert params == {**CONNECTION, "cloud": "office"}
