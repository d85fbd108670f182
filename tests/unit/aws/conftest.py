# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""After the tests: how many documents of AWS were parsed and refused."""

from __future__ import annotations

from collections import Counter


def pytest_terminal_summary(terminalreporter):
    reports = terminalreporter.stats.get("passed", ())
    properties = [dict(report.user_properties) for report in reports if report.when == "call"]
    counts = Counter(found["aws document"] for found in properties if "aws document" in found)
    if counts:
        terminalreporter.write_line("")
        terminalreporter.write_line(f"AWS's documents: {counts['parsed']} parsed, {counts['refused']} refused")
    damaged = sum(
        (Counter(found["damaged documents"]) for found in properties if "damaged documents" in found), Counter()
    )
    if damaged:
        terminalreporter.write_line(f"damaged ones: {damaged['parsed']} parsed, {damaged['refused']} refused")
