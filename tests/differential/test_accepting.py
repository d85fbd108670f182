# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the collection accepts, a real Neutron accepts; what it refuses beyond Neutron stands in refusals.yml."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from ansible_collections.sitelink.vpnaas.tests.differential.accepting import Court, Verdict
from ansible_collections.sitelink.vpnaas.tests.differential.bodies import KINDS, written
from ansible_collections.sitelink.vpnaas.tests.differential.sides import Real

REFUSALS = yaml.safe_load(Path(__file__).with_name("refusals.yml").read_text(encoding="utf-8"))
# A set of options is two requests that write, and those that list.
EXAMPLES = max(10, int(os.environ.get("SITELINK_REQUESTS", "300")) // 6)
#: Attributes that are no options: whose object it is says the option project.
NO_OPTIONS = {"tenant_id", "project_id", "id", "status", "wrong", "availability_zone"}


@pytest.fixture(scope="module")
def court(real: Real, facts: dict) -> Iterator[Court]:
    real.clean()
    yield Court(real, facts)
    real.clean()


def wrong_with(ours: Verdict, server: Verdict | None) -> str | None:
    """None where both agree or where the list tells why they need not."""
    if ours.status is not None:
        known = ours.status < 500 and any(fits(entry, ours) for entry in REFUSALS["server_only"])
        return None if known else "the engine accepted what the server refuses"
    if ours.is_ours and server and server.reason is None:
        known = any(fits(entry, ours) for entry in REFUSALS["beyond_neutron"])
        return None if known else "the engine refused what the server accepts"
    return None


def fits(entry: dict[str, Any], verdict: Verdict) -> bool:
    told = f"{verdict.error_type}: {verdict.reason}" if verdict.status else str(verdict.reason)
    return re.search(entry["said"], told) is not None


@pytest.mark.parametrize("path", KINDS)
def test_engine_and_server_agree(court: Court, path: str, record_property: Any) -> None:
    counts: Counter[str] = Counter()
    share = 3 if path == "ipsec-site-connections" else 1

    @seed(7)
    @settings(
        max_examples=max(4, EXAMPLES * share // 7),
        phases=[Phase.generate],
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(data=st.data())
    def agree(data: st.DataObject) -> None:
        body = data.draw(written(KINDS[path], court.made, True))
        options = {"name": "new", **{name: value for name, value in body.items() if name not in NO_OPTIONS}}
        try:
            ours = court.engine(path, options)
            counts["accepted" if ours.reason is None else "refused by " + ("us" if ours.is_ours else "server")] += 1
            server = court.server(path, options) if ours.is_ours else None
        finally:
            court.clear()
        problem = wrong_with(ours, server)
        assert problem is None, f"{problem}: {options}: {ours}"

    agree()
    for verdict, times in counts.items():
        record_property(f"options {verdict}", times)
    assert counts["accepted"]


def test_every_refusal_has_a_reason() -> None:
    for entries in REFUSALS.values():
        assert all(entry["said"] and entry["reason"] for entry in entries)
