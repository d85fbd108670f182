# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Other programs, run so that none outlives this one, however this one ends."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path

from failure import Failure

PACKAGES = (
    "iproute2",
    "iputils-ping",
    "libcharon-extra-plugins",  # kernel-libipsec: ESP in user space
    "libstrongswan-extra-plugins",
    "libstrongswan-standard-plugins",
    "procps",  # sysctl
    "strongswan-charon",
    "strongswan-starter",  # the ipsec command, which Neutron's driver runs
    "strongswan-swanctl",
)
RUNNING: list[subprocess.Popen] = []


def start(command: Sequence[str], output: Path, environment: dict[str, str] | None = None) -> subprocess.Popen:
    """Start in a session of its own; the kernel ends it if this process is killed, ``end_all`` otherwise."""
    with output.open("w", encoding="utf-8") as stream:
        process = subprocess.Popen(
            ["setpriv", "--pdeathsig", "TERM", *command],
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
            env=environment,
            start_new_session=True,
        )
    RUNNING.append(process)
    return process


def run(command: Sequence[str], output: Path, environment: dict[str, str] | None = None) -> tuple[int, str]:
    """Run to the end: exit code and output."""
    process = start(command, output, environment)
    process.wait()
    RUNNING.remove(process)
    return process.returncode, output.read_text(encoding="utf-8", errors="replace")


def end_all() -> None:
    """End what still runs, with its children."""
    for process in RUNNING:
        for sign in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(process.pid, sign)
                process.wait(timeout=20)
            except (ProcessLookupError, subprocess.TimeoutExpired):
                continue
    RUNNING.clear()


def ensure_packages(log: Path) -> None:
    """Have Debian's packages installed."""
    query = ["dpkg-query", "--show", "--showformat", "${db:Status-Status} ${Package}\n", *PACKAGES]
    try:
        result = subprocess.run(query, capture_output=True, text=True, check=False).stdout
    except FileNotFoundError:
        raise Failure(f"this is no Debian: install by hand what is here called {', '.join(PACKAGES)}") from None
    missing = sorted(set(PACKAGES) - {line.split()[1] for line in result.splitlines() if line.startswith("installed ")})
    if not missing:
        return
    print(f"installing {', '.join(missing)}", flush=True)
    install = ["apt-get", "install", "--yes", "--no-install-recommends", *missing]
    for command in (["apt-get", "update"], install):
        code, output = run(command, log, {**os.environ, "DEBIAN_FRONTEND": "noninteractive"})
        if code:
            raise Failure(f"{' '.join(command)} ended with {code}:\n{output[-2000:]}")


def strongswan_version() -> str:
    query = ["dpkg-query", "--show", "--showformat", "${Version}", "strongswan-charon"]
    return subprocess.run(query, capture_output=True, text=True, check=True).stdout
