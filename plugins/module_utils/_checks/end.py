# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One end of a tunnel as data: what its gateway negotiates, whatever it was read from."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass
from hashlib import blake2b
from hmac import compare_digest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._redaction import HIDDEN
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.networks import (
    canonical_address,
    is_address,
    is_any_address,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.shown_name import shown_name

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Resource

    #: Follows a reference: (kind, id) -> the object, or None where it cannot be read.
    Follow: t.TypeAlias = t.Callable[[str, str], ApiObject | None]


# No repr: the connection holds its pre-shared key.
@dataclass(frozen=True, repr=False)
class End:
    """A connection with what it refers to. What is not known is None or empty."""

    #: the cloud or gateway in messages
    place: str
    #: the connection as the server returned it, its key included
    item: ApiObject
    service: ApiObject | None
    ike_policy: ApiObject | None
    ipsec_policy: ApiObject | None
    #: the address that the peer connects to
    address: str | None
    #: as ``peer_id_of`` gives it
    peer_id: str | None
    local_networks: tuple[str, ...]
    peer_networks: tuple[str, ...]
    #: why there certainly is no address, as a sentence; empty where it is known, or was not read
    no_address: str = ""

    @property
    def name(self) -> str:
        """The connection's name, its id where it has none."""
        return shown_name(self.item)

    @property
    def label(self) -> str:
        """The connection in a message."""
        return f'IPsec site connection "{self.name}"'

    @property
    def local_id(self) -> str | None:
        """The identity that this gateway presents: its address unless ``local_id`` says otherwise. Of a gateway that is
        known by its host name it is not known."""
        return str(self.item.get("local_id") or "") or (self.address if is_address(self.address or "") else None)

    @property
    def only_answers(self) -> bool:
        """Whether it certainly never initiates: a gateway connects to no peer whose address may be any."""
        return is_any_address(self.item.get("peer_address"))

    def texts(self) -> t.Iterator[str]:
        """Everything in it that a message may quote."""
        yield from map(str, (value for key, value in self.item.items() if key != "psk"))
        yield from map(str, (self.address, self.peer_id, self.ike_policy, self.ipsec_policy))
        yield from (*self.local_networks, *self.peer_networks)

    @property
    def knows_key(self) -> bool:
        """Whether the key is known: some clouds return none, null or asterisks."""
        key = self.item.get("psk")
        return bool(key) and set(str(key)) != {HIDDEN[0]}


def peer_id_of(item: ApiObject, resource: Resource) -> str | None:
    """The identity that a connection's gateway expects, as a user would write it: K5 stores it with an @ in front.
    None where it is not known; ``resource`` is the kind in the cloud's dialect."""
    peer_id = item.get("peer_id")
    return None if peer_id is None else str(resource.field("peer_id").value_type.exported(peer_id))


def same_identity(one: str, other: str) -> bool:
    """Whether two identities are the same: gateways compare addresses, and host names in any case."""
    return str(canonical_address(one)).lower() == str(canonical_address(other)).lower()


def same_key(own: End, peer: End) -> bool:
    """Whether two ends that know their keys have the same; the keys are compared by digest, in constant time."""
    one, other = (blake2b(str(end.item["psk"]).encode("utf-8", "surrogatepass")).digest() for end in (own, peer))
    return compare_digest(one, other)


def local_subnets(item: ApiObject, service: ApiObject | None, follow: Follow) -> list[str]:
    """The ids of the subnets behind the cloud's gateway: of the local endpoint group, else the VPN service's."""
    if item.get("local_ep_group_id"):
        group = follow("endpoint_group", item["local_ep_group_id"]) or {}
        return list(group.get("endpoints") or ()) if group.get("type") == "subnet" else []
    return [service["subnet_id"]] if service and service.get("subnet_id") else []


def local_networks(item: ApiObject, service: ApiObject | None, follow: Follow) -> tuple[str, ...]:
    """The networks of these subnets; empty where they cannot be read whole."""
    found = [(follow("subnet", subnet) or {}).get("cidr") for subnet in local_subnets(item, service, follow)]
    return tuple(sorted(map(str, found))) if all(found) else ()


def peer_networks(item: ApiObject, follow: Follow) -> tuple[str, ...]:
    """The networks behind the peer: of the peer endpoint group, else ``peer_cidrs``; empty where not known."""
    if item.get("peer_ep_group_id"):
        group = follow("endpoint_group", item["peer_ep_group_id"]) or {}
        return tuple(map(str, group.get("endpoints") or ())) if group.get("type") == "cidr" else ()
    return tuple(map(str, item.get("peer_cidrs") or ()))
