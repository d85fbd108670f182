# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""E1 of the faults of 1.0.0, for the identity service: a malformed token or version document is an error that names the
request and the place in the body, whatever keystoneauth1 would make of it. All mutations: tests/resilience/attack."""

from __future__ import annotations

import copy
import json
import typing as t

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.access import Access
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.session import log_in
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import LoginError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.tests.support.prepared_runner import PreparedRunner, answer, refused
from ansible_collections.sitelink.vpnaas.tests.support.task_runner import URL, TaskRunner

TOKENS = f"POST {URL}/v3/auth/tokens: the response (HTTP 201) "
#: place in the token -> (what stands there, what the error says)
PLACES: dict[str, tuple[t.Any, str]] = {
    "token": ([], "has a list at token, where a mapping is expected"),
    "token.expires_at": ("soon", "has a text at token.expires_at, where a date is expected"),
    "token.roles": (None, "has null at token.roles, where a list is expected"),
    "token.roles.0.name": ({"a": 1}, "has a mapping at token.roles[0].name, where a text"),
    "token.project.id": (7, "has a number at token.project.id, where a text"),
    "token.project": ("demo", "has a text at token.project, where a mapping is expected"),
    "token.user": (7, "has a number at token.user, where a mapping is expected"),
    "token.system": (None, "has null at token.system, where a mapping is expected"),
    "token.catalog": ({}, "has a mapping at token.catalog, where a list is expected"),
    "token.catalog.0": ("x", "has a text at token.catalog[0], where a mapping is expected"),
    "token.catalog.0.type": (None, "has null at token.catalog[0].type, where a text"),
    "token.catalog.0.endpoints": (None, "has null at token.catalog[0].endpoints, where a list is expected"),
    "token.catalog.0.endpoints.0.url": ([], "has a list at token.catalog[0].endpoints[0].url, where a text"),
    "token.catalog.0.endpoints.0.name": ([], "has a list at token.catalog[0].endpoints[0].name, where a text"),
}


def login(between: t.Any) -> Access:
    """A login whose requests may be answered otherwise."""
    runner = PreparedRunner(empty=True, between=between)
    return log_in({"cloud": runner.access()}, runner.transport())


def changed(place: str, value: t.Any) -> t.Any:
    """Answers a login with this value at that place of the token; a value of ``...`` takes the key out."""

    def between(request: t.Any, send: t.Any) -> t.Any:
        if request.method != "POST":
            return None
        real = send()
        body = holder = copy.deepcopy(real.json())
        *path, last = [int(part) if part.isdecimal() else part for part in place.split(".")]
        for part in path:
            holder = holder[part]
        if value is ...:
            del holder[last]
        else:
            holder[last] = value
        return answer(request, real.status_code, body, **{"X-Subject-Token": real.headers["X-Subject-Token"]})

    return between


@pytest.mark.parametrize(
    "date", ["2026-99-99T99:99:99Z", "2026-02-30T00:00:00Z", "0000-01-01T00:00:00Z", "2026-01-01T00:00:00+99:99"]
)
def test_e1_a_date_that_is_none(date: str) -> None:
    """It passed as a date, and the login failed with "month must be in 1..12" and advice on clouds.yaml."""
    words = "has a text at token.expires_at, where a date is expected"
    refused(lambda: login(changed("token.expires_at", date)), TOKENS + words, kind=LoginError)


@pytest.mark.parametrize("place", PLACES)
def test_e1_a_malformed_token_names_request_and_place(place: str) -> None:
    value, words = PLACES[place]
    failure = refused(lambda: login(changed(place, value)), TOKENS + words, kind=LoginError)
    assert "auth_url" in failure.details["hint"]


@pytest.mark.parametrize(
    "place", ["token.expires_at", "token.catalog.0.endpoints.0.url", "token.catalog.0.endpoints.0.interface"]
)
def test_e1_what_a_token_needs(place: str) -> None:
    shown = place.replace(".0", "[0]")
    refused(lambda: login(changed(place, ...)), f"{TOKENS}has nothing at {shown}", kind=LoginError)


@pytest.mark.parametrize("place", ["token.user", "token.roles", "token.catalog.0.name", "token.project.domain"])
def test_e1_what_a_token_need_not_have(place: str) -> None:
    assert login(changed(place, ...)).endpoint == f"{URL}/v2.0"


@pytest.mark.parametrize("body", ["[" * 100_000 + "]" * 100_000, '{"error":' * 100_000 + "1" + "}" * 100_000])
@pytest.mark.parametrize("status", [201, 400, 500])
def test_e1_a_body_that_is_nested_too_deeply(body: str, status: int) -> None:
    def between(request: t.Any, _send: t.Any) -> t.Any:
        return answer(request, status, body) if request.method == "POST" else None

    refused(lambda: login(between), "/v3/auth/tokens: the response (HTTP", "nested too deeply", kind=LoginError)


def test_e1_a_token_without_its_header() -> None:
    def between(request: t.Any, send: t.Any) -> t.Any:
        return answer(request, 201, send().json()) if request.method == "POST" else None

    refused(lambda: login(between), f"{TOKENS}has no header X-Subject-Token", kind=LoginError)


VERSIONS = (
    {"version": None},
    {"version": {"id": "v3.14", "status": "stable", "links": 7}},
    {"version": {"id": {"a": 1}, "status": "stable", "links": []}},
    {"version": {"id": "v3.14", "status": [], "links": []}},
    {"versions": {"values": [None]}},
    {"versions": {"values": [{"id": "v3", "status": "stable", "links": [{"rel": {}, "href": "/v3"}]}]}},
    {"versions": {"values": [{"id": "v3", "status": "stable", "links": [{"rel": "self", "href": "http://[::1"}]}]}},
    {"versions": 7},
    "a text",
)


@pytest.mark.parametrize("body", VERSIONS)
def test_e1_a_malformed_version_document_is_an_error_where_the_version_is_needed(body: t.Any) -> None:
    """auth_url has it, so the login is possible; without it the error names the place."""

    def between(request: t.Any, _send: t.Any) -> t.Any:
        return answer(request, 200, json.dumps(body)) if request.method == "GET" else None

    assert login(between).endpoint == f"{URL}/v2.0"
    runner = PreparedRunner(empty=True, between=between)
    cloud = runner.access()
    cloud["auth"]["auth_url"] = URL
    failure = refused(lambda: log_in({"cloud": cloud}, runner.transport()), f"GET {URL}", kind=LoginError)
    assert "expected, so it is not an identity service's" in str(failure) or "has nothing at" in str(failure)


@pytest.mark.parametrize(
    "href", ["http://cloud.test/v3", "http://evil.test/v3", "//evil.test/v3", "https://u@evil.test/v3?x=1"]
)
def test_d2_a_version_document_leads_a_login_nowhere_else(href: str) -> None:
    """The control is keystoneauth1's: it takes only the path of a link."""
    sent = []

    def between(request: t.Any, _send: t.Any) -> t.Any:
        sent.append(request.url.partition("?")[0])
        if request.method == "POST":
            return answer(request, 401, {"error": {"code": 401, "message": "no"}})
        version = {"id": "v3.14", "status": "stable", "links": [{"rel": "self", "href": href}]}
        return answer(request, 200, {"version": version})

    runner = PreparedRunner(empty=True, between=between)
    session = runner.transport()
    session.mount("https://cloud.test", session.get_adapter(URL))
    cloud = runner.access()
    cloud["auth"]["auth_url"] = "https://cloud.test/v3"
    refused(lambda: log_in({"cloud": cloud}, session), "refused the login (401)", kind=LoginError)
    assert len(sent) == 2
    assert all(url.startswith("https://cloud.test/v3") for url in sent)


