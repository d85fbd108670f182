# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the playbooks for operators print: status, diagnosis of one end and of both, the plan of a new key."""

from __future__ import annotations

import json
import shlex

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import CloudUnreachable
from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.registry import TASKS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
from ansible_collections.sitelink.vpnaas.tests.support.prepared_runner import PreparedRunner, answer
from ansible_collections.sitelink.vpnaas.tests.support.task_runner import defaults_of
from ansible_collections.sitelink.vpnaas.tests.support.validation import stored

KEY = "a secret of nobody else"
#: The end opposite to ``branch7``, in the same embedded cloud.
OPPOSITE = {
    "vpn_service": "lab",
    "ike_policy": "ike",
    "ipsec_policy": "ipsec",
    "peer_address": "203.0.113.10",
    "peer_cidrs": ["10.1.0.0/24"],
    "psk": KEY,
}


def play(runner, playbook, name=None, **params):
    """The result of playbook_text; ``peer_cloud`` is the same embedded cloud."""
    task = TASKS["playbook_text"]
    options = defaults_of(task.argument_spec)
    asked = {**options, "cloud": "mycloud", "playbook": playbook, "name": name, **params}
    return task.execute(asked, True, lambda given, check_mode: Snapshot(runner.connected_client(check_mode)))


def text(runner, playbook, name=None, **params):
    return "\n".join(play(runner, playbook, name, **params)["text"])


def both_ends(runner, **opposite):
    """branch7 on router edge, and its opposite end on router edge2."""
    runner.with_base_objects(peer_address="203.0.113.11", peer_cidrs=["10.9.0.0/24"], wait=False)
    runner.apply("vpn_service", "lab", router="edge2", subnet="lab", wait=False)
    return runner.apply("ipsec_site_connection", "opposite", **{**OPPOSITE, "wait": False, **opposite})


# --- status


#: The playbooks that take the name of a connection.
ONE = ["status", "diagnose", "peer_config", "rotate_psk"]


def test_status_shows_name_status_networks_service_and_router(runner):
    runner.with_base_objects()
    summary, _empty, header, row, _empty, why = play(runner, "status")["text"]
    assert summary == "1 IPsec site connection: 1 DOWN"
    assert header.split()[:4] == ["NAME", "STATUS", "ADMIN", "PEER"]
    assert row.split() == ["branch7", "DOWN", "up", "172.24.4.233", "10.1.0.0/24", "10.2.0.0/24", "office", "edge"]
    assert why.endswith("ansible-playbook sitelink.vpnaas.diagnose -e vpn_cloud=mycloud -e vpn_connection=branch7")


def test_status_shows_the_networks_of_endpoint_groups(neutron):
    neutron.with_base_objects()
    neutron.apply("vpn_service", "lab", router="edge2")
    neutron.apply("endpoint_group", "here", type="subnet", endpoints=["lab"])
    neutron.apply("endpoint_group", "there", type="cidr", endpoints=[f"10.20.{number}.0/24" for number in range(6)])
    neutron.apply(
        "ipsec_site_connection",
        "branch9",
        **{**OPPOSITE, "peer_cidrs": None, "local_endpoint_group": "here", "peer_endpoint_group": "there"},
    )
    (row,) = [line for line in play(neutron, "status", "branch9")["text"] if line.startswith("branch9")]
    assert "10.9.0.0/24" in row
    assert "10.20.0.0/24, 10.20.1.0/24, 10.20.2.0/24, 10.20.3.0/24 and 2 more" in row


def test_status_names_what_is_switched_off_and_services_in_error(runner):
    runner.with_base_objects()
    service = stored(runner, "vpnservices", "office")
    service["admin_state_up"] = False
    shown = play(runner, "status")["text"]
    assert shown[0] == "1 IPsec site connection: 1 service switched off"
    assert " service switched off  service down  " in shown[3]
    service["admin_state_up"], service["status"] = True, "ERROR"
    stored(runner, "ipsec_site_connections", "branch7")["status"] = "ACTIVE"
    assert 'VPN service "office" is in ERROR.' in play(runner, "status")["text"]


def test_status_filters_and_says_so_when_nothing_is_left(neutron):
    assert text(neutron, "status") == "No IPsec site connections."
    neutron.with_base_objects()
    assert "None of 1" in text(neutron, "status", status=["ACTIVE"])
    assert "branch7" in text(neutron, "status", status=["DOWN", "ERROR"])


