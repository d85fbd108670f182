# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads what the rules look at (see ``context.py``), each kind at most once."""

from __future__ import annotations

import typing as t
from dataclasses import replace

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.context import CheckContext, SiblingConnection
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.end import local_subnets, peer_networks
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.transit_routes import routes_into_transit
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import CloudUnreachable, ServerError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.algorithms import FIRST_RELEASE, LAST_RELEASE
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.networks import is_address
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.endpoint_address import (
    gateway_addresses,
    subnets_if_known,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.release import release_range

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject, Value
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.desired import Identifier
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.listings import Listings


class _Reader:
    """Reads what the rules ask for. A kind that cannot be read is noted, and is no reason not to make the change."""

    def __init__(self, snapshot: Listings) -> None:
        self._snapshot = snapshot
        self.unread: dict[str, str] = {}

    def by_id(self, kind: str, identifier: str | None) -> ApiObject | None:
        """The object of that id, or None where there is none or the kind cannot be read."""
        if not identifier or kind in self.unread:
            return None
        try:
            return self._snapshot.by_id(kind, identifier)
        except (ServerError, CloudUnreachable) as error:
            titles = self._snapshot.resource(kind).titles
            reason = error.reason if isinstance(error, ServerError) else error
            self.unread[kind] = f"the {titles} could not be read: {reason}"
            return None

    def __getattr__(self, name: str) -> Value:
        return getattr(self._snapshot, name)


def collect(
    kind: str,
    item: ApiObject,
    written: t.Iterable[str],
    snapshot: Listings,
    replaced: t.Collection[Identifier] = (),
) -> CheckContext:
    """The context of a change that writes the keys ``written`` and replaces the objects of the ids ``replaced``; reads
    each kind that the rules need at most once."""
    context = CheckContext(item, snapshot.cloud.dialect, snapshot.resource(kind), frozenset(written))
    reader = _Reader(snapshot)
    # A cast, since _Reader passes on what it does not have itself.
    snapshot = t.cast("Listings", reader)
    if kind == "ipsec_site_connection":
        context = _around_connection(context, snapshot, replaced)
        if "local_ep_group_id" in context.written and context.service and context.service.get("router_id"):
            context = _on_router(context, context.service["router_id"], sorted(context.local_subnets), snapshot)
        context = _towards_peer(context, snapshot)
        if (context.ipsec_policy or {}).get("transform_protocol") == "ah-esp" and "ipsecpolicy_id" in context.written:
            context = replace(context, ovn=snapshot.is_ovn())
    elif any(value in {*FIRST_RELEASE, *LAST_RELEASE} for _key, value in context.algorithms()):
        context = replace(context, release=release_range(snapshot.extensions()))
    elif kind == "vpn_service":
        others = tuple(
            service
            for service in snapshot.without_replaced("vpn_service")
            if service.get("router_id") == item.get("router_id") and service["id"] != item.get("id")
        )
        context = replace(context, router_services=others)
        if "router_id" in context.written:
            context = _on_router(context, item["router_id"], [item.get("subnet_id")], snapshot)
            # With those that are being replaced: they are there until the new one is.
            there = [one for one in snapshot.all("vpn_service") if one.get("router_id") == item["router_id"]]
            if all(one["id"] == item.get("id") for one in there):  # else they are those services' own
                context = replace(context, transit_routes=routes_into_transit(context.router, snapshot))
            errored = [one for one in there if one.get("status") == "ERROR"]
            if errored and snapshot.is_ovn():
                context = replace(context, errored_services=tuple(errored))
        if item.get("flavor_id") and "flavor_id" in context.written:
            unknown = "vpn-flavors" not in (snapshot.extensions() or {"vpn-flavors"})
            context = replace(context, flavor=snapshot.by_id("flavor", item["flavor_id"]), no_flavors=unknown)
    return replace(context, unread=tuple(reader.unread.values()))


def _on_router(
    context: CheckContext, router_id: str, subnets: t.Iterable[str | None], snapshot: Listings
) -> CheckContext:
    """With the router, and the subnets that are not attached to it.

    A port on another project's network may be there without being listed, so only this project's subnets are judged.
    """
    router = snapshot.by_id("router", router_id)
    known = [subnet for subnet in (snapshot.by_id("subnet", text) for text in subnets if text) if subnet]
    attached = subnets_if_known(router_id, snapshot) if known else None
    if not attached and not (router and snapshot.is_in_project(router)):
        attached = None  # another project's router: its ports are not listed
    off = [subnet for subnet in known if subnet["id"] not in attached] if attached is not None else []
    off = [subnet for subnet in off if snapshot.is_in_project(subnet)]
    return replace(context, router=router, subnets_off_router=tuple(off))


def _towards_peer(context: CheckContext, snapshot: Listings) -> CheckContext:
    """With the addresses of the router's gateway, where the service has none of the peer's IP version.

    The server judges by the router. A service that exists copied its addresses, so the router is read for the others.
    """
    service, address = context.service or {}, context.item.get("peer_address")
    if "peer_address" not in context.written or not is_address(str(address)):
        return context
    copied = service.get("external_v6_ip" if ":" in str(address) else "external_v4_ip")
    if copied or context.dialect.endpoint_is_floating_ip or not service.get("router_id"):
        return context
    router = snapshot.by_id("router", service["router_id"])
    return replace(context, router=router, gateway=gateway_addresses(router))


def _around_connection(context: CheckContext, snapshot: Listings, replaced: t.Collection[Identifier]) -> CheckContext:
    item, kind = context.item, context.resource.kind
    service = snapshot.by_id("vpn_service", item.get("vpnservice_id"))
    siblings = tuple(
        SiblingConnection(
            other, frozenset(local_subnets(other, service, snapshot.by_id)), peer_networks(other, snapshot.by_id)
        )
        for other in (snapshot.users(snapshot.resource("vpn_service"), service["id"], kind) if service else ())
        if other["id"] != item.get("id") and other["id"] not in replaced
    )
    behind = frozenset(local_subnets(item, service, snapshot.by_id))
    subnets = (snapshot.by_id("subnet", subnet) for subnet in sorted(behind))
    return replace(
        context,
        local_group=_group(item.get("local_ep_group_id"), snapshot),
        peer_group=_group(item.get("peer_ep_group_id"), snapshot),
        local_subnets=behind,
        service=service,
        ike_policy=snapshot.by_id("ike_policy", item.get("ikepolicy_id")),
        ipsec_policy=snapshot.by_id("ipsec_policy", item.get("ipsecpolicy_id")),
        local_networks=tuple(subnet["cidr"] for subnet in subnets if subnet and subnet.get("cidr")),
        peer_networks=peer_networks(item, snapshot.by_id),
        siblings=siblings,
        reverse_connections=tuple(_reverse_connections(item, service, snapshot)),
    )


def _group(identifier: str | None, snapshot: Listings) -> ApiObject | None:
    return snapshot.by_id("endpoint_group", identifier) if identifier else None


def _reverse_connections(item: ApiObject, service: ApiObject | None, snapshot: Listings) -> t.Iterator[ApiObject]:
    if service is None or item.get("initiator") != "response-only":
        return  # the rules ask for them only where this gateway does not initiate
    addresses = {service.get("external_v4_ip"), service.get("external_v6_ip")} - {None}
    peer_services = {
        other["id"]
        for other in snapshot.all("vpn_service")
        if item.get("peer_address") in (other.get("external_v4_ip"), other.get("external_v6_ip"))
    }
    for other in snapshot.all("ipsec_site_connection"):
        if other.get("vpnservice_id") in peer_services and other.get("peer_address") in addresses:
            yield other