@pytest.mark.parametrize(
    "url",
    [
        "http://[::1",
        "http://cloud.test/v2.0?x=",
        "http://cloud.test/#",
        "http://cloud.test/#x",
        "ftp://cloud.test",
        "http:///v2.0",
        "http://cloud.test:port/",
        "http://cloud.test\\@other.test/",
        "http://cloud.test/\r\nX-Forged: 1",
        "http://cloud.test/ x",
        "../../v2.0",
    ],
)
@pytest.mark.parametrize("way", ["catalog", "override"])
def test_e5_an_endpoint_that_no_path_can_follow(url: str, way: str) -> None:
    def between(request: t.Any, send: t.Any) -> t.Any:
        if request.method != "POST" or way == "override":
            return None
        real = send()
        body = real.json()
        for service in body["token"]["catalog"]:
            for endpoint in service["endpoints"]:
                endpoint["url"] = url
        return answer(request, 201, body, **{"X-Subject-Token": real.headers["X-Subject-Token"]})

    runner = PreparedRunner(empty=True, between=between)
    cloud = runner.access() | ({"network_endpoint_override": url} if way == "override" else {})
    refused(lambda: log_in({"cloud": cloud}, runner.transport()), "network endpoint is not", kind=LoginError)


def test_a_renewed_token_is_checked_too() -> None:
    """Neutron answers 401, so keystoneauth1 logs in again; that token is malformed."""
    runner = PreparedRunner(empty=True)
    cloud = TaskRunner.connect(runner)

    def between(request: t.Any, send: t.Any) -> t.Any:
        if request.method == "POST":
            return changed("token.expires_at", None)(request, send)
        return answer(request, 401, {"error": {"code": 401, "message": "expired"}})

    runner.between = between
    refused(lambda: cloud.list(VPN_KINDS["ike_policy"]), "null at token.expires_at", kind=LoginError)
