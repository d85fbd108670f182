# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From a site to a topology."""

from __future__ import annotations

import pytest

PSK = "a secret of nobody else"
PEER = {"peer_address": "198.51.100.7", "psk": PSK}


def names(items):
    return [item["name"] for item in items]


def existing(*connections, **more):
    return {"ipsec_site_connections": list(connections), **more}


def connection(name, *networks, site="branch7", preset="k5", service="branch7", **more):
    """One that exists, as an export has it."""
    policies = {"ike_policy": f"{site}-ike-{preset}", "ipsec_policy": f"{site}-ipsec-{preset}"}
    return {"name": name, "vpn_service": service, "peer_cidrs": list(networks), **policies, **more}


@pytest.mark.parametrize(("dialect", "preset"), [("neutron", "modern"), ("k5", "k5")])
def test_everything_is_named_after_site_and_preset(plan, dialect, preset):
    result = plan(dialect)
    topology = result["topology"]
    assert result["crypto"] == preset
    assert names(topology["ike_policies"]) == [f"branch7-ike-{preset}"]
    assert names(topology["ipsec_policies"]) == [f"branch7-ipsec-{preset}"]
    assert names(topology["vpn_services"]) == ["branch7"]
    assert (topology["endpoint_groups"], topology["ipsec_site_connections"]) == ([], [])


def test_a_connection_is_wired_to_the_site_and_nothing_else_is_added(plan):
    (made,) = plan(connections=[{**PEER, "peer_cidrs": ["10.2.0.0/24"]}])["topology"]["ipsec_site_connections"]
    assert made == {
        "name": "branch7",
        "vpn_service": "branch7",
        "ike_policy": "branch7-ike-modern",
        "ipsec_policy": "branch7-ipsec-modern",
        "peer_cidrs": ["10.2.0.0/24"],
        **PEER,
    }


def test_a_connection_keeps_what_it_says_itself_in_either_spelling(plan):
    (made,) = plan(
        vpn_service={"name": "edge-vpn", "router_id": "edge"},
        connections=[{**PEER, "name": "other", "ikepolicy_id": "strong", "ipsec_policy": None, "initiator": None}],
    )["topology"]["ipsec_site_connections"]
    assert (made["name"], made["vpn_service"], made["ike_policy"]) == ("other", "edge-vpn", "strong")
    assert made["ipsec_policy"] == "branch7-ipsec-modern"
    assert "ikepolicy_id" not in made and "initiator" not in made


def test_single_values_of_a_preset_are_overridden(plan):
    topology = plan(ike_policy={"pfs": "group21", "lifetime": {"value": 3600}}, ipsec_policy={"name": "esp"})[
        "topology"
    ]
    (ike,), (ipsec,) = topology["ike_policies"], topology["ipsec_policies"]
    assert (ike["name"], ike["pfs"], ike["encryption_algorithm"]) == ("branch7-ike-modern", "group21", "aes-256")
    assert ike["lifetime"] == {"units": "seconds", "value": 3600}
    assert (ipsec["name"], ipsec["pfs"]) == ("esp", "group20")


def test_unnamed_groups_belong_to_the_site(plan):
    topology = plan(
        endpoint_groups=[
            {"type": "subnet", "endpoints": ["office"]},
            {"type": "cidr", "endpoints": ["10.2.0.0/24"]},
            {"name": "others", "type": "cidr", "endpoints": ["10.3.0.0/24"]},
        ],
        connections=[
            {**PEER, "name": "one"},
            {**PEER, "name": "two", "local_endpoint_group": "branch7-local", "peer_ep_group_id": "others"},
            {**PEER, "name": "three", "peer_cidrs": ["10.4.0.0/24"]},
        ],
    )["topology"]
    assert names(topology["endpoint_groups"]) == ["branch7-local", "branch7-peer", "others"]
    assert [item.get("peer_endpoint_group") for item in topology["ipsec_site_connections"]] == [
        "branch7-peer", "others", None,
    ]  # fmt: skip


def test_a_group_of_another_type_needs_a_name(plan):
    assert (
        "type router needs a name" in plan(endpoint_groups=[{"type": "router", "endpoints": ["edge"]}])["problems"][0]
    )


# --- crypto presets


def test_an_unknown_preset_lists_the_known_ones(plan):
    (problem,) = plan(crypto="strongest")["problems"]
    assert 'no preset "strongest"; neutron takes: modern, compatible, fast,' in problem
    assert plan(crypto="strongest")["topology"]["ike_policies"] == []


@pytest.mark.parametrize(("wanted", "reason"), [("CNSA2", "ML-KEM"), ("group2", "RFC 8247"), ("aggressive", "offline")])
def test_a_refused_preset_says_why(plan, wanted, reason):
    assert reason in plan(crypto=wanted)["problems"][0]


def test_k5_takes_its_own_preset_only(plan):
    (problem,) = plan("k5", crypto="modern")["problems"]
    assert problem.endswith('the preset "modern" is not for k5, which takes: k5')


