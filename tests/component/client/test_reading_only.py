# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The planner reads with a client that sends no write."""

from __future__ import annotations

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import VpnError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.tests.support.prepared_runner import PreparedRunner

IKE = VPN_KINDS["ike_policy"]
IDENTIFIER = "7b347d20-6fa3-4e22-b744-c49ee235ae4f"


@pytest.mark.parametrize(
    "write",
    [
        lambda cloud: cloud.create(IKE, {"name": "new"}),
        lambda cloud: cloud.update(IKE, IDENTIFIER, {"name": "new"}),
        lambda cloud: cloud.delete(IKE, IDENTIFIER),
    ],
    ids=["create", "update", "delete"],
)
def test_a_write_within_is_an_error_and_never_sent(write):
    runner = PreparedRunner()
    cloud = runner.connected_client()
    with cloud.reading_only(), pytest.raises(VpnError, match="please report it"):
        write(cloud)
    assert runner.written() == []
    assert [item["name"] for item in cloud.list(IKE)] == ["ike"]


def test_writes_are_sent_again_afterwards():
    runner = PreparedRunner()
    cloud = runner.connected_client()
    with pytest.raises(KeyError), cloud.reading_only():
        raise KeyError
    cloud.create(IKE, {"name": "new", "auth_algorithm": "sha256"})
    assert runner.written() == ["POST /v2.0/vpn/ikepolicies"]
