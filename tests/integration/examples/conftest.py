# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""After the tests: how many examples were run, and which were not."""

from __future__ import annotations


def pytest_terminal_summary(terminalreporter):
    reports = terminalreporter.stats.get("passed", ())
    properties = [dict(report.user_properties) for report in reports if report.when == "call"]
    pages = [found for found in properties if "examples" in found]
    left_out = [entry for found in pages for entry in found["left out"]]
    terminalreporter.write_line("")
    for where, why in left_out:
        terminalreporter.write_line(f"not run: {where}: {why}")
    total = sum(found["examples"] for found in pages)
    terminalreporter.write_line(f"{total} examples of {len(pages)} pages run, {len(left_out)} not run")
