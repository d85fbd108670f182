# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Baselines about the policies that a cloud has."""

from __future__ import annotations

from datetime import date

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.assertion import Outcome
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.audited_policies import existing_policies
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.baselines import evaluate, load
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot

TODAY = date(2026, 11, 27)
IKE = {"encryption_algorithm": "aes-256", "auth_algorithm": "sha256", "pfs": "group20", "ike_version": "v2"}


def test_existing_policies_are_judged_with_their_connections(runner):
    runner.with_base_objects()
    rows = list(evaluate(load("neutron-29-ready"), existing_policies(Snapshot(runner.connected_client(True))), TODAY))
    found = {(row.kind, row.result) for row in rows if row.id.endswith("auth-algorithm")}
    outcome = Outcome.FAILED if runner.cloud.dialect.name == "k5" else Outcome.PASSED
    assert found == {("ike_policy", outcome), ("ipsec_policy", outcome)}
    assert all("branch7" in row.msg for row in rows if row.result is Outcome.FAILED)


def test_policies_of_one_name_carry_their_ids(neutron):
    neutron.apply("ike_policy", "same", **IKE)
    (one,) = neutron.cloud.store.all("ikepolicies")
    neutron.cloud.store.add("ikepolicies", {**one, "id": "7b347d20-6fa3-4e22-b744-c49ee235ae4f"})
    names = [policy.name for policy in existing_policies(Snapshot(neutron.connected_client(True)))]
    assert len(set(names)) == 2


def test_a_value_that_the_server_leaves_out_is_not_checked(neutron):
    neutron.apply("ike_policy", "p1", **IKE)
    (policy,) = existing_policies(Snapshot(neutron.connected_client(True)))
    unread = type(policy)(policy.kind, policy.name, {**policy.values, "pfs": None}, used_by=())
    (row,) = [row for row in evaluate(load("ietf"), [unread], TODAY) if row.id == "baseline-ietf-pfs"]
    assert (row.result, row.actual) == (Outcome.NOT_CHECKED, "unknown")
