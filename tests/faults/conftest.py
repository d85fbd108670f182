# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The account at the end: how many fault points were tried, and what became of them."""

from __future__ import annotations

from collections import Counter


def pytest_terminal_summary(terminalreporter):
    tried = [
        report
        for reports in terminalreporter.stats.values()
        for report in reports
        if getattr(report, "when", None) == "call" and "test_matrix" in report.nodeid
    ]
    survived = Counter(value for report in tried for name, value in report.user_properties if name == "survived")
    if tried:
        told = ", ".join(f"{count} {outcome}" for outcome, count in sorted(survived.items()))
        lost = len(terminalreporter.stats.get("failed", ()))
        terminalreporter.write_line(f"fault points tried: {len(tried)}; survived: {told}; missing or twice: {lost}")
