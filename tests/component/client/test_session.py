# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every way in that the ``openstack`` command knows leads to the same place; the network endpoint and the dialect are
found in the catalog; whose objects are meant follows from token and ``project``."""

from __future__ import annotations

import json
from importlib.metadata import version

import pytest
import yaml

from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.connect import connect
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.sender import Clock
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import LoginError, UnknownReference
from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.argspec import info_spec
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.accounts import (
    APPLICATION_CREDENTIAL_ID,
    APPLICATION_CREDENTIAL_SECRET,
    DEMO_PROJECT,
    OTHER_PROJECT,
)
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.messages import Request
from ansible_collections.sitelink.vpnaas.tests.support.prepared_runner import FaultAdapter, answer, refused
from ansible_collections.sitelink.vpnaas.tests.support.task_runner import URL, TaskRunner, defaults_of

PASSWORD = "demo-password-3f9c"
AUTH = {
    "auth_url": f"{URL}/v3",
    "username": "demo",
    "password": PASSWORD,
    "project_name": "demo",
    "user_domain_name": "Default",
    "project_domain_name": "Default",
}
WITHOUT_PASSWORD = {key: value for key, value in AUTH.items() if key != "password"}
VARIABLES = {f"OS_{key.upper()}": value for key, value in AUTH.items()}


class EndpointStub(TaskRunner):
    """A runner with the options of a case only; ``between`` as in PreparedRunner."""

    between = None

    def transport(self):
        session = super().transport()
        session.mount(URL, FaultAdapter(self.cloud.adapter(), self))
        return session

    def enter(self, **params):
        params = {**defaults_of(info_spec()), **params}
        return connect(params, transport=self.transport(), clock=Clock(self.time.now, self.time.sleep))


@pytest.fixture
def stub():
    return EndpointStub()


@pytest.fixture
def written(tmp_path, monkeypatch):
    """Writes clouds.yaml, or secure.yaml, to where the environment says it is."""

    def write(clouds, secure=False):
        path = tmp_path / ("secure.yaml" if secure else "clouds.yaml")
        path.write_text(yaml.safe_dump({"clouds": clouds}))
        monkeypatch.setenv("OS_CLIENT_SECURE_FILE" if secure else "OS_CLIENT_CONFIG_FILE", str(path))

    return write


def name_and_use(stub, cloud):
    """Whose it is, and that Neutron takes the token."""
    assert (cloud.project_id, cloud.access.project_name) == (DEMO_PROJECT, "demo")
    assert cloud.list(VPN_KINDS["ike_policy"]) == []
    assert stub.cloud.log.calls == ["GET /v2.0/vpn/ikepolicies"]
    return cloud.access


# --- ways in


@pytest.mark.parametrize(
    "params",
    [
        {"auth": AUTH},
        {"auth": AUTH, "auth_type": "v3password"},
        {"auth": AUTH, "region_name": "RegionOne", "interface": "admin", "api_timeout": 5, "validate_certs": True},
        {"cloud": {"auth": AUTH, "region_name": "RegionOne"}},
        {"auth": {key: value for key, value in AUTH.items() if "project" not in key} | {"project_id": DEMO_PROJECT}},
        {
            "auth_type": "v3applicationcredential",
            "auth": {
                "auth_url": f"{URL}/v3",
                "application_credential_id": APPLICATION_CREDENTIAL_ID,
                "application_credential_secret": APPLICATION_CREDENTIAL_SECRET,
            },
        },
        {
            "auth_type": "v3applicationcredential",
            "auth": {
                "auth_url": f"{URL}/v3",
                "application_credential_name": "robot",
                "application_credential_secret": APPLICATION_CREDENTIAL_SECRET,
                "username": "demo",
                "user_domain_name": "Default",
            },
        },
    ],
    ids=["password", "v3password", "beside", "mapping", "project_id", "credential by id", "credential by name"],
)
def test_explicit_auth(stub, params):
    name_and_use(stub, stub.enter(**params))


@pytest.mark.parametrize("auth_type", ["token", "v3token"])
def test_login_with_a_token(stub, auth_type):
    token = stub.enter(auth=AUTH).access.session.get_token()
    auth = {key: AUTH[key] for key in ("auth_url", "project_name", "project_domain_name")} | {"token": token}
    access = name_and_use(stub, stub.enter(auth=auth, auth_type=auth_type))
    assert token in access.secrets


def test_clouds_yaml(stub, written):
    written(
        {"paris": {"auth": AUTH, "region_name": "RegionOne"}, "rome": {"auth": {"auth_url": "http://nowhere.test"}}}
    )
    name_and_use(stub, stub.enter(cloud="paris"))


def test_secure_yaml(stub, written):
    written({"paris": {"auth": WITHOUT_PASSWORD}, "rome": {}})
    written({"paris": {"auth": {"password": PASSWORD}}}, secure=True)
    access = name_and_use(stub, stub.enter(cloud="paris"))
    assert PASSWORD in access.secrets


def test_the_only_cloud_of_clouds_yaml_needs_no_name(stub, written):
    written({"paris": {"auth": AUTH}})
    name_and_use(stub, stub.enter())


def test_os_cloud(stub, written, monkeypatch):
    written({"paris": {"auth": AUTH}, "rome": {}})
    monkeypatch.setenv("OS_CLOUD", "paris")
    name_and_use(stub, stub.enter())


def test_variables(stub, monkeypatch):
    for name, value in VARIABLES.items():
        monkeypatch.setenv(name, value)
    access = name_and_use(stub, stub.enter())
    assert PASSWORD in access.secrets


def test_a_cloud_by_name_counts_more_than_variables(stub, written, monkeypatch):
    written({"paris": {"auth": AUTH}})
    monkeypatch.setenv("OS_AUTH_URL", "http://nowhere.test")
    monkeypatch.setenv("OS_USERNAME", "nobody")
    name_and_use(stub, stub.enter(cloud="paris"))


def test_options_complete_a_cloud_by_name(stub, written):
    written({"paris": {"auth": WITHOUT_PASSWORD, "interface": "internal"}})
    name_and_use(stub, stub.enter(cloud="paris", auth={"password": PASSWORD}, region_name="RegionOne"))


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("auth", AUTH),
        ("auth_type", "password"),
        ("region_name", "RegionOne"),
        ("interface", "public"),
        ("validate_certs", False),
        ("ca_cert", "/ca"),
        ("client_cert", "/cert"),
        ("client_key", "/key"),
        ("api_timeout", 5),
    ],
)
def test_nothing_stands_beside_a_mapping(stub, option, value):
    failure = refused(lambda: stub.enter(cloud={"auth": AUTH}, **{option: value}), option, "inside it", kind=LoginError)
    assert PASSWORD not in str(failure)
    assert list(stub.cloud.log) == []


@pytest.mark.parametrize("name", ["environment", "the only entry of clouds.yaml"])
def test_a_mapping_is_a_whole_configuration(stub, written, monkeypatch, name):
    """Fault: what it lacked came from another cloud, whose password went to the host of the mapping."""
    if name == "environment":
        for variable, value in {**VARIABLES, "OS_REGION_NAME": "Elsewhere"}.items():
            monkeypatch.setenv(variable, value)
    else:
        written({"paris": {"auth": AUTH, "region_name": "Elsewhere"}})
    name_and_use(stub, stub.enter(cloud={"auth": AUTH}))
    stub.cloud.forget_log()
    refused(lambda: stub.enter(cloud={"auth": WITHOUT_PASSWORD}), kind=LoginError)
    # keystoneauth1 before 5.10 sends the request without a password.
    assert 201 not in [entry.status for entry in stub.cloud.log]


def test_a_mapping_can_name_an_entry_of_clouds_yaml(stub, written):
    written({"paris": {"auth": WITHOUT_PASSWORD}})
    name_and_use(stub, stub.enter(cloud={"cloud": "paris", "auth": {"password": PASSWORD}}))


def test_a_log_in_costs_two_calls(stub):
    cloud = stub.enter(auth=AUTH)
    assert [(entry.method, entry.path) for entry in stub.cloud.log.identity] == [
        ("GET", "/v3"),
        ("POST", "/v3/auth/tokens"),
    ]
    cloud.list(VPN_KINDS["ike_policy"])
    assert len(stub.cloud.log.identity) == 2


def test_a_token_that_the_cloud_forgot_is_renewed_once(stub):
    cloud = stub.enter(auth=AUTH)
    stub.cloud.revoke_tokens()
    assert cloud.list(VPN_KINDS["ike_policy"]) == []
    assert [entry.status for entry in stub.cloud.log.network] == [401, 200]


def test_requests_say_who_sends_them(stub):
    """For whoever reads the log of a cloud: the collection, and the library below it."""
    seen = []
    stub.between = lambda request, _send: seen.append(request.headers["User-Agent"])
    stub.enter(auth=AUTH).list(VPN_KINDS["ike_policy"])
    assert len(seen) == 3  # version document, token, listing
    assert all(agent.startswith("sitelink.vpnaas") for agent in seen)
    assert all(f" openstacksdk/{version('openstacksdk')} " in agent for agent in seen)


# --- where Neutron is, and which dialect it speaks


def with_catalog(stub, *entries):
    """The token's catalog gets these network endpoints: (url, name of the endpoint or None, interface, region)."""

    def between(request, send):
        failure = send()
        if request.method != "POST" or not request.url.endswith("/auth/tokens"):
            return failure
        body = failure.json()
        catalog = [service for service in body["token"]["catalog"] if service["type"] != "network"]
        for number, (url, name, interface, region) in enumerate(entries):
            endpoint = {"id": str(number), "url": url, "interface": interface, "region": region, "region_id": region}
            endpoints = [endpoint | ({"name": name} if name else {})]
            catalog.append({"id": str(number), "type": "network", "name": "neutron", "endpoints": endpoints})
        body["token"]["catalog"] = catalog
        return answer(request, 201, body, **{"X-Subject-Token": failure.headers["X-Subject-Token"]})

    stub.between = between
    return stub


