# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A baseline: a crypto rule set as data. ``baseline_format.py`` reads one, ``baselines.py`` evaluates it."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.algorithms import KNOWN_VALUES
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import POLICIES, VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.phrases import either

if t.TYPE_CHECKING:
    from datetime import date

#: A section of a rule -> the kind that it is about.
SECTIONS = {word: kind for kind, word in POLICIES.items()}
#: More values than these are shown by what is left out, where that is shorter.
_SHOWN = 4


def _options(kind: str) -> dict[str, tuple[str, ...]]:
    """Option -> its values, for the options of a kind of policy that a baseline can be about; of ``lifetime`` none."""
    fields = {row.option: KNOWN_VALUES.get(row.option, row.choices) for row in VPN_KINDS[kind].fields}
    return {option: values for option, values in fields.items() if values or option == "lifetime"}


OPTIONS = {kind: _options(kind) for kind in SECTIONS.values()}


@dataclass(frozen=True)
class Constraint:
    """Values, of all that are known for the option, or bounds of a number in seconds."""

    values: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    minimum: int | None = None
    maximum: int | None = None

    def has(self, value: object) -> bool:
        """Whether the value is among these, or within the bounds."""
        if self.values:
            return value in self.values
        return isinstance(value, int) and (self.minimum or value) <= value <= (self.maximum or value)

    def text(self) -> str:
        """What is wanted, for a sentence: ``sha256 or sha384``, ``at most 86400``."""
        if self.values:
            rest = [value for value in self.known if value not in self.values]
            all_shown = not rest or len(self.values) <= max(_SHOWN, len(rest))
            return either(self.values) if all_shown else f"any but {either(rest)}"
        bounds = (("at least", self.minimum), ("at most", self.maximum))
        return " and ".join(f"{word} {bound}" for word, bound in bounds if bound is not None)

    def negated(self) -> str:
        """What is wanted where these values are forbidden."""
        return f"any but {either(self.values)}"


@dataclass(frozen=True)
class Baseline:
    """A crypto rule set. ``rules``: (rule, kind, option) -> its constraint."""

    name: str
    title: str
    rules: t.Mapping[tuple[str, str, str], Constraint]
    until: date | None
    source: str

    def constraint(self, rule: str, kind: str, option: str) -> Constraint | None:
        """What ``forbid``, ``require`` or ``prefer`` says on an option of a kind, or None."""
        return self.rules.get((rule, kind, option))

    def keys(self, kind: str) -> list[str]:
        """The options of the kind that a rule is about, in the order of the kind's fields."""
        about = {option for _rule, of_kind, option in self.rules if of_kind == kind}
        return [option for option in OPTIONS[kind] if option in about]
