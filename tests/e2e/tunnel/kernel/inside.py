# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs in the user-mode kernel, as its first process: every case at once, in threads."""

from __future__ import annotations

import copy
import json
import sys
import threading
import traceback
from pathlib import Path

from kernel.case import Case
from kernel.cloud_gateway import configure


def main(plan: Path, result: Path) -> None:
    """Each case of the plan in a thread of its own; what they saw goes into the result."""
    wanted = json.loads(plan.read_text(encoding="utf-8"))
    configure()
    failures: dict[str, str] = {}
    threading.excepthook = lambda ended: failures.update({ended.thread.name: story(ended)} if ended.thread else {})
    cases = [Case(number, **one) for number, one in enumerate(wanted["cases"], 1)]
    threads = [
        threading.Thread(target=attempt, args=(case, copy.deepcopy(wanted["services"][case.service])), name=case.name)
        for case in cases
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seen = [{"name": case.name, "failure": failures.get(case.name, ""), "phases": case.phases} for case in cases]
    result.write_text(json.dumps(seen, indent=1), encoding="utf-8")


def attempt(case: Case, service: dict) -> None:
    """A case that cannot be performed does not end the others: the thread's failure is noted."""
    try:
        case.run(service)
    finally:
        case.keep_logs()


def story(ended: threading.ExceptHookArgs) -> str:
    """How a thread failed."""
    return "".join(traceback.format_exception(ended.exc_type, ended.exc_value, ended.exc_traceback))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
