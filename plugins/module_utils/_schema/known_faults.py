# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Faults of clouds that a correct request meets, by release of Neutron. The API names no release, so a fault is
recognized by its pattern in the API, or by a release that the user names; else it is not claimed.

What the agents of a release do was run with its own code: ``make releases``, docs/reliability.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

#: OpenStack's name of a release -> Neutron's number.
RELEASES = {"2024.2": 25, "2025.1": 26, "2025.2": 27, "2026.1": 28, "2026.2": 29}
OLDEST, NEWEST = min(RELEASES.values()), max(RELEASES.values())
_NUMBER = re.compile(r"([1-9][0-9])(?:\.[0-9]+)*")
#: OpenStack's names since 2023.1, two a year; Neutron's number grows by one with each.
_NAME = re.compile(r"20(2[3-9]|[3-9][0-9])\.([12])")


@dataclass(frozen=True)
class KnownFault:
    """One fault. The texts are sentences without a full stop."""

    #: stable, in kebab-case: documentation and results may refer to it
    id: str
    #: the releases of Neutron that have it, of those that were looked at (25 to 29)
    releases: tuple[int, ...]
    #: where it is met: a driver, a back end, or everywhere
    where: str
    #: what goes wrong
    fault: str
    #: how it shows in the API
    symptom: str
    #: what to do
    remedy: str
    #: the report, the commit or the upstream file
    source: str
    #: whether the API alone shows it; else only the release tells it
    has_pattern: bool = False

    @property
    def hint(self) -> str:
        """The remedy as a sentence."""
        return f"{self.remedy[0].upper()}{self.remedy[1:]}."

    @property
    def span(self) -> str:
        """The releases in a sentence: ``25 to 27``."""
        return f"{self.releases[0]} to {self.releases[-1]}" if len(self.releases) > 1 else str(self.releases[0])

    def is_of(self, release: int) -> bool | None:
        """Whether a release of Neutron has it; None where no release like it was looked at."""
        if release in self.releases:
            return True
        older = release < OLDEST == self.releases[0]
        newer = release > NEWEST == self.releases[-1]
        return None if older or newer else False


CHANGES_NOT_APPLIED = KnownFault(
    id="changes-not-applied",
    releases=(25, 26, 27),
    where="every driver",
    fault="only the first connection of a service and the deletion of the last one reach its gateway; an added"
    " connection, a change, a new key and any other deletion do not, until the agent is restarted",
    symptom="an added connection stays PENDING_CREATE while another connection of its service has a status; all other"
    " changes show nothing",
    remedy="update the router itself, for example its description: an L3 agent then applies everything. With OVN ask"
    " the operator to restart the VPN agent. Neutron 28 corrects it",
    source="Launchpad 2127166; neutron-vpnaas 5fbd2cad7",
    has_pattern=True,
)
LIBRESWAN_STATUS = KnownFault(
    id="libreswan-status-unread",
    releases=(25,),
    where="Libreswan 4 or later",
    fault="the agent cannot read the status that Libreswan prints",
    symptom="a connection never becomes ACTIVE and shows DOWN, although packets pass",
    remedy="test with packets, and do not use wait_for: active. Neutron 26 corrects it",
    source="Launchpad 2089252",
)
LIBRESWAN_AEAD = KnownFault(
    id="libreswan-aead-spelling",
    # 25 writes them so too, and its database takes no such policy.
    releases=(26, 27),
    where="Libreswan",
    fault="the agent writes AES-GCM and AES-CCM in words that Libreswan does not know",
    symptom="a connection with such a policy stays DOWN or PENDING_CREATE",
    remedy="use an encryption_algorithm without GCM and CCM, such as aes-256 (preset compatible). Neutron 28"
    " corrects it",
    source="neutron-vpnaas 310ecf6cd",
)
WEAK_ALGORITHMS = KnownFault(
    id="weak-algorithms-refused",
    releases=(29,),
    where="everywhere",
    fault="the API accepts sha1 and 3des, sha1 is its default, and the database cannot store them",
    symptom="creating such a policy is refused with HTTP 500",
    remedy="use sha256 and aes-256 or stronger; this collection always sends auth_algorithm",
    source="neutron-vpnaas 842256a43ce2",
    has_pattern=True,
)
READER_SEES_NOTHING = KnownFault(
    id="reader-sees-nothing",
    releases=(27, 28, 29),
    where="everywhere",
    fault="a login whose only role is reader may not read VPN objects, and gets empty lists instead of an error",
    symptom="every list is empty",
    remedy="use a login with the role member",
    source="neutron_vpnaas/policies/*.py",
    has_pattern=True,
)
LEFT_IN_ERROR = KnownFault(
    id="service-left-in-error",
    releases=(25, 26, 27, 28, 29),
    where="OVN",
    fault="Neutron stores a VPN service first, and then refuses it, because no VPN agent is alive or its gateway cannot"
    " be created",
    symptom="POST vpnservices is refused with HTTP 400, 409 or 503, and a service with the status ERROR is in the list",
    remedy="start a VPN agent, or correct what else the refusal names, then run again; this collection deletes what a"
    " refused POST left",
    source="neutron_vpnaas/services/vpn/service_drivers/ovn_ipsec.py (create_vpnservice)",
    has_pattern=True,
)
GATEWAY_IN_ERROR = KnownFault(
    id="vpn-gateway-in-error",
    releases=(25, 26, 27, 28, 29),
    where="OVN",
    fault="Neutron could not remove a router's VPN gateway together with the last VPN service: the gateway stays in"
    " ERROR, and the router accepts no VPN service; one cause is a route of your own by way of 169.254.0.2",
    symptom="DELETE of the last service is refused with HTTP 409 (RouterInterfaceInUseByRoute) though the service is"
    " gone, then POST vpnservices with VPNGatewayInError",
    remedy="take routes of your own by way of 169.254.0.2 out of the router, delete the services in ERROR on it, then"
    " run again",
    source="neutron_vpnaas/services/vpn/service_drivers/ovn_ipsec.py (_cleanup, _ensure_gateway)",
    has_pattern=True,
)

KNOWN_FAULTS = (
    CHANGES_NOT_APPLIED,
    LIBRESWAN_STATUS,
    LIBRESWAN_AEAD,
    WEAK_ALGORITHMS,
    READER_SEES_NOTHING,
    LEFT_IN_ERROR,
    GATEWAY_IN_ERROR,
)


def neutron_release(text: str) -> int | None:
    """Neutron's number of ``27``, ``27.0.1`` or ``2025.2``; None where the text is none of these. It may be a release
    that was not looked at."""
    name = _NAME.fullmatch(text)
    if name:
        return RELEASES["2024.2"] + 2 * (int(name[1]) - 24) + int(name[2]) - 2
    number = _NUMBER.fullmatch(text)
    return int(number[1]) if number else None
