# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""When an object is waited for, and when waiting would never end. Source: neutron_vpnaas 29 device_drivers/ipsec.py
(what an agent reports) and db/vpn/vpn_db.py (when a PUT is refused)."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import (
    CloudUnreachable,
    ServerError,
    UnsupportedChange,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.shown_status import IS_OFF, is_on
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.status import is_pending

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Resource
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.change import Change
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.step import Step


def refuse_never_settling(change: Change, snapshot: Snapshot) -> None:
    """Raise ``UnsupportedChange`` where Neutron refuses a PUT because of a status PENDING_* that will never end."""
    item, resource = change.existing, change.resource
    if change.action != "update" or item is None:
        return
    reason = reason_never_updatable(item, resource, snapshot)
    if reason:
        raise UnsupportedChange(
            f"{change.label} cannot be updated: the server refuses that while its status is {item['status']},"
            f" and {reason}",
            hint=remedy_of_never_settling(resource),
        )


def remedy_of_never_settling(resource: Resource) -> str:
    """What to do about an object that no agent will ever report."""
    more = ", or create a connection first." if resource.pending_until_used else "."
    return f"Delete it (state: absent) and create it as wanted{more}"


def waits_for_active(step: Step) -> bool:
    """Whether a step that has nothing to write waits all the same: ``wait_for: active`` asks for a tunnel that is up.

    ``settled``, the default, is no reason to look again at what was not touched.
    """
    change = step.change
    return change.action == "none" and change.existing is not None and step.desired.wait_for == "active"


def reason_never_updatable(item: ApiObject, resource: Resource, snapshot: Snapshot) -> str:
    """Why the server will never accept a PUT for this object; empty where it may."""
    if not snapshot.cloud.dialect.refuses_update_while_pending or not is_pending(item):
        return ""
    return reason_never_settles(item, resource, snapshot)


def reason_never_settles_now(item: ApiObject, resource: Resource, snapshot: Snapshot) -> str:
    """As ``reason_never_settles``, for the time of a write: the snapshot of a plan has the connections already that the
    plan is going to create, and they wait for the service."""
    return reason_never_settles(item, resource, Snapshot(snapshot.cloud) if resource.pending_until_used else snapshot)


def reason_never_settles(item: ApiObject, resource: Resource, snapshot: Snapshot) -> str:
    """Why no agent will ever report this object; empty where one may."""
    if resource.pending_until_used:
        connections = snapshot.users(resource, item["id"], "ipsec_site_connection")
        return "" if connections else "it stays so until it has its first connection"
    try:
        service = snapshot.by_id("vpn_service", item.get("vpnservice_id")) or {}
    except (ServerError, CloudUnreachable):
        service = {}  # the services are of use here, and not needed: the object itself is waited for
    if is_on(service) is False:
        return f'its VPN service "{service["name"]}" {IS_OFF}, so no gateway runs that could report'
    if resource.has_agent_status and is_on(item) is False:
        others = [
            other
            for other in snapshot.all(resource.kind)
            if other.get("vpnservice_id") == item.get("vpnservice_id") and other["id"] != item["id"]
        ]
        if not any(map(is_on, others)):
            return f"it {IS_OFF} and no other connection of its service is on, so no gateway runs that could report"
    return ""
