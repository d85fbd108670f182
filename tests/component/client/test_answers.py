# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where nothing can be concluded, nothing is: answers that are not understood, ids that are none, listings that may be
others' or that are empty for want of a project."""

from __future__ import annotations

import json

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.client import Cloud
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.connect import connect
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import CloudUnreachable, LoginError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.argspec import info_spec
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.topology.export import export
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.accounts import DEMO_PROJECT, OTHER_PROJECT
from ansible_collections.sitelink.vpnaas.tests.support.prepared_runner import PreparedRunner, answer, instead, refused
from ansible_collections.sitelink.vpnaas.tests.support.task_runner import URL, TaskRunner, defaults_of

UUID = "7b347d20-6fa3-4e22-b744-c49ee235ae4f"
NEXT = {"rel": "next", "href": f"http://elsewhere.test/v2.0/vpn/ikepolicies?limit=2&marker={UUID}"}


def policies(*items, **more):
    return {"ikepolicies": list(items), **more}


#: A9 of the faults found in 1.0.0, and its like: body of a listing, what the error says of it
LISTINGS = {
    "mapping": ({"ikepolicies": {}}, "a mapping at ikepolicies"),
    "null": ({"ikepolicies": None}, "null at ikepolicies"),
    "text": ({"ikepolicies": ""}, "a text at ikepolicies"),
    "number": ({"ikepolicies": 0}, "a number at ikepolicies"),
    "false": ({"ikepolicies": False}, "true or false at ikepolicies"),
    "item null": (policies(None), "null at ikepolicies[0]"),
    "item a list": (policies({"id": UUID}, []), "a list at ikepolicies[1]"),
    "item without id": (policies({"name": "new"}), "null at ikepolicies[0].id"),
    "id a number": (policies({"id": 7}), "a number at ikepolicies[0].id"),
    "id a path": (policies({"id": f"../../networks/{UUID}"}), "malformed id at ikepolicies[0].id: '../../networks/"),
    "id with a line": (
        policies({"id": "x\n2026-01-01 DELETE /forged"}),
        r"malformed id at ikepolicies[0].id: 'x\n2026",
    ),
    "id of dots": (policies({"id": ".."}), "malformed id at ikepolicies[0].id: '..'"),
    "id empty": (policies({"id": ""}), "malformed id at ikepolicies[0].id: ''"),
    "id too long": (policies({"id": "x" * 1000}), "malformed id at ikepolicies[0].id: 'xxx"),
    "links a mapping": (policies(ikepolicies_links={}), "a mapping at ikepolicies_links"),
    "links null": (policies(ikepolicies_links=None), "null at ikepolicies_links"),
    "link null": (policies(ikepolicies_links=[None]), "null at ikepolicies_links[0]"),
    "next without address": (policies(ikepolicies_links=[{"rel": "next"}]), "next page without a query"),
    "next a number": (policies(ikepolicies_links=[{"rel": "next", "href": 7}]), "next page without a query"),
    "next without query": (
        policies(ikepolicies_links=[{"rel": "next", "href": f"{URL}/v2.0/vpn/ikepolicies"}]),
        "next page without a query",
    ),
    "next leads to itself": (policies(ikepolicies_links=[NEXT]), "circular link at ikepolicies_links[0]"),
}


#: kind -> attributes of one object of a listing, and what the error says; None: Neutron holds such values
NETWORKS = {
    "no network": (
        "ipsec_site_connection",
        {"peer_cidrs": ["nowhere"]},
        "a text at ipsec_site_connections[0].peer_cidrs[0]",
    ),
    "empty": ("ipsec_site_connection", {"peer_cidrs": [""]}, "where a network (address/length) is expected"),
    "host bits": ("ipsec_site_connection", {"peer_cidrs": ["10.2.0.1/24", "10.2.0.2/24"]}, None),
    "IPv6 mask": ("ipsec_site_connection", {"peer_cidrs": ["2001:db8::/ffff:ffff::"]}, None),
    "group": (
        "endpoint_group",
        {"type": "cidr", "endpoints": ["nowhere"]},
        "a text at endpoint_groups[0].endpoints[0]",
    ),
    "group of subnets": ("endpoint_group", {"type": "subnet", "endpoints": ["nowhere"]}, None),
    "group of an unknown type": ("endpoint_group", {"type": "vlan2", "endpoints": ["100"]}, None),
}


@pytest.mark.parametrize("case", NETWORKS)
def test_e1_networks_of_an_answer(case: str) -> None:
    kind, attributes, words = NETWORKS[case]
    resource = VPN_KINDS[kind]
    body = {resource.api_key_plural: [{"id": UUID, "name": "x", **attributes}]}
    cloud = PreparedRunner(between=instead("GET", resource.path, 200, body)).connected_client()
    if words:
        refused(lambda: cloud.list(resource), words, kind=CloudUnreachable)
    else:
        assert len(cloud.list(resource)) == 1


