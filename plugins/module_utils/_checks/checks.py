# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the API accepts and a gateway does not carry, found before the first write.

A rule is a function from a ``CheckContext`` to sentences, each naming values, reason and way out. Rules under ``errors`` stop
the task always; those under ``warnings`` only where the user says ``preflight: fail``.
"""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks import (
    connection_rules,
    network_rules,
    policy_rules,
    service_rules,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.context import collect
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.context import CheckContext
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.change import Change
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot

#: A kind without rules need not stand here.
RULES = {
    "ike_policy": {"refused": (), "warned": policy_rules.IKE_WARNINGS},
    "ipsec_policy": {"refused": (), "warned": policy_rules.IPSEC_WARNINGS},
    "vpn_service": {"refused": service_rules.ERRORS, "warned": service_rules.WARNINGS},
    "endpoint_group": {"refused": (), "warned": service_rules.GROUP_WARNINGS},
    "ipsec_site_connection": {
        "refused": (*connection_rules.ERRORS, *network_rules.ERRORS, service_rules.subnet_off_the_router),
        "warned": (*connection_rules.WARNINGS, *network_rules.WARNINGS),
    },
}


def run_checks(change: Change, snapshot: Snapshot, preflight: str):
    """The warnings for a change; ``preflight`` is warn, fail or off. Raises ``InvalidInput`` with all refusals."""
    if change.action not in ("create", "update"):
        return []
    kind = change.resource.kind
    rules = RULES.get(kind)
    if not rules:
        return []
    context = collect(kind, change.predicted(), change.body, snapshot)
    errors = _findings(rules["refused"], context, change)
    warnings = _findings(rules["warned"], context, change) if preflight != "off" else []
    if errors:
        raise InvalidInput(errors)
    if warnings and preflight == "fail":
        raise InvalidInput(warnings, hint="The cloud would accept it. preflight: warn writes it all the same.")
    return warnings


def _findings(rules, context: CheckContext, change: Change):
    return [f"{change.label}: {sentence}" for rule in rules for sentence in rule(context)]
