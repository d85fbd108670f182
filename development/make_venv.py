# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Make a virtual environment with the Python that runs this, or say in one line what is missing."""

import shutil
import subprocess
import sys

OLDEST = (3, 11)


def main(folder: str) -> None:
    version = ".".join(map(str, sys.version_info[:2]))
    if sys.version_info < OLDEST:
        sys.exit(f"{sys.executable} is Python {version}. Name one of 3.11 or later: make PYTHON3=/path/to/python3.11")
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=False)
    if made.returncode:
        shutil.rmtree(folder, ignore_errors=True)
        sys.exit(
            f"{sys.executable} cannot make a virtual environment. On Debian and Ubuntu:"
            f" apt-get install python{version}-venv; elsewhere name another one: make PYTHON3=/path/to/python3"
        )


if __name__ == "__main__":
    main(sys.argv[1])
