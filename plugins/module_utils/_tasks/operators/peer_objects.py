# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A tunnel with all that it refers to, as the filter peer_config takes it."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import CONNECTION
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.change import public
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.results import decorate

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.operators.tunnel import Tunnel


def peer_objects(end: Tunnel, policies: t.Mapping[str, ApiObject] | None = None) -> dict[str, list[ApiObject]]:
    """The objects by the plurals of their kinds, without the key; ``policies`` by kind, in place of the tunnel's.

    Raises ``VpnError`` where the subnets cannot be read.
    """
    context, snapshot = end.context, end.snapshot
    subnets = [snapshot.by_id("subnet", subnet) for subnet in sorted(context.local_subnets)]
    objects: dict[str, list[ApiObject | None]] = {
        CONNECTION: [end.item],
        "ike_policy": [context.ike_policy],
        "ipsec_policy": [context.ipsec_policy],
        "vpn_service": [context.service],
        "endpoint_group": [context.local_group, context.peer_group],
        **{kind: [policy] for kind, policy in (policies or {}).items()},
    }
    shown: dict[str, list[ApiObject]] = {
        snapshot.resource(kind).plural: [
            public(snapshot.resource(kind), decorate(snapshot.resource(kind), item, snapshot)[0])
            for item in items
            if item
        ]
        for kind, items in objects.items()
    }
    shown["subnets"] = [{key: subnet.get(key) for key in ("id", "name", "cidr")} for subnet in subnets if subnet]
    return shown
