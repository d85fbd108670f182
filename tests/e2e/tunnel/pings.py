# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Pings from the host behind one gateway to the host behind another, counted."""

from __future__ import annotations

import re
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from failure import Failure

COUNTS = re.compile(r"(\d+) packets transmitted, (\d+) received")
NUMBER = re.compile(r"bytes from .* icmp_seq=(\d+) ")


@dataclass(frozen=True)
class Pings:
    sent: int = 0
    received: int = 0

    def __add__(self, other: Pings) -> Pings:
        return Pings(self.sent + other.sent, self.received + other.received)

    def __str__(self) -> str:
        return f"{self.received} of {self.sent}" if self.sent else "-"


def ping(namespace: str, source: str, target: str, count: int) -> Pings:
    """So many, ten a second; one that is not answered in a second is lost."""
    command = _command(namespace, source, target, "-c", str(count))
    return _counted(subprocess.run(command, capture_output=True, text=True, check=False).stdout)


@contextmanager
def pinging(namespace: str, source: str, target: str) -> Iterator[list[Pings]]:
    """Pings without a pause, ten a second, as long as the block takes; then the list holds their count."""
    counted: list[Pings] = []
    command = ["setpriv", "--pdeathsig", "TERM", *_command(namespace, source, target)]
    with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
        process = subprocess.Popen(command, stdout=output)
        try:
            yield counted
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=10)
        output.seek(0)
        counted.append(_without_the_last(output.read()))


def _without_the_last(output: str) -> Pings:
    """The answer to the very last one may have been under way."""
    sent = _counted(output).sent
    received = {int(number) for number in NUMBER.findall(output)}
    return Pings(sent if sent in received else sent - 1, len(received))


def _command(namespace: str, source: str, target: str, *options: str) -> list[str]:
    return ["ip", "netns", "exec", namespace, "ping", "-n", "-W", "1", "-i", "0.1", "-I", source, *options, target]


def _counted(output: str) -> Pings:
    found = COUNTS.search(output)
    if not found:
        raise Failure(f"ping said nothing that could be counted: {output!r}")
    return Pings(int(found[1]), int(found[2]))
