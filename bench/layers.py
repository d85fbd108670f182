# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where a task's time goes: a stopwatch around the functions of layers.json, in a real run of Ansible.

Each function's time counts for its layer without what is spent in layers below it, so the layers add up: it is the time
of the worker's main thread, which waits for the threads that read. Only functions that are called a few times are
measured: the measuring itself costs nothing.
"""

from __future__ import annotations

import functools
import importlib
import json
import os
import threading
import time
from collections import Counter
from pathlib import Path

LAYERS = Path(__file__).with_name("layers.json")


class Stopwatch:
    def __init__(self, target):
        self.target = target
        self.seconds = Counter()
        self.running = []
        self.since = 0.0

    def switch(self):
        """Give the time since the last switch to the layer that was running."""
        now = time.perf_counter()
        if self.running:
            self.seconds[self.running[-1]] += now - self.since
        self.since = now

    def around(self, layer, function):
        @functools.wraps(function)
        def measured(*arguments, **options):
            if threading.current_thread() is not threading.main_thread():
                return function(*arguments, **options)
            self.switch()
            self.running.append(layer)
            try:
                return function(*arguments, **options)
            finally:
                self.switch()
                self.running.pop()
                if not self.running:
                    self.write()

        return measured

    def write(self):
        """One line for each outermost call, from whichever process it ran in."""
        line = json.dumps({"process": os.getpid(), "layers": self.seconds}) + "\n"
        with open(self.target, "a", encoding="utf-8") as target:
            target.write(line)
        self.seconds.clear()


def measure(target):
    """Put the stopwatch around every function; ``target`` is the file for its lines."""
    stopwatch = Stopwatch(target)
    for layer, functions in json.loads(LAYERS.read_text(encoding="utf-8")).items():
        for module, path in functions:
            owner = importlib.import_module(module)
            *classes, name = path.split(".")
            for part in classes:
                owner = getattr(owner, part)
            setattr(owner, name, stopwatch.around(layer, getattr(owner, name)))


def read(target, whole):
    """Seconds by layer of one task that took ``whole`` seconds; what no worker measured was spent by the controller."""
    total = Counter()
    for line in Path(target).read_text(encoding="utf-8").splitlines():
        total.update(json.loads(line)["layers"])
    measured = {layer: total[layer] for layer in json.loads(LAYERS.read_text(encoding="utf-8"))}
    return {
        **measured,
        "the controller: variables, fork, taking in the result": max(0.0, whole - sum(measured.values())),
    }
