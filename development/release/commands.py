# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Commands of the venv that runs this program, without the user's Ansible settings."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from release.points import ROOT

BIN = Path(sys.executable).parent
COLLECTIONS = ROOT / ".cache" / "collections"


class CommandFailed(Exception):
    """A command that ended with another code than 0; the text is the end of what it printed."""


def run(*command: str, folder: Path = ROOT, collections: Path | None = COLLECTIONS) -> str:
    """What the command printed to standard output. CommandFailed where it failed.

    ``collections`` is where Ansible looks for collections.
    """
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("ANSIBLE_", "PYTHONPATH"))}
    environment |= {
        "PATH": f"{BIN}{os.pathsep}{environment.get('PATH', '')}",
        "ANSIBLE_HOME": str(ROOT / ".cache" / "ansible"),
        "ANSIBLE_COLLECTIONS_PATH": str(collections or ""),
        "NO_COLOR": "1",
    }
    done = subprocess.run(
        command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise CommandFailed(f"{' '.join(command)}: {(done.stdout + done.stderr).strip()[-2000:]}")
    return done.stdout
