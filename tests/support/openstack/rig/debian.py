# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""MariaDB, Open vSwitch's database server and OVN, from Debian's packages: unpacked into the cache, not installed."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from rig.commands import BootError, clean_environment, run_logged
from rig.layout import Layout

OVN = (
    "ovn-central",
    "ovn-common",
    "openvswitch-common",
    "openvswitch-switch",
    "libxdp1",
    "libbpf1",
    "libunbound8",
    "libevent-2.1-7",
)
MARIADB = (
    "mariadb-server",
    "mariadb-server-core",
    "libaio1",
    "liburing2",
)


def packages(layout: Layout) -> tuple[str, ...]:
    """What the back end is made of."""
    return OVN + MARIADB if layout.ovn else MARIADB


def ensure_packages(layout: Layout) -> bool:
    """Download and unpack what is not there yet; True when something had to be. Needs no root."""
    stamp = layout.debian / "unpacked-packages"
    wanted = "\n".join(packages(layout))
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return False
    for tool in ("apt-get", "dpkg"):
        if not shutil.which(tool):
            raise BootError(f"no {tool} here: the back end is made of Debian 12's packages. Boot it on Debian 12.")
    print(f"unpacking {len(packages(layout))} Debian packages into {layout.debian} (once)", flush=True)
    shutil.rmtree(layout.debian, ignore_errors=True)
    downloads = layout.debian / "downloads"
    downloads.mkdir(parents=True)
    log = layout.root / "install.log"
    run_logged(["apt-get", "download", *packages(layout)], log, clean_environment(for_pip=True), downloads)
    for package in sorted(downloads.glob("*.deb")):
        run_logged(["dpkg", "-x", str(package), str(layout.debian)], log)
    shutil.rmtree(downloads)
    stamp.write_text(wanted, encoding="utf-8")
    return True


def program(layout: Layout, name: str) -> str:
    """The path of an unpacked program."""
    found = [layout.debian / "usr" / folder / name for folder in ("bin", "sbin")]
    return str(next(path for path in found if path.exists()))


def debian_environment(layout: Layout) -> dict[str, str]:
    """Unpacked libraries are found; nothing is written below /var/run."""
    paths: list[Path] = [path for folder in ("usr/lib", "lib") for path in layout.debian.glob(f"{folder}/*-linux-gnu*")]
    return {
        **clean_environment(),
        "LD_LIBRARY_PATH": os.pathsep.join(map(str, paths)),
        "OVS_RUNDIR": str(layout.state),
        "OVN_RUNDIR": str(layout.state),
    }


def with_ovn_tools(layout: Layout) -> dict[str, str]:
    """The environment of a Neutron, which calls `ovsdb-client`."""
    environment = debian_environment(layout)
    path = os.pathsep.join([str(layout.debian / "usr" / "bin"), environment.get("PATH", "")])
    return {**{name: environment[name] for name in ("LD_LIBRARY_PATH", "OVS_RUNDIR")}, "PATH": path}