PUBLIC = ("public", "RegionOne")


@pytest.mark.parametrize(
    ("url", "endpoint"),
    [
        (URL, f"{URL}/v2.0"),
        (f"{URL}/", f"{URL}/v2.0"),
        (f"{URL}/v2.0", f"{URL}/v2.0"),
        (f"{URL}/v2.0/", f"{URL}/v2.0"),
        (f"{URL}/v2", f"{URL}/v2"),
        (f"{URL}:9696", f"{URL}:9696/v2.0"),
        (f"{URL}/networking", f"{URL}/networking/v2.0"),
        (f"{URL}/networking/v2.0", f"{URL}/networking/v2.0"),
    ],
)
@pytest.mark.parametrize("override", [False, True])
def test_a_version_is_appended_only_where_there_is_none(stub, url, endpoint, override):
    if override:
        cloud = stub.enter(cloud={"auth": AUTH, "network_endpoint_override": url})
    else:
        cloud = with_catalog(stub, (url, None, *PUBLIC)).enter(auth=AUTH)
    assert cloud.access.endpoint == endpoint


CHOSEN = [
    # given, inside clouds.yaml, the host that is chosen
    ({}, {}, "public-one"),
    ({}, {"interface": "internal"}, "internal-one"),
    ({}, {"network_interface": "admin"}, "admin-one"),
    ({"interface": "public"}, {"interface": "internal"}, "public-one"),
    ({"interface": "internal"}, {}, "internal-one"),
    ({"region_name": "two"}, {}, "public-two"),
    ({}, {"region_name": "two", "interface": "internal"}, "internal-two"),
    ({"region_name": "one"}, {"regions": ["one", "two"]}, "public-one"),
    ({}, {"regions": ["two", "one"]}, "public-two"),
]


