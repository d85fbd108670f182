# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The k5 dialect against K5's documents: there is no K5 to ask any more, so k5/documents.yml is the other side."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.sitelink.vpnaas.tests.fakes.neutron import Cloud
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.seed_data import ROUTER, SUBNET
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.user_client import FakeUserClient

HERE = Path(__file__).parent / "k5"
KINDS = yaml.safe_load((HERE / "documents.yml").read_text(encoding="utf-8"))
CREATE = "create_ipsec_site_connection"
REQUEST, RESPONSE = (HERE / f"{CREATE}.{side}.json" for side in ("request", "response"))
CONNECTION = KINDS["ipsec_site_connection"]
FIXED = {"router_id": ROUTER["edge"], "subnet_id": SUBNET["office"], "peer_cidrs": ["10.2.0.0/24"], "psk": "secret"}
FIXED |= {"peer_address": "172.24.4.233", "peer_id": "172.24.4.233"}
OPTIONAL = sorted(set(CONNECTION["create"]) - set(CONNECTION["required"]))


def example() -> tuple[FakeUserClient, dict, dict]:
    """A cloud in which the ids of the document's example exist, and both sides of the example."""
    request, response = (json.loads(path.read_text())["ipsec_site_connection"] for path in (REQUEST, RESPONSE))
    ids = iter([*(request[f"{kind}_id"] for kind in ("vpnservice", "ikepolicy", "ipsecpolicy")), response["id"]])
    user_client = FakeUserClient(Cloud("k5", agent="never", new_id=lambda: next(ids)))
    user_client.parts()
    return user_client, request, response


def test_the_example_byte_for_byte():
    user_client, _request, _response = example()
    answer = user_client.vpn("POST", "ipsec-site-connections", REQUEST.read_bytes())
    assert answer.status == 201
    assert answer.json() == json.loads(RESPONSE.read_text())


def test_the_example_is_of_the_table():
    _user_client, request, response = example()
    assert set(CONNECTION["required"]) <= set(request) <= set(CONNECTION["create"])
    assert set(response) == set(CONNECTION["answer"])


@pytest.mark.parametrize("key", CONNECTION["required"])
def test_a_required_key_is_missing(key):
    user_client, request, _response = example()
    del request[key]
    assert user_client.vpn("POST", "ipsec-site-connections", {"ipsec_site_connection": request}).status == 400


@pytest.mark.parametrize("key", OPTIONAL)
def test_an_optional_key_is_missing(key):
    user_client, request, response = example()
    request.pop(key, None)
    answer = user_client.vpn("POST", "ipsec-site-connections", {"ipsec_site_connection": request})
    expected = {"ipsec_site_connection": {**response, key: CONNECTION["default"][key]}}
    assert (answer.status, answer.json()) == (201, expected)


@pytest.mark.parametrize("token", ["", "nobody's"])
def test_unauthorized_request_is_401(token):
    user_client, _request, _response = example()
    user_client.token = token
    assert user_client.vpn("POST", "ipsec-site-connections", REQUEST.read_bytes()).status == 401


# --- generated requests: which are right, and what is answered, is read from the table

TEXT = ("", "x", "vpn 1", "ä")
VALUES: dict[str, tuple[tuple, tuple]] = {  # rule -> what fits it, what does not
    "text": (TEXT, (None, 5, ["x"], {})),
    "zone": (("AZ1", "jp-east-1a"), (5,)),
    "boolean": ((True, False), ("maybe", 2)),
    "cidr": ((["10.2.0.0/24"], ["0.0.0.0/0"]), ([], ["10.2.0.0/24", "10.3.0.0/24"], ["10.2.0.0"], "x")),
    "ipv4": (("172.24.4.233", "198.51.100.7"), ("172.24.4.0/24", "2001:db8::1", "x", 5)),
    "lifetime": (({"units": "seconds", "value": 60}, {"value": 86400}), ({"value": 59}, {"value": 86401}, {"x": 1}, 5)),
    "dpd": (
        ({"action": "restart", "interval": 60, "timeout": 240}, {"action": "hold"}),
        ({"action": "clear"}, {"interval": 120, "timeout": 120}, {"x": 1}, "hold"),
    ),
}
STRANGE = ("mtu_size", "local_id", "project_id", "local_ep_group_id", "external_v4_ip", "flavor_id", "status")


