# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The score of vpn_topology_validate: what it names of everything that can differ, and how often it is wrong about good
pairs. ``make validate-score`` runs all of it, the house rules a part (``SITELINK_VALIDATE_SCORE``: all)."""

from __future__ import annotations

import os

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.tests.contract.validation.good_pairs import generated_pair
from ansible_collections.sitelink.vpnaas.tests.contract.validation.mutations import (
    EFFECTS,
    apply,
    expected,
    mutations,
    names,
)
from ansible_collections.sitelink.vpnaas.tests.contract.validation.pairs import VARIANTS, findings, good_pair

ALL = os.environ.get("SITELINK_VALIDATE_SCORE") == "all"
#: Without it every so-manieth mutation, and so many good pairs.
EVERY, GOOD_PAIRS = (1, 500) if ALL else (12, 20)


def mistakes(pair, mutation):
    """What the validation gets wrong about a mutation; empty where it names it with the severity of the table."""
    before = apply(pair, mutation)
    try:
        wanted = expected(pair, mutation, before[mutation.key])
        rows = pair.rows()
    finally:
        pair.stored(mutation.end, mutation.kind)[mutation.index].update(before)
    found = findings(rows, "error", "warning")
    if not wanted:
        return [f"{mutation}: harmless, but {row['id']} {row['severity']}: {row['msg']}" for row in found]
    if not any(row["severity"] == wanted and names(row, mutation) for row in found):
        shown = [(row["id"], row["severity"], row["msg"]) for row in found]
        return [f"{mutation}: no {wanted} names it, but {shown}"]
    worse = [row for row in found if row["severity"] == "error"]
    return [f"{mutation}: degrades, but {worse[0]['id']} is an error"] if wanted == "warning" and worse else []


def test_every_value_that_differs_is_named_with_the_severity_of_the_table(record_property):
    tried, wrong = 0, []
    for variant in VARIANTS:
        pair = good_pair(variant)
        assert findings(pair.rows(), "error", "warning") == []
        for number, mutation in enumerate(mutations(pair)):
            if number % EVERY == 0:
                tried += 1
                wrong += mistakes(pair, mutation)
        assert findings(pair.rows(), "error", "warning") == [], "a mutation was not undone"
    score = 100 - 100 * len(wrong) / tried
    record_property("score", f"mutation score: {tried - len(wrong)} of {tried} single values named, {score:g} %")
    assert not wrong, "\n".join(wrong)


def test_good_pairs_have_no_finding(record_property):
    wrong = []
    for seed in range(GOOD_PAIRS):
        pair, notes = generated_pair(seed)
        wrong += [f"{seed} {notes}: {row['id']}: {row['msg']}" for row in findings(pair.rows(), "error", "warning")]
    record_property("score", f"good pairs: {GOOD_PAIRS}, findings of warning or above: {len(wrong)}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("kind", VPN_KINDS)
def test_the_table_has_every_option_with_its_effect_and_evidence(kind):
    options = set()
    for row in VPN_KINDS[kind].fields:
        options |= {f"{row.option}.{part.option}" for part in row.suboptions} or {row.option}
    assert set(EFFECTS[kind]) == options - {"type", "lifetime.units"}
    for entry in EFFECTS[kind].values():
        for case in entry if isinstance(entry, list) else [entry]:
            assert case["effect"] in ("breaks", "degrades", "harmless") and case["evidence"]
