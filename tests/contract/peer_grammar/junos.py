# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Set commands of Junos held against Juniper's YANG of the SRX's configuration, word by word."""

from __future__ import annotations

import ipaddress
import re
import typing as t

from ansible_collections.sitelink.vpnaas.tests.contract.peer_grammar import yang
from ansible_collections.sitelink.vpnaas.tests.contract.peer_grammar.document import Violation, statements

#: What the command line leaves out: interfaces ge-0/0/0 is interfaces/interface[name].
UNNAMED = {
    ("interfaces",): "interface",
    **{
        ("security", "ike", "gateway", f"{side}-identity", kind): leaf
        for side in ("local", "remote")
        for kind, leaf in (("inet", "identity-ipv4"), ("inet6", "identity-ipv6"), ("hostname", "identity-hostname"))
    },
}
#: What a leaf refers to by name -> where it is defined.
REFERENCES = {
    "security/ike/policy/proposals": "security/ike/proposal",
    "security/ike/gateway/ike-policy": "security/ike/policy",
    "security/ipsec/policy/proposals": "security/ipsec/proposal",
    "security/ipsec/vpn/ike/gateway": "security/ike/gateway",
    "security/ipsec/vpn/ike/ipsec-policy": "security/ipsec/policy",
}
ADDRESSES = {"security/ike/gateway/address", "security/ike/gateway/local-address"}
NETWORKS = {f"security/ipsec/vpn/traffic-selector/{side}-ip" for side in ("local", "remote")}
#: A commit refuses a configuration without one of these.
NEEDED = (
    *REFERENCES,
    *ADDRESSES,
    *NETWORKS,
    "security/ike/gateway/external-interface",
    "security/ipsec/vpn/bind-interface",
    "security/ike/policy/pre-shared-key/ascii-text",
)

#: Entries of lists, and what each of them needs.
ENTRIES = {
    r"security ike proposal \S+": ("authentication-method .*", "dh-group .*", "encryption-algorithm .*"),
    r"security ike policy \S+": ("proposals .*", "pre-shared-key ascii-text .*"),
    r"security ike gateway \S+": (
        "ike-policy .*", "address .*", "external-interface [a-z]+-?[0-9/]*[.][0-9]+", "version .*",
    ),
    r"security ipsec proposal \S+": ("protocol .*",),
    r"security ipsec policy \S+": ("proposals .*",),
    r"security ipsec vpn \S+": ("bind-interface st0[.][0-9]+", "ike gateway .*", "ike ipsec-policy .*"),
    r"security ipsec vpn \S+ traffic-selector \S+": ("local-ip .*", "remote-ip .*"),
    r"security policies from-zone \S+ to-zone \S+ policy \S+": (
        "match source-address any", "match destination-address any", "match application any", "then permit",
    ),
}  # fmt: skip


class Refused(Exception):
    pass


