# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The tunnels of one or several clouds: which site is connected to which, and with what status."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema import shown_status


@dataclass(eq=False)
class Site:
    """A VPN service: one end of tunnels."""

    cloud: str
    name: str
    router: str = ""
    addresses: frozenset[str] = frozenset()
    #: ERROR, or switched off; empty where nothing is wrong with the service itself
    state: str = ""
    tunnels: list[Tunnel] = field(default_factory=list)

    @property
    def label(self) -> str:
        """``cloud / service``; the service alone where there is one cloud without a name."""
        name = f"{self.name} ({self.state})" if self.state else self.name
        return f"{self.cloud} / {name}" if self.cloud else name


@dataclass(eq=False)
class Tunnel:
    """A site connection, with the site at its other end where that is in this report too."""

    site: Site
    name: str
    status: str
    peer_address: str
    local_networks: tuple[str, ...] = ()
    peer_networks: tuple[str, ...] = ()
    ike_policy: str = ""
    ipsec_policy: str = ""
    #: the other sites that have the peer's address
    possible_peers: tuple[Site, ...] = ()

    @property
    def peer_site(self) -> Site | None:
        """The site at the other end; None where several have its address."""
        return self.possible_peers[0] if len(self.possible_peers) == 1 else None

    @property
    def peer(self) -> str:
        """The site at the other end, else its address."""
        return self.peer_site.label if self.peer_site else self.peer_address

    @property
    def lacks_return(self) -> bool:
        """The site at the other end is in this report, and has no connection back to this one."""
        other = self.peer_site
        return other is not None and not any(self.site in tunnel.possible_peers for tunnel in other.tunnels)

    @property
    def css_class(self) -> str:
        return shown_status.class_of(self.status)


@dataclass(frozen=True)
class Report:
    """Everything that a report of existing VPNs shows."""

    sites: tuple[Site, ...]
    #: labels of the clouds that were read, with and without sites
    clouds: tuple[str, ...]
    #: (cloud, message) of each result that failed
    failures: tuple[tuple[str, str], ...]

    @property
    def tunnels(self) -> list[Tunnel]:
        return [tunnel for site in self.sites for tunnel in site.tunnels]

    def counts(self) -> dict[str, int]:
        return shown_status.count(tunnel.status for tunnel in self.tunnels)


def worst_first(tunnels: t.Iterable[Tunnel]) -> list[Tunnel]:
    """The tunnels that most need attention first, otherwise as they are."""
    order = list(shown_status.CLASSES.values())
    return sorted(tunnels, key=lambda tunnel: order.index(tunnel.css_class))


def worst(tunnels: t.Iterable[Tunnel]) -> str:
    """The class of the tunnel that most needs attention."""
    return worst_first(tunnels)[0].css_class


def counted(tunnels: t.Iterable[Tunnel]) -> str:
    """For instance ``1 DOWN, 30 ACTIVE``."""
    return shown_status.counted(tunnel.status for tunnel in tunnels)
