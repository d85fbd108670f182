# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What all unit tests share: the engine in front of the embedded cloud, and no cloud of whoever runs the tests."""

from __future__ import annotations

import gc

import pytest

from ansible_collections.sitelink.vpnaas.tests.support.environment import hide_clouds
from ansible_collections.sitelink.vpnaas.tests.support.task_runner import TaskRunner


def pytest_collection_finish() -> None:
    """What imports made lives as long as the run: searching it for garbage took a tenth of the time."""
    gc.freeze()


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch):
    """No clouds.yaml and no variable of whoever runs the tests."""
    hide_clouds(monkeypatch)


@pytest.fixture(params=["neutron", "k5"])
def runner(request):
    """Once on each dialect."""
    return TaskRunner(request.param)


@pytest.fixture
def neutron():
    return TaskRunner("neutron")


@pytest.fixture
def k5():
    return TaskRunner("k5")


@pytest.fixture
def make_runner():
    return TaskRunner
