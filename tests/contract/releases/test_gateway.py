# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""When OVN's VPN gateway of a router is in ERROR, by each release's own service driver. ``make releases``"""

from __future__ import annotations

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.known_faults import (
    GATEWAY_IN_ERROR,
    LEFT_IN_ERROR,
)
from ansible_collections.sitelink.vpnaas.tests.contract.releases.install import VERSIONS
from ansible_collections.sitelink.vpnaas.tests.contract.releases.running import gateway_life


@pytest.mark.parametrize("release", VERSIONS)
def test_only_a_gateway_that_could_not_be_removed_is_in_error(release: str) -> None:
    """What fails while it is made is rolled back, ERROR included; only the service keeps that status."""
    life = gateway_life(release)
    assert life["create"] == ["IpAddressGenerationFailure", None, ["ERROR"]]
    assert life["create again"] == ["", "ACTIVE"]
    assert life["remove"] == ["RouterInterfaceInUseByRoute", "ERROR"]
    assert life["create then"] == ["VPNGatewayInError", "ERROR"]
    assert life["remove again"] == ["", None]
    assert life["create at last"] == ["", "ACTIVE"]
    assert int(release) in GATEWAY_IN_ERROR.releases
    assert int(release) in LEFT_IN_ERROR.releases
