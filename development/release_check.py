# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""`make release-check`: every point of the inclusion and certification requirements, and what shows it.

Points are in release_points.yml, checks in release/. The code is 1 if a point that is ours to close is open. With
``--run`` the targets of make that .ci/run has for other points are run too.
"""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from release import artifact, documentation, repository, testing
from release.commands import CommandFailed
from release.points import (
    IN_CI,
    LEVELS,
    NOT_APPLICABLE,
    NOT_OURS,
    OK,
    OPEN,
    ROOT,
    Check,
    Data,
    Finding,
    Outcome,
    load,
    outcome,
)

CHECKS = {**artifact.CHECKS, **documentation.CHECKS, **repository.CHECKS, **testing.CHECKS}
#: What the summary counts, in this order.
STATUSES = {
    OK: "ok",
    IN_CI: "shown by a target of .ci/run",
    NOT_OURS: "not ours: people or a public server are needed",
    NOT_APPLICABLE: "do not apply",
    OPEN: "open",
}
WIDTH = max(map(len, STATUSES))


def guarded(check: Check) -> Check:
    """The check, done once for all of its points, with a failed command as its fault."""

    @cache
    def run() -> Finding:
        try:
            return check()
        except CommandFailed as failure:
            return Finding("", (str(failure),))

    return run


def ran(point: Outcome) -> Outcome:
    """The outcome of a point whose target of make is run now."""
    (command,) = point.lines
    print(f"... {command}", flush=True)
    code = subprocess.run(command.split(" "), cwd=ROOT, stdout=subprocess.DEVNULL, check=False).returncode
    return replace(point, status=OPEN, lines=(f"{command} failed",)) if code else replace(point, status=OK)


def judged_points(lists: list[dict[str, object]], run_targets: bool) -> Iterator[Outcome]:
    """Print every point with its status, and give the outcomes."""
    checks = {name: guarded(check) for name, check in CHECKS.items()}
    known: dict[tuple[str, ...], Outcome] = {}
    for requirements in lists:
        print(f"\n{requirements['title']}\n{requirements['source']}")
        sections: Data = requirements["sections"]  # a mapping of titles to points
        for title, points in sections.items():
            print(f"\n  {title}")
            for point in points:
                found = outcome(point, checks)
                if run_targets and found.status == IN_CI:
                    if found.lines not in known:
                        known[found.lines] = ran(found)
                    found = replace(known[found.lines], level=found.level, text=found.text)
                print_point(found)
                yield found


def print_point(point: Outcome) -> None:
    """A line with the status, the level and the text; below it what shows it."""
    print(f"    {point.status:<{WIDTH}}  {point.level:<{max(map(len, LEVELS))}}  {point.text}")
    for line in point.lines:
        print(f"    {'':<{WIDTH}}  {'':<{max(map(len, LEVELS))}}    {line}")


def main() -> int:
    outcomes = list(judged_points(load(), "--run" in sys.argv[1:]))
    counted = Counter(point.status for point in outcomes)
    print(f"\n{len(outcomes)} points: {', '.join(f'{counted[status]} {words}' for status, words in STATUSES.items())}")
    for point in outcomes:
        if point.status == OPEN:
            print(f"open: {point.level} {point.text}: {'; '.join(point.lines)}")
    return 1 if counted[OPEN] else 0


if __name__ == "__main__":
    sys.exit(main())
