# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The account at the end: how many fault points were tried, and what became of them."""

from __future__ import annotations

from collections import Counter


def pytest_terminal_summary(terminalreporter):
    result = [
        (name, value)
        for reports in terminalreporter.stats.values()
        for report in reports
        if getattr(report, "when", None) == "call"
        for name, value in report.user_properties
    ]
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
            f"eight runs at once left {sums['duplicates of eight runs']} duplicates; one more run left none of them"
        )
