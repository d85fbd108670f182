# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a rule may look at: the object as it will be, and its neighbours. Gathered here, so that rules stay pure."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.dialects import Dialect
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Resource
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.endpoint_address import subnets_on


# No repr: the objects in a scene hold pre-shared keys.
@dataclass(frozen=True, repr=False)
class Scene:
    """``item`` is the object as it will be; what could not be seen (check mode, another project) is None or empty."""

    item: t.Mapping[str, t.Any]
    dialect: Dialect
    #: the rows of the item's kind, as this cloud has them
    resource: Resource
    #: the keys that this change writes
    written: frozenset[str] = frozenset()
    service: t.Mapping[str, t.Any] | None = None
    ike_policy: t.Mapping[str, t.Any] | None = None
    ipsec_policy: t.Mapping[str, t.Any] | None = None
    local_group: t.Mapping[str, t.Any] | None = None
    peer_group: t.Mapping[str, t.Any] | None = None
    local_subnets: frozenset[str] = frozenset()
    local_networks: tuple[str, ...] = ()
    peer_networks: tuple[str, ...] = ()
    #: the service's other connections, each with its networks
    siblings: tuple[Sibling, ...] = ()
    #: connections of this project that end where this one begins, and begin where this one ends
    counterparts: tuple[t.Mapping[str, t.Any], ...] = ()
    #: the router's other VPN services
    router_services: tuple[t.Mapping[str, t.Any], ...] = field(default=())
    #: the router, where the change chooses it or what has to be on it
    router: t.Mapping[str, t.Any] | None = None
    #: of the local subnets those that are on none of that router's ports, as far as this token certainly sees them
    subnets_off_router: tuple[t.Mapping[str, t.Any], ...] = field(default=())


@dataclass(frozen=True, repr=False)
class Sibling:
    item: t.Mapping[str, t.Any]
    #: ids of local subnets; the service's own where it has one
    local_subnets: frozenset[str]
    peer_networks: tuple[str, ...]


def gather(kind, item, written, estate):
    """The scene of a change; lists what the kind's rules look at, at most once per kind."""
    resource = estate.resource(kind)
    scene = {"item": item, "dialect": estate.cloud.dialect, "resource": resource, "written": frozenset(written)}
    if kind == "ipsec_site_connection":
        scene |= _around_connection(item, estate)
    elif kind == "vpn_service":
        scene["router_services"] = tuple(
            service
            for service in estate.staying("vpn_service")
            if service["router_id"] == item.get("router_id") and service["id"] != item.get("id")
        )
        if "router_id" in written:
            scene |= _on_router(item["router_id"], [item.get("subnet_id")], estate)
    if kind == "ipsec_site_connection" and "local_ep_group_id" in written and scene["service"]:
        scene |= _on_router(scene["service"]["router_id"], sorted(scene["local_subnets"]), estate)
    return Scene(**scene)


def _on_router(identifier, subnets, estate):
    """The router, and which of the subnets are not attached to it. Ports of another project's network may be there
    without being seen, so only subnets of this project are judged."""
    router = estate.by_id("router", identifier)
    known = [subnet for subnet in (estate.by_id("subnet", text) for text in subnets if text) if subnet]
    attached = subnets_on(identifier, estate) if known else ()
    off = [subnet for subnet in known if attached and subnet["id"] not in attached and estate.is_own(subnet)]
    return {"router": router, "subnets_off_router": tuple(off)}


def _around_connection(item, estate):
    service = estate.by_id("vpn_service", item.get("vpnservice_id"))
    siblings = tuple(
        Sibling(other, _local_subnets(other, service, estate), _peer_networks(other, estate))
        for other in (estate.users(estate.resource("vpn_service"), service["id"]) if service else ())
        if other["id"] != item.get("id")
    )
    local_subnets = _local_subnets(item, service, estate)
    subnets = (estate.by_id("subnet", subnet) for subnet in sorted(local_subnets))
    return {
        "local_group": _group(item.get("local_ep_group_id"), estate),
        "peer_group": _group(item.get("peer_ep_group_id"), estate),
        "local_subnets": local_subnets,
        "service": service,
        "ike_policy": estate.by_id("ike_policy", item.get("ikepolicy_id")),
        "ipsec_policy": estate.by_id("ipsec_policy", item.get("ipsecpolicy_id")),
        "local_networks": tuple(subnet["cidr"] for subnet in subnets if subnet and subnet.get("cidr")),
        "peer_networks": _peer_networks(item, estate),
        "siblings": siblings,
        "counterparts": tuple(_counterparts(item, service, estate)),
    }


def _local_subnets(connection, service, estate):
    group = _group(connection.get("local_ep_group_id"), estate)
    if group:
        return frozenset(group["endpoints"]) if group.get("type") == "subnet" else frozenset()
    return frozenset({service["subnet_id"]}) if service and service.get("subnet_id") else frozenset()


def _peer_networks(connection, estate):
    group = _group(connection.get("peer_ep_group_id"), estate)
    if group:
        return tuple(group["endpoints"]) if group.get("type") == "cidr" else ()
    return tuple(connection.get("peer_cidrs") or ())


def _group(identifier, estate):
    return estate.by_id("endpoint_group", identifier) if identifier else None


def _counterparts(item, service, estate):
    if service is None or item.get("initiator") != "response-only":
        return  # only who waits needs to know whether the other end waits too
    own = {service.get("external_v4_ip"), service.get("external_v6_ip")} - {None}
    there = {
        other["id"]
        for other in estate.all("vpn_service")
        if item.get("peer_address") in (other.get("external_v4_ip"), other.get("external_v6_ip"))
    }
    for other in estate.all("ipsec_site_connection"):
        if other["vpnservice_id"] in there and other.get("peer_address") in own:
            yield other
