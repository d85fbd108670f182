# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Trouble on the way to the cloud: configuration, credentials, network, TLS, catalog. Each a clear one-line error with
the way out, no secret in it, and nothing written."""

from __future__ import annotations

import os
import socket
import threading
from importlib.metadata import version

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.session import log_in
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import CloudUnreachable, LoginError
from ansible_collections.sitelink.vpnaas.tests.component.client.test_session import (
    AUTH,
    PASSWORD,
    WITHOUT_PASSWORD,
    EndpointStub,
)
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron import Cloud
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.server import CloudServer
from ansible_collections.sitelink.vpnaas.tests.support.certificate import self_signed
from ansible_collections.sitelink.vpnaas.tests.support.prepared_runner import instead, refused
from ansible_collections.sitelink.vpnaas.tests.support.task_runner import URL, TaskRunner

HTML = "<html><body><h1>502 Bad Gateway</h1></body></html>"
GOOD = "clouds: {paris: {auth: {auth_url: http://cloud.test/v3}}}"
# keystoneauth1 before 5.10 does not miss the password: the identity service does, and refuses the log-in.
needs_a_password = pytest.mark.skipif(
    tuple(map(int, version("keystoneauth1").split(".")[:2])) < (5, 10),
    reason="this keystoneauth1 logs in without a password",
)


def shut_out(stub, words, **params):
    """The way in ends in an ``LoginError`` of one line, without the password, and with a hint."""
    failure = refused(lambda: stub.enter(**params), *words, kind=LoginError)
    assert PASSWORD not in f"{failure} {failure.details}"
    assert failure.details["hint"]
    assert stub.cloud.log.network == []
    return failure


@pytest.fixture
def stub():
    return EndpointStub()


@pytest.fixture
def files(tmp_path, monkeypatch):
    """Puts something where clouds.yaml or secure.yaml is looked for; None makes it a folder, which nobody can read."""

    def put(text, name="clouds.yaml"):
        path = tmp_path / name
        if text is None:
            path.mkdir()
        else:
            path.write_bytes(text.encode() if isinstance(text, str) else text)
        monkeypatch.setenv(f"OS_CLIENT_{'CONFIG' if name == 'clouds.yaml' else 'SECURE'}_FILE", str(path))
        return str(path)

    return put


# --- configuration


@pytest.mark.parametrize("option", [True, False], ids=["option", "OS_CLOUD"])
def test_no_cloud_of_that_name(stub, files, monkeypatch, option):
    files("clouds: {paris: {}, rome: {}}")
    if not option:
        monkeypatch.setenv("OS_CLOUD", "berlin")
    words = ('no cloud named "berlin"', "it has: ")
    failure = shut_out(stub, words, **({"cloud": "berlin"} if option else {}))
    assert all(word in str(failure) for word in ("paris", "rome"))
    assert "OS_CLIENT_CONFIG_FILE" in failure.details["hint"]


def test_no_clouds_yaml_at_all(stub, monkeypatch, tmp_path):
    monkeypatch.setenv("OS_CLIENT_CONFIG_FILE", str(tmp_path / "not there"))
    shut_out(stub, ('no cloud named "paris"',), cloud="paris")


UNREADABLE = [
    (None, "cannot be read: Is a directory"),
    ("clouds: {paris: {auth: [}}", "is not valid YAML, line 1"),
    ("clouds:\n\tparis: {}", "is not valid YAML, line 2"),
    (b"clouds: \xff\xfe", "is not valid YAML"),
    ("clouds: {paris: {auth: {password: a: b}}}", "is not valid YAML, line 1"),
]


@pytest.mark.parametrize(("text", "output"), UNREADABLE)
@pytest.mark.parametrize("params", [{"cloud": "paris"}, {}], ids=["named", "not named"])
def test_clouds_yaml_that_cannot_be_read(stub, files, text, output, params):
    path = files(text)
    failure = shut_out(stub, (path, output), **params)
    assert "Fix the file" in failure.details["hint"]


@needs_a_password
@pytest.mark.parametrize(("text", "output"), UNREADABLE)
def test_secure_yaml_that_cannot_be_read(stub, files, text, output):
    files(GOOD)
    shut_out(stub, (files(text, "secure.yaml"), output), cloud="paris")


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_clouds_yaml_without_permission(stub, files):
    path = files(GOOD)
    os.chmod(path, 0)
    shut_out(stub, (path, "cannot be read: Permission denied"), cloud="paris")


@pytest.mark.parametrize("text", ["just text", "[a, b]", "clouds:", "clouds: 7", "clouds: [a]", "clouds: {paris: b}"])
def test_clouds_yaml_of_another_shape(stub, files, text):
    shut_out(stub, (files(text), "no mapping of clouds"), cloud="paris")


@pytest.mark.parametrize("text", ["", "# nothing", "clouds: {}", "ansible: {}"])
def test_clouds_yaml_that_knows_none(stub, files, text):
    files(text)
    shut_out(stub, ('no cloud named "paris"', "it has: none"), cloud="paris")


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({}, ("auth_url",)),
        ({"auth": {"username": "demo", "password": PASSWORD}}, ("auth_url",)),
        ({"auth": AUTH, "auth_type": "carrier-pigeon"}, ("carrier-pigeon",)),
        ({"cloud": {}}, ("auth_url",)),
        ({"auth": {**AUTH, "project_name": None}, "auth_type": "v3oidcpassword"}, ()),
    ],
)
def test_configuration_that_does_not_suffice(stub, params, words):
    shut_out(stub, ("configuration cannot be used", *words), **params)


def test_a_region_that_the_cloud_does_not_list(stub, files):
    files("clouds: {paris: {auth: {auth_url: http://cloud.test/v3}, regions: [one, two]}}")
    shut_out(stub, ("three", "one", "two"), cloud="paris", region_name="three")


# --- credentials


@pytest.mark.parametrize(
    ("wrong", "output"),
    [
        ({"password": "wrong-b1f4"}, "refused the login (401)"),
        ({"username": "nobody"}, "refused the login (401)"),
        ({"project_name": "nowhere"}, "refused the login (401)"),
        ({"user_domain_name": "elsewhere"}, "refused the login (401)"),
    ],
)
def test_wrong_credentials(stub, wrong, output):
    failure = shut_out(stub, (output,), auth=AUTH | wrong)
    assert "wrong-b1f4" not in str(failure)
    assert (failure.details["status"], failure.details["request_id"].startswith("req-")) == (401, True)
    assert "password" in failure.details["hint"]


@needs_a_password
def test_a_password_that_is_missing(stub):
    shut_out(stub, ("password",), auth=WITHOUT_PASSWORD)


@pytest.mark.parametrize(
    ("status", "body", "output"),
    [
        (403, {"error": {"code": 403, "title": "Forbidden", "message": "account locked"}}, "account locked"),
        (404, {"error": {"code": 404, "message": "Not here"}}, "is not an identity service's"),
        (500, {"error": {"code": 500, "message": "Oh"}}, "The identity service failed"),
        (503, HTML, "The identity service failed"),
        (201, "{}", "is not an identity service's"),
        (201, HTML, "is not an identity service's"),
    ],
)
def test_an_identity_service_that_refuses(stub, status, body, output):
    stub.between = instead("POST", "/v3/auth/tokens", status, body)
    failure = shut_out(stub, (output,), auth=AUTH)
    if status >= 400:
        assert failure.details["status"] == status


@pytest.mark.parametrize("body", [HTML, "{}", "[]", "", "a page of words " * 99])
def test_an_auth_url_behind_which_is_no_keystone(stub, body):
    def between(request, _send):
        return instead(request.method, "", 200, body)(request, _send)

    stub.between = between
    assert len(str(shut_out(stub, ("is not an identity service's",), auth=AUTH | {"auth_url": URL}))) < 600


# --- network and TLS


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def test_an_unreachable_host():
    auth = AUTH | {"auth_url": f"http://127.0.0.1:{free_port()}/v3"}
    failure = refused(
        lambda: log_in({"auth": auth}), "The cloud was not reached", auth["auth_url"], kind=CloudUnreachable
    )
    assert PASSWORD not in str(failure)
    assert "auth_url" in failure.details["hint"]


@pytest.mark.parametrize("cloud", [["mycloud"], 7])
def test_a_cloud_that_is_neither_a_name_nor_a_configuration(cloud):
    refused(lambda: TaskRunner().connect(cloud=cloud), "cloud must be the name of a cloud in clouds.yaml")


def test_an_unreachable_host_is_reported_by_its_address_and_the_reason():
    """The reason stood behind urllib3's words on its pool, at the end of 300 characters."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/v3"
        runner = TaskRunner()
        failure = refused(lambda: log_in({"auth": {**runner.access()["auth"], "auth_url": url}}), kind=CloudUnreachable)
    assert str(failure).startswith("The cloud was not reached: Unable to establish connection to " + url)
    assert str(failure).endswith("Connection refused")
    assert "Pool" not in str(failure) and "Max retries" not in str(failure)


