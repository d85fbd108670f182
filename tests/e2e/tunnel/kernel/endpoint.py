# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An endpoint of AWS's, as a strongSwan in a namespace."""

from __future__ import annotations

import subprocess
import time

from gateways.inside import inside, run

from kernel.site import BASE, CHARON, CLOUD, CLOUD_NETWORK, ENDPOINTS, STRONGSWAN, SWANCTL, Site


class Endpoint:
    """First or second; ``initiates`` is AWS's startup action "start" with the DPD timeout action "restart"."""

    def __init__(self, site: Site, which: str, key: str, initiates: bool) -> None:
        self.site, self.which, self.key, self.initiates = site, which, key, initiates
        self.folder = BASE / site.namespace(which)
        self.process: subprocess.Popen | None = None
        for name in ("etc/swanctl/conf.d", "var/run"):
            (self.folder / name).mkdir(parents=True)
        (self.folder / "etc/strongswan.conf").write_text(STRONGSWAN, encoding="utf-8")

    def start(self) -> None:
        values = {
            "own": ENDPOINTS[self.which],
            "cloud": CLOUD,
            "key": self.key,
            "cloud_network": CLOUD_NETWORK,
            "dpd_action": "restart" if self.initiates else "clear",
            "start_action": "start" if self.initiates else "none",
        }
        (self.folder / "etc/swanctl/swanctl.conf").write_text(SWANCTL % values, encoding="utf-8")
        with (self.folder / "out.log").open("a", encoding="utf-8") as stream:
            self.process = subprocess.Popen(
                inside(self.site.namespace(self.which), self.folder, [CHARON]),
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=subprocess.STDOUT,
            )
        while self.swanctl("--stats").returncode:
            time.sleep(0.3)
        self.swanctl("--load-all")

    def swanctl(self, *words: str) -> subprocess.CompletedProcess[str]:
        return run(inside(self.site.namespace(self.which), self.folder, ["swanctl", *words]))

    def begin(self) -> None:
        """As AWS's startup action "start" does, again and again."""
        if self.initiates and not self.is_up() and self.process and self.process.poll() is None:
            self.swanctl("--initiate", "--child", "net", "--timeout", "1")

    def is_up(self) -> bool:
        """Whether it has SAs for packets."""
        return bool(self.site.associations[self.which].packets())

    def packets(self) -> dict[str, int]:
        """Of the SAs that it has: from the cloud, and to it."""
        counted = {"from": 0, "to": 0}
        for source, number in self.site.associations[self.which].packets():
            counted["from" if source == CLOUD else "to"] += number
        return counted

    # What happens to it.

    def kill(self) -> None:
        """Its daemon is lost, and says nothing to the cloud's; the kernel keeps the SAs. ``silence`` loses both."""
        if self.process:
            self.process.kill()
            self.process.wait()

    def silence(self) -> None:
        self.site.ip(self.which, "link set outside down")

    def delete(self) -> None:
        """What IKE has for it: DELETE of the IKE SA, and for a while nobody is there."""
        self.swanctl("--terminate", "--ike", "cloud")
        self.silence()

    def back(self) -> None:
        self.site.ip(self.which, "link set outside up")
        if not self.swanctl("--stats").returncode:
            return
        (self.folder / "var/run/charon.vici").unlink(missing_ok=True)
        (self.folder / "var/run/charon.pid").unlink(missing_ok=True)
        self.start()
