# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lines of IOS-XE held against Cisco's YANG of the native configuration, by the way that ``ios_xe.yml`` draws."""

from __future__ import annotations

import re
import typing as t
from functools import cache
from pathlib import Path

import yaml

from ansible_collections.sitelink.vpnaas.tests.contract.peer_grammar import yang
from ansible_collections.sitelink.vpnaas.tests.contract.peer_grammar.document import Violation, statements

FORMS = yaml.safe_load((Path(__file__).parent / "ios_xe.yml").read_text(encoding="utf-8"))
#: Words that one document uses for one thing only.
ONE = ("own", "cloud", "outside")
GROUP = re.compile(r"<(\w+)(?::(\w+))?>")


class Refused(Exception):
    pass


class IosXe:
    comment = "!"

    def __init__(self, tree: yang.Node) -> None:
        self.root = tree["nodes"]["native"]

    def violations(self, text: str) -> list[Violation]:
        found: list[Violation] = []
        defined: set[str] = set()
        used: list[tuple[str, str]] = []
        blocks: list[dict[str, t.Any]] = [{"form": FORMS, "lines": [], "line": "the configuration", "depth": -1}]

        def close() -> None:
            block = blocks.pop()
            for need in block["form"].get("needs", ()):
                if not any(re.match(need, line) for line in block["lines"]):
                    found.append(Violation(block["line"], f"lacks {need}"))
            twice = {line for line in block["lines"] if block["lines"].count(line) > 1}
            found.extend(Violation(line, "is there twice") for line in sorted(twice))

        removal = text.startswith("! Cisco IOS-XE: removes")
        for statement in statements(text, self.comment):
            line = " ".join(statement.line.split())
            if line in FORMS["exits"] and len(blocks) > 1 and statement.depth == blocks[-1]["depth"]:
                close()
                continue
            try:
                if statement.depth != blocks[-1]["depth"] + 1:
                    raise Refused("stands in no block, or the block before has no exit")
                if removal and not line.startswith("no "):
                    raise Refused("does not remove")
                form, groups, opens = self.form(
                    blocks[-1]["form"], line.removeprefix("no ") if removal else line, removal
                )
                blocks[-1]["lines"].append(line)
                opens = opens and not removal
                if opens:
                    blocks.append({"form": form, "lines": [], "line": line, "depth": statement.depth})
                self.check(form, groups, blocks[-1]["form"], opens)
                defined |= {filled(form["defines"], groups)} if "defines" in form else set()
                used += [(line, filled(form["uses"], groups))] if "uses" in form else []
            except Refused as refused:
                found.append(Violation(statement.line, str(refused)))
        while blocks:
            if len(blocks) > 1:
                found.append(Violation(blocks[-1]["line"], "has no exit"))
            close()
        return found if removal else found + list(meet(defined, used))

    def form(self, block: dict[str, t.Any], line: str, removal: bool) -> tuple[dict[str, t.Any], dict[str, str], bool]:
        for kind in ("blocks", "lines", "statements", *(["removals"] if removal else [])):
            for form, row in (block.get(kind) or {}).items():
                match = compiled(form).fullmatch(line)
                if match:
                    return row, {key: value or "" for key, value in match.groupdict().items()}, kind == "blocks"
        raise Refused("is no statement here")

    def check(self, form: dict[str, t.Any], groups: dict[str, str], block: dict[str, t.Any], opens: bool) -> None:
        path = form.get("path", "")
        if not opens and block is not FORMS:
            path = f"{block['path']}/{path}".rstrip("/")
        node = yang.at(self.root, path)
        if node is None:
            raise Refused(f"there is no {path}")
        for check in form["checks"]:
            if not any(holds(node, one.strip(), groups) for one in check.split("|")):
                raise Refused(f"{path} does not take {filled(check, groups)}")


def holds(node: yang.Node, check: str, groups: dict[str, str]) -> bool:
    path, _, value = (filled(part.strip(), groups) for part in check.partition(" = "))
    optional = " = " in check and value == ""
    leaf = yang.at(node, path)
    if optional:
        return True
    if leaf is None:
        return False
    if " = " not in check:
        return leaf["kind"] != "leaf" or yang.accepts(leaf, "")
    return leaf["kind"] in ("leaf", "leaf-list") and yang.accepts(leaf, value)


def filled(text: str, groups: dict[str, str]) -> str:
    def value(found: re.Match[str]) -> str:
        own = groups.get(found[1], "")
        return str(FORMS["tables"][found[2]].get(own, f"no {found[2]}: {own}")) if found[2] else own

    return GROUP.sub(value, text)


@cache
def compiled(form: str) -> re.Pattern[str]:
    return re.compile(form)


def meet(defined: set[str], used: list[tuple[str, str]]) -> t.Iterator[Violation]:
    for line, name in used:
        kind = name.split()[0]
        if kind == "network":
            continue
        if kind in ONE:
            others = {other.removesuffix("/128") for _, other in used if other.split()[0] == kind}
            if len(others) > 1:
                yield Violation(line, f"differs from another line: {sorted(others)}")
        elif name not in defined:
            yield Violation(line, f"{name} is not defined")
    for name in sorted(defined - {name for _, name in used}):
        yield Violation(name, "is not used")