@pytest.mark.parametrize("name", [None, "networking"])
@pytest.mark.parametrize(("given", "configured", "host"), CHOSEN)
def test_interface_and_region(stub, written, given, configured, host, name):
    written({"paris": {"auth": AUTH, **configured}})
    entries = [
        (f"http://{interface}-{region}.test", name, interface, region)
        for interface in ("admin", "internal", "public")
        for region in ("one", "two")
    ]
    assert with_catalog(stub, *entries).enter(cloud="paris", **given).access.endpoint == f"http://{host}.test/v2.0"


def test_the_variable_os_interface(stub, monkeypatch):
    for name, value in VARIABLES.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("OS_INTERFACE", "internal")
    with_catalog(stub, (f"{URL}/public", None, *PUBLIC), (f"{URL}/internal", None, "internal", "RegionOne"))
    assert stub.enter().access.endpoint == f"{URL}/internal/v2.0"


@pytest.mark.parametrize("name", [None, "networking"])
def test_network_endpoint_override_counts_more_than_the_catalog(stub, written, name):
    with_catalog(stub, (URL, name, *PUBLIC))
    written({"paris": {"auth": AUTH, "network_endpoint_override": f"{URL}/elsewhere"}})
    assert stub.enter(cloud="paris").access.endpoint == f"{URL}/elsewhere/v2.0"


