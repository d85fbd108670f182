# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Embedded clouds that are served, tests that only the long run has, and how many places were searched for secrets.

``make test`` leaves out the tests with the mark ``long``, and all cases but the first of those with the mark
``first_case_only``; ``make entry-points`` (SITELINK_ENTRY_POINTS=all) has them.
"""

from __future__ import annotations

from collections import Counter

import pytest

from ansible_collections.sitelink.vpnaas.tests.support.recorded_figures import recorded
from ansible_collections.sitelink.vpnaas.tests.support.served import WHOLE, serve


def pytest_collection_modifyitems(config, items):
    """Deselect what only the long run has, unless all is asked for."""
    left_out = [] if WHOLE else _left_out(items)
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def _left_out(items):
    """What has the mark ``long``, and further cases of a test with the mark ``first_case_only``."""
    seen, left_out = set(), []
    for item in items:
        test = (item.path, item.originalname)
        further = item.get_closest_marker("first_case_only") and test in seen
        seen.add(test)
        if further or item.get_closest_marker("long"):
            left_out.append(item)
    return left_out


@pytest.fixture(scope="session")
def open_site():
    return serve


@pytest.fixture
def site(tmp_path):
    with serve(tmp_path) as opened:
        yield opened


def pytest_terminal_summary(terminalreporter):
    """How many places were searched for secrets, and in how many there was one."""
    result = Counter()
    for name, value in recorded(terminalreporter):
        if isinstance(value, int):
            result[name] += value
    if result["places searched"]:
        terminalreporter.write_line(
            f"places searched for keys, passwords and tokens: {result['places searched']};"
            f" leaks found: {result['leaks found']}"
        )
    if result["keys tried"]:
        terminalreporter.write_line(
            f"syslog and journald: keys tried {result['keys tried']}, log lines {result['log lines']},"
            f" hits {result['hits']}"
        )
