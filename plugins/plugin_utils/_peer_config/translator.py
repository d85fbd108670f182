# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Looks a target's words up, and collects every value that the target cannot express."""

from __future__ import annotations

import re

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config.targets import Rule, Target, Word


class Translator:
    """Translates single values for one target. Errors are collected; ``raise_errors`` raises them all at once."""

    def __init__(self, target: Target) -> None:
        self.target = target
        self.errors: list[str] = []

    def word(self, row: str, value: str, label: str) -> Word | None:
        """The target's word for ``value``; None, and an error, where it has none."""
        words = self.target.words.get(row) or {}
        if value in words:
            return words[value]
        supported = ", ".join(words) or "nothing of that kind"
        self.reject(f"{label} {value}", f"it supports {supported}")
        return None

    def check_range(self, bound: str, value: int, label: str) -> int:
        """``value`` as it is, never clamped; an error where it is out of the target's bounds."""
        if bound in self.target.bounds:
            least, most = self.target.bounds[bound]
            if not least <= value <= most:
                self.reject(f"{label} {value}", f"it accepts {least} to {most}")
        return value

    def check_pattern(self, rule: Rule | None, text: str, shown: str) -> None:
        """An error where the text does not match the rule; ``shown`` may name a secret but does not hold it."""
        if rule and not re.fullmatch(rule["pattern"], text):
            self.reject(shown, rule["reason"])

    def reject(self, what: str, why: str) -> None:
        self.errors.append(f"{self.target.title} cannot express {what}: {why}")

    def raise_errors(self) -> None:
        """Raise ``InvalidInput`` with all collected errors, each once."""
        if self.errors:
            raise InvalidInput(list(dict.fromkeys(self.errors)))
