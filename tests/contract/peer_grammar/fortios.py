# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Blocks of FortiOS' command line held against the schema of the modules of fortinet.fortios, by release."""

from __future__ import annotations

import ast
import ipaddress
import re
import typing as t
from pathlib import Path

from ansible_collections.sitelink.vpnaas.tests.contract.peer_grammar.document import Violation, statements

MODULES = {
    "vpn ipsec phase1-interface": "fortios_vpn_ipsec_phase1_interface",
    "vpn ipsec phase2-interface": "fortios_vpn_ipsec_phase2_interface",
    "router static": "fortios_router_static",
    "router static6": "fortios_router_static6",
    "firewall policy": "fortios_firewall_policy",
}
RELEASES = ("v7.0.0", "v7.2.0", "v7.4.0", "v7.6.0")
#: What the schema calls an integer or a string has bounds in the CLI reference only.
RANGES = {
    "keylife": (120, 172800),
    "keylifeseconds": (120, 172800),
    "dpd-retrycount": (1, 10),
    "dpd-retryinterval": (1, 3600),
    "tcp-mss-sender": (0, 65535),
    "tcp-mss-receiver": (0, 65535),
}
LENGTHS = {"vpn ipsec phase1-interface": 15, "vpn ipsec phase2-interface": 35}
ADDRESSES = {"local-gw": 4, "remote-gw": 4, "local-gw6": 6, "remote-gw6": 6}
NETWORKS = {"src-subnet": 4, "dst-subnet": 4, "src-subnet6": 6, "dst-subnet6": 6}
NEEDED = {
    "vpn ipsec phase1-interface": {"interface", "ike-version", "psksecret", "proposal", "dhgrp"},
    "vpn ipsec phase2-interface": {"phase1name", "proposal", "dhgrp", "src-addr-type", "dst-addr-type"},
    "router static": {"dst", "device"},
    "router static6": {"dst", "device"},
    "firewall policy": {"srcintf", "dstintf", "action", "schedule", "service"},
}


class Refused(Exception):
    pass


