# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Known faults of a cloud that the API shows by their pattern; what it does not show is not claimed."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import CloudUnreachable, ServerError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.known_faults import CHANGES_NOT_APPLIED
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.status import is_pending

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.known_faults import KnownFault
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.listings import Listings

#: Agents report once a minute (neutron_vpnaas, ipsec_status_check_interval): after two reports one was missed.
REPORTED_BY = 120
REPORTED = ("ACTIVE", "DOWN")


def faults_shown(item: ApiObject, seconds: float, snapshot: Listings) -> t.Iterator[tuple[KnownFault, str]]:
    """(fault, sentence with the values that show it) of a connection that was waited for so long."""
    if not snapshot.cloud.dialect.has_agents or not is_pending(item) or seconds < REPORTED_BY:
        return
    sibling = reported_sibling(item, snapshot)
    if sibling is not None and item.get("admin_state_up") is not False:
        yield (
            CHANGES_NOT_APPLIED,
            f'its VPN service\'s connection "{sibling.get("name")}" has a status, {sibling["status"]}, and this one has'
            f" none after {seconds:g} seconds: either the agent of the router has died, or the cloud has the known"
            f" fault {CHANGES_NOT_APPLIED.id} of Neutron {CHANGES_NOT_APPLIED.releases[0]} to"
            f" {CHANGES_NOT_APPLIED.releases[-1]}: {CHANGES_NOT_APPLIED.remedy}",
        )


def reported_sibling(item: ApiObject, snapshot: Listings) -> ApiObject | None:
    """Another connection of the service with a status that an agent reported; None where there is none."""
    try:
        connections = snapshot.all("ipsec_site_connection")
    except (ServerError, CloudUnreachable):
        return None
    for other in connections:
        same = other.get("vpnservice_id") == item.get("vpnservice_id") and other.get("id") != item.get("id")
        if same and other.get("status") in REPORTED:
            return other
    return None
