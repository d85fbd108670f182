# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Bad input and trouble: each a clear one-line error that names object and value, with what the server output where it
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
from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.registry import TASKS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.tests.support.prepared_runner import PreparedRunner, answer, instead, refused
from ansible_collections.sitelink.vpnaas.tests.support.task_runner import BRANCH7, defaults_of

CONNECTION = "ipsec_site_connection"
NOBODY = "7b347d20-6fa3-4e22-b744-c49ee235ae4f"
MALFORMED = "7b347d20-6fa3-4e22-b744-c49ee235ae4"
GROUPS = {"local_endpoint_group": "local", "peer_endpoint_group": "peers"}
WITHOUT_CIDRS = {key: value for key, value in BRANCH7.items() if key != "peer_cidrs"}
HTML = "<html><head><title>504</title><style>p {color: red}</style></head><body><h1>Gateway Time-out</h1></body></html>"


@pytest.fixture
def runner(request):
    return PreparedRunner(getattr(request, "param", "neutron"))


def refused_unwritten(runner, kind, name, options, words, error=VpnError):
    """Refused before any write, in check mode too, with the same words."""
    for check_mode in (True, False):
        failure = refused(lambda: runner.apply(kind, name, check_mode=check_mode, **options), *words, kind=error)  # noqa: B023
    assert runner.written() == []
    return failure


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
    ("text", "output"),
    [("nobody", 'named "nobody"'), (NOBODY, f"with the id {NOBODY}"), (MALFORMED, f'"{MALFORMED}" is no ')],
    ids=["name", "uuid", "malformed"],
)
def test_an_unknown_reference_names_option_and_value(runner, kind, options, option, _twice, text, output):
    words = (f'"new": {option}: ', TITLES.get(option, option), output)
    given = {**options, option: [text] if option == "endpoints" else text}
    if text == "nobody" and TITLES.get(option):
        # Check mode takes the name of a kind of ours for one that will have been made by then.
        failure = refused(lambda: runner.apply(kind, "new", **given), *words, kind=UnknownReference)
        assert runner.written() == []
    else:
        failure = refused_unwritten(runner, kind, "new", given, words, UnknownReference)
    assert failure.details["hint"]


@pytest.mark.parametrize(
    ("kind", "options", "option", "twice"), [case for case in REFERENCES if case[3]], ids=lambda value: str(value)[:20]
)
def test_ambiguous_reference_lists_the_ids(runner, kind, options, option, twice):
    if twice == "double":
        collection = {"ike_policy": "ikepolicies", "ipsec_policy": "ipsecpolicies"}.get(option, "endpoint_groups")
        make_twice(runner, collection, TITLES[option].replace(" ", "_").lower())
    collection = {
        "router": "routers",
        "subnet": "subnets",
        "endpoints": f"{options.get('type')}s",
        "ike_policy": "ikepolicies",
        "ipsec_policy": "ipsecpolicies",
    }.get(option, "endpoint_groups")
    ids = sorted(item["id"] for item in runner.cloud.store.all(collection) if item["name"] == twice)
    given = {**options, option: [twice] if option == "endpoints" else twice}
    words = (f'"new": {option}: There are 2 ', f'named "{twice}": {", ".join(ids)}')
    assert len(ids) == 2
    assert "Give the id" in refused_unwritten(runner, kind, "new", given, words, UnknownReference).details["hint"]


def make_twice(runner, collection, kind):
    if collection == "endpoint_groups":
        runner.apply("endpoint_group", "double", type="cidr", endpoints=["10.2.0.0/24"])
    else:
        runner.apply(kind, "double")
    (one,) = [item for item in runner.cloud.store.all(collection) if item["name"] == "double"]
    runner.cloud.store.add(collection, {**copy.deepcopy(one), "id": NOBODY})
    runner.cloud.forget_log()


@pytest.mark.parametrize("state", ["present", "absent"])
def test_several_objects_of_the_name_are_never_guessed_among(runner, state):
    make_twice(runner, "ikepolicies", "ike_policy")
    words = ('There are 2 IKE policies named "double"', NOBODY)
    refused_unwritten(runner, "ike_policy", "double", {"state": state}, words, UnknownReference)
    assert runner.apply("ike_policy", NOBODY, state="absent")["action"] == "delete"


@pytest.mark.parametrize("kind", VPN_KINDS)
@pytest.mark.parametrize("text", [NOBODY, NOBODY.upper(), MALFORMED])
def test_what_looks_like_an_id_and_is_none_makes_no_new_object(runner, kind, text):
    refused_unwritten(runner, kind, text, {}, (text,), UnknownReference)


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


