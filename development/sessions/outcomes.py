# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The outcomes of the version matrix: kept per environment in .cache/matrix, written into tests/matrix/summary.md."""

from __future__ import annotations

import json
import subprocess
import xml.etree.ElementTree as ET
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sessions.environments import SUITES, Environment, environments
from sessions.paths import MATRIX_REPORT, ROOT

HEAD = """\
## Tested versions

Each row is an environment (`tests/matrix/environments.toml`) in which whole test suites ran. The cells show how many
tests passed. `make matrix` writes this table.
"""
TAIL = """
* unit: `tests/unit`, `tests/component`, `tests/repository`. entry-points: `tests/integration/entry_points`,
  `ansible-playbook` runs through the action plugins and through the modules.
  conformance: `tests/contract/conformance`, the cases above on a real Neutron of this release.
  sanity: `ansible-test sanity`, without ignores.
* A skipped test needs something that this version lacks, and names it.
* not run: the machine of the last `make matrix` lacked this Python. at: the tested commit.
"""

#: Asks an environment's Python for what is installed.
QUESTION = """
import json, platform
from importlib.metadata import version
names = ("ansible-core", "openstacksdk", "keystoneauth1")
print(json.dumps({"Python": platform.python_version(), **{name: version(name) for name in names}}))
"""


@dataclass(frozen=True)
class Outcome:
    """Of one suite in one environment. ``status``: passed, failed, broken (no tests at all), not run. Sanity counts
    nothing: it has passed if it found nothing."""

    status: str
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    @property
    def words(self) -> str:
        if self.status in ("broken", "not run"):
            return self.status
        counts = (f"{self.passed} passed", f"{self.failed} failed", f"{self.skipped} skipped")
        return ", ".join(text for text in counts if not text.startswith("0 ")) or "clean"


def read_counts(path: Path) -> Outcome:
    """The outcome that pytest's --junitxml shows."""
    if not path.exists():
        return Outcome("broken")
    (totals,) = ET.parse(path).getroot().iter("testsuite")
    tests, skipped = int(totals.get("tests", 0)), int(totals.get("skipped", 0))
    failed = int(totals.get("failures", 0)) + int(totals.get("errors", 0))
    return Outcome("failed" if failed or not tests else "passed", tests - skipped - failed, failed, skipped)


def keep(environment: Environment, outcomes: dict[str, Outcome], versions: dict[str, str]) -> None:
    """Remember the outcomes; those of suites that did not run now stay."""
    command = ("git", "-C", str(ROOT), "describe", "--always", "--dirty", "--exclude=*")
    commit = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    new = {suite: {**asdict(outcome), "at": commit} for suite, outcome in outcomes.items()}
    environment.result.parent.mkdir(parents=True, exist_ok=True)
    environment.result.write_text(
        json.dumps({"versions": versions, "suites": {**kept(environment)[1], **new}}, indent=2), encoding="utf-8"
    )


def kept(environment: Environment) -> tuple[dict[str, str], dict[str, dict[str, Any]]]:
    """The versions that were installed, and the outcomes by suite."""
    if not environment.result.exists():
        return {}, {}
    stored = json.loads(environment.result.read_text(encoding="utf-8"))
    suites = stored["suites"]
    return stored["versions"], {suite: suites[suite] for suite in environment.suites if suite in suites}


def outcome_of(environment: Environment, suite: str) -> Outcome | None:
    """What is kept of this suite."""
    stored = kept(environment)[1].get(suite)
    return stored and Outcome(**{name: stored[name] for name in ("status", "passed", "failed", "skipped")})


def write_page() -> None:
    """Write tests/matrix/summary.md, which docs/conformance.md includes."""
    names = ("Python", "ansible-core", "openstacksdk", "keystoneauth1")
    lines = [_row("", *names, "Neutron", *SUITES, "at"), _row(*["---"] * (len(names) + len(SUITES) + 3))]
    for environment in environments():
        versions, suites = kept(environment)
        planned = {"Python": " or ".join(environment.pythons), **environment.pins}
        cells = [versions.get(name, planned[name]) for name in names]
        words = [_words(environment, suite) for suite in SUITES]
        at = ", ".join(sorted({suite["at"] for suite in suites.values()}))
        lines.append(_row(f"**{environment.name}**: {environment.about}", *cells, environment.neutron, *words, at))
    MATRIX_REPORT.write_text("\n".join([HEAD, *lines, TAIL]), encoding="utf-8")


def not_passed() -> list[str]:
    """One line for each suite that did not pass or was not run."""
    found = [(one.name, suite, outcome_of(one, suite)) for one in environments() for suite in one.suites]
    return [
        f"{name}, {suite}: {outcome.status if outcome else 'not run'}"
        for name, suite, outcome in found
        if outcome is None or outcome.status != "passed"
    ]


def _words(environment: Environment, suite: str) -> str:
    outcome = outcome_of(environment, suite)
    return outcome.words if outcome else "not run" if suite in environment.suites else ""


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
