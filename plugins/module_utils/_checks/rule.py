# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A preflight rule: something that is wrong with an object, found before it is written."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass
from enum import Enum

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.context import CheckContext

    Find: t.TypeAlias = t.Callable[[CheckContext], t.Iterable[str]]


class Severity(Enum):
    """An ERROR stops the task always; the others only where the user sets ``preflight: fail``.

    Of an ERROR it is certain that the API refuses it, as far as it can be read. A PROBABLE_REFUSAL depends on something
    that the API does not show. A WARNING is accepted by the API, and not supported by the VPN drivers.
    """

    ERROR = "error"
    PROBABLE_REFUSAL = "probable refusal"
    WARNING = "warning"


@dataclass(frozen=True, eq=False)
class Rule:
    """One entry of the catalogue."""

    #: stable, in kebab-case: users and audits may refer to it
    id: str
    #: the kinds of object that it is about
    kinds: tuple[str, ...]
    severity: Severity
    #: the facts that break the rule in a context, each a sentence with values and without a full stop
    find: Find
    #: what to do, as the end of a sentence
    remedy: str
    #: the document or upstream file that the rule comes from
    source: str

    def messages(self, context: CheckContext) -> list[str]:
        """What users read: each fact with its remedy."""
        return [f"{fact}: {self.remedy}" for fact in self.find(context)]


def rule(rule_id: str, *kinds: str, severity: Severity, remedy: str, source: str) -> t.Callable[[Find], Rule]:
    """Make a rule of the decorated function, which finds the facts."""

    def make(find: Find) -> Rule:
        return Rule(rule_id, kinds, severity, find, remedy, source)

    return make


def rules_of(namespace: t.Mapping[str, object]) -> tuple[Rule, ...]:
    """The rules that a module defines, in the order of the file; call it with ``globals()`` at the module's end."""
    return tuple(value for value in namespace.values() if isinstance(value, Rule))
