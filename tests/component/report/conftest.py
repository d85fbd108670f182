# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Topologies on an embedded cloud, for real results to report."""

from __future__ import annotations

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.topology.export import export


class Site:
    """A cloud, and tasks on it."""

    def __init__(self, runner):
        self.runner = runner

    def apply(self, check_mode=False, **topology):
        return self.runner.converge(check_mode, **topology)

    def plan(self, **topology):
        return self.apply(check_mode=True, **topology)

    def export(self, **params):
        return export(params, Snapshot(self.runner.connected_client(True)))


@pytest.fixture
def site(neutron):
    return Site(neutron)
