# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The catalogue of preflight rules: each rule has a stable id of its own, a remedy and a source, and is in use."""

from __future__ import annotations

import re
from collections import Counter

import pytest

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
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.catalogue import RULES, rules_for
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.rule import Rule, Severity
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS

MODULES = (
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
each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)


def test_ids_are_unique() -> None:
    assert [name for name, times in Counter(rule.id for rule in RULES).items() if times > 1] == []


def test_every_rule_of_every_file_is_in_the_catalogue() -> None:
    defined = [value for module in MODULES for value in vars(module).values() if isinstance(value, Rule)]
    assert {rule.id for rule in defined} == {rule.id for rule in RULES}
    assert len(defined) == len(RULES)


@each_rule
def test_a_rule_is_complete(rule: Rule) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", rule.id)
    assert rule.source
    assert rule.remedy
    assert not rule.remedy.endswith("."), "a message puts the remedy at the end of a sentence"
    assert rule.remedy[0].islower()
    assert rule.kinds
    assert set(rule.kinds) <= set(VPN_KINDS)


def test_a_kind_gets_its_own_rules_by_severity() -> None:
    for kind in VPN_KINDS:
        for severity in Severity:
            assert all(kind in rule.kinds and rule.severity is severity for rule in rules_for(kind, severity))
    assert sum(len(rules_for(kind, severity)) for kind in VPN_KINDS for severity in Severity) == sum(
        len(rule.kinds) for rule in RULES
    )
