# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the collection tells its user about objects on the K5 of the documents: check-list, hints, warnings, results."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.sitelink.vpnaas.tests.contract.k5_document.k5_runner import (
    LEAST,
    PLURAL,
    PSK,
    K5Runner,
    before,
    failed,
    well,
)

CONNECTION = LEAST["ipsec_site_connection"]
TOPOLOGY = {PLURAL[kind]: [least] for kind, least in LEAST.items()}
#: Of each kind a change that its update page lists.
CHANGES: dict[str, dict[str, t.Any]] = {
    "ike_policy": {"pfs": "group14"},
    "ipsec_policy": {"pfs": "group14"},
    "vpn_service": {"admin_state_up": False},
    "ipsec_site_connection": {"initiator": "response-only"},
}


def check_list(runner: K5Runner, **service: t.Any) -> str:
    """What is message about a connection that does not become ACTIVE."""
    runner.ground(before("vpn_service"))
    runner.task("vpn_service", name="office", **service)
    return failed(runner, "ipsec_site_connection", **CONNECTION, wait_for="active", timeout=5)


def test_the_check_list_names_the_address_that_the_peer_must_connect_to() -> None:
    """H4 of the list of faults: the floating IP of the router's port, or that it has none."""
    assert "203.0.113.10" in check_list(K5Runner(), router="edge", subnet="office")


@pytest.mark.parametrize(
    "word",
    [
        "floating IP",
        "external network",
        "security group",
    ],
)
def test_the_check_list_speaks_of_what_a_k5_user_can_see(word: str) -> None:
    assert word in check_list(K5Runner(), router="bare", subnet="plant")


def test_the_check_list_names_zones_that_differ() -> None:
    message = check_list(K5Runner(), router="edge", subnet="office", availability_zone="AZ2")
    assert "AZ1" in message
    assert "AZ2" in message


@pytest.mark.parametrize(
    ("word", "after"),
    [("agent", 60), ("strongSwan", 60), ("@", 0)],
)
def test_the_check_list_has_no_other_clouds_words(word: str, after: float) -> None:
    """H4 of the list of faults."""
    assert word not in check_list(K5Runner(agent_after=after), router="edge", subnet="office")


@pytest.mark.parametrize("kind", LEAST)
def test_no_result_and_no_warning_speaks_of_agents_or_strongswan(kind: str) -> None:
    runner = K5Runner()
    runner.ground()
    message = str(runner.task(kind, **LEAST[kind], **CHANGES[kind]))
    assert "strongSwan" not in message
    assert "agent" not in message


def test_a_peer_id_is_shown_as_it_was_given() -> None:
    """H4 of the list of faults: without K5's @."""
    runner = K5Runner()
    runner.ground()
    exported = well(runner, "vpn_topology_info")["topology"]["ipsec_site_connections"]
    assert exported[0]["peer_id"] == "172.24.4.233"


@pytest.mark.parametrize("key", ["it's a secret", 'say "hello"', "back\\slash"])
def test_a_stored_key_that_is_not_to_be_written_is_not_judged(key: str) -> None:
    """H5 of the list of faults."""
    runner = K5Runner()
    runner.ground()
    runner.stored("ipsec_site_connection")[0]["psk"] = key
    given = {**CONNECTION, "psk": key}
    assert well(runner, "ipsec_site_connection", **given, update_psk="on_create")["changed"] is False
    assert well(runner, "ipsec_site_connection", **given)["changed"] is False


@pytest.mark.parametrize("shown", [None, "********"])
def test_a_key_that_the_server_does_not_show_is_no_difference(shown: str | None) -> None:
    """H7 of the list of faults."""
    runner = K5Runner(psk_shown=shown)
    runner.ground()
    again = well(runner, "ipsec_site_connection", **CONNECTION)
    assert again["changed"] is False
    assert len([warning for warning in again["warnings"] if "psk" in warning]) == 1


@pytest.mark.parametrize("kind", ["ike_policy", "ipsec_policy", "vpn_service", "ipsec_site_connection"])
def test_zones_that_differ_are_warned_of(kind: str) -> None:
    """H9 of the list of faults; an empty zone is among the bad values of test_values."""
    runner = K5Runner()
    for each, least in LEAST.items():
        last = runner.task(each, **least, availability_zone="AZ2" if each == kind else "AZ1")
    warnings = str(last.get("warnings"))
    assert "AZ1" in warnings
    assert "AZ2" in warnings


def test_zones_that_are_alike_are_not_warned_of() -> None:
    runner = K5Runner()
    for each, least in LEAST.items():
        last = runner.task(each, **least, availability_zone="AZ2")
    assert "AZ" not in str(last.get("warnings"))


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        ("ike_policy", "ikepolicies"),
        ("ipsec_policy", "ipsecpolicies"),
        ("ipsec_site_connection", "ipsec-site-connections"),
    ],
)
def test_a_hint_belongs_to_its_cloud(kind: str, path: str) -> None:
    """H10 of the list of faults."""
    runner = K5Runner(failing={f"POST {path}": 500}, error_shape=0)
    runner.ground(before(kind))
    message = str(runner.task(kind, **LEAST[kind]))
    assert "Neutron" not in message
    assert "sha256" not in message


@pytest.mark.parametrize("text", ["{psk}", "key={psk};", 'PSK "{psk}"'])
def test_an_unknown_key_of_an_answer_that_holds_the_key_is_left_out(text: str) -> None:
    """H12 of the list of faults."""
    runner = K5Runner(more_keys={"remark": text, "zone_id": "7"})
    runner.ground(before("ipsec_site_connection"))
    for _time in range(2):
        result = well(runner, "ipsec_site_connection", **CONNECTION)
        assert PSK not in str(result)
        assert result["ipsec_site_connection"]["zone_id"] == "7"
    assert PSK not in str(well(runner, "vpn_topology", **TOPOLOGY))