def test_network_endpoint_override_stands_in_for_a_catalog_without_network(written):
    stub = EndpointStub(network_in_catalog=False)
    written({"paris": {"auth": AUTH, "network_endpoint_override": URL}})
    name_and_use(stub, stub.enter(cloud="paris"))


def test_k5s_endpoint_is_chosen_by_its_name_though_networking_ex_comes_first():
    runner = TaskRunner("k5")
    cloud = runner.connect()
    body = json.loads(runner.cloud.handle(login_of(runner)).body)
    names = [service["endpoints"][0]["name"] for service in body["token"]["catalog"] if service["type"] == "network"]
    assert names == ["networking-ex", "networking"]
    assert (cloud.access.endpoint, cloud.dialect.name) == (f"{URL}/v2.0", "k5")
    assert cloud.list(VPN_KINDS["vpn_service"]) == []


def login_of(runner):
    auth = runner.access()["auth"]
    domain = {"name": auth["user_domain_name"]}
    user = {"name": auth["username"], "password": auth["password"], "domain": domain}
    identity = {"methods": ["password"], "password": {"user": user}}
    scope = {"project": {"name": "demo", "domain": domain}}
    return Request(
        "POST", f"{URL}/v3/auth/tokens", {}, json.dumps({"auth": {"identity": identity, "scope": scope}}).encode()
    )


FUJITSU = "https://networking.uk-1.cloud.global.fujitsu.com"


@pytest.mark.parametrize(
    ("url", "name", "asked", "dialect"),
    [
        (URL, None, "auto", "neutron"),
        (URL, "neutron", "auto", "neutron"),
        (URL, "networking-ex", "auto", "neutron"),
        (URL, "networking", "auto", "k5"),
        (FUJITSU, None, "auto", "k5"),
        (f"{FUJITSU}/v2.0", None, None, "k5"),
        ("https://networking.uk-1.cloud.global.fujitsu.com.evil.test", None, "auto", "neutron"),
        (URL, None, "k5", "k5"),
        (URL, "networking", "neutron", "neutron"),
        (FUJITSU, None, "neutron", "neutron"),
    ],
)
def test_dialect(stub, url, name, asked, dialect):
    before = len(stub.cloud.log.network)
    cloud = with_catalog(stub, (url, name, *PUBLIC)).enter(auth=AUTH, dialect=asked)
    assert cloud.dialect.name == dialect
    assert len(stub.cloud.log.network) == before


def test_an_overridden_endpoint_names_the_dialect_too(stub):
    cloud = stub.enter(cloud={"auth": AUTH, "network_endpoint_override": FUJITSU})
    assert (cloud.dialect.name, cloud.access.endpoint) == ("k5", f"{FUJITSU}/v2.0")


# --- whose objects


SEEN = {"demo": DEMO_PROJECT, "other": OTHER_PROJECT}


def keystone_lists(*projects, path="/v3/projects"):
    """The embedded Keystone has no list of projects: this is one, in Keystone's words."""

    def between(request, _send):
        if request.method != "GET" or request.path_url.split("?")[0] != path:
            return None
        return answer(
            request, 200, {"projects": [{"id": number, "name": name} for name, number in projects], "links": {}}
        )

    return between


def as_admin(between=None, **options):
    stub = EndpointStub(user="admin", agent="DOWN:0")
    stub.between = between
    return stub, stub.connect(**options)


@pytest.mark.parametrize("project", [None, "demo", DEMO_PROJECT])
def test_the_tokens_own_project_costs_no_call(project):
    stub, cloud = as_admin(project=project)
    assert (cloud.project_id, cloud.in_own_project) == (DEMO_PROJECT, True)
    assert len(stub.cloud.log) == 2


def test_another_project_by_id_costs_no_call():
    stub, cloud = as_admin(project=OTHER_PROJECT)
    assert (cloud.project_id, cloud.in_own_project) == (OTHER_PROJECT, False)
    assert len(stub.cloud.log) == 2


