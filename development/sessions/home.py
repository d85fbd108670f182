# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The home folder for ansible-test, ansible-lint and galaxy-importer: they write into ~ and ~/.ansible, and
ansible-lint installs a copy of the collection there."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

from sessions.paths import CACHE

HOME = CACHE / "lint"


def environment() -> dict[str, str]:
    """Make the home folder, and return the variables that lead to it."""
    hand_down_pip_settings()
    replace_get_pip()
    return {
        "HOME": str(HOME),
        "ANSIBLE_HOME": str(HOME / ".ansible"),
        "GIT_CONFIG_GLOBAL": str(Path.home() / ".gitconfig"),  # it may say that git can trust this checkout
    }


def hand_down_pip_settings() -> None:
    """ansible-test calls pip without the environment's PIP_*: the pip.conf of its home hands these settings and the
    user's own pip.conf (a mirror, for example) down to it."""
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


def replace_get_pip() -> None:
    """ansible-test fills its venvs with a get-pip.py from a host of its own, which a closed network does not reach. It
    caches that file: this puts one there that takes the pip that comes with Python. 24.2: ansible-core 2.18 and 2.19;
    25.2: 2.20 and 2.21."""
    cache = HOME / ".ansible/test/cache"
    cache.mkdir(parents=True, exist_ok=True)
    for version in ("24_2", "25_2"):
        (cache / f"get_pip_{version}.py").write_text(
            "import ensurepip\nensurepip.bootstrap(upgrade=True, default_pip=True)\n"
        )
