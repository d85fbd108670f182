# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""ansible-test sanity with package registries only."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import nox

from sessions import home
from sessions.paths import COLLECTION, ROOT


def run_sanity(session: nox.Session, **streams: Any) -> None:
    """ansible-test on a copy: it wants a git tree whose path ends in ansible_collections/sitelink/vpnaas."""
    copy = Path(session.create_tmp()).resolve() / "sanity" / COLLECTION.replace(".", "/")
    shutil.rmtree(copy, ignore_errors=True)
    command = ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    listed = subprocess.run(command, cwd=ROOT, check=True, text=True, stdout=subprocess.PIPE).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_symlink() or (ROOT / name).exists():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, copy / name, follow_symlinks=False)
    # Without --python it tries every python3.x on the PATH, and stops at a pyenv shim that has no Python behind it.
    question = "import sys; print('.'.join(map(str, sys.version_info[:2])))"
    python = str(session.run("python", "-c", question, silent=True)).strip()
    ansible_test = ("ansible-test", "sanity", "--python", python, "--color", "no")
    with session.chdir(copy):
        session.run("git", "init", "--quiet", external=True)
        # Apart, so that pip's output is not among the findings.
        session.run(*ansible_test, "--prime-venvs", env=home.environment(), silent=True)
        session.run(*ansible_test, env=home.environment(), **streams)
