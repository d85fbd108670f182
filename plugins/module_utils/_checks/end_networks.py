# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The networks that one end expects behind the peer, held against those that are behind it."""

from __future__ import annotations

import typing as t
from functools import lru_cache

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.assertion import AssertionSeverity
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.networks import (
    NetworkRange,
    canonical_network,
    network_range,
    range_within,
    ranges_overlap,
)


def networks_differ(
    expected: t.Collection[str], behind: t.Collection[str], narrows: bool
) -> tuple[AssertionSeverity, str] | None:
    """(severity, what is wrong) of networks that differ; None where they are the same, whatever their notation.

    ``narrows``: IKEv2 agrees on what both have in common (RFC 7296, 2.9). So what one end expects beyond that costs
    nothing, a network of which a part is missing has no traffic for the rest, and nothing in common means no tunnel.
    IKEv1 demands the same networks.
    """
    wanted, there = (_canonical(tuple(texts)) for texts in (expected, behind))
    if wanted == there:
        return None
    try:
        covering, covered = _joined(wanted), _joined(there)
    except ValueError:
        return AssertionSeverity.ERROR, "the networks differ"
    if not narrows:
        return AssertionSeverity.ERROR, "the networks differ"
    if covering == covered:
        return None
    if not any(ranges_overlap(one, other) for one in covering for other in covered):
        return AssertionSeverity.ERROR, "the networks differ, and have nothing in common"
    if all(any(range_within(one, other) for other in covering) for one in covered):
        return AssertionSeverity.INFO, "the networks differ, and IKEv2 agrees on the narrower ones"
    return AssertionSeverity.WARNING, "the networks differ, and IKEv2 carries only what they have in common"


def networks_within(inner: t.Iterable[str], outer: t.Iterable[str]) -> list[str]:
    """Which of the networks lie within one of the others. What is no network lies nowhere."""
    try:
        ranges = [network_range(text) for text in outer]
        return [text for text in inner if any(range_within(network_range(text), other) for other in ranges)]
    except ValueError:
        return []


@lru_cache(maxsize=65536)
def _canonical(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(str(canonical_network(text)) for text in texts)


# A gateway with many connections to any address is compared with every other: the same networks each time.
@lru_cache(maxsize=65536)
def _joined(texts: frozenset[str]) -> list[NetworkRange]:
    """The ranges of these networks, those that touch or overlap joined. Raises ValueError for other text."""
    joined: list[NetworkRange] = []
    for one in sorted(map(network_range, texts)):
        last = joined[-1] if joined else None
        if last and last.version == one.version and one.first <= last.last + 1:
            joined[-1] = NetworkRange(one.version, last.first, max(last.last, one.last))
        else:
            joined.append(one)
    return joined
