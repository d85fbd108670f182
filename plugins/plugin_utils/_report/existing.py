# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads the sites and tunnels of one or several clouds from what vpn_topology_info returns."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.networks import canonical_address
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.shown_name import shown_name
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.shown_status import OFF, is_on, shown_status
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._items import (
    Item,
    mapping_of,
    mappings_of,
    text_of,
    texts_of,
)
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.inputs import FAILURE, Found
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.tunnels import Report, Site, Tunnel
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.values import Names

SERVICES, CONNECTIONS, GROUPS = "vpn_services", "ipsec_site_connections", "endpoint_groups"


def collect(found: t.Sequence[Found]) -> Report:
    """The sites and tunnels in these results, and what failed. A site without tunnels is listed too."""
    sites = [site for one in found if one.type != FAILURE for site in _Reader(one).sites()]
    by_address: dict[str, list[Site]] = {}
    for site in sites:
        for address in site.addresses:
            by_address.setdefault(address, []).append(site)
    for tunnel in (tunnel for site in sites for tunnel in site.tunnels):
        others = [
            other for other in by_address.get(canonical_address(tunnel.peer_address), ()) if other is not tunnel.site
        ]
        tunnel.possible_peers = tuple(others)
    failed = (one for one in found if one.type == FAILURE)
    failures = ((one.label, text_of(one.data, "msg") or "the result has no message") for one in failed)
    clouds = dict.fromkeys(one.label for one in found if one.type != FAILURE)
    return Report(tuple(sites), tuple(clouds), tuple(failures))


class _Reader:
    """One cloud's objects. References are ids in ``objects``, and names in ``topology``, which has no statuses."""

    def __init__(self, found: Found) -> None:
        self.cloud, self.data = found.label, found.data
        self.names = Names(found.data)
        self.objects = mapping_of(found.data, "objects") or mapping_of(found.data, "topology")
        self.groups = self._indexed(GROUPS)
        self.subnets = {text_of(item, "id"): text_of(item, "cidr") for item in mappings_of(found.data, "subnets")}

    def sites(self) -> list[Site]:
        services = self._indexed(SERVICES)
        # What vpn_service_info returned beside the topology knows the addresses on K5 too.
        looked_up = {text_of(item, "id"): item for item in mappings_of(self.data, SERVICES)}
        sites: dict[str, Site] = {}
        for key, item in services.items():
            item = {**item, **looked_up.get(text_of(item, "id"), {})}
            sites[key] = Site(self.cloud, shown_name(item), self._show(item, "router"), _addresses(item), _state(item))
        for item in mappings_of(self.objects, CONNECTIONS):
            key = self._reference(item, "vpn_service", "vpnservice_id")
            site = sites.setdefault(key, Site(self.cloud, self.names.show(key)))
            site.tunnels.append(self._tunnel(site, item, services.get(key, {})))
        for site in sites.values():
            site.tunnels.sort(key=lambda tunnel: tunnel.name)
        return sorted(sites.values(), key=lambda site: site.name)

    def _tunnel(self, site: Site, item: Item, service: Item) -> Tunnel:
        local = self._group(self._reference(item, "local_endpoint_group", "local_ep_group_id"))
        subnet = self._reference(service, "subnet", "subnet_id")
        peer = self._group(self._reference(item, "peer_endpoint_group", "peer_ep_group_id"))
        return Tunnel(
            site,
            shown_name(item),
            shown_status(item, service),
            text_of(item, "peer_address"),
            tuple(local or ([self.subnets.get(subnet, self.names.show(subnet))] if subnet else [])),
            tuple(texts_of(item, "peer_cidrs") or peer),
            self._show(item, "ike_policy", "ikepolicy_id"),
            self._show(item, "ipsec_policy", "ipsecpolicy_id"),
        )

    def _indexed(self, plural: str) -> dict[str, Item]:
        return {text_of(item, "id") or text_of(item, "name"): item for item in mappings_of(self.objects, plural)}

    def _reference(self, item: Item, option: str, key: str) -> str:
        return text_of(item, key) or text_of(item, option)

    def _show(self, item: Item, option: str, key: str = "") -> str:
        reference = self._reference(item, option, key or f"{option}_id")
        return self.names.show(reference) if reference else ""

    def _group(self, reference: str) -> list[str]:
        group = self.groups.get(reference)
        if group is None:
            return [self.names.show(reference)] if reference else []
        endpoints = texts_of(group, "endpoints")
        return [self.subnets.get(endpoint, self.names.show(endpoint)) for endpoint in endpoints]


def _state(service: Item) -> str:
    if service.get("status") == "ERROR":
        return "ERROR"
    return OFF if is_on(service) is False else ""


def _addresses(service: Item) -> frozenset[str]:
    """The addresses that peers connect to."""
    values = [service.get(key) for key in ("endpoint_address", "external_v4_ip", "external_v6_ip")]
    values += mapping_of(service, "endpoint_addresses").values()
    return frozenset(canonical_address(str(value)) for value in values if value)
