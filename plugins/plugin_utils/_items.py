# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Readers of what a playbook hands to a filter: results of modules, or anything else. They take any type of value."""

from __future__ import annotations

import typing as t

#: A result as a module returns it, or a part of one.
Item: t.TypeAlias = "t.Mapping[str, object]"


def text_of(item: Item, *keys: str) -> str:
    """The first value under ``keys`` that is neither null nor empty, as text; empty where there is none."""
    return next((str(item[key]) for key in keys if item.get(key) not in (None, "")), "")


def texts_of(item: Item, key: str) -> list[str]:
    """The items of the list under ``key``, as texts; empty where there is no list."""
    value = item.get(key)
    return [str(entry) for entry in value] if isinstance(value, (list, tuple)) else []


def mapping_of(item: Item, key: str) -> Item:
    """The mapping under ``key``; empty where there is none."""
    value = item.get(key)
    return value if isinstance(value, dict) else {}


def mappings_of(item: Item, key: str) -> list[Item]:
    """The mappings in the list under ``key``; empty where there is no list."""
    value = item.get(key)
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, (list, tuple)) else []
