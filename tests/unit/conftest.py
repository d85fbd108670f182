# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What all unit tests share."""

from __future__ import annotations

import gc
from collections import Counter
from typing import Any


def pytest_collection_finish() -> None:
    """What imports made lives as long as the run: searching it for garbage took a tenth of the time."""
    gc.freeze()


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """How many redirects were tried, and what the hosts got to which they led."""
    told: Counter[str] = Counter()
    for reports in terminalreporter.stats.values():
        for report in reports:
            if getattr(report, "when", None) == "call":
                told.update({name: value for name, value in report.user_properties if isinstance(value, int)})
    if told["redirects tried"]:
        terminalreporter.write_line(
            "redirect statuses x (login, read, write) x targets:"
            f" {told['redirects tried']} tried,"
            f" requests seen by the other host: {told['requests seen by the other host']}"
        )