@pytest.mark.parametrize(("runner", "kind", "options", "missing"), MISSING, indirect=["runner"])
def test_required_options_missing_are_all_named(runner, kind, options, missing):
    if not missing:
        assert runner.apply(kind, "new", **options)["action"] == "create"
        return
    words = ('"new" does not exist yet', f"missing: {', '.join(missing)}")
    failure = refused_unwritten(runner, kind, "new", options, words, InvalidInput)
    assert str(failure).endswith(", ".join(missing))


FAULTY = [
    # dialect, kind, option, value, what is output of it
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
    ("neutron", "ike_policy", "availability_zone", "AZ1", "availability_zone: this cloud does not support it"),
    ("k5", CONNECTION, "peer_cidrs", ["10.2.0.0/24", "10.3.0.0/24"], "accepts 1, not 2 (10.2.0.0/24, 10.3.0.0/24)"),
    ("k5", CONNECTION, "local_endpoint_group", "local", "local_endpoint_group: this cloud does not support it"),
    ("k5", CONNECTION, "peer_endpoint_group", "peers", "peer_endpoint_group: this cloud does not support it"),
    ("k5", CONNECTION, "mtu", 1500, "mtu: this cloud does not support it"),
    ("k5", CONNECTION, "local_id", "us", "local_id: this cloud does not support it"),
    ("k5", "endpoint_group", "endpoints", ["10.2.0.0/24"], "this cloud has no endpoint groups"),
    ("k5", "vpn_service", "flavor", "vpn", "flavor: this cloud does not support it"),
    ("k5", "vpn_service", "router", "edge", '"office"'),
    *(("k5", CONNECTION, "psk", f"a sec{character}ret", f"psk: this cloud's gateway does not support {character} in it")
      for character in "\"\\"),
    *(("k5", CONNECTION, "dpd", {"action": action}, f'dpd.action: this cloud accepts hold or restart, not "{action}"')
      for action in ("clear", "disabled", "restart-by-peer")),
    ("k5", CONNECTION, "dpd", {"timeout": 10**12}, "dpd.timeout: 1000000000000 is above 2147483647"),
    *(("k5", CONNECTION, "peer_address", text, f'"{text}" is not an IPv4 address')
      for text in ("2001:db8::1", "vpn.example.com", "::ffff:198.51.100.7")),
    ("k5", CONNECTION, "peer_cidrs", ["fd00::/64"], '"fd00::/64" is an IPv6 network'),
    ("k5", CONNECTION, "availability_zone", "", "availability_zone: must not be empty"),
    ("k5", "ike_policy", "ike_version", "v2", 'ike_version: this cloud accepts v1, not "v2"'),
    ("k5", "ike_policy", "phase1_negotiation_mode", "aggressive", "this cloud accepts main"),
    ("k5", "ike_policy", "pfs", "group15", 'pfs: this cloud accepts group2, group5 or group14, not "group15"'),
    ("k5", "ike_policy", "lifetime", {"value": 86401}, "lifetime.value: 86401 is above 86400"),
    ("k5", "ipsec_policy", "auth_algorithm", "sha256", 'auth_algorithm: this cloud accepts sha1, not "sha256"'),
    ("k5", "ipsec_policy", "encryption_algorithm", "3des", "accepts aes-128, aes-192 or aes-256"),
    ("k5", "ipsec_policy", "transform_protocol", "ah", "transform_protocol: this cloud accepts esp"),
    ("k5", "ipsec_policy", "encapsulation_mode", "transport", "encapsulation_mode: this cloud accepts tunnel"),
    *((dialect, CONNECTION, "psk", "s" * 256, "psk: 256 characters are too many; 255 is the limit")
      for dialect in ("neutron", "k5")),
    ("neutron", CONNECTION, "psk", "", "psk: must not be empty"),
    ("neutron", CONNECTION, "description", "d" * 256, "description: 256 characters are too many"),
]  # fmt: skip
GOOD = {
    "ike_policy": {},
    "ipsec_policy": {},
    "vpn_service": {"router": "edge2", "subnet": "lab"},
    "endpoint_group": {"type": "cidr"},
    CONNECTION: BRANCH7,
}


@pytest.mark.parametrize(("runner", "kind", "option", "value", "output"), FAULTY, indirect=["runner"])
def test_a_bad_value_is_refused_with_preflight_off_too(runner, kind, option, value, output):
    if option == "local_endpoint_group" and runner.dialect == "neutron":
        runner.apply("endpoint_group", "local", type="subnet", endpoints=["office"])
        runner.cloud.forget_log()
    options = {**GOOD[kind], option: value, "preflight": "off"}
    failure = refused_unwritten(runner, kind, "new", options, ('"new": ', output), InvalidInput)
    assert BRANCH7["psk"] not in str(failure)


