# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads the other ends that a user names; a peer that cannot be read is a finding."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.end_assertions import READABLE
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import MissingLibrary, VpnError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import CONNECTION, SERVICE
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.networks import canonical_address
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.shown_name import cloud_label
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.validate.both_ends import Side
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.validate.contents import Contents
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.validate.peers import foreign_ends

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.end import End
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Params
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.validate.rows import Rows

    #: The options of a peer's cloud -> its snapshot.
    OpenPeer: t.TypeAlias = t.Callable[[Params], Snapshot]

#: A VPN service's keys with its addresses.
ADDRESSES = ("endpoint_address", "external_v4_ip", "external_v6_ip")


def read_peers(
    peers: t.Sequence[Params], rows: Rows, open_peer: OpenPeer, add_secrets: t.Callable[[t.Iterable[str]], None]
) -> tuple[Side, bool]:
    """(all peers, whether all could be read). Adds a row for each peer.

    ``add_secrets`` takes the keys that are among the facts. Raises ``MissingLibrary``.
    """
    peer_side, complete = Side([], set()), True
    known: set[str] = set()
    for number, peer in enumerate(peers):
        place = _place(peer, number)
        try:
            found, gateways, unread = _read(peer, place, rows, open_peer)
        except MissingLibrary:
            raise
        except VpnError as error:
            found, gateways, unread = [], set(), [f"{place} cannot be read: {error.message_with_hint}"]
        if peer.get("cloud") is None:
            add_secrets(str(end.item["psk"]) for end in found if end.item.get("psk"))
        else:  # two entries may lead to one cloud, whose connections are there once
            found = [end for end in found if end.item["id"] not in known]
            known |= {end.item["id"] for end in found}
        peer_side.ends.extend(found)
        peer_side.gateways.update(gateways)
        complete = complete and not unread
        for text in unread:
            rows.add(READABLE.failed(place, text))
        if not unread:
            rows.add(READABLE.passed(place, f"{place} was read"))
    return peer_side, complete


def _read(peer: Params, place: str, rows: Rows, open_peer: OpenPeer) -> tuple[list[End], set[str], list[str]]:
    """(the ends of one peer, the addresses of its VPN services, what could not be read of it)."""
    if peer.get("cloud") is None:
        services = peer.get("vpn_services") or ()
        addresses = [service[key] for service in services for key in ADDRESSES if service.get(key)]
        return foreign_ends(peer, place), {str(canonical_address(str(text).strip())) for text in addresses}, []
    snapshot = open_peer(peer["cloud"])
    contents = Contents(snapshot, place)
    with snapshot.cloud.reading_only():
        for kind in ("vpn_service", "ike_policy", "ipsec_policy"):  # once keys are known, each answer is searched
            contents.items(kind)
        snapshot.need_secrets()
        ends = contents.ends(contents.items(CONNECTION))
        gateways = contents.gateways(contents.items(SERVICE))
    if contents.holds_secret():
        rows.without_secrets.append(snapshot.cloud.without_secrets)
    titles = ((snapshot.resource(kind).titles, reason) for kind, reason in contents.unread.items())
    return ends, gateways, [f"The {title} of {place} cannot be read: {reason}" for title, reason in titles]


def _place(peer: Params, number: int) -> str:
    """The peer in messages: its cloud by the name in clouds.yaml, never by a configuration."""
    return cloud_label((peer.get("cloud") or {}).get("cloud"), f"peers[{number}]")
