# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""D2 of the faults of 1.0.0.

No redirect of a login or a write is followed, and none at all to another scheme, host or port: no other server gets
a password, a token or a key. The error names both addresses. Real servers on loopback addresses, over HTTP and TLS."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import keystoneauth1.session
import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.connect import connect
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.projects import project_id_of
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import CloudUnreachable
from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.argspec import info_spec
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.tests.component.client.test_session import AUTH, PASSWORD
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron import Cloud as EmbeddedCloud
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.messages import Request, Response
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.server import CloudServer
from ansible_collections.sitelink.vpnaas.tests.support.certificate import self_signed
from ansible_collections.sitelink.vpnaas.tests.support.prepared_runner import refused
from ansible_collections.sitelink.vpnaas.tests.support.task_runner import defaults_of

pytestmark = pytest.mark.usefixtures("clean_environment")

PSK = "Kq7-key-that-no-other-host-may-see"
USERINFO = "userinfo-8d1f"
STATUSES = (301, 302, 303, 305, 307, 308)
IKE, CONNECTION = VPN_KINDS["ike_policy"], VPN_KINDS["ipsec_site_connection"]
ID = "11111111-2222-4333-8444-555555555555"
#: name -> (method, end of the path that is redirected, what is done)
REQUESTS: dict[str, tuple[str, str, Callable[[Any], Any]]] = {
    "discovery": ("GET", "/v3", lambda front: front.enter()),
    "login": ("POST", "/v3/auth/tokens", lambda front: front.enter()),
    "listing": ("GET", IKE.path, lambda front: front.cloud().list(IKE, name="x-secret-query")),
    "read": ("GET", ID, lambda front: front.cloud().get(CONNECTION, ID)),
    "project": ("GET", "/v3/projects", lambda front: project_id_of("nowhere", front.cloud().access)),
    "create": ("POST", CONNECTION.path, lambda front: front.cloud().create(CONNECTION, {"name": "c", "psk": PSK})),
    "update": ("PUT", ID, lambda front: front.cloud().update(CONNECTION, ID, {"psk": PSK})),
    "delete": ("DELETE", ID, lambda front: front.cloud().delete(CONNECTION, ID)),
}
READS = ("discovery", "listing", "read", "project")


class Recorder:
    """A server that takes everything, and remembers it."""

    def __init__(self) -> None:
        self.seen: list[Request] = []

    def handle(self, request: Request) -> Response:
        self.seen.append(request)
        return Response(200, {"Content-Type": "application/json"}, b"{}")


class Front:
    """An embedded cloud whose answer to one kind of request can be a redirect."""

    def __init__(self) -> None:
        self.behind = EmbeddedCloud(agent="DOWN:0")
        self.sleep = self.behind.sleep
        self.rule: tuple[str, str, Callable[[Request], Response]] | None = None
        self.options: dict[str, Any] = {}
        self.hit = 0
        self.entered: Any = None

    def handle(self, request: Request) -> Response:
        if self.rule:
            method, end, failure = self.rule
            if (request.method, request.url.partition("?")[0].endswith(end)) == (method, True):
                self.hit += 1
                return failure(request)
        return self.behind.handle(request)

    def enter(self) -> Any:
        """A new login, as every module and action plugin makes it."""
        return connect({**defaults_of(info_spec()), **self.options})

    def cloud(self) -> Any:
        """With the one login of all cases: a case redirects something else."""
        if self.entered is None:
            rule, self.rule = self.rule, None
            self.entered = self.enter()
            self.rule = rule
        return self.entered


@contextmanager
def serving(cloud: Any, **options: Any) -> Iterator[CloudServer]:
    with CloudServer(cloud, **options) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


