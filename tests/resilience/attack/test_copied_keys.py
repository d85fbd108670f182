# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""D3: a server that puts a key where no key belongs: headers, names of errors, ids, other attributes of an object."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import VpnError
from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.argspec import export_spec
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.snapshot import Snapshot
from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.topology.export import export
from ansible_collections.sitelink.vpnaas.tests.resilience.attack.quotations import KEYS
from ansible_collections.sitelink.vpnaas.tests.resilience.attack.scenarios import text_of
from ansible_collections.sitelink.vpnaas.tests.support.prepared_runner import PreparedRunner, answer
from ansible_collections.sitelink.vpnaas.tests.support.task_runner import BRANCH7, defaults_of

CONNECTION = "ipsec_site_connection"
KEY = KEYS["plain"]


def error(status: int = 400, headers: dict[str, str] | None = None, reason: str | None = None, **body: t.Any) -> t.Any:
    """Answers a write with an error."""

    def between(request: t.Any, _send: t.Any) -> t.Any:
        if request.method == "GET":
            return None
        failed = answer(request, status, body, **(headers or {}))
        failed.reason = reason or failed.reason
        return failed

    return between


def neutron(**parts: t.Any) -> dict[str, t.Any]:
    return {"NeutronError": {"type": "HTTPBadRequest", "message": "no", "detail": "", **parts}}


ERRORS = {
    "name of the error": error(**neutron(type=KEY)),
    "request id, header": error(headers={"X-Openstack-Request-Id": f"req-{KEY}"}, **neutron()),
    "request id, body": error(**neutron(), request_id=KEY),
    "request id, in the error": error(**neutron(request_id=KEY)),
    "reason": error(reason=f"Bad {KEY}"),
    "retry after": error(503, {"Retry-After": KEY}, **neutron()),
    "mapping as message": error(**neutron(message={"psk": KEY})),
    "list as message": error(**neutron(message=["a", KEY])),
    "detail as a mapping": error(**neutron(detail={"psk": KEY})),
    "title": error(title=f"bad {KEY}", code=400),
    "error within an error": error(error={"message": {"error": {"message": f"bad {KEY}"}}}),
    "redirect, path": error(307, {"Location": f"http://cloud.test/{KEY}"}),
    "redirect, host": error(307, {"Location": f"http://{KEY}.test/"}),
    "redirect, in pieces": error(307, {"Location": f"http://a.test/{KEY[:12]}/{KEY[12:]}"}),
}


@pytest.mark.parametrize("place", ERRORS)
def test_d3_a_key_in_an_error(place: str) -> None:
    runner = PreparedRunner(between=ERRORS[place])
    with pytest.raises(VpnError) as raised:
        runner.apply(CONNECTION, "new", **BRANCH7 | {"psk": KEY, "preflight": "off"})
    assert KEY[:8].casefold() not in text_of([raised.value.message_with_hint, raised.value.details]).casefold()


ATTRIBUTES: dict[str, t.Any] = {
    "description": KEY,
    "status": KEY,
    "peer_id": f"x{KEY}",
    "local_id": KEY,
    "initiator": KEY,
    "auth_mode": KEY,
    "route_mode": f"{KEY}x",
    "vpnservice_id": KEY,
    "peer_cidrs": [KEY],
    "dpd": {"action": KEY, "interval": 1, "timeout": 2},
    "unknown": {"x": [KEY]},
}


@pytest.mark.parametrize("way", ["info", "update", "check", "export", "absent"])
@pytest.mark.parametrize("attribute", ATTRIBUTES)
def test_d3_a_stored_key_in_another_attribute(attribute: str, way: str) -> None:
    runner = PreparedRunner()
    # It returns the key as well, asked or not: a key that is not in the answer cannot be recognised elsewhere.
    runner.cloud.ignores_query = True
    for item in runner.cloud.store.all("ipsec_site_connections"):
        item["psk"] = KEY

    def between(request: t.Any, send: t.Any) -> t.Any:
        real = send()
        if request.method == "GET" and "/vpn/ipsec-site-connections" in request.path_url and real.status_code == 200:
            body = real.json()
            for item in [body.get("ipsec_site_connection"), *body.get("ipsec_site_connections", ())]:
                if item:
                    item[attribute] = ATTRIBUTES[attribute]
            return answer(request, 200, body)
        return real

    runner.between = between
    try:
        if way == "info":
            output = text_of(runner.info(CONNECTION))
        elif way == "export":
            params = defaults_of(export_spec())
            output = text_of(export(params, Snapshot(runner.connected_client())))
        elif way == "absent":
            output = text_of(runner.apply(CONNECTION, "branch7", state="absent"))
        else:
            output = text_of(runner.apply(CONNECTION, "branch7", check_mode=way == "check", mtu=1400, preflight="off"))
    except VpnError as failure:
        output = text_of([failure.message_with_hint, failure.details])
    assert KEY not in output


def test_d3_what_the_user_names_stays() -> None:
    """A short key, and one that is the object's name, as nobody should have it."""
    runner = PreparedRunner()
    for item in runner.cloud.store.all("ipsec_site_connections"):
        item.update(psk="office", description="the office", name="branch7-secret")
    (shown,) = runner.info(CONNECTION)["ipsec_site_connections"]
    assert (shown["description"], shown["name"]) == ("the office", "branch7-secret")
    for item in runner.cloud.store.all("ipsec_site_connections"):
        item.update(psk="branch7-secret")
    assert runner.info(CONNECTION)["ipsec_site_connections"][0]["name"] == "branch7-secret"
