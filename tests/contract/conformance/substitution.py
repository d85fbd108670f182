# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``{{ kind.name }}`` in data replaced by what a table says; what the table does not know is left alone."""

from __future__ import annotations

import re

REFERENCE = re.compile(r"\{\{ (\w+)\.(\w+) \}\}")


def replaced(value: object, table: dict[str, dict[str, str]]) -> object:
    if isinstance(value, dict):
        return {key: replaced(item, table) for key, item in value.items()}
    if isinstance(value, list):
        return [replaced(item, table) for item in value]
    if isinstance(value, str):
        return REFERENCE.sub(lambda found: table.get(found[1], {}).get(found[2], found[0]), value)
    return value
