# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Values that YAML turned into something else than the text that was written."""

from __future__ import annotations

import datetime
import typing as t

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Value

#: What YAML makes of text without quotes. Before core 2.19 an encrypted text is an object of its own, and is text.
NOT_TEXT = (bool, int, float, datetime.date, list, tuple, dict)


def retyped_fault(value: Value) -> str | None:
    """What is wrong with a value that must be text, None for text."""
    if not isinstance(value, NOT_TEXT):
        return None
    return f"YAML read {_kind_of(value)}, not text: put the value in quotes"


def _kind_of(value: Value) -> str:
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, (int, float)):
        return "a number"
    if isinstance(value, datetime.date):
        return "a date"
    return "a mapping" if isinstance(value, dict) else "a list"
