# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What tests recorded with ``record_property``, for the lines at the end of a run.

xdist brings it from its workers, whose output pytest does not show."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


def recorded(terminalreporter: pytest.TerminalReporter, *outcomes: str) -> Iterator[tuple[str, object]]:
    """(name, value) of every property that a test of these outcomes recorded; without any, passed and failed."""
    for outcome in outcomes or ("passed", "failed"):
        for report in terminalreporter.getreports(outcome):
            if report.when == "call":
                yield from report.user_properties
