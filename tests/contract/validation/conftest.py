# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Prints what the validation named of all that can differ, and how many findings good pairs had."""

from __future__ import annotations

import pytest

from ansible_collections.sitelink.vpnaas.tests.support.recorded_figures import recorded


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The scores, also those of xdist's workers, whose output pytest keeps."""
    for name, text in recorded(terminalreporter):
        if name == "score":
            terminalreporter.write_line(str(text))
