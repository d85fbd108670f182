# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Print the account of the run."""

from __future__ import annotations

from ansible_collections.sitelink.vpnaas.tests.support.recorded_figures import recorded


def pytest_terminal_summary(terminalreporter):
    for name, value in recorded(terminalreporter, "passed"):
        terminalreporter.write_line(f"{name}: {value}")
