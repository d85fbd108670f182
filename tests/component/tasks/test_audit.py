# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The audit of existing and declared policies: what it prints, and when it has no success."""

from __future__ import annotations

from datetime import date

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput
from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.registry import TASKS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.operators.declared_lists import only_policies
from ansible_collections.sitelink.vpnaas.tests.support.prepared_runner import PreparedRunner, instead
from ansible_collections.sitelink.vpnaas.tests.support.task_runner import defaults_of

OWN = {"name": "own", "title": "Of our own", "forbid": {"auth_algorithm": ["sha1"]}, "prefer": {"pfs": ["group20"]}}
GOOD = {"encryption_algorithm": "aes-256", "auth_algorithm": "sha256", "pfs": "group20"}
KEY = "a secret of nobody else"


def no_cloud(_params, _check_mode):
    raise AssertionError("a cloud is asked")


def audit(runner=None, **params):
    task = TASKS["playbook_text"]
    options = defaults_of(task.argument_spec)
    asked = {**options, "playbook": "audit", "today": "2026-11-27", "baseline": OWN, **params}
    return task.execute(
        asked, True, (lambda _given, check_mode: Snapshot(runner.connected_client(check_mode))) if runner else no_cloud
    )


def declared(ike=None, ipsec=None, **more):
    policies = {
        "ike_policies": [{"name": "p1", **(ike or GOOD)}],
        "ipsec_policies": [{"name": "p2", **(ipsec or GOOD)}],
    }
    return {**policies, **more}


# --- what exists


def test_the_findings_are_grouped_by_policy_with_its_connections_and_old_and_wanted_values(neutron):
    neutron.with_base_objects()
    neutron.apply("ike_policy", "idle", **{**GOOD, "pfs": "group14"})
    result = audit(neutron, baseline={**OWN, "forbid": {"auth_algorithm": ["sha256"]}})
    assert result["text"] == [
        'IKE policy "idle", used by no connection',
        "  error    auth_algorithm: sha256 -> any but sha256  (forbidden by own)",
        "  info     pfs: group14 -> group20  (preferred by own)",
        "",
        'IKE policy "ike", used by branch7',
        "  error    auth_algorithm: sha256 -> any but sha256  (forbidden by own)",
        "  warning  pfs: group5 -> group20  (preferred by own)",
        "",
        'IPsec policy "ipsec", used by branch7',
        "  error    auth_algorithm: sha256 -> any but sha256  (forbidden by own)",
        "  warning  pfs: group5 -> group20  (preferred by own)",
        "",
        "3 errors, 2 warnings, 1 for information in 3 of 3 policies; 0 passed, 0 not checked."
        " Compared with own (Of our own)",
    ]
    assert result["success"] is False
    assert result["summary"] == {"passed": 0, "failed": 6, "not_checked": 0}
    assert {row["kind"] for row in result["assertions"]} == {"ike_policy", "ipsec_policy"}


def test_policies_within_the_baseline_are_one_line(neutron):
    neutron.with_base_objects()
    result = audit(neutron, baseline="neutron-29-ready")
    assert result["text"] == [
        "0 errors, 0 warnings in 0 of 2 policies; 4 passed, 0 not checked."
        " Compared with neutron-29-ready (What Neutron 29 (2026.2) can store)"
    ]
    assert result["success"] is True


def test_a_warning_is_no_failure(neutron):
    neutron.with_base_objects()
    result = audit(neutron, baseline={**OWN, "forbid": {"auth_algorithm": ["sha256"]}, "until": "2027-03-31"})
    assert "  warning  auth_algorithm: sha256 -> any but sha256  (forbidden by own after 2027-03-31)" in result["text"]
    assert result["success"] is True


def test_a_project_without_policies(runner):
    (line,) = audit(runner)["text"]
    assert line.startswith("No IKE policies and no IPsec policies.")


def test_k5_is_outside_every_baseline_on_cryptography(k5):
    k5.with_base_objects()
    assert audit(k5, baseline="ietf,bsi-tr-02102-3")["success"] is False


@pytest.mark.parametrize("kind", ["ike_policy", "ipsec_policy"])
def test_a_kind_that_cannot_be_read_is_not_checked_and_no_success(kind):
    resource = VPN_KINDS[kind]
    runner = PreparedRunner(between=instead("GET", resource.path, 403, {"NeutronError": {"message": "no"}}))
    result = audit(runner, baseline=OWN)
    assert result["success"] is False
    assert f"  The {resource.titles} cannot be read, so own is not checked: " in "\n".join(result["text"])
    assert result["summary"]["not_checked"] == 1
    assert result["summary"]["passed"] > 0, "the other kind is still checked"


def test_connections_that_cannot_be_read_leave_the_users_open():
    path = VPN_KINDS["ipsec_site_connection"].path
    runner = PreparedRunner(between=instead("GET", path, 403, {"NeutronError": {"message": "no"}}))
    result = audit(runner, baseline=OWN)
    assert 'IKE policy "ike", whose connections are not known' in result["text"]


