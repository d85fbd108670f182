# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whatever somebody writes into a task: a result or one line that says what is wrong, and nothing half done.

``SITELINK_BAD_INPUT=20000`` tries so many sets of arguments instead of a few hundred.
"""

from __future__ import annotations

import json
import os
from datetime import date

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as some

from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.registry import TASKS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._action import run_task
from ansible_collections.sitelink.vpnaas.tests.resilience.strange_values import SECRETS, WIRED, arguments
from ansible_collections.sitelink.vpnaas.tests.support.prepared_runner import PreparedRunner

EXAMPLES = int(os.environ.get("SITELINK_BAD_INPUT", "0"))
SHORT = not EXAMPLES
KEY = SECRETS[0]
CONNECTION = {"name": "new", **WIRED["ipsec_site_connection"]}
# How fast it is says only how busy the machine is. A short run is always the same.
thoroughly = settings(
    max_examples=EXAMPLES or 80,
    deadline=None,
    derandomize=SHORT,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
tasks = some.sampled_from(sorted(TASKS)) | some.sampled_from((*WIRED, "vpn_topology", "ipsec_site_connection"))


def ask(module, arguments, dialect="neutron", check_mode=False):
    """What the action plugin returns, and what was written meanwhile; the agent answers at once."""
    runner = PreparedRunner(dialect)
    result = run_task(module, arguments, check_mode, lambda params, check: Snapshot(runner.connected_client(check)))
    return result, runner.written()


def is_sound(result, written, check_mode=False):
    """What must hold of any result, for whatever arguments."""
    reported = json.dumps(result, ensure_ascii=False)
    assert "Zq7" not in reported, reported
    if result.get("failed"):
        (line,) = result["msg"].splitlines()
        assert line.strip()
        assert "Traceback" not in line
    assert not (check_mode and written)
    # What one object is refused for is found before the first write, or by the server; of a topology the result tells
    # what was done.
    refused_here = result.get("failed") and "status" not in result and "plan" not in result
    assert not (refused_here and written), (reported, written)
    assert result.get("failed") or bool(written) == bool(result["changed"] and not check_mode)


@thoroughly
@given(some.data(), tasks, some.sampled_from(("neutron", "neutron", "k5")), some.booleans())
def test_a_result_or_one_line(data, module, dialect, check_mode):
    given_arguments = data.draw(arguments(module))
    result, written = ask(module, given_arguments, dialect, check_mode)
    is_sound(result, written, check_mode)


@pytest.mark.parametrize(
    ("module", "arguments", "output"),
    [
        ("ike_policy", {"name": "x", "lifetime": 3600}, "lifetime"),
        ("vpn_topology", {"ike_policies": [{"name": "x", "lifetime": 3600}]}, "lifetime"),
        ("vpn_topology", {"ipsec_site_connections": [[CONNECTION]]}, "must be a list"),
        ("vpn_topology", {"ipsec_site_connections": CONNECTION}, "convert to list"),
        ("ipsec_site_connection", {**CONNECTION, "dpd": 30}, "dpd"),
        # The name of a cloud is no secret, and the way out stands in the one line that Ansible shows.
        ("vpn_service", {"cloud": "vpn", "name": "vpn1", "foo": 1}, "(sitelink.vpnaas.vpn_service) module: foo"),
        ("ike_policy", {"name": "ike", "pfs": "group14"}, 'it is in use by "branch7"'),
        ("ike_policy", {"name": "ike", "pfs": "group14"}, "give the changed policy a new name"),
        ("ipsec_site_connection", {**CONNECTION, "initiator": {"psk": KEY}}, "initiator"),
        ("ipsec_site_connection", {**CONNECTION, "a\nb": 1}, "a b"),
        ("ipsec_site_connection", {**CONNECTION, "peer_id": "\ud800"}, "peer_id"),
        # Ansible raised TypeError for these in place of a list of mappings.
        ("vpn_topology", {"ike_policies": {1: 2}}, "ike_policies"),
        ("vpn_topology", {"vpn_services": date(2027, 3, 31)}, "vpn_services"),
        ("vpn_topology_validate", {"peers": {None: "x"}}, "peers"),
        ("vpn_topology_validate", {"peers": date(2027, 3, 31)}, "peers"),
        ("vpn_topology_validate", {"peers": b"x"}, "peers"),
    ],
)
def test_misspelt_option_gets_a_suggestion(module, arguments, output):
    """What was found by the thousand once, and has to stay refused in one line."""
    result, written = ask(module, arguments)
    is_sound(result, written)
    assert (result["failed"], output in result["msg"], written) == (True, True, []), result