def test_the_k5_preset_on_neutron_only_by_name_and_with_a_warning(plan):
    result = plan(crypto="k5")
    assert (result["crypto"], result["problems"]) == ("k5", [])
    assert "cannot store it" in result["warnings"][0]
    assert plan()["warnings"] == []


# --- K5: one network per connection


def test_on_k5_each_network_makes_a_connection_named_by_it(plan):
    made = plan("k5", connections=[{**PEER, "name": "b", "peer_cidrs": ["10.2.0.1/24", "10.3.0.0/16"]}])["topology"][
        "ipsec_site_connections"
    ]
    assert names(made) == ["b-10-2-0-0-24", "b-10-3-0-0-16"]
    assert [item["peer_cidrs"] for item in made] == [["10.2.0.1/24"], ["10.3.0.0/16"]]
    assert {item["psk"] for item in made} == {PSK}


def test_on_k5_a_single_network_is_named_too_so_that_a_second_one_touches_nothing(plan):
    site = {"connections": [{**PEER, "peer_cidrs": ["10.2.0.0/24"]}]}
    assert names(plan("k5", **site)["topology"]["ipsec_site_connections"]) == ["branch7-10-2-0-0-24"]


def test_on_k5_the_zone_of_the_service_is_everybodys(plan):
    topology = plan(
        "k5",
        vpn_service={"router": "edge", "subnet": "office", "availability_zone": "AZ1"},
        ike_policy={"availability_zone": "AZ2"},
        connections=[{**PEER, "peer_cidrs": ["10.2.0.0/24"]}],
    )["topology"]
    zones = {plural: [item.get("availability_zone") for item in items] for plural, items in topology.items()}
    assert zones == {
        "ike_policies": ["AZ2"],
        "ipsec_policies": ["AZ1"],
        "vpn_services": ["AZ1"],
        "endpoint_groups": [],
        "ipsec_site_connections": ["AZ1"],
    }


def test_on_k5_the_connection_of_a_network_that_is_gone_is_deleted(plan):
    there = existing(
        connection("b-10-2-0-0-24", "10.2.0.0/24"),
        connection("b-10-3-0-0-24", "10.3.0.0/24"),
        connection("b-10-4-0-0-24", "10.4.0.0/24", site="elsewhere", service="elsewhere"),
        connection("b-10-5-0-0-24", "10.77.0.0/24"),
        connection("b-backup", "10.5.0.0/24"),
    )
    made = plan("k5", there, connections=[{**PEER, "name": "b", "peer_cidrs": ["10.2.0.0/24"]}])["topology"]
    assert made["ipsec_site_connections"][1:] == [{"name": "b-10-3-0-0-24", "state": "absent"}]


def test_on_k5_a_connection_with_state_absent_goes_with_all_its_networks(plan):
    there = existing(connection("b-10-2-0-0-24", "10.2.0.0/24"), connection("b-10-3-0-0-24", "10.3.0.0/24"))
    made = plan("k5", there, connections=[{"name": "b", "state": "absent"}])["topology"]["ipsec_site_connections"]
    assert made == [{"name": f"b-10-{n}-0-0-24", "state": "absent"} for n in (2, 3)]


@pytest.mark.parametrize(
    ("networks", "others", "refused"), [(20, 0, False), (21, 0, True), (18, 2, False), (18, 3, True)]
)
def test_k5_takes_20_connections(plan, networks, others, refused):
    there = existing(*(connection(f"other{n}", f"10.9.{n}.0/24", site="other") for n in range(others)))
    wanted = [{**PEER, "peer_cidrs": [f"10.2.{n}.0/24" for n in range(networks)]}]
    assert bool(plan("k5", there, connections=wanted)["problems"]) == refused


@pytest.mark.parametrize(
    ("networks", "problem"),
    [([], "missing"), (["10.2.0.0/33"], "not a network"), (["10.2.0.0/24", "10.2.0.9/24"], "the same network")],
)
def test_networks_that_make_no_name_are_refused(plan, networks, problem):
    assert problem in plan("k5", connections=[{**PEER, "peer_cidrs": networks}])["problems"][0]


# --- absent


@pytest.mark.parametrize("dialect", ["neutron", "k5"])
def test_absent_needs_only_the_name(plan, dialect):
    there = existing(
        connection("to-paris", "10.2.0.0/24", preset="k5", local_endpoint_group="branch7-local"),
        connection("to-rome", "10.3.0.0/24", preset="fast", local_endpoint_group="branch7-rome"),
        connection("another", "10.4.0.0/24", site="branch70", service="branch70", local_endpoint_group="branch7-x"),
        ike_policies=[{"name": f"branch7-ike-{preset}"} for preset in ("k5", "fast", "own")],
        ipsec_policies=[{"name": "branch7-ipsec-fast"}, {"name": "branch70-ipsec-fast"}],
        endpoint_groups=[{"name": name} for name in ("branch7-local", "branch7-rome", "branch7-x", "branch7-y")],
    )
    result = plan(dialect, there, state="absent")
    default = {"neutron": "modern", "k5": "k5"}[dialect]
    assert result["problems"] == []
    assert {plural: names(items) for plural, items in result["topology"].items()} == {
        "ike_policies": sorted({"branch7-ike-fast", "branch7-ike-k5", f"branch7-ike-{default}"}),
        "ipsec_policies": sorted({"branch7-ipsec-fast", f"branch7-ipsec-{default}"}),
        "vpn_services": ["branch7"],
        "endpoint_groups": ["branch7-local", "branch7-rome"],
        "ipsec_site_connections": ["to-paris", "to-rome"],
    }


