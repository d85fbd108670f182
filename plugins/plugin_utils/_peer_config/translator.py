# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Looks a target's words up, and collects every value that the target cannot express."""

from __future__ import annotations

import re

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config.targets import Rule, Target, Word


def parsed(release: str) -> tuple[int, ...]:
    """A release as numbers that can be compared: 23.2R1 is (23, 2, 1), and 7 is 7.0."""
    numbers = [int(number) for number in re.findall(r"\d+", release)]
    while numbers and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)


class Translator:
    """Translates single values for one target. Errors are collected; ``raise_errors`` raises them all at once."""

    def __init__(self, target: Target, release: str = "") -> None:
        self.target = target
        self.release = release
        self.errors: list[str] = []
        #: (release, what needs it)
        self.needs: list[tuple[str, str]] = [(target.minimum, "")]
        if release and parsed(release) < parsed(target.minimum):
            self.reject(f"release {release}", f"it needs {target.minimum} or later")

    def word(self, row: str, value: str, label: str) -> Word | None:
        """The target's word for ``value``; None, and an error, where it has none."""
        words = self.target.words.get(row) or {}
        if value in words:
            if not self.require_release(row, value, label):
                return self.target.before[row][value]
            return words[value]
        supported = ", ".join(words) or "nothing of that kind"
        self.reject(f"{label} {value}", f"it supports {supported}")
        return None

    def require_release(self, row: str, value: str, label: str) -> bool:
        """Whether the word of ``since`` is to be used; False where the given release is older and has another one."""
        since = self.target.since.get(row, {}).get(value)
        if since is None:
            return True
        if not self.release or parsed(self.release) >= parsed(since):
            self.needs.append((since, f"{label} {value}"))
            return True
        if value in self.target.before.get(row, {}):
            return False
        self.reject(f"{label} {value} in release {self.release}", f"it needs {since} or later")
        return True

    def minimum(self) -> tuple[str, str]:
        """(the oldest release that takes all that was translated, what needs it or empty)."""
        return max(self.needs, key=lambda need: parsed(need[0]))

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
        """Note an error: what the target cannot express, with its value, and the reason."""
        self.errors.append(f"{self.target.title} cannot express {what}: {why}")

    def raise_errors(self) -> None:
        """Raise ``InvalidInput`` with all collected errors, each once."""
        if self.errors:
            raise InvalidInput(list(dict.fromkeys(self.errors)))