@pytest.mark.parametrize("case", LISTINGS)
@pytest.mark.parametrize("params", [{}, {"state": "absent"}], ids=["present", "absent"])
def test_a_listing_that_is_not_understood_is_never_an_empty_one(case, params):
    body, output = LISTINGS[case]
    runner = PreparedRunner(between=instead("GET", "/vpn/ikepolicies", 200, body))
    failure = refused(
        lambda: runner.apply("ike_policy", "new", **params), "GET /vpn/ikepolicies", output, kind=CloudUnreachable
    )
    assert "endpoint" in failure.details["hint"]
    assert len(str(failure)) < 400
    assert runner.written() == []


def test_a_circle_of_several_pages_ends() -> None:
    pages = [policies(ikepolicies_links=[{"rel": "next", "href": f"{URL}/x?marker={number}"}]) for number in "121"]
    left = iter(pages)

    def between(request, _send):
        if request.method == "GET" and "/vpn/ikepolicies" in request.path_url:
            return answer(request, 200, next(left))
        return None

    runner = PreparedRunner(between=between)
    refused(lambda: runner.apply("ike_policy", "new"), "circular link", kind=CloudUnreachable)
    assert next(left, None) is None


def test_each_page_of_a_long_list_is_reported_and_a_short_list_is_silent() -> None:
    """A list of many pages was read in silence."""
    following = {"ikepolicies_links": [{"rel": "next", "href": f"{URL}/x?marker=1"}]}
    maker = PreparedRunner()
    maker.apply("ike_policy", "one")
    long = [policies(*maker.cloud.contents()["ikepolicies"][-1:], **following), policies()]
    for pages, wanted in ((long, ["1 IKE policies read so far"]), ([policies()], [])):
        left = iter(pages)

        def between(request, _send, left=left):
            return answer(request, 200, next(left)) if "/vpn/ikepolicies" in request.path_url else None

        client = PreparedRunner(between=between).connected_client()
        lines: list[str] = []
        client.show_progress(lines.append)
        client.list(Snapshot(client).resource("ike_policy"))
        assert lines == wanted


#: body of the answer to a POST or to the GET of one object, what the error says of it
OBJECTS = {
    "null": ({"ikepolicy": None}, "null at ikepolicy"),
    "list": ({"ikepolicy": []}, "a list at ikepolicy"),
    "without id": ({"ikepolicy": {"name": "new"}}, "null at ikepolicy.id"),
    "id a path": ({"ikepolicy": {"id": "../x"}}, "malformed id at ikepolicy.id: '../x'"),
}


@pytest.mark.parametrize("case", OBJECTS)
def test_an_object_that_is_not_understood_is_an_error(case):
    body, output = OBJECTS[case]
    runner = PreparedRunner(between=instead("POST", "/vpn/ikepolicies", 201, body))
    refused(lambda: runner.apply("ike_policy", "new"), "POST /vpn/ikepolicies", output, kind=CloudUnreachable)


def test_an_answer_about_another_object_is_an_error() -> None:
    runner = PreparedRunner()
    (stored,) = [item for item in runner.cloud.store.all("ikepolicies") if item["name"] == "ike"]
    runner.between = instead("GET", stored["id"], 200, {"ikepolicy": {**stored, "id": UUID}})
    cloud = runner.connected_client()
    refused(lambda: cloud.get(VPN_KINDS["ike_policy"], stored["id"]), "another object", UUID, kind=CloudUnreachable)


@pytest.mark.parametrize(
    "identifier", ["../../networks/x", "a/b", "a?b", "a#b", "a%2fb", "..", ".", "", "a\nb", "a b", None, 7, "x" * 65]
)
@pytest.mark.parametrize("verb", ["get", "update", "delete"])
def test_what_is_no_id_never_stands_in_a_path(verb, identifier):
    """E5 of the faults found in 1.0.0: DELETE /v2.0/networks/<id> was sent."""
    runner = PreparedRunner()
    lines = []
    cloud = Cloud(runner.connected_client().access, clock=runner.clock(), record=lines.append)
    runner.cloud.forget_log()
    body = ({},) if verb == "update" else ()
    refused(
        lambda: getattr(cloud, verb)(VPN_KINDS["ike_policy"], identifier, *body), "malformed", kind=CloudUnreachable
    )
    assert (runner.cloud.log.calls, lines) == ([], [])


# --- whose objects


def without_token(runner, **options):
    """A login that knows no project, with an administrator's rights."""
    admin = runner.connect(auth=runner.access(username="admin", password="admin-password-3f9c")["auth"]).access
    auth = {"token": admin.session.get_token(), "endpoint": admin.endpoint}
    params = defaults_of(info_spec())
    params |= {"auth_type": "admin_token", "auth": auth, "dialect": runner.dialect, **options}
    return connect(params, transport=runner.transport(), clock=runner.clock())


