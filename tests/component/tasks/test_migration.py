# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbook migrate_crypto, step by step: both ends move together, in waves, and back if the status is lost."""

from __future__ import annotations

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.connect import connect
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import VpnError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.registry import TASKS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.migration.restart import MARK
from ansible_collections.sitelink.vpnaas.tests.support.migrations import (
    KEY,
    LAB,
    OFFICE,
    PRESETS,
    Migration,
    all_at,
    fill,
    keep_tunnels,
    listen,
)
from ansible_collections.sitelink.vpnaas.tests.support.prepared_runner import answer
from ansible_collections.sitelink.vpnaas.tests.support.task_runner import TaskRunner, defaults_of


@pytest.fixture
def migration():
    return Migration()


def lines(result):
    return "\n".join(result["text"])


# --- both ends managed


def test_the_plan_has_a_wave_for_each_tunnel_and_writes_nothing(migration):
    plan = migration.step("plan")
    assert [wave["name"] for wave in plan["waves"]] == ["1 of 2: paris", "2 of 2: rome"]
    assert {wave["interrupts"] for wave in plan["waves"]} == {"possibly router"}
    assert "2 tunnels: 2 to move in 2 waves" in lines(plan)
    assert (
        'Wave 1: paris; interrupts: possibly router\n    IPsec site connection "paris", cloud "here", ACTIVE'
        in lines(plan)
    )
    assert not plan["changed"] and migration.writes() == []


def test_both_ends_are_moved_and_the_old_policies_are_deleted(migration):
    before = {(cloud, name): migration.stored(cloud, name) for cloud, name, *_policies in migration.used()}
    migration.play()
    assert migration.used() == all_at("old-compatible")
    assert migration.policies() == ["old-compatible"] * 4
    changing = {"id", "ikepolicy_id", "ipsecpolicy_id", "_marker", "_due"}
    for (cloud, name), item in before.items():
        after = migration.stored(cloud, name)
        assert {key: after[key] for key in item.keys() - changing} == {key: item[key] for key in item.keys() - changing}


def test_a_second_run_has_nothing_to_do(migration):
    migration.play()
    for runner in migration.runners:
        runner.cloud.forget_log()
    printed = migration.play()
    assert "  2 tunnels: 2 already as wanted" in printed
    assert migration.writes() == []


def test_a_larger_wave_moves_several_tunnels(migration):
    assert [wave["name"] for wave in migration.step("plan", wave=2)["waves"]] == ["1 of 1: paris, rome"]


def add_second(migration, **options):
    """A second tunnel, paris-2, between the gateways of paris."""
    for runner, own, peer in ((migration.here, OFFICE, LAB), (migration.there, LAB, OFFICE)):
        given = {
            "vpn_service": own[0],
            "ike_policy": "old",
            "ipsec_policy": "old",
            "peer_address": peer[2],
            "peer_cidrs": ["10.77.0.0/24"],
            "psk": KEY,
        }
        runner.apply("ipsec_site_connection", "paris-2", **{**given, **options})


def test_a_tunnel_is_not_moved_away_from_one_of_the_same_gateways_that_stays(migration):
    """Fault: a tunnel that could be moved got a new IKE policy, beside one that kept the old; a gateway has one."""
    migration.here.apply("ipsec_policy", "stuck", auth_algorithm="sha1")
    migration.here.apply("ipsec_policy", "stuck-compatible", auth_algorithm="sha512")
    add_second(migration)
    (policy,) = [item for item in migration.here.cloud.store.all("ipsecpolicies") if item["name"] == "stuck"]
    migration.stored("here", "paris-2")["ipsecpolicy_id"] = policy["id"]
    plan = migration.step("plan")
    assert [wave["name"] for wave in plan["waves"]] == ["1 of 1: rome"]
    assert sorted(plan["not_possible"]) == ["paris", "paris-2"]
    assert '"paris-2" has the same gateways, which have one IKE policy for both, and cannot be moved' in lines(plan)