def test_a_cloud_that_does_not_answer_is_one_line_and_no_success():
    result = audit(PreparedRunner(between=instead("GET", "", 503, {})), cloud="mycloud")
    assert result["success"] is False
    (line,) = result["text"]
    assert 'Cloud "mycloud"' in line
    assert "assertions" not in result


def test_a_name_with_a_line_break_makes_no_line(neutron):
    neutron.apply("ike_policy", "p1", **{**GOOD, "auth_algorithm": "sha512"})
    (stored,) = neutron.cloud.store.all("ikepolicies")
    stored["name"] = "p1\nIKE policy"
    result = audit(neutron, baseline={**OWN, "forbid": {"auth_algorithm": ["sha512"]}})
    assert not any("\n" in line for line in result["text"])


# --- a declaration


def test_a_declaration_is_audited_without_a_cloud():
    connections = [{"name": "branch7", "ike_policy": "p1", "ipsec_policy": "p2", "psk": KEY}]
    result = audit(declaration=declared({**GOOD, "auth_algorithm": "sha1"}, ipsec_site_connections=connections))
    assert result["text"][:2] == [
        'IKE policy "p1", used by branch7',
        "  error    auth_algorithm: sha1 -> any but sha1  (forbidden by own)",
    ]
    assert result["success"] is False
    assert KEY not in str(result)


def test_the_default_that_a_declaration_leaves_to_the_server_is_named():
    result = audit(declaration=declared({"auth_algorithm": "sha256"}))
    assert "  warning  pfs: group5 (the default) -> group20  (preferred by own)" in result["text"]


@pytest.mark.parametrize(
    "wrapped",
    [
        lambda lists: lists,
        lambda lists: {"vpn_topology": lists, "branch7_psk": KEY},
        lambda lists: {f"vpn_{plural}": items for plural, items in lists.items()},
    ],
)
def test_the_lists_are_found_in_the_variables_of_a_repository(wrapped):
    assert audit(declaration=wrapped(declared()))["summary"]["passed"] == 4


def test_a_template_is_not_checked_and_listed():
    result = audit(declaration=declared({**GOOD, "auth_algorithm": "{{ hash }}"}))
    assert result["text"][:3] == ["Not checked:", '  IKE policy "p1": auth_algorithm', ""]
    assert result["summary"] == {"passed": 3, "failed": 0, "not_checked": 1}


def test_only_policies_and_names_of_connections_go_on():
    given = declared(
        vpn_services=[{"name": "office", "router": "edge"}],
        ipsec_site_connections=[{"name": "b", "psk": KEY, "ikepolicy_id": "p1", "peer_address": "192.0.2.1"}],
    )
    kept = only_policies({"vpn_topology": given, "psk": KEY})
    assert kept["ipsec_site_connections"] == [{"name": "b", "ike_policy": "p1"}]
    assert KEY not in str(kept)


@pytest.mark.parametrize(
    ("declaration", "texts"),
    [
        ({}, ["declares no IKE policy"]),
        ([], ["declares no IKE policy"]),
        (
            {"ike_policies": ["p1", {"pfs": "group2"}]},
            ["ike_policies[0] is no mapping", "ike_policies[1] is no mapping"],
        ),
        (
            declared({"auth_algorithim": "sha1", "ike_version": "v3"}, {"lifetime": 5}),
            ['"auth_algorithim" is no option (did you mean "auth_algorithm"?)', "lifetime: must be a mapping"],
        ),
        (declared({"ike_version": "v3"}, {"lifetime": {"value": "long"}}), ['not "v3"', "long is not a whole number"]),
        ({"ike_policies": [{"name": "p1"}, {"name": "p1"}]}, ["declared twice"]),
        # Fault: such a list was left out, and the audit of the rest was a success.
        ({**declared(), "ike_policies": "{{ ours }}"}, ["ike_policies is a template: pass the lists"]),
        ({"vpn_topology": {**declared(), "ipsec_policies": "{{ ours }}"}}, ["ipsec_policies is a template"]),
        ({**declared(), "vpn_ike_policies": "{{ ours }}"}, ["vpn_ike_policies is a template"]),
        ({**declared(), "ipsec_policies": {"name": "p"}}, ["ipsec_policies: must be a list, not a mapping"]),
        ({**declared(), "vpn_ipsec_policies": {"p": {}}}, ["vpn_ipsec_policies: must be a list, not a mapping"]),
        ({**declared(), "ipsec_policies": 5}, ["ipsec_policies: must be a list, not a number"]),
        ({**declared(), "ipsec_site_connections": "{{ all }}"}, ["ipsec_site_connections is a template"]),
        ({**declared(), "sites": {"paris": {"ike_policies": []}}}, ["paris: ike_policies below it is not read"]),
        ({**declared(), "sites": [{"ike_policies": []}]}, ["sites: ike_policies below it is not read"]),
        # Fault: such a policy counted as absent, and the audit was a success.
        (declared({"state": "gone"}), ['state: must be present or absent, not "gone"']),
        # Faults: AttributeError and TypeError.
        (declared({"extra_attrs": 5}), ["extra_attrs: must be a mapping"]),
        (declared({"from_name": ["p"]}), ["from_name: YAML read a list, not text"]),
        (
            declared({"pfs": ["group2"]}, {"pfs": 14}),
            ["pfs: YAML read a list, not text", "pfs: YAML read a number, not text"],
        ),
        (declared({"lifetime": {"seconds": 1}}), ["lifetime: has only units, value"]),
    ],
    ids=str,
)
def test_a_faulty_declaration_is_refused_with_every_fault(declaration, texts):
    with pytest.raises(InvalidInput) as refused:
        audit(declaration=declaration)
    assert [text for text in texts if text not in str(refused.value)] == []


