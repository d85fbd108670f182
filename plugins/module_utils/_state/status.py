# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the status of an object means. Values: Networking API v2.0, VPNaaS; K5 "Create IPsec site connection"."""

from __future__ import annotations

import typing as t

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject

#: What lists and reports show in place of a status that says nothing: no gateway works on it.
OFF, SERVICE_OFF = "switched off", "service switched off"


def shown_status(connection: t.Mapping[str, object], service: t.Mapping[str, object] | None = None) -> str:
    """The status of a connection for people: ``OFF`` and ``SERVICE_OFF`` come first, and no status is "unknown"."""
    if connection.get("admin_state_up") is False:
        return OFF
    if service and service.get("admin_state_up") is False:
        return SERVICE_OFF
    return str(connection.get("status") or "unknown")


def is_pending(item: ApiObject) -> bool:
    """Whether Neutron refuses a PUT because of the status (neutron_vpnaas 29 db/vpn/vpn_validator.py)."""
    return str(item.get("status", "")).startswith("PENDING_")


def is_settled(item: ApiObject) -> bool:
    """Whether the cloud has finished with the object: BUILD is not refused a PUT, and yet no result either."""
    return not is_pending(item) and item.get("status") != "BUILD"


def is_being_deleted(item: ApiObject) -> bool:
    """Whether the object will soon be gone."""
    return item.get("status") == "PENDING_DELETE"
