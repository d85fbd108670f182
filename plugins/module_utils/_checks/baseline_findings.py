# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a baseline says on one option of a policy."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.assertion import (
    Assertion,
    AssertionSeverity,
    Outcome,
)

if t.TYPE_CHECKING:
    from datetime import date

    from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.audited_policies import AuditedPolicy
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.baseline import Baseline

#: Users named in a sentence; more are counted.
MOST_NAMED = 3
IN_USE = "The API refuses to change a policy that a connection uses: declare it with replace: true."


@dataclass(frozen=True)
class Finding:
    """What a baseline says on one option of a policy. ``rule``: forbid, require or prefer; empty unless it failed."""

    policy: AuditedPolicy
    baseline: Baseline
    option: str
    severity: AssertionSeverity
    result: Outcome
    rule: str
    #: the value that is wanted, and the statement, both without the policy
    expected: str
    fact: str

    def assertion(self) -> Assertion:
        """The finding as a row of a validation or an audit."""
        policy = self.policy
        users = f" (used by {policy.named_users(MOST_NAMED)})" if policy.used_by else ""
        message = f"{policy.label}: {self.fact}"
        remedy = ""
        if self.result is Outcome.FAILED:
            message += users
            remedy = f"Set {self.option} to {self.expected}, here and at the peer.{f' {IN_USE}' if users else ''}"
        elif self.result is Outcome.NOT_CHECKED:
            remedy = "Check it by hand: the value cannot be read here."
        return Assertion(
            identifier_of(self.baseline, self.option),
            self.severity,
            self.result,
            policy.kind,
            policy.name,
            self.expected,
            policy.shown(self.option),
            message,
            remedy,
        )


def identifier_of(baseline: Baseline, option: str = "") -> str:
    """The id of the assertions on an option; without one what the ids of all assertions on the baseline begin with."""
    return f"baseline-{baseline.name}{'-' * bool(option)}{option.replace('_', '-')}"


def judge(baseline: Baseline, policy: AuditedPolicy, option: str, today: date) -> Finding:
    """The finding on one option that the baseline has a rule on (see ``baselines.findings``)."""
    forbid, require, prefer = (
        baseline.constraint(rule, policy.kind, option) for rule in ("forbid", "require", "prefer")
    )
    if not policy.negotiates(option):
        require = prefer = None
    error, warning = AssertionSeverity.ERROR, AssertionSeverity.WARNING
    value, shown = policy.values.get(option), policy.shown(option)
    positive = prefer or require
    wanted = positive.text() if positive else forbid.negated() if forbid else ""
    worst = error if forbid or require else warning

    def finding(
        severity: AssertionSeverity, fact: str, rule: str = "", expected: str = wanted, result: Outcome = Outcome.FAILED
    ) -> Finding:
        return Finding(policy, baseline, option, severity, result, rule, expected, fact)

    if value is None:
        fact = f"{option} is not known, so {baseline.name} is not checked"
        return finding(worst, fact, result=Outcome.NOT_CHECKED)
    if forbid and forbid.has(value):
        if baseline.until and today <= baseline.until:
            return finding(
                warning, f"{option} {shown} is forbidden by {baseline.name} after {baseline.until}", "forbid"
            )
        return finding(error, f"{option} {shown} is forbidden by {baseline.name}", "forbid")
    if require and not require.has(value):
        text = require.text()
        return finding(error, f"{option} is {shown}; {baseline.name} requires {text}", "require", text)
    if prefer and not prefer.has(value):
        unused = AssertionSeverity.INFO if policy.used_by == () else warning
        return finding(unused, f"{option} is {shown}; {baseline.name} prefers {wanted}", "prefer")
    return finding(worst, f"{option} {shown} is within {baseline.name}", result=Outcome.PASSED)
