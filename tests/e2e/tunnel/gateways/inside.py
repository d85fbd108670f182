# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The way into a gateway: its namespace, with its own /etc and /run. Used in Neutron's process and by the test."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

# What neutron_vpnaas/cmd/netns_wrapper.py does, which would start a Python for every command.
ENTER = 'mount --bind "$0/etc" /etc && mount --bind "$0/var/run" /run && exec "$@"'
MAX_WAIT = 60  # seconds; strongSwan's own commands take tens of milliseconds


def inside(namespace: str, folder: str | Path, command: Sequence[str]) -> list[str]:
    """The command line that runs ``command`` in a gateway whose files are in ``folder``, in etc and var/run."""
    return ["ip", "netns", "exec", namespace, "unshare", "--mount", "sh", "-c", ENTER, str(folder), *command]


def run(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Run to the end. A daemon that the command leaves behind may keep its output open: a file then, not a pipe."""
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as output:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, timeout=MAX_WAIT, check=False
        )
        output.seek(0)
        return subprocess.CompletedProcess(list(command), done.returncode, output.read(), "")
