# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""When an object is waited for, and when waiting would never end. Source: neutron_vpnaas 29 device_drivers/ipsec.py
(what an agent reports) and db/vpn/vpn_db.py (when a PUT is refused)."""

from __future__ import annotations

from ansible_collections.sitelink.vpnaas.plugins.module_utils.errors import Impossible
from ansible_collections.sitelink.vpnaas.plugins.module_utils.troubleshooting import not_settled
from ansible_collections.sitelink.vpnaas.plugins.module_utils.waiting import is_pending, wait_for


def refuse_what_never_settles(change, estate):
    """A PUT is refused while the status is PENDING_*; where that will never end, say so instead of waiting."""
    item, resource = change.existing, change.resource
    if change.action != "update" or not is_pending(item):
        return
    reason = never_settles(item, resource, estate)
    if reason:
        raise Impossible(
            f"{change.label} cannot be updated: the server refuses that while its status is {item['status']},"
            f" and {reason}",
            hint="Delete it (state: absent) and create it as wanted"
            + (", or create a connection first." if resource.idle_until_used else "."),
        )


def awaits_active(change, params):
    """Whether a task that has nothing to write waits all the same: who says ``wait_for: active`` wants the tunnel up.

    ``settled``, the default, is no reason to look again at what was not touched.
    """
    return change.action == "none" and change.existing is not None and params.get("wait_for") == "active"


def settle_before(change, estate, timeout):
    """Wait until the server takes a PUT."""
    resource = change.resource

    def describe(seen):
        return not_settled(seen, "settled", timeout, estate) if resource.settles else _stuck(seen, resource, timeout)

    wait_for(
        estate.cloud,
        resource,
        change.existing,
        lambda seen: seen is not None and not is_pending(seen),
        timeout,
        describe,
    )


def settle_after(item, resource, estate, params, was_in_error=False):
    """The object once it has the status that the task waits for; at once where none is waited for.

    ``was_in_error``: before an update, which leaves the status as it was, so that ERROR says nothing about it.
    """
    if not resource.settles or never_settles(item, resource, estate):
        return item
    wanted, timeout = params.get("wait_for") or "settled", params["timeout"]

    def done(seen):
        if seen is None or (seen.get("status") == "ERROR" and not was_in_error):
            return False
        return seen.get("status") == "ACTIVE" if wanted == "active" else not is_pending(seen)

    return wait_for(
        estate.cloud,
        resource,
        item,
        done,
        timeout,
        lambda seen: not_settled(seen, wanted, timeout, estate),
        error_ends=not was_in_error,
    )


def wait_until_gone(item, resource, cloud, timeout):
    """Third-party drivers delete in their own time (PENDING_DELETE); Neutron's are gone before they answer."""
    left = cloud.get(resource, item["id"])
    if left is not None:
        wait_for(
            cloud,
            resource,
            left,
            lambda seen: seen is None,
            timeout,
            lambda seen: _stuck(seen, resource, timeout),
            error_ends=item.get("status") != "ERROR",
        )


def never_settles(item, resource, estate):
    """Why no agent will ever report this object; empty where one may."""
    if resource.idle_until_used:
        return "" if estate.users(resource, item["id"]) else "it stays so until it has its first connection"
    service = estate.by_id("vpn_service", item.get("vpnservice_id")) or {}
    if service.get("admin_state_up") is False:
        return f'its VPN service "{service["name"]}" has admin_state_up false, so no gateway runs that could report'
    if resource.settles and item.get("admin_state_up") is False:
        others = [
            other
            for other in estate.all(resource.kind)
            if other.get("vpnservice_id") == item.get("vpnservice_id") and other["id"] != item["id"]
        ]
        if not any(other.get("admin_state_up") for other in others):
            return "with admin_state_up false and no other connection on its service no gateway runs that could report"
    return ""


def _stuck(item, resource, timeout):
    return (
        f'{resource.title} "{item["name"]}" is still {item.get("status")} after {timeout} seconds',
        "Raise timeout, or ask the cloud's operator what holds it.",
    )
