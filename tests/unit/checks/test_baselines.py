# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Baselines: what they say on declared and existing policies, and what is refused in one."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
import yaml

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.assertion import AssertionSeverity, Outcome
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.audited_policies import (
    AuditedPolicy,
    declared_policies,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.baseline import OPTIONS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.baseline_data import SHIPPED
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.baselines import NAMES, evaluate, load, unreadable
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.algorithms import KNOWN_VALUES, LAST_RELEASE
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.topology.declaration import declare

TODAY = date(2026, 11, 27)
PRESETS = yaml.safe_load(
    (Path(__file__).parents[3] / "roles/site_to_site/vars/main/presets.yml").read_text(encoding="utf-8")
)["site_to_site_presets"]
#: baseline -> the presets that are within it, by their own sources
WITHIN = {
    "ietf": ("modern", "compatible", "fast"),
    "nist-sp800-77r1": ("nist-sp800-77r1",),
    "cnsa1-algorithms": ("cnsa1-algorithms",),
    "bsi-tr-02102-3": ("bsi-tr-02102-3",),
    "neutron-29-ready": tuple(name for name in PRESETS if name != "k5"),
}
ESP = {"encryption_algorithm": "aes-256", "auth_algorithm": "sha256", "pfs": "group20"}
IKE = {**ESP, "ike_version": "v2"}


def audit(baseline, ike=None, ipsec=None, today=TODAY, users=("branch7",)):
    """The assertions on a declaration with one policy of each kind that is given."""
    declared = {
        "ike_policies": [{"name": "p1", **ike}] if ike is not None else [],
        "ipsec_policies": [{"name": "p2", **ipsec}] if ipsec is not None else [],
        "ipsec_site_connections": [{"name": name, "ike_policy": "p1", "ipsec_policy": "p2"} for name in users],
    }
    return list(evaluate(load(baseline), declared_policies(declare(declared)), today))


def failures(*args, **kwargs):
    return [row for row in audit(*args, **kwargs) if row.result is not Outcome.PASSED]


def own(**rules):
    return {"name": "own", **rules}


# --- the shipped ones


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_baseline_has_a_title_and_a_source(name):
    (baseline,) = load(name)
    assert baseline.title and baseline.source
    assert not baseline.source.endswith("."), "it stands in sentences"


@pytest.mark.parametrize("name", NAMES)
def test_the_presets_of_a_standard_are_within_its_baseline(name):
    assert {
        preset: [row.msg for row in failures(name, PRESETS[preset]["ike"], PRESETS[preset]["ipsec"])]
        for preset in WITHIN[name]
    } == {preset: [] for preset in WITHIN[name]}


@pytest.mark.parametrize("name", NAMES)
def test_the_weakest_preset_is_within_none(name):
    assert any(
        row.severity is AssertionSeverity.ERROR for row in failures(name, PRESETS["k5"]["ike"], PRESETS["k5"]["ipsec"])
    )


def test_neutron_29_ready_forbids_exactly_what_its_database_cannot_store():
    refused = {
        value
        for key, values in KNOWN_VALUES.items()
        for value in values
        if failures("neutron-29-ready", {**IKE, key: value}, {**ESP, key: value})
    }
    assert refused == set(LAST_RELEASE) == {"sha1", "3des"}


def test_neutron_29_ready_sees_sha1_that_no_gateway_negotiates():
    """With AES-GCM the hash is dropped, but the database stores it."""
    (row,) = failures(
        "neutron-29-ready", ipsec={**ESP, "encryption_algorithm": "aes-256-gcm-16", "auth_algorithm": "sha1"}
    )
    assert (row.id, row.severity) == ("baseline-neutron-29-ready-auth-algorithm", AssertionSeverity.ERROR)


@pytest.mark.parametrize("name", [name for name in NAMES if name != "neutron-29-ready"])
@pytest.mark.parametrize(
    ("kind", "weak"),
    [
        ("ipsec", {"transform_protocol": "ah"}),
        ("ipsec", {"encryption_algorithm": "3des"}),
        ("ike", {"encryption_algorithm": "3des"}),
    ],
    ids=str,
)
def test_the_two_checks_of_cnspec_are_a_subset(name, kind, weak):
    """mondoohq/cnspec #3024: ipsec-policy-encrypts (no bare ah), vpn-no-weak-encryption (no DES, no 3DES).

    Neutron has no DES, and refuses it in a declaration.
    """
    good = {"ike": IKE, "ipsec": ESP}[kind]
    (option,) = weak
    assert f"baseline-{name}-{option.replace('_', '-')}" in {
        row.id for row in failures(name, **{kind: {**good, **weak}})
    }


def test_the_guide_has_a_row_for_every_shipped_baseline():
    guide = (Path(__file__).parents[3] / "docs/guides/assurance.md").read_text(encoding="utf-8")
    section = guide.partition("\n## Baselines\n")[2]
    assert re.findall(r"^\| `([a-z0-9-]+)` \|", section, re.MULTILINE) == list(NAMES)


# --- what a rule means


def test_a_forbidden_value_is_an_error_with_old_and_wanted_value_and_the_connections():
    (row,) = failures(own(forbid={"auth_algorithm": ["sha1"]}), {**IKE, "auth_algorithm": "sha1"}, users=["b1", "b2"])
    assert row.to_result() == {
        "id": "baseline-own-auth-algorithm",
        "severity": "error",
        "result": "failed",
        "kind": "ike_policy",
        "name": "p1",
        "expected": "any but sha1",
        "actual": "sha1",
        "msg": 'IKE policy "p1": auth_algorithm sha1 is forbidden by own (used by b1, b2)',
        "remedy": "Set auth_algorithm to any but sha1, here and at the peer. The API refuses to change a policy that a"
        " connection uses: declare it with replace: true.",
    }


@pytest.mark.parametrize(
    ("until", "severity"),
    [
        (None, AssertionSeverity.ERROR),
        ("2026-11-26", AssertionSeverity.ERROR),
        ("2026-11-27", AssertionSeverity.WARNING),
        (date(2027, 3, 31), AssertionSeverity.WARNING),
    ],
    ids=str,
)
def test_a_forbidden_value_is_a_warning_up_to_and_including_until(until, severity):
    (row,) = failures(own(forbid={"ike": {"pfs": "group5"}}, until=until), {**IKE, "pfs": "group5"}, ESP)
    assert row.severity is severity


def test_a_value_that_is_not_required_is_an_error_whatever_until_says():
    (row,) = failures(own(require={"pfs": ["group20", "group21"]}, until="2030-01-01"), {**IKE, "pfs": "group14"})
    assert (row.severity, row.expected, row.actual) == (AssertionSeverity.ERROR, "group20 or group21", "group14")


@pytest.mark.parametrize(
    ("users", "severity"),
    [(("b",), AssertionSeverity.WARNING), (None, AssertionSeverity.WARNING), ((), AssertionSeverity.INFO)],
)
def test_a_value_that_is_not_preferred_is_a_warning_and_an_info_where_certainly_nobody_uses_the_policy(users, severity):
    policy = AuditedPolicy("ike_policy", "p1", {"pfs": "group14"}, used_by=users)
    (row,) = evaluate(load(own(prefer={"pfs": ["group20"]})), [policy], TODAY)
    assert (row.result, row.severity) == (Outcome.FAILED, severity)


def test_a_declared_policy_may_be_used_by_a_connection_that_is_not_declared():
    (row,) = failures(own(prefer={"pfs": ["group20"]}), {**IKE, "pfs": "group14"}, users=())
    assert row.severity is AssertionSeverity.WARNING


@pytest.mark.parametrize(("seconds", "passes"), [(86400, True), (86401, False), (3600, True), (3599, False)])
def test_a_lifetime_has_bounds(seconds, passes):
    baseline = own(require={"ike": {"lifetime": {"minimum": 3600, "maximum": 86400}}})
    (row,) = audit(baseline, {**IKE, "lifetime": {"value": seconds}}, ESP)
    assert (row.result is Outcome.PASSED) is passes
    assert row.expected == "at least 3600 and at most 86400"


def test_what_is_not_declared_is_judged_by_the_default_of_a_new_policy():
    (row,) = failures(own(require={"ike": {"ike_version": ["v2"]}}), {"pfs": "group20"})
    assert row.actual == "v1 (the default)"


@pytest.mark.parametrize(
    ("ike", "ipsec"),
    [
        (None, {"encryption_algorithm": "aes-256-gcm-16", "auth_algorithm": "sha256"}),
        ({"ike_version": "v2", "phase1_negotiation_mode": "aggressive", "auth_algorithm": "sha512"}, None),
    ],
)
def test_what_gateways_do_not_negotiate_is_not_required(ike, ipsec):
    baseline = own(require={"auth_algorithm": ["sha512"], "ike": {"phase1_negotiation_mode": ["main"]}})
    assert failures(baseline, ike, ipsec) == []


def test_each_option_of_each_policy_is_one_row_whether_it_passes_or_not():
    good, bad = audit("ietf", PRESETS["modern"]["ike"], ESP), audit("ietf", {"pfs": "group2"}, ESP)
    assert [(row.id, row.kind, row.name) for row in good] == [(row.id, row.kind, row.name) for row in bad]
    assert all(re.fullmatch(r"baseline(-[a-z0-9]+)+", row.id) for row in good)


def test_a_deleted_policy_is_not_judged():
    declared = declare({"ike_policies": [{"name": "p1", "auth_algorithm": "sha1", "state": "absent"}]})
    assert declared_policies(declared) == []


# --- what exists


def test_policies_that_cannot_be_read_are_not_checked_by_any_baseline_about_them():
    ike_only = own(forbid={"ike": {"pfs": "group2"}})
    rows = unreadable(load(["ietf", ike_only]), "ipsec_policy", "HTTP 403")
    assert [(row.id, row.result) for row in rows] == [("baseline-ietf", Outcome.NOT_CHECKED)]
    assert "HTTP 403" in rows[0].msg


# --- what is refused


def refusal(baseline):
    with pytest.raises(InvalidInput) as caught:
        load(baseline)
    return caught.value.faults


def test_several_baselines_are_a_list_or_names_with_commas():
    names = ["ietf", "neutron-29-ready"]
    assert [one.name for one in load("ietf, neutron-29-ready")] == names == [one.name for one in load(names)]
    assert [one.name for one in load(["ietf", own(forbid={"pfs": "group2"})])] == ["ietf", "own"]


@pytest.mark.parametrize("given", ["ietf", ["ietf", own(forbid={"pfs": ["group2"]})], own(forbid={"pfs": ["group2"]})])
def test_json_is_read(given):
    assert load(json.dumps(given)) == load(given) == load(json.dumps(json.dumps(given)))
    assert "begins like JSON" in refusal(json.dumps(given)[:-1])[0]


def test_a_shipped_baseline_takes_a_date():
    """A site knows when it upgrades to Neutron 29: until then sha1 is a warning."""
    ready = {"name": "neutron-29-ready", "until": "2027-03-31"}
    (row,) = failures(ready, {**IKE, "auth_algorithm": "sha1"})
    assert (row.id, row.severity) == ("baseline-neutron-29-ready-auth-algorithm", AssertionSeverity.WARNING)
    (row,) = failures(ready, {**IKE, "auth_algorithm": "sha1"}, today=date(2027, 4, 1))
    assert row.severity is AssertionSeverity.ERROR
    assert "is no date" in refusal({"name": "neutron-29-ready", "until": "later"})[0]


def test_an_unknown_name_names_the_nearest_and_all():
    (fault,) = refusal("bsi-tr-02102")
    assert 'did you mean "bsi-tr-02102-3"?' in fault
    assert all(name in fault for name in NAMES)


def test_all_faults_of_a_mapping_at_once():
    faults = refusal(
        {
            "name": "My Baseline",
            "titel": "x",
            "forbid": {"auth_algorithm": ["sha-1", "md5"], "psk": ["x"], "lifetime": {"maximum": 5}},
            "require": {"ike": {"ike_version": ["v3"], "transform_protocol": ["esp"]}, "ipsec": ["esp"]},
            "prefer": {"lifetime": {"maximum": "1d", "most": 5}},
            "until": "next year",
        }
    )
    for text in (
        'name: "My Baseline"',
        '"titel" is unknown (did you mean "title"?)',
        'forbid.auth_algorithm: "sha-1" is unknown (did you mean "sha1"?)',
        'forbid.auth_algorithm: "md5" is unknown',
        'forbid.psk: "psk" is unknown',
        "forbid.lifetime: ",
        'require.ike.ike_version: "v3" is unknown',
        'require.ike.transform_protocol: "transform_protocol" is unknown',
        "require.ipsec: a list is no mapping",
        'prefer.lifetime: maximum: "1d" is no number of seconds',
        'prefer.lifetime: "most" is unknown',
        'until: "next year" is no date',
    ):
        assert [fault for fault in faults if text in fault], (text, faults)
    assert all("\n" not in fault for fault in faults)


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ([], "the list is empty"),
        (["ietf", "ietf"], "given twice"),
        (5, "neither a name nor a mapping"),
        (None, "neither a name nor a mapping"),
        ({"name": ["ietf"]}, "name: a list must be"),
        ({}, "name"),
        (own(), "checks nothing"),
        (own(forbid=[]), "is no mapping"),
        (own(forbid={"pfs": []}), "is no list of values"),
        (own(forbid={"pfs": 5}), "is no list of values"),
        (own(forbid={"pfs": [["group2"]]}), "is unknown"),
        (own(forbid={"pfs": ["group2"], "ike": {"pfs": ["group5"]}}), "given twice"),
        (own(forbid={"pfs": ["group2"]}, require={"pfs": ["group2"]}), "forbidden by the same baseline"),
        (own(prefer={"pfs": ["group2"]}, require={"pfs": ["group14"]}), "not among the required"),
        (own(require={"lifetime": {"minimum": 9, "maximum": 8}}), "is above"),
        (own(require={"lifetime": [5]}), "must be a mapping"),
        (own(forbid={"pfs": ["group2"]}, until=5), "is no date"),
        # Python 3.11 read these, 3.10 does not.
        (own(forbid={"pfs": ["group2"]}, until="20270331"), "is no date"),
        (own(forbid={"pfs": ["group2"]}, until="2027-W01"), "is no date"),
        (own(forbid={"pfs": {}}), "a mapping is no list of values"),
        (own(require={"lifetime": None}), "null must be a mapping"),
        ([[]], "a list is neither a name nor a mapping"),
        (own(forbid={"pfs": ["group2"]}, title=["x"]), "is no text"),
        ({"name": "ietf", "forbid": {"pfs": ["group2"]}}, "give yours another name"),
    ],
    ids=str,
)
def test_a_malformed_baseline_is_refused(given, text):
    assert text in "; ".join(refusal(given))


