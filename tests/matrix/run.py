# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Try the collection on several versions of what it stands on; columns.toml says which. Needs only Python 3.11.

Exit code 1: something failed. 3: nothing did, but a column was not tried, for want of its Python (with --corners: 0).
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from pathlib import Path

from columns import PROGRAMS, ROOT, SUITES, Column, ColumnError, columns
from report import Outcome, keep, verdict, write_page

COLLECTIONS = ROOT / ".cache" / "collections"


def main() -> int:
    options = parse()
    chosen = [one for one in columns() if one.name in options.columns or not options.columns]
    if options.corners:
        chosen = [one for one in chosen if one.corner]
    for column in chosen:
        suites = [suite for suite in column.suites if suite in options.suites]
        try:
            column.ensure()
            keep(column, {suite: run(column, suite) for suite in suites})
        except ColumnError as error:
            print(f"{column.name}: {error}", flush=True)
            keep(column, {suite: Outcome(error.verdict) for suite in suites})
    if not options.corners:
        write_page(columns())
    code = verdict(chosen, options.suites)
    return 0 if code == 3 and options.corners else code


def run(column: Column, suite: str) -> Outcome:
    """Run one suite; its output goes to a file, and here only if something failed."""
    counts, log = column.folder / f"{suite}.xml", column.folder / f"{suite}.log"
    counts.unlink(missing_ok=True)
    environment = {name: value for name, value in os.environ.items() if name != "ANSIBLE_CONFIG"}
    environment |= {
        "PATH": f"{column.python.parent}:{environment['PATH']}",
        "PYTHONPATH": str(COLLECTIONS),
        "ANSIBLE_HOME": str(column.folder / "ansible"),
        "ANSIBLE_COLLECTIONS_PATH": str(COLLECTIONS),
        "SITELINK_RELEASE": column.neutron,
    }
    command = [str(column.python), *SUITES[suite]]
    if suite not in PROGRAMS:
        command[1:1] = ["-m", "pytest", f"--junitxml={counts}", "-p", "no:cacheprovider"]
    print(f"{column.name}: {suite} ...", end=" ", flush=True)
    begun = time.monotonic()
    with log.open("w", encoding="utf-8") as stream:
        done = subprocess.run(command, cwd=ROOT, env=environment, stdout=stream, stderr=subprocess.STDOUT, check=False)
    seconds = time.monotonic() - begun
    if suite in PROGRAMS:
        outcome = (
            Outcome("failed", failed=1, seconds=seconds) if done.returncode else Outcome("passed", seconds=seconds)
        )
    else:
        outcome = read_counts(counts, seconds)
    print(f"{outcome.words} in {outcome.seconds:.0f} s", flush=True)
    if outcome.verdict != "passed":
        print(log.read_text(encoding="utf-8")[-8000:], f"\n(the whole of it: {log})", flush=True)
    return outcome


def read_counts(path: Path, seconds: float) -> Outcome:
    if not path.exists():
        return Outcome("broken", seconds=seconds)
    (totals,) = ET.parse(path).getroot().iter("testsuite")
    tests, skipped = int(totals.get("tests", 0)), int(totals.get("skipped", 0))
    failed = int(totals.get("failures", 0)) + int(totals.get("errors", 0))
    return Outcome("failed" if failed or not tests else "passed", tests - skipped - failed, failed, skipped, seconds)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("columns", nargs="*", help="only these: " + ", ".join(one.name for one in columns()))
    parser.add_argument("--corners", action="store_true", help="only the columns that mark a corner; writes no page")
    parser.add_argument("--suites", nargs="+", choices=SUITES, default=list(SUITES))
    options = parser.parse_args()
    unknown = set(options.columns) - {one.name for one in columns()}
    if unknown:
        parser.error(f"no such column: {', '.join(sorted(unknown))}")
    return options


if __name__ == "__main__":
    sys.exit(main())
