# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""F2: a peer whose address changes."""

from __future__ import annotations

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput
from ansible_collections.sitelink.vpnaas.tests.support.prepared_runner import PreparedRunner, refused
from ansible_collections.sitelink.vpnaas.tests.support.task_runner import BRANCH7

DYNAMIC = {**BRANCH7, "peer_address": "0.0.0.0", "peer_id": "branch9", "peer_cidrs": ["10.9.0.0/24"]}


@pytest.fixture
def cloud():
    return PreparedRunner()


def test_f2_an_ordinary_dynamic_peer_passes_preflight(cloud):
    options = {**DYNAMIC, "initiator": "response-only", "preflight": "fail"}
    made = cloud.apply("ipsec_site_connection", "branch9", **options)
    assert (made["action"], "warnings" in made) == ("create", False)
    assert not cloud.apply("ipsec_site_connection", "branch9", **options)["changed"]


@pytest.mark.parametrize("more", [{}, {"initiator": "bi-directional"}])
def test_f2_a_gateway_that_shall_initiate_is_warned_about(cloud, more):
    (warning,) = cloud.check("ipsec_site_connection", "branch9", **DYNAMIC, **more)["warnings"]
    assert "0.0.0.0" in warning and "response-only" in warning
    refused(
        lambda: cloud.apply("ipsec_site_connection", "branch9", **DYNAMIC, **more, preflight="fail"), kind=InvalidInput
    )
    assert cloud.written() == []


@pytest.mark.parametrize("address", ["%any", "%any6", "any"])
def test_f2_strongswans_word_leads_to_the_address(cloud, address):
    action = {**DYNAMIC, "peer_address": address}
    refused(lambda: cloud.apply("ipsec_site_connection", "branch9", **action), address, "0.0.0.0", kind=InvalidInput)
