# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Unpack promtool, amtool and a Java runtime from Debian's packages into .cache/monitoring.

Nothing is installed, and no root is needed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[3] / ".cache/monitoring"
#: promtool, amtool; and what the rule engine of ansible-rulebook runs on.
PACKAGES = ("prometheus", "prometheus-alertmanager", "openjdk-17-jre-headless")
UNPACKED = FOLDER / "debian"
PROMTOOL = UNPACKED / "usr/bin/promtool"
AMTOOL = UNPACKED / "usr/bin/amtool"


def java_home() -> Path:
    """The folder that JAVA_HOME names."""
    (folder,) = (UNPACKED / "usr/lib/jvm").glob("java-17-openjdk-*")
    return folder


def main() -> None:
    for tool in ("apt-get", "dpkg-deb"):
        if not shutil.which(tool):
            sys.exit(f"make monitoring needs {tool} of Debian or Ubuntu: it unpacks promtool and a Java runtime")
    if UNPACKED.is_dir():
        return
    downloads, unpacking = FOLDER / "downloads", FOLDER / "unpacking"
    for folder in (downloads, unpacking):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    # The second time with a fresh list of packages, which only root may fetch.
    command = ["apt-get", "download", "-qq", *PACKAGES]
    if subprocess.run(command, cwd=downloads, check=False, stderr=subprocess.DEVNULL).returncode:
        subprocess.run(["apt-get", "update", "-qq"], check=True)
        subprocess.run(command, cwd=downloads, check=True)
    for package in downloads.glob("*.deb"):
        subprocess.run(["dpkg-deb", "--extract", str(package), str(unpacking)], check=True)
    shutil.rmtree(downloads)
    unpacking.rename(UNPACKED)


if __name__ == "__main__":
    main()
