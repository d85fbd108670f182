# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""FUJITSU K5 takes one network of the peer per connection, so a connection becomes as many as it has networks."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import POLICIES
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.value_types import check_networks
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.naming import names, network_name
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.renaming import under_former_name

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject
    from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.desired import Site

#: K5 is known to refuse the 21st.
MAX_CONNECTIONS = 20


def connections_per_network(site: Site, connection: ApiObject, stays: bool) -> list[ApiObject]:
    """A connection for each network, named by it, so that none changes when another is added or removed.

    Faults are appended to ``site.problems``.
    """
    base, networks = connection["name"], connection.get("peer_cidrs") or []
    if not stays:
        networks = []
    try:
        check_networks([str(network) for network in networks])
    except ValueError as error:
        site.problems.append(f'connection "{base}": peer_cidrs: {error}')
        return []
    if stays and not networks:
        site.problems.append(f'connection "{base}": peer_cidrs is missing, and K5 needs it')
        return []
    own = {option: connection[option] for option in ("name", "from_name") if connection.get(option)}
    wanted = [
        {
            **connection,
            **{option: network_name(name, network) for option, name in own.items()},
            "peer_cidrs": [network],
        }
        for network in networks
    ]
    gone = [
        {"name": item["name"], "state": "absent"}
        for whole in (connection, *(under_former_name(site, connection) if stays else ()))
        for item in site.existing("ipsec_site_connection")
        if item["name"] not in {network_name(whole["name"], network) for network in networks}
        and _is_part(site, item, whole)
    ]
    return wanted + gone


def _is_part(site: Site, existing: ApiObject, connection: ApiObject) -> bool:
    """Whether an existing connection belongs to a network of this one."""
    parts = [network_name(connection["name"], network) for network in existing.get("peer_cidrs") or ()]
    same_service = existing.get("vpn_service") == connection.get("vpn_service")
    mine = {kind: site.own_names(kind) for kind in POLICIES}
    return parts == [existing["name"]] and (same_service or site.uses(existing, mine))


def refuse_too_many(site: Site, connections: list[ApiObject]) -> None:
    """A problem in ``site.problems`` if the VPN service would have more connections than K5 accepts."""
    wanted = [item for item in connections if item.get("state") != "absent"]
    services = {item.get("vpn_service") for item in wanted}
    others = {
        item["name"] for item in site.existing("ipsec_site_connection") if item.get("vpn_service") in services
    } - names(connections)
    if len(wanted) + len(others) > MAX_CONNECTIONS:
        site.problems.append(
            f"{len(wanted)} connections, one per peer network, and {len(others)} others of the VPN service are more"
            f" than the {MAX_CONNECTIONS} that K5 accepts: summarize the networks"
        )
