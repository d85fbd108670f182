# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every case of cases/*.yml: what each of its steps returned, sent and left behind."""

from __future__ import annotations

from ansible_collections.sitelink.vpnaas.tests.contract.conformance.expectations import faults
from ansible_collections.sitelink.vpnaas.tests.contract.conformance.play import task_name


def test_case_has_the_expected_result(file, case, run_of, cloud_of):
    run, cloud = run_of(file), cloud_of(file)
    found, earlier = [], None
    for step in case.steps:
        record = run.records[task_name(case.key, step)]
        found += [f"{step.label}: {fault}" for fault in faults(step, record, earlier, cloud)]
        earlier = record
    assert not found, "\n".join(found)


def test_given_objects_come_and_go(file, run_of):
    """The objects that a file's cases stand on are made, and at the end nothing is left."""
    records = run_of(file).records
    assert [
        record["result"].get("msg")
        for name, record in records.items()
        if name.startswith("file |") and record["failed"]
    ] == []
    assert list(records.values())[-1]["estate"] == records[""]["estate"]