class Network:
    """A front over HTTP, one over TLS, and three recorders: another port, another host, and TLS."""

    def __init__(self, fronts: dict[str, tuple[Front, str]], recorder: Recorder, others: dict[str, str]) -> None:
        self.fronts, self.recorder, self.others = fronts, recorder, others

    def targets(self, scheme: str) -> dict[str, tuple[str | None, str]]:
        """name -> (Location, what the message says of it) of redirects that nobody follows."""
        own, other = self.fronts[scheme][1], {"http": "https", "https": "http"}[scheme]
        host, port, tls = self.others["host"], self.others["port"], self.others["tls"]
        elsewhere = "another scheme, host or port: "
        return {
            "other host": (f"{host}/v3/x?secret={USERINFO}", f"{elsewhere}{host}"),
            "other port": (f"{port}/v3", f"{elsewhere}{port}"),
            "other host, TLS": (f"{tls}/v3", f"{elsewhere}{tls}"),
            "same address, other scheme": (f"{own.replace(scheme, other, 1)}/v3", f"{elsewhere}{other}:"),
            "host as a user": (f"{own}@{host.partition('//')[2]}/", f"{elsewhere}{scheme}:{host.partition(':')[2]}"),
            "user and password": (f"http://{USERINFO}:{USERINFO}@{host.partition('//')[2]}/", f"{elsewhere}{host}"),
            "same host with a user": (own.replace("//", f"//{USERINFO}@"), elsewhere),
            "without a scheme": (f"//{host.partition('//')[2]}/v3", elsewhere + scheme),
            "backslash": (f"{host}\\@{own.partition('//')[2]}/", "not valid"),
            "control characters": (f"{host}/\x1b[2J\x85forged: line", "not valid"),
            "no host": (f"{other}:///v3", "not valid"),
            "no port": ("http://127.0.0.2:port/", "not valid"),
            "no web address": ("file:///etc/passwd", "not valid"),
            "half an address": ("http://[::1/v3", "not valid"),
        }


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Network]:
    certificate, key = self_signed(Path(tmp_path_factory.mktemp("tls")), "127.0.0.1", "127.0.0.2")
    tls = {"certificate": certificate, "key": key}
    recorder, fronts = Recorder(), {"http": Front(), "https": Front()}
    with (
        serving(fronts["http"]) as http,
        serving(fronts["https"], **tls) as https,
        serving(recorder, host="127.0.0.2") as host,
        serving(recorder) as port,
        serving(recorder, host="127.0.0.2", **tls) as encrypted,
    ):
        for server in (http, https):
            fronts[server.scheme].options = {"auth": {**AUTH, "auth_url": f"{server.url}/v3"}, "ca_cert": certificate}
        others = {"host": host.url, "port": port.url, "tls": encrypted.url}
        yield Network({"http": (fronts["http"], http.url), "https": (fronts["https"], https.url)}, recorder, others)


def redirect(status: int, location: str | None) -> Callable[[Request], Response]:
    headers = {} if location is None else {"Location": location}
    return lambda _request: Response(status, headers, b"")


@pytest.mark.parametrize("request_name", REQUESTS)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_no_other_host_is_sent_to(
    network: Network, scheme: str, request_name: str, record_property: Callable[[str, object], None]
) -> None:
    method, end, do = REQUESTS[request_name]
    front, url = network.fronts[scheme]
    tried, network.recorder.seen = 0, []
    targets = network.targets(scheme)
    if request_name not in READS:
        targets["same host"] = (f"{url}/v3/elsewhere", f"of a {method}: {url}/v3/elsewhere")
        targets["relative"] = ("/v3/elsewhere", f"of a {method}: {url}/v3/elsewhere")
    for status in STATUSES:
        for location, words in targets.values():
            front.rule, front.hit = (method, end, redirect(status, location)), 0
            failure = refused(lambda: do(front), f"{method} {url}", f"HTTP {status}", words, kind=CloudUnreachable)
            shown = f"{failure.message_with_hint} {failure.details}"
            token = front.cloud().access.session.auth.auth_ref.auth_token
            hidden = (PASSWORD, PSK, USERINFO, token, "secret-query", "\x1b")
            assert [secret for secret in hidden if secret in shown] == []
            assert front.hit == 1, "a refused redirect is not asked for again"
            assert "auth_url" in failure.message_with_hint
            tried += 1
    record_property("redirects tried", tried)
    record_property("requests seen by the other host", len(network.recorder.seen))
    assert network.recorder.seen == []


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("location", [None, "", " "])
def test_a_redirect_without_an_address_is_an_error(network: Network, location: str | None, status: int) -> None:
    front, _url = network.fronts["http"]
    for request_name in ("login", "listing", "read", "create", "update", "delete"):
        method, end, do = REQUESTS[request_name]
        front.rule, front.hit = (method, end, redirect(status, location)), 0
        words = "is not an identity service's" if request_name == "login" else f"HTTP {status}"
        refused(lambda do=do: do(front), words)
        assert front.hit == 1


