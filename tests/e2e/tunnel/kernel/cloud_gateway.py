# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""neutron-vpnaas's own process managers, strongSwan's and Libreswan's, with the kernel's ESP."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from gateways.inside import inside, run
from gateways.process import LOGGING, GatewayProcess
from neutron.conf.common import register_core_common_config_opts
from neutron_vpnaas.services.vpn.device_drivers.libreswan_ipsec import LibreSwanProcess
from oslo_config import cfg

from kernel.site import BASE

# Debian's package, unpacked and not installed, above the installed ones.
UNPACKED = Path(os.environ["UNPACKED"])
OVERLAY = 'mount -t overlay overlay -o lowerdir="$0:/usr" /usr && mount --bind "$1" /var/lib && shift && exec "$@"'
TUNED = "charon {\n  retransmit_tries = 3\n  retransmit_timeout = 2.0\n}\n"


def configure() -> None:
    """What an operator configures of the agent. As in gateways/process.py, without ESP in user space."""
    register_core_common_config_opts()
    cfg.CONF.set_override("config_base_dir", str(BASE), "ipsec")
    area = BASE / "strongswan.d"
    shutil.copytree("/etc/strongswan.d", area)
    (area / "charon-logging.conf").write_text(LOGGING, encoding="utf-8")
    cfg.CONF.set_override("default_config_area", str(area), "strongswan")


class TunedGateway(GatewayProcess):
    """With a shorter time until a peer is given up, which an operator can set in /etc/strongswan.d."""

    def copy_and_overwrite(self, from_path: str, to_path: str) -> None:
        super().copy_and_overwrite(from_path, to_path)
        Path(to_path, "retransmission.conf").write_text(TUNED, encoding="utf-8")


class LibreswanGateway(LibreSwanProcess):
    """LibreSwanProcess in a namespace of ours."""

    def ensure_configs(self) -> None:
        Path(self.config_dir, "lib/ipsec/nss").mkdir(parents=True, exist_ok=True)
        super().ensure_configs()

    def _get_rootwrap_config(self) -> None:
        """Everything runs as root already."""

    def _execute(
        self, cmd: Sequence[str], check_exit_code: bool = True, extra_ok_codes: Sequence[int] | None = None
    ) -> str:
        return self._run(["ip", "netns", "exec", self.namespace, *cmd], check_exit_code, extra_ok_codes)

    def _ipsec_execute(
        self, cmd: Sequence[str], check_exit_code: bool = True, extra_ok_codes: Sequence[int] | None = None
    ) -> str:
        own = ["sh", "-c", OVERLAY, str(UNPACKED / "usr"), f"{self.config_dir}/lib", self.binary, *cmd]
        return self._run(inside(self.namespace, self.config_dir, own), check_exit_code, extra_ok_codes)

    def _run(self, command: Sequence[str], check: bool, ok: Sequence[int] | None) -> str:
        done = run(command)
        with Path(self.config_dir, "commands.log").open("a", encoding="utf-8") as log:
            log.write(f"{' '.join(command[-6:])} -> {done.returncode}\n{done.stdout}\n")
        if check and done.returncode not in (0, *(ok or ())):
            raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}: {done.stdout}")
        return done.stdout


GATEWAYS = {"strongSwan": GatewayProcess, "tuned strongSwan": TunedGateway, "Libreswan": LibreswanGateway}
