# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The virtual environment that the servers run in: made once, made again when its requirement file changes."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys

from rig.commands import BootError, clean_environment, run_logged
from rig.layout import Layout

# What the pinned packages were tried with; cachetools as pinned needs 3.11.
PYTHONS = ((3, 11), (3, 13))
PREFERRED = ("python3.11", "python3.12", "python3.13")


def ensure_environment(layout: Layout) -> bool:
    """Install what the requirement file lists; True when something had to be installed."""
    stamp = layout.venv / "installed-requirements"
    wanted = hashlib.sha256(b"".join(path.read_bytes() for path in layout.requirements)).hexdigest()
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted and layout.python.exists():
        return False
    print(f"installing {layout.requirements[0].name} into {layout.venv} (once, about a minute)", flush=True)
    shutil.rmtree(layout.venv, ignore_errors=True)
    layout.root.mkdir(parents=True, exist_ok=True)
    log = layout.root / "install.log"
    log.unlink(missing_ok=True)
    run_logged([suitable_python(), "-m", "venv", str(layout.venv)], log)
    # The file is a complete freeze: resolving it again would cost time and could only find fault with pins that work.
    pip = [str(layout.python), "-m", "pip", "--disable-pip-version-check", "install", "--no-deps", "--prefer-binary"]
    run_logged([*pip, "--requirement", str(layout.requirements[0])], log, clean_environment(for_pip=True))
    stamp.write_text(wanted, encoding="utf-8")
    return True


def suitable_python() -> str:
    """The Python this runs under if the pinned packages support it, else another one on the PATH."""
    if PYTHONS[0] <= sys.version_info[:2] <= PYTHONS[1]:
        return sys.executable
    for name in PREFERRED:
        # A pyenv shim can be on the PATH without the version being switched on: ask it.
        path = shutil.which(name)
        if path and subprocess.run([path, "-c", ""], capture_output=True, check=False).returncode == 0:
            return path
    raise BootError(f"no Python 3.11 to 3.13 found; this is {sys.version.split()[0]}")
