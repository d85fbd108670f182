# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""F3: a site under another name. Each plan is applied to an embedded cloud."""

from __future__ import annotations

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.topology.export import export
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.one_end import site_topology
from ansible_collections.sitelink.vpnaas.tests.component.tasks.test_topology import apply
from ansible_collections.sitelink.vpnaas.tests.unit.role.test_ends import AT_PARIS, AT_ROME, PARIS, ROME

PEER = {"peer_address": "198.51.100.7", "psk": "a secret of nobody else", "peer_cidrs": ["10.2.0.0/24"]}
SITE = {"vpn_service": {"router": "edge", "subnet": "office"}, "connections": [PEER]}
POLICIES = {"neutron": "modern", "k5": "k5"}


@pytest.fixture
def role(runner, crypto):
    """role(name, site) -> (the problems of the plan, the result of its topology)."""

    def run(name, check_mode=False, **site):
        current = export({}, Snapshot(runner.connected_client()))
        plan = site_topology({**SITE, "name": name, **site}, current, crypto)
        return plan["problems"], None if plan["problems"] else apply(
            runner, {**plan["topology"], "state": site.get("state", "present")}, check_mode
        )

    return run


def names(result):
    return {item["name"] for items in result["objects"].values() for item in items}


def test_f3_a_site_is_renamed_and_its_policies_keep_their_names(runner, role):
    _problems, before = role("branch7")
    preset = POLICIES[runner.dialect]
    kept = {f"{kind}_policy": {"name": f"branch7-{kind}-{preset}"} for kind in ("ike", "ipsec")}
    _problems, after = role("lyon", from_name="branch7", **kept)
    assert after["summary"] | {"none": 2, "update": 2} == after["summary"]
    assert {item["id"] for item in after["objects"]["vpn_services"]} == {
        item["id"] for item in before["objects"]["vpn_services"]
    }
    assert {name.split("-")[0] for name in names(after) if "ike" not in name and "ipsec" not in name} == {"lyon"}
    assert not role("lyon", from_name="branch7", **kept)[1]["changed"]


def test_f3_policies_in_use_are_refused_with_both_remedies(runner, role):
    role("branch7")
    problems, _result = role("lyon", from_name="branch7")
    assert len(problems) == 2
    for kind, problem in zip(("ike", "ipsec"), problems, strict=True):
        name = f"branch7-{kind}-{POLICIES[runner.dialect]}"
        for words in ("site_to_site_from_name", "site_to_site_replace: true", f"site_to_site_{kind}_policy", name):
            assert words in problem


def test_f3_with_replace_everything_has_the_new_name(runner, role):
    role("branch7")
    _problems, after = role("lyon", from_name="branch7", replace=True)
    assert not [name for name in names(after) if "branch7" in name]
    left = export({}, Snapshot(runner.connected_client()))["topology"]
    assert "branch7" not in str(left)
    assert not role("lyon", from_name="branch7", replace=True)[1]["changed"]


@pytest.mark.parametrize("replace", [False, True])
def test_f3_what_a_site_loses_while_it_is_renamed_is_deleted(runner, role, replace):
    """Its networks' connections stayed under the old name, and on K5 they were in the way of the replacement."""
    split = runner.dialect == "neutron"  # K5 has one connection per network anyway
    more = {"split_pairs": True, "crypto": "ikev1"} if split else {}
    preset = more.get("crypto") or POLICIES[runner.dialect]
    kept = {f"{kind}_policy": {"name": f"branch7-{kind}-{preset}"} for kind in ("ike", "ipsec")}
    more |= {"replace": True} if replace else kept
    role("branch7", connections=[{**PEER, "peer_cidrs": ["10.2.0.0/24", "10.3.0.0/24"]}], **more)
    for _run in range(2):
        problems, result = role("lyon", from_name="branch7", **more)
        assert problems == []
    assert not result["changed"]
    left = export({}, Snapshot(runner.connected_client()))["topology"]["ipsec_site_connections"]
    assert [item["name"] for item in left] == ["lyon-office-10-2-0-0-24" if split else "lyon-10-2-0-0-24"]


def test_f3_a_site_whose_new_name_begins_with_the_old_one_keeps_its_pairs(neutron, crypto):
    site = {**SITE, "split_pairs": True, "crypto": "ikev1", "replace": True}
    for name, former in (("branch7", ""), ("branch7-lyon", "branch7"), ("branch7-lyon", "branch7")):
        current = export({}, Snapshot(neutron.connected_client()))
        plan = site_topology({**site, "name": name, "from_name": former}, current, crypto)
        assert plan["problems"] == []
        result = apply(neutron, plan["topology"])
    assert not result["changed"]
    assert [item["name"] for item in result["objects"]["ipsec_site_connections"]] == ["branch7-lyon-office-10-2-0-0-24"]


def test_f3_a_site_that_is_there_under_neither_name_is_created(role):
    assert role("lyon", from_name="branch7")[1]["summary"]["create"] == 4


def test_f3_another_sites_names_are_left_alone(plan):
    there = {"vpn_services": [{"name": "branch70"}, {"name": "branch"}]}
    topology = plan(existing=there, **{**SITE, "name": "lyon", "from_name": "branch7"})["topology"]
    assert "from_name" not in str(topology)


def test_f3_absent_ignores_it(role):
    role("branch7")
    assert role("lyon", from_name="branch7", state="absent")[1]["summary"]["delete"] == 0


def test_f3_both_ends_are_renamed_and_keep_their_key(plan_both):
    there = {"ipsec_site_connections": [{"name": "vpn", "ike_policy": "a", "ipsec_policy": "b"}]}
    policies = {"ike_policy": {"name": "a"}, "ipsec_policy": {"name": "b"}}
    seen = [{**at, "topology": there} for at in (AT_PARIS, AT_ROME)]
    result = plan_both([PARIS, ROME], seen, name="lyon", from_name="vpn", has_psk=False, **policies)
    assert (result["problems"], result["needs_key"], result["has_key"]) == ([], False, True)
    assert result["existing"] == [["lyon", "vpn"], ["lyon", "vpn"]]
    for end in result["ends"]:
        (connection,) = end["topology"]["ipsec_site_connections"]
        assert (connection["name"], connection["from_name"]) == ("lyon", "vpn")
