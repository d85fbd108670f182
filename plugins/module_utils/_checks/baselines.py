# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Baselines: crypto rule sets as data, and what policies are worth against them.

A baseline is a mapping of ``name``, ``title``, ``forbid``, ``require``, ``prefer``, ``until`` and ``source``. The three
rules hold, by option of a policy, a list of values or, for ``lifetime``, ``minimum`` and ``maximum`` in seconds. Below
``ike`` and ``ipsec`` stands what concerns IKE or IPsec policies only.

``evaluate`` gives one assertion for each baseline, policy and option. Its id is stable:
``baseline-<name of the baseline>-<option, with hyphens>``, for example ``baseline-neutron-29-ready-auth-algorithm``.
"""

from __future__ import annotations

import json
import typing as t
from collections import Counter

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.assertion import (
    Assertion,
    AssertionSeverity,
    Outcome,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.baseline import Baseline
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.baseline_data import SHIPPED
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.baseline_findings import (
    Finding,
    identifier_of,
    judge,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.baseline_format import parse, quoted
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput, nearest_of
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS

if t.TYPE_CHECKING:
    from datetime import date

    from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.audited_policies import AuditedPolicy

#: The names of the baselines that the collection ships.
NAMES: tuple[str, ...] = tuple(given["name"] for given in SHIPPED)
#: How a baseline in JSON begins: ansible-core 2.18 hands on a mapping with a date only as text.
_JSON = ("{", "[", '"')


def load(baseline: object, option: str = "baseline") -> list[Baseline]:
    """The baselines that a name, names with commas between them, a mapping, or a list of these stand for; ``option`` is
    its name in messages.

    Mappings and lists may be JSON. A mapping of the name of a shipped baseline and ``until`` is that baseline with this
    date.

    Raises ``InvalidInput`` with every fault: an unknown name, or what is wrong in a mapping, per key and value.
    """
    while isinstance(baseline, str) and baseline.startswith(_JSON):
        baseline = _parsed(baseline, option)
    given: list[object] = list(baseline) if isinstance(baseline, (list, tuple)) else [baseline]
    if len(given) == 1 and isinstance(given[0], str):
        given = [name.strip() for name in given[0].split(",")]
    found: list[Baseline] = []
    faults: list[str] = []
    for one in given:
        try:
            found.append(_load_one(one, option))
        except InvalidInput as error:
            faults += error.faults
    counts = Counter(one.name for one in found)
    faults += [f'{option}: "{name}" is given twice' for name, count in counts.items() if count > 1]
    if not given:
        faults.append(f"{option}: the list is empty; the collection has {', '.join(NAMES)}")
    if faults:
        raise InvalidInput(faults)
    return found


def _parsed(text: str, option: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidInput([f"{option}: it begins like JSON, and is none ({error})"]) from None


def _load_one(given: object, option: str) -> Baseline:
    shipped = {one["name"]: one for one in SHIPPED}
    if isinstance(given, dict):
        name = given.get("name")
        if name not in NAMES:
            return parse(given, option)
        if set(given) - {"name", "until"}:
            fault = (
                f'{option}: name: the collection ships a "{name}", to which you can add until; give yours another name'
            )
            raise InvalidInput([fault])
        return parse({**shipped[name], **given})
    if not isinstance(given, str):
        raise InvalidInput([f"{option}: {quoted(given)} is neither a name nor a mapping"])
    if given not in shipped:
        nearest = nearest_of(given, NAMES)
        suggestion = f'did you mean "{nearest}"? ' if nearest else ""
        raise InvalidInput([f'{option}: "{given}" is unknown: {suggestion}The collection has {", ".join(NAMES)}'])
    return parse(shipped[given])


def evaluate(
    baselines: t.Sequence[Baseline], policies: t.Iterable[AuditedPolicy], today: date
) -> t.Iterator[Assertion]:
    """One assertion for each baseline, policy and option that the baseline has a rule on: ``findings`` as rows."""
    return (finding.assertion() for finding in findings(baselines, policies, today))


def findings(baselines: t.Sequence[Baseline], policies: t.Iterable[AuditedPolicy], today: date) -> t.Iterator[Finding]:
    """What the baselines say on the policies, what passed included.

    A forbidden value, or one that is not among the required ones, is an error; a forbidden one is a warning up to and
    including the day ``until``. A value that is not among the preferred ones is a warning, or an info where it is
    certain that no connection uses the policy. What is forbidden must not be stored; what is required or preferred
    counts only where gateways negotiate the option (see ``AuditedPolicy.negotiates``). An option without a known value
    is not checked.
    """
    for policy in policies:
        for baseline in baselines:
            for option in baseline.keys(policy.kind):
                if baseline.constraint("forbid", policy.kind, option) or policy.negotiates(option):
                    yield judge(baseline, policy, option, today)


def unreadable(baselines: t.Sequence[Baseline], kind: str, reason: str) -> list[Assertion]:
    """An assertion that is not checked for each baseline with a rule on this kind, whose policies cannot be read."""
    titles = VPN_KINDS[kind].titles
    text = f"The {titles} cannot be read"
    return unchecked(baselines, kind, f"all {titles}", text, "Use a login that may read them.", f": {reason}")


def unchecked(
    baselines: t.Sequence[Baseline], kind: str, name: str, text: str, remedy: str, rest: str = ""
) -> list[Assertion]:
    """An assertion that is not checked for each baseline with a rule on this kind; ``text`` and ``rest`` say why."""
    return [
        Assertion(
            identifier_of(baseline),
            AssertionSeverity.ERROR,
            Outcome.NOT_CHECKED,
            kind,
            name,
            f"within {baseline.name}",
            "unknown",
            f"{text}, so {baseline.name} is not checked{rest}",
            remedy,
        )
        for baseline in baselines
        if baseline.keys(kind)
    ]
