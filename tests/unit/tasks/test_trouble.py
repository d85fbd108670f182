# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Bad input and trouble: each a clear one-line error that names object and value, with what the server said where it
spoke, and nothing written. Trouble on the way to the cloud is in test_access_trouble.py."""

from __future__ import annotations

import copy

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import (
    CloudUnreachable,
    InvalidInput,
    ServerError,
    UnknownReference,
    UnsupportedChange,
    VpnError,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.tests.support.bench import Bench, answer, instead, refused
from ansible_collections.sitelink.vpnaas.tests.support.desk import BRANCH7

CONNECTION = "ipsec_site_connection"
NOBODY = "7b347d20-6fa3-4e22-b744-c49ee235ae4f"
MALFORMED = "7b347d20-6fa3-4e22-b744-c49ee235ae4"
GROUPS = {"local_endpoint_group": "local", "peer_endpoint_group": "peers"}
WITHOUT_CIDRS = {key: value for key, value in BRANCH7.items() if key != "peer_cidrs"}
HTML = "<html><head><title>504</title><style>p {color: red}</style></head><body><h1>Gateway Time-out</h1></body></html>"


@pytest.fixture
def bench(request):
    return Bench(getattr(request, "param", "neutron"))


def refused_unwritten(bench, kind, name, options, words, error=VpnError):
    """Refused before any write, in check mode too, with the same words."""
    for check_mode in (True, False):
        told = refused(lambda: bench.do(kind, name, check_mode=check_mode, **options), *words, kind=error)  # noqa: B023
    assert bench.written() == []
    return told


REFERENCES = [
    # (kind, options, option, name that several have)
    ("vpn_service", {"router": "edge2", "subnet": "lab"}, "router", "twin"),
    ("vpn_service", {"router": "edge2", "subnet": "lab"}, "subnet", "twin"),
    ("vpn_service", {"router": "edge2", "subnet": "lab"}, "flavor", None),
    ("endpoint_group", {"type": "subnet"}, "endpoints", "twin"),
    ("endpoint_group", {"type": "router"}, "endpoints", "twin"),
    ("endpoint_group", {"type": "network"}, "endpoints", "twin"),
    (CONNECTION, BRANCH7, "vpn_service", None),
    (CONNECTION, BRANCH7, "ike_policy", "double"),
    (CONNECTION, BRANCH7, "ipsec_policy", "double"),
    (CONNECTION, WITHOUT_CIDRS, "local_endpoint_group", None),
    (CONNECTION, WITHOUT_CIDRS, "peer_endpoint_group", "double"),
]
TITLES = {
    "local_endpoint_group": "endpoint group",
    "peer_endpoint_group": "endpoint group",
    "vpn_service": "VPN service",
    "ike_policy": "IKE policy",
    "ipsec_policy": "IPsec policy",
    "endpoints": "",
}


@pytest.mark.parametrize(("kind", "options", "option", "_twice"), REFERENCES)
@pytest.mark.parametrize(
    ("text", "said"),
    [("nobody", 'named "nobody"'), (NOBODY, f"with the id {NOBODY}"), (MALFORMED, f'"{MALFORMED}" is no ')],
    ids=["name", "uuid", "malformed"],
)
def test_unknown_reference(bench, kind, options, option, _twice, text, said):
    words = (f'"new": {option}: ', TITLES.get(option, option), said)
    given = {**options, option: [text] if option == "endpoints" else text}
    if text == "nobody" and TITLES.get(option):
        # Check mode takes the name of a kind of ours for one that will have been made by then.
        told = refused(lambda: bench.do(kind, "new", **given), *words, kind=UnknownReference)
        assert bench.written() == []
    else:
        told = refused_unwritten(bench, kind, "new", given, words, UnknownReference)
    assert told.details["hint"]


@pytest.mark.parametrize(
    ("kind", "options", "option", "twice"), [case for case in REFERENCES if case[3]], ids=lambda value: str(value)[:20]
)
def test_ambiguous_reference_lists_the_ids(bench, kind, options, option, twice):
    if twice == "double":
        collection = {"ike_policy": "ikepolicies", "ipsec_policy": "ipsecpolicies"}.get(option, "endpoint_groups")
        make_twice(bench, collection, TITLES[option].replace(" ", "_").lower())
    collection = {
        "router": "routers",
        "subnet": "subnets",
        "endpoints": f"{options.get('type')}s",
        "ike_policy": "ikepolicies",
        "ipsec_policy": "ipsecpolicies",
    }.get(option, "endpoint_groups")
    ids = sorted(item["id"] for item in bench.cloud.store.all(collection) if item["name"] == twice)
    given = {**options, option: [twice] if option == "endpoints" else twice}
    words = (f'"new": {option}: There are 2 ', f'named "{twice}": {", ".join(ids)}')
    assert len(ids) == 2
    assert "Give the id" in refused_unwritten(bench, kind, "new", given, words, UnknownReference).details["hint"]


def make_twice(bench, collection, kind):
    if collection == "endpoint_groups":
        bench.do("endpoint_group", "double", type="cidr", endpoints=["10.2.0.0/24"])
    else:
        bench.do(kind, "double")
    (one,) = [item for item in bench.cloud.store.all(collection) if item["name"] == "double"]
    bench.cloud.store.add(collection, {**copy.deepcopy(one), "id": NOBODY})
    bench.cloud.forget_log()


@pytest.mark.parametrize("state", ["present", "absent"])
def test_several_objects_of_the_name_are_never_guessed_among(bench, state):
    make_twice(bench, "ikepolicies", "ike_policy")
    words = ('There are 2 IKE policies named "double"', NOBODY)
    refused_unwritten(bench, "ike_policy", "double", {"state": state}, words, UnknownReference)
    assert bench.do("ike_policy", NOBODY, state="absent")["action"] == "delete"


@pytest.mark.parametrize("kind", VPN_KINDS)
@pytest.mark.parametrize("text", [NOBODY, NOBODY.upper(), MALFORMED])
def test_what_looks_like_an_id_and_is_none_makes_no_new_object(bench, kind, text):
    refused_unwritten(bench, kind, text, {}, (text,), UnknownReference)


MISSING = [
    ("neutron", "vpn_service", {}, ("router",)),
    ("neutron", "vpn_service", {"router": "edge2"}, ()),
    ("k5", "vpn_service", {}, ("router", "subnet")),
    ("neutron", "endpoint_group", {}, ("type", "endpoints")),
    ("neutron", "endpoint_group", {"type": "cidr", "endpoints": []}, ("endpoints",)),
    ("neutron", CONNECTION, {}, ("vpn_service", "ike_policy", "ipsec_policy", "peer_address", "peer_id", "psk")),
    ("k5", CONNECTION, {},
     ("vpn_service", "ike_policy", "ipsec_policy", "peer_address", "peer_id", "peer_cidrs", "psk")),
    # a host name is no identity: the gateway sees the address it resolves to
    ("neutron", CONNECTION, BRANCH7 | {"peer_address": "peer.example.com"}, ("peer_id",)),
    ("k5", CONNECTION, BRANCH7 | {"peer_cidrs": []}, ("peer_cidrs",)),
    ("neutron", CONNECTION, BRANCH7 | {"psk": None}, ("psk",)),
]  # fmt: skip


@pytest.mark.parametrize(("bench", "kind", "options", "missing"), MISSING, indirect=["bench"])
def test_required_options_missing_are_all_named(bench, kind, options, missing):
    if not missing:
        assert bench.do(kind, "new", **options)["action"] == "create"
        return
    words = ('"new" does not exist yet', f"missing: {', '.join(missing)}")
    told = refused_unwritten(bench, kind, "new", options, words, InvalidInput)
    assert str(told).endswith(", ".join(missing))


FAULTY = [
    # dialect, kind, option, value, what is said of it
    *((dialect, CONNECTION, "dpd", dpd, f"dpd.timeout {dpd.get('timeout', 120)} must be above dpd.interval")
      for dialect in ("neutron", "k5")
      for dpd in ({"interval": 30, "timeout": 30}, {"timeout": 20}, {"interval": 120}, {"interval": 500})),
    *(("neutron", CONNECTION, "peer_cidrs", [text], f'"{text}" is not a network')
      for text in ("10.2.0.0", "10.2.0.0/33", "10.2.0/24", "10.2.0.0/255.255.255.0", "fd00::/129", "here", "/24", "")),
    *(("neutron", "endpoint_group", "endpoints", [text], f'"{text}" is not a network') for text in ("10.2.0.0", "x/8")),
    *(("neutron", CONNECTION, "peer_address", text, f'"{text}" is neither an IPv4 or IPv6 address nor a host name')
      for text in ("172.24.4", "172.24.4.256", "fd00:::1", "a b", "-x-", "x..y", "1")),
    ("neutron", CONNECTION, "peer_address", "172.24.4.0/24", 'leave "/24" out'),
    ("neutron", CONNECTION, "peer_id", "172.24.4.0/24", '"172.24.4.0/24" is a network'),
    ("neutron", CONNECTION, "local_id", "fd00::1/64", '"fd00::1/64" is a network'),
    ("neutron", CONNECTION, "peer_cidrs", ["10.2.0.0/24", "fd00::/64"], "IPv4 and IPv6 networks cannot be mixed"),
    ("neutron", CONNECTION, "peer_cidrs", ["fd00::/64"], "IPv4 and IPv6 networks cannot be mixed: local 10.1.0.0/24"),
    ("neutron", "endpoint_group", "endpoints", ["10.2.0.0/24", "fd00::/64"], "IPv4 and IPv6 networks cannot be mixed"),
    ("neutron", CONNECTION, "peer_cidrs", ["10.2.0.0/24", "10.2.0.9/24"], '"10.2.0.9/24" are the same network'),
    ("neutron", CONNECTION, "peer_cidrs", ["fd00::/64", "FD00:0::/64"], '"FD00:0::/64" are the same network'),
    ("neutron", "endpoint_group", "endpoints", ["10.2.0.0/24", "10.2.0.0/24"], "are the same network: give it once"),
    ("neutron", CONNECTION, "local_endpoint_group", "local", "peer_cidrs and endpoint groups exclude each other"),
    ("neutron", CONNECTION, "peer_cidrs", [], "has a subnet, so it takes peer_cidrs"),
    ("neutron", CONNECTION, "mtu", 67, "mtu: 67 is below 68"),
    ("neutron", CONNECTION, "dpd", {"interval": -1}, "dpd.interval: -1 is below 0"),
    ("neutron", "ike_policy", "lifetime", {"value": 59}, "lifetime.value: 59 is below 60"),
    ("neutron", "ike_policy", "availability_zone", "AZ1", "availability_zone: this cloud does not know it"),
    ("k5", CONNECTION, "peer_cidrs", ["10.2.0.0/24", "10.3.0.0/24"], "takes 1, not 2 (10.2.0.0/24, 10.3.0.0/24)"),
    ("k5", CONNECTION, "local_endpoint_group", "local", "local_endpoint_group: this cloud does not know it"),
    ("k5", CONNECTION, "peer_endpoint_group", "peers", "peer_endpoint_group: this cloud does not know it"),
    ("k5", CONNECTION, "mtu", 1500, "mtu: this cloud does not know it"),
    ("k5", CONNECTION, "local_id", "us", "local_id: this cloud does not know it"),
    ("k5", "endpoint_group", "endpoints", ["10.2.0.0/24"], "this cloud has no endpoint groups"),
    ("k5", "vpn_service", "flavor", "vpn", "flavor: this cloud does not know it"),
    ("k5", "vpn_service", "router", "edge", '"office"'),
    *(("k5", CONNECTION, "psk", f"a sec{character}ret", f"psk: this cloud's gateway cannot carry {character} in it")
      for character in "\"'\\"),
    *((dialect, CONNECTION, "psk", "s" * 256, "psk: 256 characters are too many; 255 is the limit")
      for dialect in ("neutron", "k5")),
    ("neutron", CONNECTION, "psk", "", "psk: must not be empty"),
    ("neutron", CONNECTION, "description", "d" * 256, "description: 256 characters are too many"),
]  # fmt: skip
GOOD = {
    "ike_policy": {},
    "vpn_service": {"router": "edge2", "subnet": "lab"},
    "endpoint_group": {"type": "cidr"},
    CONNECTION: BRANCH7,
}


@pytest.mark.parametrize(("bench", "kind", "option", "value", "said"), FAULTY, indirect=["bench"])
def test_refused_always(bench, kind, option, value, said):
    if option == "local_endpoint_group" and bench.dialect == "neutron":
        bench.do("endpoint_group", "local", type="subnet", endpoints=["office"])
        bench.cloud.forget_log()
    options = {**GOOD[kind], option: value, "preflight": "off"}
    told = refused_unwritten(bench, kind, "new", options, ('"new": ', said), InvalidInput)
    assert BRANCH7["psk"] not in str(told)


def test_the_limits_themselves_are_right(bench):
    bench.do(
        CONNECTION, "new", **BRANCH7 | {"psk": "\"'\\" + "s" * 252, "dpd": {"interval": 30, "timeout": 31}, "mtu": 68}
    )
    assert bench.written() == ["POST /v2.0/vpn/ipsec-site-connections"]


@pytest.mark.parametrize(
    "ids", [("lab", "22222222-0000-4000-8000-000000000003"), ("22222222-0000-4000-8000-00000000000A".lower(),) * 2]
)
def test_one_endpoint_told_in_two_ways_is_a_duplicate(bench, ids):
    refused_unwritten(
        bench, "endpoint_group", "new", {"type": "subnet", "endpoints": list(ids)}, (ids[0],), InvalidInput
    )


def test_every_fault_is_told_at_once(bench):
    options = BRANCH7 | {"peer_address": "172.24.4", "peer_cidrs": ["x"], "mtu": 1}
    words = ("peer_address: ", "; ", "peer_cidrs: ", "mtu: ")
    assert len(refused_unwritten(bench, CONNECTION, "new", options, words, InvalidInput).faults) == 3


TEXTS = [
    (kind, row.option)
    for kind, resource in VPN_KINDS.items()
    for row in resource.fields
    if row.value_type.type == "str" and not row.choices
] + [(kind, "name") for kind in VPN_KINDS]


@pytest.mark.parametrize(("kind", "option"), [*TEXTS, (CONNECTION, "peer_cidrs"), ("endpoint_group", "endpoints")])
def test_control_characters_in_every_string(kind, option):
    bench = Bench("k5" if option == "availability_zone" else "neutron")
    for character in "\n\x00\x1b\x7f\x85":
        text = f"one{character}two"
        options = {**GOOD.get(kind, {}), option: [text] if option in ("peer_cidrs", "endpoints") else text}
        if bench.dialect == "k5" and kind == "endpoint_group":
            return
        name = options.pop("name", "new")
        with pytest.raises(InvalidInput) as told:
            bench.do(kind, name, **options)
        assert f"{option}: control characters" in str(told.value)
    assert bench.written() == []


@pytest.mark.parametrize("kind", VPN_KINDS)
def test_a_name_must_not_be_empty(bench, kind):
    refused_unwritten(bench, kind, "", {}, ("name: must not be empty",), InvalidInput)


IMMUTABLE = [
    ("neutron", "vpn_service", "office", {"router": "edge2"}, "router"),
    ("neutron", "vpn_service", "office", {"subnet": "lab"}, "subnet"),
    ("neutron", "vpn_service", "office", {"flavor": "vpn"}, "flavor"),
    ("k5", "vpn_service", "office", {"availability_zone": "AZ2"}, "availability_zone"),
    ("neutron", CONNECTION, "branch7", {"vpn_service": "second"}, "vpn_service"),
    ("neutron", CONNECTION, "branch7", {"ike_policy": "second"}, "ike_policy"),
    ("neutron", CONNECTION, "branch7", {"ipsec_policy": "second"}, "ipsec_policy"),
    ("k5", CONNECTION, "branch7", {"availability_zone": "AZ2"}, "availability_zone"),
    ("k5", "ike_policy", "ike", {"ike_version": "v2"}, "ike_version"),
    ("k5", "ipsec_policy", "ipsec", {"auth_algorithm": "sha256"}, "auth_algorithm"),
]


@pytest.mark.parametrize(("bench", "kind", "name", "options", "option"), IMMUTABLE, indirect=["bench"])
def test_an_immutable_difference_says_what_to_do(bench, kind, name, options, option):
    if "second" in options.values():
        bench.do(option, "second", **GOOD.get(option, {}))
        bench.cloud.forget_log()
    words = (f'"{name}"', f"cannot change {option} of an existing object: {option} is ", "wanted ")
    assert "replace: true" in refused_unwritten(bench, kind, name, options, words, UnsupportedChange).details["hint"]


IN_USE = [
    ("ike_policy", "ike", {"pfs": "group14"}, "updated"),
    ("ike_policy", "ike", {"description": "x"}, "updated"),
    ("ike_policy", "ike", {"state": "absent"}, "deleted"),
    ("ipsec_policy", "ipsec", {"lifetime": {"value": 7200}}, "updated"),
    ("ipsec_policy", "ipsec", {"state": "absent"}, "deleted"),
    ("vpn_service", "office", {"state": "absent"}, "deleted"),
]


@pytest.mark.parametrize("bench", ["neutron", "k5"], indirect=True)
@pytest.mark.parametrize(("kind", "name", "options", "done"), IN_USE)
def test_what_is_in_use_names_its_users(bench, kind, name, options, done):
    (user,) = bench.cloud.store.all("ipsec_site_connections")
    words = (f'"{name}" cannot be {done}', f'in use by "branch7" ({user["id"]})')
    assert refused_unwritten(bench, kind, name, options, words, UnsupportedChange).details["hint"]


@pytest.mark.parametrize("group", ["local", "peers"])
def test_a_group_in_use_names_its_users(bench, group):
    bench.do("vpn_service", "grouped", router="edge2")
    bench.do("endpoint_group", "local", type="subnet", endpoints=["lab"])
    bench.do("endpoint_group", "peers", type="cidr", endpoints=["10.2.0.0/24"])
    bench.do(CONNECTION, "branch8", **WITHOUT_CIDRS | GROUPS | {"vpn_service": "grouped"})
    bench.cloud.forget_log()
    refused_unwritten(
        bench, "endpoint_group", group, {"state": "absent"}, ("cannot be deleted", '"branch8"'), UnsupportedChange
    )
    assert bench.do("endpoint_group", group, description="both")["action"] == "update"


def test_a_use_that_began_a_moment_ago_is_named_too():
    """The listing showed nobody, the server answers 409: who uses it is looked up again."""
    bench = Bench()
    bench.do("ike_policy", "fresh")
    bench.between = use_it_first(bench)
    told = refused(
        lambda: bench.do("ike_policy", "fresh", pfs="group14"),
        "HTTP 409, IKEPolicyInUse",
        '"branch8"',
        kind=ServerError,
    )
    assert (told.details["status"], told.details["error_type"]) == (409, "IKEPolicyInUse")


def use_it_first(bench):
    def between(request, _send):
        if request.method == "PUT":
            bench.between = None
            bench.do(CONNECTION, "branch8", **BRANCH7 | {"ike_policy": "fresh", "peer_cidrs": ["10.8.0.0/24"]})

    return between


@pytest.mark.parametrize("check_mode", [True, False])
def test_a_service_without_connections_takes_no_update(bench, check_mode):
    """The server: 400 VPNStateInvalidToUpdate, for ever."""
    bench.do("vpn_service", "idle", router="edge2", subnet="lab")
    bench.cloud.forget_log()
    told = refused(
        lambda: bench.do("vpn_service", "idle", check_mode=check_mode, description="x"),
        'VPN service "idle" cannot be updated', "PENDING_CREATE", "until it has its first connection", kind=UnsupportedChange,
    )  # fmt: skip
    assert "create a connection first" in told.details["hint"]
    assert bench.written() == []
    assert bench.time.passed == 0


def test_an_unknown_vpn_service_never_reaches_the_servers_500(bench):
    gone = bench.do("vpn_service", "gone", router="edge2", subnet="lab")["vpn_service"]["id"]
    bench.do("vpn_service", "gone", state="absent")
    bench.cloud.forget_log()
    for text in (gone, NOBODY, "gone"):
        refused(lambda: bench.do(CONNECTION, "new", **BRANCH7 | {"vpn_service": text}), text, kind=UnknownReference)  # noqa: B023
    assert bench.written() == []


# --- what servers and proxies answer

WORDS = "IKEPolicy could not be stored"
SHAPES = [
    # (status, body, error type, words)
    (400, {"NeutronError": {"type": "HTTPBadRequest", "message": WORDS, "detail": ""}}, "HTTPBadRequest", WORDS),
    (400, {"NeutronError": {"type": "X", "message": WORDS}, "request_id": "req-body"}, "X", WORDS),
    (404, {"NeutronError": WORDS, "request_id": "req-body"}, None, WORDS),
    (409, {"NeutronError": {"type": "OverQuota", "message": WORDS, "detail": "a\nb"}}, "OverQuota", f"{WORDS} (a b)"),
    (400, {"NeutronError": {"type": ["odd"], "message": {"a": 1}}}, None, "a"),
    (500, {"message": WORDS, "code": "500", "title": "Oh"}, None, WORDS),
    (403, {"error": {"code": 403, "title": "Forbidden", "message": WORDS}}, None, WORDS),
    (401, {"error": {"code": 401, "title": "Unauthorized", "message": WORDS}}, None, WORDS),
    (500, [WORDS], None, WORDS),
    (500, "", None, "the server gave no reason"),
    (500, "null", None, "None"),
    (504, HTML, None, "504 Gateway Time-out"),
    (502, "upstream\n  said no", None, "upstream said no"),
    (301, "", None, "301"),
]  # fmt: skip


@pytest.mark.parametrize(("status", "body", "error_type", "words"), SHAPES)
def test_a_servers_refusal_is_told_whatever_its_shape(status, body, error_type, words):
    kind = "text/html" if isinstance(body, str) and "<" in body else "application/json"
    header = {} if "req-body" in str(body) else {"X-Openstack-Request-Id": "req-header"}
    bench = Bench(between=instead("POST", "/vpn/ikepolicies", status, body, kind, **header))
    told = refused(
        lambda: bench.do("ike_policy", "new"), "Could not create IKE policy", words, str(status), kind=ServerError
    )
    assert "<" not in str(told)
    expected = {"status": status, "request_id": "req-body" if "req-body" in str(body) else "req-header"}
    assert {key: told.details.get(key) for key in ("status", "error_type", "request_id")} == expected | {
        "error_type": error_type
    }


@pytest.mark.parametrize("shape", ["neutron", "request_id", "string"])
def test_k5s_three_shapes_from_the_cloud_itself(shape):
    bench = Bench("k5")
    bench.cloud.error_shape = shape
    told = refused(
        lambda: bench.do("ike_policy", "new", encryption_algorithm="3des"), "3des", "HTTP 400", kind=ServerError
    )
    assert told.details["request_id"].startswith("req-")
    assert told.details.get("error_type") == (None if shape == "string" else "HTTPBadRequest")


def test_forbidden_names_the_role_that_is_missing():
    error = {"type": "PolicyNotAuthorized", "message": "rule:create_ikepolicy is disallowed by policy", "detail": ""}
    bench = Bench(between=instead("POST", "/vpn/ikepolicies", 403, {"NeutronError": error}))
    told = refused(lambda: bench.do("ike_policy", "new"), "disallowed by policy", "HTTP 403", kind=ServerError)
    assert (told.details["error_type"], "role member" in told.details["hint"]) == ("PolicyNotAuthorized", True)


NO_ANSWERS = [
    ("GET", 200, HTML, "text/html", "is no JSON"),
    ("GET", 200, "", "application/json", "is no JSON"),
    ("GET", 200, '{"ikepolicies": [', "application/json", "is no JSON"),
    ("GET", 200, "[]", "application/json", "has no ikepolicies"),
    ("GET", 200, "{}", "application/json", "has no ikepolicies"),
    ("GET", 200, "null", "application/json", "has no ikepolicies"),
    ("POST", 201, HTML, "text/html", "is no JSON"),
    ("POST", 201, "{}", "application/json", "has no ikepolicy"),
]


@pytest.mark.parametrize(("method", "status", "body", "content_type", "said"), NO_ANSWERS)
def test_an_answer_that_is_not_neutrons_is_never_taken_for_one(method, status, body, content_type, said):
    """An empty listing would have everything made twice."""
    bench = Bench(between=instead(method, "/vpn/ikepolicies", status, body, content_type))
    told = refused(
        lambda: bench.do("ike_policy", "new"), f"{method} /vpn/ikepolicies", said, "proxy", kind=CloudUnreachable
    )
    assert told.details["status"] == status
    assert "endpoint" in told.details["hint"]
    assert bench.written() == []


@pytest.mark.parametrize("path", ["/vpn/ikepolicies", "/vpn/vpnservices", "/vpn/ipsec-site-connections"])
def test_a_cloud_without_vpnaas(path):
    bench = Bench(bare=True, without=["vpnaas"])
    kind = {"/vpn/ikepolicies": "ike_policy", "/vpn/vpnservices": "vpn_service"}.get(path, CONNECTION)
    told = refused(lambda: bench.do(kind, "new", **GOOD[kind]), f"this cloud does not have {path}", kind=ServerError)
    assert "VPNaaS" in told.details["hint"]
    assert bench.written() == []


def test_a_cloud_without_endpoint_groups():
    bench = Bench(without=["vpn-endpoint-groups"])
    options = {"type": "cidr", "endpoints": ["10.2.0.0/24"]}
    refused_unwritten(bench, "endpoint_group", "new", options, ("does not have /vpn/endpoint-groups",), ServerError)


@pytest.mark.parametrize(("method", "words"), [("GET", "read IKE policies"), ("POST", "create IKE policy")])
def test_a_connection_that_breaks(method, words):
    bench = Bench()
    bench.cloud.fail(do="reset", method=method, path="/v2.0/vpn/ikepolicies", times=0)
    refused(lambda: bench.do("ike_policy", "new"), "The cloud was not reached", kind=CloudUnreachable)
    assert not [item for item in bench.cloud.store.all("ikepolicies") if item["name"] == "new"]


def test_a_server_error_keeps_what_the_server_says():
    """As Neutron 29 does when asked for sha1: stored by the API, refused by the database."""
    bench = Bench()
    told = refused(lambda: bench.do("ike_policy", "new", auth_algorithm="sha1"), "HTTP 500", kind=ServerError)
    assert told.details["request_id"].startswith("req-")


def test_answer_and_instead_speak_for_the_server():
    """The tools of this file: an answer of ours goes through requests as the cloud's would."""
    bench = Bench(between=lambda request, send: answer(request, 418, "no tea"))
    refused(lambda: bench.do("ike_policy", "new"), "no tea (HTTP 418)", kind=ServerError)
