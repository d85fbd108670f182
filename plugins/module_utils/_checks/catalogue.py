# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The catalogue of rules: every known configuration that the API or the VPN drivers do not support."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks import (
    algorithm_rules,
    connection_rules,
    driver_rules,
    network_rules,
    ovn_rules,
    policy_rules,
    service_rules,
    sibling_rules,
    zone_rules,
)

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.rule import Rule, Severity

RULES: tuple[Rule, ...] = (
    *policy_rules.RULES,
    *algorithm_rules.RULES,
    *service_rules.RULES,
    *connection_rules.RULES,
    *driver_rules.RULES,
    *network_rules.RULES,
    *sibling_rules.RULES,
    *zone_rules.RULES,
    *ovn_rules.RULES,
)


def rules_for(kind: str, severity: Severity) -> list[Rule]:
    """The rules of that severity that are about objects of that kind, in the order of the catalogue."""
    return [rule for rule in RULES if kind in rule.kinds and rule.severity is severity]
