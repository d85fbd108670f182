# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The other side that no cloud manages: strongSwan by itself, which the role strongswan_gateway configures."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from charon import Charon
from failure import Failure
from gateways.inside import inside
from network import Gateway, end
from programs import start

CHARON = "/usr/lib/ipsec/charon"
STRONGSWAN_CONF = """\
charon {
  load_modular = yes
  plugins {
    include strongswan.d/charon/*.conf
  }
}
include strongswan.d/*.conf
"""


class ForeignGateway(Charon):
    """``swanctl_dir`` and ``uri`` are where the role finds it: files are everybody's, only the network is its own."""

    def __init__(self, gateway: Gateway, folder: Path, state: str) -> None:
        super().__init__(gateway.namespace, folder / gateway.name)
        self.output = folder / f"{gateway.name}.log"
        shutil.rmtree(self.folder, ignore_errors=True)
        for name in ("etc/swanctl/conf.d", "etc/ipsec.d", "var/run"):
            (self.folder / name).mkdir(parents=True, mode=0o700)
        shutil.copytree(Path(state, "gateways", "strongswan.d"), self.folder / "etc" / "strongswan.d")
        (self.folder / "etc" / "strongswan.conf").write_text(STRONGSWAN_CONF, encoding="utf-8")
        self.swanctl_dir = self.folder / "etc" / "swanctl"
        (self.swanctl_dir / "swanctl.conf").write_text("include conf.d/*.conf\n", encoding="utf-8")
        self.uri = f"unix://{self.folder}/var/run/charon.vici"

    def start(self) -> None:
        start(inside(self.namespace, self.folder, [CHARON]), self.output)
        deadline = time.monotonic() + 10
        while self.request("swanctl", "--stats")[0]:
            if time.monotonic() > deadline:
                raise Failure(f"charon did not start:\n{self.output.read_text(encoding='utf-8')}")
            time.sleep(0.1)

    def left(self) -> list[str]:
        """What of a configuration is still there: files, and what the daemon has loaded."""
        _code, loaded = self.request("swanctl", "--list-conns")
        files = [str(file) for file in (self.swanctl_dir / "conf.d").iterdir()]
        return [*files, *(f"loaded: {line}" for line in loaded.splitlines() if not line.startswith(" "))]

    def stop(self) -> None:
        end(self.namespace)
        shutil.rmtree(self.folder)
