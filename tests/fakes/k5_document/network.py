# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What stands in the cloud before anybody asks: routers, subnets, ports and floating IPs, to be read only."""

from __future__ import annotations

import typing as t
import uuid

Object = dict[str, t.Any]
#: Namespace for ids that are the same in every run.
_NAMESPACE = uuid.UUID("5ed0c10d-0000-4000-8000-000000000005")


def seed_id(name: str) -> str:
    """The id of the seeded object of that name."""
    return str(uuid.uuid5(_NAMESPACE, name))


def network_objects(tenant_id: str, zone: str) -> dict[str, list[Object]]:
    """Collection -> objects. Router ``edge`` has a floating IP on its port, ``bare`` has none, ``inner`` no gateway."""
    found: dict[str, list[Object]] = {"routers": [], "subnets": [], "ports": [], "floatingips": [], "networks": []}
    rows = (
        ("edge", "office", "10.1.0.0/24", "203.0.113.10", True),
        ("bare", "plant", "10.5.0.0/24", "", True),
        ("inner", "cellar", "10.6.0.0/24", "", False),
    )
    for router, subnet, cidr, floating, gateway in rows:
        ids = {name: seed_id(name) for name in (router, subnet, f"{router}-port", f"{subnet}-network", "outside")}
        outside = {"network_id": ids["outside"], "enable_snat": True} if gateway else None
        common = {"tenant_id": tenant_id, "availability_zone": zone}
        found["routers"].append(
            {**common, "id": ids[router], "name": router, "status": "ACTIVE", "admin_state_up": True}
            | {"external_gateway_info": outside, "routes": []}
        )
        found["networks"].append(
            {**common, "id": ids[f"{subnet}-network"], "name": f"{subnet}-network", "subnets": [ids[subnet]]}
        )
        found["subnets"].append(
            {**common, "id": ids[subnet], "name": subnet, "cidr": cidr, "ip_version": 4}
            | {"network_id": ids[f"{subnet}-network"], "gateway_ip": cidr.replace("0/24", "1")}
        )
        found["ports"].append(
            {**common, "id": ids[f"{router}-port"], "name": "", "status": "ACTIVE", "device_id": ids[router]}
            | {"device_owner": "network:router_interface", "network_id": ids[f"{subnet}-network"]}
            | {"fixed_ips": [{"subnet_id": ids[subnet], "ip_address": cidr.replace("0/24", "1")}]}
        )
        if floating:
            found["floatingips"].append(
                {**common, "id": seed_id(floating), "floating_ip_address": floating, "status": "DOWN"}
                | {"port_id": ids[f"{router}-port"], "router_id": ids[router]}
                | {"fixed_ip_address": cidr.replace("0/24", "1"), "floating_network_id": ids["outside"]}
            )
    return found