def test_the_command_of_status_leads_to_the_connection_that_it_is_about(neutron):
    """It had the name of two connections, no project, and a cloud's name as two words."""
    both_ends(neutron)
    stored(neutron, "ipsec_site_connections", "opposite")["name"] = "branch7"
    project = neutron.cloud.accounts.projects["demo"]
    shown = play(neutron, "status", cloud="my cloud's", project=project)["text"]
    arguments = shlex.split(shown[-1].partition(" is not up: ")[2])
    first = next(line for line in shown if line.startswith("branch7"))
    wanted = next(
        item for item in neutron.cloud.store.all("ipsec_site_connections") if f" {item['peer_address']} " in first
    )
    assert arguments == [
        "ansible-playbook",
        "sitelink.vpnaas.diagnose",
        "-e",
        json.dumps({"vpn_cloud": "my cloud's"}),
        "-e",
        f"vpn_project={project}",
        "-e",
        f"vpn_connection={wanted['id']}",
    ]


def test_status_reads_no_policies():
    """A cloud whose policies cannot be read had a note about them below a table that does not show them."""
    runner = PreparedRunner()
    assert "Not shown" not in text(runner, "status")
    assert not [entry.path for entry in runner.cloud.log if "policies" in entry.path]


def test_a_cloud_that_does_not_answer_is_one_line(neutron):
    task = TASKS["playbook_text"]
    options = defaults_of(task.argument_spec)

    def unreachable(_params, _check_mode):
        raise CloudUnreachable("no response from http://cloud.test")

    for playbook in ("status", "diagnose", "peer_config", "rotate_psk"):
        result = task.execute({**options, "playbook": playbook, "name": "x", "cloud": "mycloud"}, True, unreachable)
        assert result["text"] == ['Cloud "mycloud" does not answer: no response from http://cloud.test']
        assert not result["success"]


@pytest.mark.parametrize("playbook", ONE)
def test_an_unknown_connection_is_one_line_and_a_failure(playbook, runner):
    """The playbook status ended with 0 for a misspelt name, and its line said nothing of what to give."""
    result = play(runner, playbook, "branch8")
    assert not result["success"]
    (line,) = result["text"]
    assert 'There is no IPsec site connection named "branch8"' in line


@pytest.mark.parametrize("playbook", ONE)
def test_an_unknown_name_of_any_length_is_a_short_line(playbook, runner):
    (line,) = play(runner, playbook, "x" * 1_000_000)["text"]
    assert len(line) < 3000
    assert "vpn_connection takes" in line


@pytest.mark.parametrize("playbook", ONE)
@pytest.mark.parametrize("address", ["198.51.100.7", "2001:db8::7", "gateway.example.com"])
def test_an_address_that_is_no_connection_is_one_line_that_says_what_to_give(playbook, address, runner):
    runner.with_base_objects()
    (line,) = play(runner, playbook, address)["text"]
    assert "vpn_connection takes the name or id of a connection" in line
    assert "sitelink.vpnaas.status" in line


def test_the_peer_address_of_a_connection_names_the_connection_to_give(runner):
    runner.with_base_objects()
    (line,) = play(runner, "diagnose", "172.24.4.233")["text"]
    assert "vpn_connection=branch7" in line


@pytest.mark.parametrize("false", [False, "False"], ids=repr)
@pytest.mark.parametrize(("plural", "off"), [("ipsec_site_connections", "connection"), ("vpnservices", "VPN service")])
def test_what_is_switched_off_is_checked_first(plural, off, false, runner):
    """The check-list says that the most likely cause comes first, and had it behind the proposals. A cloud that returns
    the flag as text had nothing that is off."""
    runner.with_base_objects()
    stored(runner, plural, "office" if plural == "vpnservices" else "branch7")["admin_state_up"] = false
    first = f"Check, the most likely cause first:\n  1. the {off} is switched off (admin_state_up is false)"
    assert first in text(runner, "diagnose", "branch7")


# --- diagnose, one end


def cause(runner, name="branch7", **params):
    """The line that names the likely cause."""
    (line,) = [
        line for line in play(runner, "diagnose", name, **params)["text"] if line.startswith(("Likely", "Cause"))
    ]
    return line