def test_a_host_without_a_name():
    auth = AUTH | {"auth_url": "http://no-such-host.invalid/v3"}
    refused(lambda: log_in({"auth": auth}), "The cloud was not reached", "no-such-host.invalid", kind=CloudUnreachable)


@pytest.mark.parametrize(("service", "path"), [("network", "/v2.0/vpn/ikepolicies"), ("identity", "/v3/auth/tokens")])
def test_a_connection_that_is_cut(service, path):
    runner = TaskRunner()
    runner.cloud.fail(do="reset", path=path, times=0)
    refused(
        lambda: runner.task("ike_policy", "new", runner.connect()), "The cloud was not reached", kind=CloudUnreachable
    )
    assert runner.cloud.log.writes == []


def test_an_answer_that_takes_longer_than_api_timeout():
    runner = TaskRunner()
    runner.cloud.fail(do="delay", path="/v2.0/vpn/ikepolicies", seconds=9, times=0)
    cloud = runner.connect(api_timeout=3)
    refused(lambda: runner.task("ike_policy", "new", cloud), "The cloud was not reached", kind=CloudUnreachable)
    assert runner.cloud.log.writes == []


@pytest.fixture(scope="module")
def encrypted(tmp_path_factory):
    """A cloud behind TLS whose certificate nobody vouches for: (its URL, the certificate's file)."""
    folder = tmp_path_factory.mktemp("tls")
    certificate, key = self_signed(folder, "127.0.0.1")
    with CloudServer(Cloud(), certificate=certificate, key=key) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server.url, certificate
        server.shutdown()
        thread.join()


