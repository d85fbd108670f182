# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The assertion on how much of a project a validation looks at: a declaration or an owner narrows it."""

from __future__ import annotations

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.assertions import CLOUD, WARNING, AssertionRule

SCOPE_COMPLETE = AssertionRule(
    "scope-complete",
    CLOUD,
    WARNING,
    "all connections and VPN services of the project are looked at",
    "Declare them, or validate once more without the lists and without owner.",
    "a pass must not cover what was not looked at",
)
