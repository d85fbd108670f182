# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Nothing of the full list is forgotten, every kind is tried through both entry points, docs/conformance.md is true."""

from __future__ import annotations

import pytest

from ansible_collections.sitelink.vpnaas.tests.contract.conformance.case_list import (
    all_ids,
    case_files,
    cases_on,
    not_run,
    subsets,
)
from ansible_collections.sitelink.vpnaas.tests.contract.conformance.reference_client import LISTINGS
from ansible_collections.sitelink.vpnaas.tests.contract.conformance.report import DOCUMENT, document, read_results

CASES = [case for file in case_files() for case in file.cases]


def test_every_id_is_run_or_has_a_reason():
    run, excused = {case.id for case in CASES}, not_run()
    unlisted, forgotten = (run | set(excused)) - set(all_ids()), set(all_ids()) - run - set(excused)
    assert not unlisted, f"cases/all_ids.yml lacks {sorted(unlisted)}"
    assert not forgotten, f"no case and no reason in cases/not_run.yml: {sorted(forgotten)}"
    assert [identifier for identifier in excused if "part" not in excused[identifier] and identifier in run] == []
    assert [identifier for identifier in excused if "part" in excused[identifier] and identifier not in run] == []
    assert all(result["why"] for result in excused.values())


@pytest.mark.parametrize("release", subsets())
def test_a_subset_has_a_reason_and_each_kind(release):
    subset = subsets()[release]
    assert subset["left_out"] and subset["why"]
    kinds = {case.kind for _file, case in cases_on(release)}
    assert kinds <= set(LISTINGS), f"LISTINGS in reference_client.py lacks {sorted(kinds - set(LISTINGS))}"
    assert set(LISTINGS) <= kinds, f"the subset {release} has no case of {sorted(set(LISTINGS) - kinds)}"


def test_no_case_is_another_ones_namesake():
    keys = [case.key for case in CASES]
    assert sorted(set(keys)) == sorted(keys)


@pytest.mark.parametrize("entry_point", ["action", "module"])
@pytest.mark.parametrize("kind", LISTINGS)
def test_kind_is_tested_through_action_and_module(kind, entry_point):
    forms = {case.form for case in CASES if case.kind == kind and case.entry_point == entry_point}
    assert {"life", "refused"} <= forms


def test_conformance_page_is_up_to_date(request):
    """It is written by make conformance; it has drifted if a case came, went or got other words since."""
    if request.config.getoption("--write-report"):
        pytest.skip("this run writes it")
    for release, result in read_results().items():
        assert sorted(result["passed"]) == sorted(case.key for _file, case in cases_on(release))
    assert DOCUMENT.read_text(encoding="utf-8") == document(), "make conformance writes docs/conformance.md"
