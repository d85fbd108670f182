# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Generated topologies on a real Neutron: check mode, a run and the server agree, and the embedded cloud with them.

``make topologies`` for the long run.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from ansible_collections.sitelink.vpnaas.tests.support.topology_generator import generate
from ansible_collections.sitelink.vpnaas.tests.support.topology_sides import EmbeddedSide, RealSide
from ansible_collections.sitelink.vpnaas.tests.support.topology_verdicts import served, verdicts

TOPOLOGIES = int(os.environ.get("SITELINK_TOPOLOGIES", "36"))


@pytest.fixture
def real(facts: dict) -> Iterator[RealSide]:
    if not facts["release"].startswith("29"):
        pytest.skip("the generated algorithms are those of release 29")
    side = RealSide(facts)
    side.prepare()
    yield side
    side.restore()


def test_check_mode_equals_apply(real: RealSide, record_property: Callable[[str, object], None]) -> None:
    embedded = EmbeddedSide()
    embedded.prepare()
    counts: Counter[str] = Counter()
    disagreements: list[str] = []
    for case in map(generate, range(TOPOLOGIES)):
        found, ours = verdicts(case, real), served(case, embedded)
        counts["refused" if found.served else "accepted"] += 1
        if found.disagreement():
            disagreements.append(f"{found.disagreement()}: {found}: {case}")
        if bool(found.served) != bool(ours):
            disagreements.append(f"the embedded cloud says {ours or 'yes'}, Neutron {found.served or 'yes'}: {case}")
    record_property(
        "topologies",
        f"{TOPOLOGIES} generated topologies: accepted {counts['accepted']}, refused {counts['refused']},"
        f" disagreements {len(disagreements)}",
    )
    assert not disagreements, "\n".join(disagreements)
