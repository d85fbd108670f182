# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The audit of policies against baselines: of what exists, or of a declaration, without a cloud."""

from __future__ import annotations

import typing as t
from collections import Counter
from datetime import date

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.assertion import AssertionSeverity, Outcome
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.audited_policies import (
    AuditedPolicy,
    existing_policies,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.baselines import (
    findings,
    load,
    unchecked,
    unreadable,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.unlisted import unlisted
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput, ServerError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import CONNECTION, POLICIES
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.operators.declared import policies_declared
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.operators.undeclared import undeclared_references

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.assertion import Assertion
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.baseline import Baseline
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.baseline_findings import Finding
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Params, Result
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot

#: What the playbook checks unless ``vpn_baseline`` names others.
DEFAULT = "ietf"
ONLY_DECLARED = "Only what is declared was compared. To audit what exists, run this without vpn_declaration"
#: More connections of a policy than these are counted.
MOST_NAMED = 6
_ORDER = list(AssertionSeverity)
_VERBS = {"forbid": "forbidden", "require": "required", "prefer": "preferred"}


def check_audit(params: Params) -> None:
    """Raise ``InvalidInput`` with every fault in the options, before the login."""
    _baselines(params)
    _today(params)
    if params.get("declaration") is not None:
        policies_declared(params["declaration"])


def audit(params: Params, snapshot: Snapshot | None) -> Result:
    """``text``, ``success``, ``assertions`` and ``summary``; without a snapshot of the declaration.

    It has no success where a finding is an error, or where the policies of one kind cannot be read. Raises ``VpnError``
    where nothing can be read.
    """
    baselines = _baselines(params)
    unread: list[Assertion] = []
    policies: list[AuditedPolicy] = []
    failures: list[ServerError] = []
    gaps: list[Assertion] = []
    if snapshot is None:
        policies = policies_declared(params["declaration"])
        for kind, name, text in undeclared_references(params["declaration"]):
            gaps += unchecked(baselines, kind, name, text, "Declare it, or audit what exists.")
    else:
        for kind in POLICIES:
            try:
                policies += existing_policies(snapshot, [kind])
                gaps += _unlisted(snapshot, kind, baselines)
            except ServerError as error:
                failures.append(error)
                unread += unreadable(baselines, kind, str(error))
        if len(failures) == len(POLICIES):
            raise failures[0]
    found = list(findings(baselines, policies, _today(params)))
    assertions = [*unread, *gaps, *(finding.assertion() for finding in found)]
    return {
        "text": [*_lines(found, [*unread, *gaps], policies, baselines), *([ONLY_DECLARED] if snapshot is None else [])],
        "success": not unread and not any(map(_is_error, found)),
        "assertions": [assertion.to_result() for assertion in assertions],
        "summary": {outcome.value: sum(row.result is outcome for row in assertions) for outcome in Outcome},
    }


def _unlisted(snapshot: Snapshot, kind: str, baselines: t.Sequence[Baseline]) -> list[Assertion]:
    """Rows for the policies that the project's connections use and the cloud does not list for this login."""
    try:
        connections = snapshot.in_project(CONNECTION)
    except ServerError:
        return []  # the headings of the policies say that their connections are not known
    found = unlisted(kind, snapshot.in_project(kind), connections)
    rows = (unchecked(baselines, kind, name, text, "Use a login that may read it.") for name, text in found.items())
    return [row for group in rows for row in group]


def _baselines(params: Params) -> list[Baseline]:
    given = params.get("baseline")
    return load(DEFAULT if given is None else given, "vpn_baseline")


def _today(params: Params) -> date:
    try:
        return date.fromisoformat(params.get("today") or "")
    except ValueError:
        raise InvalidInput([f'today: "{params.get("today")}" is no date, such as 2027-03-31']) from None


def _is_error(finding: Finding) -> bool:
    return finding.result is Outcome.FAILED and finding.severity is AssertionSeverity.ERROR


def _lines(
    found: t.Sequence[Finding],
    unread: t.Sequence[Assertion],
    policies: t.Sequence[AuditedPolicy],
    baselines: t.Sequence[Baseline],
) -> list[str]:
    failed: dict[tuple[str, str], list[Finding]] = {}
    for finding in found:
        if finding.result is Outcome.FAILED:
            failed.setdefault((finding.policy.kind, finding.policy.name), []).append(finding)
    lines: list[str] = []
    for group in sorted(failed.values(), key=lambda group: min(map(_rank, group))):
        lines += [_heading(group[0].policy), *(_line(finding) for finding in sorted(group, key=_rank)), ""]
    gaps = [row.msg for row in unread]
    gaps += [f"{one.policy.label}: {one.option}" for one in found if one.result is Outcome.NOT_CHECKED]
    if gaps:
        lines += ["Not checked:", *(f"  {gap}" for gap in dict.fromkeys(gaps)), ""]
    compared = ", ".join(one.name + f" ({one.title})" * (one.title != one.name) for one in baselines)
    return [*lines, f"{_summary(found, len(failed), len(policies), len(gaps))}. Compared with {compared}"]


def _rank(finding: Finding) -> int:
    return _ORDER.index(finding.severity)


def _heading(policy: AuditedPolicy) -> str:
    users = policy.named_users(MOST_NAMED)
    if policy.used_by is None:
        return f"{policy.label}, whose connections are not known"
    return f"{policy.label}, used by {users or 'no connection'}"


def _line(finding: Finding) -> str:
    until = finding.baseline.until
    later = f" after {until}" if until and finding.rule == "forbid" and finding.severity is not _ORDER[0] else ""
    shown = finding.policy.shown(finding.option)
    return (
        f"  {finding.severity.value:<7}  {finding.option}: {shown} -> {finding.expected}"
        f"  ({_VERBS[finding.rule]} by {finding.baseline.name}{later})"
    )


def _summary(found: t.Sequence[Finding], failing: int, total: int, gaps: int) -> str:
    """How many findings there are of each severity, and how much passed."""
    if not total and not gaps:
        return "No IKE policies and no IPsec policies"
    counts = Counter(one.severity.value for one in found if one.result is Outcome.FAILED)
    each = [
        f"{counts[severity.value]} {severity.value}{'s' * (counts[severity.value] != 1)}" for severity in _ORDER[:2]
    ]
    each += [f"{counts['info']} for information"] * bool(counts["info"])
    passed = sum(one.result is Outcome.PASSED for one in found)
    policies = f"{failing} of {total} polic{'y' if total == 1 else 'ies'}"
    return f"{', '.join(each)} in {policies}; {passed} passed, {gaps} not checked"
