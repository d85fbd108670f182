# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""E2 and E6 of the faults of 1.0.0: what clouds have is within the bounds, and what is beyond them is an error.

The bounds are data, so real servers on this machine meet lowered ones; the default ones: tests/resilience/attack.
"""

from __future__ import annotations

import typing as t
from dataclasses import replace

import pytest
import requests

from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.adapter import BoundedAdapter
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.bounds import Bounds
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.client import Cloud
from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.connect import connect
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import CloudUnreachable
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.tests.component.client.test_session import AUTH
from ansible_collections.sitelink.vpnaas.tests.resilience.attack.hostile_server import hostile
from ansible_collections.sitelink.vpnaas.tests.support.prepared_runner import PreparedRunner, answer, refused
from ansible_collections.sitelink.vpnaas.tests.support.task_runner import URL

Between = t.Callable[[t.Any, t.Any], t.Any]


def pages(count: int, items: int) -> Between:
    """A listing of so many pages, each with so many connections."""
    read = 0

    def between(request: t.Any, _send: t.Any) -> t.Any:
        nonlocal read
        if "/vpn/ipsec-site-connections" not in request.path_url:
            return None
        page = [{"id": f"{read:08}-{item:04}", "name": f"site{read}-{item}"} for item in range(items)]
        read += 1
        href = f"{URL}/v2.0/vpn/ipsec-site-connections?marker={read}"
        links = [{"rel": "next", "href": href}] if read < count else []
        return answer(request, 200, {"ipsec_site_connections": page, "ipsec_site_connections_links": links})

    return between


def test_e2_20000_connections_are_listed() -> None:
    cloud = PreparedRunner(between=pages(20, 1000)).connected_client()
    assert len(cloud.list(VPN_KINDS["ipsec_site_connection"])) == 20_000


def within(bounds: Bounds, connections: Between) -> Cloud:
    """A cloud with other bounds than the default ones."""
    connected = PreparedRunner(between=connections).connected_client()
    return Cloud(replace(connected.access, bounds=bounds), clock=connected.clock)


@pytest.mark.parametrize(
    ("bounds", "words"),
    [
        (Bounds(pages=19), "part of a list of more than 19 pages"),
        (Bounds(size=2**19), "part of a list of more than 0.5 MiB"),
    ],
)
def test_e2_a_list_beyond_a_bound_is_an_error(bounds: Bounds, words: str) -> None:
    cloud = within(bounds, pages(20, 1000))
    kind = VPN_KINDS["ipsec_site_connection"]
    refused(lambda: cloud.list(kind), "GET /vpn/ipsec-site-connections", words, kind=CloudUnreachable)


def test_e2_a_list_at_its_bounds_is_read() -> None:
    assert len(within(Bounds(pages=20), pages(20, 10)).list(VPN_KINDS["ipsec_site_connection"])) == 200


def connect_to(url: str, bounds: Bounds) -> Cloud:
    """A login through an adapter with these bounds."""
    session = requests.Session()
    session.mount("http://", BoundedAdapter(bounds))
    options = {"cloud": None, "auth": {**AUTH, "auth_url": f"{url}/v3"}}
    return connect(options, transport=session)


@pytest.mark.parametrize("mode", ["endless body", "gzip bomb"])
@pytest.mark.parametrize("step", ["login", "listing"])
def test_e6_a_body_beyond_the_bound_is_not_read_to_its_end(step: str, mode: str) -> None:
    """The bomb: 2 kB that unpack to 2 MiB."""
    with hostile(step, mode, unpacked=2 * 2**20) as server:
        failure = refused(
            lambda: connect_to(server.url, Bounds(size=2**20)).list(VPN_KINDS["ike_policy"]),
            "the answer has more than 1 MiB",
            "/v3/auth/tokens" if step == "login" else "/vpn/ikepolicies",
            kind=CloudUnreachable,
        )
    assert "endpoint" in failure.details["hint"]


def test_e6_a_compressed_body_within_the_bound_is_read() -> None:
    with hostile("listing", "gzip bomb", unpacked=2**19) as server:
        refused(lambda: connect_to(server.url, Bounds(size=2**20)).list(VPN_KINDS["ike_policy"]), "is no JSON")


def test_e2_e6_the_default_bounds() -> None:
    assert Bounds() == Bounds(seconds=60, size=256 * 2**20, pages=10_000)
    assert Bounds().size_text == "256 MiB"
    assert BoundedAdapter().bounds == Bounds()


@pytest.mark.parametrize(("given", "seconds"), [(None, 60), (7, 7)])
def test_e2_a_login_has_the_default_bounds_and_api_timeout(given: int | None, seconds: int) -> None:
    runner = PreparedRunner()
    cloud = {**runner.access(), "api_timeout": given}
    access = connect({"cloud": cloud}, transport=runner.transport()).access
    assert access.bounds == Bounds(seconds=seconds)


@pytest.mark.parametrize("given", [-1, float("nan"), float("inf"), 10**400, "abc", [1], {"a": 1}, 86_401])
def test_e2_what_is_no_bound_is_refused(given: t.Any) -> None:
    runner = PreparedRunner()
    cloud = {**runner.access(), "api_timeout": given}
    refused(lambda: connect({"cloud": cloud}, transport=runner.transport()), "api_timeout must be a number of seconds")