def test_a_fault_of_both_kinds_of_policies_is_named_once():
    faults = refusal(own(forbid={"auth_algorithm": ["sha1"]}, require={"auth_algorithm": ["sha1"]}))
    assert len(faults) == 1


def test_a_baseline_can_be_about_every_option_of_a_policy_that_has_a_set_of_values():
    """A new option with choices is in the format at once."""
    assert {
        kind: {row.option for row in VPN_KINDS[kind].fields if row.choices or row.option in {*KNOWN_VALUES, "lifetime"}}
        for kind in OPTIONS
    } == {kind: set(options) for kind, options in OPTIONS.items()}
    assert len(NAMES) == len(SHIPPED)


def test_json_that_is_nested_without_end_is_refused():
    with pytest.raises(InvalidInput, match="begins like JSON"):
        load("[" * 100_000)


HUGE = "x" * 1_000_000


@pytest.mark.parametrize(
    "given",
    [
        HUGE,
        {"name": HUGE},
        {"name": "ours", HUGE: 1},
        {"name": "ours", "until": HUGE},
        {"name": "ours", "forbid": {HUGE: ["sha1"]}},
        {"name": "ours", "forbid": {"auth_algorithm": [HUGE]}},
        {"name": "ours", "forbid": {"encapsulation_mode": [HUGE]}},
    ],
    ids=range(7),
)
def test_a_huge_value_is_refused_in_a_line_that_can_be_read(given):
    """The nearest known value took seconds, and the value stood in the message."""
    with pytest.raises(InvalidInput) as refused:
        load(given)
    assert len(str(refused.value)) < 5000 and " characters) ... " in str(refused.value)
