# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How many cases of the whole sweep each target renders, beside version 1.0.0's, and why it refuses the others."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config import targets
from ansible_collections.sitelink.vpnaas.tests.contract.peer_grammar.sweep import cases
from ansible_collections.sitelink.vpnaas.tests.contract.peer_grammar.test_sweep import rendered

TABLE = yaml.safe_load((Path(__file__).parent / "refusals.yml").read_text(encoding="utf-8"))
NEW, BEFORE = TABLE["newly_refused"], TABLE["refused_as_before"]
REASONS = [(row["reason"], re.compile(row["message"])) for row in [*NEW, *BEFORE]]
#: Where one error ends and the next begins, in the line that has all of them.
NEXT = re.compile(
    r"; (?=(?:" + "|".join(targets.load(name).title for name in targets.names()) + r") cannot express "
    r'|connection "|ike_policy "|dpd\.|settings: |two connections )'
)


def reasons(message):
    """The reason of each error in a refusal; an error of no listed reason is given as it is."""
    return [
        next((reason for reason, pattern in REASONS if pattern.search(error)), error) for error in NEXT.split(message)
    ]


def measured(row, target):
    return row["cases"].get(target, 0)


def test_the_sweep_is_the_one_that_was_measured():
    labels = [label for label, _given, _arguments in cases()]
    assert len(labels) == len(set(labels)) == TABLE["cases"]


@pytest.mark.parametrize("target", targets.names())
def test_every_refusal_has_a_listed_reason(target, refused):
    listed = {reason for reason, _pattern in REASONS}
    found = {label: reasons(message) for label, message in rendered(target, every=1)[1].items()}
    unlisted = {label: one for label, all_of_it in found.items() for one in all_of_it if one not in listed}
    assert not unlisted, "\n".join(f"{label}: {reason}" for label, reason in unlisted.items())
    refused[target] = Counter(reason for all_of_it in found.values() for reason in set(all_of_it))


@pytest.mark.parametrize("target", TABLE["rendered_by_1_0_0"])
def test_as_much_is_rendered_as_by_1_0_0_but_for_the_listed_reasons(target, floors):
    texts, refusals = rendered(target, every=1)
    before = TABLE["rendered_by_1_0_0"][target]
    lost, gained = (sum(measured(row, target) for row in TABLE[key]) for key in ("newly_refused", "newly_rendered"))
    floors[target] = (len(texts), len(refusals), before, lost, gained)
    assert len(texts) >= before - lost + gained, f"{target}: {len(texts)} rendered, {before} by 1.0.0"
    for row in NEW:
        count = sum(re.search(row["message"], message) is not None for message in refusals.values())
        assert count >= measured(row, target), f"{row['reason']}: {count}"
