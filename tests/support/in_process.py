# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What unit and component tests share: a process without clouds of whoever runs them."""

from __future__ import annotations

import gc

import pytest

from ansible_collections.sitelink.vpnaas.tests.support.environment import hide_clouds


def pytest_collection_finish() -> None:
    """What imports made lives as long as the run: searching it for garbage took a tenth of the time."""
    gc.freeze()


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No clouds.yaml and no variable of whoever runs the tests."""
    hide_clouds(monkeypatch)
