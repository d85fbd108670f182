# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A site under another name: its objects, whose names begin with the site's, are renamed with it."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import POLICIES, VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.naming import names

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject
    from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.desired import Site
    from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.naming import Topology


def former_name(name: str, site: str, former_site: str | None) -> str | None:
    """The name that an object of the site had before; None where its name does not begin with the site's."""
    rest = name.removeprefix(site)
    belongs = name.startswith(site) and (not rest or rest.startswith("-"))
    return f"{former_site}{rest}" if former_site and belongs else None


def under_former_name(site: Site, connection: ApiObject) -> list[ApiObject]:
    """The connection as it was called before the site, or it, was renamed, in a list; an empty one without a rename.

    Its parts, whose networks it may have lost since, go by that name.
    """
    former_site = site.given.get("from_name")
    former = connection.get("from_name") or former_name(connection["name"], site.name, former_site)
    if not former or site.given.get("state") == "absent":
        return []
    service = former_name(connection["vpn_service"], site.name, former_site)
    there = service in names(site.existing("vpn_service"))
    return [{**connection, "name": former, "vpn_service": service if there else connection["vpn_service"]}]


def renaming(site: Site, topology: Topology) -> Topology:
    """The topology with ``from_name`` in every item whose object exists under its former name only.

    A policy in use that may not be replaced becomes a problem: the cloud renames none.
    """
    former_site = site.given.get("from_name")
    if not former_site:
        return topology
    renamed: Topology = {}
    for kind, resource in VPN_KINDS.items():
        existing = names(site.existing(kind))
        renamed[resource.plural] = []
        for item in topology.get(resource.plural, ()):
            former = former_name(item["name"], site.name, former_site)
            former = item.get("from_name") or former
            if former in existing and item["name"] not in existing and item.get("state") != "absent":
                item = {**item, "from_name": former}
                _refuse_in_use(site, kind, former)
            renamed[resource.plural].append(item)
    return renamed


def _refuse_in_use(site: Site, kind: str, former: str) -> None:
    used = any(item.get(kind) == former for item in site.existing("ipsec_site_connection"))
    if kind in POLICIES and used and not site.given.get("replace"):
        site.problems.append(
            f'site_to_site_from_name: the policy "{former}" is in use, and the cloud renames no policy in use: let it'
            f" be replaced (site_to_site_replace: true), or keep its name (site_to_site_{kind}: {{name: {former}}})"
        )
