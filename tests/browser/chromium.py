# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Chromium, from Debian: found, or installed by root.

    python tests/browser/chromium.py

prints its path. ``SITELINK_CHROMIUM`` names another one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
PACKAGES = ("chromium-headless-shell", "fonts-dejavu-core")


def find_chromium() -> str | None:
    return os.environ.get("SITELINK_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def main() -> None:
    if find_chromium() is None and os.geteuid() == 0 and shutil.which("apt-get"):
        command = ["apt-get", "install", "--yes", "--no-install-recommends", *PACKAGES]
        subprocess.run(
            command, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        )
    sys.exit(None if find_chromium() else f"no Chromium: as root on Debian, apt-get install {PACKAGES[0]}")


if __name__ == "__main__":
    main()
