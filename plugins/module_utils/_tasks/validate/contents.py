# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What exists in one cloud, read once; what cannot be read is noted and never raised."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.agents import hosting_agents
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.check_list import address_towards
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.end import (
    End,
    local_networks,
    peer_id_of,
    peer_networks,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import CloudUnreachable, VpnError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import CONNECTION, SERVICE, VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.networks import canonical_address
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.shown_name import shown_name, sorted_by_name
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.endpoint_address import read_addresses
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.listings import BRIEF_KEYS

if t.TYPE_CHECKING:
    from concurrent.futures import Executor, Future

    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.desired import Identifier
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot

_Found = t.TypeVar("_Found")


class Contents:
    """The VPN objects of one project. ``unread``: kind -> why it could not be read."""

    def __init__(self, snapshot: Snapshot, place: str) -> None:
        self.snapshot, self.place = snapshot, place
        self.unread: dict[str, str] = {}
        #: what else messages quote: facts of other ends, reasons why something could not be read
        self.other_texts: list[str] = []
        self._unanswered: str | None = None
        self._addresses: dict[str, dict[str, str | None]] = {}
        self._agents: dict[str, list[ApiObject] | None] = {}
        self._may_ask_agents = True
        self._items: dict[str, list[ApiObject]] = {}
        self._begun: dict[str, Future[list[ApiObject]]] = {}
        self._by_id: dict[str, t.Mapping[Identifier, ApiObject]] = {}
        snapshot.whole = frozenset(VPN_KINDS)

    def begin(self, kind: str, pool: Executor) -> None:
        """Begin to read the project's objects of a VPN kind, for which ``items`` then waits."""
        self._begun[kind] = pool.submit(self.snapshot.in_project, kind)

    def items(self, kind: str) -> list[ApiObject]:
        """The project's objects of a VPN kind by name; empty where they cannot be read."""
        if kind not in self._items:
            found: list[ApiObject] = []
            if self.snapshot.resource(kind).supported:
                begun = self._begun.get(kind)
                read = begun.result if begun else lambda: self.snapshot.in_project(kind)
                found = self._read(kind, read, begun is not None) or []
            self._items[kind] = sorted_by_name(found)
        return self._items[kind]

    def by_id(self, kind: str, identifier: object) -> ApiObject | None:
        """The object of that id; None where there is none, or its kind cannot be read. One listing per kind."""
        if kind not in self._by_id:
            self._by_id[kind] = self._read(kind, lambda: self._listed(kind)) or {}
        return self._by_id[kind].get(str(identifier)) if identifier else None

    def addresses(self, service: ApiObject) -> dict[str, str | None]:
        """The addresses of a VPN service by IP version, empty where they cannot be read."""
        identifier = service["id"]
        if identifier not in self._addresses:
            found = self._read("floating_ip", lambda: read_addresses(service, self.snapshot))
            self._addresses[identifier] = found or {}
        return self._addresses[identifier]

    def gateways(self, services: t.Iterable[ApiObject]) -> set[str]:
        """The canonical addresses of these VPN services, of both IP versions."""
        addresses = (address for service in services for address in self.addresses(service).values())
        return {str(canonical_address(address)) for address in addresses if address}

    def agents(self, service: ApiObject) -> list[ApiObject] | None:
        """The agents that host a VPN service's router; None where the login may not ask, which is tried once."""
        identifier = service["id"]
        if identifier not in self._agents:
            self._agents[identifier] = hosting_agents(service, self.snapshot) if self._may_ask_agents else None
            self._may_ask_agents = self._agents[identifier] is not None
        return self._agents[identifier]

    def holds_secret(self) -> bool:
        """Whether a key that was read is also in another text of the cloud: a server may put one into a name."""
        texts = {*self.other_texts, *self.unread.values()}
        read = [(kind, list(items.values())) for kind, items in self._by_id.items()]
        for kind, items in (*read, *self._items.items()):
            secrets = self.snapshot.resource(kind).secrets()
            shown = [value for item in items for key, value in item.items() if key not in secrets]
            texts.update(map(str, shown))
        return self.snapshot.cloud.any_quotes_secret(texts)

    def is_ovn(self) -> bool | None:
        """Whether the cloud's back end is OVN; None where it is unknown. An unusable list of extensions is noted."""
        return self._read("extension", self._known_back_end)

    def _known_back_end(self) -> bool | None:
        known = self.snapshot.is_ovn()
        if self.snapshot.extensions_fault:
            raise self.snapshot.extensions_fault
        return known

    def extensions(self) -> frozenset[str] | None:
        """The aliases of the API's extensions; None where they cannot be read."""
        return self._read("extension", self.snapshot.extensions)

    def ends(self, items: t.Iterable[ApiObject]) -> list[End]:
        """These connections as the ends of tunnels."""
        return [self._end(item) for item in items]

    def _end(self, item: ApiObject) -> End:
        service = self.by_id(SERVICE, item.get("vpnservice_id"))
        return End(
            self.place,
            item,
            service,
            self.by_id("ike_policy", item.get("ikepolicy_id")),
            self.by_id("ipsec_policy", item.get("ipsecpolicy_id")),
            address_towards(item, self.addresses(service)) if service else None,
            peer_id_of(item, self.snapshot.resource(CONNECTION)),
            local_networks(item, service, self.by_id),
            peer_networks(item, self.by_id),
            self._no_address(service) if service else "",
        )

    def _no_address(self, service: ApiObject) -> str:
        """That a peer has nothing to connect to, where the cloud certainly shows it."""
        if any(self.addresses(service).values()) or "floating_ip" in self.unread:
            return ""
        if not self.snapshot.cloud.dialect.endpoint_is_floating_ip:
            return ""
        return f'no floating IP is on the port of VPN service "{shown_name(service)}"'

    def _listed(self, kind: str) -> t.Mapping[Identifier, ApiObject]:
        if kind in BRIEF_KEYS and kind not in VPN_KINDS:
            return self.snapshot.brief(kind)
        found = self.snapshot.all(kind) if kind in VPN_KINDS else self.snapshot.listed(kind)
        return {item["id"]: item for item in found}

    def _read(self, kind: str, read: t.Callable[[], _Found], begun: bool = False) -> _Found | None:
        """What ``read`` gives; None, with the reason noted, where it raises. A cloud that does not answer is asked
        once, but for what was ``begun`` before; that it does not answer for its extensions, which only choose words,
        says nothing of the rest."""
        if (begun or self._unanswered is None) and kind not in self.unread:
            try:
                return read()
            except VpnError as error:
                self.unread[kind] = error.message_with_hint
                silent = isinstance(error, CloudUnreachable) and not error.is_answered
                if silent and kind != "extension":
                    self._unanswered = error.message_with_hint
        elif self._unanswered is not None:
            self.unread.setdefault(kind, self._unanswered)
        return None
