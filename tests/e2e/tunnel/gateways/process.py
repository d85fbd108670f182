# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""neutron-vpnaas's own strongSwan process manager, with its ways to the system replaced and nothing else.

Its templates, its dialect map, its start, reload and stop, its reading of `ipsec status` are inherited.
Source: neutron_vpnaas/services/vpn/device_drivers/{strongswan_ipsec,ipsec}.py, 29.0.
"""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Sequence
from pathlib import Path

from neutron_vpnaas.services.vpn.device_drivers.strongswan_ipsec import StrongSwanProcess

from gateways.inside import inside, run

DEBIAN_CONFIGURATION = Path("/etc/strongswan.d")
# The kernel need not know ESP: packets are encrypted in user space, behind a TUN device.
USER_SPACE_ESP = "kernel-libipsec {\n  load = yes\n}\n"
INSTALLED = re.compile(r"^ *(\S+)\{(\d+)\}:  INSTALLED", re.MULTILINE)
NETWORKS = re.compile(r"^ *(\S+)\{(\d+)\}:   (\S.* === .*)$", re.MULTILINE)
LOADING = 5  # seconds
LOGGING = """\
charon {
  filelog {
    sitelink {
      path = /run/charon.log
      flush_line = yes
    }
  }
}
"""


def make_configuration_area(folder: Path) -> None:
    """What an operator would have in /etc/strongswan.d: Debian's files, with ESP in user space and a log file."""
    shutil.copytree(DEBIAN_CONFIGURATION, folder, dirs_exist_ok=True)
    (folder / "charon" / "kernel-libipsec.conf").write_text(USER_SPACE_ESP, encoding="utf-8")
    (folder / "charon-logging.conf").write_text(LOGGING, encoding="utf-8")


class GatewayProcess(StrongSwanProcess):
    """StrongSwanProcess in a namespace of ours. ``said`` is what `ipsec status` printed last."""

    output = ""

    def _get_strongswan_piddir(self) -> str:
        return "/run"

    def _get_rootwrap_config(self) -> None:
        """Everything runs as root already."""

    def _execute(
        self, cmd: Sequence[str], check_exit_code: bool = True, extra_ok_codes: Sequence[int] | None = None
    ) -> str:
        done = run(inside(self.namespace, self.config_dir, cmd))
        if check_exit_code and done.returncode not in (0, *(extra_ok_codes or ())):
            raise RuntimeError(f"{' '.join(cmd)} ended with {done.returncode}: {done.stdout}")
        if cmd[-1] == "start":
            self.wait_until_loaded()
        return done.stdout

    def wait_until_loaded(self) -> None:
        """`ipsec start` returns at once. Neutron's wrapper takes a second for each command, and relies on that."""
        deadline = time.monotonic() + LOADING
        while time.monotonic() < deadline:
            output = run(inside(self.namespace, self.config_dir, [self.binary, "status"])).stdout
            if all(connection["id"] in output for connection in self.vpnservice["ipsec_site_connections"]):
                return
            time.sleep(0.1)

    def copy_and_overwrite(self, from_path: str, to_path: str) -> None:
        shutil.rmtree(to_path, ignore_errors=True)
        shutil.copytree(from_path, to_path)

    def remove_config(self) -> None:
        shutil.rmtree(self.config_dir, ignore_errors=True)

    def get_status(self) -> str:
        self.output = super().get_status()
        return self.output

    def waits_for_traffic(self, connection: str) -> bool:
        """Whether a packet for it would find no SA: a successor's networks are carried by its predecessor's."""
        installed = set(INSTALLED.findall(self.output))
        networks = NETWORKS.findall(self.output)
        carried = {pair for *sa, pair in networks if tuple(sa) in installed}
        return any(name == connection and pair not in carried for name, _number, pair in networks)

    def initiate(self, connection: str) -> None:
        """Have charon begin, without waiting for the outcome."""
        self._execute([self.binary, "stroke", "up-nb", connection])
