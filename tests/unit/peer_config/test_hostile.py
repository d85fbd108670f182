# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Names, numbers and settings that would break a paste, run something, or overwrite another tunnel."""

from __future__ import annotations

import re

import pytest
import yaml

from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config import targets
from ansible_collections.sitelink.vpnaas.tests.unit.peer_config.sample import (
    PSK,
    SETTINGS,
    TARGETS,
    config,
    error_of,
    topology,
)

#: Names that a cloud takes.
NAMES = (
    "what?", "it's", 'say "hi"', "!!", "!ls", "#x", "a;reboot", "$(reboot)", "`id`", "a|b", "../../etc", "--rf", "%x",
    "{{ 7 * 7 }}", "{% raw %}", "a\u2028rm", "a\u0085rm", "\u202egnp", "a\ufeffb", "emoji 😀", "a\U000e0041b",
)  # fmt: skip
#: Their prompts take a question mark for a call for help wherever it stands.
AT_A_PROMPT = ("fortios", "ios-xe", "junos", "vyos")
ROUTED = ("fortios", "ios-xe", "junos")


def settings(target, **change):
    return {**SETTINGS.get(target, {}), **change}


@pytest.mark.parametrize("name", NAMES, ids=ascii)
@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("state", ["present", "absent"])
def test_a_name_reaches_no_line_but_a_harmless_comment(target, name, state):
    given = topology(name=name, ike={"name": name}, ipsec={"name": name}, service={"name": name})
    text = config(target, given, psk=PSK, state=state)
    lines = text.split("\n")
    assert len(text.splitlines()) == len(lines) - 1
    plain = config(target, topology(name="branch7"), psk=PSK, state=state).split("\n")
    mark = targets.load(target).comment.strip()
    commented = [line.startswith(mark) for line in lines]
    assert commented == [line.startswith(mark) for line in plain]
    for line, comment in zip(lines, commented, strict=True):
        assert line.isprintable()
        assert comment or name not in line
        assert "{{" not in line and "{%" not in line if not comment else not set("?!") & set(line.removeprefix(mark))
        assert "?" not in line or target not in AT_A_PROMPT


@pytest.mark.parametrize("state", ["present", "absent"])
def test_a_name_is_no_template_for_the_ansible_of_the_other_end(state):
    text = config("openstack", topology(name="{{ lookup('pipe', 'id') }}"), psk="{{ key }}", state=state)
    (task,) = yaml.safe_load(text.replace("!unsafe ", ""))
    assert "{{" not in task["name"]
    assert "{{" not in re.sub(r'!unsafe "[^"]*"', "", "".join(line for line in text.splitlines() if line[:1] != "#"))


def test_a_key_that_yaml_would_fold_arrives_whole():
    key = "a\u0085b\u2028c-key"
    (task,) = yaml.safe_load(config("openstack", psk=key).replace("!unsafe ", ""))
    assert task["sitelink.vpnaas.vpn_topology"]["ipsec_site_connections"][0]["psk"] == key


@pytest.mark.parametrize("target", ["strongswan", "libreswan", "ios-xe", "vyos", "junos", "fortios", "opnsense"])
def test_a_name_that_is_too_long_for_a_file_or_a_line_is_refused(target):
    assert f'the length of the name "{"x" * 256}" (give name)' in error_of(target, topology(name="x" * 256))


def test_a_command_of_ios_xe_fits_its_line():
    """Its command line takes 254 characters; of a longer comment the end is lost."""
    given = topology(name="n" * 180, peer_id="p" * 200, local_id="c" * 200)
    lines = config("ios-xe", given, psk="k" * 127).splitlines() + config("ios-xe", given, state="absent").splitlines()
    assert max(len(line) for line in lines if line[:1] != "!") <= 254


# --- two tunnels of one name


def two(first, second, **change):
    given = topology(name=first)
    connections = given["objects"]["ipsec_site_connections"]
    connections.append({**connections[0], "id": "second-id", "name": second, "peer_cidrs": ["10.8.0.0/24"], **change})
    return given


@pytest.mark.parametrize(("first", "second"), [("a.b", "a b"), ("a/b", "a?b"), ("7", "vpn-7"), ("same", "same")])
def test_names_that_become_one_on_one_gateway_are_refused_together_and_apart(first, second):
    given = two(first, second)
    assert "would be called" in error_of("vyos", given)
    apart = error_of("vyos", given, connection="second-id")
    assert f'"{second}"' in apart and f'"{first}"' in apart and "give name" in apart
    assert "peer mine " in config("vyos", given, connection="second-id", name="mine")


