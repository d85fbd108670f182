# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which releases of Neutron a cloud may be, by the extensions that its API lists. The API states no release."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

#: The extensions that every cloud with VPN objects lists, with OVN and without (neutron_vpnaas 25 to 29,
#: services/vpn/plugin.py and ovn_plugin.py). A list that lacks one of them is not the whole one.
VPN_EXTENSIONS = frozenset({"vpnaas", "vpn-endpoint-groups", "service-type"})
#: Listed since neutron-vpnaas 26, whatever the driver (services/vpn/plugin.py, ovn_plugin.py; not in 25.0.1).
_SINCE_26 = frozenset({"vpn-aes-ctr"})
#: Listed since neutron 29: by ML2, by every security group back end, by the router plugins with and without OVN.
#: neutron-lib defines the last one for a Neutron whose API has no sha1 and 3des.
_SINCE_29 = frozenset(
    {
        "aap-reject-multicast",
        "security-groups-default-statefulness",
        "floating-ip-router-writable",
        "vpn-no-sha1-3des",
    }
)


@dataclass(frozen=True)
class ReleaseRange:
    """The oldest and the newest release that the cloud may be; None: not known."""

    oldest: int | None = None
    newest: int | None = None

    def includes(self, release: int) -> bool:
        """Whether the cloud may be this release."""
        return (self.oldest is None or release >= self.oldest) and (self.newest is None or release <= self.newest)

    def __str__(self) -> str:
        ends = (f"{self.oldest} or later" if self.oldest else "", f"{self.newest} or earlier" if self.newest else "")
        return " and ".join(filter(None, ends)) or "any release"


ANY_RELEASE = ReleaseRange()


def release_range(aliases: t.Collection[str] | None) -> ReleaseRange:
    """The releases that list these extensions; ``aliases`` None: the list could not be read."""
    if not aliases or not VPN_EXTENSIONS.issubset(aliases):
        return ANY_RELEASE
    if _SINCE_29.intersection(aliases):
        return ReleaseRange(oldest=29)
    return ReleaseRange(oldest=26) if _SINCE_26.intersection(aliases) else ReleaseRange(newest=25)
