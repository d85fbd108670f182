# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The other side that no cloud manages: strongSwan by itself, with a swanctl.conf that a playbook has written.

To exchange how that file comes about, change the task in playbooks/one_end.yml that writes it.
"""

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
    """``configuration`` is where the playbook writes the gateway's swanctl.conf."""

    def __init__(self, gateway: Gateway, folder: Path, state: str) -> None:
        super().__init__(gateway.namespace, folder / gateway.name)
        self.output = folder / f"{gateway.name}.log"
        shutil.rmtree(self.folder, ignore_errors=True)
        for name in ("etc/swanctl", "etc/ipsec.d", "var/run"):
            (self.folder / name).mkdir(parents=True, mode=0o700)
        shutil.copytree(Path(state, "gateways", "strongswan.d"), self.folder / "etc" / "strongswan.d")
        (self.folder / "etc" / "strongswan.conf").write_text(STRONGSWAN_CONF, encoding="utf-8")
        self.configuration = self.folder / "etc" / "swanctl" / "swanctl.conf"

    def start(self) -> None:
        start(inside(self.namespace, self.folder, [CHARON]), self.output)
        deadline = time.monotonic() + 10
        while self.tell("swanctl", "--stats")[0]:
            if time.monotonic() > deadline:
                raise Failure(f"charon did not start:\n{self.output.read_text(encoding='utf-8')}")
            time.sleep(0.1)
        code, said = self.tell("swanctl", "--load-all")
        if code:
            raise Failure(f"swanctl --load-all: {said}")

    def stop(self) -> None:
        end(self.namespace)
        shutil.rmtree(self.folder)
