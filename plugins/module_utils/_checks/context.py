# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a rule may look at: the object as it will be, and those around it. Rules are pure: ``collect.py`` reads."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.algorithms import (
    KNOWN_VALUES,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.release import (
    ANY_RELEASE,
    ReleaseRange,
)

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.dialects import Dialect
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Resource


# No repr: the objects in a context hold pre-shared keys.
@dataclass(frozen=True, repr=False)
class CheckContext:
    """``item`` is the object as it will be. What could not be read (check mode, other project) is None or empty."""

    item: ApiObject
    dialect: Dialect
    #: the fields of the item's kind, in this cloud's dialect
    resource: Resource
    #: the keys that this change writes
    written: frozenset[str] = frozenset()
    service: ApiObject | None = None
    ike_policy: ApiObject | None = None
    ipsec_policy: ApiObject | None = None
    local_group: ApiObject | None = None
    peer_group: ApiObject | None = None
    #: ids
    local_subnets: frozenset[str] = frozenset()
    local_networks: tuple[str, ...] = ()
    peer_networks: tuple[str, ...] = ()
    #: the service's other connections, each with its networks
    siblings: tuple[SiblingConnection, ...] = ()
    #: the connections from this one's peer address back to this one's service, where the project has them
    reverse_connections: tuple[ApiObject, ...] = ()
    #: the router's other VPN services
    router_services: tuple[ApiObject, ...] = ()
    #: the router, where the change selects it or the subnets that must be attached to it
    router: ApiObject | None = None
    #: the local subnets that are certainly attached to none of that router's ports
    subnets_off_router: tuple[ApiObject, ...] = ()
    #: the addresses of that router's gateway by IP version (ipv4, ipv6); empty where it has none or they are not shown
    gateway: t.Mapping[str, list[str]] = field(default_factory=dict)
    #: the flavor that the change selects
    flavor: ApiObject | None = None
    #: a flavor is selected, and the cloud's API lists no extension for it
    no_flavors: bool = False
    #: the router's VPN services in ERROR, where the cloud's driver is OVN's
    errored_services: tuple[ApiObject, ...] = ()
    #: the releases of Neutron that the cloud may be, where a written value depends on it
    release: ReleaseRange = ANY_RELEASE
    #: whether the cloud's back end is OVN, where a rule depends on it; None: unknown
    ovn: bool | None = None
    #: with OVN: the routes of that router by way of the VPN's address, where it has no VPN service to which they belong
    transit_routes: tuple[ApiObject, ...] = ()
    #: sentences on kinds that could not be read: the rules that need them find nothing
    unread: tuple[str, ...] = ()

    def algorithms(self) -> t.Iterator[tuple[str, str]]:
        """(key, value) of the algorithms that the change writes, where the cloud's values depend on its release."""
        for row in self.resource.fields:
            if row.key in KNOWN_VALUES and row.key in self.written and not row.choices:
                yield row.key, str(self.item.get(row.key))


@dataclass(frozen=True, repr=False)
class SiblingConnection:
    """Another connection of the same VPN service."""

    item: ApiObject
    #: ids; the service's own subnet where it has one
    local_subnets: frozenset[str]
    peer_networks: tuple[str, ...]
