# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Nothing of another owner or another project is deleted, replaced or renamed, on the embedded cloud.

``make some-faults PYTEST_ARGS=tests/resilience/test_others_objects.py`` ends with the account: deleting paths x
(foreign owner, foreign project) tried, and objects lost. The same on a real Neutron:
tests/integration/neutron/test_others_objects.py.
"""

from __future__ import annotations

import pytest

from ansible_collections.sitelink.vpnaas.tests.resilience.others_objects import Path, check, points
from ansible_collections.sitelink.vpnaas.tests.support.task_runner import TaskRunner


class Embedded(TaskRunner):
    """The embedded cloud as a place."""

    def adapter(self):
        return self.cloud.adapter()

    def auth(self, user, project):
        given = self.access(username=user, password=f"{user}-password-3f9c", project_name=project)
        return {"auth": given["auth"], "region_name": given["region_name"]}


POINTS = [(dialect, row, other_owner) for dialect in ("neutron", "k5") for row, other_owner in points(dialect)]


@pytest.mark.parametrize(
    ("dialect", "row", "other_owner"),
    [pytest.param(*point, id=f"{point[0]}-{point[1].name}-{point[2]}") for point in POINTS],
)
def test_nothing_of_others_is_lost(dialect: str, row: Path, other_owner: str, record_property) -> None:
    context = check(row, Embedded(dialect, agent="ACTIVE:0"), other_owner)
    record_property("deleting paths", 1)
    record_property("objects lost", context.lost())
