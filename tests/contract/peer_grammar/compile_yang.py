# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""YANG modules as a tree of JSON: pyang reads them once, in a venv of its own, and the tests need only the result.

``compile_yang.py FOLDER RESULT MODULE... -- /PATH...`` writes the nodes at these paths. A node has ``kind``, its
children under ``nodes``, the ``keys`` of a list, and for a leaf its ``types``: one for each member of a union.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from pyang import repository
from pyang.context import Context

KINDS = {"container", "list", "leaf", "leaf-list"}
#: The wildcard of Junos' configuration groups stands beside every type, and says nothing of values.
GROUP_WILDCARD = "<.*>|$.*"


def node(statement):
    made = {"kind": statement.keyword}
    if statement.keyword == "list":
        key = statement.search_one("key")
        made["keys"] = key.arg.split() if key else []
    if statement.search_one("presence"):
        made["presence"] = True
    if statement.keyword in ("leaf", "leaf-list"):
        made["types"] = types(statement.search_one("type"))
    else:
        made["nodes"] = dict(children(statement))
    return made


def children(statement):
    """(name, node) of what stands below; choices and cases are no part of a path."""
    for child in getattr(statement, "i_children", ()):
        if child.keyword in ("choice", "case"):
            yield from children(child)
        elif child.keyword in KINDS:
            yield child.arg, node(child)


def types(statement):
    chain = [statement]
    while getattr(chain[-1], "i_typedef", None):
        chain.append(chain[-1].i_typedef.search_one("type"))
    base = chain[-1]
    if base.arg == "union":
        members = [one for member in base.search("type") for one in types(member)]
        return [one for one in members if GROUP_WILDCARD not in one.get("patterns", ())] or members
    if base.arg == "leafref":
        return [{"base": "string"}]
    made = {"base": base.arg}
    patterns = [pattern.arg for one in chain for pattern in one.search("pattern")]
    if patterns:
        made["patterns"] = patterns
    for what in ("range", "length"):
        found = [one.search_one(what).arg for one in chain if one.search_one(what)]
        if found:
            made[what] = found[0]
    enums = [enum.arg for one in chain for enum in one.search("enum")]
    if enums:
        made["enums"] = enums
    return [made]


def main():
    folder, result, *rest = sys.argv[1:]
    names, paths = rest[: rest.index("--")], rest[rest.index("--") + 1 :]
    context = Context(repository.FileRepository(folder, use_env=False, no_path_recurse=True))
    modules = []
    for name in names:
        (path,) = [*Path(folder).glob(f"{name}.yang"), *Path(folder).glob(f"{name}@*.yang")]
        modules.append(context.add_module(str(path), path.read_text(encoding="utf-8")))
    context.validate()
    roots = {child.arg: child for module in modules for child in getattr(module, "i_children", ())}
    tree = {"kind": "container", "nodes": {}}
    for path in paths:
        first, *rest = path.strip("/").split("/")
        statement, place = roots[first], tree["nodes"].setdefault(first, {"kind": "container", "nodes": {}})
        for number, name in enumerate(rest, 1):
            statement = next(child for child in flat(statement) if child.arg == name)
            if number == len(rest):
                place["nodes"][name] = node(statement)
            else:
                place = place["nodes"].setdefault(name, {"kind": statement.keyword, "nodes": {}})
    Path(result).parent.mkdir(parents=True, exist_ok=True)
    Path(result).write_text(json.dumps(tree, separators=(",", ":")), encoding="utf-8")


def flat(statement):
    for child in getattr(statement, "i_children", ()):
        if child.keyword in ("choice", "case"):
            yield from flat(child)
        else:
            yield child


if __name__ == "__main__":
    main()