def test_a_tunnel_to_a_peer_that_is_not_ready_for_another_one_stays(migration):
    add_second(migration)
    plan = migration.step("plan", peer_cloud=None, peers_ready=["paris"])
    assert (plan["waves"], plan["not_possible"]) == ([], ["paris"])
    assert "waits for its peer: name both in vpn_peers_ready" in lines(plan)
    plan = migration.step("plan", peer_cloud=None, peers_ready=["paris", "paris-2"])
    assert [wave["name"] for wave in plan["waves"]] == ["1 of 1: paris, paris-2"]


def test_tunnels_of_one_service_to_one_peer_are_in_one_wave():
    migration = Migration()
    add_second(migration)
    assert [wave["name"] for wave in migration.step("plan")["waves"]] == ["1 of 2: paris, paris-2", "2 of 2: rome"]


def add_foreign(migration, name="branch7"):
    """A tunnel of the same VPN service to a gateway that no cloud manages."""
    migration.here.apply(
        "ipsec_site_connection",
        name,
        vpn_service=OFFICE[0],
        ike_policy="old",
        ipsec_policy="old",
        peer_address="198.51.100.7",
        peer_cidrs=["10.77.0.0/24"],
        psk=KEY,
    )


def test_a_foreign_peer_does_not_get_the_other_end_of_another_tunnel_of_its_gateway(migration):
    """Fault: a connection of that cloud that led to the same gateway was taken, and the foreign tunnel was moved."""
    add_foreign(migration)
    plan = migration.step("plan")
    assert "3 tunnels: 2 to move in 2 waves, 1 waiting for the peer" in lines(plan), lines(plan)
    migration.play()
    assert [row[2] for row in migration.used() if row[1] == "branch7"] == ["old"]


def test_one_address_alone_makes_no_other_end(migration):
    """Fault: where the true counterpart was gone, its other end was taken for that of a foreign tunnel."""
    add_foreign(migration)
    migration.here.apply("ipsec_site_connection", "paris", state="absent")
    assert [peer["name"] for peer in migration.step("plan")["peers"]] == ["branch7"]


def test_a_name_of_peers_ready_that_no_connection_has_is_an_error(migration):
    """Fault: a misspelt name was ignored, and the run was a success that left the connection waiting."""
    add_foreign(migration)
    with pytest.raises(VpnError, match='vpn_peers_ready: there is no IPsec site connection named "branch77"'):
        migration.step("plan", peers_ready=["branch77"])
    replaced = "11111111-2222-4333-8444-555555555555"
    assert migration.step("plan", peers_ready=["branch7", replaced])["waves"], "an id changes as its connection moves"


def test_only_the_named_connections_are_moved(migration):
    migration.play(connections=["rome"])
    moved = [row for row in migration.used() if row[2] == "old-compatible"]
    assert [row[:2] for row in moved] == [("here", "rome"), ("there", "rome")]
    assert migration.policies().count("old") == 4, "paris uses them"


def test_one_cloud_that_has_both_ends():
    migration = Migration()
    migration.there = migration.here = TaskRunner(agent="ACTIVE:0", release=28)
    fill(migration.here, ("paris", OFFICE, LAB), ("rome", LAB, OFFICE))
    plan = migration.step("plan")
    assert [wave["name"] for wave in plan["waves"]] == ["1 of 1: paris"]
    migration.play()
    assert {row[2] for row in migration.used()} == {"old-compatible"}
    assert len(migration.here.cloud.store.all("ikepolicies")) == 1


def test_a_name_of_the_role_gets_the_new_preset_at_its_end():
    migration = Migration()
    for kind in ("ikepolicies", "ipsecpolicies"):
        for item in migration.here.cloud.store.all(kind):
            item["name"] = "site-ike-k5"
    migration.play()
    assert {row[2] for row in migration.used() if row[0] == "here"} == {"site-ike-compatible"}


def test_values_in_place_of_a_preset(migration):
    values = {"auth_algorithm": "sha256", "encryption_algorithm": "aes-256", "pfs": "group14"}
    migration.play(preset=None, ike_policy=values, ipsec_policy=values)
    assert migration.used() == all_at("old-aes-256-sha256-group14")


def test_only_the_policy_that_differs_is_replaced(migration):
    migration.play(preset=None, ipsec_policy={"auth_algorithm": "sha256"})
    assert {row[2:] for row in migration.used()} == {("old", "old-sha256")}


