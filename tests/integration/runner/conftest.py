# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Folders as ansible-runner and controllers know them."""

from __future__ import annotations

from contextlib import ExitStack

import pytest

from ansible_collections.sitelink.vpnaas.tests.integration.runner.private_data import Work


@pytest.fixture
def work(tmp_path):
    """``work(names, latency)`` opens a folder with clouds of these names."""
    with ExitStack() as stack:
        yield lambda names, latency=0.0: Work(tmp_path / "private", names, latency, stack)
