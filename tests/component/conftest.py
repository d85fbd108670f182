# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What all component tests share: tasks of the engine in front of the embedded cloud."""

from __future__ import annotations

import pytest

from ansible_collections.sitelink.vpnaas.tests.support.in_process import clean_environment, pytest_collection_finish
from ansible_collections.sitelink.vpnaas.tests.support.task_runner import TaskRunner

__all__ = ["clean_environment", "pytest_collection_finish"]


@pytest.fixture(params=["neutron", "k5"])
def runner(request: pytest.FixtureRequest) -> TaskRunner:
    """Once on each dialect."""
    return TaskRunner(request.param)


@pytest.fixture
def neutron() -> TaskRunner:
    return TaskRunner("neutron")


@pytest.fixture
def k5() -> TaskRunner:
    return TaskRunner("k5")


@pytest.fixture
def make_runner() -> type[TaskRunner]:
    return TaskRunner
