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

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot


# No repr: the objects in a scene hold pre-shared keys.
@dataclass(frozen=True, repr=False)
class CheckContext:
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
    siblings: tuple[SiblingConnection, ...] = ()
    #: connections of this project that end where this one begins, and begin where this one ends
    reverse_connections: tuple[t.Mapping[str, t.Any], ...] = ()
    #: the router's other VPN services
    router_services: tuple[t.Mapping[str, t.Any], ...] = field(default=())
    #: the router, where the change chooses it or what has to be on it
    router: t.Mapping[str, t.Any] | None = None
    #: of the local subnets those that are on none of that router's ports, as far as this token certainly sees them
    subnets_off_router: tuple[t.Mapping[str, t.Any], ...] = field(default=())


@dataclass(frozen=True, repr=False)
class SiblingConnection:
    item: t.Mapping[str, t.Any]
    #: ids of local subnets; the service's own where it has one
    local_subnets: frozenset[str]
    peer_networks: tuple[str, ...]


def collect(kind: str, item: ApiObject, written, snapshot: Snapshot):
    """The scene of a change; lists what the kind's rules look at, at most once per kind."""
    resource = snapshot.resource(kind)
    context = {"item": item, "dialect": snapshot.cloud.dialect, "resource": resource, "written": frozenset(written)}
    if kind == "ipsec_site_connection":
        context |= _around_connection(item, snapshot)
    elif kind == "vpn_service":
        context["router_services"] = tuple(
            service
            for service in snapshot.without_replaced("vpn_service")
            if service["router_id"] == item.get("router_id") and service["id"] != item.get("id")
        )
        if "router_id" in written:
            context |= _on_router(item["router_id"], [item.get("subnet_id")], snapshot)
    if kind == "ipsec_site_connection" and "local_ep_group_id" in written and context["service"]:
        context |= _on_router(context["service"]["router_id"], sorted(context["local_subnets"]), snapshot)
    return CheckContext(**context)


def _on_router(identifier: str, subnets, snapshot: Snapshot):
    """The router, and which of the subnets are not attached to it. Ports of another project's network may be there
    without being seen, so only subnets of this project are judged."""
    router = snapshot.by_id("router", identifier)
    known = [subnet for subnet in (snapshot.by_id("subnet", text) for text in subnets if text) if subnet]
    attached = subnets_on(identifier, snapshot) if known else ()
    off = [subnet for subnet in known if attached and subnet["id"] not in attached and snapshot.is_in_project(subnet)]
    return {"router": router, "subnets_off_router": tuple(off)}


def _around_connection(item: ApiObject, snapshot: Snapshot):
    service = snapshot.by_id("vpn_service", item.get("vpnservice_id"))
    siblings = tuple(
        SiblingConnection(other, _local_subnets(other, service, snapshot), _peer_networks(other, snapshot))
        for other in (snapshot.users(snapshot.resource("vpn_service"), service["id"]) if service else ())
        if other["id"] != item.get("id")
    )
    local_subnets = _local_subnets(item, service, snapshot)
    subnets = (snapshot.by_id("subnet", subnet) for subnet in sorted(local_subnets))
    return {
        "local_group": _group(item.get("local_ep_group_id"), snapshot),
        "peer_group": _group(item.get("peer_ep_group_id"), snapshot),
        "local_subnets": local_subnets,
        "service": service,
        "ike_policy": snapshot.by_id("ike_policy", item.get("ikepolicy_id")),
        "ipsec_policy": snapshot.by_id("ipsec_policy", item.get("ipsecpolicy_id")),
        "local_networks": tuple(subnet["cidr"] for subnet in subnets if subnet and subnet.get("cidr")),
        "peer_networks": _peer_networks(item, snapshot),
        "siblings": siblings,
        "reverse_connections": tuple(_reverse_connections(item, service, snapshot)),
    }


def _local_subnets(connection: ApiObject, service: ApiObject, snapshot: Snapshot):
    group = _group(connection.get("local_ep_group_id"), snapshot)
    if group:
        return frozenset(group["endpoints"]) if group.get("type") == "subnet" else frozenset()
    return frozenset({service["subnet_id"]}) if service and service.get("subnet_id") else frozenset()


def _peer_networks(connection: ApiObject, snapshot: Snapshot):
    group = _group(connection.get("peer_ep_group_id"), snapshot)
    if group:
        return tuple(group["endpoints"]) if group.get("type") == "cidr" else ()
    return tuple(connection.get("peer_cidrs") or ())


def _group(identifier: str, snapshot: Snapshot):
    return snapshot.by_id("endpoint_group", identifier) if identifier else None


def _reverse_connections(item: ApiObject, service: ApiObject, snapshot: Snapshot):
    if service is None or item.get("initiator") != "response-only":
        return  # only who waits needs to know whether the other end waits too
    own = {service.get("external_v4_ip"), service.get("external_v6_ip")} - {None}
    there = {
        other["id"]
        for other in snapshot.all("vpn_service")
        if item.get("peer_address") in (other.get("external_v4_ip"), other.get("external_v6_ip"))
    }
    for other in snapshot.all("ipsec_site_connection"):
        if other["vpnservice_id"] in there and other.get("peer_address") in own:
            yield other
