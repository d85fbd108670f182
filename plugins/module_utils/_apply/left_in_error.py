# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a refused POST leaves behind: what is surely ours is deleted again, the rest is named.

Neutron stores an object before its driver sees it. Where the driver refuses, the answer is an error and the object
stays, in ERROR (neutron_vpnaas 29 services/vpn/plugin.py and service_drivers/ovn_ipsec.py, ``create_vpnservice``).
"""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import ServerError, VpnError, WaitFailed
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.diff import not_applied
from ansible_collections.sitelink.vpnaas.plugins.module_utils._planning.quotas import limit_of
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.change import Change
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.desired import DesiredState

#: Attributes that the server may store in another form: only the very same value proves that the object is ours.
COMPARED_LITERALLY = ("peer_address",)
#: Error types of a driver, which is asked after the object was stored: one of our own is there. Every other type may
#: come of a check before that (neutron_vpnaas db/vpn/vpn_validator.py, a quota, a policy), or from both places (a
#: subnet or network that is not found, HTTPInternalServerError): what is there then may be another run's.
STORED_BEFORE_REFUSAL = frozenset(
    {
        # vpn_agentschedulers_db.py; seen on a real OVN without a live agent
        "RouterReschedulingFailed",
        # ovn_ipsec.py, _setup and _ensure_gateway
        "NoVPNAgentAvailable",
        "VPNGatewayInError",
        "VPNGatewayNotReady",
        # ovn_ipsec.py, make_gw_port and make_transit_network: ports of the gateway
        "IpAddressGenerationFailure",
        "IpAddressGenerationFailureAllSubnets",
        "IpAddressGenerationFailureNoMatchingSubnet",
        # neutron_lib's base class as it is: no check of neutron_vpnaas raises it (29), so it is a driver's
        "Conflict",
    }
)
#: Error types whose cause goes with the object that the refused request left: Neutron removes a router's VPN gateway
#: that is in ERROR when the router's last service is deleted (ovn_ipsec.py, _cleanup; seen on a real OVN).
CURED_BY_DELETION = frozenset({"VPNGatewayInError"})
#: What the server wants to be deleted first: error type -> the kind, and the attribute in which they are alike.
BLOCKING_OBJECTS = {"VPNGatewayInError": ("vpn_service", "router_id")}


def is_stored_and_refused(error: VpnError, snapshot: Snapshot) -> t.TypeGuard[ServerError]:
    """Whether Neutron's driver refused, which it does after the object was stored.

    A lost answer, a proxy's error, a check before that and K5's rule of one service per router say nothing about whose
    object is there.
    """
    return (
        isinstance(error, ServerError)
        and error.error_type in STORED_BEFORE_REFUSAL
        and not snapshot.cloud.dialect.one_service_per_router
    )


def failed(
    desired: DesiredState, change: Change, snapshot: Snapshot, error: VpnError, new: t.Sequence[ApiObject]
) -> VpnError:
    """The error for a POST after which there are objects in ERROR: what is surely ours is deleted, the rest is named.

    ``new``: the objects of the name that were not seen before. One of several may be ours, and nothing says which.
    """
    left = [item for item in new if item.get("status") == "ERROR"]
    if len(new) == 1 and is_stored_and_refused(error, snapshot) and _is_orphan(desired, change, snapshot, left[0]):
        try:
            snapshot.cloud.delete(change.resource, left[0]["id"])
        except VpnError as stays:
            # Not cured where it is gone: what holds the gateway is still there.
            gone = f"is gone: {stays}" if stays.is_gone else ""
            note = f"the object that this left in ERROR, {left[0]['id']}, could not be deleted: {stays}"
        else:
            gone, error.left_nothing = "was deleted again", True
        if gone:
            error.name(change.label, f" The object that this left in ERROR, {left[0]['id']}, {gone}.")
            complete_hint(error, change, snapshot)
            return error
    else:
        ids = ", ".join(sorted(item["id"] for item in left))
        note = f"what has the name and the status ERROR since then ({ids}) was not deleted, for it may be another run's"
    remedy = f"Delete it (state: absent, name: {left[0]['id']}) unless another run needs it, then run again."
    if isinstance(error, ServerError):
        error.name(change.label, f" And {note}.")
        error.details["hint"] = " ".join(filter(None, (error.details.get("hint"), remedy)))
        complete_hint(error, change, snapshot)
    else:
        error = WaitFailed(f"{change.label} has the status ERROR: {str(error).rstrip('.')}; {note}", hint=remedy)
    error.written = tuple(left)
    return error


def is_cured(error: VpnError) -> bool:
    """Whether the cause of a refusal went with the object that it left, so that the same request may succeed now."""
    return isinstance(error, ServerError) and error.left_nothing and error.error_type in CURED_BY_DELETION


def _is_orphan(desired: DesiredState, change: Change, snapshot: Snapshot, item: ApiObject) -> bool:
    """Whether the object, which was not there before, is what this very request left: it has all that was sent and else
    what the server fills in, the description with our mark or none, and is this project's."""
    project = snapshot.cloud.project_id
    return (
        bool(project)
        and project in (item.get("project_id"), item.get("tenant_id"))
        and (item.get("description") or "") == (change.body.get("description") or "")
        and all(item.get(key) == change.body.get(key) for key in COMPARED_LITERALLY)
        and not not_applied(desired, change.predicted() or {}, item)
        and not snapshot.replacements.is_replaced(item["id"])
    )


def complete_hint(error: VpnError, change: Change, snapshot: Snapshot) -> None:
    """Put into the hint of a refusal what the cloud shows of its reason: the objects that have to be deleted first, or
    how many objects a quota allows. Raises ``LoginError`` where it is not known which objects are the project's."""
    error_type = getattr(error, "error_type", None) or ""
    if error_type == "OverQuota":
        error.details["hint"] = f"{_use_of_quota(change, snapshot)} {error.details.get('hint', '')}"
    elif error_type in BLOCKING_OBJECTS:
        hint = _blocking_objects(*BLOCKING_OBJECTS[error_type], change, snapshot)
        error.details |= {"hint": hint} if hint else {}


def _use_of_quota(change: Change, snapshot: Snapshot) -> str:
    """How many objects of the kind the project has and may have, as a sentence."""
    there = [item for item in snapshot.in_project(change.resource.kind) if isinstance(item["id"], str)]
    limit = limit_of(change.resource, snapshot.quotas())
    allowed = "" if limit is None else f", and its quota is {limit}"
    return f"The project has {len(there)} {change.resource.titles}{allowed}."


def _blocking_objects(kind: str, key: str, change: Change, snapshot: Snapshot) -> str:
    """The remedy with the objects in ERROR that have the change's value under the key; empty where it is not known."""
    try:
        items = Snapshot(snapshot.cloud).all(kind) if change.body.get(key) else None
    except VpnError:
        items = None  # the server's refusal is reported; this was only a look for its reason
    if items is None:
        return ""
    alike = [item for item in items if item.get(key) == change.body[key] and item.get("status") == "ERROR"]
    named = ", ".join(sorted(f'"{item["name"]}" ({item["id"]})' for item in alike))
    title = snapshot.resource(kind).titles
    if named:
        return f"Delete the {title} in ERROR on this router (state: absent, the id as name), then run again: {named}"
    return (
        f"This login sees no {title} in ERROR on this router (any more): take routes of your own by way of"
        " 169.254.0.2 out of the router and run again; if it is refused again ask the cloud's operator."
    )