class Junos:
    comment = "#"

    def __init__(self, tree: yang.Node) -> None:
        self.root = tree["nodes"]["configuration"]

    def violations(self, text: str) -> list[Violation]:
        found, values = [], []
        for statement in statements(text, self.comment):
            try:
                if statement.words[0] not in ("set", "delete"):
                    raise Refused("neither set nor delete")
                values += self.walk(statement.words[1:], statement.words[0] == "delete")
            except Refused as refused:
                found.append(Violation(statement.line, str(refused)))
        if not text.startswith("# Juniper SRX: removes"):
            found += [*self.whole(values), *self.instances(text)]
        return found

    def walk(self, words: t.Sequence[str], may_end: bool) -> list[tuple[str, str]]:
        """The leaves that a command sets, as (path, value); names of lists too, under the list's path."""
        node, path, rest, values = self.root, [], list(words), []
        while rest:
            word = rest.pop(0)
            if word == "from-zone" and path == ["security", "policies"]:
                values += [("security/policies/zones", zone) for zone in rest[0:3:2]]
                node, rest = self.zone_pair(node, rest)
                path.append("policy")
                continue
            hidden = UNNAMED.get(tuple(path))
            if hidden and word not in node["nodes"]:
                rest.insert(0, word)
                word = hidden
            node = (node.get("nodes") or {}).get(word)
            if node is None:
                raise Refused(f"there is no {word} below {' '.join(path) or 'the root'}")
            path.append(word)
            here = "/".join(path)
            if node["kind"] == "list":
                for key in node["keys"]:
                    values.append((here, self.take(node["nodes"][key], rest, here)))
            elif node["kind"] in ("leaf", "leaf-list"):
                empty = all(one["base"] == "empty" for one in node["types"])
                if not (may_end and not rest):
                    values.append((here, "" if empty else self.take(node, rest, here)))
                if rest:
                    raise Refused(f"{' '.join(rest)} after the value of {here}")
        if path[-3:-1] == ["unit", "family"]:
            values.append(("/".join(path), ""))
        if "dead-peer-detection" in path[-1:] or (
            node["kind"] == "container" and not (may_end or node.get("presence"))
        ):
            raise Refused(f"{'/'.join(path)} is not complete")
        return values

    def take(self, leaf: yang.Node, rest: list[str], here: str) -> str:
        if not rest:
            raise Refused(f"{here} has no value")
        value = rest.pop(0)
        if not yang.accepts(leaf, value):
            raise Refused(f"{here} does not take {value}")
        if here in ADDRESSES:
            _parsed(ipaddress.ip_address, value, here)
        if here in NETWORKS:
            _parsed(ipaddress.ip_network, value, here)
        if here.endswith("/identity-ipv4"):
            _parsed(ipaddress.IPv4Address, value, here)
        if here.endswith("/identity-ipv6"):
            _parsed(ipaddress.IPv6Address, value, here)
        return value

    def zone_pair(self, node: yang.Node, rest: list[str]) -> tuple[yang.Node, list[str]]:
        """policies from-zone A to-zone B is the list policy with two keys."""
        if len(rest) < 3 or rest[1] != "to-zone":
            raise Refused("from-zone without to-zone")
        return node["nodes"]["policy"], rest[3:]

    def instances(self, text: str) -> t.Iterator[Violation]:
        """What each list entry lacks: Junos asks for it at commit."""
        lines = [" ".join(statement.words[1:]) for statement in statements(text, self.comment)]
        for pattern, needs in ENTRIES.items():
            for entry in sorted({found[0] for line in lines if (found := re.match(pattern, line))}):
                rest = [line.removeprefix(entry).strip() for line in lines if line.startswith(f"{entry} ")]
                for need in needs:
                    if not any(re.fullmatch(need, line) for line in rest):
                        yield Violation(entry, f"lacks {need}")

    def whole(self, values: list[tuple[str, str]]) -> t.Iterator[Violation]:
        there = {}
        for path, value in values:
            there.setdefault(path, set()).add(value)
        for path in NEEDED:
            if path not in there:
                yield Violation(path, "is missing")
        for path, defined in REFERENCES.items():
            for value in sorted(there.get(path, set()) - there.get(defined, set())):
                yield Violation(path, f"{value} is not defined")
        families = {":" in value for path in NETWORKS for value in there.get(path, ())}
        for is_v6 in sorted(families):
            if f"interfaces/interface/unit/family/inet{'6' if is_v6 else ''}" not in there:
                yield Violation("interfaces", f"the tunnel has no family for {'IPv6' if is_v6 else 'IPv4'} networks")
        if len(there.get("security/policies/zones", set())) not in (0, 2):
            yield Violation("security policies", "are of more than two zones")
        bound = there.get("security/ipsec/vpn/bind-interface", set())
        units = {f"{interface}.{unit}" for interface in there.get("interfaces/interface", ())
                 for unit in there.get("interfaces/interface/unit", ())}  # fmt: skip
        zoned = there.get("security/zones/security-zone/interfaces", set())
        for interface in sorted(bound - units | bound - zoned):
            yield Violation("bind-interface", f"{interface} is not configured, or is in no zone")


def _parsed(parse: t.Callable[[str], object], value: str, here: str) -> None:
    try:
        parse(value)
    except ValueError:
        raise Refused(f"{here} does not take {value}") from None
