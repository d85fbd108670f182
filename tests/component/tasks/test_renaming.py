# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""F3: ``from_name`` renames an object; a topology's preflight does not warn about what the same run purges."""

from __future__ import annotations

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import (
    InvalidInput,
    UnknownReference,
    UnsupportedChange,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.tests.component.tasks.test_lifecycle import CASES, IN_BASE, LIVES
from ansible_collections.sitelink.vpnaas.tests.component.tasks.test_topology import actions, apply, branches
from ansible_collections.sitelink.vpnaas.tests.support.prepared_runner import PreparedRunner, refused


@pytest.mark.parametrize(("kind", "dialect"), CASES)
def test_f3_an_object_is_renamed_and_keeps_its_id(kind, dialect):
    runner = PreparedRunner(dialect)
    # A policy in use is not renamed; a service has a status of its own only with a connection.
    is_in_base = kind in ("vpn_service", "ipsec_site_connection")
    old, options = (IN_BASE[kind], {}) if is_in_base else ("old", LIVES[kind][1])
    before = runner.apply(kind, old, **options)
    predicted = runner.check(kind, "new", from_name=old, **options)
    runner.cloud.forget_log()
    renamed = runner.apply(kind, "new", from_name=old, **options)
    assert [entry.method for entry in runner.cloud.log.writes] == ["PUT"]
    assert (renamed["action"], renamed[kind]["id"], renamed[kind]["name"]) == ("update", before[kind]["id"], "new")
    assert (renamed["diff"]["before"]["name"], renamed["diff"]["after"]["name"]) == (old, "new")
    assert (predicted["action"], predicted["diff"]) == (renamed["action"], renamed["diff"])
    assert predicted[kind]["name"] == "new"
    again = runner.apply(kind, "new", from_name=old, **options)
    assert (again["changed"], "warnings" in again and "from_name" in str(again["warnings"])) == (False, False)


def test_f3_where_neither_is_there_it_is_created(runner):
    assert runner.apply("ike_policy", "new", from_name="old")["action"] == "create"


def test_f3_where_both_are_there_the_name_counts_with_a_warning(runner):
    old, new = (runner.apply("ike_policy", name)["ike_policy"]["id"] for name in ("old", "new"))
    both = runner.apply("ike_policy", "new", from_name="old")
    assert (both["changed"], both["ike_policy"]["id"]) == (False, new)
    (warning,) = [warning for warning in both["warnings"] if "from_name" in warning]
    assert old in warning


def test_f3_several_of_the_former_name_are_an_error_with_their_ids(neutron):
    cloud = neutron.connected_client()
    resource = VPN_KINDS["ike_policy"]
    ids = [cloud.create(resource, {"name": "old", "auth_algorithm": "sha256"})["id"] for _number in range(2)]
    refused(lambda: neutron.apply("ike_policy", "new", from_name="old"), "old", *ids, kind=UnknownReference)


def test_f3_a_former_name_is_checked_and_absent_ignores_it(neutron):
    refused(lambda: neutron.apply("ike_policy", "new", from_name=" old"), "from_name", kind=InvalidInput)
    there = neutron.apply("ike_policy", "old")["ike_policy"]["id"]
    refused(lambda: neutron.apply("ike_policy", there, from_name="old"), "from_name", there, kind=InvalidInput)
    assert not neutron.apply("ike_policy", "new", state="absent", from_name="old")["changed"]


def test_f3_a_policy_in_use_is_renamed_by_a_replacement_only(neutron):
    neutron.with_base_objects()
    refused(lambda: neutron.apply("ike_policy", "new", from_name="ike"), "in use", "name", kind=UnsupportedChange)
    done = neutron.apply("ike_policy", "new", from_name="ike", replace=True)
    assert (done["action"], done["ike_policy"]["name"]) == ("replace", "new")
    assert [policy["name"] for policy in neutron.info("ike_policy")["ike_policies"]] == ["new"]


def test_f3_a_topology_renames_and_references_use_the_new_name(runner):
    apply(runner, branches(2))
    renamed = branches(2)
    renamed["vpn_services"][0] |= {"name": "hub", "from_name": "office"}
    for connection in renamed["ipsec_site_connections"]:
        connection["vpn_service"] = "hub"
    renamed["ipsec_site_connections"][0] |= {"name": "berlin", "from_name": "branch1"}
    predicted = apply(runner, renamed, check_mode=True)
    result = apply(runner, renamed)
    assert actions(predicted) == actions(result)
    changes = {entry["name"]: entry["changes"] for entry in result["plan"] if entry["action"] != "none"}
    assert changes == {
        "hub": {"name": {"before": "office", "after": "hub"}},
        "berlin": {"name": {"before": "branch1", "after": "berlin"}},
    }
    assert not apply(runner, renamed)["changed"]


def test_f3_two_items_cannot_claim_one_object(neutron):
    topology = {"ike_policies": [{"name": "a", "from_name": "b"}, {"name": "b"}, {"name": "c", "from_name": "b"}]}
    refused(lambda: apply(neutron, topology), "declared itself", "by another item", kind=InvalidInput)


def test_f3_a_renamed_object_is_not_purged(neutron):
    apply(neutron, branches(2, owner="a"))
    renamed = branches(2, owner="a", purge=True)
    renamed["ipsec_site_connections"][0] |= {"name": "berlin", "from_name": "branch1"}
    assert apply(neutron, renamed)["summary"] == {
        "create": 0, "update": 1, "replace": 0, "delete": 0, "none": 4, "failed": 0,
    }  # fmt: skip


def test_f3_another_owners_object_is_not_renamed(neutron):
    apply(neutron, branches(1, owner="b"))
    theirs = branches(1, owner="a")
    theirs["ike_policies"][0] |= {"name": "ours", "from_name": "ike"}
    refused(lambda: apply(neutron, theirs), "ours", "b's", kind=InvalidInput)


def test_f3_preflight_ignores_what_the_same_run_purges(neutron):
    """A site under another name and without from_name: a new one, and the old one purged."""
    apply(neutron, branches(1, owner="a"))
    other = branches(1, owner="a", purge=True, preflight="fail")
    other["vpn_services"][0]["name"] = other["ipsec_site_connections"][0]["vpn_service"] = "hub"
    other["ipsec_site_connections"][0] |= {"name": "berlin", "psk": "another secret of nobody"}
    result = apply(neutron, other)
    assert result["summary"]["delete"] == 2
    assert not [warning for warning in result.get("warnings", ()) if "branch1" in warning or "office" in warning]


def test_f3_preflight_sees_what_stays(neutron):
    apply(neutron, branches(1, owner="a"))
    other = branches(1, owner="b", purge=True, owner_conflict="warn", preflight="fail")
    other["ipsec_site_connections"][0] |= {"name": "berlin", "psk": "another secret of nobody"}
    refused(lambda: apply(neutron, other), "branch1", kind=InvalidInput)


def test_f3_a_reference_to_what_cannot_be_renamed_names_the_cause(neutron):
    """It said that there is no IKE policy of the new name."""
    neutron.with_base_objects()
    neutron.cloud.forget_log()
    topology = {
        "ike_policies": [{"name": "new", "from_name": "ike"}],
        "ipsec_site_connections": [{"name": "branch7", "ike_policy": "new"}, {"name": "branch8", "ike_policy": "new"}],
    }
    for check_mode in (True, False):
        failure = refused(
            lambda mode=check_mode: apply(neutron, topology, mode), '"new" cannot be updated', "ike -> new"
        )
        assert "There is no IKE policy" not in str(failure)
        assert str(failure).count("replace: true") == 1
    assert neutron.cloud.log.writes == []
    topology["ike_policies"][0]["replace"] = True
    topology["ipsec_site_connections"].pop()
    assert apply(neutron, topology)["summary"]["replace"] == 2


def test_b_on_k5_a_service_that_the_run_deletes_last_is_in_the_way_of_a_new_one(k5):
    """Check mode was silent, and the run was refused (RouterInUse)."""
    k5.apply("vpn_service", "old", router="edge", subnet="office")
    k5.cloud.forget_log()
    new = {"name": "new", "router": "edge", "subnet": "office"}
    topology = {"vpn_services": [new, {"name": "old", "state": "absent"}]}
    for check_mode in (True, False):
        refused(lambda mode=check_mode: apply(k5, topology, mode), '"old"', "accepts one per router", kind=InvalidInput)
    assert k5.cloud.log.writes == []
    renamed = {"vpn_services": [{**new, "from_name": "old", "description": "x"}]}
    assert apply(k5, renamed, True)["summary"]["update"] == 1
