# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What was given to the modules, read back by two that know nothing of them: the openstack command, a bare client."""

from __future__ import annotations

import json
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ansible_collections.sitelink.vpnaas.tests.contract.conformance.case_list import Step
from ansible_collections.sitelink.vpnaas.tests.contract.conformance.play import run_tasks, tasks_of
from ansible_collections.sitelink.vpnaas.tests.contract.conformance.stored import difference, named

OPENSTACK = Path(__file__).parents[3] / ".cache" / "openstackclient" / "bin" / "openstack"
LIFETIME = {"units": "seconds", "value": 7200}
POLICY = {"auth_algorithm": "sha384", "encryption_algorithm": "aes-256", "pfs": "group14", "lifetime": LIFETIME}
CHAIN = {
    "ike_policy": {**POLICY, "ike_version": "v2", "phase1_negotiation_mode": "main", "description": "one"},
    "ipsec_policy": {**POLICY, "transform_protocol": "esp", "encapsulation_mode": "tunnel", "description": "two"},
    "vpn_service": {"router": "edge", "admin_state_up": True, "description": "three"},
    "endpoint_group": {"type": "cidr", "endpoints": ["10.2.0.0/24", "10.3.0.0/24"], "description": "four"},
    "ipsec_site_connection": {
        "vpn_service": "seen",
        "ike_policy": "seen",
        "ipsec_policy": "seen",
        "peer_address": "198.51.100.7",
        "peer_id": "branch.example.com",
        "local_endpoint_group": "seen-here",
        "peer_endpoint_group": "seen",
        "local_id": "203.0.113.10",
        "mtu": 1400,
        "initiator": "response-only",
        "dpd": {"action": "restart", "interval": 20, "timeout": 90},
        "admin_state_up": True,
        "psk": "{{ psk.first }}",
        "description": "five",
    },
}
COMMANDS = {
    "ike_policy": "ike policy",
    "ipsec_policy": "ipsec policy",
    "vpn_service": "service",
    "endpoint_group": "endpoint group",
    "ipsec_site_connection": "ipsec site connection",
}
#: Where the command's words are not the API's, put into capitals.
WORDS = {
    "auth_algorithm": "Authentication Algorithm",
    "ike_version": "IKE Version",
    "pfs": "Perfect Forward Secrecy (PFS)",
    "phase1_negotiation_mode": "Phase1 Negotiation Mode",
    "admin_state_up": "State",
    "router_id": "Router",
    "vpnservice_id": "VPN Service",
    "ikepolicy_id": "IKE Policy",
    "ipsecpolicy_id": "IPSec Policy",
    "peer_id": "Peer ID",
    "local_id": "Local ID",
    "local_ep_group_id": "Local Endpoint Group ID",
    "peer_ep_group_id": "Peer Endpoint Group ID",
    "mtu": "MTU",
    "dpd": "DPD",
    "psk": "Pre-shared Key",
}


@pytest.fixture(scope="module")
def made(neutron, tmp_path_factory):
    """The chain made, and what the openstack command shows of it; unmade afterwards."""
    here = Step("local group", "endpoint_group", {"name": "seen-here", "type": "subnet", "endpoints": ["office"]})
    steps = [here, *(Step(kind, kind, {"name": "seen", **options}) for kind, options in CHAIN.items())]
    records = run_tasks(
        tasks_of("reference", steps, "action", neutron), neutron, tmp_path_factory.mktemp("made")
    ).records
    assert [record["result"]["msg"] for record in records.values() if record["failed"]] == []
    with ThreadPoolExecutor(2) as pool:
        shown = dict(zip(COMMANDS, pool.map(lambda words: show(words, neutron), COMMANDS.values()), strict=True))
    yield shown
    steps = [
        Step(f"no {step.label}", step.do, {"name": step.options["name"], "state": "absent"}) for step in steps[::-1]
    ]
    records = run_tasks(
        tasks_of("reference", steps, "action", neutron), neutron, tmp_path_factory.mktemp("deleted")
    ).records
    assert [record["result"]["msg"] for record in records.values() if record["failed"]] == []


def show(words: str, cloud) -> dict:
    assert OPENSTACK.exists(), "make conformance installs the openstack command"
    command = [OPENSTACK, "--os-cloud", "demo", "vpn", *words.split(), "show", "seen", "-f", "json"]
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    clouds = cloud.environment()["OS_CLIENT_CONFIG_FILE"]
    done = subprocess.run(
        command, env={**kept, "OS_CLIENT_CONFIG_FILE": clouds}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("kind", CHAIN)
def test_a_bare_client_reads_every_value(kind, made, neutron):
    snapshot = neutron.admin.snapshot()
    wanted = neutron.known(CHAIN[kind])
    assert difference(kind, wanted, named(snapshot[kind], "seen"), snapshot, neutron.ids) == []


@pytest.mark.parametrize("kind", CHAIN)
def test_the_openstack_command_reads_every_value(kind, made, neutron):
    snapshot, shown = neutron.admin.snapshot(), made[kind]
    spelled = {key: shown.get(WORDS.get(key, key.replace("_", " ").title())) for key in named(snapshot[kind], "seen")}
    assert difference(kind, neutron.known(CHAIN[kind]), spelled, snapshot, neutron.ids) == [], shown
