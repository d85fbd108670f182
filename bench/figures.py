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
        values = self.values(row, by, key)
        if not values:
            raise NotMeasuredError(f"{row}, {by}: {self.failure(row, by) or 'no sample'}")
        return median(values)

    def failure(self, row, by):
        """What the competitor said when it failed, or None."""
        return next((sample["failure"] for sample in self.samples.get((row, by), ()) if sample.get("failure")), None)

    def calls(self, row, by):
        """Of the last sample for which they were counted; empty where nobody counts."""
        return next((sample["calls"] for sample in reversed(self.samples[row, by]) if sample.get("calls")), [])
