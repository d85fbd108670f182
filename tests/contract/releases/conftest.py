# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``--write-report`` writes its tables into docs/reliability.md and docs/releases.md when all has passed."""

from __future__ import annotations

import pytest

from ansible_collections.sitelink.vpnaas.tests.contract.releases.report import PAGES, operations_table


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-report", action="store_true", help="write the tables of the documentation from this run")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    failed = terminalreporter.stats.get("failed") or terminalreporter.stats.get("error")
    if failed or not terminalreporter.stats.get("passed"):
        return
    if config.getoption("--write-report"):
        for page, written in PAGES.items():
            page.write_text(written(page.read_text(encoding="utf-8")), encoding="utf-8")
    terminalreporter.write_line(operations_table())
