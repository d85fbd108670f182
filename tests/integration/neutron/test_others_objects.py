# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Nothing of another owner or another project is deleted, replaced or renamed, on a real Neutron.

``make cases PYTEST_ARGS="-s -k others_objects"`` prints the account: deleting paths x (foreign owner, foreign project)
tried, and objects lost. The rows are those of tests/resilience/others_objects.py.
"""

from __future__ import annotations

import pytest
from requests.adapters import HTTPAdapter

from ansible_collections.sitelink.vpnaas.tests.resilience.others_objects import CheckContext, Path, check, points


class RealNeutron:
    """The booted cloud as a place."""

    dialect = "neutron"

    def __init__(self, facts: dict) -> None:
        self.facts = facts

    def adapter(self) -> HTTPAdapter:
        return HTTPAdapter(pool_maxsize=16)

    def clock(self) -> None:
        return None

    def auth(self, user: str, project: str) -> dict:
        auth = {
            "auth_url": f"{self.facts['keystone_url']}/v3",
            "username": user,
            "password": f"{user}-password-3f9c",
            "project_name": project,
            "project_domain_name": "Default",
            "user_domain_name": "Default",
        }
        return {"auth": auth}


@pytest.fixture(scope="module")
def place(facts: dict) -> RealNeutron:
    place = RealNeutron(facts)
    yield place
    CheckContext(place, "owner").clean()


@pytest.fixture(scope="module")
def account() -> dict[str, int]:
    account = {"tried": 0, "lost": 0}
    yield account
    print(
        f"\nreal Neutron: deleting paths x (foreign owner, foreign project) tried: {account['tried']},"
        f" objects lost: {account['lost']}"
    )


@pytest.mark.parametrize(
    ("row", "other_owner"),
    [pytest.param(row, other_owner, id=f"{row.name}-{other_owner}") for row, other_owner in points("neutron")],
)
def test_nothing_of_others_is_lost(place: RealNeutron, row: Path, other_owner: str, account: dict[str, int]) -> None:
    account["tried"] += 1
    account["lost"] += check(row, place, other_owner).lost()
