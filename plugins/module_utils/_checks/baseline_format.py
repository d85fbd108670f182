# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The format of a baseline: a mapping is checked whole, and every fault in it is reported at once."""

from __future__ import annotations

import re
import typing as t
from datetime import date, datetime

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.baseline import (
    OPTIONS,
    SECTIONS,
    Baseline,
    Constraint,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput, nearest_of
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.algorithms import KNOWN_VALUES, nearest_value
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.phrases import suggestion_for
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.type_faults import kind_of

RULES = ("forbid", "require", "prefer")
KEYS = ("name", "title", *RULES, "until", "source")
BOUNDS = ("minimum", "maximum")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
#: A part of ids.
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def parse(given: t.Mapping[str, object], option: str = "baseline") -> Baseline:
    """The baseline that a mapping describes; raises ``InvalidInput`` with every fault, per key and value. ``option``:
    what a message calls one without a name."""
    name = given.get("name")
    whose = f'baseline "{name}"' if isinstance(name, str) else option
    faults: list[str] = []
    rules: dict[tuple[str, str, str], Constraint] = {}
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        is_wrong = "name is missing: it must be" if name is None else f"name: {quoted(name)} must be"
        faults.append(f"{is_wrong} lower-case letters and digits with hyphens between them")
    faults += [_unknown(str(key), KEYS) for key in given if key not in KEYS]
    texts = {}
    for key in ("title", "source"):
        texts[key] = given.get(key) or ""
        if not isinstance(texts[key], str):
            faults.append(f"{key}: {quoted(texts[key])} is no text")
    for rule in RULES:
        faults += _read_rule(rule, given.get(rule), rules)
    faults += _contradictions(rules)
    if not faults and not rules:
        faults.append(f"it has none of {', '.join(RULES)}, so it checks nothing")
    until = _date(given.get("until"), faults)
    if faults:
        raise InvalidInput(f"{whose}: {fault}" for fault in dict.fromkeys(faults))
    return Baseline(str(name), str(texts["title"] or name), rules, until, str(texts["source"]))


def _read_rule(rule: str, given: object, rules: dict[tuple[str, str, str], Constraint]) -> t.Iterator[str]:
    """Put a rule's constraints into ``rules``; faults, as sentences."""
    if given is None:
        return
    if not isinstance(given, dict):
        yield f"{rule}: {quoted(given)} is no mapping of options to lists of values"
        return
    for key, value in given.items():
        kinds = [SECTIONS[key]] if key in SECTIONS else list(OPTIONS)
        if key in SECTIONS and not isinstance(value, dict):
            yield f"{rule}.{key}: {quoted(value)} is no mapping of options to lists of values"
            continue
        for option, wanted in value.items() if key in SECTIONS else [(key, value)]:
            where = f"{rule}.{key}.{option}" if key in SECTIONS else f"{rule}.{option}"
            having = [kind for kind in kinds if option in OPTIONS[kind]]
            if not having:
                names = dict.fromkeys(name for kind in kinds for name in OPTIONS[kind])
                yield _unknown(str(option), (*names, *(() if key in SECTIONS else SECTIONS)), f"{where}: ")
                continue
            faults: list[str] = []
            constraint = _constraint(rule, str(option), wanted, OPTIONS[having[0]][option], faults)
            yield from (f"{where}: {fault}" for fault in faults)
            for kind in having:
                if (rule, kind, option) in rules:
                    yield f"{where}: given twice, here and for both kinds of policies"
                rules[rule, kind, option] = constraint


def _constraint(rule: str, option: str, wanted: object, known: tuple[str, ...], faults: list[str]) -> Constraint:
    if not known:
        return _bounds(rule, wanted, faults)
    values = [wanted] if isinstance(wanted, str) else wanted
    if not isinstance(values, (list, tuple)) or not values:
        faults.append(f"{quoted(wanted)} is no list of values; there are {', '.join(known)}")
        return Constraint(known=known)
    for value in values:
        if value not in known:
            nearest = nearest_value(option, str(value)) if option in KNOWN_VALUES else nearest_of(str(value), known)
            faults.append(_unknown(str(value), known, nearest=nearest))
    return Constraint(tuple(dict.fromkeys(str(value) for value in values)), known)


def _bounds(rule: str, wanted: object, faults: list[str]) -> Constraint:
    if rule == "forbid" or not isinstance(wanted, dict) or not wanted:
        faults.append(f"{quoted(wanted)} must be a mapping with minimum or maximum, in require or prefer")
        return Constraint()
    for key, bound in wanted.items():
        if key not in BOUNDS:
            faults.append(_unknown(str(key), BOUNDS))
        elif not isinstance(bound, int) or isinstance(bound, bool) or bound < 1:
            faults.append(f"{key}: {quoted(bound)} is no number of seconds")
    least, most = wanted.get("minimum"), wanted.get("maximum")
    if not faults and least and most and least > most:
        faults.append(f"minimum {least} is above maximum {most}")
    return Constraint() if faults else Constraint(minimum=least, maximum=most)


def _contradictions(rules: t.Mapping[tuple[str, str, str], Constraint]) -> t.Iterator[str]:
    """Values that one rule wants and another forbids or leaves out."""
    for (rule, kind, option), constraint in rules.items():
        forbidden, required = rules.get(("forbid", kind, option)), rules.get(("require", kind, option))
        for value in constraint.values if rule != "forbid" else ():
            if forbidden and value in forbidden.values:
                yield f"{rule}.{option}: {value} is forbidden by the same baseline"
            elif rule == "prefer" and required and value not in required.values:
                yield f"{rule}.{option}: {value} is not among the required values"


def _date(given: object, faults: list[str]) -> date | None:
    if given is None:
        return None
    if isinstance(given, date):
        return given.date() if isinstance(given, datetime) else given
    try:
        if not _DATE.fullmatch(str(given)):
            raise ValueError  # Python 3.11 reads more notations than 3.10
        return date.fromisoformat(str(given))
    except ValueError:
        faults.append(f"until: {quoted(given)} is no date, such as 2027-03-31")
        return None


def _unknown(name: str, known: t.Sequence[str], prefix: str = "", nearest: str | None = None) -> str:
    nearest = nearest_of(name, known) if nearest is None else nearest
    return f'{prefix}"{name}" is unknown ({suggestion_for(nearest, known)})'


def quoted(value: object) -> str:
    """A value in a message: a mapping or a list by its kind only, since it may be long or hold anything."""
    return f'"{value}"' if isinstance(value, (str, int, float, date)) else kind_of(value)
