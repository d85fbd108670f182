# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The networks of both sides of a connection as a table shows them: what cannot be read is there by its id."""

from __future__ import annotations

import typing as t

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.references import References


def shown_local_networks(item: ApiObject, references: References) -> list[str]:
    """The networks behind the cloud's gateway: those of the local endpoint group, else the VPN service's subnet. The id
    of a subnet stands for one that cannot be read."""
    if item.get("local_ep_group_id"):
        group = references.by_id("endpoint_group", item["local_ep_group_id"]) or {}
        subnets = [str(text) for text in group.get("endpoints") or ["?"]]
    else:
        service = references.by_id("vpn_service", str(item.get("vpnservice_id"))) or {}
        subnets = [str(service.get("subnet_id") or "?")]
    found = {text: references.by_id("subnet", text) for text in subnets if text != "?"}
    return sorted(str((found.get(text) or {}).get("cidr") or text) for text in subnets)


def shown_peer_networks(item: ApiObject, references: References) -> list[str]:
    """The networks behind the peer: those of the peer endpoint group, else ``peer_cidrs``."""
    if item.get("peer_ep_group_id"):
        group = references.by_id("endpoint_group", item["peer_ep_group_id"]) or {}
        return sorted(str(text) for text in group.get("endpoints") or ["?"])
    return sorted(str(text) for text in item.get("peer_cidrs") or ["?"])
