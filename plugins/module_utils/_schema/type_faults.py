# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Values of another type than the wanted one, in words: one text for each fault, wherever it is found.

No value is shown: it may be a key, or of any length.
"""

from __future__ import annotations

import datetime
import typing as t
from functools import partial

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Value
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Field

    #: What is wrong with the value of a field that is a text, or None.
    TextFault: t.TypeAlias = t.Callable[[Field, Value], str | None]

#: What YAML makes of text without quotes. Before core 2.19 an encrypted text is an object of its own, and is text.
NOT_TEXT = (bool, int, float, datetime.date, bytes, list, tuple, set, dict)
#: bool is a kind of int.
_KINDS: tuple[tuple[tuple[type, ...], str], ...] = (
    ((bool,), "true or false"),
    ((int, float), "a number"),
    ((datetime.date,), "a date"),
    ((dict,), "a mapping"),
    ((list, tuple), "a list"),
    ((str,), "a text"),
    ((bytes,), "binary data"),
    ((set,), "a set"),
    ((type(None),), "null"),
)


def kind_of(value: Value) -> str:
    """The type of a value of JSON or YAML, for a message."""
    return next((words for types, words in _KINDS if isinstance(value, types)), "a value of another type")


def must_be(wanted: str, value: Value) -> str:
    """The fault of a value that is not ``wanted``, such as "a list"."""
    return f"must be {wanted}, not {kind_of(value)}"


def retyped_fault(value: Value) -> str | None:
    """What is wrong with a value that must be text, None for text."""
    if not isinstance(value, NOT_TEXT):
        return None
    return f"YAML read {kind_of(value)}, not text: put the value in quotes"


def _retyped(_row: Field, value: Value) -> str | None:
    return retyped_fault(value)


def type_faults(
    fields: t.Iterable[Field],
    values: t.Mapping[str, Value],
    path: str = "",
    text_fault: TextFault = _retyped,
    one_text: bool = False,
) -> t.Iterator[str]:
    """Sentences on values of another type than their option's, where no module's argument spec was applied: those of a
    role's variables, of a file, or of a mapping as a whole. Null is not given.

    Each begins with ``path`` and the option, or the API's key in place of it. ``text_fault`` judges texts;
    ``one_text``: a text stands for a list of one, as for Ansible.
    """
    for row in fields:
        for name in dict.fromkeys((row.option, row.key)):
            value, place = values.get(name), f"{path}{name}"
            if value is None:
                continue
            if row.value_type.type == "dict":
                yield from _mapping_faults(row, value, place, text_fault)
            elif row.value_type.type == "list":
                yield from _list_faults(value, place, partial(text_fault, row), one_text)
            elif row.value_type.type == "str":
                fault = text_fault(row, value)
                yield from [f"{place}: {fault}"] if fault else ()
            elif isinstance(value, (dict, list, tuple)):
                yield f"{place}: {must_be('true or false' if row.value_type.type == 'bool' else 'a number', value)}"


def names_of(fields: t.Iterable[Field]) -> list[str]:
    """The names under which a mapping may hold the fields' values: the options, and the API's keys in their place."""
    return list(dict.fromkeys(name for row in fields for name in (row.option, row.key)))


def _mapping_faults(row: Field, value: Value, place: str, text_fault: TextFault) -> t.Iterator[str]:
    names = [part.option for part in row.suboptions]
    if not isinstance(value, dict):
        yield f"{place}: {must_be(' of '.join(filter(None, ('a mapping', ', '.join(names)))), value)}"
    elif names and not set(value).issubset(names):
        yield f"{place}: has only {', '.join(names)}"
    else:
        yield from type_faults(row.suboptions, value, f"{place}.", text_fault)


def _list_faults(
    value: Value, place: str, text_fault: t.Callable[[Value], str | None], one_text: bool
) -> t.Iterator[str]:
    if one_text and isinstance(value, str):
        return
    if not isinstance(value, (list, tuple)):
        yield f"{place}: {must_be('a list', value)}"
        return
    for number, item in enumerate(value):
        fault = text_fault(item)
        if fault:
            yield f"{place}[{number}]: {fault}"