def test_the_limits_themselves_are_right(runner):
    runner.apply(
        CONNECTION, "new", **BRANCH7 | {"psk": "\"'\\" + "s" * 252, "dpd": {"interval": 30, "timeout": 31}, "mtu": 68}
    )
    assert runner.written() == ["POST /v2.0/vpn/ipsec-site-connections"]


@pytest.mark.parametrize(
    "ids", [("lab", "22222222-0000-4000-8000-000000000003"), ("22222222-0000-4000-8000-00000000000A".lower(),) * 2]
)
def test_one_endpoint_written_in_two_ways_is_a_duplicate(runner, ids):
    refused_unwritten(
        runner, "endpoint_group", "new", {"type": "subnet", "endpoints": list(ids)}, (ids[0],), InvalidInput
    )


def test_every_fault_is_reported_at_once(runner):
    options = BRANCH7 | {"peer_address": "172.24.4", "peer_cidrs": ["x"], "mtu": 1}
    words = ("peer_address: ", "; ", "peer_cidrs: ", "mtu: ")
    assert len(refused_unwritten(runner, CONNECTION, "new", options, words, InvalidInput).faults) == 3


TEXTS = [
    (kind, row.option)
    for kind, resource in VPN_KINDS.items()
    for row in resource.fields
    if row.value_type.type == "str" and not row.choices
] + [(kind, "name") for kind in VPN_KINDS]


@pytest.mark.parametrize(("kind", "option"), [*TEXTS, (CONNECTION, "peer_cidrs"), ("endpoint_group", "endpoints")])
def test_control_characters_in_every_string(kind, option):
    runner = PreparedRunner("k5" if option == "availability_zone" else "neutron")
    for character in "\n\x00\x1b\x7f\x85":
        text = f"one{character}two"
        options = {**GOOD.get(kind, {}), option: [text] if option in ("peer_cidrs", "endpoints") else text}
        if runner.dialect == "k5" and kind == "endpoint_group":
            return
        name = options.pop("name", "new")
        with pytest.raises(InvalidInput) as failure:
            runner.apply(kind, name, **options)
        assert f"{option}: control characters" in str(failure.value)
    assert runner.written() == []


@pytest.mark.parametrize("kind", VPN_KINDS)
def test_a_name_must_not_be_empty(runner, kind):
    refused_unwritten(runner, kind, "", {}, ("name: must not be empty",), InvalidInput)


IMMUTABLE = [
    ("neutron", "vpn_service", "office", {"router": "edge2"}, "router"),
    ("neutron", "vpn_service", "office", {"subnet": "lab"}, "subnet"),
    ("neutron", "vpn_service", "office", {"flavor": "vpn"}, "flavor"),
    ("k5", "vpn_service", "office", {"availability_zone": "AZ2"}, "availability_zone"),
    ("neutron", CONNECTION, "branch7", {"vpn_service": "second"}, "vpn_service"),
    ("neutron", CONNECTION, "branch7", {"ike_policy": "second"}, "ike_policy"),
    ("neutron", CONNECTION, "branch7", {"ipsec_policy": "second"}, "ipsec_policy"),
    ("k5", CONNECTION, "branch7", {"availability_zone": "AZ2"}, "availability_zone"),
    ("k5", "ike_policy", "ike", {"availability_zone": "AZ2"}, "availability_zone"),
    ("k5", "ipsec_policy", "ipsec", {"availability_zone": "AZ2"}, "availability_zone"),
]


@pytest.mark.parametrize(("runner", "kind", "name", "options", "option"), IMMUTABLE, indirect=["runner"])
def test_an_immutable_difference_says_what_to_do(runner, kind, name, options, option):
    if "second" in options.values():
        runner.apply(option, "second", **GOOD.get(option, {}))
        runner.cloud.forget_log()
    words = (f'"{name}"', f"cannot change {option} of an existing object: {option} is ", "wanted ")
    assert "replace: true" in refused_unwritten(runner, kind, name, options, words, UnsupportedChange).details["hint"]


IN_USE = [
    ("ike_policy", "ike", {"pfs": "group14"}, "updated"),
    ("ike_policy", "ike", {"description": "x"}, "updated"),
    ("ike_policy", "ike", {"state": "absent"}, "deleted"),
    ("ipsec_policy", "ipsec", {"lifetime": {"value": 7200}}, "updated"),
    ("ipsec_policy", "ipsec", {"state": "absent"}, "deleted"),
    ("vpn_service", "office", {"state": "absent"}, "deleted"),
]


