# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Get what the tests here need of Debian: strongSwan is installed, Libreswan only unpacked into .cache/peer, since the
packages conflict. Needs root, for apt-get install and for the tests' network namespaces."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[3] / ".cache/peer"
INSTALLED = (
    "strongswan-charon",
    "strongswan-swanctl",
    "libcharon-extra-plugins",
    "libstrongswan-standard-plugins",
    "libstrongswan-extra-plugins",
    "iproute2",
    "iputils-ping",
    "libnss3-tools",
    "nftables",
)
#: Libreswan, and the libraries that its parsers are linked with.
UNPACKED = ("libreswan", "libldns3", "libevent-pthreads-2.1-7", "libevent-core-2.1-7", "libunbound8", "libcurl3-nss")


def run(*command, cwd=None):
    subprocess.run(command, cwd=cwd, check=True, stdout=subprocess.DEVNULL)


def is_installed(package):
    answer = subprocess.run(
        ["dpkg-query", "--show", "--showformat=${db:Status-Status}", package],
        check=False,
        capture_output=True,
        text=True,
    )
    return answer.stdout == "installed"


def main():
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        sys.exit(
            "make peer-parsers needs root on Debian or Ubuntu: it installs strongSwan and makes network namespaces"
        )
    missing = [package for package in INSTALLED if not is_installed(package)]
    root = FOLDER / "libreswan"
    if missing or not root.is_dir():
        run("apt-get", "update", "-qq")
    if missing:
        run("apt-get", "install", "--yes", "-qq", "--no-install-recommends", *missing)
    if not root.is_dir():
        downloads = FOLDER / "downloads"
        shutil.rmtree(downloads, ignore_errors=True)
        downloads.mkdir(parents=True)
        run("apt-get", "download", "-qq", *UNPACKED, cwd=downloads)
        for package in downloads.glob("*.deb"):
            run("dpkg-deb", "--extract", str(package), str(FOLDER / "unpacking"))
        (FOLDER / "unpacking").rename(root)


if __name__ == "__main__":
    main()
