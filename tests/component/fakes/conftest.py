# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A cloud with a clock of its own, and a user who is already logged in."""

from __future__ import annotations

import pytest

from ansible_collections.sitelink.vpnaas.tests.fakes.neutron import Cloud
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.user_client import FakeUserClient


class Clock:
    """Time that passes only on request."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def cloud(clock: Clock) -> Cloud:
    return Cloud(clock=clock, sleep=clock.sleep)


@pytest.fixture
def demo(cloud: Cloud) -> FakeUserClient:
    return FakeUserClient(cloud)


@pytest.fixture
def k5(clock: Clock) -> FakeUserClient:
    return FakeUserClient(Cloud("k5", clock=clock, sleep=clock.sleep))
