# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A read asks for what the task needs: one object by its name or id, neighbours where a write needs them, and a key
only where it is compared."""

from __future__ import annotations

import signal
import threading

import pytest
from requests.adapters import BaseAdapter

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import LoginError, VpnError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.registry import TASKS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
from ansible_collections.sitelink.vpnaas.tests.support.prepared_runner import PreparedRunner
from ansible_collections.sitelink.vpnaas.tests.support.task_runner import BRANCH7, URL, defaults_of
from ansible_collections.sitelink.vpnaas.tests.support.validation import validate

CONNECTION = "ipsec_site_connection"
CONNECTIONS = "/v2.0/vpn/ipsec-site-connections"
WITHOUT_KEY = {key: value for key, value in BRANCH7.items() if key != "psk"}


@pytest.fixture
def runner():
    prepared = PreparedRunner("neutron")
    prepared.apply(CONNECTION, "branch8", **{**BRANCH7, "peer_address": "172.24.4.8", "peer_cidrs": ["10.8.0.0/24"]})
    prepared.time.sleep(10)  # the agent has reported
    prepared.cloud.forget_log()
    return prepared


def filters(runner, collection):
    """The filters of every listing of a collection, without ``fields``."""
    return [
        {name: values for name, values in entry.query.items() if name != "fields"}
        for entry in runner.cloud.log.network
        if entry.method == "GET" and entry.path == collection
    ]


def topology(runner, module, client=None, **params):
    """The result of vpn_topology, vpn_topology_info or playbook_text, as its module would return it."""
    task = TASKS[module]
    options = defaults_of(task.argument_spec)
    snapshot = Snapshot(client or runner.connected_client())
    return task.execute({**options, **params}, False, lambda _params, _check_mode: snapshot)


def test_unchanged_object_is_asked_for_by_name(runner):
    assert runner.apply(CONNECTION, "branch7", **BRANCH7)["action"] == "none"
    assert filters(runner, CONNECTIONS) == [{"name": ["branch7"]}]
    assert filters(runner, "/v2.0/vpn/ikepolicies") == [{"name": ["ike"]}]
    assert filters(runner, "/v2.0/vpn/vpnservices") == [{"name": ["office"]}]


def test_object_named_by_its_id_is_asked_for_by_id(runner):
    identifier = runner.info(CONNECTION, name="branch7")["ipsec_site_connections"][0]["id"]
    runner.cloud.forget_log()
    assert runner.apply(CONNECTION, identifier.upper(), description="")["action"] == "none"
    assert filters(runner, CONNECTIONS) == [{"id": [identifier]}]


def test_neighbours_are_read_once_when_a_write_is_planned(runner):
    assert runner.apply(CONNECTION, "branch7", peer_cidrs=["10.4.0.0/24"])["action"] == "update"
    assert [sorted(asked) for asked in filters(runner, CONNECTIONS)] == [["name"], ["vpnservice_id"]]


def test_users_of_a_policy_are_asked_for_by_reference(runner):
    with pytest.raises(VpnError, match='in use by "branch7"'):
        runner.apply("ike_policy", "ike", state="absent")
    assert [sorted(asked) for asked in filters(runner, CONNECTIONS)] == [["ikepolicy_id"]]


def test_cloud_that_ignores_filters_gives_the_same_results(runner):
    runner.cloud.ignores_query = True
    assert runner.apply(CONNECTION, "branch7", **BRANCH7)["action"] == "none"
    found = runner.info(CONNECTION, name="branch8")["ipsec_site_connections"]
    assert [item["name"] for item in found] == ["branch8"]
    assert runner.apply(CONNECTION, "branch", state="absent")["action"] == "none"


def test_name_is_compared_by_its_letters_again(runner):
    """A database may ignore case in a filter (MySQL's collations do)."""
    runner.cloud.ignores_query = True
    assert runner.info(CONNECTION, name="BRANCH7")["ipsec_site_connections"] == []


def test_object_of_another_name_shows_that_a_token_with_an_unknown_role_may_read(runner):
    client = runner.connected_client()
    client.access.roles = frozenset({"vpn_operator"})
    assert runner.info(CONNECTION, client, name="nowhere") == {"changed": False, "ipsec_site_connections": []}
    with pytest.raises(LoginError, match="may not list VPN objects"):
        runner.info("endpoint_group", client, name="nowhere")


def test_k5_is_asked_for_whole_collections():
    """Its documents name no parameters."""
    runner = PreparedRunner("k5")
    runner.cloud.forget_log()
    runner.apply(CONNECTION, "branch7", **BRANCH7)
    runner.info(CONNECTION)
    assert all(entry.query == {} for entry in runner.cloud.log.network if entry.path == CONNECTIONS)


READS_WITHOUT_KEYS = {
    "info": lambda runner: runner.info(CONNECTION),
    "info by name": lambda runner: runner.info(CONNECTION, name="branch7"),
    "drift without keys": lambda runner: runner.check(CONNECTION, "branch7", **{**WITHOUT_KEY, "mtu": 1400}),
    "unchanged without key": lambda runner: runner.apply(CONNECTION, "branch7", **WITHOUT_KEY),
    "update without key": lambda runner: runner.apply(CONNECTION, "branch7", peer_cidrs=["10.4.0.0/24"]),
    "key on create only": lambda runner: runner.apply(CONNECTION, "branch7", **BRANCH7, update_psk="on_create"),
    "delete": lambda runner: runner.apply(CONNECTION, "branch7", state="absent"),
    "policy": lambda runner: runner.apply("ike_policy", "ike", description=""),
    "service": lambda runner: runner.apply("vpn_service", "office", description="new"),
    "export": lambda runner: topology(runner, "vpn_topology_info"),
    "validation": lambda runner: validate(runner, baseline="ietf", ike_policies=[{"name": "ike"}]),
    "validation of declared connections": lambda runner: validate(runner, ipsec_site_connections=[{"name": "branch7"}]),
    "purge": lambda runner: topology(
        runner, "vpn_topology", owner="us", purge=True, ike_policies=[{"name": "ike", "state": "present"}]
    ),
    "status": lambda runner: topology(runner, "playbook_text", playbook="status"),
    "diagnosis of one end": lambda runner: topology(runner, "playbook_text", playbook="diagnose", name="branch7"),
    "audit": lambda runner: topology(runner, "playbook_text", playbook="audit", today="2026-11-27"),
    "peer configuration": lambda runner: topology(runner, "playbook_text", playbook="peer_config", name="branch7"),
    "topology without keys": lambda runner: topology(
        runner, "vpn_topology", ipsec_site_connections=[{"name": "branch7", **WITHOUT_KEY}]
    ),
    "topology, absent": lambda runner: topology(
        runner, "vpn_topology", state="absent", ipsec_site_connections=[{"name": "branch7"}, {"name": "branch8"}]
    ),
}


@pytest.mark.parametrize("run", READS_WITHOUT_KEYS)
def test_no_key_crosses_the_wire_where_none_is_compared(runner, run):
    runner.cloud.refuse_keys = True
    result = READS_WITHOUT_KEYS[run](runner)
    assert "reading keys is switched off" not in str(result)
    assert runner.cloud.log.key_bytes == 0


@pytest.mark.parametrize("in_topology", [False, True])
def test_two_policies_of_one_name_are_compared_without_keys(runner, in_topology):
    """All connections were read with their keys, though no policy has one."""
    duplicate(runner, "ike_policy", "ike")
    runner.cloud.refuse_keys = True
    if in_topology:
        assert topology(runner, "vpn_topology", ike_policies=[{"name": "ike"}])["changed"]
    else:
        with pytest.raises(VpnError, match="There are 2 IKE policies"):
            runner.apply("ike_policy", "ike")
    assert runner.cloud.log.key_bytes == 0


def test_attributes_of_a_policy_that_are_unknown_here_are_compared_without_keys(runner):
    runner.cloud.refuse_keys = True
    with pytest.raises(VpnError, match="in use by"):
        runner.apply("ike_policy", "ike", extra_attrs={"vendor": "x"}, lifetime={"value": 7200})
    assert runner.cloud.log.key_bytes == 0


def duplicate(runner, kind, name, **changed):
    """A second object with the values of the first, and these."""
    client = runner.connected_client()
    resource = Snapshot(client).resource(kind)
    first = {**client.list(resource, with_secrets=True, name=name)[0], **changed}
    server_made = ("id", "status", "project_id", "tenant_id", "auth_mode", "route_mode")
    client.create(resource, {key: value for key, value in first.items() if key not in server_made})
    runner.cloud.forget_log()


READS_WITH_KEYS = {
    "given": lambda runner: runner.apply(CONNECTION, "branch7", **{**BRANCH7, "psk": "another secret"}),
    "peer moved": lambda runner: runner.apply(CONNECTION, "branch7", peer_address="172.24.4.99"),
    "replaced": lambda runner: runner.apply("ike_policy", "ike", pfs="group14", replace=True),
}


@pytest.mark.parametrize("run", READS_WITH_KEYS)
def test_key_is_read_where_it_is_compared_or_copied(runner, run):
    assert READS_WITH_KEYS[run](runner)["changed"]
    assert runner.cloud.log.key_bytes > 0


def test_changed_key_is_found_and_written(runner):
    result = runner.apply(CONNECTION, "branch7", **{**BRANCH7, "psk": "another secret"})
    assert (result["action"], result["diff"]["after"]) == ("update", {"psk": "(not shown, new value)"})
    assert runner.apply(CONNECTION, "branch7", **{**BRANCH7, "psk": "another secret"})["action"] == "none"


def test_peer_that_moves_beside_another_connection_has_its_key_compared(runner):
    """The key is not given; the rule reads it, since both connections then need the same one."""
    runner.apply(CONNECTION, "branch8", psk="the key of branch8")
    warnings = runner.apply(CONNECTION, "branch7", peer_address="172.24.4.8")["warnings"]
    assert any("the same peer 172.24.4.8 but another" in text and "psk" in text for text in warnings)


def test_duplicates_with_different_keys_are_not_taken_for_equal(runner):
    """No key is declared, so none would be read: two objects of one name have theirs compared all the same."""
    duplicate(runner, CONNECTION, "branch7", psk="the key of the other one")
    with pytest.raises(VpnError, match="There are 2 IPsec site connections"):
        topology(runner, "vpn_topology", ipsec_site_connections=[{"name": "branch7", **WITHOUT_KEY}])


def test_cloud_that_ignores_fields_is_noticed_once(runner):
    runner.cloud.ignores_query = True
    client = runner.connected_client()
    for _time in range(2):
        shown = runner.info(CONNECTION, client)["ipsec_site_connections"]
        assert shown and all("psk" not in item for item in shown)
    assert ["fields" in entry.query for entry in runner.cloud.log.network if entry.path == CONNECTIONS] == [True, False]


def test_missing_object_costs_one_request(runner):
    assert runner.apply(CONNECTION, "nowhere", state="absent")["action"] == "none"
    assert len(runner.cloud.log.network) == 1


def test_id_of_no_object_is_looked_for_as_a_name_too(runner):
    with pytest.raises(VpnError, match="There is no IPsec site connection with the id"):
        runner.apply(CONNECTION, "7b347d20-6fa3-4e22-b744-c49ee235ae4f", description="x")
    assert [sorted(asked) for asked in filters(runner, CONNECTIONS)] == [["id"], ["name"]]


class MeetingPoint(BaseAdapter):
    """The cloud's adapter; the first read of the network waits for a second one, and notes whether it came."""

    def __init__(self, adapter):
        super().__init__()
        self.adapter, self.reads, self.second = adapter, 0, threading.Event()
        self.met = None

    def send(self, request, **options):
        if request.method == "GET" and "/v2.0/" in request.url:
            self.reads += 1
            if self.reads > 1:
                self.second.set()
            elif self.met is None:
                self.met = self.second.wait(1 if self.alone else 30)
        return self.adapter.send(request, **options)

    def close(self):
        """Nothing is held open."""


TOPOLOGY = {
    "ike_policies": [{"name": "ike"}],
    "ipsec_policies": [{"name": "ipsec"}],
    "vpn_services": [{"name": "office", "router": "edge", "subnet": "office"}],
    "ipsec_site_connections": [{"name": "branch7", **BRANCH7}],
}


def meeting_point(client, alone=False):
    """A ``MeetingPoint`` that the client sends its requests through."""
    transport = client.access.session.session
    meeting = MeetingPoint(transport.get_adapter(URL))
    meeting.alone = alone
    transport.mount(URL, meeting)
    return meeting


@pytest.mark.parametrize(("kind", "name"), [(CONNECTION, "branch7"), ("vpn_service", "office")])
def test_references_of_one_object_are_asked_for_by_id(runner, kind, name):
    """Their kinds were listed whole for the names of at most four objects."""
    shown = runner.info(kind, name=name)[f"{kind}s"][0]
    assert shown["router_name"] == "edge"
    asked = [{key for key in entry.query if key != "fields"} for entry in runner.cloud.log.network]
    assert asked[0] == {"name"} and set(map(frozenset, asked[1:])) == {frozenset({"id"})}


def test_references_of_several_objects_take_one_listing_for_each_kind(runner):
    shown = runner.info(CONNECTION)["ipsec_site_connections"]
    assert [item["router_name"] for item in shown] == ["edge", "edge"]
    assert len(runner.cloud.log.network) == 5


def test_an_object_and_what_it_refers_to_are_read_at_once(runner):
    client = runner.connected_client()
    meeting = meeting_point(client)
    assert runner.task(CONNECTION, "branch7", client, **BRANCH7)["action"] == "none"
    assert meeting.met and meeting.reads == 4


def test_an_id_that_the_object_holds_is_not_looked_up(runner):
    shown = runner.info(CONNECTION, name="branch7")["ipsec_site_connections"][0]
    runner.cloud.forget_log()
    ids = {"vpn_service": shown["vpnservice_id"], "ike_policy": shown["ikepolicy_id"]}
    assert runner.apply(CONNECTION, "branch7", **ids)["action"] == "none"
    assert len(runner.cloud.log.network) == 1


@pytest.mark.parametrize(("concurrency", "at_once"), [(8, True), (1, False)])
def test_independent_reads_of_a_topology_go_at_once(runner, concurrency, at_once):
    client = runner.connected_client()
    meeting = meeting_point(client, alone=not at_once)
    assert not topology(runner, "vpn_topology", client, concurrency=concurrency, **TOPOLOGY)["changed"]
    assert meeting.met == at_once


def test_what_a_cloud_does_not_have_is_not_read_ahead():
    """Its items are read ahead before they are checked."""
    runner = PreparedRunner("k5")
    runner.cloud.forget_log()
    groups = [{"name": "here", "type": "cidr", "endpoints": ["10.1.0.0/24"]}]
    connections = [{"name": "branch7", "local_ep_group": "here"}]
    with pytest.raises(VpnError, match="this cloud has no endpoint groups"):
        topology(runner, "vpn_topology", endpoint_groups=groups, ipsec_site_connections=connections)
    assert runner.cloud.log.network
    assert [entry.path for entry in runner.cloud.log.network if "endpoint" in entry.path] == []


def test_listings_of_an_export_go_at_once(runner):
    client = runner.connected_client()
    meeting = meeting_point(client)
    topology(runner, "vpn_topology_info", client)
    assert meeting.met
    assert len(runner.cloud.log.calls) == len(set(runner.cloud.log.calls)) == 7


@pytest.mark.parametrize(("concurrency", "at_once"), [(8, True), (1, False)])
def test_listings_of_a_purge_go_at_once(runner, concurrency, at_once):
    client = runner.connected_client()
    meeting = meeting_point(client, alone=not at_once)
    topology(runner, "vpn_topology", client, concurrency=concurrency, owner="us", purge=True, state="absent")
    assert meeting.met == at_once


class TaskTimeout(BaseException):
    """As Ansible raises for the task keyword timeout, by a signal."""


def test_a_task_whose_time_is_over_waits_for_no_read(runner):
    """It waited for all reads that were sent, which is api_timeout in the worst case."""
    client = runner.connected_client()
    meeting = meeting_point(client, alone=False)
    answered = []

    def send(request, **options):
        runner_waits.wait(30)
        answered.append(request)
        return MeetingPoint.send(meeting, request, **options)

    def expires(_signal, _frame):
        raise TaskTimeout

    runner_waits, meeting.send = threading.Event(), send
    before = signal.signal(signal.SIGALRM, expires)
    signal.setitimer(signal.ITIMER_REAL, 0.3)
    try:
        with pytest.raises(TaskTimeout):
            topology(runner, "vpn_topology", client, **TOPOLOGY)
        assert not answered
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        runner_waits.set()


def test_reads_that_go_at_once_are_no_more(runner):
    counts = []
    for concurrency in (1, 8):
        runner.cloud.forget_log()
        topology(runner, "vpn_topology", concurrency=concurrency, **TOPOLOGY)
        counts.append(sorted(runner.cloud.log.calls))
    assert counts[0] == counts[1]


def test_a_validation_reads_the_connections_beside_the_rest(runner):
    client = runner.connected_client()
    meeting = meeting_point(client)
    assert topology(runner, "vpn_topology_validate", client, timeout=0, fail_on="never")["assertions"]
    assert meeting.met


def test_a_declaration_with_faults_is_compared_with_connections_that_are_read_once(runner):
    faulty = {**TOPOLOGY, "ipsec_site_connections": [{"name": "branch7", **BRANCH7, "mtu": 1}]}
    found = topology(runner, "vpn_topology_validate", timeout=0, fail_on="never", **faulty)
    assert [row["result"] for row in found["assertions"] if row["id"] == "declaration-valid"] == ["failed"]
    assert filters(runner, CONNECTIONS) == [{}]
