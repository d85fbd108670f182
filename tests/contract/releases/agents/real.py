# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The release's real process manager with a real charon, in a network namespace; needs root and Debian's
strongswan-starter. ``gateways`` is make tunnel's: only the ways to the shell are replaced."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from pathlib import Path

from gateways.inside import inside, run
from gateways.process import LOADING, GatewayProcess, make_configuration_area
from oslo_config import cfg

from agents.stand_ins import GATEWAY, Gateway

LOADED = re.compile(r"^ *(\S+?): +child: +\S+ === (\S.*?) TUNNEL", re.MULTILINE)


class RealGateway(GatewayProcess):
    """Notes what charon is told, and reads from charon what it holds."""

    def _execute(self, cmd: Sequence[str], check_exit_code: bool = True, extra_ok_codes: object = None) -> str:
        result = super()._execute(cmd, check_exit_code, extra_ok_codes)
        verb = cmd[1]
        if verb in ("start", "stop", "reload"):
            GATEWAY.commands.append(verb)
        if verb == "reload":
            self.wait_until_reloaded()
        if verb in ("start", "rereadsecrets"):
            Gateway.read_keys(GATEWAY, Path(self.etc_dir))
        elif verb == "stop":
            GATEWAY.keys = set()
        GATEWAY.connections = self.loaded()
        return result

    def wait_until_reloaded(self) -> None:
        """`ipsec reload` returns before charon has read the file. Neutron's wrapper takes a second for each command."""
        wanted = {one["id"]: tuple(sorted(one["peer_cidrs"])) for one in self.vpnservice["ipsec_site_connections"]}
        deadline = time.monotonic() + LOADING
        while self.loaded() != wanted and time.monotonic() < deadline:
            time.sleep(0.1)

    def loaded(self) -> dict[str, tuple[str, ...]]:
        """Connection -> the peer's networks, as charon lists them."""
        output = run(inside(self.namespace, self.config_dir, [self.binary, "statusall"])).stdout
        listed = output.partition("Connections:")[2].partition("Routed Connections:")[0]
        return {name: tuple(sorted(networks.split())) for name, networks in LOADED.findall(listed)}


def prepare(folder: Path) -> None:
    """What an operator has in /etc/strongswan.d, without ESP in the kernel."""
    make_configuration_area(folder)
    cfg.CONF.set_override("default_config_area", str(folder), "strongswan")
