# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rules on options of an IPsec site connection that a driver ignores or refuses: seen with the drivers of
neutron-vpnaas 29, strongSwan 5.9.8 and the parser of Libreswan 4.10."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.rule import Severity, rule, rules_of
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.ipsec_site_connection import REFUSED_DPD_ACTIONS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import CONNECTION
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.networks import is_any_address
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.shown_status import is_on

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.context import CheckContext

_TEMPLATE = "neutron_vpnaas/services/vpn/device_drivers/template/strongswan/ipsec.conf.template (does not use it)"


@rule(
    "dpd-action-unsupported",
    CONNECTION,
    severity=Severity.WARNING,
    remedy="use hold, restart or clear",
    source="strongSwan 5.9.8 (starter refuses the value); Libreswan 4.10 (addconn refuses the whole file)",
)
def dead_peer_action(context: CheckContext) -> t.Iterator[str]:
    action = (context.item.get("dpd") or {}).get("action")
    if action in REFUSED_DPD_ACTIONS:
        yield f"dpd.action {action} makes strongSwan drop this connection and Libreswan every tunnel of the router"


@rule(
    "initiator-without-effect",
    CONNECTION,
    severity=Severity.WARNING,
    remedy="leave it at bi-directional",
    source=_TEMPLATE,
)
def initiator_without_effect(context: CheckContext) -> t.Iterator[str]:
    response_only = "initiator" in context.written and context.item.get("initiator") == "response-only"
    # To a peer of any address no driver initiates.
    dynamic = is_any_address(context.item.get("peer_address"))
    if response_only and not dynamic and context.dialect.has_known_drivers:
        yield "initiator response-only has no effect with the strongSwan driver, which initiates nevertheless"


@rule(
    "connection-admin-state-without-effect",
    CONNECTION,
    severity=Severity.WARNING,
    remedy="delete the connection, or set admin_state_up false on the VPN service, which stops all its tunnels",
    source=_TEMPLATE,
)
def admin_state_without_effect(context: CheckContext) -> t.Iterator[str]:
    is_off = "admin_state_up" in context.written and is_on(context.item) is False
    if is_off and context.dialect.has_known_drivers:
        yield "admin_state_up false has no effect with the strongSwan driver, and the status may stay ACTIVE"


@rule(
    "mtu-without-effect",
    CONNECTION,
    severity=Severity.WARNING,
    remedy="clamp the MSS at the peer",
    source=_TEMPLATE,
)
def mtu_without_effect(context: CheckContext) -> t.Iterator[str]:
    changed = "mtu" in context.written and context.item.get("mtu") not in (None, 1500)
    if changed and context.dialect.has_known_drivers:
        yield f"mtu {context.item['mtu']} has no effect with the strongSwan driver"


RULES = rules_of(globals())
