# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The networks on both sides of a connection, as ``address/length``."""

from __future__ import annotations

from ansible_collections.sitelink.vpnaas.plugins.module_utils.errors import InvalidInput
from ansible_collections.sitelink.vpnaas.plugins.module_utils.meaning import canonical_network, check_networks

GROUP = "endpoint_group"


def cloud_networks(connection, service, pool, given):
    """What lies behind the cloud's gateway: ``given``, or the subnets of the local group or of the service."""
    name = connection.get("name")
    if given:
        return _checked(given, "local_networks")
    group = pool.referred(connection, GROUP, "local_endpoint_group", "local_ep_group_id")
    if group:
        subnets = list(group.get("endpoints") or ())
    else:
        subnets = [subnet for subnet in (service.get("subnet_id") or service.get("subnet"),) if subnet]
    found = [item for item in pool.objects.get("subnet", []) if item.get("cidr")]
    known = {item.get(key): item["cidr"] for item in found for key in ("name", "id")}
    missing = [str(subnet) for subnet in subnets if subnet not in known]
    if missing or not subnets:
        of = f", the subnet {', '.join(missing)}" if missing else ""
        raise InvalidInput(
            [f'connection "{name}": its local networks are not known{of}: give local_networks, such as [10.1.0.0/24]']
        )
    return _checked([known[subnet] for subnet in subnets], f'connection "{name}": local networks')


def own_networks(connection, pool):
    """What lies behind the gateway to be configured: the connection's peer networks."""
    name = connection.get("name")
    group = pool.referred(connection, GROUP, "peer_endpoint_group", "peer_ep_group_id")
    found = (group.get("endpoints") if group else connection.get("peer_cidrs")) or []
    if not found:
        raise InvalidInput([f'connection "{name}": it has neither peer_cidrs nor a group of peer networks'])
    return _checked(found, f'connection "{name}": peer networks')


def _checked(networks, told):
    networks = [networks] if isinstance(networks, str) else list(networks)
    try:
        check_networks(networks)
    except ValueError as fault:
        raise InvalidInput([f"{told}: {fault}"]) from None
    return [canonical_network(network) for network in networks]