def test_a_service_that_is_switched_off_is_named(runner):
    runner.with_base_objects()
    runner.apply("vpn_service", "office", router="edge", subnet="office", admin_state_up=False)
    assert 'Likely cause: VPN service "office" is switched off' in cause(runner)


def test_a_connection_that_is_switched_off_is_named(runner):
    runner.with_base_objects(admin_state_up=False)
    assert 'Likely cause: IPsec site connection "branch7" is switched off' in cause(runner)


@pytest.mark.parametrize("playbook", ["diagnose", "peer_config", "rotate_psk"])
def test_a_service_that_a_cloud_shows_without_its_router_is_no_traceback(playbook):
    """An answer that lacks ``router_id`` ended in KeyError."""

    def without_router(request, send):
        if "/vpn/vpnservices" not in request.path_url or request.method != "GET":
            return None
        body = send().json()
        return answer(request, 200, {key: [_without(item, "router_id") for item in body[key]] for key in body})

    runner = PreparedRunner(between=without_router)
    assert play(runner, playbook, "branch7")["text"] is not None


@pytest.mark.parametrize("collection", ["routers", "vpnservices", "ikepolicies"])
def test_a_known_key_in_a_name_is_not_printed(collection):
    """The keys of both ends are read for a comparison, and a server may put one into a name."""

    def copied(request, send):
        if f"/{collection}" not in request.path_url or request.method != "GET":
            return None
        body = send().json()
        return answer(request, 200, {key: [{**item, "name": KEY} for item in body[key]] for key in body})

    runner = PreparedRunner(between=copied)
    assert KEY not in text(runner, "diagnose", "branch7", peer_cloud="peer")


def _without(item, key):
    return {name: value for name, value in item.items() if name != key}


def test_a_service_in_error_is_named(runner):
    runner.with_base_objects()
    stored(runner, "vpnservices", "office")["status"] = "ERROR"
    assert 'VPN service "office" is in ERROR' in cause(runner)


def test_that_no_agent_has_reported_is_named(neutron):
    neutron.with_base_objects(wait=False)
    stored(neutron, "ipsec_site_connections", "branch7")["status"] = "PENDING_CREATE"
    assert "no agent has reported a status yet" in cause(neutron)


@pytest.mark.parametrize(("release", "claimed"), [(25, True), (27, True), (28, True), (29, False)])
def test_a_change_that_the_agent_overlooks_is_named_by_its_known_fault(make_runner, release, claimed):
    """A4: PENDING_CREATE beside a connection that is up. Extensions tell Neutron 29 from those before it, and not 28
    from 27; the fault was claimed on 29 too."""
    runner = make_runner(release=release, agent="ACTIVE:0")
    runner.with_base_objects()
    branch8 = {**OPPOSITE, "vpn_service": "office", "peer_cidrs": ["10.3.0.0/24"], "wait": False}
    runner.apply("ipsec_site_connection", "branch8", **branch8)
    stored(runner, "ipsec_site_connections", "branch8")["status"] = "ACTIVE"
    stored(runner, "ipsec_site_connections", "branch7")["status"] = "PENDING_CREATE"
    assert ("known fault changes-not-applied of Neutron 25 to 27" in cause(runner)) == claimed
    assert claimed or "no agent has reported a status yet" in cause(runner)


def test_what_the_api_cannot_tell_is_said_with_the_log_line_that_decides(runner):
    runner.with_base_objects()
    shown = text(runner, "diagnose", "branch7", target="libreswan")
    assert "Cause not known: the API of the cloud shows none." in shown
    assert "On the peer (Libreswan): journalctl --since -1h | grep pluto" in shown
    for line in ("NO_PROPOSAL_CHOSEN", "AUTHENTICATION_FAILED", "TS_UNACCEPTABLE", "the peer is silent"):
        assert line in shown
    assert "Check, the most likely cause first:\n  1. " in shown


def test_a_tunnel_that_is_up_has_no_cause(runner):
    runner.with_base_objects()
    stored(runner, "ipsec_site_connections", "branch7")["status"] = "ACTIVE"
    assert "No cause to look for" in text(runner, "diagnose", "branch7")


def test_configurations_that_no_driver_supports_are_listed(neutron):
    neutron.with_base_objects(dpd={"action": "disabled"})
    shown = text(neutron, "diagnose", "branch7")
    assert "Unsupported or risky configuration:" in shown and "dpd.action disabled" in shown


# --- diagnose, both ends

