# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Endpoint groups. Source: neutron_vpnaas 29.0.0 db/vpn/vpn_validator.py, vpn_db.py."""

from __future__ import annotations

from typing import Any

from . import values
from .access import Caller
from .errors import ApiError, StorageError
from .network_rules import subnet_visible
from .resolver import CloudState


def create(cloud_state: CloudState, wanted: dict[str, Any], caller: Caller) -> dict[str, Any]:
    """At least one endpoint, none twice (compared as sent); only cidr and subnet are looked at."""
    endpoints, group_type = wanted["endpoints"], wanted["type"]
    if not endpoints:
        raise ApiError("MissingEndpointForEndpointGroup", group=wanted)
    for number, endpoint in enumerate(endpoints):
        if endpoint in endpoints[:number]:
            _refuse(endpoint, group_type, "Endpoints have to be unique")
    for endpoint in endpoints:
        if group_type == "cidr" and values.subnet(endpoint):
            _refuse(endpoint, group_type, "Invalid CIDR")
        if group_type == "subnet":
            if values.uuid_text(endpoint):
                _refuse(endpoint, group_type, "Invalid UUID")
            subnet = cloud_state.store.get("subnets", endpoint)
            if subnet is None or not subnet_visible(cloud_state.store, subnet, caller):
                raise ApiError("NonExistingSubnetInEndpointGroup", subnet=endpoint)
        if not isinstance(endpoint, (str, int)) or len(str(endpoint)) > 255:
            raise StorageError("Data too long for column 'endpoint'")
    # Real servers return endpoints in the database's order. Reversed here: certainly not as sent, always the same.
    return {**wanted, "endpoints": [str(endpoint) for endpoint in reversed(endpoints)]}


def _refuse(endpoint: Any, group_type: str, why: str) -> None:
    raise ApiError("InvalidEndpointInEndpointGroup", endpoint=endpoint, group_type=group_type, why=why)


def update(cloud_state: CloudState, stored: dict[str, Any], changes: dict[str, Any], caller: Caller) -> None:
    """Name and description only, even while in use."""
    stored.update(changes)


def delete(cloud_state: CloudState, stored: dict[str, Any]) -> None:
    """In use is 400 here, not 409."""
    for reference in ("local_ep_group_id", "peer_ep_group_id"):
        if cloud_state.store.has("ipsec_site_connections", **{reference: stored["id"]}):
            raise ApiError("EndpointGroupInUse", id=stored["id"])
    cloud_state.store.remove("endpoint_groups", stored["id"])