def test_a_line_break_in_a_policys_description_is_no_obstacle(migration):
    """Fault: the new policy was refused because of a description that Neutron holds."""
    for item in migration.here.cloud.store.all("ikepolicies"):
        item["description"] = "first\nsecond [sitelink:prod]"
    migration.play()
    assert migration.used() == all_at("old-compatible")
    (policy,) = migration.here.cloud.store.all("ikepolicies")
    assert policy["description"] == "first second [sitelink:prod]"


def test_an_owners_mark_goes_along(migration):
    for kind in ("ikepolicies", "ipsecpolicies", "ipsec_site_connections"):
        for item in migration.here.cloud.store.all(kind):
            item["description"] = "for paris [sitelink:prod]"
    migration.play()
    assert migration.used() == all_at("old-compatible")
    for kind in ("ikepolicies", "ipsecpolicies", "ipsec_site_connections"):
        assert {item["description"] for item in migration.here.cloud.store.all(kind)} == {"for paris [sitelink:prod]"}


def test_two_connections_of_one_name_are_not_taken_for_one(migration):
    for runner in migration.runners:
        for item in runner.cloud.store.all("ipsec_site_connections"):
            item["name"] = "twin"
    migration.play()
    assert [row[2] for row in migration.used()] == ["old-compatible"] * 4


# --- a baseline


def test_only_what_is_not_within_the_baseline_is_moved():
    migration = Migration()
    for runner in migration.runners:
        runner.apply("ike_policy", "good", ike_version="v2", pfs="group19")
        runner.apply("ipsec_policy", "good", pfs="group19")
        (item,) = [item for item in runner.cloud.store.all("ipsec_site_connections") if item["name"] == "paris"]
        for kind, key in (("ikepolicies", "ikepolicy_id"), ("ipsecpolicies", "ipsecpolicy_id")):
            item[key] = next(policy["id"] for policy in runner.cloud.store.all(kind) if policy["name"] == "good")
    plan = migration.step("plan", baseline="neutron-29-ready")
    assert [wave["name"] for wave in plan["waves"]] == ["1 of 1: rome"]
    assert "2 tunnels: 1 already as wanted, 1 to move in 1 wave" in lines(plan)
    migration.play(baseline="neutron-29-ready")
    assert {row[1]: row[2] for row in migration.used()} == {"paris": "good", "rome": "old-compatible"}


def test_a_target_that_is_not_within_the_baseline_is_refused(migration):
    with pytest.raises(VpnError, match="the new proposal is not within cnsa1-algorithms"):
        migration.step("plan", baseline="cnsa1-algorithms")
    with pytest.raises(VpnError, match='baseline: "itef" is unknown'):
        migration.step("plan", baseline="itef")


# --- the peer is not managed


def test_without_the_peers_cloud_nothing_moves_until_the_peer_is_ready(migration):
    plan = migration.step("plan", peer_cloud=None)
    assert plan["waves"] == []
    assert "2 tunnels: 2 waiting for the peer" in lines(plan)
    assert "-e vpn_peers_ready=paris" in lines(plan)
    objects = {peer["name"]: peer["objects"] for peer in plan["peers"]}
    assert objects["paris"]["ike_policies"][0]["encryption_algorithm"] == "aes-256"
    assert objects["paris"]["ipsec_policies"][0]["auth_algorithm"] == "sha256"
    assert KEY not in str(plan)


def test_a_peer_that_is_ready_is_followed(migration):
    migration.play(peer_cloud=None, peers_ready=["paris"])
    assert [row[:2] for row in migration.used() if row[2] == "old-compatible"] == [("here", "paris")]


def test_a_connection_without_a_reverse_one_waits(migration):
    migration.there.apply("ipsec_site_connection", "rome", state="absent")
    plan = migration.step("plan")
    assert [wave["name"] for wave in plan["waves"]] == ["1 of 1: paris"]
    assert [peer["name"] for peer in plan["peers"]] == ["rome"]


# --- a wave that fails


