# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""F5: IKEv1 takes one pair of networks per connection; with site_to_site_split_pairs each pair gets one."""

from __future__ import annotations

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.topology.export import export
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config.generate import peer_config
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.one_end import site_topology
from ansible_collections.sitelink.vpnaas.tests.component.tasks.test_topology import apply
from ansible_collections.sitelink.vpnaas.tests.unit.role.test_ends import AT_PARIS, AT_ROME, PARIS, ROME, k5

PEER = {"peer_address": "198.51.100.7", "psk": "a secret of nobody else"}
CIDRS = {
    "vpn_service": {"router": "edge", "subnet": "office"},
    "connections": [{**PEER, "peer_cidrs": ["10.2.0.0/24", "10.3.0.0/24"]}],
}
GROUPS = {
    "vpn_service": {"router": "edge"},
    "endpoint_groups": [
        {"type": "subnet", "endpoints": ["office", "more"]},
        {"type": "cidr", "endpoints": ["10.2.0.0/24", "10.3.0.0/24"]},
    ],
    "connections": [PEER],
}
PAIRS = ["branch7-office-10-2-0-0-24", "branch7-office-10-3-0-0-24"]


@pytest.fixture
def role(neutron, crypto):
    """role(site) -> the result of the plan's topology on an embedded cloud; its problems are refused."""

    def run(check_mode=False, **site):
        current = export({}, Snapshot(neutron.connected_client()))
        plan = site_topology({"name": "branch7", "crypto": "ikev1", "split_pairs": True, **site}, current, crypto)
        assert plan["problems"] == []
        options = {"preflight": site.get("preflight", "fail"), "state": site.get("state", "present")}
        return apply(neutron, plan["topology"] | options, check_mode)

    return run


def connections(runner):
    return sorted(item["name"] for item in runner.info("ipsec_site_connection")["ipsec_site_connections"])


def test_f5_each_pair_has_a_connection_and_preflight_has_no_objection(neutron, role):
    result = role(**CIDRS)
    assert connections(neutron) == PAIRS
    assert not role(**CIDRS)["changed"]
    text = peer_config({**result}, "strongswan", connection=PAIRS)
    assert "10.2.0.0/24" in text and "10.3.0.0/24" in text


@pytest.mark.parametrize("dialect", ["neutron", "k5"])
@pytest.mark.parametrize("name", [None, "hq"])
def test_two_connections_of_one_name_are_refused_at_once(dialect, name, plan):
    """Fault: with other networks each, the first run made both, and the next was refused."""
    split = {"crypto": "ikev1", "split_pairs": True} if dialect == "neutron" else {}
    two = [{**PEER, "name": name, "peer_cidrs": [cidr]} for cidr in ("10.2.0.0/24", "10.3.0.0/24")]
    given = {**CIDRS, **split, "connections": two}
    (problem,) = plan(dialect, **given)["problems"]
    assert problem == (
        f'site_to_site_connections: connection "{name or "branch7"}" is declared 2 times: give each a name of its own'
    )
    assert plan(dialect, **given, state="absent")["problems"] == []


def test_f5_groups_are_split_too(plan):
    topology = plan(crypto="ikev1", split_pairs=True, **GROUPS)["topology"]
    assert [item["name"] for item in topology["ipsec_site_connections"]] == [
        f"branch7-{local}-{peer}" for local in ("office", "more") for peer in ("10-2-0-0-24", "10-3-0-0-24")
    ]
    present = [group for group in topology["endpoint_groups"] if group.get("state") != "absent"]
    assert {(group["name"], *group["endpoints"]) for group in present} == {
        ("branch7-local-office", "office"),
        ("branch7-local-more", "more"),
        ("branch7-peer-10-2-0-0-24", "10.2.0.0/24"),
        ("branch7-peer-10-3-0-0-24", "10.3.0.0/24"),
    }
    for item in topology["ipsec_site_connections"]:
        assert item["local_endpoint_group"] in {group["name"] for group in present}


def test_f5_groups_on_a_cloud_and_away(neutron, role):
    site = {**GROUPS, "endpoint_groups": [{"type": "subnet", "endpoints": ["office"]}, GROUPS["endpoint_groups"][1]]}
    role(**site)
    assert connections(neutron) == PAIRS
    assert not role(**site)["changed"]
    role(**site, state="absent")
    assert not any(export({}, Snapshot(neutron.connected_client()))["topology"].values())


@pytest.mark.parametrize(
    "site",
    [CIDRS, {**GROUPS, "endpoint_groups": [{"type": "subnet", "endpoints": ["office"]}, GROUPS["endpoint_groups"][1]]}],
)
def test_f5_switched_on_and_off_the_connections_of_the_other_form_are_deleted(neutron, role, crypto, site):
    def whole():
        current = export({}, Snapshot(neutron.connected_client()))
        plan = site_topology({"name": "branch7", "crypto": "ikev1", **site}, current, crypto)
        return apply(neutron, plan["topology"])

    whole()
    assert connections(neutron) == ["branch7"]
    role(**site)
    assert connections(neutron) == PAIRS
    whole()
    assert connections(neutron) == ["branch7"]


def test_f5_a_pair_that_is_no_longer_given_is_deleted(neutron, role):
    role(**CIDRS)
    role(**{**CIDRS, "connections": [{**PEER, "peer_cidrs": ["10.3.0.0/24"]}]})
    assert connections(neutron) == PAIRS[1:]


