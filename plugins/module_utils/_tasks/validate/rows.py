# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which assertions a validation makes, and the rows that it collects."""

from __future__ import annotations

import typing as t
from collections import Counter

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.assertion import AssertionSeverity, Outcome
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.assertions import (
    ASSERTIONS,
    CLOUD_READABLE,
    DECLARATION_VALID,
    AssertionRule,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.baseline_findings import identifier_of
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.end_assertions import END_ASSERTIONS, READABLE
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.fault_assertions import FAULT_ASSERTIONS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.scope_assertions import SCOPE_COMPLETE
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput, nearest_of
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.validate.declared import is_declared

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.assertion import Assertion
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.baseline import Baseline
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Params, Result

CATALOGUE: tuple[AssertionRule, ...] = (*ASSERTIONS, SCOPE_COMPLETE, *END_ASSERTIONS, *FAULT_ASSERTIONS.values())
#: What says that something could not be validated at all; where one failed, neither ``only`` nor ``skip`` hides it.
ALWAYS_SHOWN = (CLOUD_READABLE.id, READABLE.id, DECLARATION_VALID.id)
#: ``fail_on`` -> the severities of the failed assertions that fail the task
FAILING = {
    "error": (AssertionSeverity.ERROR,),
    "warning": (AssertionSeverity.ERROR, AssertionSeverity.WARNING),
    "never": (),
}
#: Group of assertions that an option makes -> how to give it.
_OPTIONS = {"declared": "Set ipsec_site_connections and the other lists of vpn_topology.", "baseline": "Set baseline."}
_ORDER = list(AssertionSeverity)
#: Failed assertions that a message quotes.
QUOTED = 5


class Selection:
    """The assertions that ``only`` and ``skip`` leave. They hold ids, or what several begin with: ``ends``."""

    def __init__(self, params: Params, baselines: t.Sequence[Baseline]) -> None:
        """Raises ``InvalidInput`` with every unknown id, and the known one that is most like it."""
        self._only, self._skip = params.get("only") or [], params.get("skip") or []
        given = {"declared": is_declared(params), "baseline": bool(baselines)}
        self._not_given = {group: remedy for group, remedy in _OPTIONS.items() if not given[group]}
        self._made: dict[str, bool] = {}
        known = [rule.id for rule in CATALOGUE]
        for baseline in baselines:
            options = dict.fromkeys(option for _rule, _kind, option in baseline.rules)
            known += [identifier_of(baseline, option) for option in options]
        self._known = known
        groups = [text for text, members in Counter(text.partition("-")[0] for text in known).items() if members > 1]
        faults = []
        for option, chosen in (("only", self._only), ("skip", self._skip)):
            for text in chosen:
                if text != "baseline" and not any(_covers(text, identifier) for identifier in known):
                    nearest = nearest_of(text, known if "-" in text else groups) or known[0]
                    faults.append(f'{option}: there is no assertion "{text}": did you mean "{nearest}"?')
        if not faults and self._only and not any(map(self.has, [*known, "baseline"])):
            faults.append("only and skip leave no assertion: name in skip only some of what only names")
        if faults:
            raise InvalidInput(faults)

    def has(self, identifier: str) -> bool:
        """Whether the assertion is made."""
        if identifier not in self._made:  # asked for each of thousands of rows
            skipped = any(_covers(text, identifier) for text in self._skip)
            chosen = not self._only or any(_covers(text, identifier) for text in self._only)
            self._made[identifier] = chosen and not skipped
        return self._made[identifier]

    def without_rows(self, found: t.Iterable[Assertion]) -> t.Iterator[str]:
        """What ``only`` names, ``skip`` does not take out, and no row is about."""
        identifiers = {row.id for row in found}
        for text in self._only:
            covered = [identifier for identifier in self._known if _covers(text, identifier)]
            made = any(map(self.has, covered)) if covered else True
            if made and not any(_covers(text, identifier) for identifier in identifiers):
                yield text

    def option_for(self, text: str) -> str:
        """How to give the option that makes the assertions ``text`` and is not given; empty where none is missing."""
        return self._not_given.get(text.partition("-")[0], "")

    def has_any(self, *rules: AssertionRule) -> bool:
        """Whether one of the assertions is made: else nothing has to be read for them."""
        return any(self.has(rule.id) for rule in rules)

    def has_baselines(self) -> bool:
        """Whether an assertion on a baseline may be made."""
        chosen = not self._only or any(text.split("-", 1)[0] == "baseline" for text in self._only)
        return chosen and "baseline" not in self._skip


def _covers(text: str, identifier: str) -> bool:
    return identifier == text or identifier.startswith(f"{text}-")


class Rows:
    """The rows of a validation, in the order in which they were found."""

    def __init__(self, selection: Selection) -> None:
        self.selection = selection
        self.found: list[Assertion] = []
        #: what hides the keys that were read, where a text may hold one
        self.without_secrets: list[t.Callable[[str], str]] = []

    def add(self, *rows: Assertion) -> None:
        """Take the rows whose assertions are made, and what could not be validated at all."""
        for row in rows:
            if self.selection.has(row.id) or (row.id in ALWAYS_SHOWN and row.result is Outcome.FAILED):
                self.found.append(row)

    def add_missing(self) -> None:
        """A row, not checked, for each item of ``only`` that made no assertion: else nothing would read as success.
        Something that failed may be the reason; that an option is not given is one of its own."""
        has_failed = any(row.result is Outcome.FAILED for row in self.found)
        for text in list(self.selection.without_rows(self.found)):
            remedy = self.selection.option_for(text)
            if remedy or not has_failed:
                reason = "none is given" if remedy else "nothing was declared, given or found that it is about"
                row = CLOUD_READABLE.not_checked("all", f"{text}: {reason}", remedy or "Declare or give it.")
                self.found.append(row._replace(id=text))

    def result(self) -> Result:
        """``assertions`` and ``summary``, without secrets."""
        assertions = [row.to_result() for row in self.found]
        if self.without_secrets:
            assertions = [{key: self._shown(text) for key, text in row.items()} for row in assertions]
        counts = Counter(row["result"] for row in assertions)
        return {
            "changed": False,
            "assertions": assertions,
            "summary": {outcome.value: counts[outcome.value] for outcome in Outcome},
        }

    def failing(self, fail_on: str) -> list[Assertion]:
        """The failed assertions that fail the task, the worst first."""
        failed = [row for row in self.found if row.result is Outcome.FAILED and row.severity in FAILING[fail_on]]
        return sorted(failed, key=lambda row: _ORDER.index(row.severity))

    def message(self, failing: t.Sequence[Assertion]) -> str:
        """One line on what failed: how much, and the first of it."""
        more = len(failing) - QUOTED
        quoted = "; ".join(self._shown(row.msg) for row in failing[:QUOTED])
        rest = f"; and {more} more" if more > 0 else ""
        return f"{len(failing)} of {len(self.found)} assertions failed: {quoted}{rest}"

    def _shown(self, text: str) -> str:
        for hide in self.without_secrets:
            text = hide(text)
        return text
