# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One driver of the release on the path through the life of a VPN; prints what reached the gateway, as JSON.

``python -m agents DRIVER...`` has a stand-in for the gateway, ``python -m agents --charon NAMESPACE`` a real charon.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from neutron.common import config
from oslo_config import cfg

from agents.drivers import DRIVERS
from agents.server import CONNECTIONS, ROUTER, Server, connection
from agents.stand_ins import GATEWAY

FIRST, _second = CONNECTIONS
PROPOSALS = re.compile(r"^ *((?:ike|esp|phase2alg)=.*?) *$", re.MULTILINE)


class Life:
    """The operations of a tenant, each followed by the notification and by two of the agent's periodic reports."""

    def __init__(self, name: str, process: type | None = None, namespace: str = "qrouter") -> None:
        driver, stand_in, bus = DRIVERS[name]
        self.server = Server()
        self.new_agent: Callable[[], Any] = lambda: driver(self.server, process or stand_in, namespace)
        self.bus_class = bus
        self.results: dict[str, dict[str, Any]] = {}
        self.start_agent()

    def start_agent(self) -> None:
        """A new process of the agent: it knows nothing, looks at the routers, and asks for everything."""
        self.driver = self.new_agent()
        self.bus = self.bus_class(self.driver)
        self.driver.router_is_there()
        self.driver.sync(self.driver.context, [])

    def notify(self) -> None:
        self.bus.vpnservice_updated(self.driver.context, ROUTER)

    def after(self, operation: str, act: Callable[[], None]) -> None:
        """Note what the gateway was told, whether it holds what the server has, and what the API shows then."""
        GATEWAY.commands.clear()
        act()
        for _minute in range(2):
            self.driver.report_status(self.driver.context)
        self.results[operation] = {
            "commands": list(GATEWAY.commands),
            "holds": GATEWAY.holds(self.server.connections),
            "statuses": [one["status"] for one in self.server.connections.values()],
        }

    def write(self, number: int, **values: Any) -> None:
        identifier = CONNECTIONS[number]
        self.server.connections.setdefault(identifier, connection(number)).update(values)
        self.notify()

    def delete(self, number: int) -> None:
        del self.server.connections[CONNECTIONS[number]]
        self.notify()

    def run(self) -> dict[str, dict[str, Any]]:
        self.after("create", lambda: self.write(0))
        self.after("add a connection", lambda: self.write(1))
        self.after("the router is updated", self.driver.router_is_there)
        self.after("change", lambda: self.write(0, peer_cidrs=["10.9.0.0/24"]))
        self.after("rotate", lambda: self.write(0, psk="another-key"))
        self.after("the agent restarts", self.start_agent)
        self.after("delete one", lambda: self.delete(1))
        self.after("delete the last", lambda: self.delete(0))
        return self.results


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        config.register_common_config_options()
        cfg.CONF([], project="agents", default_config_files=[])
        cfg.CONF.set_override("config_base_dir", str(Path(folder) / "ipsec"), "ipsec")
        if sys.argv[1] == "--charon":
            result = with_charon(Path(folder), sys.argv[2])
        else:
            result = {name: {**Life(name).run(), "AES-GCM": gcm_words(name)} for name in sys.argv[1:]}
        print(json.dumps(result))


def gcm_words(name: str) -> dict[str, Any]:
    """What the process manager writes of the proposals of a connection with AES-GCM."""
    life = Life(name)
    life.server.connections[FIRST] = connection(0, encryption_algorithm="aes-256-gcm-16")
    life.notify()
    (process,) = life.driver.processes.values()
    text = (Path(process.etc_dir) / "ipsec.conf").read_text(encoding="utf-8")
    GATEWAY.stop()
    return {"lines": PROPOSALS.findall(text)}


def with_charon(folder: Path, namespace: str) -> dict[str, Any]:
    from agents import real  # It needs make tunnel's folder in PYTHONPATH.

    real.prepare(folder / "strongswan.d")
    return {"strongswan": Life("strongswan", real.RealGateway, namespace).run()}


if __name__ == "__main__":
    main()