def test_f5_too_many_pairs_are_refused(plan):
    many = {**PEER, "peer_cidrs": [f"10.2.{number}.0/24" for number in range(21)]}
    (problem,) = plan(crypto="ikev1", split_pairs=True, **{**CIDRS, "connections": [many]})["problems"]
    assert "site_to_site_split_pairs" in problem and "21" in problem


@pytest.mark.parametrize(("dialect", "crypto_name"), [("neutron", "modern"), ("k5", "k5")])
def test_f5_only_for_ikev1_on_neutron(plan, dialect, crypto_name):
    problems = plan(dialect, crypto=crypto_name, split_pairs=True, **CIDRS)["problems"]
    assert any(problem.startswith("site_to_site_split_pairs") for problem in problems)


def test_f5_both_ends_split_on_neutron_only(plan_both):
    two = {**AT_ROME, "networks": [{"subnet": "r1", "cidr": "10.2.0.0/24"}, {"subnet": "r2", "cidr": "10.3.0.0/24"}]}
    result = plan_both([PARIS, ROME], [AT_PARIS, two], crypto="ikev1", split_pairs=True)
    assert result["problems"] == []
    assert [len(end["topology"]["ipsec_site_connections"]) for end in result["ends"]] == [2, 2]
    mixed = plan_both([PARIS, ROME], [AT_PARIS, k5("rome", "10.2.0.0/24")], crypto="k5", split_pairs=True)
    assert not [problem for problem in mixed["problems"] if "split_pairs" in problem]


OTHER_PEER = {**PEER, "peer_address": "198.51.100.8"}
SHARED = {"vpn_service": {"name": "branch7"}, "connections": [{**OTHER_PEER, "peer_cidrs": ["10.4.0.0/24"]}]}


def test_f5_pairs_of_another_site_whose_name_begins_alike_stay(neutron, role):
    """Both use one VPN service. The run of branch7 deleted the tunnels of branch7-lyon."""
    role(**CIDRS)
    role(**SHARED, name="branch7-lyon")
    assert not role(**CIDRS)["changed"]
    assert connections(neutron) == ["branch7-lyon-office-10-4-0-0-24", *PAIRS]
    role(**CIDRS, state="absent")
    assert connections(neutron) == ["branch7-lyon-office-10-4-0-0-24"]


def test_f5_pairs_of_another_connection_whose_name_begins_alike_stay(neutron, role):
    """The second run failed: the pairs of the second connection were declared present, and absent too."""
    second = {**OTHER_PEER, "name": "branch7-b", "peer_cidrs": ["10.4.0.0/24"]}
    site = {**CIDRS, "connections": [*CIDRS["connections"], second]}
    role(**site)
    assert not role(**site)["changed"]
    assert connections(neutron) == ["branch7-b-office-10-4-0-0-24", *PAIRS]


ONE_LOCAL = {**GROUPS, "endpoint_groups": [{"type": "subnet", "endpoints": ["office"]}, GROUPS["endpoint_groups"][1]]}
FEWER = {
    **ONE_LOCAL,
    "endpoint_groups": [ONE_LOCAL["endpoint_groups"][0], {"type": "cidr", "endpoints": ["10.2.0.0/24"]}],
}


def test_f5_groups_go_whatever_the_notation_of_their_networks(neutron, role):
    def site(*networks):
        groups = [{"type": "subnet", "endpoints": ["office6"]}, {"type": "cidr", "endpoints": [*networks]}]
        return {**GROUPS, "endpoint_groups": groups, "preflight": "off"}

    role(**site("2001:DB8:9::5/64", "2001:db8:a::/64"))
    role(**site("2001:db8:a::/64"))
    assert connections(neutron) == ["branch7-office6-2001-db8-a---64"]
    assert len(neutron.info("endpoint_group")["endpoint_groups"]) == 2


@pytest.mark.parametrize("change", [{**FEWER}, {**ONE_LOCAL, "split_pairs": False}, {**FEWER, "split_pairs": False}])
def test_f5_groups_of_pairs_that_go_go_too(neutron, role, change):
    """They stayed, and state: absent did not delete them either."""
    role(**ONE_LOCAL)
    role(**{"preflight": "off", **change})
    topology = export({}, Snapshot(neutron.connected_client()))["topology"]
    used = {item[key] for item in topology["ipsec_site_connections"] for key in item if key.endswith("_group")}
    assert {group["name"] for group in topology["endpoint_groups"]} == used
    assert not role(**change)["changed"]


def test_f5_a_group_of_somebody_else_stays(neutron, role):
    """One that looks like a pair's is not the role's where the connection that used it is none of a pair."""
    site = {**GROUPS, "endpoint_groups": []}
    role(**{**site, "connections": []})
    neutron.apply("endpoint_group", "their-office", type="subnet", endpoints=["office"])
    neutron.apply("endpoint_group", "their-10-2-0-0-24", type="cidr", endpoints=["10.2.0.0/24"])
    theirs = {"local_endpoint_group": "their-office", "peer_endpoint_group": "their-10-2-0-0-24"}
    names = {"vpn_service": "branch7", "ike_policy": "branch7-ike-ikev1", "ipsec_policy": "branch7-ipsec-ikev1"}
    neutron.apply("ipsec_site_connection", "branch7-c", **PEER, **theirs, **names)
    role(**{**site, "connections": [{"name": "branch7-c", "state": "absent"}]})
    assert connections(neutron) == []
    assert len(neutron.info("endpoint_group")["endpoint_groups"]) == 2
