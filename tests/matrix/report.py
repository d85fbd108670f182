# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What came out: kept column by column in .cache/matrix, told in summary.md, which docs/conformance.md takes up."""

from __future__ import annotations

import json
import subprocess
from dataclasses import asdict, dataclass

from columns import ROOT, SUITES, Column

PAGE = ROOT / "tests" / "matrix" / "summary.md"
HEAD = """\
## Versions it was tried with

Each row is an environment of its own (`tests/matrix/columns.toml`) in which whole suites of tests ran: how many passed.
Written by `make matrix`.
"""
TAIL = """
* unit: `tests/unit`. doors: `tests/doors`, ansible-playbook runs through the action plugins and through the modules.
  conformance: `tests/conformance`, the cases above on a real Neutron of this release.
  sanity: `ansible-test sanity`, without ignores.
* Skipped are tests of what a version does not have; each says so.
* not run: the machine of the last `make matrix` had no such Python. at: the commit that was tried.
"""


@dataclass(frozen=True)
class Outcome:
    """Of one suite in one column. ``verdict``: passed, failed, broken (no tests at all), not run. A program that found
    nothing has passed, and counts nothing."""

    verdict: str
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0.0

    @property
    def words(self) -> str:
        if self.verdict in ("broken", "not run"):
            return self.verdict
        counts = (f"{self.passed} passed", f"{self.failed} failed", f"{self.skipped} skipped")
        return ", ".join(text for text in counts if not text.startswith("0 ")) or "clean"


def keep(column: Column, outcomes: dict[str, Outcome]) -> None:
    """Remember; what was kept of suites that did not run now stays."""
    said = {} if not column.python.exists() else json.loads(output(str(column.python), "-c", QUESTION))
    commit = output("git", "-C", str(ROOT), "describe", "--always", "--dirty", "--exclude=*").strip()
    told = {suite: {**asdict(outcome), "at": commit} for suite, outcome in outcomes.items()}
    column.result.parent.mkdir(parents=True, exist_ok=True)
    column.result.write_text(json.dumps({"versions": said, "suites": {**kept(column)[1], **told}}, indent=2))


QUESTION = """
import json, platform
from importlib.metadata import version
names = ("ansible-core", "openstacksdk", "keystoneauth1")
print(json.dumps({"Python": platform.python_version(), **{name: version(name) for name in names}}))
"""


def output(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def kept(column: Column) -> tuple[dict[str, str], dict[str, dict]]:
    """The versions that were installed, and what came out by suite."""
    if not column.result.exists():
        return {}, {}
    told = json.loads(column.result.read_text())
    return told["versions"], {suite: told["suites"][suite] for suite in column.suites if suite in told["suites"]}


def outcome_of(column: Column, suite: str) -> Outcome | None:
    told = kept(column)[1].get(suite)
    return told and Outcome(**{name: value for name, value in told.items() if name != "at"})


def write_page(columns: list[Column]) -> None:
    names = ("Python", "ansible-core", "openstacksdk", "keystoneauth1")
    lines = [row("", *names, "Neutron", *SUITES, "at"), row(*["---"] * (len(names) + len(SUITES) + 3))]
    for column in columns:
        versions, suites = kept(column)
        planned = {"Python": " or ".join(column.pythons), **column.pins}
        cells = [versions.get(name, planned[name]) for name in names]
        found = [outcome_of(column, suite) for suite in SUITES]
        told = [
            one.words if one else "not run" if suite in column.suites else ""
            for suite, one in zip(SUITES, found, strict=True)
        ]
        at = ", ".join(sorted({suite["at"] for suite in suites.values()}))
        lines.append(row(f"**{column.name}**: {column.about}", *cells, column.neutron, *told, at))
    PAGE.write_text("\n".join([HEAD, *lines, TAIL]), encoding="utf-8")


def row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def verdict(columns: list[Column], suites: list[str]) -> int:
    """Say in one line each what did not pass; the exit code."""
    missed = [
        (column.name, suite, one.verdict if one else "not run")
        for column in columns
        for suite in column.suites
        if suite in suites
        if (one := outcome_of(column, suite)) is None or one.verdict != "passed"
    ]
    for name, suite, why in missed:
        print(f"matrix: {name}, {suite}: {why}")
    print(f"matrix: {len(columns)} columns, {len({name for name, _suite, _why in missed})} of them not all green")
    if any(why != "not run" for _name, _suite, why in missed):
        return 1
    return 3 if missed else 0
