# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which traffic a plan interrupts, with the names of routers and VPN services."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.interruption import Interruption
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.shown_name import first_of
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._items import Item, mapping_of, mappings_of, text_of
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.values import Names

LEVELS = {level.value: level for level in Interruption}


def level_of(entry: Item) -> Interruption:
    """The interruption that an entry of a plan names; none if it names none that is known."""
    return LEVELS.get(text_of(entry, "interrupts"), Interruption.NONE)


class Places:
    """Finds the VPN services and routers of a plan's connections."""

    def __init__(self, data: Item, names: Names) -> None:
        objects = mapping_of(data, "objects")
        self.names = names
        self.connections = mappings_of(objects, "ipsec_site_connections")
        self.services = mappings_of(objects, "vpn_services")

    def routers_of_service(self, reference: object) -> set[str]:
        """The names of the service's router; empty where the result does not have it."""
        wanted = (
            {text_of(reference, key) for key in ("id", "name")} if isinstance(reference, dict) else {str(reference)}
        )
        ids = (
            text_of(item, "router_id")
            for item in self.services
            if wanted & {text_of(item, "id"), text_of(item, "name")} - {""}
        )
        return {self.names.names[router] for router in ids if router in self.names.names}

    def services_of(self, kind: str, item: Item, users: t.Sequence[Item]) -> list[object]:
        """References to the VPN services whose traffic a change of this object touches."""
        if kind == "vpn_service":
            return [{"id": item.get("id"), "name": item.get("name")}]
        if kind == "ipsec_site_connection":
            return [item["vpnservice_id"]] if item.get("vpnservice_id") else []
        return [user["vpnservice_id"] for user in users if user.get("vpnservice_id")]


def phrase(level: Interruption, services: t.Collection[str], routers: t.Collection[str], done: bool) -> str:
    """For instance ``may interrupt all connections on router edge``; empty if nothing is interrupted."""
    if level is Interruption.NONE:
        return ""
    scope = level.value.removeprefix("possibly ")
    now, past = ("may interrupt", "may have interrupted") if level.is_possible else ("interrupts", "interrupted")
    by_service = _named("VPN service", services)
    where = {
        "connection": "this connection",
        "service": f"all connections of {by_service}",
        "router": f"all connections on {_named('router', routers) if routers else f'the router of {by_service}'}",
    }
    return f"{past if done else now} {where[scope]}"


def _named(thing: str, names: t.Collection[str]) -> str:
    return f"{thing}{'s' if len(names) > 1 else ''} {first_of(sorted(names), 3)}" if names else f"its {thing}"
