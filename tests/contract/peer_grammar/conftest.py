# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run by `make peer-grammars`, which brings the grammars; prints what was checked."""

from __future__ import annotations

import pytest

ROWS = pytest.StashKey[list]()
FLOORS = pytest.StashKey[dict]()
BY_REASON = pytest.StashKey[dict]()


@pytest.fixture(scope="session")
def report(request):
    """Rows (target, grammar, rendered, refused, lines checked, violations) for the table that is printed in the end."""
    return request.config.stash.setdefault(ROWS, [])


@pytest.fixture(scope="session")
def floors(request):
    """Target -> (rendered, refused, rendered by 1.0.0, refused since then, rendered since then), of the whole sweep."""
    return request.config.stash.setdefault(FLOORS, {})


@pytest.fixture(scope="session")
def refused(request):
    """Target -> reason -> number of cases of the whole sweep."""
    return request.config.stash.setdefault(BY_REASON, {})


def pytest_terminal_summary(terminalreporter, config):
    def table(title, *rows):
        if len(rows) > 1:
            terminalreporter.section(title)
            for row in rows:
                terminalreporter.write_line("".join(f"{one!s:>12}" for one in row))

    names = ("target", "grammar", "rendered", "refused", "lines", "violations")
    table("configurations held against their vendors' grammars", names, *config.stash.get(ROWS, []))
    names = ("target", "rendered", "refused", "by 1.0.0", "- refused", "+ rendered")
    rows = [(target, *row) for target, row in config.stash.get(FLOORS, {}).items()]
    table("the whole sweep beside version 1.0.0", names, *rows)
    by_target = config.stash.get(BY_REASON, {})
    every = sorted({reason for counts in by_target.values() for reason in counts})
    rows = [(*(by_target[target].get(reason, "-") for target in by_target), f"  {reason}") for reason in every]
    table("cases refused, by reason", (*by_target, "  reason"), *rows)
