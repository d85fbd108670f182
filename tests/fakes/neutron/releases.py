# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What differs between releases of Neutron, as data. Source: the table in docs/reliability.md, which ``make releases``
writes from runs of each release's own agent code, and that of known faults in docs/releases.md."""

from __future__ import annotations

NEWEST = 29
#: Their agents apply the first connection of a service and the deletion of the last one, and nothing between
#: (Launchpad 2127166).
MISS_CHANGES = frozenset({25, 26, 27})
#: Their database stores sha1 and 3des (neutron-vpnaas 842256a43ce2 takes them away).
STORE_WEAK = frozenset({25, 26, 27, 28})
#: Any role of a project reads and writes its VPN objects; later ones ask for member, to read too
#: (neutron_vpnaas/policies/*.py).
ANY_ROLE = frozenset({25, 26})
#: Their agents cannot read the status that Libreswan 4 prints (Launchpad 2089252).
LIBRESWAN_UNREAD = frozenset({25})
#: Their agents write AES-GCM and AES-CCM in words that Libreswan does not know (neutron-vpnaas 310ecf6cd). Release 25
#: does too, and stores no such policy.
LIBRESWAN_AEAD = frozenset({26, 27})
KNOWN = frozenset(range(25, NEWEST + 1))


def known(release: int) -> int:
    """The release; ValueError for one that nobody looked at."""
    if release not in KNOWN:
        raise ValueError(f"not a known release of Neutron: {release!r}; try one of {sorted(KNOWN)}")
    return release
