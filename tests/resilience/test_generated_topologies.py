# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Generated topologies on the embedded cloud: check mode, a run and the server agree. The same generator is used on a
real Neutron by tests/integration/neutron/test_generated_topologies.py."""

from __future__ import annotations

from collections import Counter

import pytest

from ansible_collections.sitelink.vpnaas.tests.support.topology_edges import CHANGES, EDGES
from ansible_collections.sitelink.vpnaas.tests.support.topology_generator import generate
from ansible_collections.sitelink.vpnaas.tests.support.topology_mistakes import MISTAKES
from ansible_collections.sitelink.vpnaas.tests.support.topology_sides import EmbeddedSide
from ansible_collections.sitelink.vpnaas.tests.support.topology_verdicts import Verdicts, verdicts

#: Cases of one test; several tests, so that several processes share them.
CASES = 42


@pytest.mark.parametrize("first", range(0, 3 * CASES, CASES))
def test_check_mode_a_run_and_the_server_agree(first: int) -> None:
    side = EmbeddedSide()
    side.prepare()
    sorts: Counter[str] = Counter()
    for case in map(generate, range(first, first + CASES)):
        found = verdicts(case, side)
        assert not found.disagreement(), f"{found.disagreement()}: {found}: {case}"
        sorts[case.sort, bool(found.served)] += 1
    assert sorts["valid", False] == sorts["mistake", True] == CASES // 3
    assert sorts["edge", True] + sorts["edge", False] == CASES // 3


def test_a_case_depends_on_its_number_only() -> None:
    assert [str(generate(number)) for number in range(30)] == [str(generate(number)) for number in range(30)]


def test_every_mistake_edge_and_change_is_generated() -> None:
    generated = {case.what for case in map(generate, range(3000))}
    assert {*MISTAKES, *EDGES, *CHANGES} <= generated


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (Verdicts("", (), "no", "no"), "silent"),
        (Verdicts("", (), "no", ""), "silent"),
        (Verdicts("", ("perhaps",), "", ""), "warns"),
        (Verdicts("no", (), "no", ""), "refuses"),
        (Verdicts("", ("perhaps",), "no", "no"), ""),
        (Verdicts("no", (), "no", "no"), ""),
        (Verdicts("", (), "", ""), ""),
    ],
)
def test_a_disagreement_in_either_direction_is_found(found: Verdicts, words: str) -> None:
    assert words in found.disagreement() if words else not found.disagreement()
