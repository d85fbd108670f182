# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One case: two tunnels are made, pings begin, an endpoint fails, and comes back."""

from __future__ import annotations

import copy
import os
import shutil
import threading
import time
from pathlib import Path

from oslo_config import cfg

from kernel.cloud_gateway import GATEWAYS
from kernel.endpoint import Endpoint
from kernel.pinger import Pinger
from kernel.site import BASE, CLOUD_HOST, INSIDE, OTHER_HOST, PEER_HOST, Site

SETTING_UP = threading.Lock()
BETWEEN_INITIATIONS = 6  # seconds
UNTIL_SOMEBODY_ACTS = 15  # seconds


class Case:
    """``initiates``, ``prefers``: of the peer. ``fault``: a method of Endpoint. ``acts``: there is one connection,
    to which somebody gives the other peer.

    ``max_wait``: how many seconds pings are waited for after the fault, ``returns``: after the endpoint is back.
    """

    def __init__(self, number: int, name: str, service: str, gateway: str, **options: object) -> None:
        self.name, self.service, self.kind = name, service, gateway
        self.initiates = bool(options.get("initiates"))
        self.prefers = str(options.get("prefers", "second" if service == "nested" else ""))
        self.dpd = str(options.get("dpd", ""))
        self.fault, self.switched = str(options["fault"]), bool(options.get("acts"))
        self.max_wait, self.returns = int(str(options["max_wait"])), int(str(options["returns"]))
        self.site = Site(f"c{number}")
        self.phases: list[dict] = []
        self.endpoints: dict[str, Endpoint] = {}
        self.chosen = ""
        self.over = threading.Event()

    def run(self, service: dict) -> None:
        with SETTING_UP:  # to start programs takes most of this kernel's one processor
            self.set_up(service)
        chooser = threading.Thread(target=self.choose, name=self.name)
        chooser.start()
        pairs = {"out": ("office", PEER_HOST), "back": ("vpc", CLOUD_HOST), "other": ("office", OTHER_HOST)}
        self.pingers = {
            name: Pinger(self.site.namespace(which), target, BASE / f"{self.site.name}-{name}.txt")
            for name, (which, target) in pairs.items()
        }
        try:
            self.observe(18, 30)
            # Where one network is within the other it is the narrower one's: answers then come by the wider one.
            failing = self.phases[0]["from"].rpartition(" ")[2] or "first"
            self.prefers = "" if self.service == "nested" else self.prefers
            getattr(self.endpoints[failing], self.fault)()
            if self.switched:
                time.sleep(UNTIL_SOMEBODY_ACTS)
                self.switch(service)
            self.observe(2, self.max_wait)
            self.endpoints[failing].back()
            self.observe(8, self.returns)
        finally:
            self.over.set()
            chooser.join()
            for pinger in self.pingers.values():
                pinger.stop()

    def set_up(self, service: dict) -> None:
        """The endpoints, and the gateway as Neutron's driver brings it up: one connection after the other."""
        self.site.lay()
        # Neutron lists them in an order of its own.
        service["ipsec_site_connections"].sort(key=lambda one: str(one["peer_address"]))
        for one in service["ipsec_site_connections"]:
            one["dpd_action"] = self.dpd or one["dpd_action"]
        keys = [one["psk"] for one in service["ipsec_site_connections"]]
        self.endpoints = {
            which: Endpoint(self.site, which, key, self.initiates) for which, key in zip(INSIDE, keys, strict=True)
        }
        for endpoint in self.endpoints.values():
            endpoint.start()
        self.connections = [one["id"] for one in service["ipsec_site_connections"]]
        alone = copy.deepcopy(service)
        del alone["ipsec_site_connections"][1:]
        self.gateway = GATEWAYS[self.kind](cfg.CONF, f"{self.site.name}-gateway", alone, self.site.namespace("cloud"))
        self.gateway.update()
        if not self.switched:
            time.sleep(2)
            self.gateway.update_vpnservice(copy.deepcopy(service))
            self.gateway.update()

    def switch(self, service: dict) -> None:
        """The one connection gets the other peer and its key, and admin_state_up of the VPN service goes off and on."""
        connection, other = copy.deepcopy(service["ipsec_site_connections"])
        connection.update({name: other[name] for name in ("peer_address", "peer_id", "psk")})
        for up in (False, True):
            changed = {"ipsec_site_connections": [connection], "admin_state_up": up}
            self.gateway.update_vpnservice(copy.deepcopy({**service, **changed}))
            self.gateway.update()

    def choose(self) -> None:
        """The peer's gateway: the tunnel in use as long as it is up, else the other; and what it initiates."""
        begun = time.monotonic()
        while not self.over.wait(1.0):
            up = [which for which, endpoint in self.endpoints.items() if endpoint.is_up()]
            wanted = [which for which in (self.prefers, self.chosen, *up) if which in up]
            if wanted and wanted[0] != self.chosen:
                self.chosen = wanted[0]
                self.site.ip("vpc", f"route replace default via {INSIDE[self.chosen]}")
            if time.monotonic() - begun > BETWEEN_INITIATIONS:
                begun = time.monotonic()
                for endpoint in self.endpoints.values():
                    endpoint.begin()

    def observe(self, least: float, most: float) -> None:
        """Until pings pass both ways, or for so long; then which endpoint counts the packets."""
        begin = time.time()
        while time.time() < begin + most:
            time.sleep(1)
            now = time.time()
            if now > begin + least and all(self.pingers[way].answered(now - 3) for way in ("out", "back")):
                break
        before = {which: endpoint.packets() for which, endpoint in self.endpoints.items()}
        time.sleep(3)
        end = time.time()
        after = {which: endpoint.packets() for which, endpoint in self.endpoints.items()}
        carried = {
            way: " and ".join(which for which in INSIDE if after[which][way] - before[which][way] > 3)
            for way in ("from", "to")
        }
        mismatches = self.site.count("cloud", "XfrmInTmplMismatch")
        windows = {name: pinger.window(begin, end) for name, pinger in self.pingers.items()}
        passes = all(self.pingers[way].answered(end - 3) for way in ("out", "back"))
        seen = {"passes": passes, "statuses": self.statuses(), "mismatches": mismatches}
        self.phases.append({**carried, **windows, **seen})

    def statuses(self) -> list[str]:
        """What Neutron would be told of the two."""
        self.gateway.connection_status = {}
        if not self.gateway.active:
            return []
        known = {name.partition("/")[0]: one["status"] for name, one in self.gateway.connection_status.items()}
        return [known[name] for name in self.connections if name in known]

    def keep_logs(self) -> None:
        target = Path(os.environ["FOLDER"], "logs", self.name)
        target.mkdir(parents=True, exist_ok=True)
        for one in BASE.glob(f"{self.site.name}-*"):
            for log in [one] if one.is_file() else [*one.rglob("*.log"), *one.rglob("ipsec.conf")]:
                shutil.copy(log, target / f"{one.name}-{log.name}")
