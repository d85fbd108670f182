# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The validators themselves: they accept what is right, and refuse known faults and damaged documents."""

from __future__ import annotations

import itertools

import pytest

from ansible_collections.sitelink.vpnaas.tests.contract.peer_grammar.document import statements
from ansible_collections.sitelink.vpnaas.tests.contract.peer_grammar.places import MAKERS, validators
from ansible_collections.sitelink.vpnaas.tests.contract.peer_grammar.test_sweep import EVERY
from ansible_collections.sitelink.vpnaas.tests.unit.peer_config.sample import PSK, config, topology

IPV6 = {"peer_address": "2001:db8:7::7", "peer_id": "2001:db8:7::7"}
NETWORKS6 = {"cidr": "fd00:1::/64", "peer_cidrs": ["fd00:2::/64"]}
V1 = {"ike": {"ike_version": "v1"}}
SHARE = 0.95


def newest(target):
    there = validators(target)
    if not there:
        pytest.skip(f"no grammar of {target}: make grammars")
    return list(there.values())[-1]


#: What 1.0.0 wrote, as a change of what is written now: (target, connection, from, to).
FAULTS = {
    "IKEv2 keyring with an IPv6 address": ("ios-xe", IPV6, "address 2001:db8::1/128\n", "address 2001:db8::1\n"),
    "IKEv1 key for an IPv6 address": (
        "ios-xe", {**V1, **IPV6}, "address ipv6 2001:db8::1/128 key", "address 2001:db8::1 key",
    ),
    "IKEv1 identity that is an IPv6 address": (
        "ios-xe", {**V1, **IPV6}, "match identity address ipv6 2001:db8::1/128", "match identity address 2001:db8::1",
    ),
    "an access list that begins with a digit": ("ios-xe", {"name": "7"}, "vpn-7", "7"),
    "an access list that begins with an underscore": ("ios-xe", {"name": "_b"}, "vpn-_b", "_b"),
    "the key local": ("ios-xe", {}, f"pre-shared-key {PSK}", "pre-shared-key local"),
    "the key hex": ("ios-xe", {}, f"pre-shared-key {PSK}", "pre-shared-key hex"),
    "an MSS of 28 for IPv4": ("ios-xe", {}, "ip tcp adjust-mss 1360", "ip tcp adjust-mss 28"),
    "an MSS of 28 for IPv6": ("ios-xe", {**IPV6, **NETWORKS6}, "ipv6 tcp adjust-mss 1340", "ipv6 tcp adjust-mss 28"),
    "IPv4 networks in an access list for IPv6": (
        "ios-xe", {**IPV6, **NETWORKS6}, "permit ipv6 fd00:2::/64 fd00:1::/64", "permit ipv6 10.2.0.0/24 10.1.0.0/24",
    ),
    "an MSS of 28 on an SRX": ("junos", {}, "mss 1360", "mss 28"),
    "an IPv6 network without family inet6": ("junos", {**IPV6, **NETWORKS6}, "family inet6", "family inet"),
    "an IPv6 network without an IPv6 policy": (
        "fortios", NETWORKS6, '6 "all"\n        set dstaddr6', ' "all"\n        set dstaddr',
    ),
    "prefixes in transport mode": ("vyos", {}, "mode 'tunnel'", "mode 'transport'"),
    "a lifetime above the router's": ("vyos", {}, "lifetime '26181'", "lifetime '86401'"),
    "the FortiOS name any": ("fortios", {"name": "vpn"}, 'edit "vpn"', 'edit "any"'),
    "a FortiOS key that is read as encrypted": ("fortios", {}, f'"{PSK}"', '"ENC AbCdEf"'),
    "a FortiOS key with the help character": ("fortios", {}, f'"{PSK}"', '"what?ever"'),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_what_1_0_0_wrote_wrongly_is_refused(fault):
    target, change, now, before = FAULTS[fault]
    validator = newest(target)
    text = config(target, topology(**change), psk=PSK)
    assert validator.violations(text) == []
    assert now in text
    assert validator.violations(text.replace(now, before))


def test_the_overlay_is_refused_where_the_router_has_none():
    """IPv6 in an IPv4 tunnel, without the word that says so, is checked by the release: 16.12.1 has no such word."""
    text = config("ios-xe", topology(**NETWORKS6), psk=PSK)
    there = validators("ios-xe")
    if set(there) != {"16.12.1", "17.18.1"}:
        pytest.skip("no grammar of ios-xe: make grammars")
    assert "tunnel mode ipsec ipv4 v6-overlay" in text
    assert there["17.18.1"].violations(text) == [] and there["16.12.1"].violations(text) != []


DOCUMENTS = (
    {}, V1, IPV6, {**V1, **IPV6}, {**IPV6, **NETWORKS6}, {"peer_id": "branch7.example", "local_id": "cloud.example"},
    {"ipsec": {"encryption_algorithm": "aes-256-gcm-16"}}, {"initiator": "response-only"},
)  # fmt: skip
#: Free text: any other word is as good.
FREE = (PSK, "branch7.example", "cloud.example")
NONSENSE = "<nonsense>"


def mutations(text, comment):
    """Each word of each statement left out, doubled, and replaced; free text is only left out or doubled."""
    lines = text.splitlines()
    for number, line in enumerate(lines):
        # The name of a task is prose.
        if not statements(line, comment) or line.startswith("- name: "):
            continue
        indent, words = line[: len(line) - len(line.lstrip())], line.split()
        for position, word in enumerate(words):
            changes = [[], [word, word]]
            if not any(free in word for free in FREE):
                changes.append([NONSENSE])
            for change in changes:
                changed = [*words[:position], *change, *words[position + 1 :]]
                if not changed:
                    continue
                yield "\n".join([*lines[:number], indent + " ".join(changed), *lines[number + 1 :]]) + "\n"


@pytest.mark.parametrize("target", MAKERS)
def test_a_damaged_document_is_refused(target, report):
    validator = newest(target)
    tried, accepted = 0, []
    for change in DOCUMENTS:
        text = config(target, topology(**change), psk=PSK)
        for damaged in itertools.islice(mutations(text, validator.comment), 0, None, EVERY):
            tried += 1
            if not validator.violations(damaged):
                accepted.append(next(line for line in damaged.splitlines() if line not in text.splitlines()))
    share = 1 - len(accepted) / tried
    report.append((target, "mutations", tried, tried - len(accepted), "refused", f"{share:.1%}"))
    assert share >= SHARE, "\n".join(sorted(set(accepted)))
