# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A site whose objects may be replaced, so that it can change its preset."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import POLICIES, VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.naming import names

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.desired import Site
    from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.naming import Topology


def replacing(site: Site, topology: Topology) -> Topology:
    """The topology with ``replace`` in every item that stays, and without the site's policies of another preset that
    only the declared connections use."""
    allowed = {
        plural: [item if item.get("state") == "absent" else {**item, "replace": True} for item in items]
        for plural, items in topology.items()
    }
    mine = names(topology["ipsec_site_connections"])
    others = [item for item in site.existing("ipsec_site_connection") if item["name"] not in mine]
    for kind in POLICIES:
        plural = VPN_KINDS[kind].plural
        former = set(site.own_names(kind)) & {item["name"] for item in site.existing(kind)} - names(topology[plural])
        former -= {item.get(kind) for item in others}
        allowed[plural] += [{"name": name, "state": "absent"} for name in sorted(former)]
    return allowed
