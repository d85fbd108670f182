# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What each release's published code says: the extensions by which releases and the OVN back end are recognized, and
who may read VPN objects. ``make releases``"""

from __future__ import annotations

import ast

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.known_faults import READER_SEES_NOTHING
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.listings import OVN_EXTENSION
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.release import VPN_EXTENSIONS, release_range
from ansible_collections.sitelink.vpnaas.tests.contract.releases.install import FOLDER, VERSIONS


def published(release: str, *path: str) -> str:
    return FOLDER.joinpath(release, "neutron_vpnaas", *path).read_text(encoding="utf-8")


def aliases_of(release: str, plugin: str) -> frozenset[str]:
    """The extensions that a release's service plugin brings."""
    text = published(release, "services", "vpn", plugin)
    (found,) = [
        node.value
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "supported_extension_aliases"
    ]
    return frozenset(ast.literal_eval(found))


@pytest.mark.parametrize("release", VERSIONS)
@pytest.mark.parametrize(("plugin", "ovn"), [("plugin.py", False), ("ovn_plugin.py", True)])
def test_every_release_lists_the_extensions_by_which_it_is_recognized(release: str, plugin: str, ovn: bool) -> None:
    aliases = aliases_of(release, plugin)
    assert aliases >= VPN_EXTENSIONS
    assert (OVN_EXTENSION in aliases) == ovn
    assert release_range(aliases).includes(int(release))
    assert release_range(aliases).includes(25) == (release == "25")


@pytest.mark.parametrize("release", VERSIONS)
@pytest.mark.parametrize(
    "kind", ["vpnservice", "ike_policy", "ipsec_policy", "ipsec_site_connection", "endpoint_group"]
)
def test_a_reader_may_read_only_before_the_known_fault(release: str, kind: str) -> None:
    rules = published(release, "policies", f"{kind}.py")
    assert ("ADMIN_OR_PROJECT_MEMBER" in rules) == (int(release) in READER_SEES_NOTHING.releases)