def test_a_cloud_that_stops_to_answer_in_a_wave_is_said_once(migration):
    """Fault: the message had the same failure up to five times, each with all parameters of a listing."""
    (first, _second) = migration.step("plan")["waves"]

    def gone(request, send):
        if not migration.there.cloud.log.writes:
            return send()
        migration.there.cloud.fail(do="reset", times=0)
        return send()

    listen(migration.there, gone)
    with pytest.raises(VpnError) as failure:
        migration.step("move", connections=first["connections"], timeout=5)
    text = failure.value.message_with_hint
    assert "could not be rolled back completely" in text
    assert "its ends may have different policies until the next run" in text
    assert text.count("was not reached") <= 2 and "fields=" not in text, text
    assert {row[2] for row in migration.used() if row[0] == "here"} == {"old"}


@pytest.mark.parametrize("agent", ["DOWN:0", "ERROR:0", "never"])
@pytest.mark.parametrize("end", ["here", "there"])
def test_a_wave_that_does_not_reach_its_former_status_is_rolled_back(migration, agent, end):
    getattr(migration, end).cloud.agent = agent
    (first, _second) = migration.step("plan")["waves"]
    with pytest.raises(VpnError) as failure:
        migration.step("move", connections=first["connections"], timeout=5)
    assert "was rolled back, its connections have their old policies again" in str(failure.value)
    assert migration.used() == all_at("old")
    assert migration.policies() == ["old"] * 4, "the new ones are deleted again"
    assert {migration.stored(*row[:2])["psk"] for row in migration.used()} == {KEY}


def test_an_agent_that_does_not_hear_of_changes_is_named():
    """Launchpad 2127166: agents of Neutron 25 to 27 do not apply what is added to a gateway that runs."""
    migration = Migration(release=25)
    (first, _second) = migration.step("plan")["waves"]
    with pytest.raises(VpnError) as failure:
        migration.step("move", connections=first["connections"], timeout=5)
    assert "Neutron 25 to 27 has a fault here: update the router itself" in str(failure.value)
    assert migration.used() == all_at("old")


def test_a_tunnel_that_was_down_need_not_be_up_afterwards():
    migration = Migration("DOWN:0")
    migration.play()
    assert migration.used() == all_at("old-compatible")


def test_a_refused_write_at_the_second_end_rolls_back_the_first(migration):
    migration.there.cloud.fail(method="POST", path="/v2.0/vpn/ipsec-site-connections", do="answer", status=409)
    (first, _second) = migration.step("plan")["waves"]
    with pytest.raises(VpnError, match="was rolled back"):
        migration.step("move", connections=first["connections"], timeout=5)
    migration.there.cloud.faults.clear()
    assert migration.used() == all_at("old")


# --- gateways that keep the former tunnel


def services(migration):
    return {
        (item["admin_state_up"], item["description"])
        for runner in migration.runners
        for item in runner.cloud.store.all("vpnservices")
    }


def test_services_are_switched_off_and_on_where_the_status_does_not_return(migration):
    for runner in migration.runners:
        keep_tunnels(runner)
    printed = migration.play()
    assert printed.count('VPN service "office" was switched off and on') == 2
    assert migration.used() == all_at("old-compatible")
    assert services(migration) == {(True, "")}


def test_a_service_is_switched_on_when_its_agent_has_seen_that_it_is_off(migration):
    """An agent that is told late of both writes finds nothing to restart."""
    for runner in migration.runners:
        keep_tunnels(runner)
    seen, first = [], migration.here

    def watching(request, send, answering=first.between):
        if request.method == "PUT" and "/vpnservices/" in request.path_url:
            seen.append([service["status"] for service in first.cloud.store.all("vpnservices") if is_off(service)])
        return answering(request, send)

    first.between = watching
    migration.play(connections=["paris"])
    assert seen == [[], ["DOWN"]]


def is_off(service):
    return not service["admin_state_up"]


def test_without_a_restart_a_tunnel_that_is_renegotiated_later_is_accepted(migration):
    for runner in migration.runners:
        runner.cloud.agent = "DOWN:0"
    migration.play(restart=False)
    assert migration.used() == all_at("old-compatible")
    assert not any("/vpnservices/" in write for write in migration.writes())