# --- bad input


@pytest.mark.parametrize(
    ("params", "text"),
    [
        ({"baseline": "neutron-29"}, 'did you mean "neutron-29-ready"?'),
        ({"baseline": {"name": "own"}}, "checks nothing"),
        ({"today": "soon"}, "is no date"),
        ({"today": None}, "is no date"),
    ],
    ids=str,
)
def test_wrong_options_are_refused_before_the_login(params, text):
    with pytest.raises(InvalidInput) as refused:
        audit(**params)
    assert text in str(refused.value)


def test_without_a_baseline_it_is_that_of_the_ietf(neutron):
    neutron.with_base_objects()
    assert "Compared with ietf (" in audit(neutron, baseline=None)["text"][-1]


# --- what is not checked


def test_a_policy_that_a_declared_connection_uses_and_nobody_declares_is_not_checked():
    """Fault: it was left out, and the audit of the rest was a success."""
    connections = [
        {"name": "b7", "ike_policy": "elsewhere", "ipsec_policy": "p2"},
        {"name": "b8", "ike_policy": "{{ ike }}", "ipsec_policy": "p2"},
        {"name": "b9", "ike_policy": "gone", "ipsec_policy": "p2", "state": "absent"},
    ]
    result = audit(declaration=declared(ipsec_site_connections=connections))
    assert result["text"][:3] == [
        "Not checked:",
        '  IKE policy "elsewhere", used by "b7", is not declared, so own is not checked',
        '  The IKE policy of "b8" is not known, so own is not checked',
    ]
    assert result["summary"] == {"passed": 4, "failed": 0, "not_checked": 2}


def test_a_policy_that_a_connection_uses_and_no_listing_holds_is_not_checked(neutron):
    """Fault: that of another project was left out."""
    neutron.with_base_objects()
    (policy,) = neutron.cloud.store.all("ikepolicies")
    policy["project_id"] = policy["tenant_id"] = "0" * 32
    result = audit(neutron)
    (row,) = [row for row in result["assertions"] if row["result"] == "not_checked"]
    assert f'IKE policy {policy["id"]}, used by "branch7", is not listed for this login' in row["msg"]


def test_the_audit_of_a_declaration_says_that_it_is_about_that_only(neutron):
    neutron.with_base_objects()
    assert "run this without vpn_declaration" in audit(declaration=declared())["text"][-1]
    assert "vpn_declaration" not in str(audit(neutron)["text"])


@pytest.mark.parametrize("given", [[], {}, "", False, 0, "[]"], ids=repr)
def test_an_empty_baseline_is_refused_with_the_name_of_the_variable(given, neutron):
    with pytest.raises(InvalidInput, match=r"^vpn_baseline: "):
        audit(neutron, baseline=given)


JUNK = (
    None,
    True,
    5,
    -1,
    1.5,
    float("inf"),
    10**400,
    "",
    "{{ x }}",
    [],
    {},
    [[]],
    [None],
    ["{{ x }}"],
    {"x": 1},
    {1: 2},
)
JUNK += ({"value": "{{ x }}"}, {"value": []}, {"units": 5}, date(2027, 1, 1), b"x", "\ud800", "a\nb", "x" * 70000)
OPTIONS = ("name", "state", "from_name", "replace", "extra_attrs", "value_specs", "psk", 5, None)


@pytest.mark.parametrize("value", JUNK, ids=lambda value: repr(value)[:30])
def test_whatever_a_declaration_holds_it_is_a_result_or_one_line(value):
    """Faults: TypeError and AttributeError for values that no module had read."""
    shapes = [value, [value], {"ike_policies": value}, {"ike_policies": [value]}, {"a": {"ipsec_policies": value}}]
    shapes += [{"ike_policies": [{"name": "p"}], "a": value}, {"x_ike_policies": value}]
    for kind in ("ike_policy", "ipsec_policy"):
        options = [*OPTIONS, *(row.option for row in VPN_KINDS[kind].fields)]
        shapes += [{VPN_KINDS[kind].plural: [{"name": "p", option: value}]} for option in options]
    for key in ("name", "state", "ike_policy", "ikepolicy_id", "ipsec_policy", "peer_cidrs"):
        shapes.append({**declared(), "ipsec_site_connections": [{"name": "c", key: value}]})
    lines = [line for shape in shapes for line in text_or_refusal(shape)]
    assert lines and not [line for line in lines if "\n" in line]


def text_or_refusal(declaration):
    try:
        return audit(declaration=only_policies(declaration))["text"]
    except InvalidInput as error:
        return [str(error)]
