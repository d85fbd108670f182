# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Prints what was migrated."""

from __future__ import annotations

import pytest

from ansible_collections.sitelink.vpnaas.tests.support.recorded_figures import recorded


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tunnels and objects before and after."""
    for name, figures in recorded(terminalreporter, "passed"):
        if name == "migration":
            terminalreporter.write_line(str(figures))
