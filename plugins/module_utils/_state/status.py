# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the status of an object means. Values: Networking API v2.0, VPNaaS; K5 "Create IPsec site connection"."""

from __future__ import annotations

import typing as t

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject


def is_pending(item: ApiObject) -> bool:
    """Whether Neutron refuses a PUT because of the status (neutron_vpnaas 29 db/vpn/vpn_validator.py)."""
    return str(item.get("status", "")).startswith("PENDING_")


def is_settled(item: ApiObject) -> bool:
    """Whether the cloud has finished with the object: BUILD is not refused a PUT, and yet no result either."""
    return not is_pending(item) and item.get("status") != "BUILD"


def is_being_deleted(item: ApiObject) -> bool:
    """Whether the object will soon be gone."""
    return item.get("status") == "PENDING_DELETE"
