# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A task in a process of its own, so that one that never ends can be ended: arguments as JSON in, result as JSON out.

Beside the result: ``seconds``, and ``mebibytes``, by which the process grew.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
import typing as t

#: Seconds after which a task counts as one that never ends.
NEVER = 600 if os.environ.get("SITELINK_ATTACK") == "all" else 30


def run_apart(module: str, arguments: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
    """The result of the task, ``{"never": True}`` where it did not end."""
    try:
        done = subprocess.run(
            [sys.executable, __file__, module, json.dumps(arguments)],
            capture_output=True,
            text=True,
            check=False,
            timeout=NEVER,
        )
    except subprocess.TimeoutExpired:
        return {"never": True, "seconds": NEVER}
    if done.returncode:
        return {"traceback": done.stderr[-2000:]}
    return {**json.loads(done.stdout), "stderr": done.stderr}


def main() -> None:
    """The task that the command line names."""
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.connect import connect
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
    from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._action import run_task

    module, arguments = sys.argv[1], json.loads(sys.argv[2])
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    result = run_task(module, arguments, False, lambda params, check: Snapshot(connect(params, check)))
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(json.dumps({**result, "seconds": round(time.monotonic() - began, 1), "mebibytes": grown // 1024}))


if __name__ == "__main__":
    main()
