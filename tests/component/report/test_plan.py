# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The report of a plan: the first screen answers what a reviewer asks, for every kind of change."""

from __future__ import annotations

import json
import re

import pytest

from ansible_collections.sitelink.vpnaas.plugins.filter.vpn_report import vpn_report
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import VpnError
from ansible_collections.sitelink.vpnaas.tests.component.report.declared import connection, office

#: The lines of a terminal, and of a comment on a merge request before it has to be scrolled.
SCREEN = 24
ROUTER = "may interrupt all connections on router edge"
BASE = office(connection(1), connection(2))


def changed(number=1, **more):
    """The base topology with one connection changed."""
    return office(*(connection(one, **(more if one == number else {})) for one in (1, 2)))


#: kind of change -> (question of a reviewer, what is declared, the lines that answer it)
CHANGES = {
    "creation": (
        "Which tunnel is new, to whom, for which networks?",
        office(connection(1), connection(2), connection(3)),
        [
            "Plan: 1 to create, 5 unchanged",
            "To create:",
            f"  IPsec site connection branch3: peer 198.51.100.3, networks 10.2.3.0/24, VPN service office; {ROUTER}",
        ],
    ),
    "networks": (
        "Which networks come and go?",
        changed(peer_cidrs=["10.2.1.0/24", "10.9.0.0/24"]),
        [
            "Plan: 1 to update, 4 unchanged",
            f"  IPsec site connection branch1: {ROUTER}",
            "      peer_cidrs: 10.2.1.0/24 -> 10.2.1.0/24, 10.9.0.0/24",
        ],
    ),
    "one of several values": (
        "What exactly changes inside dpd?",
        changed(dpd={"action": "restart"}),
        ["Plan: 1 to update, 4 unchanged", "      dpd.action: hold -> restart"],
    ),
    "key": (
        "Whose key changes, and is it shown?",
        changed(psk="another-key-of-branch-1", update_psk="always"),
        ["Plan: 1 to update, 4 unchanged", "      psk: a new key, not shown"],
    ),
    "switching off": (
        "Does somebody lose the connection?",
        changed(admin_state_up=False),
        ["Plan: 1 to update, 4 unchanged", "      admin_state_up: true -> false"],
    ),
    "peer": (
        "Which gateway is it now?",
        changed(peer_address="203.0.113.99", peer_id="203.0.113.99"),
        ["Plan: 1 to update, 4 unchanged", "      peer_address: 198.51.100.1 -> 203.0.113.99"],
    ),
    "another policy": (
        "Is the tunnel rebuilt, and from which policy to which?",
        {
            **changed(ipsec_policy="strong", replace=True),
            "ipsec_policies": [{"name": "branches-ipsec"}, {"name": "strong", "encryption_algorithm": "aes-256"}],
        },
        [
            f"Plan: 1 to create, 1 to replace ({ROUTER}), 4 unchanged",
            "To replace:",
            "      ipsec_policy: branches-ipsec -> strong",
            "      rebuilds: its tunnel to 198.51.100.1",
            "  IPsec policy strong: esp, aes-256, sha256, group5",
        ],
    ),
    "policy in use": (
        "Which tunnels does the change of a policy rebuild?",
        {**BASE, "ike_policies": [{"name": "branches-ike", "pfs": "group14", "replace": True}]},
        [
            f"Plan: 3 to replace ({ROUTER}), 2 unchanged",
            "      pfs: group5 -> group14",
            "      rebuilds: IPsec site connection branch1 (replaced), IPsec site connection branch2 (replaced)",
            "      ike_policy: branches-ike -> the new branches-ike",
        ],
    ),
    "deletion": (
        "What is deleted, and what was it?",
        office(connection(1), {"name": "branch2", "state": "absent"}),
        [
            "Plan: 1 to delete, 4 unchanged",
            f"Traffic: {ROUTER}.",
            "To delete:",
            f"  IPsec site connection branch2: peer 198.51.100.2, networks 10.2.2.0/24, VPN service office; {ROUTER}",
        ],
    ),
    "renaming": (
        "Is it the same object under another name?",
        office(connection("1", name="paris", from_name="branch1"), connection(2)),
        ["Plan: 1 to update, 4 unchanged", "      name: branch1 -> paris"],
    ),
    "description": (
        "Is this change harmless?",
        {**BASE, "ike_policies": [], "vpn_services": [{"name": "office", "description": "Paris"}]},
        ["Plan: 1 to update, 3 unchanged", "      description: (empty) -> Paris"],
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_first_screen_answers_the_question_about_a(change, site):
    question, declared, lines = CHANGES[change]
    site.apply(**BASE)
    report = vpn_report(site.plan(**declared))
    screen = report.splitlines()[:SCREEN]
    assert screen[0] == lines[0], f"{question}\n{report}"
    assert [line for line in lines if line not in screen] == [], f"{question}\n{report}"
    assert "key-of-branch" not in report


@pytest.mark.parametrize("change", CHANGES)
def test_markdown_and_gitlab_answer_the_question_about_a(change, site):
    _question, declared, lines = CHANGES[change]
    site.apply(**BASE)
    plan = site.plan(**declared)
    screen = vpn_report(plan, "markdown").splitlines()[:SCREEN]
    shown = [line.replace("\\", "").replace("→", "->").strip("* ") for line in screen]
    assert shown[0] == lines[0]
    assert [line for line in lines if line.strip() not in shown] == []
    numbers = json.loads(vpn_report(plan, "gitlab"))
    counts = {what: int(number) for number, what in re.findall(r"(\d+) to (\w+)", lines[0])}
    replaced = counts.get("replace", 0)  # as Terraform counts
    wanted = {what: counts.get(what, 0) for what in ("create", "update", "delete")}
    assert numbers == {**wanted, "create": wanted["create"] + replaced, "delete": wanted["delete"] + replaced}


def test_nothing_to_change_is_one_line(site):
    site.apply(**BASE)
    assert vpn_report(site.plan(**BASE)) == "Plan: nothing to change, 5 unchanged\n"
    assert vpn_report(site.apply(**BASE)) == "Done: nothing was changed, 5 unchanged\n"


def test_after_the_task_the_report_says_what_was_done(site):
    declared = {**BASE, "ike_policies": [{"name": "branches-ike", "pfs": "group14", "replace": True}]}
    site.apply(**BASE)
    report = vpn_report(site.apply(**declared)).splitlines()
    did = "may have interrupted all connections on router edge"
    assert report[0] == f"Done: 3 replaced ({did}), 2 unchanged"
    assert "Replaced:" in report
    assert "      rebuilt: IPsec site connection branch1 (replaced), IPsec site connection branch2 (replaced)" in report
    assert "      ike_policy: branches-ike -> the new branches-ike" in report, "ids that are gone have names too"


def test_what_is_interrupted_for_sure_stands_beside_what_may_be(site):
    site.apply(**BASE)
    moved = [{"name": "office", "router": "edge2", "subnet": "lab", "replace": True}]
    report = vpn_report(site.plan(**{**BASE, "vpn_services": moved})).splitlines()
    assert "interrupts all connections of VPN service office" in report[0]
    assert "may interrupt all connections on router edge" in report[0]


def test_a_service_that_moves_shows_the_names_of_both_routers(site):
    site.apply(**office(connection(1)))
    moved = office(
        connection(1), vpn_services=[{"name": "office", "router": "edge2", "subnet": "lab", "replace": True}]
    )
    report = vpn_report(site.plan(**{**moved, "replace": True}), "text")
    assert "router: edge -> edge2" in report
    assert "subnet: office -> lab" in report


def test_gitlab_gets_no_numbers_of_a_plan_that_cannot_be_carried_out(site):
    site.apply(**office(connection(1)))
    with pytest.raises(VpnError) as failed:
        site.plan(**office(connection(1), connection(2, psk=None)))
    assert vpn_report({"failed": True, "msg": "no", **failed.value.details}, "gitlab") == "{}"


def test_33_creations_are_at_most_60_lines(site):
    declared = office(*(connection(number) for number in range(1, 31)))
    report = vpn_report(site.plan(**declared)).splitlines()
    assert report[0] == "Plan: 33 to create, 0 unchanged"
    assert len(report) <= 60
    assert sum("IPsec site connection branch" in line for line in report) == 30


def test_a6_owner_conflicts_and_a5_undeclared_objects_have_their_section(site):
    """A5 and A6 of the faults of 1.0.0: objects by hand and of another owner were in no report."""
    site.apply(owner="b", **office(connection(1)))
    site.runner.apply("ipsec_site_connection", **connection(9, name="by-hand"))
    declared = office(connection(1, admin_state_up=False), connection(2))
    report = vpn_report(site.plan(owner="a", owner_conflict="warn", **declared)).splitlines()
    conflicts = report.index("Other owners' objects:")
    assert "  IPsec site connection branch1: it is marked as b's" in report[conflicts:]
    undeclared = report.index("Undeclared objects that use this topology:")
    assert report[undeclared + 1].startswith("  IPsec site connection by-hand: it uses ")


def test_a_failed_comparison_says_why_and_gitlab_gets_no_numbers(site):
    site.apply(owner="b", **office(connection(1)))
    with pytest.raises(VpnError) as raised:
        site.plan(owner="a", **office(connection(1)))
    failure = {"failed": True, "msg": str(raised.value), **raised.value.details}
    report = vpn_report(failure).splitlines()
    assert report[0] == "No plan: the comparison failed"
    assert any("branch1" in line and "b's" in line for line in report)
    assert report.index("Other owners' objects:") > 0
    assert json.loads(vpn_report(failure, "gitlab")) == {}


def test_a_new_connection_that_does_not_come_up_is_not_called_unchanged(site):
    """The report began with "Done: nothing was changed" though the connection had been created."""
    site.apply(**BASE)
    waited = connection(9, name="silent", wait_for="active")
    with pytest.raises(VpnError) as raised:
        site.apply(timeout=5, ipsec_site_connections=[waited])
    failure = {"failed": True, "msg": str(raised.value), **raised.value.details}
    assert failure["changed"]
    assert vpn_report(failure).splitlines()[0] == "Done: 0 unchanged, 1 failed"


def test_what_cannot_be_changed_comes_first_with_its_reason(site):
    site.apply(**BASE)
    with pytest.raises(VpnError) as raised:
        site.plan(**{**changed(ike_policy="other"), "ike_policies": [{"name": "other"}]})
    failure = {"failed": True, "msg": str(raised.value), **raised.value.details}
    report = vpn_report(failure).splitlines()
    assert report[0] == "Plan: 1 to create, 3 unchanged, 1 cannot be changed"
    assert report.index("Cannot be changed:") < report.index("To create:")
    assert any(line.startswith("      error: ") and "ike_policy" in line for line in report)


def test_gitlab_counts_a_replacement_as_terraform_does(site):
    site.apply(**BASE)
    declared = changed(ipsec_policy="strong", replace=True)
    declared["ipsec_policies"] = [{"name": "branches-ipsec"}, {"name": "strong"}]
    declared["ipsec_site_connections"][1] = {"name": "branch2", "state": "absent"}
    report = vpn_report(site.plan(**declared), "gitlab")
    assert json.loads(report) == {"create": 2, "update": 0, "delete": 2}


def test_several_clouds_are_summed_and_named(site):
    site.apply(**BASE)
    plans = {"paris": site.plan(**changed(mtu=1400)), "rome": site.plan(**office(connection(3)))}
    report = vpn_report(plans).splitlines()
    assert report[0] == "Plan: 1 to create, 1 to update, 7 unchanged"
    assert [line for line in report if ": Plan: " in line] == [
        "paris: Plan: 1 to update, 4 unchanged",
        "rome: Plan: 1 to create, 3 unchanged",
    ]
    looped = {"results": [{**plan, "item": name, "ansible_loop_var": "item"} for name, plan in plans.items()]}
    assert vpn_report(looped) == vpn_report(plans)


def test_the_result_of_a_single_module_is_a_plan_too(neutron):
    neutron.with_base_objects()
    result = neutron.check("ipsec_site_connection", "branch7", mtu=1400)
    assert vpn_report(result).splitlines()[0] == "Plan: 1 to update, 0 unchanged"
    assert "      mtu: 1500 -> 1400" in vpn_report(result).splitlines()


def test_the_result_of_the_role_says_whether_it_was_done_and_names_each_end(site):
    site.apply(**BASE)
    plan = site.apply(**changed(mtu=1400))
    kept = {key: plan[key] for key in ("plan", "objects", "subnets", "names", "applied", "summary")}
    assert vpn_report(kept).splitlines()[0] == "Done: 1 updated, 4 unchanged"
    ends = {"changed": True, "applied": True, "plan": plan["plan"] * 2, "ends": [kept, kept]}
    report = vpn_report(ends).splitlines()
    assert report[0] == "Done: 2 updated, 8 unchanged"
    assert "end 2: Done: 1 updated, 4 unchanged" in report


def test_long_lists_show_what_comes_and_goes(site):
    many = [f"10.50.{number}.0/24" for number in range(10)]
    site.apply(**changed(peer_cidrs=many))
    report = vpn_report(site.plan(**changed(peer_cidrs=[*many[1:], "10.60.0.0/24"])))
    assert "      peer_cidrs: 10 items -> 10 items: adds 10.60.0.0/24; removes 10.50.0.0/24" in report.splitlines()


@pytest.mark.parametrize(
    ("given", "report_format", "message"),
    [
        ({"plan": []}, "pdf", "format must be one of text, markdown, html, gitlab, junit, got: pdf"),
        ({"plan": []}, ["text"], "format must be one of"),
        ({}, "text", "there is nothing to report"),
        ("text", "text", "there is nothing to report"),
        ({"plan": []}, "junit", "there is no junit of a plan"),
        ({"topology": {}}, "gitlab", "there is no gitlab of a topology"),
        ([{"plan": []}, {"topology": {}}], "text", "holds plans and topologies"),
    ],
)
def test_bad_input_is_one_line(given, report_format, message):
    with pytest.raises(Exception, match=message) as raised:
        vpn_report(given, report_format)
    assert str(raised.value).startswith("vpn_report: ")
    assert len(str(raised.value).splitlines()) == 1


STRANGE = [None, 0, True, "text", [], {}, [None], {"id": None}, {"name": []}, [[{}]]]


@pytest.mark.parametrize("strange", STRANGE, ids=repr)
@pytest.mark.parametrize("report_format", ["text", "markdown", "html", "gitlab"])
def test_no_value_of_a_plan_makes_a_traceback(strange, report_format):
    entry = {"kind": "ipsec_site_connection", "name": "a", "action": "update", "changes": {"dpd": strange}}
    for key in ("kind", "name", "id", "action", "changes", "interrupts", "error"):
        assert vpn_report({"plan": [{**entry, key: strange}]}, report_format)
    for key in ("objects", "names", "diff", "subnets", "unowned", "warnings", "hints", "applied", "failed_objects"):
        assert vpn_report({"plan": [entry, strange], key: strange}, report_format)
        assert vpn_report({"plan": [entry], key: [strange]}, report_format)
