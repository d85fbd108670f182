# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every warning of the contract: shown by a case that names values, reason and way out; refused before any write with
``preflight: fail``; silent with ``off``; absent from a case close by that is right."""

from __future__ import annotations

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.catalogue import RULES
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.rule import Severity
from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput, ServerError
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.seed_data import ROUTER
from ansible_collections.sitelink.vpnaas.tests.support.prepared_runner import PreparedRunner, instead, refused
from ansible_collections.sitelink.vpnaas.tests.support.task_runner import BRANCH7

#: What the cases stand on beside ``base()``: name -> the task that makes it.
PREREQUISITES = {
    "v1-gcm": ("ike_policy", {"ike_version": "v1", "encryption_algorithm": "aes-256-gcm-16"}),
    "six": ("vpn_service", {"router": "edge", "subnet": "office6"}),
    "v2": ("ike_policy", {"ike_version": "v2"}),
    "aggressive": ("ike_policy", {"ike_version": "v1", "phase1_negotiation_mode": "aggressive"}),
    "ah-esp": ("ipsec_policy", {"transform_protocol": "ah-esp"}),
    "ah": ("ipsec_policy", {"transform_protocol": "ah"}),
    "cmac": ("ipsec_policy", {"auth_algorithm": "aes-cmac"}),
    "grouped": ("vpn_service", {"router": "edge2"}),
    "local": ("endpoint_group", {"type": "subnet", "endpoints": ["lab"]}),
    "elsewhere": ("endpoint_group", {"type": "subnet", "endpoints": ["office"]}),
    "peers": ("endpoint_group", {"type": "cidr", "endpoints": ["10.2.0.0/24", "10.3.0.0/24"]}),
    "branch8": ("ipsec_site_connection", BRANCH7 | {"peer_address": "172.24.4.8", "peer_cidrs": ["10.8.0.0/16"]}),
    "other end": ("vpn_service", {"router": "edge2", "subnet": "lab"}),
    "waits": (
        "ipsec_site_connection",
        BRANCH7
        | {
            "vpn_service": "other end",
            "peer_address": "203.0.113.10",
            "peer_cidrs": ["10.1.0.0/24"],
            "initiator": "response-only",
        },
    ),
}
NEW = BRANCH7 | {"peer_address": "172.24.4.9", "peer_cidrs": ["10.9.1.0/24"]}
SAME_PEER = NEW | {"peer_address": BRANCH7["peer_address"]}
TWO = ["10.9.1.0/24", "10.9.2.0/24"]
GROUPED = {key: value for key, value in NEW.items() if key != "peer_cidrs"} | {
    "vpn_service": "grouped",
    "local_endpoint_group": "local",
    "peer_endpoint_group": "peers",
}
POLICY = {"ike_version": "v1"}
MODERN = [f"aes-256-{mode}" for mode in ("ccm-16", "gcm-16", "ctr")]

#: (kind, rule, dialect, what stands before, options that warn, words of the warning, options close by that do not)
CASES = [
    *(
        ("ike_policy", "ikev1-unsupported-algorithm", "neutron", (), POLICY | {"encryption_algorithm": algorithm},
         (algorithm, "v1", "use"), {"ike_version": "v2", "encryption_algorithm": algorithm})
        for algorithm in MODERN
    ),
    *(
        ("ike_policy", "ikev1-unsupported-algorithm", "neutron", (), POLICY | {"auth_algorithm": algorithm},
         (algorithm, "v1", "use"), {"ike_version": "v2", "auth_algorithm": algorithm})
        for algorithm in ("aes-xcbc", "aes-cmac")
    ),
    ("ike_policy", "aggressive-mode-with-psk", "neutron", (), POLICY | {"phase1_negotiation_mode": "aggressive"},
     ("aggressive", "use main"), POLICY | {"phase1_negotiation_mode": "main"}),
    ("ipsec_policy", "authentication-header", "neutron", (), {"transform_protocol": "ah"},
     ("ah does not encrypt", "use esp"), {"transform_protocol": "esp"}),
    ("ipsec_policy", "authentication-header", "neutron", (), {"transform_protocol": "ah-esp"},
     ("ah-esp", "use esp"), {}),
    ("endpoint_group", "endpoint-group-type-without-use", "neutron", (), {"type": "vlan", "endpoints": ["7"]},
     ("vlan", "use subnet"), {"type": "cidr", "endpoints": ["10.9.1.0/24"]}),
    ("vpn_service", "second-vpn-service-on-router", "neutron", (), {"router": "edge", "subnet": "office"},
     ('"office"', "one service per router"), {"router": "edge2", "subnet": "lab"}),
    ("ipsec_site_connection", "ikev1-several-networks", "neutron", (), NEW | {"peer_cidrs": TWO},
     ("v1", "2 peer networks", "use ike_version v2"), NEW),
    ("ipsec_site_connection", "ikev1-several-networks", "neutron", ("v2",), NEW | {"peer_cidrs": TWO},
     ("v1",), NEW | {"peer_cidrs": TWO, "ike_policy": "v2"}),
    ("ipsec_site_connection", "ikev1-several-networks", "neutron", ("grouped", "local", "peers", "v2"), GROUPED,
     ("v1", "2 peer networks"), GROUPED | {"ike_policy": "v2"}),
    ("ipsec_site_connection", "connection-ikev1-unsupported-algorithm", "neutron", ("v1-gcm",),
     NEW | {"ike_policy": "v1-gcm"},
     ('"v1-gcm"', "aes-256-gcm-16"), NEW),
    ("ipsec_site_connection", "connection-ikev1-unsupported-algorithm", "neutron", ("cmac", "v2"),
     NEW | {"ipsec_policy": "cmac"},
     ('"cmac"', "use IKEv2"), NEW | {"ipsec_policy": "cmac", "ike_policy": "v2"}),
    ("ipsec_site_connection", "connection-aggressive-mode", "neutron",
     ("aggressive",), NEW | {"ike_policy": "aggressive"}, ('"aggressive"', "use main"), NEW),
    ("ipsec_site_connection", "connection-authentication-header", "neutron", ("ah",), NEW | {"ipsec_policy": "ah"},
     ('"ah"', "use esp"), NEW),
    *(
        ("ipsec_site_connection", "dpd-action-unsupported", "neutron", (), NEW | {"dpd": {"action": action}},
         (action, "use hold"), NEW | {"dpd": {"action": good}})
        for action, good in (("disabled", "clear"), ("restart-by-peer", "restart"), ("disabled", "hold"))
    ),
    ("ipsec_site_connection", "identities-of-different-types", "neutron", (), NEW | {"local_id": "us.example.com"},
     ('local_id "us.example.com"', 'peer_id "172.24.4.9"', "leave local_id empty"),
     NEW | {"local_id": "us.example.com", "peer_id": "branch9.example.com"}),
    ("ipsec_site_connection", "identities-of-different-types", "neutron", (),
     NEW | {"local_id": "203.0.113.10", "peer_id": "branch9"}, ("203.0.113.10", '"branch9"'),
     NEW | {"local_id": "203.0.113.10"}),
    ("ipsec_site_connection", "different-connections-to-one-peer", "neutron", (), SAME_PEER | {"psk": "another secret"},
     ('"branch7"', "172.24.4.233", "psk", "make them equal"), SAME_PEER),
    ("ipsec_site_connection", "different-connections-to-one-peer", "neutron", (), SAME_PEER | {"peer_id": "172.24.4.9"},
     ('"branch7"', "peer_id"), NEW | {"peer_id": "172.24.4.233"}),
    ("ipsec_site_connection", "different-connections-to-one-peer", "neutron", (),
     SAME_PEER | {"local_id": "203.0.113.10"},
     ('"branch7"', "local_id"), NEW | {"local_id": "203.0.113.10"}),
    ("ipsec_site_connection", "different-connections-to-one-peer", "neutron",
     ("v2",), SAME_PEER | {"ike_policy": "v2"},
     ('"branch7"', "ike_policy"), NEW | {"ike_policy": "v2"}),
    ("ipsec_site_connection", "different-connections-to-one-peer", "k5", (), SAME_PEER | {"psk": "another secret"},
     ('"branch7"', "psk"), SAME_PEER),
    *(
        ("ipsec_site_connection", "dynamic-peer-bi-directional", "neutron", (), NEW | {"peer_address": address} | more,
         (address, "response-only"), NEW | {"peer_address": address, "peer_id": "x", "initiator": "response-only"})
        for address, more in (("0.0.0.0", {}), ("0.0.0.0", {"initiator": "bi-directional"}))
    ),  # F2; with response-only no driver has anything to say either
    ("ipsec_site_connection", "same-peer-networks", "neutron",
     ("branch8",), NEW | {"peer_cidrs": ["10.7.0.0/16", "10.8.0.0/16"]},
     ("10.8.0.0/16", '"branch8"', "dropped", "Libreswan", "two_tunnels.md"), NEW | {"peer_cidrs": ["10.8.7.0/24"]}),
    ("ipsec_site_connection", "same-peer-networks", "neutron",
     ("branch8",), NEW | {"peer_address": "172.24.4.8", "peer_cidrs": ["10.8.0.0/16"]},
     ("10.8.0.0/16", '"branch8"', "same peer"), NEW | {"peer_cidrs": ["10.0.0.0/8"]}),  # F4: within it, around it
    ("ipsec_site_connection", "overlapping-peer-networks", "k5", ("branch8",), NEW | {"peer_cidrs": ["10.0.0.0/12"]},
     ('"branch8"', "disjoint"), NEW),
    ("ipsec_site_connection", "peer-network-inside-local", "neutron", (), NEW | {"peer_cidrs": ["10.1.0.128/25"]},
     ("10.1.0.128/25", "inside the local network 10.1.0.0/24"), NEW | {"peer_cidrs": ["10.1.1.0/25"]}),
    ("ipsec_site_connection", "both-gateways-response-only", "neutron", ("other end", "waits"),
     NEW | {"peer_address": "203.0.113.11", "peer_cidrs": ["10.9.0.0/24"], "initiator": "response-only"},
     ('reverse connection "waits"', "neither gateway initiates", "bi-directional"),
     NEW | {"peer_address": "203.0.113.11", "peer_cidrs": ["10.9.0.0/24"], "initiator": "bi-directional"}),
    ("ipsec_site_connection", "initiator-without-effect", "neutron", (), NEW | {"initiator": "response-only"},
     ("initiator", "no effect"), NEW | {"initiator": "bi-directional"}),
    ("ipsec_site_connection", "mtu-without-effect", "neutron", (), NEW | {"mtu": 1400},
     ("mtu 1400", "clamp the MSS"), NEW | {"mtu": 1500}),
    ("ipsec_site_connection", "connection-admin-state-without-effect", "neutron", (), NEW | {"admin_state_up": False},
     ("admin_state_up", "no effect"), NEW | {"admin_state_up": True}),
    ("ipsec_site_connection", "short-psk", "neutron", (), NEW | {"psk": "7 chars"},
     ("fewer than 8 characters", "generate"), NEW | {"psk": "8 chars."}),
    ("ipsec_site_connection", "short-psk", "k5", (), NEW | {"psk": "7 chars"}, ("fewer than 8 characters",),
     NEW | {"psk": "8 chars."}),
    ("ipsec_site_connection", "different-availability-zones", "k5", (), NEW | {"availability_zone": "AZ2"},
     ('VPN service "office" in AZ1', 'connection "new" in AZ2', "give the router's zone"),
     NEW | {"availability_zone": "AZ1"}),
    ("vpn_service", "different-availability-zones", "k5", (),
     {"router": "edge2", "subnet": "lab", "availability_zone": "AZ2"}, ('router "edge2" in AZ1', '"new" in AZ2'),
     {"router": "edge2", "subnet": "lab", "availability_zone": "AZ1"}),
    ("vpn_service", "route-into-transit-network", "neutron", ("leftover route",), {"router": "edge2", "subnet": "lab"},
     ('"edge2"', "10.88.0.0/24 by way of 169.254.0.2", "VPNGatewayInError"), {"router": "edge", "subnet": "office"}),
]  # fmt: skip

#: As CASES, for what the cloud will probably refuse.
PROBABLE_REFUSALS = [
    *(
        (kind, "unknown-algorithm", "neutron", (), {option: wrong},
         (f'{option} "{wrong}"', f'did you mean "{right}"', "correct it"), {option: right})
        for kind in ("ike_policy", "ipsec_policy")
        for option, wrong, right in (
            ("encryption_algorithm", "aes256", "aes-256"),
            ("encryption_algorithm", "AES-128", "aes-128"),
            ("auth_algorithm", "sha-512", "sha512"),
            ("pfs", "20", "group20"),
            ("pfs", "group13", "group14"),
            ("pfs", "Group14", "group14"),
        )
    ),
    ("ike_policy", "unknown-algorithm", "neutron", (), {"auth_algorithm": "x"}, ('"x"', "there are sha1, sha256"), {}),
    ("ipsec_site_connection", "connection-ah-esp", "neutron", ("ah-esp",), NEW | {"ipsec_policy": "ah-esp"},
     ('"ah-esp"', "use esp"), NEW),
    ("vpn_service", "vpn-gateway-in-error", "neutron", ("ovn",), {"router": "edge"},
     ('"office"', "same router is in ERROR", "delete it first"), {"router": "edge2"}),
]  # fmt: skip

WITHOUT_NETWORKS = {key: value for key, value in NEW.items() if key != "peer_cidrs"}
GROUPS = ("grouped", "local", "peers", "v2")
IN_GROUPS = GROUPED | {"ike_policy": "v2"}

#: As CASES, for what is refused whatever ``preflight`` says.
ERRORS = [
    *(
        (kind, "algorithm-not-stored", "neutron", (), {option: value},
         ("this cloud is Neutron 29 or later", f'{option} "{value}"', "release 28", "use another value"), {})
        for kind in ("ike_policy", "ipsec_policy")
        for option, value in (("auth_algorithm", "sha1"), ("encryption_algorithm", "3des"))
    ),
    ("vpn_service", "one-vpn-service-per-router", "k5", (), {"router": "edge", "subnet": "office"},
     ('"office"', "accepts one per router", "add connections"), {"router": "edge2", "subnet": "lab"}),
    ("vpn_service", "router-without-external-gateway", "neutron", (), {"router": "inner", "subnet": "office"},
     ('"inner" has no external gateway', "openstack router set"), {"router": "edge2", "subnet": "lab"}),
    ("vpn_service", "subnet-not-on-router", "neutron", (), {"router": "edge2", "subnet": "office"},
     ('"office" (10.1.0.0/24)', '"edge2"', "openstack router add subnet"), {"router": "edge2", "subnet": "lab"}),
    ("ipsec_site_connection", "subnet-not-on-router", "neutron", (*GROUPS, "elsewhere"),
     IN_GROUPS | {"local_endpoint_group": "elsewhere"}, ('"office" (10.1.0.0/24)', '"edge2"'), IN_GROUPS),
    ("ipsec_site_connection", "dpd-timeout-not-above-interval", "neutron", (),
     NEW | {"dpd": {"interval": 9, "timeout": 9}}, ("dpd.timeout 9", "dpd.interval 9", "raise the timeout"),
     NEW | {"dpd": {"interval": 9, "timeout": 10}}),
    ("ipsec_site_connection", "peer-cidrs-with-endpoint-groups", "neutron", GROUPS,
     IN_GROUPS | {"peer_cidrs": ["10.9.1.0/24"]}, ("exclude each other", "with a VPN service that has a subnet"),
     IN_GROUPS),
    ("ipsec_site_connection", "peer-cidrs-required", "neutron", (), WITHOUT_NETWORKS,
     ('"office" has a subnet', "give peer_cidrs"), NEW),
    ("ipsec_site_connection", "endpoint-groups-required", "neutron", GROUPS, NEW | {"vpn_service": "grouped"},
     ('"grouped" has no subnet', "local_endpoint_group and peer_endpoint_group", "give both"), IN_GROUPS),
    ("ipsec_site_connection", "endpoint-group-type", "neutron", GROUPS, IN_GROUPS | {"local_endpoint_group": "peers"},
     ("local_endpoint_group must be of type subnet", '"peers" is of type cidr', "give a subnet group"), IN_GROUPS),
    ("ipsec_site_connection", "mixed-ip-versions", "neutron", (), NEW | {"peer_cidrs": ["2001:db8:9::/64"]},
     ("local 10.1.0.0/24", "peer 2001:db8:9::/64", "one connection for each"), NEW),
    ("ipsec_site_connection", "peer-address-of-missing-ip-version", "neutron", ("only-v4",),
     NEW | {"peer_address": "2001:db8:9::1"},
     ("2001:db8:9::1 is IPv6", '"edge" has only 203.0.113.10', "other address"), NEW),
    ("ipsec_site_connection", "mtu-below-ipv6-minimum", "neutron", ("six",),
     NEW | {"vpn_service": "six", "peer_cidrs": ["2001:db8:9::/64"], "mtu": 1279}, ("mtu 1279", "2001:db8:1::/64"),
     NEW | {"vpn_service": "six", "peer_cidrs": ["2001:db8:9::/64"], "mtu": 1280}),
    *(
        ("vpn_service", "flavor-without-vpn", "neutron", (), {"router": "edge2", "flavor": flavor}, words,
         {"router": "edge2", "flavor": "vpn"})
        for flavor, words in (
            ("vpn-disabled", ('"vpn-disabled" is disabled', "enabled flavor")),
            ("router", ('"router" is of service type L3_ROUTER_NAT', "service type VPN")),
        )
    ),
]  # fmt: skip


def leave_route(cloud):
    """With OVN, a route in the router edge2 that no VPN service needs."""
    cloud.vpn_gateway = "ready"
    (router,) = [one for one in cloud.store.all("routers") if one["name"] == "edge2"]
    router["routes"] = [{"destination": "10.88.0.0/24", "nexthop": "169.254.0.2"}]


def fail_service(cloud):
    """With OVN, the VPN service in ERROR."""
    cloud.vpn_gateway = "ready"
    cloud.store.all("vpnservices")[0]["status"] = "ERROR"


def remove_ipv6_address(cloud):
    """The router edge, and the service on it, have no IPv6 address."""
    gateway = cloud.store.get("routers", ROUTER["edge"])["external_gateway_info"]
    gateway["external_fixed_ips"] = gateway["external_fixed_ips"][:1]
    cloud.store.all("vpnservices")[0]["external_v6_ip"] = None


#: What is there of the network before: name -> what a test sets in the cloud.
NETWORKS = {"leftover route": leave_route, "ovn": fail_service, "only-v4": remove_ipv6_address}


def subject(dialect, before):
    runner = PreparedRunner(dialect)
    for name in before:
        if name in NETWORKS:
            NETWORKS[name](runner.cloud)
            continue
        kind, options = PREREQUISITES[name]
        runner.apply(kind, name, preflight="off", **options)
    runner.cloud.forget_log()
    return runner


@pytest.mark.parametrize(
    ("kind", "rule", "dialect", "before", "options", "words", "good"), [*CASES, *PROBABLE_REFUSALS]
)
def test_preflight_warning_is_an_error_on_request(kind, rule, dialect, before, options, words, good):
    runner = subject(dialect, before)

    failure = refused(lambda: runner.apply(kind, "new", preflight="fail", **options), *words, kind=InvalidInput)
    assert failure.details["hint"]
    assert runner.written() == []

    predicted = runner.apply(kind, "new", check_mode=True, **options)
    assert runner.apply(kind, "new", check_mode=True, preflight="off", **options).get("warnings", []) == []
    assert runner.written() == []

    close_by = runner.apply(kind, "good", check_mode=True, preflight="warn", **good)
    (about,) = [warning for warning in predicted["warnings"] if all(word in warning for word in words)]
    assert about.startswith(f'{title(kind)} "new": ')
    sentence = about.partition('"new": ')[2]
    assert not [warning for warning in close_by.get("warnings", []) if sentence[:20] in warning]


@pytest.mark.parametrize("preflight", ["off", "warn"])
@pytest.mark.parametrize(("kind", "rule", "dialect", "before", "options", "words", "good"), ERRORS)
def test_an_error_refuses_before_any_write(kind, rule, dialect, before, options, words, good, preflight):
    """Refused in check mode and before any write, and not in the case close by."""
    runner = subject(dialect, before)
    for check_mode in (True, False):
        refused(
            lambda: runner.apply(kind, "new", check_mode=check_mode, preflight=preflight, **options),  # noqa: B023
            f'{title(kind)} "new": ',
            *words,
            kind=InvalidInput,
        )
    assert runner.written() == []
    assert runner.apply(kind, "good", check_mode=True, preflight=preflight, **good)["action"] == "create"


def title(kind):
    return {"ike_policy": "IKE policy", "ipsec_policy": "IPsec policy", "vpn_service": "VPN service"}.get(
        kind, kind.replace("_", " ").replace("ipsec", "IPsec")
    )


def test_warning_is_reported_after_a_write(neutron):
    result = neutron.apply("ipsec_policy", "ah", transform_protocol="ah")
    assert (result["action"], len(result["warnings"])) == ("create", 1)
    assert neutron.apply("ipsec_policy", "ah", transform_protocol="ah").get("warnings") is None


def test_warning_is_reported_when_the_server_refuses(neutron):
    neutron.with_base_objects()
    neutron.apply("ipsec_policy", "both", transform_protocol="ah-esp")
    with pytest.raises(ServerError) as caught:
        neutron.apply("ipsec_site_connection", "new", **NEW | {"ipsec_policy": "both"})
    assert caught.value.error_type == "IpsecValidationFailure"
    assert "uses ah-esp" in caught.value.details["warnings"][0]


def test_off_does_not_switch_off_what_is_refused_always():
    runner = PreparedRunner()
    refused(
        lambda: runner.apply("ipsec_site_connection", "new", **NEW, preflight="off", dpd={"interval": 9, "timeout": 9}),
        "dpd.timeout 9 must be above dpd.interval 9",
        kind=InvalidInput,
    )
    assert runner.written() == []


@pytest.mark.parametrize("dialect", ["neutron", "k5"])
@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"router": "inner", "subnet": "office"}, ('the router "inner" has no external gateway', "router set")),
        ({"router": "edge2", "subnet": "office"}, ('the subnet "office" (10.1.0.0/24) is not attached', '"edge2"')),
    ],
)
def test_where_a_service_cannot_stand(dialect, options, words):
    """The server refuses it too; check mode could not tell."""
    runner = PreparedRunner(dialect)
    refused(lambda: runner.apply("vpn_service", "new", check_mode=True, **options), *words, kind=InvalidInput)
    refused(lambda: runner.apply("vpn_service", "new", **options), *words, kind=InvalidInput)
    assert runner.written() == []


def test_a_local_group_whose_subnet_is_on_another_router():
    runner = PreparedRunner()
    runner.apply("vpn_service", "grouped", router="edge2")
    runner.apply("endpoint_group", "local", type="subnet", endpoints=["office"])
    runner.apply("endpoint_group", "peers", type="cidr", endpoints=["10.2.0.0/24"])
    before = runner.written()
    refused(
        lambda: runner.apply("ipsec_site_connection", "new", check_mode=True, **GROUPED),
        'the subnet "office" (10.1.0.0/24) is not attached to the router "edge2"',
        kind=InvalidInput,
    )
    assert runner.written() == before


def test_a_token_that_sees_no_ports_leaves_it_to_the_server():
    error_from_response = {"NeutronError": {"type": "PolicyNotAuthorized", "message": "no"}}
    runner = PreparedRunner(between=instead("GET", "/v2.0/ports", 403, error_from_response))
    refused(lambda: runner.apply("vpn_service", "new", router="edge2", subnet="office"), "HTTP 400", kind=ServerError)


def test_a_change_is_examined_as_the_object_will_be():
    """What the change does not touch counts too: the network that is added makes two, and the policy is IKEv1."""
    runner = PreparedRunner()
    result = runner.apply(
        "ipsec_site_connection", "branch7", check_mode=True, peer_cidrs=["10.2.0.0/24", "10.3.0.0/24"]
    )
    assert [warning for warning in result["warnings"] if "2 peer networks" in warning]


def test_an_at_sign_before_a_k5_peer_id_is_no_other_identity():
    runner = PreparedRunner("k5")
    runner.apply("ipsec_site_connection", "named", **NEW, peer_id="branch9.example.com")
    again = NEW | {"peer_cidrs": ["10.9.3.0/24"], "peer_id": "branch9.example.com"}
    assert runner.apply("ipsec_site_connection", "same", check_mode=True, **again).get("warnings", []) == []


@pytest.mark.parametrize(
    ("severity", "cases"),
    [(Severity.WARNING, CASES), (Severity.PROBABLE_REFUSAL, PROBABLE_REFUSALS), (Severity.ERROR, ERRORS)],
)
def test_every_rule_has_a_case(severity, cases):
    """Each rule of the catalogue is shown by some case above, for each kind that it is about."""
    rules = {(kind, rule.id) for rule in RULES if rule.severity is severity for kind in rule.kinds}
    assert {(case[0], case[1]) for case in cases} == rules
