# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Preflight: what the API or the VPN drivers do not support is found before the first write."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.catalogue import rules_for
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.context import collect
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.rule import Severity
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.change import Change
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot


def run_checks(change: Change, snapshot: Snapshot, preflight: str) -> list[str]:
    """The warnings for a change that creates or updates; ``preflight`` is warn, fail or off.

    Raises ``InvalidInput`` with every error, or with every warning where ``preflight`` is fail.
    """
    after = change.predicted() if change.action in ("create", "update") else None
    if after is None:
        return []
    kind = change.resource.kind
    context = collect(kind, after, change.body, snapshot)

    def messages(severity: Severity) -> list[str]:
        found = (message for rule in rules_for(kind, severity) for message in rule.messages(context))
        return [f"{change.label}: {message}" for message in found]

    errors = messages(Severity.ERROR)
    warnings = messages(Severity.WARNING) if preflight != "off" else []
    warnings += [f"{change.label}: {message}" for message in context.unread if preflight != "off"]
    if errors:
        raise InvalidInput(errors)
    if warnings and preflight == "fail":
        raise InvalidInput(warnings, hint="The cloud would accept it. preflight: warn writes it nevertheless.")
    return warnings
