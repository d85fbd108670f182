# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Kinds that VPN objects refer to: read by name or id, never written. Source: Neutron's Networking API v2.0."""

from __future__ import annotations

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Resource

ROUTER = Resource("router", "routers", "router", "/routers", "router", "routers")
SUBNET = Resource("subnet", "subnets", "subnet", "/subnets", "subnet", "subnets")
NETWORK = Resource("network", "networks", "network", "/networks", "network", "networks")
FLAVOR = Resource("flavor", "flavors", "flavor", "/flavors", "flavor", "flavors")
PORT = Resource("port", "ports", "port", "/ports", "port", "ports")
FLOATING_IP = Resource("floating_ip", "floating_ips", "floating IP", "/floatingips", "floatingip", "floatingips")
EXTENSION = Resource(
    "extension", "extensions", "API extension", "/extensions", "extension", "extensions", has_ids=False
)
#: The quotas of a project, by the ``api_key`` of each kind, which it may read itself (neutron/api/v2, quotas). Their id
#: is the project's, and stands only in the path.
QUOTA = Resource("quota", "quotas", "quota", "/quotas", "quota", "quotas", has_ids=False)