@pytest.mark.parametrize("runner", ["neutron", "k5"], indirect=True)
@pytest.mark.parametrize(("kind", "name", "options", "done"), IN_USE)
def test_what_is_in_use_names_its_users(runner, kind, name, options, done):
    (user,) = runner.cloud.store.all("ipsec_site_connections")
    words = (f'"{name}" cannot be {done}', f'in use by "branch7" ({user["id"]})')
    assert refused_unwritten(runner, kind, name, options, words, UnsupportedChange).details["hint"]


@pytest.mark.parametrize("group", ["local", "peers"])
def test_a_group_in_use_names_its_users(runner, group):
    runner.apply("vpn_service", "grouped", router="edge2")
    runner.apply("endpoint_group", "local", type="subnet", endpoints=["lab"])
    runner.apply("endpoint_group", "peers", type="cidr", endpoints=["10.2.0.0/24"])
    runner.apply(CONNECTION, "branch8", **WITHOUT_CIDRS | GROUPS | {"vpn_service": "grouped"})
    runner.cloud.forget_log()
    refused_unwritten(
        runner, "endpoint_group", group, {"state": "absent"}, ("cannot be deleted", '"branch8"'), UnsupportedChange
    )
    assert runner.apply("endpoint_group", group, description="both")["action"] == "update"


def test_a_use_that_began_a_moment_ago_is_named_too():
    """The listing showed nobody, the server answers 409: who uses it is looked up again."""
    runner = PreparedRunner()
    runner.apply("ike_policy", "fresh")
    runner.between = use_it_first(runner)
    failure = refused(
        lambda: runner.apply("ike_policy", "fresh", pfs="group14"),
        "HTTP 409, IKEPolicyInUse",
        '"branch8"',
        kind=ServerError,
    )
    assert (failure.details["status"], failure.details["error_type"]) == (409, "IKEPolicyInUse")


def use_it_first(runner):
    def between(request, _send):
        if request.method == "PUT":
            runner.between = None
            runner.apply(CONNECTION, "branch8", **BRANCH7 | {"ike_policy": "fresh", "peer_cidrs": ["10.8.0.0/24"]})

    return between


@pytest.mark.parametrize("check_mode", [True, False])
def test_a_service_without_connections_takes_no_update(runner, check_mode):
    """The server: 400 VPNStateInvalidToUpdate, for ever."""
    runner.apply("vpn_service", "idle", router="edge2", subnet="lab")
    runner.cloud.forget_log()
    failure = refused(
        lambda: runner.apply("vpn_service", "idle", check_mode=check_mode, description="x"),
        'VPN service "idle" cannot be updated', "PENDING_CREATE", "until it has its first connection",
        kind=UnsupportedChange,
    )  # fmt: skip
    assert "create a connection first" in failure.details["hint"]
    assert runner.written() == []
    assert runner.time.passed == 0


def test_an_unknown_vpn_service_never_reaches_the_servers_500(runner):
    gone = runner.apply("vpn_service", "gone", router="edge2", subnet="lab")["vpn_service"]["id"]
    runner.apply("vpn_service", "gone", state="absent")
    runner.cloud.forget_log()
    for text in (gone, NOBODY, "gone"):
        refused(lambda: runner.apply(CONNECTION, "new", **BRANCH7 | {"vpn_service": text}), text, kind=UnknownReference)  # noqa: B023
    assert runner.written() == []


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
    (502, "upstream\n  output no", None, "upstream output no"),
    (301, "", None, "301"),
]  # fmt: skip


@pytest.mark.parametrize(("status", "body", "error_type", "words"), SHAPES)
def test_a_servers_refusal_is_shown_whatever_its_shape(status, body, error_type, words):
    kind = "text/html" if isinstance(body, str) and "<" in body else "application/json"
    header = {} if "req-body" in str(body) else {"X-Openstack-Request-Id": "req-header"}
    runner = PreparedRunner(between=instead("POST", "/vpn/ikepolicies", status, body, kind, **header))
    failure = refused(
        lambda: runner.apply("ike_policy", "new"), "Could not create IKE policy", words, str(status), kind=ServerError
    )
    assert "<" not in str(failure)
    expected = {"status": status, "request_id": "req-body" if "req-body" in str(body) else "req-header"}
    assert {key: failure.details.get(key) for key in ("status", "error_type", "request_id")} == expected | {
        "error_type": error_type
    }


