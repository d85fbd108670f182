# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The second K5 by itself: the example of the document, its keys, its refusals, its shapes."""

from __future__ import annotations

import ast
import json
import typing as t
import urllib.request
from pathlib import Path

import pytest

from ansible_collections.sitelink.vpnaas.tests.fakes import k5_document
from ansible_collections.sitelink.vpnaas.tests.fakes.k5_document import K5, login, served
from ansible_collections.sitelink.vpnaas.tests.fakes.k5_document.network import seed_id
from ansible_collections.sitelink.vpnaas.tests.fakes.k5_document.rules import CONNECTION, KINDS
from ansible_collections.sitelink.vpnaas.tests.fakes.k5_document.vpn import Behaviour

LOGIN = {
    "auth": {
        "identity": {
            "methods": ["password"],
            "password": {
                "user": {"name": login.USER, "password": login.PASSWORD, "domain": {"name": login.CONTRACT}},
            },
        },
        "scope": {"project": {"name": login.PROJECT, "domain": {"name": login.CONTRACT}}},
    }
}
#: The keys of a reply about a connection, as the document lists them.
REPLY = [
    "status",
    "psk",
    "initiator",
    "name",
    "admin_state_up",
    "tenant_id",
    "description",
    "auth_mode",
    "peer_cidrs",
    "mtu",
    "ikepolicy_id",
    "dpd",
    "route_mode",
    "vpnservice_id",
    "peer_address",
    "peer_id",
    "id",
    "ipsecpolicy_id",
    "availability_zone",
]


class Client:
    """Somebody who sends bare requests."""

    def __init__(self, **behaviour: t.Any) -> None:
        self.time = 0.0
        self.k5 = K5(Behaviour(**behaviour), lambda: self.time)
        self.token = self.k5.answer(
            "POST", "/v3/auth/tokens", {}, json.dumps(LOGIN).encode(), "http://k5.test"
        ).headers["X-Subject-Token"]

    def ask(self, method: str, path: str, body: t.Any = None) -> tuple[int, t.Any]:
        content = b"" if body is None else json.dumps(body).encode()
        answer = self.k5.answer(method, f"/networking/v2.0/{path}", {"X-Auth-Token": self.token}, content)
        return answer.status, answer.body

    def make(self, path: str, key: str, **body: t.Any) -> dict[str, t.Any]:
        status, reply = self.ask("POST", f"vpn/{path}", {key: body})
        assert status == 201, reply
        return reply[key]

    def ground(self) -> dict[str, t.Any]:
        """Policies and a service; what a POST of a connection needs."""
        service = {"router_id": seed_id("edge"), "subnet_id": seed_id("office")}
        return {
            "psk": "secret",
            "ikepolicy_id": self.make("ikepolicies", "ikepolicy", name="ike")["id"],
            "ipsecpolicy_id": self.make("ipsecpolicies", "ipsecpolicy", name="ipsec")["id"],
            "vpnservice_id": self.make("vpnservices", "vpnservice", **service)["id"],
            "peer_address": "172.24.4.233",
            "peer_id": "172.24.4.233",
            "peer_cidrs": ["10.2.0.0/24"],
        }


def test_the_documents_example_is_answered_in_the_documents_shape():
    client = Client()
    example = {
        **client.ground(),
        "initiator": "bi-directional",
        "admin_state_up": True,
        "dpd": {"action": "hold", "interval": 60, "timeout": 240},
        "name": "vpnconnection1",
        "availability_zone": "AZ1",
    }
    reply = client.make("ipsec-site-connections", "ipsec_site_connection", **example)
    assert sorted(reply) == sorted(REPLY)
    assert {key: reply[key] for key in example} == example
    assert (reply["status"], reply["auth_mode"], reply["mtu"], reply["route_mode"], reply["description"]) == (
        "PENDING_CREATE",
        "psk",
        1500,
        "static",
        "",
    )


def test_what_a_request_leaves_out_has_the_documents_default():
    client = Client()
    reply = client.make("ipsec-site-connections", "ipsec_site_connection", **client.ground())
    assert (reply["initiator"], reply["admin_state_up"]) == ("bi-directional", True)
    assert reply["dpd"] == {"action": "hold", "interval": 30, "timeout": 120}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("mtu", 1500),
        ("local_id", "x"),
        ("tenant_id", "x"),
        ("status", "ACTIVE"),
        ("peer_cidrs", ["10.2.0.0/24", "10.3.0.0/24"]),
        ("peer_cidrs", ["10.2.0.5/24"]),
        ("peer_cidrs", "10.2.0.0/24"),
        ("peer_cidrs", []),
        ("peer_address", "vpn.example.com"),
        ("peer_address", "2001:db8::1"),
        ("peer_address", "172.24.4.233/32"),
        ("peer_id", "172.24.4.233/32"),
        ("admin_state_up", "true"),
        ("dpd", {"action": "clear"}),
        ("dpd", {"interval": "30"}),
        ("dpd", {"interval": 60, "timeout": 60}),
        ("dpd", None),
        ("name", None),
        ("availability_zone", ""),
        ("vpnservice_id", "b6887d0b-45b5-4a24-9b2c-e3dee01caa47"),
    ],
)
def test_a_key_or_value_outside_the_document_is_400(key, value):
    client = Client()
    body = {**client.ground(), key: value}
    assert client.ask("POST", "vpn/ipsec-site-connections", {"ipsec_site_connection": body})[0] == 400