def test_absent_takes_what_has_a_name_of_its_own_and_is_given(plan):
    topology = plan(
        state="absent",
        ike_policy={"name": "strong"},
        vpn_service={"name": "edge-vpn", "router": "edge"},
        endpoint_groups=[{"name": "here"}, {"type": "cidr"}],
        connections=[{"name": "tunnel", "psk": PSK}],
    )["topology"]
    assert {plural: names(items) for plural, items in topology.items()} == {
        "ike_policies": ["strong"],
        "ipsec_policies": ["branch7-ipsec-modern"],
        "vpn_services": ["edge-vpn"],
        "endpoint_groups": ["branch7-peer", "here"],
        "ipsec_site_connections": ["tunnel"],
    }
    assert PSK not in str(topology)


def test_absent_leaves_a_service_that_is_only_named(plan):
    assert plan(state="absent", vpn_service={"name": "edge-vpn"})["topology"]["vpn_services"] == []


def test_absent_leaves_what_others_use_and_says_so(plan):
    there = existing(
        connection("branch7", "10.2.0.0/24", preset="modern", service="edge-vpn"),
        connection("branch8", "10.3.0.0/24", site="branch8", service="edge-vpn", ike_policy="branch7-ike-modern"),
        ike_policies=[{"name": "branch7-ike-modern"}],
    )
    result = plan(existing=there, state="absent", vpn_service={"name": "edge-vpn", "router": "edge"})
    assert (result["topology"]["vpn_services"], result["topology"]["ike_policies"]) == ([], [])
    assert names(result["topology"]["ipsec_site_connections"]) == ["branch7"]
    assert result["kept"] == [
        'IKE policy "branch7-ike-modern" stays, since other connections use it: branch8',
        'VPN service "edge-vpn" stays, since other connections use it: branch8',
    ]


def test_absent_with_a_preset_of_no_meaning_still_works(plan):
    assert plan(state="absent", crypto="strongest")["problems"] == []


def test_other_preset_for_an_existing_connection_is_refused_before_any_write(plan):
    there = existing(
        {**PEER, "name": "branch7", "ike_policy": "branch7-ike-modern", "ipsec_policy": "branch7-ipsec-modern"}
    )
    wanted = {"existing": there, "connections": [PEER]}
    assert plan(**wanted)["problems"] == []
    (problem,) = plan(**wanted, crypto="fast")["problems"]
    assert 'ike_policy "branch7-ike-modern", wanted "branch7-ike-fast"' in problem
    assert plan(**wanted, crypto="fast", state="absent")["problems"] == []


def test_a_policy_given_by_its_id_is_left_to_the_engine(plan):
    there = existing({**PEER, "name": "branch7", "ike_policy": "strong", "ipsec_policy": "branch7-ipsec-modern"})
    connection_by_id = {**PEER, "ike_policy": "d3f373dc-0708-4224-b6f8-676adf27dab8"}
    assert plan(existing=there, connections=[connection_by_id])["problems"] == []


def test_another_preset_is_refused_until_replacements_are_allowed(plan):
    snapshot = existing(
        connection("branch7", "10.2.0.0/24", preset="compatible"),
        ike_policies=[{"name": "branch7-ike-compatible"}],
        ipsec_policies=[{"name": "branch7-ipsec-compatible"}],
    )
    site = {"crypto": "modern", "connections": [{**PEER, "peer_cidrs": ["10.2.0.0/24"]}]}
    refused = plan("neutron", snapshot, **site)
    assert "site_to_site_replace: true" in refused["problems"][0]
    allowed = plan("neutron", snapshot, replace=True, **site)
    assert allowed["problems"] == []
    assert allowed["topology"]["ipsec_site_connections"][0]["replace"] is True
    gone = {"name": "branch7-ike-compatible", "state": "absent"}
    assert gone in allowed["topology"]["ike_policies"]


def test_policies_of_the_former_preset_stay_where_others_use_them(plan):
    snapshot = existing(
        connection("branch7", "10.2.0.0/24", preset="compatible"),
        {**connection("lent", "10.9.0.0/24", preset="compatible"), "ipsec_policy": "another"},
        ike_policies=[{"name": "branch7-ike-compatible"}],
        ipsec_policies=[{"name": "branch7-ipsec-compatible"}],
    )
    site = {"crypto": "modern", "connections": [{**PEER, "peer_cidrs": ["10.2.0.0/24"]}]}
    topology = plan("neutron", snapshot, replace=True, **site)["topology"]
    assert names(topology["ike_policies"]) == ["branch7-ike-modern"]
    assert names(topology["ipsec_policies"]) == ["branch7-ipsec-modern", "branch7-ipsec-compatible"]
