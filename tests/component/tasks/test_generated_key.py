# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A key that check mode predicts and does not invent: shown as such, never compared, never sent."""

from __future__ import annotations

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput
from ansible_collections.sitelink.vpnaas.plugins.module_utils._redaction import WILL_BE_GENERATED
from ansible_collections.sitelink.vpnaas.tests.component.tasks.test_topology import apply, branches
from ansible_collections.sitelink.vpnaas.tests.support.prepared_runner import PreparedRunner, refused


def topology(psk: str) -> dict:
    declared = branches(1)
    declared["ipsec_site_connections"][0]["psk"] = psk
    return declared


@pytest.mark.parametrize("dialect", ["neutron", "k5"])
def test_a_key_that_will_be_generated_is_predicted_and_never_sent_or_compared(dialect: str) -> None:
    runner = PreparedRunner(dialect, empty=True)
    predicted = apply(runner, topology(WILL_BE_GENERATED), check_mode=True)
    assert predicted["summary"]["create"] == 4 and WILL_BE_GENERATED not in str(predicted)
    assert [diff["after"]["psk"] for diff in predicted["diff"] if "psk" in diff["after"]] == [
        "(not shown, will be generated)"
    ]
    refused(
        lambda: apply(runner, topology(WILL_BE_GENERATED)), "branch1", "psk", "not been generated", kind=InvalidInput
    )
    assert runner.written() == []

    apply(runner, topology("a real key of 20 characters"))
    before = runner.written()
    refused(lambda: apply(runner, topology(WILL_BE_GENERATED), True), "branch1", "exists", "psk", kind=InvalidInput)
    refused(lambda: apply(runner, topology(WILL_BE_GENERATED)), "branch1", "psk", kind=InvalidInput)
    assert runner.written() == before
