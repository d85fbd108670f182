# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the playbooks for operators print where a part of the cloud cannot be read, or has no name: what is known."""

from __future__ import annotations

import pytest

from ansible_collections.sitelink.vpnaas.tests.component.tasks.test_operators import both_ends, play
from ansible_collections.sitelink.vpnaas.tests.support.prepared_runner import PreparedRunner, instead
from ansible_collections.sitelink.vpnaas.tests.support.validation import stored

ERRORS = {
    403: {"NeutronError": {"type": "PolicyNotAuthorized", "message": "not allowed", "detail": ""}},
    500: {"NeutronError": {"type": "HTTPInternalServerError", "message": "broken", "detail": ""}},
}
REQUEST = "req-2f1c6f0e-7a55-4d0d-9a0e-6a3d1c1b7e11"


def broken(path, status=500):
    return PreparedRunner(between=instead("GET", path, status, ERRORS[status], **{"X-Openstack-Request-Id": REQUEST}))


def line_of(lines, start):
    return next(line for line in lines if line.startswith(start))


@pytest.mark.parametrize("status", ERRORS)
@pytest.mark.parametrize("path", ["/vpn/ikepolicies", "/vpn/ipsecpolicies", "/vpn/vpnservices", "/routers", "/subnets"])
def test_a_diagnosis_of_what_could_be_read_does_not_claim_more(path, status):
    """It said that the API shows no cause, where the object with the cause could not be read."""
    lines = play(broken(path, status), "diagnose", "branch7")["text"]
    assert "not all could be (see the note)" in line_of(lines, "Cause not known: ")
    note = line_of(lines, "Note: not all was read: ")
    assert f"HTTP {status}" in note
    assert "preflight" not in note, "nothing is checked before a change here"
    assert note.count("ould not be read") + note.count("ould not read") == 1, note


def test_the_address_of_a_service_needs_no_routers():
    """Where the routers could not be read, the address that the service itself has was unknown."""
    lines = play(broken("/routers"), "diagnose", "branch7")["text"]
    assert "address 203.0.113.10, peer" in lines[1]


def test_a_note_beside_an_end_that_is_only_read_in_part():
    runner = PreparedRunner(empty=True)
    both_ends(runner)
    runner.between = instead("GET", "/vpn/ikepolicies", 500, ERRORS[500])
    lines = play(runner, "diagnose", "branch7", peer_cloud="mycloud")["text"]
    assert "in what could be compared" in line_of(lines, "Cause not known: ")
    assert "the IKE policies" in line_of(lines, "Note: not compared: ")


@pytest.mark.parametrize("playbook", ["status", "diagnose", "peer_config", "rotate_psk"])
def test_a_fault_inside_the_cloud_has_its_request_id_and_no_remedy_of_another_fault(playbook):
    """The line asked to give the request id, which was not in it, and spoke of algorithms of policies."""
    (line,) = play(broken("/vpn/ipsec-site-connections"), playbook, "branch7")["text"]
    assert f"give its operator the request id {REQUEST}." in line
    assert line.count(REQUEST) == 1
    assert "sha1" not in line


@pytest.mark.parametrize("playbook", ["status", "diagnose", "rotate_psk"])
def test_an_object_without_a_name_is_called_by_its_id(playbook):
    """Fault: the API takes objects without a name, and a message said: VPN service "" is in ERROR."""
    runner = PreparedRunner()
    service, router = stored(runner, "vpnservices", "office"), stored(runner, "routers", "edge")
    connection = stored(runner, "ipsec_site_connections", "branch7")
    service["status"], router["admin_state_up"] = "ERROR", False
    for item in (service, router, connection):
        item["name"] = ""
    shown = "\n".join(play(runner, playbook, connection["id"], key_source="from the variable vpn_psk")["text"])
    assert '""' not in shown
    assert connection["id"] in shown
    if playbook != "rotate_psk":
        assert service["id"] in shown and router["id"] in shown


@pytest.mark.parametrize("playbook", ["status", "diagnose", "peer_config", "rotate_psk"])
def test_an_answer_that_cannot_be_used_is_an_answer(playbook):
    """It began with: Cloud "mycloud" does not answer."""
    runner = PreparedRunner(between=instead("GET", "/vpn/ipsec-site-connections", 200, "<html>a proxy</html>"))
    (line,) = play(runner, playbook, "branch7")["text"]
    assert "the response (HTTP 200) is no JSON" in line
    assert "does not answer" not in line