@pytest.mark.parametrize("row", [row for row in CONNECTION.rows if row.required], ids=lambda row: row.name)
def test_a_required_key_left_out_is_400(row):
    client = Client()
    body = client.ground()
    del body[row.name]
    assert client.ask("POST", "vpn/ipsec-site-connections", {"ipsec_site_connection": body})[0] == 400


def test_a_put_takes_only_what_the_update_pages_list():
    client = Client()
    made = client.make("ipsec-site-connections", "ipsec_site_connection", **client.ground())
    path = f"vpn/ipsec-site-connections/{made['id']}"
    client.ask("GET", path)  # the agent reports
    for row in CONNECTION.rows:
        value = made[row.name]
        status, _reply = client.ask("PUT", path, {"ipsec_site_connection": {row.name: value}})
        assert status == (200 if row.changes else 400), row.name


def test_one_service_per_router_and_what_is_used_stays():
    client = Client()
    body = client.ground()
    made = client.make("ipsec-site-connections", "ipsec_site_connection", **body)
    service = {"router_id": seed_id("edge"), "subnet_id": seed_id("office")}
    assert client.ask("POST", "vpn/vpnservices", {"vpnservice": service})[0] == 400
    for path, key in (("ikepolicies", "ikepolicy_id"), ("vpnservices", "vpnservice_id")):
        assert client.ask("DELETE", f"vpn/{path}/{body[key]}")[0] == 409
    assert client.ask("DELETE", f"vpn/ipsec-site-connections/{made['id']}")[0] == 204
    assert client.ask("DELETE", f"vpn/vpnservices/{body['vpnservice_id']}")[0] == 204


def test_an_agent_puts_an_at_sign_before_the_peer_id_and_a_deleted_object_goes_in_its_time():
    client = Client(agent_after=60, delete_takes=30)
    made = client.make("ipsec-site-connections", "ipsec_site_connection", **client.ground())
    path = f"vpn/ipsec-site-connections/{made['id']}"

    def look() -> tuple[str, str]:
        shown = client.ask("GET", path)[1]["ipsec_site_connection"]
        return shown["status"], shown["peer_id"]

    assert look() == ("PENDING_CREATE", "172.24.4.233")
    client.time = 60
    assert look() == ("DOWN", "@172.24.4.233")
    assert client.ask("DELETE", path)[0] == 204
    assert look()[0] == "PENDING_DELETE"
    client.time = 90
    assert client.ask("GET", path)[0] == 404


def test_three_shapes_of_errors():
    client = Client()
    bodies = [client.ask("GET", "vpn/endpoint-groups")[1] for _time in range(12)]
    assert {(type(body["NeutronError"]), "request_id" in body) for body in bodies} == {
        (dict, False),
        (dict, True),
        (str, True),
    }


def test_a_filter_of_a_network_list_may_be_given_more_than_once():
    client = Client()
    edge, bare = seed_id("edge"), seed_id("bare")
    found = client.ask("GET", f"ports?device_id={edge}&device_id={bare}")[1]["ports"]
    assert {port["device_id"] for port in found} == {edge, bare}


def test_served_over_http():
    with served(K5()) as url:
        request = urllib.request.Request(f"{url}/v3/auth/tokens", json.dumps(LOGIN).encode())
        with urllib.request.urlopen(request) as answer:
            token, body = answer.headers["X-Subject-Token"], json.load(answer)
        (endpoint,) = (
            endpoint["url"]
            for service in body["token"]["catalog"]
            for endpoint in service["endpoints"]
            if endpoint["name"] == "networking"
        )
        request = urllib.request.Request(f"{endpoint}/v2.0/vpn/ikepolicies", headers={"X-Auth-Token": token})
        with urllib.request.urlopen(request) as answer:
            assert json.load(answer) == {"ikepolicies": []}


def test_every_rule_names_its_source():
    assert all(row.source for kind in KINDS for row in kind.rows)


def test_it_shares_no_code_with_the_embedded_cloud_nor_with_the_collection():
    folder = Path(k5_document.__file__).parent
    names = {
        node.module or ""
        for path in folder.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and not node.level
    }
    assert not {name for name in names if "ansible" in name or "cloud" in name}
