# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The objects of one connection, as the modules return them, and the filter without Ansible."""

from __future__ import annotations

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config import generate, targets

TARGETS = targets.names()
PSK = "a-key-of-nobody-else-7f3c"
#: The settings that a target needs beyond the connection.
SETTINGS = {
    "ios-xe": {"outside_interface": "GigabitEthernet1", "tunnel_interface": "Tunnel7", "policy_number": 20},
    "fortios": {"outside_interface": "port1", "inside_interface": "port2"},
    "openstack": {"router": "edge", "subnets": ["office"]},
    "junos": {"outside_interface": "ge-0/0/0.0", "tunnel_interface": "st0.7"},
}


def topology(ike=None, ipsec=None, service=None, cidr="10.1.0.0/24", **connection):
    """One connection and what it stands on, in the shape of the role's result."""
    return {
        "objects": {
            "ike_policies": [
                {
                    "id": "ike-id",
                    "name": "strong-ike",
                    "ike_version": "v2",
                    "phase1_negotiation_mode": "main",
                    "encryption_algorithm": "aes-256",
                    "auth_algorithm": "sha256",
                    "pfs": "group14",
                    "lifetime": {"units": "seconds", "value": 28800},
                    **(ike or {}),
                }
            ],
            "ipsec_policies": [
                {
                    "id": "ipsec-id",
                    "name": "strong-ipsec",
                    "transform_protocol": "esp",
                    "encapsulation_mode": "tunnel",
                    "encryption_algorithm": "aes-256",
                    "auth_algorithm": "sha256",
                    "pfs": "group14",
                    "lifetime": {"units": "seconds", "value": 3600},
                    **(ipsec or {}),
                }
            ],
            "vpn_services": [
                {
                    "id": "service-id",
                    "name": "office",
                    "router_id": "router-id",
                    "subnet_id": "subnet-id",
                    "external_v4_ip": "203.0.113.1",
                    "external_v6_ip": "2001:db8::1",
                    "endpoint_addresses": {"ipv4": "203.0.113.1", "ipv6": "2001:db8::1"},
                    "endpoint_address": "203.0.113.1",
                    **(service or {}),
                }
            ],
            "endpoint_groups": [],
            "ipsec_site_connections": [
                {
                    "id": "connection-id",
                    "name": "branch7",
                    "vpnservice_id": "service-id",
                    "ikepolicy_id": "ike-id",
                    "ipsecpolicy_id": "ipsec-id",
                    "peer_address": "198.51.100.7",
                    "peer_id": "198.51.100.7",
                    "peer_cidrs": ["10.2.0.0/24"],
                    "local_ep_group_id": None,
                    "peer_ep_group_id": None,
                    "local_id": "",
                    "mtu": 1500,
                    "initiator": "bi-directional",
                    "dpd": {"action": "hold", "interval": 30, "timeout": 120},
                    **connection,
                }
            ],
        },
        "subnets": [{"id": "subnet-id", "name": "office", "cidr": cidr}],
        "dialect": "neutron",
    }


def settings_for(target, given):
    """The settings that a target needs; the other OpenStack has a subnet for each network."""
    settings = SETTINGS.get(str(target), {})
    if "subnets" not in settings or not isinstance(given, dict) or "objects" not in given:
        return settings
    connections = given["objects"].get("ipsec_site_connections")
    networks = {
        network
        for connection in (connections if isinstance(connections, list) else ())
        if isinstance(connection, dict) and isinstance(connection.get("peer_cidrs"), list)
        for network in map(str, connection["peer_cidrs"])
    }
    return {**settings, "subnets": [f"subnet-{number}" for number in range(max(1, len(networks)))]}


def config(target, given=None, **arguments):
    arguments.setdefault("settings", settings_for(target, given))
    return generate.peer_config(topology() if given is None else given, target, **arguments)


def error_of(target, given=None, **arguments):
    """The one line with which it is refused."""
    with pytest.raises(InvalidInput) as refused:
        config(target, given, **arguments)
    (line,) = str(refused.value).splitlines()
    return line
