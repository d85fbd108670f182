# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The tunnels of a project, each with the ends that can be written, and the policies that are to be replaced."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.end_networks import networks_differ
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import UnknownReference
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import CONNECTION, POLICIES
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.shown_name import sorted_by_name
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.value_types import UUID
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.migration.pair import End, Pair
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.operators.comparison import other_ends
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.operators.tunnel import tunnel_of

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.migration.target import Target
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.operators.tunnel import Tunnel

#: What two connections have in common of which one replaces the other.
_SAME = ("name", "vpnservice_id", "peer_address", "local_ep_group_id", "peer_ep_group_id")


def find_pairs(
    names: t.Sequence[str],
    snapshot: Snapshot,
    cloud: str,
    peer: tuple[Snapshot, str] | None,
    target: Target,
) -> list[Pair]:
    """The tunnels of those names or ids, all of the project without any. ``peer``: the other cloud, and its name.

    A connection that replaces another, after a run that was killed, is no tunnel of its own. Raises ``VpnError``.
    """
    pairs: list[Pair] = []
    taken: set[str] = set()
    for item in _without_successors(_named(names, snapshot), snapshot, target):
        if item["id"] in taken:
            continue
        own = _end("own", tunnel_of(item, snapshot, cloud), target)
        other = _other(own, *peer, target) if peer else None
        taken |= {end.item["id"] for end in (own, other) if end}
        pairs.append(Pair((own, other) if other else (own,)))
    return pairs


def _named(names: t.Sequence[str], snapshot: Snapshot) -> list[ApiObject]:
    if not names:
        return sorted_by_name(snapshot.in_project(CONNECTION))
    found: dict[str, ApiObject] = {}
    for name in names:
        known = snapshot.with_id(CONNECTION, name)
        items = [known] if known else snapshot.by_name(CONNECTION, name)
        for item in items or [snapshot.require(CONNECTION, name)]:
            found[item["id"]] = item
    return list(found.values())


def check_names(option: str, names: t.Iterable[str], snapshot: Snapshot) -> None:
    """Raise ``UnknownReference`` for a name that no connection has. An id may be that of a connection moved before."""
    for name in names:
        if not UUID.fullmatch(name) and not snapshot.by_name(CONNECTION, name):
            raise UnknownReference(
                f'{option}: there is no IPsec site connection named "{name}"',
                hint="The playbook sitelink.vpnaas.status lists what exists.",
            )


def _other(own: End, snapshot: Snapshot, cloud: str, target: Target) -> End | None:
    """The end that leads back to this one, None where there is none. One address needs another sign, as a
    gateway has tunnels to peers that no cloud manages, too."""
    found = [
        item
        for item in other_ends(own.tunnel, snapshot, by_name=False)
        if _is_one_tunnel(own.tunnel, tunnel_of(item, snapshot, cloud))
    ]
    if len({_identity(item) for item in found}) > 1:
        ids = ", ".join(sorted(str(item["id"]) for item in found))
        raise UnknownReference(
            f"{own.label}: several connections of {cloud} lead back to it: {ids}",
            hint="Leave it out with vpn_connection, and migrate it by itself, without vpn_peer_cloud.",
        )
    first, *_others = [*_without_successors(found, snapshot, target), None]
    return _end("peer", tunnel_of(first, snapshot, cloud), target) if first else None


def _is_one_tunnel(own: Tunnel, peer: Tunnel) -> bool:
    """Whether both addresses lead to each other, or the name or the networks of both ends are the same."""
    if own.item.get("peer_address") == peer.address and peer.item.get("peer_address") == own.address:
        return True
    if own.item.get("name") and own.item["name"] == peer.item.get("name"):
        return True
    one, other = own.end, peer.end
    mirrored = ((one.peer_networks, other.local_networks), (other.peer_networks, one.local_networks))
    return all(theirs and networks_differ(theirs, ours, False) is None for theirs, ours in mirrored)


def _end(side: str, tunnel: Tunnel, target: Target) -> End:
    policies = {"ike_policy": tunnel.context.ike_policy, "ipsec_policy": tunnel.context.ipsec_policy}
    old = {
        kind: policy
        for kind, policy in policies.items()
        if policy and target.differing(tunnel.snapshot.resource(kind), policy)
    }
    return End(side, tunnel, old)


def _without_successors(items: t.Iterable[ApiObject], snapshot: Snapshot, target: Target) -> list[ApiObject]:
    """The connections, without each that has the new proposal and stands beside the one that it replaces."""
    items = list(items)
    old = {_identity(item) for item in items if _is_old(item, snapshot, target)}
    return [item for item in items if _is_old(item, snapshot, target) or _identity(item) not in old]


def _is_old(item: ApiObject, snapshot: Snapshot, target: Target) -> bool:
    for kind in POLICIES:
        resource = snapshot.resource(kind)
        policy = snapshot.by_id(kind, item.get(resource.key_in(CONNECTION)))
        if policy and target.differing(resource, policy):
            return True
    return False


def _identity(item: ApiObject) -> tuple[str, ...]:
    networks = sorted(map(str, item.get("peer_cidrs") or ()))
    return (*(str(item.get(key)) for key in _SAME), *networks)
