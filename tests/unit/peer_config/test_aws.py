# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The target aws: the modules for AWS take what it gives, and what AWS cannot have is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._aws import algorithms
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config.data import peer_config, peer_text
from ansible_collections.sitelink.vpnaas.tests.support.aws_modules import MODULES, RULES
from ansible_collections.sitelink.vpnaas.tests.unit.peer_config.sample import PSK, topology

ROOT = Path(__file__).parents[3]
USED_BY = {"customer_gateway": "community.aws.ec2_customer_gateway", "vpn_connection": "amazon.aws.ec2_vpc_vpn"}
OFFICE, NOTHING = ["10.1.0.0/24"], {"changed": False}
SERVICE = {
    "changed": False,
    "vpn_service": {
        "id": "service-id",
        "name": "office",
        "router_id": "r",
        "subnet_id": None,
        "endpoint_address": "203.0.113.1",
        "endpoint_addresses": {"ipv4": "203.0.113.1", "ipv6": "2001:db8::1"},
    },
}
IDS = {"vpn_gateway_id": "vgw-0a1b2c3d", "customer_gateway_id": "cgw-0a1b2c3d"}
AWS_IKE = {"encryption_algorithm": "aes-256", "auth_algorithm": "sha256", "pfs": "group14"}


def needs(given=None, **arguments):
    return peer_config(topology() if given is None else given, "aws", **arguments)


def refusal(given=None, **arguments):
    with pytest.raises(InvalidInput) as refused:
        needs(given, **arguments)
    (line,) = str(refused.value).splitlines()
    return line


def faults(module, arguments):
    spec = MODULES[module]
    rules = {name: spec[name] for name in RULES if name in spec}
    return ArgumentSpecValidator(spec["argument_spec"], **rules).validate(arguments).error_messages


#: What is given, and with which arguments.
GIVEN = {
    "a connection": (topology(), {}),
    "with ids": (topology(), {"settings": IDS}),
    "a service before any connection": (SERVICE, {"local_networks": ["10.1.0.0/24"]}),
    "a service with a subnet": (
        {"vpn_services": [{**SERVICE["vpn_service"], "subnet_id": "s"}], "subnets": [{"id": "s", "cidr": OFFICE[0]}]},
        {},
    ),
    "removal": (topology(), {"state": "absent"}),
    "removal by id": (topology(), {"state": "absent", "settings": {"vpn_connection_id": "vpn-0a1b2c3d"}}),
    "a lifetime that AWS does not have": (topology(ike={"lifetime": {"units": "seconds", "value": 86400}}), {}),
    "another name": (topology(), {"name": "Paris {{ 1 }} 支店"}),
    **{f"IKE {word}": (topology(ike={**AWS_IKE, "encryption_algorithm": word}), {}) for word in algorithms.ENCRYPTION},
    **{f"IPsec {word}": (topology(ipsec={"encryption_algorithm": word}), {}) for word in algorithms.ENCRYPTION},
    **{f"hash {word}": (topology(ike={"auth_algorithm": word}), {}) for word in algorithms.HASHES},
    **{word: (topology(ike={"pfs": word}, ipsec={"pfs": word}), {}) for word in algorithms.GROUPS},
}  # fmt: skip


@pytest.mark.parametrize("case", GIVEN)
def test_the_modules_take_what_it_gives(case, record_property):
    given, arguments = GIVEN[case]
    made = needs(given, **arguments)
    assert set(made) == set(USED_BY)
    for part, module in USED_BY.items():
        assert faults(module, made[part]) == []
    record_property("aws arguments", len(made))


def test_the_specs_refuse_what_is_not_in_them():
    assert faults(USED_BY["vpn_connection"], {"static_routes": ["10.1.0.0/24"]})
    assert faults(USED_BY["customer_gateway"], {"name": "x", "ip_address": "203.0.113.1"})  # dynamic needs bgp_asn


def test_what_aws_gets():
    assert needs(settings=IDS) == {
        "customer_gateway": {"name": "office", "ip_address": "203.0.113.1", "routing": "static", "state": "present"},
        "vpn_connection": {
            **IDS,
            "connection_type": "ipsec.1",
            "static_only": True,
            "routes": ["10.1.0.0/24"],
            "purge_routes": True,
            "tags": {"Name": "office"},
            "purge_tags": False,
            "state": "present",
        },
    }
    assert list(needs(state="absent")) == ["vpn_connection", "customer_gateway"]
    assert json.loads(peer_text(topology(), "aws")) == needs()


def test_both_connections_of_the_role_make_one_document():
    given = topology()
    first = given["objects"]["ipsec_site_connections"][0]
    given["objects"]["ipsec_site_connections"] = [
        {**first, "name": f"office-{number}", "id": f"id-{number}", "peer_address": f"198.51.100.{number}"}
        for number in (1, 2)
    ]
    assert needs(given) == needs()