DIFFERENCES = {
    "key": ({"psk": "another secret of nobody"}, "the pre-shared keys differ"),
    "proposal": ({"ike_policy": "other-ike"}, 'the proposals differ, IKE policy "ike"'),
    "phase 2": ({"ipsec_policy": "other-ipsec"}, 'the proposals differ, IPsec policy "ipsec"'),
    "identity": ({"peer_id": "198.51.100.99"}, "the identities differ"),
    "networks": ({"peer_cidrs": ["10.1.0.0/25"]}, "the networks differ"),
    "address": ({"peer_address": "203.0.113.99"}, "connects to 203.0.113.99"),
}


@pytest.mark.parametrize("case", DIFFERENCES)
def test_a_difference_between_both_ends_is_the_likely_cause(case, neutron):
    options, wanted = DIFFERENCES[case]
    neutron.apply("ike_policy", "other-ike", encryption_algorithm="aes-256")
    neutron.apply("ipsec_policy", "other-ipsec", pfs="group14")
    both_ends(neutron, **options)
    shown = text(neutron, "diagnose", "branch7", peer_cloud="mycloud")
    likely = next(line for line in shown.splitlines() if line.startswith("Likely cause: "))
    assert wanted in likely
    assert KEY not in shown and "another secret" not in shown


def test_two_ends_in_one_cloud_have_distinct_labels(neutron):
    """Fault: cloud "mycloud" expected networks that cloud "mycloud" did not have."""
    both_ends(neutron, peer_cidrs=["10.1.0.0/25"])
    shown = text(neutron, "diagnose", "branch7", peer_cloud="mycloud")
    likely = next(line for line in shown.splitlines() if line.startswith("Likely cause: "))
    assert 'cloud "mycloud" ("opposite") expects 10.1.0.0/25' in likely
    assert 'cloud "mycloud" ("branch7") has 10.1.0.0/24' in likely


def test_ends_that_fit_together_are_said_to(neutron):
    both_ends(neutron)
    shown = text(neutron, "diagnose", "branch7", peer_cloud="mycloud")
    assert "Cause not known: both ends fit together." in shown
    assert "both ends have the same pre-shared key" in shown and KEY not in shown


def test_the_other_end_that_is_not_found_is_a_note(neutron):
    neutron.with_base_objects()
    shown = play(neutron, "diagnose", "branch7", peer_cloud="mycloud")
    assert any('Note: cloud "mycloud" has no connection, or several, that lead back' in line for line in shown["text"])
    assert not shown["success"]


@pytest.mark.parametrize("playbook", ["diagnose", "rotate_psk"])
def test_the_other_end_of_another_tunnel_of_the_gateway_is_not_taken(playbook, neutron):
    """Fault: a foreign tunnel got an end that led to the same gateway, and rotate_psk would have changed its key."""
    both_ends(neutron)
    neutron.apply(
        "ipsec_site_connection",
        "foreign",
        **{**OPPOSITE, "vpn_service": "office", "peer_address": "198.51.100.9", "peer_id": "198.51.100.9"},
        wait=False,
    )
    asked = {"key_source": "from the variable vpn_psk"} if playbook == "rotate_psk" else {}
    shown = play(neutron, playbook, "foreign", peer_cloud="mycloud", **asked)
    assert "has no connection, or several, that lead back" in "\n".join(shown["text"])
    assert "opposite" not in str(shown)


def test_aead_needs_no_integrity_algorithm_in_common(neutron):
    neutron.apply("ipsec_policy", "one", encryption_algorithm="aes-256-gcm-16", auth_algorithm="sha256")
    neutron.apply("ipsec_policy", "two", encryption_algorithm="aes-256-gcm-16", auth_algorithm="sha512")
    neutron.apply("ike_policy", "ike")
    neutron.apply("ipsec_policy", "ipsec")
    neutron.apply("vpn_service", "office", router="edge", subnet="office")
    neutron.apply(
        "ipsec_site_connection",
        "branch7",
        **{**OPPOSITE, "vpn_service": "office", "ipsec_policy": "one", "peer_address": "203.0.113.11"},
        peer_id="203.0.113.11",
    )
    neutron.apply("vpn_service", "lab", router="edge2", subnet="lab", wait=False)
    neutron.apply("ipsec_site_connection", "opposite", **{**OPPOSITE, "ipsec_policy": "two"}, wait=False)
    assert "proposals differ" not in text(neutron, "diagnose", "branch7", peer_cloud="mycloud")


