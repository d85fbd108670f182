# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Preflight: what the API or the VPN drivers do not support is found before the first write."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.catalogue import rules_for
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.collect import collect
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.rule import Severity
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.change import Change
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot


#: What the message of a probable refusal begins with.
PROBABLY = "the cloud will probably refuse this: "


def run_checks(change: Change, snapshot: Snapshot, preflight: str, implied: bool = False) -> list[str]:
    """The warnings for a change that creates, updates or replaces; ``preflight`` is warn, fail or off.

    ``implied``: the change only follows from another one, so what the VPN drivers do not support in it is not new.
    Raises ``InvalidInput`` with every error, or with every warning where ``preflight`` is fail.
    """
    after = change.predicted() if change.creates or change.action == "update" else None
    if after is None:
        return []
    kind = change.resource.kind
    context = collect(kind, after, change.body, snapshot, [item["id"] for item in change.predecessors])

    def messages(severity: Severity, prefix: str = "") -> list[str]:
        found = (message for rule in rules_for(kind, severity) for message in rule.messages(context))
        return [f"{change.label}: {prefix}{message}" for message in found]

    errors = messages(Severity.ERROR)
    warnings = messages(Severity.PROBABLE_REFUSAL, PROBABLY)
    hint = "The cloud may refuse it" if warnings else "The cloud would accept it"
    if not implied:
        warnings += messages(Severity.WARNING)
    warnings += [f"{change.label}: preflight is incomplete, since {message}" for message in context.unread]
    if errors:
        raise InvalidInput(errors)
    if warnings and preflight == "fail":
        raise InvalidInput(warnings, hint=f"{hint}. preflight: warn writes it nevertheless.")
    return warnings if preflight != "off" else []
