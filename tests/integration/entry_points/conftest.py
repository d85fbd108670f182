# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Embedded clouds that are served, and how many places were searched for secrets."""

from __future__ import annotations

from collections import Counter

import pytest

from ansible_collections.sitelink.vpnaas.tests.support.served import serve


@pytest.fixture(scope="session")
def open_site():
    return serve


@pytest.fixture
def site(tmp_path):
    with serve(tmp_path) as opened:
        yield opened


def pytest_terminal_summary(terminalreporter):
    """How many places were searched for secrets, and in how many there was one."""
    told = Counter()
    for reports in terminalreporter.stats.values():
        for report in reports:
            if getattr(report, "when", None) == "call":
                told.update({name: value for name, value in report.user_properties if isinstance(value, int)})
    if told["places searched"]:
        terminalreporter.write_line(
            f"places searched for keys, passwords and tokens: {told['places searched']};"
            f" leaks found: {told['leaks found']}"
        )
    if told["keys tried"]:
        terminalreporter.write_line(
            f"syslog and journald: keys tried {told['keys tried']}, log lines {told['log lines']}, hits {told['hits']}"
        )
