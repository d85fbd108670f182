# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A task sends no more requests than version 1.0.0 did, but where tests/support/request_counts.yml lists a reason."""

from __future__ import annotations

import pytest

from ansible_collections.sitelink.vpnaas.tests.support.request_counts import Count, cases, count


@pytest.mark.parametrize(("dialect", "kind", "action", "wait"), list(cases()))
def test_task_sends_no_more_requests_than_1_0_0(dialect: str, kind: str, action: str, wait: bool) -> None:
    counted = count(dialect, kind, action, wait)
    more = (counted.now or 0) - (counted.before or 0)
    assert more <= counted.accepted, (
        f"{counted.now} requests, {counted.before} in 1.0.0, {counted.accepted} more accepted: avoid the request, or"
        " give the reason under `more` in tests/support/request_counts.yml"
    )
    assert (counted.now is None) == (counted.before is None), "allowed now and refused then, or the reverse"


def test_one_more_request_is_found() -> None:
    assert Count("neutron", "ike_policy", "create", True, 4, 3).is_more
    assert not Count("neutron", "ike_policy", "create", True, 3, 3).is_more
