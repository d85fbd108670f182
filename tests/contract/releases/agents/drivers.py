# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A release's own device drivers: ``sync()``, ``report_status()``, the process managers, their templates. Replaced are
the message bus, the threads, the firewall, and OVN's devices."""

from __future__ import annotations

from typing import Any

from neutron.agent.l3.router_info import RouterInfo
from neutron_lib.context import get_admin_context_without_session
from neutron_vpnaas.services.vpn.agent import VPNAgent
from neutron_vpnaas.services.vpn.device_drivers import libreswan_ipsec, ovn_ipsec, strongswan_ipsec
from neutron_vpnaas.services.vpn.service_drivers import base_ipsec
from neutron_vpnaas.services.vpn.service_drivers import ovn_ipsec as ovn_service_driver
from oslo_config import cfg

from agents.server import ROUTER, Server
from agents.stand_ins import OfLibreswan, OfStrongSwan


class StrongSwanGateway(OfStrongSwan, strongswan_ipsec.StrongSwanProcess):
    pass


class LibreswanGateway(OfLibreswan, libreswan_ipsec.LibreSwanProcess):
    pass


class Router(RouterInfo):
    """What the L3 agent hands over; its own __init__ would make namespaces."""

    def __init__(self, namespace: str) -> None:
        self.router_id = ROUTER
        self.router = {"ha": False, "distributed": False}
        self.ns_name = namespace


class WithoutBus:
    """The attributes that the drivers' __init__ sets, without a bus and threads."""

    process_class: type
    namespace = "qrouter"

    def __init__(self, server: Server, process_class: type, namespace: str = "qrouter") -> None:
        self.conf, self.host, self.context = cfg.CONF, "agent", get_admin_context_without_session()
        self.agent_rpc, self.process_class, self.namespace = server, process_class, namespace
        self.processes: dict[str, Any] = {}
        self.routers: dict[str, Any] = {}
        self.process_status_cache: dict[str, Any] = {}

    def create_process(self, process_id: str, vpnservice: dict, namespace: str) -> Any:
        return self.process_class(self.conf, process_id, vpnservice, namespace)

    def ensure_nat_rules(self, vpnservice: dict) -> None:
        """No firewall."""

    def remove_nat_rules(self, router_id: str) -> None:
        """No firewall."""


class L3Driver(WithoutBus, strongswan_ipsec.StrongSwanDriver):
    """In the L3 agent; its ``sync`` and its notifications are those of every in-tree driver."""

    def router_is_there(self) -> None:
        """The extension of the L3 agent hears of a router, at first and whenever the router itself is updated."""
        extension = Extension(self)
        heard = extension.update_router if ROUTER in self.routers else extension.add_router
        heard(self.context, {"id": ROUTER})


class Extension(VPNAgent):
    """The release's own, with this one driver."""

    def __init__(self, driver: L3Driver) -> None:
        self.device_drivers, self.agent_api = [driver], self

    def get_router_info(self, _router_id: str) -> Router:
        return Router(self.device_drivers[0].namespace)


class Devices:
    """OVN's namespace and ports."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def get_namespace_name(self, process_id: str) -> str:
        return f"qvpn-{process_id}"

    def exists(self, name: str) -> bool:
        return name in self.names

    def create(self, name: str) -> None:
        self.names.add(name)

    def delete(self, name: str) -> None:
        self.names.discard(name)

    def get_existing_process_ids(self) -> list[str]:
        return [name.removeprefix("qvpn-") for name in self.names]

    def list_routes(self, *_which: object, **_filter: object) -> list[dict]:
        return []

    def set_up(self, *_what: object) -> None:
        """No port, no route."""

    setup_external = setup_internal = del_internal_port = del_external_port = add_routes = delete_routes = set_up


class OvnDriver(WithoutBus, ovn_ipsec.OvnStrongSwanDriver):
    """In OVN's VPN agent."""

    def __init__(self, server: Server, process_class: type, namespace: str = "qvpn") -> None:
        super().__init__(server, process_class, namespace)
        self.nsmgr = self.devmgr = Devices()

    def router_is_there(self) -> None:
        """OVN's agent is told nothing of routers (``create_router`` is empty)."""


class Bus:
    """From the service driver to the device driver: the release's own notification, handed over at once."""

    def __init__(self, driver: WithoutBus) -> None:
        self.device_driver = driver

    def _agent_notification(
        self, context: Any, method: str, router_id: str, version: object = None, **kwargs: Any
    ) -> None:
        getattr(self.device_driver, method)(context, **kwargs)


class L3Bus(Bus, base_ipsec.IPsecVpnAgentApi):
    pass


class OvnBus(Bus, ovn_service_driver.IPsecOvnVpnAgentApi):
    pass


#: name -> driver, process manager, the way of its notifications
DRIVERS = {
    "strongswan": (L3Driver, StrongSwanGateway, L3Bus),
    "libreswan": (L3Driver, LibreswanGateway, L3Bus),
    "ovn-strongswan": (OvnDriver, StrongSwanGateway, OvnBus),
    "ovn-libreswan": (OvnDriver, LibreswanGateway, OvnBus),
}
