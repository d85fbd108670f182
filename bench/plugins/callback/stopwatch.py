# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The only output of a benchmark's playbook: a line of JSON per task, and one for the whole run.

A task's time is what ansible.posix.profile_tasks would show: from the task's start to its result in the controller.
"""

from __future__ import annotations

import atexit
import json
import os
import resource
import time

from ansible.plugins.callback import CallbackBase

if os.environ.get("BENCH_LAYERS"):
    import layers

    layers.measure(os.environ["BENCH_LAYERS"])

DOCUMENTATION = """
name: stopwatch
type: stdout
short_description: Times of tasks, as JSON
description: A line for each task, and a last one with the largest resident memory of controller and workers.
"""


def write(**line):
    print(json.dumps(line), flush=True)


def tell_memory():
    """A finished worker counts among the children; the largest of them ran the task with most in it."""
    controller, worker = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    write(controller_mib=controller / 1024, worker_mib=worker / 1024)


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "stdout"
    CALLBACK_NAME = "stopwatch"

    def __init__(self):
        super().__init__()
        self.began = 0.0
        atexit.register(tell_memory)

    def v2_playbook_on_task_start(self, task, is_conditional):
        self.began = time.perf_counter()

    def v2_runner_on_ok(self, result):
        self.tell_task(result)

    def v2_runner_on_failed(self, result, ignore_errors=False):
        self.tell_task(result, failure=result._result.get("msg") or "no message")

    def v2_runner_item_on_failed(self, result):
        write(failed_item=result._result.get("msg") or "no message")

    def tell_task(self, result, failure=None):
        seconds = time.perf_counter() - self.began
        write(
            task=result._task.get_name(),
            seconds=seconds,
            changed=bool(result._result.get("changed")),
            failure=failure,
            summary=result._result.get("summary"),
        )
