# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Set commands of VyOS held against its interface definitions (XML), and against the rules of verify() in vpn_ipsec.py.

The rules are written here anew, from reading src/conf_mode/vpn_ipsec.py of vyos-1x.
"""

from __future__ import annotations

import ipaddress
import re
import typing as t
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from ansible_collections.sitelink.vpnaas.tests.contract.peer_grammar.document import Violation, statements

INCLUDE = re.compile(r"^\s*#include <(.*?)>\s*$", re.MULTILINE)
NUMBER = re.compile(r"\d+")


class Refused(Exception):
    pass


def _number(value: str, argument: str) -> bool:
    ranges = re.findall(r"--range (\d+)-(\d+)", argument)
    return NUMBER.fullmatch(value) is not None and (
        not ranges or any(int(low) <= int(value) <= int(high) for low, high in ranges)
    )


def _parses(*parsers: t.Callable[[str], object]) -> t.Callable[[str, str], bool]:
    def parses(value: str, _argument: str) -> bool:
        for parse in parsers:
            try:
                parse(value)
            except ValueError:
                continue
            return True
        return False

    return parses


VALIDATORS: dict[str, t.Callable[[str, str], bool]] = {
    "numeric": _number,
    "ip-address": _parses(ipaddress.ip_address),
    "ipv4-address": _parses(ipaddress.IPv4Address),
    "ipv6-address": _parses(ipaddress.IPv6Address),
    "ipv4-prefix": _parses(ipaddress.IPv4Network),
    "ipv6-prefix": _parses(ipaddress.IPv6Network),
    # Interfaces that exist on the router; the names that it knows are in the regexes beside it.
    "file-path": lambda _value, _argument: False,
    "fqdn": lambda value, _: re.fullmatch(r"(?=.*[A-Za-z])[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*", value) is not None,
}


def read(folder: Path, name: str) -> ElementTree.Element:
    """A definition with everything that it includes."""

    def included(text: str) -> str:
        return INCLUDE.sub(lambda found: included((folder / found[1]).read_text(encoding="utf-8")), text)

    return ElementTree.fromstring(included((folder / name).read_text(encoding="utf-8")))


class Vyos:
    comment = "#"

    def __init__(self, folder: Path) -> None:
        definitions = folder / "interface-definitions"
        self.roots = [read(definitions, name) for name in ("vpn_ipsec.xml.in", "interfaces_ethernet.xml.in")]

    def violations(self, text: str) -> list[Violation]:
        found: list[Violation] = []
        config: dict[tuple[str, ...], list[str]] = {}
        for statement in statements(text, self.comment):
            try:
                if statement.words[0] not in ("set", "delete"):
                    raise Refused("neither set nor delete")
                path, value, multi = self.walk(statement.words[1:], statement.words[0] == "delete")
            except Refused as refused:
                found.append(Violation(statement.line, str(refused)))
                continue
            if value in config.get(path, ()) or (config.get(path) and not multi):
                found.append(Violation(statement.line, "is set twice"))
            config.setdefault(path, []).append(value)
        return found if text.startswith("# VyOS: removes") else found + list(verify(config))

    def walk(self, words: t.Sequence[str], may_end: bool) -> tuple[tuple[str, ...], str, bool]:
        """(path, value, whether the leaf takes several values)."""
        rest, path = list(words), []
        nodes = [child for root in self.roots for child in root]
        while rest:
            word = rest.pop(0)
            node = next((node for node in nodes if node.get("name") == word), None)
            if node is None:
                raise Refused(f"there is no {word} below {' '.join(path) or 'the root'}")
            path.append(word)
            if node.tag == "leafNode":
                multi = node.find("properties/multi") is not None
                if node.find("properties/valueless") is not None:
                    value = ""
                elif rest:
                    value = self.value(node, rest.pop(0), path)
                elif may_end:
                    value = ""
                else:
                    raise Refused(f"{word} has no value")
                if rest:
                    raise Refused(f"{' '.join(rest)} after the value of {word}")
                return tuple(path), value, multi
            if node.tag == "tagNode":
                if not rest:
                    raise Refused(f"{word} has no name")
                path.append(self.value(node, rest.pop(0), path))
            nodes = list(node.find("children"))
        if not may_end:
            raise Refused("is not complete")
        return tuple(path), "", True

    def value(self, node: ElementTree.Element, value: str, path: list[str]) -> str:
        constraint = node.find("properties/constraint")
        # Without a constraint only the help says what is meant; a number is not checked by the router either.
        numeric = [help.text or "" for help in node.findall("properties/valueHelp/format")]
        is_number = constraint is None and numeric and all(text.startswith("u32") for text in numeric)
        if is_number and not NUMBER.fullmatch(value):
            raise Refused(f"{' '.join(path)} takes a number, not {value}")
        if constraint is None:
            return value
        regexes = [regex.text or "" for regex in constraint.findall("regex")]
        validators = [(row.get("name") or "", row.get("argument") or "") for row in constraint.findall("validator")]
        if any(re.fullmatch(regex, value) for regex in regexes) or any(
            VALIDATORS[name.split()[0]](value, argument) for name, argument in validators
        ):
            return value
        raise Refused(f"{' '.join(path)} does not take {value}")


def verify(config: dict[tuple[str, ...], list[str]]) -> t.Iterator[Violation]:  # noqa: C901 - one of the vendor's rules after another
    def names(*path: str) -> set[str]:
        return {key[len(path)] for key in config if key[: len(path)] == path and len(key) > len(path)}

    def values(*path: str) -> list[str]:
        return config.get(path, [])

    ipsec = ("vpn", "ipsec")
    groups = {kind: names(*ipsec, kind) for kind in ("esp-group", "ike-group")}
    for group in sorted(groups["ike-group"]):
        for option in ("key-exchange", "proposal"):
            if option not in names(*ipsec, "ike-group", group):
                yield Violation(f"ike-group {group}", f"lacks {option}")
    for group in sorted(groups["esp-group"]):
        if "proposal" not in names(*ipsec, "esp-group", group):
            yield Violation(f"esp-group {group}", "lacks proposal")
    keys = {key: values(*ipsec, "authentication", "psk", key, "id") for key in names(*ipsec, "authentication", "psk")}
    for key, ids in keys.items():
        if len(ids) < 2 or not values(*ipsec, "authentication", "psk", key, "secret"):
            yield Violation(f"psk {key}", "lacks an id or the secret")
    for peer in sorted(names(*ipsec, "site-to-site", "peer")):
        yield from _verify_peer((*ipsec, "site-to-site", "peer", peer), names, values, groups, keys)
    if not names(*ipsec, "site-to-site", "peer"):
        yield Violation("peer", "is missing")
    for interface in values(*ipsec, "interface"):
        if not re.fullmatch(r"(eth|bond|br|dum|lo|pppoe|tun|vti|wg)\d*(\.\d+)*", interface):
            yield Violation(f"interface {interface}", "does not exist")


def _verify_peer(
    at: tuple[str, ...],
    names: t.Callable[..., set[str]],
    values: t.Callable[..., list[str]],
    groups: dict[str, set[str]],
    keys: dict[str, list[str]],
) -> t.Iterator[Violation]:
    peer = f"peer {at[-1]}"
    if not set(values(*at, "ike-group")) & groups["ike-group"]:
        yield Violation(peer, "lacks an ike-group that exists")
    for option in ("local-address", "remote-address", "connection-type"):
        if not values(*at, option):
            yield Violation(peer, f"lacks {option}")
    if not values(*at, "authentication", "mode"):
        yield Violation(peer, "lacks the mode of authentication")
    ids = {id for side in ("local-id", "remote-id") for id in values(*at, "authentication", side)}
    if len(ids) != 2 or not any(ids <= set(known) for known in keys.values()):
        yield Violation(peer, "has identities without a key")
    tunnels = names(*at, "tunnel")
    if not tunnels:
        yield Violation(peer, "has no tunnel")
    for tunnel in sorted(tunnels):
        group = (values(*at, "tunnel", tunnel, "esp-group") or [""])[0]
        if group not in groups["esp-group"]:
            yield Violation(f"{peer} tunnel {tunnel}", "lacks an esp-group that exists")
        prefixes = [values(*at, "tunnel", tunnel, side, "prefix") for side in ("local", "remote")]
        if values("vpn", "ipsec", "esp-group", group, "mode") == ["transport"]:
            if any(prefixes):
                yield Violation(f"{peer} tunnel {tunnel}", "has prefixes in transport mode")
        elif not all(prefixes):
            yield Violation(f"{peer} tunnel {tunnel}", "lacks a prefix")