def schema(path: Path) -> dict[str, t.Any]:
    """The module's ``versioned_schema``: a literal, so nothing is imported."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "versioned_schema":
            return ast.literal_eval(node.value)["children"]
    raise LookupError(f"{path} has no versioned_schema")


def in_release(row: dict[str, t.Any], release: str) -> bool:
    ranges = row.get("v_range") or [["v6.0.0", ""]]
    number = _version(release)
    return any(_version(low) <= number and (not high or number <= _version(high)) for low, high in ranges)


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", text))


class Fortios:
    comment = "#"

    def __init__(self, folder: Path, release: str) -> None:
        self.release = release
        self.tables = {table: schema(folder / f"{module}.py") for table, module in MODULES.items()}

    def violations(self, text: str) -> list[Violation]:
        self.found: list[Violation] = []
        table = entry = None
        entries: list[tuple[str, str, dict[str, tuple[str, ...]]]] = []
        for statement in statements(text, self.comment):
            first, *rest = statement.words
            try:
                if first == "config" and table is None:
                    table = " ".join(rest)
                    if table not in self.tables:
                        raise Refused(f"there is no table {table}")
                elif first in ("edit", "delete") and table in self.tables and entry is None:
                    name = self.name(table, rest)
                    if first == "edit":
                        entry = (table, name, {})
                elif first == "set" and entry is not None:
                    self.set(entry, rest)
                elif statement.words == ("next",) and entry is not None:
                    entries.append(entry)
                    entry = None
                elif statement.words == ("end",) and entry is None and table is not None:
                    table = None
                else:
                    raise Refused("does not belong here")
            except Refused as refused:
                self.found.append(Violation(statement.line, str(refused)))
        if table is not None or entry is not None:
            self.found.append(Violation("end", "is missing"))
        return self.found if text.startswith("# FortiOS: removes") else self.found + list(whole(entries))

    def name(self, table: str, rest: list[str]) -> str:
        if len(rest) != 1:
            raise Refused("edit takes one name")
        if table in LENGTHS and not 1 <= len(rest[0]) <= LENGTHS[table]:
            raise Refused(f"a name has at most {LENGTHS[table]} characters")
        if table not in LENGTHS and not re.fullmatch(r"\d{1,10}", rest[0]):
            raise Refused("takes a number")
        if rest[0].lower() == "any":
            raise Refused("any is a keyword")
        return rest[0]

    def set(self, entry: tuple[str, str, dict[str, tuple[str, ...]]], rest: list[str]) -> None:
        table, _name, values = entry
        option, *value = rest or [""]
        row = self.tables[table].get(option.replace("-", "_"))
        if row is None or not in_release(row, self.release):
            raise Refused(f"{table} has no {option} in {self.release}")
        if option in values:
            raise Refused(f"{option} is set twice")
        if not value:
            raise Refused(f"{option} has no value")
        values[option] = tuple(value)
        self.check(option, row, value)

    def check(self, option: str, row: dict[str, t.Any], value: list[str]) -> None:
        if option == "dst" or option in NETWORKS:
            _network(option, value)
            return
        if len(value) > 1 and row["type"] != "list":
            raise Refused(f"{option} takes one value")
        options = [one["value"] for one in row.get("options") or () if in_release(one, self.release)]
        for one in value:
            if options and one not in options:
                raise Refused(f"{option} does not take {one}")
            if (row["type"] == "integer" or option in RANGES) and not re.fullmatch(r"\d{1,10}", one):
                raise Refused(f"{option} takes a number")
            if option in RANGES and not RANGES[option][0] <= int(one) <= RANGES[option][1]:
                raise Refused(f"{option} takes {RANGES[option]}")
            if option in ADDRESSES:
                _parsed(lambda text=one: ipaddress.ip_address(text).version == ADDRESSES[option], option, one)
            if option == "psksecret" and (one.startswith(("ENC ", "0x")) or "?" in one or len(one) < 6):
                raise Refused("this key is read as something else")


def _network(option: str, value: list[str]) -> None:
    text = "/".join(value)
    version = NETWORKS.get(option)
    if len(value) > 2 or (version == 6 and len(value) != 1) or (version == 4 and len(value) != 2):
        raise Refused(f"{option} does not take {' '.join(value)}")
    _parsed(lambda: ipaddress.ip_network(text).version == (version or ipaddress.ip_network(text).version), option, text)


def _parsed(good: t.Callable[[], bool], option: str, value: str) -> None:
    try:
        if good():
            return
    except ValueError:
        pass
    raise Refused(f"{option} does not take {value}")


def whole(entries: list[tuple[str, str, dict[str, tuple[str, ...]]]]) -> t.Iterator[Violation]:  # noqa: C901 - one of the vendor's rules after another
    """What the FortiGate asks for at ``next``, and names that must exist."""
    phase1 = {name for table, name, _ in entries if table.endswith("phase1-interface")}
    known = phase1 | {value for _, _, values in entries for value in values.get("interface", ())}
    inside = {value for _, _, values in entries for key in ("srcintf", "dstintf") for value in values.get(key, ())}
    seen: set[tuple[str, str]] = set()
    families = {values.get("src-addr-type", ("",))[0].removeprefix("subnet") for _, _, values in entries} - {""}
    families |= {"" for _, _, values in entries if values.get("src-addr-type") == ("subnet",)}
    for table, name, values in entries:
        at = f"{table} {name}"
        if table == "firewall policy":
            for family in sorted(families):
                if f"srcaddr{family}" not in values:
                    yield Violation(at, f"lacks srcaddr{family}, which a selector needs")
        for option in sorted(NEEDED[table] - set(values)):
            yield Violation(at, f"lacks {option}")
        if name != "0" and (table, name) in seen:
            yield Violation(at, "is there twice")
        seen.add((table, name))
        for option in ("phase1name", "device"):
            for value in values.get(option, ()):
                if value not in phase1:
                    yield Violation(at, f"{option} {value} does not exist")
        if table.endswith("phase1-interface"):
            version = values.get("ip-version", ("4",))[0]
            suffix = "6" if version == "6" else ""
            if not {f"local-gw{suffix}", f"remote-gw{suffix}"} <= set(values):
                yield Violation(at, f"lacks the gateways of IPv{version}")
        if table.endswith("phase2-interface"):
            yield from _phase2(at, values)
        if table == "firewall policy":
            yield from _policy(at, values, phase1)
    if len(inside - known) != 1:
        yield Violation("firewall policy", f"other interfaces than the tunnel's: {sorted(inside - known)}")


def _phase2(at: str, values: dict[str, tuple[str, ...]]) -> t.Iterator[Violation]:
    for side in ("src", "dst"):
        kind = values.get(f"{side}-addr-type", ("",))[0]
        if f"{side}-{kind}" not in values:
            yield Violation(at, f"lacks {side}-{kind}")


def _policy(at: str, values: dict[str, tuple[str, ...]], phase1: set[str]) -> t.Iterator[Violation]:
    if not phase1 & {*values.get("srcintf", ()), *values.get("dstintf", ())}:
        yield Violation(at, "does not name the tunnel")
    for suffix in ("", "6"):
        if (f"srcaddr{suffix}" in values) != (f"dstaddr{suffix}" in values):
            yield Violation(at, f"has srcaddr{suffix} or dstaddr{suffix} alone")
    if not {"srcaddr", "srcaddr6"} & set(values):
        yield Violation(at, "lacks srcaddr")
    for option in ("srcaddr", "dstaddr", "srcaddr6", "dstaddr6", "schedule", "service"):
        for value in values.get(option, ()):
            if value not in ("all", "always", "ALL"):
                yield Violation(at, f"{option} {value} does not exist")