def test_a_service_that_a_killed_run_left_off_is_switched_on_by_the_next(migration):
    for item in migration.here.cloud.store.all("vpnservices"):
        item.update(admin_state_up=False, description=f"{MARK}for paris [sitelink:prod]")
    assert 'VPN service "office" is off since a run was ended: this run switches it on' in lines(migration.step("plan"))
    migration.play()
    assert services(migration) == {(True, ""), (True, "for paris [sitelink:prod]")}


@pytest.mark.parametrize("text", [" for paris ", "[sitelink:prod]", "x" * 217])
def test_a_service_that_is_switched_off_and_on_keeps_its_description(text, migration):
    """Fault: a blank at its beginning was lost."""
    for runner in migration.runners:
        keep_tunnels(runner)
    for item in migration.there.cloud.store.all("vpnservices"):
        item["description"] = text
    migration.play()
    assert services(migration) == {(True, ""), (True, text)}


@pytest.mark.parametrize(("text", "word"), [("x" * 218, "256 characters are too many"), ("a\nb", "control characters")])
def test_a_description_without_room_for_the_note_is_in_the_plan(text, word, migration):
    """Fault: the wave began, both ends were moved, the switching was refused, and both ends were moved back."""
    (item,) = [item for item in migration.there.cloud.store.all("vpnservices") if item["name"] == "lab"]
    item["description"] = text
    plan = migration.step("plan")
    assert plan["not_possible"] == ["paris"]
    assert word in lines(plan) and "vpn_restart=false" in lines(plan)
    assert migration.step("plan", restart=False)["not_possible"] == []


def test_a_service_that_its_user_has_switched_off_stays_off(migration):
    for item in migration.here.cloud.store.all("vpnservices"):
        item.update(admin_state_up=False)
    migration.play()
    assert services(migration) == {(True, ""), (False, "")}


# --- what is refused


def test_a_policy_that_a_failed_wave_created_is_deleted_again(migration):
    migration.there.cloud.fail(method="POST", path="/v2.0/vpn/ipsecpolicies", do="answer", status=409)
    (first, _second) = migration.step("plan")["waves"]
    with pytest.raises(VpnError, match="was rolled back"):
        migration.step("move", connections=first["connections"])
    assert migration.policies() == ["old"] * 4


def test_a_policy_of_the_new_name_with_other_values_is_not_used(migration):
    migration.here.apply("ike_policy", "old-compatible", encryption_algorithm="aes-128")
    plan = migration.step("plan")
    assert plan["waves"] == []
    assert 'IKE policy "old-compatible"' in lines(plan) and "exists with other values" in lines(plan)


def test_an_unknown_preset_and_unknown_options_are_named(migration):
    with pytest.raises(VpnError, match='no preset "modren"'):
        migration.step("plan", preset="modren")
    with pytest.raises(VpnError, match="no option cipher"):
        migration.step("plan", ike_policy={"cipher": "aes"})
    with pytest.raises(VpnError, match="the new proposal is missing"):
        migration.step("plan", preset=None)


@pytest.mark.parametrize(
    ("params", "message"),
    [
        # Faults: TypeError, and "Migration to IKE ['x']".
        ({"ike_policy": {"lifetime": 5}}, "vpn_ike_policy: lifetime: must be a mapping of units, value"),
        ({"ipsec_policy": {"pfs": ["group14"]}}, "vpn_ipsec_policy: pfs: YAML read a list, not text"),
        ({"ike_policy": {"pfs": 14}}, "vpn_ike_policy: pfs: YAML read a number, not text: put the value in quotes"),
        ({"ike_policy": {"extra_attrs": 5}}, "vpn_ike_policy: there is no option extra_attrs"),
        ({"ike_policy": {"name": 1.5, "from_name": []}}, "vpn_ike_policy: there is no option name"),
        # Fault: all tunnels were "already as wanted".
        ({"preset": None, "ike_policy": {"lifetime": {"value": 3600}}}, "the new proposal is missing: give vpn_preset"),
        ({"preset": None, "ike_policy": {"pfs": None}}, "the new proposal is missing"),
        # Fault: messages named options that the playbook does not have.
        ({"ike_policy": {"ike_version": "v3"}}, "vpn_ike_policy: ike_version"),
        (
            {"ike_policy": {"pfs": "group5"}, "baseline": "bsi-tr-02102-3"},
            "vpn_ike_policy: the new proposal is not within",
        ),
        ({"baseline": "nope"}, 'vpn_baseline: "nope" is unknown'),
        ({"timeout": -1}, "vpn_timeout: -1 must be at least 0"),
        # Fault: with an empty baseline all policies were replaced.
        *(({"baseline": empty}, "vpn_baseline: ") for empty in ([], {}, "", False)),
        ({"cloud": "here", "peer_cloud": 5}, "vpn_peer_cloud must be the name of a cloud"),
    ],
    ids=str,
)
def test_wrong_parameters_are_refused_with_the_names_of_the_variables(params, message, migration):
    if params.get("peer_cloud"):
        with pytest.raises(VpnError, match=message):
            connect_really(migration, **params)
        return
    with pytest.raises(VpnError) as refused:
        migration.step("plan", **params)
    assert message in str(refused.value) and "\n" not in str(refused.value)


