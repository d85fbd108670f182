# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The estate as it will be, while a plan is made."""

from __future__ import annotations

from ansible_collections.sitelink.vpnaas.plugins.module_utils.wish import Unmade


def foresee(step, estate):
    """Let the following steps see the estate as this one will leave it."""
    change = step.change
    for item in change.retires if step.is_leaf else ():
        estate.drop(step.kind, item["id"])
    if change.makes:
        estate.put(step.kind, {**change.foreseen(), "id": Unmade(change.name, step.kind)})
    elif change.action == "update":
        estate.put(step.kind, change.foreseen())
    elif change.action == "delete":
        estate.drop(step.kind, change.existing["id"])
