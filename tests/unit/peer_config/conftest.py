# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""After the tests: how many arguments for AWS were held against the argument specs of its modules."""

from __future__ import annotations


def pytest_terminal_summary(terminalreporter):
    reports = terminalreporter.stats.get("passed", ())
    properties = [dict(report.user_properties) for report in reports if report.when == "call"]
    validated = [found["aws arguments"] for found in properties if "aws arguments" in found]
    if validated:
        terminalreporter.write_line("")
        terminalreporter.write_line(
            f"AWS's modules: {sum(validated)} sets of arguments validated, of {len(validated)} cases"
        )