def test_the_other_host_would_have_seen_it(network: Network) -> None:
    """The control: keystoneauth1's own session repeats a POST, with body and token, wherever it is failure to."""
    front, url = network.fronts["http"]
    front.rule = ("POST", "/v2.0/x", redirect(307, f"{network.others['host']}/x"))
    keystoneauth1.session.Session().post(f"{url}/v2.0/x", json={"psk": PSK}, headers={"X-Auth-Token": "t"})
    [seen] = network.recorder.seen
    network.recorder.seen = []
    assert PSK.encode() in seen.body
    assert {name.lower(): value for name, value in seen.headers.items()}["x-auth-token"] == "t"


def test_a_login_that_is_sent_to_https_names_the_way_out(network: Network) -> None:
    front, url = network.fronts["http"]
    for request_name in ("discovery", "login"):
        method, end, do = REQUESTS[request_name]
        front.rule = (method, end, redirect(301, f"{network.fronts['https'][1]}/v3"))
        failure = refused(lambda do=do: do(front), network.fronts["https"][1], url, kind=CloudUnreachable)
        assert "Use the https address: as auth_url" in failure.details["hint"]


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("location", ["{url}/moved{path}", "/moved{path}", "{upper}/moved{path}"])
@pytest.mark.parametrize("request_name", ["listing", "read"])
def test_a_read_goes_on_at_the_same_host(network: Network, request_name: str, location: str, status: int) -> None:
    method, end, do = REQUESTS[request_name]
    front, url = network.fronts["http"]

    def failure(request: Request) -> Response:
        path = request.url.removeprefix(url)
        if path.startswith("/moved"):
            return front.behind.handle(Request(method, url + path.removeprefix("/moved"), request.headers, b""))
        return Response(status, {"Location": location.format(url=url, path=path, upper=url.upper())}, b"")

    front.rule, front.hit = (method, end, failure), 0
    assert do(front) == ([] if request_name == "listing" else None)
    assert front.hit == 2


@pytest.mark.parametrize("request_name", READS)
def test_a_loop_ends(network: Network, request_name: str) -> None:
    method, end, do = REQUESTS[request_name]
    front, _url = network.fronts["http"]
    front.rule, front.hit = (method, end, lambda request: Response(302, {"Location": request.url}, b"")), 0
    refused(lambda: do(front), "after 5 others", kind=CloudUnreachable)
    assert front.hit == 6


def test_a_token_that_the_server_repeats_is_not_shown(network: Network) -> None:
    front, url = network.fronts["http"]
    token = front.cloud().access.session.auth.auth_ref.auth_token
    for location in (f"/{token}", f"/{token.upper()}/{PSK}/{PASSWORD}", f"http://{token}.test/"):
        front.rule = ("POST", CONNECTION.path, redirect(307, location))
        failure = refused(lambda: REQUESTS["create"][2](front), f"POST {url}", "***", kind=CloudUnreachable)
        assert token.lower() not in str(failure).lower()
        assert PSK not in str(failure)
        assert PASSWORD not in str(failure)
