# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Fixtures, and the account at the end: how much was tried, and what became of it."""

from __future__ import annotations

from collections import Counter

import pytest

from ansible_collections.sitelink.vpnaas.tests.support.environment import hide_clouds
from ansible_collections.sitelink.vpnaas.tests.support.recorded_figures import recorded
from ansible_collections.sitelink.vpnaas.tests.support.task_runner import TaskRunner


@pytest.fixture
def clean_environment(monkeypatch):
    """No clouds.yaml and no variable of whoever runs the tests."""
    hide_clouds(monkeypatch)


@pytest.fixture
def neutron():
    return TaskRunner("neutron")


def pytest_terminal_summary(terminalreporter):
    result = list(recorded(terminalreporter))
    survived = Counter(value for name, value in result if name == "survived")
    sums = Counter()
    for name, value in result:
        sums[name] += value if isinstance(value, int) else 1
    if survived:
        outcomes = ", ".join(f"{count} {outcome}" for outcome, count in sorted(survived.items()))
        terminalreporter.write_line(
            f"fault points tried: {sums['survived']}; survived: {outcomes}; duplicates: {sums['duplicates']};"
            f" missing objects: {sums['missing']}; leaks: {sums['leaks']}"
        )
    if sums["deleting paths"]:
        terminalreporter.write_line(
            f"deleting paths x (foreign owner, foreign project) tried: {sums['deleting paths']},"
            f" objects lost: {sums['objects lost']}"
        )
    if sums["kills"]:
        terminalreporter.write_line(
            f"kill -9 points tried with real ansible-playbook runs: {sums['kills']}, all finished by a re-run"
        )
    if sums["duplicates of eight runs"]:
        terminalreporter.write_line(
            f"eight concurrent runs left {sums['duplicates of eight runs']} duplicates;"
            " one more run left none but those in use"
        )
