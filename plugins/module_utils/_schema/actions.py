# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a plan does with an object, and how the results count it."""

from __future__ import annotations

import typing as t
from collections import Counter

ACTIONS = ("create", "update", "replace", "delete", "none")


def summary_of(actions: t.Iterable[str], failed: int = 0) -> dict[str, int]:
    """The ``summary`` of a result: how many objects have each action, and how many failed."""
    counts = Counter(actions)
    return {**{action: counts[action] for action in ACTIONS}, "failed": failed}
