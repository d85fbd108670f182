# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What ran where."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import re
import subprocess
from pathlib import Path

import peers
from clouds import ROOT


def facts():
    """(what, value) rows of the report."""
    yield "processor", f"{_first('/proc/cpuinfo', 'model name')}, {len(os.sched_getaffinity(0))} cores"
    yield "memory", f"{int(_first('/proc/meminfo', 'MemTotal').split()[0]) / 1024**2:.0f} GiB"
    yield "system", f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    ours = ", ".join(
        f"{name} {importlib.metadata.version(name)}" for name in ("ansible-core", "openstacksdk", "requests")
    )
    yield "this collection", f"commit {_commit()}, with {ours}"
    measured = peers.versions()
    yield "openstack.cloud", f"{peers.collection_version()}, with {measured['resource']}, under the same ansible-core"
    yield "openstack command", measured["cli"]


def load():
    """Runnable processes of the last minute: above the number of cores something else was at work."""
    return os.getloadavg()[0]


def _first(path, key):
    match = re.search(rf"^{key}\s*:\s*(.*)$", Path(path).read_text(encoding="utf-8"), re.MULTILINE)
    return match[1] if match else "unknown"


def _commit():
    measured = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return measured.stdout.strip() or "unknown"
