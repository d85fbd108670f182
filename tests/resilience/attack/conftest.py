# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The account at the end: attacks tried, and how many of them succeeded."""

from __future__ import annotations

import typing as t
from collections import Counter

from ansible_collections.sitelink.vpnaas.tests.support.recorded_figures import recorded

MUTATED = (
    "tracebacks",
    "duplicates",
    "wrong deletes",
    "failures of several lines",
    "secrets shown",
    "reruns that fail",
)


def pytest_terminal_summary(terminalreporter: t.Any) -> None:
    properties = list(recorded(terminalreporter))
    sums: Counter[str] = Counter()
    for name, value in properties:
        if isinstance(value, int):
            sums[name] += value
    if sums["mutated answers"]:
        found = ", ".join(f"{name}: {sums[name]}" for name in (*MUTATED, "control characters shown"))
        terminalreporter.write_line(f"mutated answers tried: {sums['mutated answers']}; {found}")
    if sums["quotations"]:
        terminalreporter.write_line(f"quotations tried: {sums['quotations']}; keys shown: {sums['keys shown']}")
    if sums["texts without a key"]:
        terminalreporter.write_line(
            f"texts without a key: {sums['texts without a key']}, kept whole: {sums['texts kept whole']}"
        )
    for name, value in sorted(properties):
        if name.startswith("seconds: "):
            server = name.removeprefix("seconds: ")
            grown = dict(properties).get(f"mebibytes: {server}")
            terminalreporter.write_line(f"server, {server}: {value} s until the error, {grown} MiB")
