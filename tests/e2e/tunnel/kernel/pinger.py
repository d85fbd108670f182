# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Pings as long as a case takes, each with its time."""

from __future__ import annotations

import itertools
import re
import signal
import subprocess
from pathlib import Path

LINE = re.compile(r"^\[(\d+\.\d+)\] (no answer yet for icmp_seq=|\d+ bytes from .*icmp_seq=)(\d+)", re.MULTILINE)
INTERVAL = "0.2"  # seconds


class Pinger:
    """A ping that goes on."""

    def __init__(self, namespace: str, target: str, output: Path) -> None:
        self.output = output
        command = ["ip", "netns", "exec", namespace, "ping", "-n", "-D", "-O", "-W", "1", "-i", INTERVAL, target]
        with output.open("w", encoding="utf-8") as stream:
            self.process = subprocess.Popen(command, stdout=stream, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)

    def _seen(self) -> list[tuple[float, bool, int]]:
        found = LINE.findall(self.output.read_text(encoding="utf-8"))
        return [(float(when), "bytes" in what, int(number)) for when, what, number in found]

    def answered(self, since: float) -> bool:
        """Whether every ping since then has an answer, and there are some."""
        seen = [one for one in self._seen() if one[0] >= since]
        return len(seen) > 3 and all(answer for _when, answer, _number in seen)

    def window(self, begin: float, end: float) -> dict:
        """Sent and lost between two times, and the longest time without an answer."""
        seen = self._seen()
        answered = {number for _when, answer, number in seen if answer}
        numbers = {number for when, _answer, number in seen if begin <= when < end}
        times = [begin, *(when for when, answer, _number in seen if answer and begin <= when < end), end]
        gap = max(later - earlier for earlier, later in itertools.pairwise(times))
        return {"sent": len(numbers), "lost": len(numbers - answered), "gap": round(gap, 1)}

    def stop(self) -> None:
        """No more of them."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait()