TWO = {"vpn_services": [SERVICE["vpn_service"], {**SERVICE["vpn_service"], "name": "lab"}]}
ERRORS = [
    (NOTHING, {}, "the input has no VPN service: give vpn_service"),
    (TWO, {}, "2 VPN services (office, lab)"),
    (SERVICE, {}, "its local networks are unknown: give local_networks"),
    (SERVICE, {"local_networks": [*OFFICE, "10.2.0.0/24"]}, "AWS keeps one pair of networks per tunnel: give one"),
    (SERVICE, {"local_networks": ["2001:db8::/64"]}, "a virtual private gateway of AWS has only IPv4"),
    (SERVICE, {"local_networks": OFFICE, "endpoint_address": "vpn.example"}, "is vpn.example: give endpoint_address"),
    (SERVICE, {"local_networks": OFFICE, "endpoint_address": "2001:db8::1"}, "is 2001:db8::1: give endpoint"),
    (None, {"psk": PSK}, "AWS takes no psk: AWS generates the keys"),
    (None, {"part": "connection"}, "AWS takes no part: it has connection, dialect"),
    (None, {"settings": {"region": "eu"}}, 'settings: AWS has no "region"; it has vpn_gateway_id'),
    (None, {"settings": {"vpn_gateway_id": "cgw-1"}}, "an id there is like vgw-0a1b2c3d"),
    (topology(ike={"encryption_algorithm": "aes-192"}), {}, "encryption_algorithm aes-192: it supports aes-128"),
    (topology(ike={"pfs": "group31"}), {}, "pfs group31: it supports group2, group14"),
    (topology(ipsec={"transform_protocol": "ah"}), {}, "transform_protocol ah: it supports esp"),
]


@pytest.mark.parametrize(("given", "arguments", "words"), ERRORS)
def test_what_aws_cannot_have_is_one_line(given, arguments, words):
    line = refusal(given, **arguments)
    assert words in line and PSK not in line


def test_all_that_is_wrong_is_reported_at_once():
    given = topology(
        ike={"pfs": "group31"}, ipsec={"encapsulation_mode": "transport"}, service={"endpoint_addresses": {}}
    )
    line = refusal(given, endpoint_address="x", settings={"a": 1}, local_networks=["10.1.0.0/24", "10.2.0.0/24"])
    for word in ("pfs group31", "encapsulation_mode transport", "give endpoint_address", '"a"', "2 local networks"):
        assert word in line


def test_the_examples_tasks_for_aws_are_tasks_of_these_modules():
    """Static: docs/examples/openstack_to_aws.yml, with a value of the right type in place of each template."""
    plays = yaml.safe_load((ROOT / "docs/examples/openstack_to_aws.yml").read_text(encoding="utf-8"))
    used = set()
    for task in tasks_of(plays[0]["tasks"]):
        for module in set(task) & set(MODULES):
            spec = MODULES[module]["argument_spec"]
            values = {key: plain(value, spec[key]) for key, value in task[module].items()}
            assert faults(module, values) == [], task["name"]
            assert task.get("no_log") is True or "customer_gateway" in module, f"{task['name']}: its result holds keys"
            used.add(module)
    assert used == set(MODULES)


def tasks_of(tasks):
    for task in tasks:
        yield task
        yield from tasks_of(task.get("block", ()))


def plain(value, row):
    """A template as a value of the option's type."""
    if not isinstance(value, str) or "{{" not in value:
        return value
    return {"list": ["x"], "dict": {}, "int": 1, "bool": True}.get(row.get("type", "str"), "x")


JUNK = [None, 0, True, "x", [], {}, [None], {"vpn_services": "x"}, {"vpn_services": [1]}, {"vpn_service": {"name": 1}}]


@pytest.mark.parametrize("junk", JUNK, ids=repr)
def test_what_is_no_object_is_one_line(junk):
    assert refusal([junk], local_networks=OFFICE)
    for argument in ("name", "local_networks", "endpoint_address", "vpn_service", "settings", "connection", "state"):
        try:
            made = needs(SERVICE, **{"local_networks": OFFICE, argument: junk})
        except InvalidInput as refused:
            assert len(str(refused).splitlines()) == 1  # noqa: PT017 - an input that is taken is right too
        else:
            assert [faults(module, made[part]) for part, module in USED_BY.items()] == [[], []]


def test_two_vpn_services_of_one_name_are_two():
    """The address of the first would be AWS's customer gateway, whichever the tunnel is of."""
    one = SERVICE["vpn_service"]
    other = {**one, "id": "another-id", "endpoint_addresses": {"ipv4": "203.0.113.2"}}
    line = refusal({"vpn_services": [one, other]}, local_networks=OFFICE)
    assert "2 VPN services (office, office)" in line


@pytest.mark.parametrize("address", ["127.0.0.1", "224.0.0.1", "255.255.255.255", "169.254.1.1"])
def test_an_address_that_no_gateway_has_is_refused(address):
    assert "give endpoint_address" in refusal(SERVICE, local_networks=OFFICE, endpoint_address=address)
