# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""IKEv1 takes one pair of networks per connection (RFC 2409, section 5.5): with ``split_pairs`` a connection on Neutron
becomes as many as it has pairs, and its endpoint groups as many as they have endpoints."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import POLICIES
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.value_types import check_networks
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.naming import (
    GROUPS,
    names,
    network_name,
    text_name,
)
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.per_network import MAX_CONNECTIONS

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject
    from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.desired import Site

OPTION = "site_to_site_split_pairs"
LOCAL, PEER = GROUPS


def split_problem(site: Site) -> str | None:
    """Why this site's connections are not to be split; None where they may be."""
    if site.per_network:
        return f"{OPTION}: K5 has one connection per network anyway: leave it out"
    version = site.policy("ike_policy").get("ike_version")
    if version == "v2":
        return f"{OPTION}: the IKE policy is IKEv2, which takes several networks in one connection: leave it out"
    return None


def connections_per_pair(site: Site, connection: ApiObject, groups: list[ApiObject]) -> list[ApiObject]:
    """A connection for each pair of a local and a peer network, named by both; its groups are added to ``groups``.

    The connection that had several pairs, and those of pairs that are no longer given, become absent. Faults are
    appended to ``site.problems``.
    """
    base = connection["name"]
    by_group = not connection.get("peer_cidrs")
    local = _endpoints(site, connection, LOCAL, groups) if by_group else _service_subnet(site, connection)
    peer = _endpoints(site, connection, PEER, groups) if by_group else list(map(str, connection["peer_cidrs"]))
    try:
        check_networks(peer)
    except ValueError as error:
        site.problems.append(f'connection "{base}": peer networks: {error}')
        return []
    for side, found in (("local", local), ("peer", peer)):
        if not found:
            site.problems.append(f'connection "{base}": its {side} networks are unknown, and {OPTION} needs them')
    wanted = [_of_pair(connection, one, other, by_group, groups) for one in local for other in peer]
    return [*wanted, *pairs_to_go(site, connection, wanted), *_unsplit(site, base)]


def pairs_to_go(site: Site, connection: ApiObject, wanted: list[ApiObject]) -> list[ApiObject]:
    """The existing connections of pairs of this connection that are not wanted, as absent items."""
    return [
        {"name": item["name"], "state": "absent"}
        for item in site.existing("ipsec_site_connection")
        if item["name"] not in names(wanted) and _is_pair(site, item, connection)
    ]


def without_split(groups: list[ApiObject], connections: list[ApiObject]) -> list[ApiObject]:
    """The groups that connections refer to; those that were split are absent from now on."""
    used = {item.get(option) for item in connections for option in GROUPS}
    return [
        group
        if group["name"] in used or not any(name.startswith(f"{group['name']}-") for name in used if name)
        else {"name": group["name"], "state": "absent"}
        for group in groups
    ]


def refuse_too_many_pairs(site: Site, connections: list[ApiObject]) -> None:
    """A problem in ``site.problems`` for more connections than a split site may have."""
    wanted = [item for item in connections if item.get("state") != "absent"]
    if len(wanted) > MAX_CONNECTIONS:
        site.problems.append(
            f"{OPTION}: {len(wanted)} connections, one per pair of networks, are more than {MAX_CONNECTIONS}:"
            " summarize the networks, or use IKEv2"
        )


def _of_pair(connection: ApiObject, local: str, peer: str, by_group: bool, groups: list[ApiObject]) -> ApiObject:
    item = {
        **connection,
        **{
            option: network_name(f"{connection[option]}-{text_name(local)}", peer)
            for option in ("name", "from_name")
            if connection.get(option)
        },
    }
    if not by_group:
        return {**item, "peer_cidrs": [peer]}
    for option, endpoint in ((LOCAL, local), (PEER, peer)):
        item[option] = f"{connection[option]}-{text_name(endpoint)}"
        if item[option] not in names(groups):
            groups.append({"name": item[option], "type": GROUPS[option][1], "endpoints": [endpoint]})
    return item


def _endpoints(site: Site, connection: ApiObject, option: str, groups: list[ApiObject]) -> list[str]:
    """The endpoints of a group that is declared, or that exists."""
    for group in (*groups, *site.existing("endpoint_group")):
        if group["name"] == connection.get(option):
            return [str(endpoint) for endpoint in group.get("endpoints") or ()]
    return []


def _service_subnet(site: Site, connection: ApiObject) -> list[str]:
    declared = {"name": site.name, **site.given_options("vpn_service")}
    for service in (declared, *site.existing("vpn_service")):
        if service["name"] == connection.get("vpn_service") and service.get("subnet"):
            return [str(service["subnet"])]
    return []


def _is_pair(site: Site, existing: ApiObject, connection: ApiObject) -> bool:
    """Whether an existing connection is one of the pairs of this one: by its name, and by its service or policies."""
    networks = existing.get("peer_cidrs") or _endpoints(site, existing, PEER, [])
    if len(networks) != 1 or not existing["name"].startswith(f"{connection['name']}-"):
        return False
    ending = network_name("", networks[0])
    pair = existing["name"].removeprefix(connection["name"])
    same_service = existing.get("vpn_service") == connection.get("vpn_service")
    mine = {kind: site.own_names(kind) for kind in POLICIES}
    return pair.endswith(ending) and pair != ending and (same_service or site.uses(existing, mine))


def _unsplit(site: Site, base: str) -> list[ApiObject]:
    return [{"name": base, "state": "absent"}] if base in names(site.existing("ipsec_site_connection")) else []
