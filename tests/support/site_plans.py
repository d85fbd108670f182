# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The role's data, and its filter without Ansible."""

from __future__ import annotations

import pytest

from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.one_end import site_topology
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.two_ends import site_ends
from ansible_collections.sitelink.vpnaas.tests.support.role_files import read


@pytest.fixture(scope="session")
def crypto():
    data = read("vars/main/presets.yml")
    return {
        "presets": data["site_to_site_presets"],
        "defaults": data["site_to_site_default_presets"],
        "refused": data["site_to_site_refused_presets"],
    }


@pytest.fixture(scope="session")
def argument_specs():
    return read("meta/argument_specs.yml")["argument_specs"]["main"]["options"]


@pytest.fixture
def plan(crypto):
    """plan(dialect, existing lists by plural, the site's variables) -> what the filter gives."""

    def make(dialect="neutron", existing=None, **site):
        return site_topology({"name": "branch7", **site}, {"dialect": dialect, "topology": existing or {}}, crypto)

    return make


@pytest.fixture
def plan_both(crypto):
    """plan_both([end, end], [what was seen of each], made, the VPN's variables) -> what the filter gives."""

    def make(ends, seen, made=(), **given):
        return site_ends({"name": "vpn", "has_psk": True, "ends": ends, **given}, seen, crypto, made)

    return make
