# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a validation cannot or does not look at, as rows that are not checked: else the rest would read as a pass for
all."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.assertions import (
    ADDRESS_FRESH,
    AGENT_ALIVE,
    SERVICE_STATUS,
    STATUS_ACTIVE,
    SWITCHED_ON,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.baselines import unchecked
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.end_assertions import PAIRED
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.scope_assertions import SCOPE_COMPLETE
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.unlisted import unlisted
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import CONNECTION, SERVICE, VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.shown_name import first_names
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.validate.both_ends import not_compared

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.assertion import Assertion
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.baseline import Baseline
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.validate.contents import Contents
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.validate.scope import Scope

RULES = {
    CONNECTION: (SWITCHED_ON, STATUS_ACTIVE),
    SERVICE: (SERVICE_STATUS, SWITCHED_ON, ADDRESS_FRESH, AGENT_ALIVE),
}
_SEE_ACCESS = "Use a login that may read it."
_CREATE = "Run vpn_topology, and validate again."


def gateway_gaps(contents: Contents, scope: Scope, connections: t.Sequence[ApiObject]) -> t.Iterator[Assertion]:
    """Rows for declared connections and VPN services that do not exist, and for VPN services that cannot be read."""
    yield from _rows(CONNECTION, _missing(contents, scope, CONNECTION), _CREATE)
    titles = VPN_KINDS[SERVICE].titles
    if SERVICE in contents.unread:
        yield from _rows(SERVICE, {titles: f"The {titles} cannot be read: {contents.unread[SERVICE]}"}, _SEE_ACCESS)
        return
    yield from _rows(SERVICE, _missing(contents, scope, SERVICE), _CREATE)
    yield from _rows(SERVICE, _invisible(contents, SERVICE, connections), _SEE_ACCESS)


def end_gaps(contents: Contents, scope: Scope, pairing_shown: bool) -> t.Iterator[Assertion]:
    """Rows for declared connections that do not exist; one for each where the pairing is shown."""
    for name, text in _missing(contents, scope, CONNECTION).items():
        if pairing_shown:
            yield PAIRED.not_checked(name, text, _CREATE)
        else:
            yield from not_compared(name, text)


def policy_gaps(
    contents: Contents, scope: Scope, kind: str, baselines: t.Sequence[Baseline], connections: t.Sequence[ApiObject]
) -> t.Iterator[Assertion]:
    """Rows of each baseline for policies of a kind that do not exist, are not visible, or are left out."""
    for name, text in _missing(contents, scope, kind).items():
        yield from unchecked(baselines, kind, name, text, _CREATE)
    for name, text in _invisible(contents, kind, connections).items():
        yield from unchecked(baselines, kind, name, text, _SEE_ACCESS)
    left_out = scope.left_out(contents, kind, scope.policies(contents, kind))
    if left_out:
        text = f"{_left_out(scope, kind, left_out)}, and no connection that is looked at uses "
        text += "it" if len(left_out) == 1 else "them"
        yield from unchecked(baselines, kind, f"other {VPN_KINDS[kind].titles}", text, SCOPE_COMPLETE.remedy)


def scope_rows(contents: Contents, scope: Scope, connections: t.Sequence[ApiObject]) -> t.Iterator[Assertion]:
    """A row for each kind: whether all that exists is looked at. None where nothing narrows the validation."""
    looked_at = {CONNECTION: connections, SERVICE: scope.services(contents, connections)}
    for kind in looked_at if scope.narrows else ():
        titles = VPN_KINDS[kind].titles
        left_out = scope.left_out(contents, kind, looked_at[kind])
        if kind in contents.unread:
            yield SCOPE_COMPLETE.not_checked(titles, f"The {titles} cannot be read: {contents.unread[kind]}", kind=kind)
        elif left_out:
            text = f"{_left_out(scope, kind, left_out)}: what concerns "
            text += f"{'it' if len(left_out) == 1 else 'them'} is not checked"
            yield SCOPE_COMPLETE.not_checked(titles, text, SCOPE_COMPLETE.remedy, kind)
        else:
            yield SCOPE_COMPLETE.passed(titles, f"All {titles} of the project are looked at", kind=kind)


def _missing(contents: Contents, scope: Scope, kind: str) -> dict[str, str]:
    """Name -> sentence, of what is declared and does not exist."""
    if kind in contents.unread:
        return {}
    label = VPN_KINDS[kind].label
    return {name: f"{label(name)} is declared, and does not exist" for name in scope.missing(contents, kind)}


def _invisible(contents: Contents, kind: str, connections: t.Iterable[ApiObject]) -> dict[str, str]:
    """Id -> sentence, of what the connections use and the cloud does not list for this login."""
    return {} if kind in contents.unread else unlisted(kind, contents.items(kind), connections)


def _left_out(scope: Scope, kind: str, names: t.Sequence[str]) -> str:
    title, titles = VPN_KINDS[kind].title, VPN_KINDS[kind].titles
    what = f"1 {title} is" if len(names) == 1 else f"{len(names)} {titles} are"
    return f"{what} not {scope.members} ({first_names(names)})"


def _rows(kind: str, gaps: t.Mapping[str, str], remedy: str) -> t.Iterator[Assertion]:
    for name, text in gaps.items():
        for rule in RULES[kind]:
            yield rule.not_checked(name, f"{text}, so it is not known whether {rule.statement}", remedy, kind)
