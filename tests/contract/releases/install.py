# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""neutron-vpnaas as each release published it, into .cache/releases, and the Neutron that it runs in: that of the
booted cloud, release 29. Its own Neutron would change nothing here: only the VPN agent's code is looked at."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / ".cache" / "releases"
#: OpenStack 2024.2, 2025.1, 2025.2, 2026.1, 2026.2
VERSIONS = {"25": "25.0.1", "26": "26.0.0", "27": "27.0.0", "28": "28.0.0", "29": "29.0.0"}


def neutron_python() -> Path:
    """The Python of `make openstack`'s virtual environment, which is made where it is missing."""
    sys.path.insert(0, str(ROOT / "tests" / "support" / "openstack"))
    from rig.environment import ensure_environment
    from rig.layout import Layout

    layout = Layout("29")
    ensure_environment(layout)
    return layout.python


def main() -> None:
    python = neutron_python()
    for release, version in VERSIONS.items():
        folder = FOLDER / release
        if (folder / f"neutron_vpnaas-{version}.dist-info").is_dir():
            continue
        print(f"installing neutron-vpnaas {version} into {folder}")
        shutil.rmtree(folder, ignore_errors=True)
        pip = [str(python), "-m", "pip", "--disable-pip-version-check", "install", "-qq", "--no-deps"]
        subprocess.run([*pip, "--target", str(folder), f"neutron-vpnaas=={version}"], check=True)


if __name__ == "__main__":
    main()
