# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Owners of a topology: what nobody declares (A5), what two owners declare (A6), what an owner leaves behind (G3)."""

from __future__ import annotations

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput
from ansible_collections.sitelink.vpnaas.tests.component.tasks.test_topology import actions, apply, branches
from ansible_collections.sitelink.vpnaas.tests.support.prepared_runner import PreparedRunner, instead, refused
from ansible_collections.sitelink.vpnaas.tests.support.task_runner import BRANCH7

CHECKS = pytest.mark.parametrize("check_mode", [True, False])


def names(entries):
    return [entry["name"] for entry in entries]


@CHECKS
@pytest.mark.parametrize("owner", [None, "gitops"])
def test_a5_a_connection_made_by_hand_on_a_declared_service_is_listed(runner, owner, check_mode):
    topology = branches(1, owner=owner)
    apply(runner, topology)
    runner.apply("ipsec_site_connection", "by hand", **{**BRANCH7, "ike_policy": "ike", "peer_cidrs": ["10.77.0.0/24"]})
    result = apply(runner, topology, check_mode)
    assert not result["changed"]
    (entry,) = result["undeclared"]
    assert (entry["kind"], entry["name"]) == ("ipsec_site_connection", "by hand")
    assert entry["id"]
    assert "office" in entry["reason"] or "ike" in entry["reason"]


def test_a5_what_another_owner_declares_is_not_undeclared(runner):
    apply(runner, branches(1, owner="a"))
    second = branches(2)["ipsec_site_connections"][1:]
    apply(runner, {"ipsec_site_connections": second, "owner": "b"})
    result = apply(runner, branches(1, owner="a"))
    assert "undeclared" not in result


def test_a5_what_is_purged_or_declared_absent_is_not_undeclared(runner):
    apply(runner, branches(3, owner="a"))
    fewer = branches(1, owner="a")
    assert names(apply(runner, fewer, check_mode=True)["undeclared"]) == ["branch2", "branch3"]
    fewer["ipsec_site_connections"].append({"name": "branch2", "state": "absent"})
    assert names(apply(runner, fewer, check_mode=True)["undeclared"]) == ["branch3"]
    assert "undeclared" not in apply(runner, fewer | {"purge": True})


def test_a5_a_listing_that_only_this_needs_is_no_condition():
    runner = PreparedRunner(between=instead("GET", "/ipsec-site-connections", 500, {"message": "down"}))
    result = apply(runner, {"ike_policies": [{"name": "ike"}]})
    assert not result["changed"]
    assert any("could not be listed" in text for text in result["warnings"])


@CHECKS
def test_a6_objects_of_another_owner_are_refused_all_at_once_before_any_write(runner, check_mode):
    apply(runner, branches(2, owner="a"))
    runner.cloud.forget_log()
    theirs = branches(3, owner="b")
    theirs["ike_policies"][0]["encryption_algorithm"] = "aes-192"
    failure = refused(
        lambda: apply(runner, theirs, check_mode), '"branch1"', '"branch2"', '"ike"', "marked as a's", kind=InvalidInput
    )
    assert '"branch3"' not in str(failure)
    assert "owner_conflict: warn" in failure.details["hint"]
    assert runner.cloud.log.writes == []


@CHECKS
def test_a6_with_warn_they_are_changed_with_a_warning(runner, check_mode):
    apply(runner, {"ike_policies": [{"name": "ike"}], "owner": "a"})
    theirs = {"ike_policies": [{"name": "ike", "encryption_algorithm": "aes-192"}], "owner": "b"}
    result = apply(runner, theirs | {"owner_conflict": "warn"}, check_mode)
    assert actions(result) == {("ike_policy", "ike"): "update"}
    assert names(result["owner_conflicts"]) == ["ike"]
    assert "a's" in result["owner_conflicts"][0]["reason"]
    assert "unowned" not in result
    assert any("marked as a's" in text for text in result["warnings"])
    assert names(apply(runner, theirs | {"owner_conflict": "warn"}, check_mode)["owner_conflicts"]) == ["ike"]


def test_a6_without_owner_nothing_is_a_conflict(runner):
    apply(runner, {"ike_policies": [{"name": "ike"}], "owner": "a"})
    result = apply(runner, {"ike_policies": [{"name": "ike", "encryption_algorithm": "aes-192"}]})
    assert result["changed"]
    assert "owner_conflicts" not in result


def test_a6_absent_leaves_another_owners_object_and_lists_it(runner):
    apply(runner, {"ike_policies": [{"name": "ike"}], "owner": "a"})
    result = apply(runner, {"ike_policies": [{"name": "ike"}], "owner": "b", "state": "absent"})
    assert not result["changed"]
    assert "was not deleted" in result["owner_conflicts"][0]["reason"]


def test_g3_without_items_state_absent_and_purge_delete_what_carries_the_mark(runner):
    runner.apply("ike_policy", "unmarked")
    apply(runner, {"ike_policies": [{"name": "theirs"}], "owner": "b"})
    apply(runner, branches(2, owner="a"))
    everything = {"owner": "a", "state": "absent", "purge": True}
    predicted = apply(runner, everything, check_mode=True)
    done = apply(runner, everything)
    assert actions(done) == actions(predicted)
    assert set(actions(done).values()) == {"delete"}
    assert len(done["plan"]) == 5
    assert sorted(names(runner.info("ike_policy")["ike_policies"])) == ["theirs", "unmarked"]
    assert not apply(runner, everything)["changed"]


def test_g3_purge_max_holds_for_everything_too(runner):
    apply(runner, branches(2, owner="a"))
    everything = {"owner": "a", "state": "absent", "purge": True, "purge_max": 4}
    refused(lambda: apply(runner, everything), "more than purge_max 4", kind=InvalidInput)
    assert len(runner.info("ipsec_site_connection")["ipsec_site_connections"]) == 2


@pytest.mark.parametrize("given", [{"state": "absent"}, {"purge": True}])
def test_g3_the_error_says_how_to_delete_everything_of_an_owner(runner, given):
    failure = refused(lambda: apply(runner, {"owner": "a", **given}), kind=InvalidInput)
    words = failure.message_with_hint
    assert "give owner: a, state: absent and purge: true without any items" in words
    assert "purge_max" in words
