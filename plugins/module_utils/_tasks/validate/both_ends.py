# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Both ends of each tunnel, as assertions."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.assertion import Assertion, Outcome
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.assertions import WARNING
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.end_assertions import (
    END_ASSERTIONS,
    PAIRED,
    PEER_SWITCHED_ON,
    READABLE,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.ends import compare
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.pairing import pair
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.networks import canonical_address
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.shown_name import first_names
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.shown_status import IS_OFF, is_on

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.end import End
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.end_facts import Fact


class Side(t.NamedTuple):
    """The connections of one side, and the canonical addresses of its VPN services, which may have no connection."""

    ends: list[End]
    gateways: set[str]


def end_rows(
    own: Side, looked_at: t.Collection[str], peers: Side, complete: bool, pairing_shown: bool
) -> t.Iterator[Assertion]:
    """The rows of each tunnel, and of each connection without another end, of the connections whose ids are
    ``looked_at``: the others of ``own`` have other ends too, which nobody misses.

    ``complete``: every peer could be read. ``pairing_shown``: the row on the pairing says where another end is missing;
    else each assertion on both ends has a row there, not checked.
    """
    # Of a tunnel whose ends are both in both lists, the pair with the first of ``own`` counts.
    ends = sorted(own.ends, key=lambda end: end.item["id"] not in looked_at)
    found = pair(ends, peers.ends, _gateways(own, looked_at))
    found.pairs = [(one, other) for one, other in found.pairs if one.item["id"] in looked_at]
    found.ambiguous = [(one, others) for one, others in found.ambiguous if one.item["id"] in looked_at]
    found.alone = [one for one in found.alone if one.item["id"] in looked_at]
    for one, other in found.pairs:
        text = f"{one.label} and {other.label} of {other.place} are the ends of one tunnel"
        yield PAIRED.passed(one.name, text, other.name)
        yield _switch(one, other)
        yield from (_row(fact, one) for fact in compare(one, other))
    for end, others in found.ambiguous:
        names = first_names(sorted(other.name for other in others))
        text = f"{end.label} may belong to {names}: several connections have the same addresses and networks"
        yield PAIRED.failed(end.name, text, "one connection", names)
    gateways = _gateways(peers)
    for end in found.alone:
        yield _alone(end, gateways, complete)
    for end in () if pairing_shown else (*(end for end, _others in found.ambiguous), *found.alone):
        yield from not_compared(end.name, f"{end.label}: its other end is not known")
    for end in found.unanswered:
        text = f"{end.label} of {end.place} leads to {end.item.get('peer_address')}, and no connection here leads back"
        yield PAIRED.failed(end.name, text, "a connection that leads back", "none")


def _gateways(side: Side, looked_at: t.Collection[str] | None = None) -> set[str]:
    """The addresses that belong to a side: those of its VPN services, and those that its connections show."""
    ends = [end for end in side.ends if looked_at is None or end.item["id"] in looked_at]
    return side.gateways | {str(canonical_address(end.address)) for end in ends if end.address}


def not_compared(name: str, text: str) -> t.Iterator[Assertion]:
    """A row for each assertion on both ends of a connection."""
    for rule in END_ASSERTIONS:
        if rule.id != READABLE.id:
            yield rule.not_checked(name, f"{text}, so it is not known whether {rule.statement}")


def _switch(one: End, other: End) -> Assertion:
    """Whether the other end is switched on; this one's switches are rows of their own."""
    for severity, label, holder in (
        (PEER_SWITCHED_ON.severity, "its VPN service", other.service or {}),
        (WARNING, other.label, other.item),
    ):
        if is_on(holder) is False:
            text = f"{one.label}: at the other end, {other.place}, {label} {IS_OFF}"
            return PEER_SWITCHED_ON.failed(one.name, text, "true", "false", severity)
    if is_on(other.service or {}) and is_on(other.item):
        return PEER_SWITCHED_ON.passed(one.name, f"{one.label}: the other end is switched on", "true")
    text = f"{one.label}: whether the other end, {other.place}, is switched on is not known"
    return PEER_SWITCHED_ON.not_checked(one.name, text)


def _alone(end: End, gateways: t.Collection[object], complete: bool) -> Assertion:
    to = end.item.get("peer_address")
    if canonical_address(to) in gateways:
        text = f"{end.label} leads to {to}, which has no connection that leads back"
        return PAIRED.failed(end.name, text, "a connection that leads back", "none")
    text = f"{end.label} leads to {to}, which is the gateway of no peer that was read"
    if not complete:
        return PAIRED.not_checked(end.name, text)
    remedy = (
        "Add that gateway's cloud, or the list of its connections, to peers. If you cannot ask it, skip ends-paired."
    )
    return PAIRED.failed(end.name, text, "a connection that leads back", "none", WARNING, remedy)


def _row(fact: Fact, end: End) -> Assertion:
    rule = fact.rule
    failed = fact.result is Outcome.FAILED
    return Assertion(
        rule.id,
        fact.severity,
        fact.result,
        rule.kind,
        end.name,
        fact.expected,
        fact.actual,
        f"{end.label}: {fact.text}",
        rule.remedy if failed else "",
    )
