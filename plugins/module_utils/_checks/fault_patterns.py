# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Known faults of a cloud that the API shows by their pattern; what it does not show is not claimed."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import CloudUnreachable, ServerError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.known_faults import CHANGES_NOT_APPLIED
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.shown_name import shown_name
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.shown_status import is_on
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.release import release_range

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.known_faults import KnownFault
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.listings import Listings
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.release import ReleaseRange

#: Agents report once a minute (neutron_vpnaas, ipsec_status_check_interval): after two reports one was missed.
REPORTED_BY = 120
REPORTED = ("ACTIVE", "DOWN")
_CAUSE = (
    f"the agent of the router has died, or the cloud has the known fault {CHANGES_NOT_APPLIED.id} of Neutron"
    f" {CHANGES_NOT_APPLIED.span}: {CHANGES_NOT_APPLIED.remedy}"
)


def faults_shown(item: ApiObject, seconds: float, snapshot: Listings) -> t.Iterator[tuple[KnownFault, str]]:
    """(fault, sentence with the values that show it) of a connection that was waited for so long."""
    sibling = reported_sibling(item, snapshot) if seconds >= REPORTED_BY else None
    if sibling is not None:
        yield (
            CHANGES_NOT_APPLIED,
            f'its VPN service\'s connection "{shown_name(sibling)}" has a status, {sibling["status"]}, and this one has'
            f" none after {seconds:g} seconds: either {_CAUSE}",
        )


def fault_unless_new(item: ApiObject, label: str, snapshot: Listings) -> str:
    """As the sentence of ``faults_shown``, of a connection that may have been made a moment ago; empty where nothing
    shows a fault."""
    sibling = reported_sibling(item, snapshot)
    if sibling is None:
        return ""
    return (
        f'no agent has reported on {label}, and "{shown_name(sibling)}" of the same VPN service is'
        f" {sibling['status']}: unless it was made less than two minutes ago, {_CAUSE}"
    )


def reported_sibling(item: ApiObject, snapshot: Listings) -> ApiObject | None:
    """Another connection of the service with a status that an agent reported, where this one may be overlooked
    (``may_be_overlooked``); else None."""
    try:
        connections = snapshot.all("ipsec_site_connection") if _is_unreported(item, snapshot) else []
    except (ServerError, CloudUnreachable):
        return None
    for other in connections:
        same = other.get("vpnservice_id") == item.get("vpnservice_id") and other.get("id") != item.get("id")
        if same and other.get("status") in REPORTED:
            return None if switched_off(item, snapshot) else other
    return None


def may_be_overlooked(item: ApiObject, snapshot: Listings) -> bool:
    """Whether a connection is as an agent with the fault changes-not-applied leaves one that is added, on a cloud that
    may have this fault. What is switched off has no status without any fault."""
    return _is_unreported(item, snapshot) and not switched_off(item, snapshot)


def _is_unreported(item: ApiObject, snapshot: Listings) -> bool:
    return (
        snapshot.cloud.dialect.has_agents
        and item.get("status") == "PENDING_CREATE"
        and may_have(CHANGES_NOT_APPLIED, release_range(snapshot.extensions())) is not False
    )


def may_have(fault: KnownFault, known: ReleaseRange, release: int | None = None) -> bool | None:
    """Whether a cloud has the fault by its release: true or false where that decides it, None where it may have it.

    ``known``: what the extensions tell of the release. ``release``: what the user says, which is more exact.
    """
    if release is not None:
        return fault.is_of(release)
    return None if any(map(known.includes, fault.releases)) else False


def switched_off(item: ApiObject, snapshot: Listings) -> list[str]:
    """Which of a connection, its VPN service and its router are switched off, as words for a message. What cannot be
    read is not named."""
    service = _readable("vpn_service", item.get("vpnservice_id"), snapshot)
    router = _readable("router", service.get("router_id"), snapshot)
    holders = (("connection", item), ("VPN service", service), ("router", router))
    return [name for name, holder in holders if is_on(holder) is False]


def _readable(kind: str, identifier: str | None, snapshot: Listings) -> ApiObject:
    """The object of that id; empty where there is none, or it cannot be read."""
    try:
        return snapshot.by_id(kind, identifier) or {}
    except (ServerError, CloudUnreachable):
        return {}