def connect_really(migration, **params):
    """The plan with the clouds reached as by the module, which judges the option itself."""
    task = TASKS["crypto_migration"]
    given = {**defaults_of(task.argument_spec), "step": "plan", "preset": "compatible", "presets": PRESETS, **params}

    def open_snapshot(asked, check):
        runner = migration.here
        return Snapshot(runner.connected_client(check) if asked["cloud"] == "here" else connect(asked, check))

    return task.execute(given, True, open_snapshot)


def test_a_vpn_service_that_cannot_be_read_leaves_the_tunnel_out(migration):
    """Fault: the tunnel waited for its peer, and its other end was to be moved as another tunnel."""
    refused = []

    def between(request, _send):
        if request.path_url.split("?")[0].endswith("/vpnservices") and not refused:
            refused.append(request)
            return answer(request, 403, {"NeutronError": {"type": "PolicyNotAuthorized", "message": "no"}})
        return None

    listen(migration.here, between)
    plan = migration.step("plan")
    assert refused and plan["not_possible"] == ["paris"] and plan["peers"] == []
    assert 'the VPN service of IPsec site connection "paris"' in lines(plan)


def test_k5_has_no_way_to_keep_the_key():
    migration = Migration()
    migration.here = TaskRunner("k5")
    migration.here.with_base_objects()
    plan = migration.step("plan", peer_cloud=None, preset=None, ike_policy={"encryption_algorithm": "aes-256"})
    assert "Not possible" in lines(plan) and "cannot be replaced without its psk" in lines(plan)
    assert len(plan["not_possible"]) == 1 and plan["waves"] == []


# --- what remains


def test_an_unused_policy_with_another_proposal_is_named_and_stays(migration):
    migration.here.apply("ike_policy", "spare", auth_algorithm="sha1")
    printed = migration.play()
    assert '  IKE policy "spare": nothing uses it; delete it if you do not need it' in printed
    assert "spare" in migration.policies()


def test_a_run_that_was_killed_before_the_deletion_deletes_later(migration):
    for wave in migration.step("plan")["waves"]:
        migration.step("move", connections=wave["connections"])
    assert migration.policies().count("old") == 4
    assert "Old policies to delete: 4" in lines(migration.step("plan"))
    migration.play()
    assert migration.policies() == ["old-compatible"] * 4


def test_check_mode_of_every_step_writes_nothing(migration):
    plan = migration.step("plan", check_mode=True)
    for wave in plan["waves"]:
        assert migration.step("move", check_mode=True, connections=wave["connections"])["changed"]
    migration.step("clean", check_mode=True)
    assert migration.writes() == []


def test_the_plan_reads_each_kind_a_few_times_however_many_tunnels_there_are(migration):
    for runner, own, peer in ((migration.here, OFFICE, LAB), (migration.there, LAB, OFFICE)):
        for number in range(10):
            runner.apply(
                "ipsec_site_connection",
                f"more{number}",
                vpn_service=own[0],
                ike_policy="old",
                ipsec_policy="old",
                peer_address=peer[2],
                peer_cidrs=[f"10.{100 + number}.0.0/24"],
                psk=KEY,
            )
        runner.cloud.forget_log()
    migration.step("plan")
    assert len(migration.here.cloud.log.network) < 40