def values(rule: Any) -> tuple[tuple, tuple]:
    return (tuple(rule), ("other", None, 5)) if isinstance(rule, list) else VALUES[rule]


@st.composite
def bodies(draw: st.DrawFn, table: dict[str, Any], keys: dict[str, Any], needed: dict[str, Any]) -> tuple[dict, bool]:
    """A body, and whether the documents allow it."""
    body, right = dict(needed), True
    known = [key for key, rule in keys.items() if rule != "id"]
    for key in draw(st.lists(st.sampled_from(known), max_size=4, unique=True)):
        body[key] = draw(st.sampled_from(values(keys[key])[0]))
    defect = draw(st.sampled_from(("none", "none", "none", "value", "key", "missing")))
    if defect == "value":
        key = draw(st.sampled_from(known))
        body[key], right = draw(st.sampled_from(values(keys[key])[1])), False
    if defect == "key":
        others = sorted({*STRANGE, *table["create"]} - set(keys))
        body[draw(st.sampled_from(others))], right = "x", False
    if defect == "missing" and needed:
        body.pop(draw(st.sampled_from(sorted(needed))))
        right = False
    return body, right


def expected(table: dict[str, Any], before: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
    """What an object shows after a body was applied: a dictionary keeps the keys that were not sent."""
    shown = {**before, **table["always"]}
    for key, value in body.items():
        shown[key] = {**before[key], **value} if isinstance(value, dict) else value
    return shown


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_generated_requests(kind: str, k5_asked: Any, data: st.DataObject) -> None:
    table = KINDS[kind]
    user_client = FakeUserClient(Cloud("k5", agent="DOWN:0"))
    known = {**FIXED, **(user_client.parts() if kind == "ipsec_site_connection" else {})}
    body, right = data.draw(bodies(table, table["create"], {key: known[key] for key in table["required"]}))
    answer = user_client.vpn("POST", table["path"], {kind: body})
    k5_asked[f"POST {kind} {answer.status}"] += 1
    assert answer.status == (201 if right else 400), answer.body
    if not right:
        return
    shown = answer.json()[kind]
    assert set(shown) == set(table["answer"])
    assert {**shown, **expected(table, table["default"], body)} == shown
    one = f"{table['path']}/{shown['id']}"
    if kind == "vpnservice":
        # It can be changed once it has a connection that was reported.
        parts = {f"{policy}_id": user_client.make(policy)["id"] for policy in ("ikepolicy", "ipsecpolicy")}
        peer = {key: known[key] for key in ("psk", "peer_address", "peer_id", "peer_cidrs")}
        user_client.make("ipsec_site_connection", vpnservice_id=shown["id"], **parts, **peer)
    before = user_client.vpn("GET", one).json()[kind]
    if before.get("status", "").startswith("PENDING"):
        return  # A connection that is off from the beginning is never reported, and so cannot be changed.
    body, right = data.draw(bodies(table, table["update"], {}))
    answer = user_client.vpn("PUT", one, {kind: body})
    k5_asked[f"PUT {kind} {answer.status}"] += 1
    assert answer.status == (200 if right else 400), answer.body
    after = user_client.vpn("GET", one).json()[kind]
    assert without_sign({**after, "status": ""}) == without_sign(
        {**(expected(table, before, body) if right else before), "status": ""}
    )
    assert user_client.vpn("DELETE", one).status == (409 if kind == "vpnservice" else 204)


def without_sign(shown: dict[str, Any]) -> dict[str, Any]:
    """K5 was recorded to put an @ before a peer_id that is no address."""
    return {**shown, "peer_id": shown["peer_id"].removeprefix("@")} if "peer_id" in shown else shown
