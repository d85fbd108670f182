# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a new or deleted object is known by, in one line."""

from __future__ import annotations

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.shown_status import OFF, is_on
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._items import Item
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.values import Names

#: kind -> (word before the value, the API's key)
SUMMARIES: dict[str, tuple[tuple[str, str], ...]] = {
    "ike_policy": (("IKE", "ike_version"), ("", "encryption_algorithm"), ("", "auth_algorithm"), ("", "pfs")),
    "ipsec_policy": (
        ("", "transform_protocol"),
        ("", "encryption_algorithm"),
        ("", "auth_algorithm"),
        ("", "pfs"),
    ),
    "vpn_service": (("router", "router_id"), ("subnet", "subnet_id")),
    "endpoint_group": (("", "type"), ("", "endpoints")),
    "ipsec_site_connection": (
        ("peer", "peer_address"),
        ("networks", "peer_cidrs"),
        ("networks of", "peer_ep_group_id"),
        ("VPN service", "vpnservice_id"),
    ),
}


def summary(kind: str, item: Item, names: Names) -> str:
    """For instance ``peer 198.51.100.3, networks 10.2.3.0/24, VPN service office``."""
    shown = ((word, item.get(key)) for word, key in SUMMARIES.get(kind, ()))
    words = [f"{word} {names.show(value)}".strip() for word, value in shown if value]
    return ", ".join([*words, *([OFF] if is_on(item) is False else [])])