@pytest.fixture
def crowded(runner):
    """A cloud on which demo has a policy ``mine`` and another project one of the same name."""
    runner.apply("ike_policy", "mine")
    (mine,) = runner.cloud.store.all("ikepolicies")
    runner.cloud.store.add("ikepolicies", {**mine, "id": UUID, "tenant_id": OTHER_PROJECT})
    return runner


def test_without_a_project_names_and_listings_are_refused(crowded):
    cloud = without_token(crowded)
    words = ("names no project", "other projects' objects")
    for action in (
        lambda: crowded.task("ike_policy", "mine", cloud, state="absent"),
        lambda: crowded.task("ike_policy", "new", cloud),
        lambda: crowded.info("ike_policy", cloud),
        lambda: crowded.info("ike_policy", cloud, name="mine"),
        lambda: export({}, Snapshot(cloud)),
    ):
        failure = refused(action, *words, kind=LoginError)
        assert failure.details["hint"].startswith("Give project")
    assert len(crowded.cloud.store.all("ikepolicies")) == 2


def test_without_a_project_ids_work(crowded):
    cloud = without_token(crowded)
    assert [item["id"] for item in crowded.info("ike_policy", cloud, name=UUID)["ike_policies"]] == [UUID]
    assert crowded.task("ike_policy", UUID, cloud, state="absent")["action"] == "delete"
    assert crowded.task("ike_policy", UUID, cloud, state="absent")["action"] == "none"
    assert [item["name"] for item in crowded.cloud.store.all("ikepolicies")] == ["mine"]


@pytest.mark.parametrize("project", [DEMO_PROJECT, OTHER_PROJECT])
def test_with_the_project_given_its_objects_are_meant(crowded, project):
    cloud = without_token(crowded, project=project)
    (failure,) = crowded.info("ike_policy", cloud)["ike_policies"]
    assert (failure.get("project_id") or failure["tenant_id"]) == project


def test_without_a_token_a_projects_name_cannot_be_looked_up(crowded):
    failure = refused(lambda: without_token(crowded, project="demo"), 'project "demo"', "no token", kind=LoginError)
    assert "id" in failure.details["hint"]


def test_a_server_that_does_not_say_whose_an_object_is(neutron):
    neutron.apply("ike_policy", "mine")
    (stored,) = neutron.cloud.store.all("ikepolicies")
    stored["tenant_id"] = ""
    cloud = without_token(neutron, project=DEMO_PROJECT)
    refused(lambda: neutron.info("ike_policy", cloud), "does not report the project of", stored["id"], kind=LoginError)


SCOPES = {
    "A system-scoped token": {"system": {"all": True}},
    "A domain-scoped token": {"domain": {"id": "default", "name": "Default"}},
    "An unscoped token": {},
}


@pytest.mark.parametrize("output", SCOPES)
@pytest.mark.parametrize("name", ["new", UUID])
def test_a_token_without_a_project_sees_nothing_and_concludes_nothing(output, name):
    def between(request, send):
        if request.method != "POST" or not request.path_url.endswith("/auth/tokens"):
            return None
        failure = send()
        token = {key: value for key, value in failure.json()["token"].items() if key != "project"} | SCOPES[output]
        failure._content = json.dumps({"token": token}).encode()
        return failure

    runner = PreparedRunner(empty=True, between=between)
    cloud = TaskRunner.connect(runner)
    failure = refused(lambda: runner.task("ike_policy", name, cloud, state="absent"), output, kind=LoginError)
    assert "project_name" in failure.details["hint"]


def test_a_failed_replacement_does_not_take_back_what_another_run_made() -> None:
    """Another run makes the same successor, ours is removed as its duplicate; then somebody uses the predecessor."""
    runner = PreparedRunner()
    old = runner.apply("endpoint_group", "there", type="cidr", endpoints=["10.5.0.0/24"])["endpoint_group"]
    (tunnel,) = runner.cloud.store.all("ipsec_site_connections")
    first = f"00000000{UUID[8:]}"

    def between(request, send):
        if request.method != "POST" or not request.path_url.endswith("/endpoint-groups"):
            return None
        failure = send()
        runner.between = None
        runner.cloud.store.add("endpoint_groups", {**reported_by(runner, failure), "id": first})
        late = {**tunnel, "id": UUID, "name": "late", "peer_ep_group_id": old["id"], "peer_cidrs": []}
        runner.cloud.store.add("ipsec_site_connections", late)
        return failure

    runner.between = between
    wanted = {"endpoints": ["10.6.0.0/24"], "replace": True}
    refused(lambda: runner.apply("endpoint_group", "there", **wanted), "still in use", "late")
    assert {item["id"] for item in runner.cloud.store.all("endpoint_groups")} == {old["id"], first}


def reported_by(runner: PreparedRunner, failure: object) -> dict:
    """The stored object that the answer to a POST tells of."""
    identifier = failure.json()["endpoint_group"]["id"]
    (item,) = [item for item in runner.cloud.store.all("endpoint_groups") if item["id"] == identifier]
    return item
