# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rules on availability zones."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.rule import Severity, rule, rules_of
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.zones import different_zones

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.context import CheckContext


@rule(
    "different-availability-zones",
    "vpn_service",
    "ipsec_site_connection",
    severity=Severity.WARNING,
    remedy="give the router's zone to all of them",
    source="every client of K5 gives one zone to all of them; no document says what K5 makes of several",
)
def zones_differ(context: CheckContext) -> t.Iterator[str]:
    found = different_zones(
        {
            "router": context.router,
            "VPN service": context.service,
            "IKE policy": context.ike_policy,
            "IPsec policy": context.ipsec_policy,
            context.resource.title: context.item,
        }
    )
    if found:
        yield f"availability zones differ: {found}"


RULES = rules_of(globals())
