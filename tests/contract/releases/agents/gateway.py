# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""When OVN's VPN gateway of a router is in ERROR: the release's own service driver on its own tables, in SQLite.

``python -m agents.gateway`` prints, as JSON, the gateway's status after a failed creation and after a failed removal,
and what the next VPN service on the router is refused with. Replaced are ports and networks, which fail on demand.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from neutron.common import config
from neutron.db.migration.models import head
from neutron.db.models.l3 import Router
from neutron_lib import exceptions
from neutron_lib.context import get_admin_context
from neutron_lib.db import api as db_api
from neutron_lib.db import model_base
from neutron_lib.exceptions.extraroute import RouterInterfaceInUseByRoute
from neutron_vpnaas.db.models import head as vpn_head
from neutron_vpnaas.db.vpn.vpn_ext_gw_db import VPNExtGWPlugin_db
from neutron_vpnaas.services.vpn.service_drivers.ovn_ipsec import BaseOvnIPsecVPNDriver
from oslo_config import cfg
from oslo_db import options

from agents.server import ROUTER, SERVICE

#: Imported for the tables that they define.
MODELS = (head, vpn_head)
#: The names of the project's id, in one release or another.
DESIRED = {"id": SERVICE, "router_id": ROUTER, "project_id": "demo", "tenant_id": "demo"}


class ServicePlugin(VPNExtGWPlugin_db):
    """The gateways are the release's; a service is any that is asked for."""

    statuses: tuple[str, ...] = ()

    def schedule_router(self, _context: object, _router_id: str) -> dict[str, str]:
        return {"host": "agent"}

    def _get_vpnservice(self, _context: object, _identifier: str) -> Any:
        return SimpleNamespace(router=SimpleNamespace(gw_port=SimpleNamespace(network_id="outside")))

    def set_vpnservice_status(self, _context: object, _identifier: str, status: str, **_more: object) -> None:
        self.statuses += (status,)


class Driver(BaseOvnIPsecVPNDriver):
    """``fails`` is raised where ports and networks would be made or removed."""

    fails: Exception | None = None

    def __init__(self) -> None:
        self.plugin = ServicePlugin()

    @property
    def service_plugin(self) -> ServicePlugin:
        return self.plugin

    def create_rpc_conn(self) -> None:
        """No bus."""

    def touch(self, *_what: object) -> None:
        if self.fails:
            raise self.fails

    make_gw_port = make_transit_network = del_transit_network = touch

    def del_gw_port(self, _gateway: object) -> None:
        """It goes first, and does not fail here."""

    def status(self) -> str | None:
        gateway = self.plugin.get_vpn_gw_dict_by_router_id(get_admin_context(), ROUTER)
        return gateway and gateway["status"]


def refusal(act: Callable[[], object]) -> str:
    try:
        act()
    except exceptions.NeutronException as error:
        return type(error).__name__
    return ""


def run() -> dict[str, Any]:
    driver = Driver()

    def create() -> None:
        driver.create_vpnservice(get_admin_context(), dict(DESIRED))

    def set_up() -> None:
        driver._setup(get_admin_context(), dict(DESIRED))

    def remove() -> None:
        driver._cleanup(get_admin_context(), ROUTER)

    driver.fails = exceptions.IpAddressGenerationFailure(net_id="outside")
    result: dict[str, Any] = {"create": [refusal(create), driver.status(), list(driver.plugin.statuses)]}
    driver.fails = None
    result["create again"] = [refusal(set_up), driver.status()]
    driver.fails = RouterInterfaceInUseByRoute(router_id=ROUTER, subnet_id="transit")
    result["remove"] = [refusal(remove), driver.status()]
    driver.fails = None
    result["create then"] = [refusal(create), driver.status()]
    result["remove again"] = [refusal(remove), driver.status()]
    result["create at last"] = [refusal(set_up), driver.status()]
    return result


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        config.register_common_config_options()
        cfg.CONF([], project="agents", default_config_files=[])
        options.set_defaults(cfg.CONF, connection=f"sqlite:///{Path(folder) / 'neutron.sqlite'}")
        model_base.BASEV2.metadata.create_all(db_api.CONTEXT_WRITER.get_engine())
        context = get_admin_context()
        with db_api.CONTEXT_WRITER.using(context):
            context.session.add(Router(id=ROUTER, project_id="demo", name="edge", status="ACTIVE", admin_state_up=True))
        print(json.dumps(run()))


if __name__ == "__main__":
    main()