@pytest.mark.parametrize("shape", ["neutron", "request_id", "string"])
def test_k5s_three_shapes_from_the_cloud_itself(shape):
    runner = PreparedRunner("k5")
    runner.cloud.error_shape = shape
    # The collection itself refuses what K5 does, so this is a bare request.
    client, policy = runner.connected_client(), VPN_KINDS["ike_policy"]
    failure = refused(
        lambda: client.create(policy, {"encryption_algorithm": "3des"}), "3des", "HTTP 400", kind=ServerError
    )
    assert failure.details["request_id"].startswith("req-")
    assert failure.details.get("error_type") == (None if shape == "string" else "HTTPBadRequest")


def test_forbidden_names_the_role_that_is_missing():
    error = {"type": "PolicyNotAuthorized", "message": "rule:create_ikepolicy is disallowed by policy", "detail": ""}
    runner = PreparedRunner(between=instead("POST", "/vpn/ikepolicies", 403, {"NeutronError": error}))
    failure = refused(lambda: runner.apply("ike_policy", "new"), "disallowed by policy", "HTTP 403", kind=ServerError)
    assert (failure.details["error_type"], "role member" in failure.details["hint"]) == ("PolicyNotAuthorized", True)


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


@pytest.mark.parametrize(("method", "status", "body", "content_type", "output"), NO_ANSWERS)
def test_an_answer_that_is_not_neutrons_is_never_taken_for_one(method, status, body, content_type, output):
    """An empty listing would have everything made twice."""
    runner = PreparedRunner(between=instead(method, "/vpn/ikepolicies", status, body, content_type))
    failure = refused(
        lambda: runner.apply("ike_policy", "new"), f"{method} /vpn/ikepolicies", output, "proxy", kind=CloudUnreachable
    )
    assert failure.details["status"] == status
    assert "endpoint" in failure.details["hint"]
    assert runner.written() == []


@pytest.mark.parametrize("path", ["/vpn/ikepolicies", "/vpn/vpnservices", "/vpn/ipsec-site-connections"])
def test_a_cloud_without_vpnaas(path):
    runner = PreparedRunner(empty=True, without=["vpnaas"])
    kind = {"/vpn/ikepolicies": "ike_policy", "/vpn/vpnservices": "vpn_service"}.get(path, CONNECTION)
    failure = refused(
        lambda: runner.apply(kind, "new", **GOOD[kind]), f"this cloud does not have {path}", kind=ServerError
    )
    assert "VPNaaS" in failure.details["hint"]
    assert runner.written() == []


def test_a_cloud_without_endpoint_groups():
    runner = PreparedRunner(without=["vpn-endpoint-groups"])
    options = {"type": "cidr", "endpoints": ["10.2.0.0/24"]}
    refused_unwritten(runner, "endpoint_group", "new", options, ("does not have /vpn/endpoint-groups",), ServerError)


@pytest.mark.parametrize(("method", "words"), [("GET", "read IKE policies"), ("POST", "create IKE policy")])
def test_a_connection_that_breaks(method, words):
    runner = PreparedRunner()
    runner.cloud.fail(do="reset", method=method, path="/v2.0/vpn/ikepolicies", times=0)
    refused(lambda: runner.apply("ike_policy", "new"), "The cloud was not reached", kind=CloudUnreachable)
    assert not [item for item in runner.cloud.store.all("ikepolicies") if item["name"] == "new"]


def test_a_server_error_keeps_what_the_server_says():
    """As Neutron 29 does when asked for sha1: stored by the API, refused by the database. Its release is not known."""
    runner = PreparedRunner(between=instead("GET", "/v2.0/extensions", 403, {"message": "no"}))
    failure = refused(lambda: runner.apply("ike_policy", "new", auth_algorithm="sha1"), "HTTP 500", kind=ServerError)
    assert failure.details["request_id"].startswith("req-")


def test_answer_and_instead_speak_for_the_server():
    """The tools of this file: an answer of ours goes through requests as the cloud's would."""
    runner = PreparedRunner(between=lambda request, send: answer(request, 418, "no tea"))
    refused(lambda: runner.apply("ike_policy", "new"), "no tea (HTTP 418)", kind=ServerError)


@pytest.mark.parametrize("task", [*VPN_KINDS, "vpn_topology", "vpn_topology_validate", "crypto_migration"])
def test_a_time_below_zero_is_refused_by_every_task_that_waits(task):
    """The modules for one object took it, and waited not at all."""
    with pytest.raises(InvalidInput, match=r"timeout: -1 must be at least 0"):
        TASKS[task].check(defaults_of(TASKS[task].argument_spec) | {"name": "x", "timeout": -1})
