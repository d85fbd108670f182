# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Running other programs with a clean environment, their output kept for a post-mortem."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from rig.layout import OPENSTACK

KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TERM")
PIP = ("PIP_", "SSL_CERT_", "REQUESTS_CA_BUNDLE")


class BootError(Exception):
    """What stops a boot, in words for the person who started it."""


def clean_environment(*, for_pip: bool = False) -> dict[str, str]:
    """Nobody's OS_*, proxies or PYTHONPATH reach the servers; pip alone sees its own settings and the proxies."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    if for_pip:
        kept.update(
            {name: os.environ[name] for name in os.environ if name.startswith(PIP) or name.lower().endswith("_proxy")}
        )
    return kept


def rig_environment(folder: str = "", **more: str) -> dict[str, str]:
    """For a program in the release's own environment that imports this package, and what lies in `folder`."""
    path = os.pathsep.join([str(OPENSTACK), *([folder] if folder else [])])
    # eventlet's warning at every start would be the first thing in every log.
    return {**clean_environment(), "PYTHONPATH": path, "PYTHONWARNINGS": "ignore", **more}


def run_logged(
    command: list[str], log: Path, environment: dict[str, str] | None = None, folder: Path | None = None
) -> None:
    """Run to the end, output appended to `log`; a failure shows the log's tail."""
    with log.open("a", encoding="utf-8") as stream:
        stream.write(f"\n$ {' '.join(command)}\n")
        stream.flush()
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
            cwd=folder,
            env=environment or clean_environment(),
            check=False,
        )
    if done.returncode:
        raise BootError(f"{Path(command[0]).name} ended with {done.returncode}\n{tail(log)}")


def tail(log: Path, lines: int = 40) -> str:
    """The last lines of a log, under its name."""
    text = log.read_text(encoding="utf-8", errors="replace").splitlines() if log.is_file() else ["(no such file)"]
    return "\n".join([f"--- {log}", *text[-lines:], "---"])
