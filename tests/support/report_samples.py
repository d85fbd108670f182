# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Results of vpn_topology_info of any size, in the shape that tests/unit/report holds against the real one."""

from __future__ import annotations

#: A name that becomes something else wherever it is not escaped.
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</title></svg><script>alert(2)</script>",
    "]]><!-- --> &amp; &lt;",
    "a|b `c` *d* _e_ [f](javascript:alert(1)) ![g](http://h/i.png) @octocat #1 !2 $x$",
    '"]\n  end\n  click s0 href "javascript:alert(1)"',
    "end",
    "`markdown` %%{init: {'theme':'dark'}}%% ;",
    "\x1b[31mred\x07 \u202eevil\u202c \ud800",
    "line one\nline two\r\n| x |",
)


def export(services, connections, cloud=None):
    """The result of vpn_topology_info: ``services`` are (name, address), ``connections`` (name, service, peer address,
    status)."""
    ids = {name: f"50000000-0000-4000-8000-{number:012d}" for number, (name, _address) in enumerate(services)}
    routers = {name: f"60000000-0000-4000-8000-{number:012d}" for number, (name, _address) in enumerate(services)}
    subnet = {"id": "22222222-0000-4000-8000-000000000002", "name": "office", "cidr": "10.1.0.0/24"}
    ike, ipsec = "10000000-0000-4000-8000-000000000001", "20000000-0000-4000-8000-000000000001"
    objects = {
        "ike_policies": [{"id": ike, "name": "branches-ike", "ike_version": "v2"}],
        "ipsec_policies": [{"id": ipsec, "name": "branches-ipsec", "transform_protocol": "esp"}],
        "vpn_services": [
            {
                "id": ids[name],
                "name": name,
                "router_id": routers[name],
                "subnet_id": subnet["id"],
                "external_v4_ip": address,
                "admin_state_up": True,
                "status": "ACTIVE",
            }
            for name, address in services
        ],
        "endpoint_groups": [],
        "ipsec_site_connections": [
            {
                "id": f"70000000-0000-4000-8000-{number:012d}",
                "name": name,
                "vpnservice_id": ids[service],
                "ikepolicy_id": ike,
                "ipsecpolicy_id": ipsec,
                "peer_address": peer,
                "peer_cidrs": [f"10.{2 + number // 256}.{number % 256}.0/24"],
                "admin_state_up": status != "switched off",
                "status": "DOWN" if status == "switched off" else status,
            }
            for number, (name, service, peer, status) in enumerate(connections)
        ],
    }
    names = {routers[name]: f"router-of-{name}" for name in ids} | {ike: "branches-ike", ipsec: "branches-ipsec"}
    result = {
        "changed": False,
        "dialect": "neutron",
        "topology": {plural: [] for plural in objects},
        "objects": objects,
        "subnets": [subnet],
        "names": names,
    }
    return result | ({"cloud": cloud} if cloud else {})


def two_clouds():
    """Five tunnels: Paris and Rome are connected, each has a branch, and Rome has one that is switched off."""
    paris = export(
        [("office", "203.0.113.10")],
        [("rome", "office", "203.0.113.20", "ACTIVE"), ("branch7", "office", "198.51.100.7", "DOWN")],
        "paris",
    )
    rome = export(
        [("plant", "203.0.113.20"), ("store", "203.0.113.21")],
        [
            ("paris", "plant", "203.0.113.10", "ACTIVE"),
            ("branch8", "plant", "198.51.100.8", "ACTIVE"),
            ("partner", "plant", "192.0.2.99", "switched off"),
        ],
        "rome",
    )
    return [paris, rome]


def many(tunnels, services=1, cloud="paris"):
    """That many tunnels, spread over the services; every 17th is DOWN, every 101st in ERROR."""
    places = [(f"service{number}", f"203.0.{number // 250}.{number % 250 + 1}") for number in range(services)]
    return export(
        places,
        [
            (
                f"branch{number:04d}",
                places[number % services][0],
                f"198.18.{number // 250}.{number % 250 + 1}",
                "ERROR" if number % 101 == 100 else "DOWN" if number % 17 == 16 else "ACTIVE",
            )
            for number in range(tunnels)
        ],
        cloud,
    )


def hostile():
    """Every name that can come from a server is hostile."""
    services = [(name, f"203.0.113.{number}") for number, name in enumerate(HOSTILE)]
    connections = [(name, HOSTILE[-1 - number], f"203.0.113.{number}", "ACTIVE") for number, name in enumerate(HOSTILE)]
    result = export(services, connections, HOSTILE[0])
    objects = result["objects"]
    for number, item in enumerate(objects["ipsec_site_connections"]):
        item["status"] = HOSTILE[number]
        item["peer_cidrs"] = [HOSTILE[number]]
    objects["ike_policies"][0]["name"] = HOSTILE[1]
    result["names"] = dict.fromkeys(result["names"], HOSTILE[2])
    result["subnets"][0]["cidr"] = HOSTILE[3]
    return [result, {"failed": True, "msg": HOSTILE[4], "cloud": HOSTILE[5]}]
