# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The home folder and the environment that linters run in: several write into ~ or ~/.ansible, and ansible-lint
installs a copy of the collection there."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

CACHE = Path(__file__).resolve().parent.parent / ".cache"
HOME = CACHE / "lint"


def environment() -> dict[str, str]:
    """Make the home folder if need be, and tell the environment that leads to it."""
    hand_down_pip_settings()
    stand_in_for_get_pip()
    return {
        **{name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "ANSIBLE_CONFIG")},
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        "HOME": str(HOME),
        "ANSIBLE_HOME": str(HOME / ".ansible"),
        "ANSIBLE_COLLECTIONS_PATH": str(CACHE / "collections"),
        "GIT_CONFIG_GLOBAL": str(Path.home() / ".gitconfig"),  # it may say that git can trust this checkout
    }


def hand_down_pip_settings() -> None:
    """ansible-test calls pip without the environment's PIP_*; what they and the user's own pip.conf say, a mirror for
    one, reaches it through the pip.conf of its home."""
    listed = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], check=True, text=True, stdout=subprocess.PIPE
    )
    settings = {}
    for line in listed.stdout.splitlines():
        where, value = line.split("=", 1)
        settings[where.rpartition(".")[2]] = ast.literal_eval(value).replace("\n", "\n    ")
    file = HOME / ".config/pip/pip.conf"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(["[global]", *(f"{name} = {value}" for name, value in settings.items()), ""]))


def stand_in_for_get_pip() -> None:
    """ansible-test fills its venvs with a get-pip.py from a host of its own, which a closed network does not reach.
    Where it would cache that file, it finds one that takes the pip that comes with Python. 24.2: ansible-core 2.18 and
    2.19; 25.2: 2.20 and 2.21."""
    cache = HOME / ".ansible/test/cache"
    cache.mkdir(parents=True, exist_ok=True)
    for version in ("24_2", "25_2"):
        (cache / f"get_pip_{version}.py").write_text(
            "import ensurepip\nensurepip.bootstrap(upgrade=True, default_pip=True)\n"
        )
