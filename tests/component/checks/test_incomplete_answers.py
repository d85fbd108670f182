# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Objects of a server that lack an attribute which a rule looks at."""

from __future__ import annotations

import json

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._action import run_task
from ansible_collections.sitelink.vpnaas.tests.support.prepared_runner import PreparedRunner, answer

LACKING = [
    ("vpnservices", "router_id"),
    ("vpnservices", "subnet_id"),
    ("endpoint-groups", "endpoints"),
    ("endpoint-groups", "type"),
]


@pytest.mark.parametrize(("path", "key"), LACKING)
@pytest.mark.parametrize("change", ["groups", "network"])
def test_an_object_without_an_attribute_is_no_traceback(path, key, change):
    def between(request, send):
        response = send()
        if request.method != "GET" or not request.path_url.split("?")[0].endswith(path):
            return response
        body = json.loads(response.text)
        for item in next(iter(body.values())):
            item.pop(key, None)
        return answer(request, response.status_code, body)

    runner = PreparedRunner(between=between)
    given = {"name": "branch7", "peer_cidrs": ["10.77.0.0/24"]}
    if change == "groups":
        make = (
            {"name": "local", "type": "subnet", "endpoints": ["office"]},
            {
                "name": "remote",
                "type": "cidr",
                "endpoints": ["10.77.0.0/24"],
            },
        )
        for group in make:
            run(runner, "endpoint_group", group)
        given = {
            "name": "branch8",
            "vpn_service": "office",
            "ike_policy": "ike",
            "ipsec_policy": "ipsec",
            "peer_address": "198.51.100.8",
            "psk": "a key for nobody",
            "local_endpoint_group": "local",
            "peer_endpoint_group": "remote",
        }
    result = run(runner, "ipsec_site_connection", given)
    assert "\n" not in result.get("msg", "")


def run(runner, module, given):
    """The module's result; a traceback would be an exception of another kind."""
    return run_task(module, given, False, lambda _params, check: Snapshot(runner.connected_client(check)))