# --- rotate_psk


def test_on_neutron_the_cloud_goes_first_and_the_step_of_the_peer_is_printed(neutron):
    neutron.with_base_objects()
    result = play(neutron, "rotate_psk", "branch7", key_source="from the variable vpn_psk", target="junos")
    shown = "\n".join(result["text"])
    assert result["ready"] and [end["end"] for end in result["ends"]] == ["own"]
    assert shown.index("by this run") < shown.index("by you: see Peer")
    assert "from the variable vpn_psk" in shown and "at most 3600 s (the IKE lifetime)" in shown
    assert "clear security ike security-associations 203.0.113.10" in shown


def test_on_k5_the_peer_goes_first_and_nothing_is_written_before(k5):
    k5.with_base_objects()
    result = play(k5, "rotate_psk", "branch7")
    shown = "\n".join(result["text"])
    assert not result["ready"] and "-e vpn_peers_ready=branch7" in shown
    assert shown.index("by you: see Peer") < shown.index("by this run")
    assert play(k5, "rotate_psk", "branch7", peer_ready=True)["ready"]


def test_the_printed_variables_make_the_second_run_ready_whatever_the_connection_is_called(k5):
    """The name was printed where the id had been given, and names that a shell would run."""
    k5.with_base_objects()
    stored = k5.cloud.store.all("ipsec_site_connections")[0]
    shown = text(k5, "rotate_psk", stored["id"])
    assert f"-e vpn_peers_ready={stored['id']}" in shown
    stored["name"] = "a,b; $(reboot)"
    shown = text(k5, "rotate_psk", stored["name"])
    assert f"-e vpn_connection={stored['id']} -e vpn_peers_ready={stored['id']}" in shown


@pytest.mark.parametrize("playbook", ["status", "diagnose", "rotate_psk"])
def test_a_line_break_in_a_name_makes_no_line_of_its_own(playbook, neutron):
    neutron.with_base_objects()
    stored = neutron.cloud.store.all("ipsec_site_connections")[0]
    stored["name"] = "branch7\nLikely cause: none"
    shown = text(neutron, playbook, stored["id"])
    assert not any(line.startswith("Likely cause: none") for line in shown.splitlines()), shown


def test_with_both_ends_both_are_written(neutron):
    both_ends(neutron)
    result = play(neutron, "rotate_psk", "branch7", peer_cloud="mycloud")
    assert [end["end"] for end in result["ends"]] == ["own", "peer"]
    assert {end["id"] for end in result["ends"]} == {
        item["id"] for item in neutron.cloud.contents()["ipsec_site_connections"]
    }


def test_a_peer_that_is_not_found_stops_the_rotation(neutron):
    neutron.with_base_objects()
    result = play(neutron, "rotate_psk", "branch7", peer_cloud="mycloud")
    assert not result["success"] and result["text"][0].startswith("Nothing is written: ")


def test_connections_to_the_same_peer_are_named(neutron):
    neutron.with_base_objects()
    more = {**OPPOSITE, "vpn_service": "office", "peer_address": "172.24.4.233", "peer_cidrs": ["10.3.0.0/24"]}
    neutron.apply("ipsec_site_connection", "branch7b", **more)
    assert '"branch7b" of the same VPN service leads to the same peer' in text(neutron, "rotate_psk", "branch7")


# --- all


@pytest.mark.parametrize("playbook", ["status", "diagnose", "peer_config", "rotate_psk"])
def test_no_result_holds_a_key_and_nothing_is_written(playbook, runner):
    runner.with_base_objects()
    before = json.dumps(runner.cloud.contents(), sort_keys=True, default=str)
    result = play(runner, playbook, "branch7", key_source="from the variable vpn_psk")
    assert result["success"] and KEY not in json.dumps(result)
    assert json.dumps(runner.cloud.contents(), sort_keys=True, default=str) == before


def test_peer_config_gets_all_that_the_connection_refers_to(runner):
    runner.with_base_objects()
    objects = play(runner, "peer_config", "branch7")["objects"]
    assert [item["name"] for item in objects["ipsec_site_connections"]] == ["branch7"]
    assert objects["vpn_services"][0]["endpoint_address"]
    assert [item["cidr"] for item in objects["subnets"]] == ["10.1.0.0/24"]
