# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a validation would test: check mode, which sends no request, and a cloud that cannot be read."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.assertion import (
    Assertion,
    AssertionSeverity,
    Outcome,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.assertions import ASSERTIONS, CLOUD_READABLE
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.baseline import SECTIONS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.baseline_findings import identifier_of
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.end_assertions import END_ASSERTIONS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.fault_assertions import FAULT_ASSERTIONS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.scope_assertions import SCOPE_COMPLETE
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.validate.declared import is_declared
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.validate.scope import Scope

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.baseline import Baseline
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Params

WOULD_BE_TESTED = "would be tested"


def planned_rows(
    params: Params, baselines: t.Sequence[Baseline], reason: str = WOULD_BE_TESTED
) -> t.Iterator[Assertion]:
    """A row, not checked, for each assertion that a run would make: on each declared object, else on all of its
    kind."""
    declared = is_declared(params)
    for rule in ASSERTIONS:
        if rule.id == CLOUD_READABLE.id and reason != WOULD_BE_TESTED:
            continue  # it failed
        if not rule.id.startswith("declar"):
            yield rule.not_checked("all", f"{rule.statement}: {reason}")
        elif declared:
            for kind, resource in VPN_KINDS.items():
                for item in params.get(resource.plural) or ():
                    name = str(item.get("name"))
                    text = f"{resource.label(name)}: {rule.statement}: {reason}"
                    yield rule.not_checked(name, text, kind=kind)
    if Scope(params).narrows:
        yield SCOPE_COMPLETE.not_checked("all", f"{SCOPE_COMPLETE.statement}: {reason}")
    for rule in END_ASSERTIONS if params.get("peers") else ():
        yield rule.not_checked("all", f"{rule.statement}: {reason}")
    for rule in FAULT_ASSERTIONS.values():
        yield rule.not_checked("all", f"{rule.statement}: {reason}")
    yield from _baseline_rows(baselines, reason)


def _baseline_rows(baselines: t.Sequence[Baseline], reason: str) -> t.Iterator[Assertion]:
    for baseline in baselines:
        for kind in SECTIONS.values():
            for option in baseline.keys(kind):
                yield Assertion(
                    identifier_of(baseline, option),
                    AssertionSeverity.ERROR,
                    Outcome.NOT_CHECKED,
                    kind,
                    "all",
                    f"within {baseline.name}",
                    "unknown",
                    f"{option} is within {baseline.name}: {reason}",
                )
