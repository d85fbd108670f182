# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run by `make peer-grammars`, which brings the grammars; prints what was checked."""

from __future__ import annotations

import pytest

ROWS = pytest.StashKey[list]()


@pytest.fixture(scope="session")
def report(request):
    """Rows (target, rendered, refused, lines checked, violations) for the table that is printed in the end."""
    return request.config.stash.setdefault(ROWS, [])


def pytest_terminal_summary(terminalreporter, config):
    rows = config.stash.get(ROWS, [])
    if rows:
        terminalreporter.section("configurations held against their vendors' grammars")
        for row in (("target", "grammar", "rendered", "refused", "lines", "violations"), *rows):
            terminalreporter.write_line("".join(f"{one!s:>12}" for one in row))
