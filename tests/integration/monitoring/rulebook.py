# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A real ansible-rulebook with the rulebook of docs/examples/monitoring, and an Alertmanager's way to talk to it."""

from __future__ import annotations

import json
import os
import queue
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from ansible_collections.sitelink.vpnaas.tests.integration.monitoring.tools import java_home

ROOT = Path(__file__).resolve().parents[3]
RULEBOOK = ROOT / "docs/examples/monitoring/vpn_rulebook.yml"
TOKEN = "the-token-of-the-webhook-7c1f"
#: How long a diagnosis may take before it counts as one that does not come. It takes seconds.
LONGEST_WAIT = 120


class Rulebook:
    """What is posted to it, and what it prints."""

    def __init__(self, process: subprocess.Popen, port: int) -> None:
        self.process, self.port = process, port
        self.printed: list[str] = []
        self._lines: queue.Queue[str | None] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        for line in self.process.stdout:
            self._lines.put(line)
        self._lines.put(None)

    def until(self, text: str) -> str:
        """All that was printed, when a line with this text is there."""
        deadline = time.monotonic() + LONGEST_WAIT
        while not any(text in line for line in self.printed):
            line = self._lines.get(timeout=max(0.1, deadline - time.monotonic()))
            assert line is not None, f"ansible-rulebook ended without {text!r}: {self.output}"
            self.printed.append(line)
        return self.output

    @property
    def output(self) -> str:
        return "".join(self.printed)

    def post(self, *alerts: dict, token: str | None = TOKEN) -> int:
        """Send a notification as Alertmanager does, and return the status of the answer."""
        body = {"version": "4", "status": "firing", "receiver": "vpn", "groupLabels": {}, "alerts": list(alerts)}
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/alerts",
            data=json.dumps(body).encode(),
            headers={"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {}),
        )
        try:
            with urllib.request.urlopen(request, timeout=LONGEST_WAIT) as answer:
                return answer.status
        except urllib.error.HTTPError as refused:
            return refused.code


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def running(folder: Path, clouds: Path):
    """The rulebook of the documentation on a free port, with these clouds."""
    port = free_port()
    text = RULEBOOK.read_text(encoding="utf-8")
    assert "port: 5001" in text
    (folder / "vpn_rulebook.yml").write_text(text.replace("port: 5001", f"port: {port}"), encoding="utf-8")
    (folder / "inventory.yml").write_text("all: {hosts: {localhost: {ansible_connection: local}}}\n", encoding="utf-8")
    programs = Path(sys.executable).parent
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OS_")}
    command = [programs / "ansible-rulebook", "--rulebook", "vpn_rulebook.yml", "--inventory", "inventory.yml"]
    process = subprocess.Popen(
        [*command, "--env-vars", "VPN_WEBHOOK_TOKEN"],
        cwd=folder,
        env=kept
        | {
            "JAVA_HOME": str(java_home()),
            "PATH": f"{programs}:{java_home() / 'bin'}:{os.environ['PATH']}",
            "OS_CLIENT_CONFIG_FILE": str(clouds),
            "VPN_WEBHOOK_TOKEN": TOKEN,
            "ANSIBLE_NOCOLOR": "1",
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        rulebook = Rulebook(process, port)
        _wait_for(process, port, rulebook)
        yield rulebook
    finally:
        os.killpg(process.pid, 15)
        process.wait(timeout=30)


def _wait_for(process: subprocess.Popen, port: int, rulebook: Rulebook) -> None:
    deadline = time.monotonic() + LONGEST_WAIT
    while not _listens(port):
        assert process.poll() is None, rulebook.until("no such line")
        assert time.monotonic() < deadline, "ansible-rulebook does not listen"
        time.sleep(0.2)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0