def test_tls_that_nobody_vouches_for(encrypted):
    url, _certificate = encrypted
    options = {"auth": AUTH | {"auth_url": f"{url}/v3"}}
    failure = refused(lambda: log_in(options), "TLS failed", "certificate", kind=CloudUnreachable)
    assert "ca_cert" in failure.details["hint"]
    assert PASSWORD not in str(failure)


def test_tls_with_its_own_authority(encrypted):
    url, certificate = encrypted
    access = log_in({"auth": AUTH | {"auth_url": f"{url}/v3"}, "ca_cert": certificate})
    assert access.endpoint == f"{url}/v2.0"


def test_tls_unchecked_where_the_user_says_so(encrypted, recwarn):
    url, _certificate = encrypted
    assert log_in({"auth": AUTH | {"auth_url": f"{url}/v3"}, "validate_certs": False}).endpoint == f"{url}/v2.0"
    assert {warning.category.__name__ for warning in recwarn} <= {"InsecureRequestWarning", "RemovedInSDK60Warning"}


# --- catalog


@pytest.mark.parametrize("dialect", ["neutron", "k5"])
def test_a_catalog_without_network(dialect):
    runner = TaskRunner(dialect, network_in_catalog=False)
    failure = refused(runner.connect, "catalog has no network service", kind=LoginError)
    assert "network_endpoint_override" in failure.details["hint"]


def test_a_token_without_a_project_has_no_catalog(stub):
    auth = {key: value for key, value in AUTH.items() if "project" not in key}
    shut_out(stub, ("catalog has no network service",), auth=auth)


@pytest.mark.parametrize("interface", ["public", "internal"])
def test_a_catalog_without_network_there(stub, interface):
    words = ("no network service", "elsewhere", interface)
    failure = shut_out(stub, words, auth=AUTH, region_name="elsewhere", interface=interface)
    assert "region_name" in failure.details["hint"]
