# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is wrong with one value by itself, as its field says. Pure."""

from __future__ import annotations

import re
import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.phrases import either

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Value
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Field

#: Line separators of other alphabets and halves of characters (which no UTF-8 holds) too.
CONTROL_CHARACTERS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def value_faults(row: Field, value: Value, new: bool = True) -> t.Iterator[str]:
    """Sentences, each with the option and the value; a secret is not in them.

    Not ``new``: only what no cloud can hold, since the object may have this very value.
    """
    if row.suboptions:
        for part in row.suboptions:
            if part.option in value:
                yield from (f"{row.option}.{fault}" for fault in value_faults(part, value[part.option], new))
        return
    for item in value if isinstance(value, list) else (value,):
        if isinstance(item, str):
            yield from _text_faults(row, item, new or row.secret)
    if row.max_items and isinstance(value, list) and len(value) > row.max_items:
        yield f"{row.option}: this cloud accepts {row.max_items}, not {len(value)} ({', '.join(value)})"
    if row.is_bounded:
        yield from _outside(row, value, new)
    if value == "" and (row.required or row.not_empty):
        yield f"{row.option}: must not be empty"
    elif value != "":
        try:
            row.value_type.check(value)
            if new:
                row.value_type.check_new(value)
        except ValueError as error:
            yield f"{row.option}: {error}"


def _outside(row: Field, value: Value, new: bool) -> t.Iterator[str]:
    """Faults of a value outside the field's bounds and choices; the argument spec has the choices of all clouds.

    Neutron does not compare 0 with the smallest mtu (neutron_vpnaas/db/vpn/vpn_validator.py).
    """
    if row.value_type.type == "int" and not isinstance(value, int):
        # Ansible's module mode does not validate what stands in a mapping of a topology's item (``interval: .inf``).
        try:
            int(value)
        except (TypeError, ValueError, OverflowError):
            yield f"{row.option}: {value} is not a whole number"
            return
        value = int(value)
    if row.minimum is not None and value < row.minimum and (new or value != 0):
        yield f"{row.option}: {value} is below {row.minimum}"
    if row.maximum is not None and value > row.maximum:
        yield f"{row.option}: {value} is above {row.maximum}, the largest value that this cloud accepts"
    if row.choices and value not in row.choices:
        yield f'{row.option}: this cloud accepts {either(row.choices)}, not "{value}"'


def _text_faults(row: Field, value: str, new: bool) -> list[str]:
    """Faults of one text; the text itself is not in them, since it may be a secret."""
    found = []
    if row.max_length is not None and len(value) > row.max_length:
        found.append(f"{row.option}: {len(value)} characters are too many; {row.max_length} is the limit")
    if new and not value.isprintable() and CONTROL_CHARACTERS.search(value):
        found.append(f"{row.option}: control characters (line breaks, tabs, ...) are not allowed")
    if row.forbidden and not row.secret:
        found += forbidden_characters(row, value)
    return found


def forbidden_characters(row: Field, value: str) -> list[str]:
    """A sentence in a list where the cloud's gateway does not support some characters of the text; else nothing."""
    held = sorted(set(value).intersection(row.forbidden)) if row.forbidden else []
    return [f"{row.option}: this cloud's gateway does not support {' '.join(held)} in it"] if held else []
