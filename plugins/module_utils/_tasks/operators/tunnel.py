# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One end of a tunnel: a connection with all that it refers to, as far as it can be read."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, replace
from functools import cached_property

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.catalogue import rules_for
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.check_list import endpoint_address_of
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.collect import collect
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.end import End, peer_id_of
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.rule import Severity
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import CloudUnreachable, ServerError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import CONNECTION, SERVICE
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.shown_name import shown_name
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.endpoint_address import with_addresses

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.context import CheckContext
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot

Found = t.TypeVar("Found")


# No repr: the connection holds its pre-shared key.
@dataclass(frozen=True, repr=False)
class Tunnel:
    """A connection in one cloud. What could not be read is None or empty, and named in ``unread``."""

    cloud: str
    snapshot: Snapshot
    context: CheckContext
    router: ApiObject | None
    #: the address that the peer connects to
    address: str | None
    #: sentences on an address that the router no longer has
    address_faults: tuple[str, ...]
    unread: tuple[str, ...]

    @property
    def item(self) -> ApiObject:
        """The connection as the server returned it, its key included."""
        return self.context.item

    @property
    def label(self) -> str:
        """The connection in a message."""
        return f'IPsec site connection "{shown_name(self.item)}"'

    @property
    def service_name(self) -> str:
        """The VPN service's name, or its id where it could not be read."""
        return str((self.context.service or {}).get("name") or self.item.get("vpnservice_id"))

    @cached_property
    def end(self) -> End:
        """What the gateway negotiates, to be compared with the other end."""
        context = self.context
        return End(
            self.cloud,
            self.item,
            context.service,
            context.ike_policy,
            context.ipsec_policy,
            self.address,
            peer_id_of(self.item, context.resource),
            context.local_networks,
            context.peer_networks,
        )

    def configuration_faults(self) -> list[str]:
        """What the catalogue of rules finds in the connection and its VPN service, each with its remedy."""
        contexts = [(CONNECTION, self.context)]
        if self.context.service:
            contexts.append((SERVICE, collect(SERVICE, self.context.service, (), self.snapshot)))
        return [
            message
            for kind, context in contexts
            for severity in (Severity.ERROR, Severity.WARNING)
            for rule in rules_for(kind, severity)
            for message in rule.messages(context)
        ]


def read_tunnel(name: str, snapshot: Snapshot, cloud: str) -> Tunnel:
    """The connection of that name or id with everything around it. Raises ``VpnError`` where there is none."""
    return tunnel_of(snapshot.require(CONNECTION, name), snapshot, cloud)


def tunnel_of(item: ApiObject, snapshot: Snapshot, cloud: str) -> Tunnel:
    """A connection that was listed, with everything around it. ``cloud`` names the cloud in messages."""
    context = collect(CONNECTION, item, (), snapshot)
    service, unread = context.service, list(context.unread)
    router, address, faults = None, None, []
    if service:
        # Each by itself: where the routers cannot be read, the service can have its address nevertheless.
        router = _read(lambda: snapshot.by_id("router", service.get("router_id")), unread)
        address = _read(lambda: endpoint_address_of(item, service, snapshot), unread)
        faults = _read(lambda: with_addresses(service, snapshot)[1], unread) or []
    return Tunnel(cloud, snapshot, context, router, address, tuple(faults), tuple(dict.fromkeys(unread)))


def _read(read: t.Callable[[], Found | None], unread: list[str]) -> Found | None:
    """What was read; None, and the reason in ``unread``, where it cannot be."""
    try:
        return read()
    except (ServerError, CloudUnreachable) as error:
        unread.append(str(error))
        return None


def with_distinct_clouds(own: Tunnel, peer: Tunnel | None) -> tuple[Tunnel, Tunnel | None]:
    """Both ends; if they are in one cloud, each with its connection beside the cloud's name, by which messages call
    it."""
    if peer is None or own.cloud != peer.cloud:
        return own, peer
    key = "name" if own.item.get("name") != peer.item.get("name") else "id"
    named_own, named_peer = (replace(end, cloud=f'{end.cloud} ("{end.item.get(key)}")') for end in (own, peer))
    return named_own, named_peer
