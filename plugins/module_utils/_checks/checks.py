# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the API accepts and a gateway does not carry, found before the first write.

A rule is a function from a ``Scene`` to sentences, each naming values, reason and way out. Rules under ``refused`` stop
the task always; those under ``warned`` only where the user says ``preflight: fail``.
"""

from __future__ import annotations

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks import (
    connection_rules,
    network_rules,
    policy_rules,
    service_rules,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.context import gather
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput

#: A kind without rules need not stand here.
RULES = {
    "ike_policy": {"refused": (), "warned": policy_rules.IKE_WARNED},
    "ipsec_policy": {"refused": (), "warned": policy_rules.IPSEC_WARNED},
    "vpn_service": {"refused": service_rules.REFUSED, "warned": service_rules.WARNED},
    "endpoint_group": {"refused": (), "warned": service_rules.GROUP_WARNED},
    "ipsec_site_connection": {
        "refused": (*connection_rules.REFUSED, *network_rules.REFUSED, service_rules.subnet_off_the_router),
        "warned": (*connection_rules.WARNED, *network_rules.WARNED),
    },
}


def examine(change, estate, preflight):
    """The warnings for a change; ``preflight`` is warn, fail or off. Raises ``InvalidInput`` with all refusals."""
    if change.action not in ("create", "update"):
        return []
    kind = change.resource.kind
    rules = RULES.get(kind)
    if not rules:
        return []
    scene = gather(kind, change.foreseen(), change.body, estate)
    refused = _findings(rules["refused"], scene, change)
    warned = _findings(rules["warned"], scene, change) if preflight != "off" else []
    if refused:
        raise InvalidInput(refused)
    if warned and preflight == "fail":
        raise InvalidInput(warned, hint="The cloud would accept it. preflight: warn writes it all the same.")
    return warned


def _findings(rules, scene, change):
    return [f"{change.label}: {sentence}" for rule in rules for sentence in rule(scene)]
