# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""E2, E6: servers that hang, drip or never end. Each task ends by itself, with one line that says what happened.

How many seconds that took is counted and not judged; the test's own limit only tells "late" from "never".
"""

from __future__ import annotations

import os
import typing as t

import pytest

from ansible_collections.sitelink.vpnaas.tests.resilience.attack.apart import run_apart
from ansible_collections.sitelink.vpnaas.tests.resilience.attack.hostile_server import hostile
from ansible_collections.sitelink.vpnaas.tests.resilience.attack.known_faults import known

#: (step, mode) -> what the error says.
SERVERS = {
    ("discovery", "hang"): "api_timeout",
    ("discovery", "drip headers"): "api_timeout",
    ("discovery", "drip body"): "api_timeout",
    ("discovery", "endless body"): "",
    # http.client refuses such headers; the login itself is possible, as below.
    ("discovery", "endless headers"): None,
    # The login itself is possible: no version is needed for it.
    ("discovery", "refuse"): None,
    ("login", "hang"): "api_timeout",
    ("login", "drip body"): "api_timeout",
    # Each request is in time, the login as a whole is not.
    ("every answer", "slow"): "the bound for the login (api_timeout)",
    ("login", "gzip bomb"): "256 MiB",
    ("login", "refuse"): "401",
    ("listing", "hang"): "api_timeout",
    ("listing", "drip headers"): "api_timeout",
    ("listing", "drip body"): "api_timeout",
    ("listing", "endless body"): "",
    ("listing", "endless headers"): "",
    ("listing", "gzip bomb"): "256 MiB",
    ("listing", "endless pages"): "10,000 pages",
    ("listing", "refuse"): "401",
}
#: Of one kind one server; those that take long only in the long run.
SHORT = {
    ("discovery", "drip headers"),
    ("discovery", "refuse"),
    ("login", "hang"),
    ("every answer", "slow"),
    ("listing", "drip body"),
    ("listing", "endless body"),
}
CHOSEN = SERVERS if os.environ.get("SITELINK_ATTACK") == "all" else sorted(SHORT)


@pytest.mark.parametrize(
    ("step", "mode"),
    [pytest.param(step, mode, id=f"{step}-{mode}", marks=known(f"server {step}-{mode}")) for step, mode in CHOSEN],
)
def test_e2_e6_a_server_that_does_not_come_to_an_end(
    step: str, mode: str, record_property: t.Callable[[str, object], None]
) -> None:
    with hostile(step, mode) as server:
        auth = {
            "auth_url": f"{server.url}/v3",
            "username": "demo",
            "password": "demo-password-3f9c",
            "project_name": "demo",
            "user_domain_name": "Default",
            "project_domain_name": "Default",
        }
        result = run_apart(
            "ike_policy",
            {"name": "new", "auth": auth, "api_timeout": 60 if mode in ("endless pages", "gzip bomb") else 1},
        )
    record_property(f"seconds: {step} {mode}", result.get("seconds"))
    record_property(f"mebibytes: {step} {mode}", result.get("mebibytes"))
    assert "never" not in result
    assert "traceback" not in result, result
    if SERVERS[step, mode] is None:
        assert result["changed"]
        return
    assert result["failed"]
    assert "\n" not in result["msg"]
    assert SERVERS[step, mode] in result["msg"], result["msg"]
    assert result["stderr"] == ""
    # Of 300 MiB that a few kilobytes unpack to no more is read than the bound.
    assert result["mebibytes"] < 290