@pytest.mark.parametrize("path", ["/v3/projects", "/v3/auth/projects"])
def test_another_project_by_name(path):
    _door, cloud = as_admin(keystone_lists(*SEEN.items(), path=path), project="other")
    assert cloud.project_id == OTHER_PROJECT


def test_an_unknown_project():
    refused(lambda: as_admin(keystone_lists(*SEEN.items()), project="nobody"), 'no project "nobody"', kind=LoginError)


def test_projects_of_one_name_in_several_domains():
    between = keystone_lists(("twin", "2" * 32), ("twin", "1" * 32))
    words = ('There are 2 projects named "twin"', f"{'1' * 32}, {'2' * 32}")
    assert refused(lambda: as_admin(between, project="twin"), *words, kind=LoginError).details["hint"] == "Give the id."


@pytest.fixture
def two_projects():
    """One policy named ``same`` in each of two projects, and ``theirs`` in the other; (stub, ids of same)."""
    stub, _cloud = as_admin()
    ids = {}
    for project in SEEN:
        mine = stub.connect(project=SEEN[project])
        ids[project] = stub.task("ike_policy", "same", mine)["ike_policy"]["id"]
    stub.task("ike_policy", "theirs", stub.connect(project=OTHER_PROJECT))
    return stub, ids


def test_an_admins_objects_are_made_in_the_project_asked_for(two_projects):
    stub, ids = two_projects
    projects = {item["id"]: item["tenant_id"] for item in stub.cloud.store.all("ikepolicies")}
    assert {project: projects[number] for project, number in ids.items()} == SEEN


@pytest.mark.parametrize("project", SEEN)
def test_an_admin_who_sees_all_means_the_projects_names(two_projects, project):
    stub, ids = two_projects
    cloud = stub.connect(project=SEEN[project])
    assert stub.task("ike_policy", "same", cloud, pfs="group14")["ike_policy"]["id"] == ids[project]
    assert [item["id"] for item in stub.cloud.store.all("ikepolicies") if item["pfs"] == "group14"] == [ids[project]]
    failure = stub.info("ike_policy", cloud)["ike_policies"]
    assert {item["project_id"] for item in failure} == {SEEN[project]}


def test_the_name_of_another_projects_object_is_no_name_here(two_projects):
    stub, _ids = two_projects
    cloud = stub.connect()
    assert stub.info("ike_policy", cloud, name="theirs")["ike_policies"] == []
    assert stub.task("ike_policy", "theirs", cloud, state="absent")["action"] == "none"
    options = {
        "ike_policy": "theirs",
        "vpn_service": "x",
        "ipsec_policy": "y",
        "peer_address": "10.0.0.1",
        "psk": "p" * 9,
    }
    refused(lambda: stub.task("ipsec_site_connection", "new", cloud, **options), "no", kind=UnknownReference)


def test_ids_work_anywhere(two_projects):
    stub, ids = two_projects
    cloud = stub.connect()
    (item,) = stub.info("ike_policy", cloud, name=ids["other"])["ike_policies"]
    assert item["project_id"] == OTHER_PROJECT
    assert stub.task("ike_policy", ids["other"].upper(), cloud, pfs="group14")["action"] == "update"
    assert stub.task("ike_policy", ids["other"], cloud, state="absent")["action"] == "delete"


# --- a reader's empty lists


@pytest.mark.parametrize(
    "params", [{}, {"state": "absent"}, {"check_mode": True}], ids=["present", "absent", "check mode"]
)
def test_a_readers_empty_listing_proves_nothing(params):
    runner = TaskRunner("neutron", user="reader")
    words = ("reader", "empty", "nothing can be concluded")
    failure = refused(lambda: runner.apply("ike_policy", "ike", **params), *words, kind=LoginError)
    assert "role member" in failure.details["hint"]
    assert runner.cloud.log.writes == []


def test_a_readers_information_module_fails_too():
    runner = TaskRunner("neutron", user="reader")
    refused(lambda: runner.info("ipsec_site_connection"), "nothing can be concluded", kind=LoginError)


@pytest.mark.parametrize("user", ["demo", "manager", "admin"])
def test_an_empty_listing_of_those_who_would_see_is_empty(user):
    assert TaskRunner("neutron", user=user).info("ike_policy")["ike_policies"] == []


def test_on_k5_roles_are_not_known_and_not_judged():
    runner = TaskRunner("k5", user="reader")
    assert runner.info("ike_policy")["ike_policies"] == []
