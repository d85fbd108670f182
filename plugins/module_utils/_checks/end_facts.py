# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Facts, statements about the two ends of a tunnel: passed, failed or unknown."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.assertion import AssertionSeverity, Outcome

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.assertions import AssertionRule


@dataclass(frozen=True)
class Fact:
    """One statement about two ends. ``text`` says how it is, with values, without the remedy and a full stop."""

    rule: AssertionRule
    result: Outcome
    severity: AssertionSeverity
    text: str
    expected: str = ""
    actual: str = ""
    #: of a policy's option: its key and both values, for a sentence on several
    difference: str = ""


def passed(rule: AssertionRule, text: str, value: str) -> Fact:
    """It holds, with this value at both ends."""
    return Fact(rule, Outcome.PASSED, rule.severity, text, value, value)


def unknown(rule: AssertionRule, text: str) -> Fact:
    """It was not checked."""
    return Fact(rule, Outcome.NOT_CHECKED, rule.severity, text, rule.statement, "unknown")


def failed(
    rule: AssertionRule, text: str, expected: str, actual: str, severity: AssertionSeverity | None = None, **more: str
) -> Fact:
    """It does not hold; with the rule's severity unless another is given."""
    return Fact(rule, Outcome.FAILED, severity or rule.severity, text, expected, actual, **more)
