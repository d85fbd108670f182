# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The objects of a site that ``state: absent`` deletes."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import POLICIES, VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.naming import GROUPS, named, names

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.desired import Site
    from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.naming import Topology


def removal(site: Site) -> Topology:
    """Items to delete: the declared ones and those that exist by this site's names, but none that others still use."""
    declared = site.desired()
    site.problems.clear()
    mine = {kind: set(site.own_names(kind)) for kind in POLICIES}
    connections = names(declared["ipsec_site_connections"]) | {
        item["name"] for item in site.existing("ipsec_site_connection") if site.uses(item, mine)
    }
    used_by_mine = [item for item in site.existing("ipsec_site_connection") if item["name"] in connections]
    used = {item[option] for item in used_by_mine for option in GROUPS if item.get(option) is not None}
    groups = names(declared["endpoint_groups"])
    groups |= {item["name"] for item in site.existing("endpoint_group") if _is_own_group(site, item["name"], used)}
    going = {
        **{kind: _policies_to_go(site, kind, mine) for kind in POLICIES},
        "vpn_service": names(declared["vpn_services"]) if site.creates_service() else set(),
        "endpoint_group": groups,
    }
    return {
        "ipsec_site_connections": named(connections),
        **{
            VPN_KINDS[kind].plural: named(name for name in found if not _stays(site, kind, name, connections))
            for kind, found in going.items()
        },
    }


def _policies_to_go(site: Site, kind: str, mine: t.Mapping[str, set[str]]) -> set[str]:
    existing = {item["name"] for item in site.existing(kind)} & mine[kind]
    return existing | {site.policy(kind)["name"]}


def _is_own_group(site: Site, name: str, used: set[str]) -> bool:
    """By its exact name; by a longer one only if connections that are deleted use it too: site a is not site a-b."""
    own = {f"{site.name}-{word}" for word, _type in GROUPS.values()}
    return name in own or (name in used and name.startswith(f"{site.name}-"))


def _stays(site: Site, kind: str, name: str, connections: set[str]) -> bool:
    """Whether connections that stay use it; then it stays too, and ``kept`` says so."""
    references = [row.option for row in VPN_KINDS["ipsec_site_connection"].fields if row.refers_to == kind]
    users = [
        item["name"]
        for item in site.existing("ipsec_site_connection")
        if item["name"] not in connections and any(item.get(option) == name for option in references)
    ]
    if users:
        label = VPN_KINDS[kind].label(name)
        site.kept.append(f"{label} stays, since other connections use it: {', '.join(sorted(users))}")
    return bool(users)
