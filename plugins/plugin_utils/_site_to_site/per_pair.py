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
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.renaming import under_former_name

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
    local = _endpoints(site, connection, LOCAL, groups) if by_group else _service_subnets(site, connection)[:1]
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
    gone = pairs_to_go(site, connection, wanted)
    for former in under_former_name(site, connection):
        kept = [{"name": former["name"] + item["name"].removeprefix(base)} for item in wanted]
        gone += [*pairs_to_go(site, former, kept), *_unsplit(site, former["name"])]
    return [*wanted, *gone, *_unsplit(site, base)]


def pairs_to_go(site: Site, connection: ApiObject, wanted: list[ApiObject]) -> list[ApiObject]:
    """The existing connections of pairs of this connection that are not wanted, as absent items."""
    return [
        {"name": item["name"], "state": "absent"}
        for item in site.existing("ipsec_site_connection")
        if item["name"] not in names(wanted) and _is_pair(site, item, connection)
    ]


def groups_of_pairs(site: Site, groups: list[ApiObject], connections: list[ApiObject], split: bool) -> list[ApiObject]:
    """The site's groups once its connections are known: with those of pairs that go, and without those that were split,
    as absent items. Too many pairs become a problem in ``site.problems``."""
    if split:
        _refuse_too_many_pairs(site, connections)
        groups = _without_split(groups, connections)
    return [*groups, *_groups_to_go(site, groups, connections)]


def _without_split(groups: list[ApiObject], connections: list[ApiObject]) -> list[ApiObject]:
    used = {item.get(option) for item in connections for option in GROUPS}
    return [
        group
        if group["name"] in used or not any(name.startswith(f"{group['name']}-") for name in used if name)
        else {"name": group["name"], "state": "absent"}
        for group in groups
    ]


def _groups_to_go(site: Site, groups: list[ApiObject], connections: list[ApiObject]) -> list[ApiObject]:
    """The groups of connections that become absent which were made for one pair, and which nobody else uses."""
    going = {item["name"] for item in connections if item.get("state") == "absent"}
    existing = site.existing("ipsec_site_connection")
    staying = [item for item in (*connections, *existing) if item["name"] not in going]
    used = {item.get(option) for item in staying for option in GROUPS}
    made = {group["name"]: group["endpoints"][0] for group in site.existing("endpoint_group") if _is_of_pair(group)}
    loose: set[str] = set()
    for item in existing:
        local, peer = (made.get(item.get(option)) for option in GROUPS)
        if item["name"] in going and local and peer:
            ending = network_name(f"-{text_name(local)}", peer)
            loose |= {item[option] for option in GROUPS if item["name"].endswith(ending)}
    return [{"name": name, "state": "absent"} for name in made if name in loose - used - names(groups)]


def _is_of_pair(group: ApiObject) -> bool:
    """Whether the group may have been made for a pair: its name ends in its only endpoint."""
    endpoints = group.get("endpoints") or []
    return len(endpoints) == 1 and group["name"].endswith(f"-{text_name(str(endpoints[0]))}")


def _refuse_too_many_pairs(site: Site, connections: list[ApiObject]) -> None:
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


def _service_subnets(site: Site, connection: ApiObject) -> list[str]:
    """The subnet that is declared for the connection's service, and the one that it has."""
    declared = {"name": site.name, **site.given_options("vpn_service")}
    services = [
        one for one in (declared, *site.existing("vpn_service")) if one["name"] == connection.get("vpn_service")
    ]
    return [str(service["subnet"]) for service in services if service.get("subnet")]


def _is_pair(site: Site, existing: ApiObject, connection: ApiObject) -> bool:
    """Whether an existing connection is one of the pairs of this one: by its whole name, since the names of another
    connection or site may begin like this one's, and by its service or policies."""
    networks = existing.get("peer_cidrs") or _endpoints(site, existing, PEER, [])
    groups = [group for group in site.given.get("endpoint_groups") or () if group.get("type") == GROUPS[LOCAL][1]]
    local = [
        *_endpoints(site, existing, LOCAL, []),
        *_service_subnets(site, existing),
        *_service_subnets(site, connection),
        *(str(endpoint) for group in groups for endpoint in group.get("endpoints") or ()),
    ]
    pairs = {network_name(f"{connection['name']}-{text_name(one)}", networks[0]) for one in local if networks}
    same_service = existing.get("vpn_service") == connection.get("vpn_service")
    mine = {kind: site.own_names(kind) for kind in POLICIES}
    return len(networks) == 1 and existing["name"] in pairs and (same_service or site.uses(existing, mine))


def _unsplit(site: Site, base: str) -> list[ApiObject]:
    return [{"name": base, "state": "absent"}] if base in names(site.existing("ipsec_site_connection")) else []
