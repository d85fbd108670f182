# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What was measured: samples by row and competitor."""

from __future__ import annotations

from statistics import median


class NotMeasuredError(Exception):
    """A competitor has no time: it failed, or had no turn."""


class Figures:
    def __init__(self):
        self.samples = {}

    def add(self, row, by, samples):
        self.samples.setdefault((row, by), []).extend(samples)

    def by(self, row):
        """The competitors of a row, in the order in which they came."""
        return [by for which, by in self.samples if which == row]

    def values(self, row, by, key="seconds"):
        return [sample[key] for sample in self.samples.get((row, by), ()) if sample.get(key) is not None]

    def median(self, row, by, key="seconds"):
        return median(self._measured(row, by, key))

    def largest(self, row, by, key="seconds"):
        return max(self._measured(row, by, key))

    def _measured(self, row, by, key):
        values = self.values(row, by, key)
        if not values:
            raise NotMeasuredError(f"{row}, {by}: {self.failure(row, by) or 'no sample'}")
        return values

    def failure(self, row, by):
        """What the competitor said when it failed, or None."""
        return next((sample["failure"] for sample in self.samples.get((row, by), ()) if sample.get("failure")), None)

    def calls(self, row, by):
        """Of the last sample for which they were counted."""
        for sample in reversed(self.samples.get((row, by), ())):
            if sample.get("calls"):
                return sample["calls"]
        raise NotMeasuredError(f"{row}, {by}: no calls")
