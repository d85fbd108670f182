# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the notes of a document ask to type is in the grammar too."""

from __future__ import annotations

import re

import pytest

from ansible_collections.sitelink.vpnaas.tests.contract.peer_grammar.fortios import Fortios
from ansible_collections.sitelink.vpnaas.tests.contract.peer_grammar.junos import Junos
from ansible_collections.sitelink.vpnaas.tests.contract.peer_grammar.places import validators
from ansible_collections.sitelink.vpnaas.tests.contract.peer_grammar.vyos import Vyos
from ansible_collections.sitelink.vpnaas.tests.unit.peer_config.sample import config, topology
from ansible_collections.sitelink.vpnaas.tests.unit.peer_config.variants import ipv6


def noted(text: str, start: str) -> list[list[str]]:
    """The commands in the notes; what the reader fills in stands in parentheses."""
    found = re.findall(rf"^# .*?\b({start} [^,;\n]*)", text, re.MULTILINE)
    return [re.sub(r"\([^)]*interface\)", "eth1", command).split(" (")[0].split() for command in found]


@pytest.mark.parametrize("make", [topology, ipv6])
def test_vyos_takes_the_mss(make):
    there = validators("vyos")
    if not there:
        pytest.skip("no grammar of vyos: make grammars")
    commands = list(noted(config("vyos", make()), "set interfaces"))
    assert commands
    for validator in there.values():
        assert isinstance(validator, Vyos)
        for words in commands:
            validator.walk(words[1:], False)


def test_junos_takes_the_flow_mode():
    there = validators("junos")
    if not there:
        pytest.skip("no grammar of junos: make grammars")
    (words,) = noted(config("junos", ipv6()), "set security")
    for validator in there.values():
        assert isinstance(validator, Junos)
        validator.walk(words[1:], False)


@pytest.mark.parametrize(
    ("make", "table", "network"), [(topology, "", "10.1.0.0 255.255.255.0"), (ipv6, "6", "2001:db8::/64")]
)
def test_fortios_takes_the_blackhole_route(make, table, network):
    there = validators("fortios")
    if not there:
        pytest.skip("no grammar of fortios: make grammars")
    (commands,) = re.findall(r"\((config router [^:]+: .+)\)$", config("fortios", make()), re.MULTILINE)
    head, _colon, rest = commands.partition(": ")
    assert head == f"config router static{table}"
    entry = rest.replace("(network)", network).split(", ")
    for validator in there.values():
        assert isinstance(validator, Fortios)
        # As a part of a configuration, without the tunnel that a whole one has.
        text = "\n".join(["# FortiOS: removes nothing", head, *entry, "next", "end"])
        assert validator.violations(text) == []
