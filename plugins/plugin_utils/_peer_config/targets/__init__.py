# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The kinds of gateway there are: for each a table of words and bounds, ``targets/<name>.yml``, and templates."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml

from ansible_collections.sitelink.vpnaas.plugins.module_utils.errors import InvalidInput

FOLDER = Path(__file__).parent


def names():
    return sorted(path.stem for path in FOLDER.glob("*.yml"))


@cache
def load(name):
    """The table of a target; what it holds is described in docs/guides/peer_configuration.md."""
    if name not in names():
        raise InvalidInput([f'there is no target "{name}": there are {", ".join(names())}'])
    return yaml.safe_load((FOLDER / f"{name}.yml").read_text(encoding="utf-8"))


class Words:
    """A gateway's values in a target's words; what it has no word for is noted as a fault, all of them."""

    def __init__(self, table):
        self.table = table
        self.faults = []

    def word(self, row, value, told):
        """``value``'s word in that row of the table."""
        words = self.table["words"].get(row) or {}
        if value in words:
            return words[value]
        known = ", ".join(str(word) for word in words) or "nothing of that kind"
        self.fault(f"{told} {value}", f"it knows {known}")
        return None

    def within(self, bound, value, told):
        """Note a number that the target does not take; it is never brought inside."""
        least, most = self.table["bounds"].get(bound) or (None, None)
        if least is not None and not least <= value <= most:
            self.fault(f"{told} {value}", f"it takes {least} to {most}")
        return value

    def matches(self, rule, text, told, shown):
        """Note a text that the target does not take; ``shown`` is what of it may be told."""
        rule = self.table.get(rule)
        if rule and not re.fullmatch(rule["pattern"], text):
            self.fault(f"{told}{shown}", rule["reason"])

    def fault(self, what, why):
        self.faults.append(f"{self.table['title']} cannot express {what}: {why}")

    def refuse(self):
        if self.faults:
            raise InvalidInput(list(dict.fromkeys(self.faults)))
