# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From an alert to a diagnosis, with a real ansible-rulebook on the embedded cloud; and what an alert cannot do."""

from __future__ import annotations

import time
from contextlib import ExitStack

import pytest

from ansible_collections.sitelink.vpnaas.tests.integration.monitoring.rulebook import running
from ansible_collections.sitelink.vpnaas.tests.support.workspace import CLOUDS, Workspace

PSK = "a-key-that-no-log-may-show-91d2"
VPN = """
- hosts: localhost
  gather_facts: false
  tasks:
    - sitelink.vpnaas.vpn_topology:
        cloud: mycloud
        ike_policies: [{{name: ike}}]
        ipsec_policies: [{{name: ipsec}}]
        vpn_services: [{{name: office, router: edge, subnet: office}}]
        ipsec_site_connections:
          - {{name: branch7, vpn_service: office, ike_policy: ike, ipsec_policy: ipsec,
              peer_address: 198.51.100.7, peer_cidrs: [10.2.0.0/24], psk: {psk}}}
          - {{name: branch8, vpn_service: office, ike_policy: ike, ipsec_policy: ipsec,
              peer_address: 198.51.100.8, peer_cidrs: [10.3.0.0/24], psk: {psk}}}
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """(rulebook, embedded cloud, ids by name) with two connections that are down."""
    folder = tmp_path_factory.mktemp("monitoring")
    with ExitStack() as stack:
        workspace = Workspace(folder, CLOUDS, stack)
        workspace.clouds["mycloud"][0].agent = "DOWN:0"
        workspace.write("vpn.yml", VPN.format(psk=PSK))
        code, output = workspace.run("ansible-playbook vpn.yml")
        assert code == 0, output
        cloud, _url = workspace.clouds["mycloud"]
        ids = {item["name"]: item["id"] for item in cloud.store.all("ipsec_site_connections")}
        rulebook = stack.enter_context(running(folder, folder / "access.json"))
        cloud.forget_log()
        yield rulebook, cloud, ids


def alert(connection: str, cloud: str = "mycloud", name: str = "VpnConnectionDown", **more) -> dict:
    labels = {"alertname": name, "severity": "critical", "id": connection, "cloud": cloud, "name": "branch", **more}
    return {"status": "firing", "labels": labels, "annotations": {"summary": "down"}, "fingerprint": connection}


def hostile(folder):
    """Labels and annotations that would run a command, or would be taken for another id."""
    lookup = "{{ lookup('pipe', 'touch %s') }}" % (folder / "ran")
    good = "0" * 8 + "-0000-0000-0000-" + "0" * 12
    return {
        "a template as id": alert(lookup),
        "a template behind an id": alert(f"{good}{lookup}"),
        "a line behind an id": alert(f"{good}\n{lookup}"),
        "a line break behind an id": alert(f"{good}\n"),
        "a template as cloud": alert(good, cloud=lookup),
        "an option as cloud": alert(good, cloud="-e@/etc/passwd"),
        "shell as id": alert(f"$(touch {folder / 'ran'})"),
        "ANSI as id": alert("\x1b[2J\x1b]0;owned\x07"),
        "no id": {"status": "firing", "labels": {"alertname": "VpnConnectionDown"}},
        "an id that is no text": alert(["{{ 1 }}"]),
        "another alert": alert(good, name=f"VpnConnection{lookup}"),
        "resolved": {**alert(good), "status": "resolved"},
    }


def test_each_alert_of_a_group_leads_to_a_diagnosis_and_to_nothing_else(place, tmp_path, record_property):
    rulebook, cloud, ids = place
    began = time.monotonic()
    lookup = "{{ lookup('pipe', 'touch %s') }}" % (tmp_path / "ran")
    ignored = hostile(tmp_path)
    for refused in ignored.values():
        assert rulebook.post(refused) == 200
    # What is admitted carries hostile text too, in labels and annotations that nobody uses.
    first, second = alert(ids["branch7"], peer_id=lookup), alert(ids["branch8"], name2=lookup)
    first["annotations"]["summary"] = lookup
    assert rulebook.post(first, second) == 200
    rulebook.until("branch7")
    record_property("seconds from alert to diagnosis", round(time.monotonic() - began, 1))
    output = rulebook.until("branch8")
    # Repeated alerts are throttled: once the third one is diagnosed, the repeated ones would have been.
    assert rulebook.post(first, second) == 200
    unknown = "11111111-2222-3333-4444-555555555555"
    assert rulebook.post(alert(unknown)) == 200
    output = rulebook.until(unknown)
    assert output.count("PLAY [") == 3, output
    # One line says why nothing was run. A resolved alert is no reason for one, and neither is a repeated one.
    assert output.count("An alert was not diagnosed: it names no connection") == len(ignored) - 1, output
    assert "lookup('pipe'" not in output
    assert "\x1b[2J" not in output
    assert not (tmp_path / "ran").exists()
    assert not cloud.log.writes
    assert PSK not in output
    assert "Traceback" not in output


@pytest.mark.parametrize("token", [None, "another-token"])
def test_without_the_token_nothing_is_run(place, token):
    rulebook, cloud, ids = place
    before = len(cloud.log)
    assert rulebook.post(alert(ids["branch7"]), token=token) == 401
    assert len(cloud.log) == before
