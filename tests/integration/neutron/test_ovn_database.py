# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a real Neutron 29 does on MariaDB, which the OVN back end runs on, and not on SQLite. ``make ovn``"""

from __future__ import annotations

import pytest

from ansible_collections.sitelink.vpnaas.tests.integration.neutron.test_hard_changes import Operator

WEAK = ({}, {"auth_algorithm": "sha1"}, {"auth_algorithm": "sha256", "encryption_algorithm": "3des"})


@pytest.mark.parametrize("values", WEAK, ids=["default", "sha1", "3des"])
@pytest.mark.parametrize(
    ("path", "kind"), [("vpn/ikepolicies", "ikepolicy"), ("vpn/ipsecpolicies", "ipsecpolicy")], ids=["ike", "ipsec"]
)
def test_weak_algorithms_are_refused_with_500_and_nothing_stays(
    ovn_operator: Operator, path: str, kind: str, values: dict[str, str]
) -> None:
    """The known fault weak-algorithms-refused. On SQLite the POST answers 201, and each listing after it 500."""
    client = ovn_operator.reference_client
    answer = client.ask("POST", path, **{kind: {"name": "weak", **values}})
    assert (answer.status_code, answer.json()["NeutronError"]["type"]) == (500, "HTTPInternalServerError")
    assert [item for item in client.listing(path) if item["name"] == "weak"] == []
