# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""F1 on a real Neutron: what a bare client made is exported and applied, and nothing differs.

``make cases`` tries some, ``make topologies`` 200, and prints the figure; SITELINK_CONTENTS=2000 for a long run.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest

from ansible_collections.sitelink.vpnaas.tests.integration.neutron.test_others_objects import RealNeutron
from ansible_collections.sitelink.vpnaas.tests.resilience.others_objects import CheckContext
from ansible_collections.sitelink.vpnaas.tests.support.generated_contents import Walk
from ansible_collections.sitelink.vpnaas.tests.support.openstack.booted import ApiUser

CONTENTS = int(os.environ.get("SITELINK_CONTENTS", "30"))


@pytest.fixture
def walk(facts: dict, demo: ApiUser) -> Walk:
    def ask(method: str, path: str, body: Any) -> tuple[int, Any]:
        answer = demo.ask(method, path, **(body or {}))
        return answer.status_code, answer.json() if answer.content else None

    walk = Walk(ask, CheckContext(RealNeutron(facts), "owner").cloud("demo"), seed=1, every=10)
    yield walk
    walk.clean()


def test_f1_generated_contents_exported_and_applied(walk: Walk, record_property: Callable[[str, object], None]) -> None:
    walk.run(CONTENTS)
    record_property("contents", walk.contents)
    print(f"\ngenerated contents exported and applied: {walk.contents}, differences: {len(walk.differences)}")
    assert walk.differences == []
    assert walk.rendered