def test_one_name_on_two_gateways_is_no_conflict():
    given = two("same", "same", peer_address="198.51.100.8", peer_id="198.51.100.8")
    assert "peer same " in config("vyos", given, connection="second-id")


def test_a_tunnel_of_fortios_is_not_called_like_an_interface():
    message = error_of("fortios", topology(name="wan1"), settings=settings("fortios", outside_interface="wan1"))
    assert 'the name "wan1" (give name): an interface has it' in message


# --- settings


@pytest.mark.parametrize(
    ("target", "setting", "value", "reason"),
    [
        ("fortios", "policy_number", "seven", "a number from 0 to 4294967293"),
        ("fortios", "policy_number", "-5", "a number from 0 to"),
        ("fortios", "policy_number", 4294967295, "a number from 0 to"),
        ("fortios", "policy_number", True, "true or false"),
        ("fortios", "route_number", 1.5, "put it in quotation marks"),
        ("ios-xe", "policy_number", "0", "a number from 1 to 10000"),
        ("ios-xe", "tunnel_interface", "Tunnel", "Tunnel and a number"),
        ("ios-xe", "tunnel_interface", "GigabitEthernet1", "Tunnel and a number"),
        ("junos", "tunnel_interface", "st0", "a unit of st0"),
        ("junos", "tunnel_interface", "ge-0/0/0.0", "a unit of st0"),
        ("vyos", "outside_interface", "eth0'; reboot", "only letters, digits and"),
        ("vyos", "outside_interface", {"name": "eth0"}, "neither text nor a number"),
        ("openstack", "subnets", ["{{ x }}"], "only letters, digits and"),
        ("strongswan", "release", "latest", "a release is like 17.6"),
        ("opnsense", "release", 24.10, "which may have lost a zero at its end: put it in quotation marks"),
        ("ios-xe", "release", ["17.6"], "neither text nor a number"),
    ],
)
def test_a_setting_of_the_wrong_form_is_named_with_its_value(target, setting, value, reason):
    message = error_of(target, settings=settings(target, **{setting: value}))
    assert f"settings: {setting} " in message and targets.load(target).title in message and reason in message


def test_all_wrong_settings_are_named_at_once():
    wrong = {"outside_interface": "a b", "inside_interface": "", "policy_number": "x", "zone": "y"}
    message = error_of("fortios", settings=wrong)
    assert all(name in message for name in wrong)


@pytest.mark.parametrize("nothing", [None, ""])
def test_a_setting_without_a_value_has_its_default(nothing):
    assert "interface 'eth0'" in config("vyos", settings={"outside_interface": nothing})
    assert "needs outside_interface" in error_of("junos", settings=settings("junos", outside_interface=nothing))


# --- numbers and networks


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("zero", [0, "0"])
def test_a_dpd_interval_of_0_is_refused_and_not_replaced(target, zero):
    message = error_of(target, topology(dpd={"action": "hold", "interval": zero, "timeout": 120}))
    assert "dpd.interval 0: an interval has at least 1 s" in message


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("network", ["203.0.113.0/24", "0.0.0.0/0"])
def test_a_network_that_holds_the_clouds_gateway_is_routed_into_no_tunnel(target, network):
    given = topology(cidr=network)
    if target in ROUTED:
        assert f"network {network}, which holds its gateway 203.0.113.1" in error_of(target, given)
    else:
        assert network in config(target, given)


def test_a_name_that_strongswan_reads_as_a_statement_or_ignores_is_refused():
    """charon 5.9.8: `include {` includes a file; a secret's section of more than 127 characters is ignored."""
    assert 'the name "include" (give name): include is a keyword' in error_of("strongswan", topology(name="include"))
    assert 'of the name "nnn' in error_of("strongswan", topology(name="n" * 124))
    assert "ike-nnn" in config("strongswan", topology(name="n" * 123))


@pytest.mark.parametrize("target", TARGETS)
def test_all_that_is_wrong_with_the_objects_is_reported_at_once(target):
    given = topology(
        ike={"lifetime": None, "pfs": ""}, ipsec={"auth_algorithm": None}, peer_address="b7.example", peer_id="C=DE",
        local_id="@x", peer_cidrs=["10.2.0.0"],
    )  # fmt: skip
    message = error_of(target, given, endpoint_id="a,b", local_networks=["nowhere"])
    for part in (
        "own_address is b7.example", 'peer_id "C=DE"', 'local_id "@x"', 'endpoint_id "a,b"',
        "ike_policy lacks pfs, lifetime", "ipsec_policy lacks auth_algorithm", '"10.2.0.0" is not a network', "nowhere",
    ):  # fmt: skip
        assert part in message, part
