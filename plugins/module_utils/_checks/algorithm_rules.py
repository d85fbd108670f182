# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rules on the algorithms of policies: values that no release of Neutron has, or that this cloud's cannot store."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.rule import Severity, rule, rules_of
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.algorithms import (
    FIRST_RELEASE,
    KNOWN_VALUES,
    LAST_RELEASE,
    nearest_value,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.phrases import suggestion_for

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.context import CheckContext


@rule(
    "unknown-algorithm",
    "ike_policy",
    "ipsec_policy",
    severity=Severity.PROBABLE_REFUSAL,
    remedy="correct it, unless this cloud added the value itself",
    source="neutron_lib/api/definitions/vpn.py, vpn_aes_ctr.py (Invalid input for encryption_algorithm)",
)
def unknown_algorithm(context: CheckContext) -> t.Iterator[str]:
    for key, value in context.algorithms():
        if value not in KNOWN_VALUES[key]:
            suggestion = suggestion_for(nearest_value(key, value), KNOWN_VALUES[key])
            yield f'no known release of Neutron has {key} "{value}" ({suggestion})'


@rule(
    "algorithm-not-stored",
    "ike_policy",
    "ipsec_policy",
    severity=Severity.ERROR,
    remedy="use another value",
    source="neutron_vpnaas/db/vpn/vpn_models.py of releases 25 to 29 (the enumerations; the API responds with 500)",
)
def algorithm_not_stored(context: CheckContext) -> t.Iterator[str]:
    oldest, newest = context.release.oldest, context.release.newest
    for key, value in context.algorithms():
        first, last = FIRST_RELEASE.get(value), LAST_RELEASE.get(value)
        if last and oldest and oldest > last:
            yield (
                f"this cloud is Neutron {oldest} or later by the extensions of its API, and cannot store {key}"
                f' "{value}", which ended with release {last}'
            )
        elif first and newest and newest < first:
            yield (
                f"this cloud is Neutron {newest} or older by the extensions of its API, and cannot store {key}"
                f' "{value}", which began with release {first}'
            )


RULES = rules_of(globals())
