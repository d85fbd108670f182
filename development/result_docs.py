# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What several modules return, for their RETURN, from results.yml and the tables of plugins/module_utils/_schema.

It stands in a module between two YAML comments, BEGIN and END. Write these two yourself in a new module.
"""

from __future__ import annotations

import re
import sys
import textwrap
from pathlib import Path
from typing import Any

from attribute_docs import KINDS, ROOT, SOURCE, TEXTS, attributes, needed, texts_of
from yaml_text import compact, dumped

BLOCK = re.compile(r"^( *)# BEGIN (\w+), generated from development/results\.yml\n(?:.*\n)*?\1# END\n", re.MULTILINE)
KEYS = ("description", "type", "elements", "returned", "sample", "contains")
ACTIONS = {"create": "a creation", "update": "an update", "replace": "a replacement", "delete": "a deletion"}


def merged(common: Any, own: Any) -> Any:
    """``own`` added to ``common``: mappings key by key, lists one after the other; any other value replaces."""
    if isinstance(common, dict) and isinstance(own, dict):
        return {**common, **{key: merged(common[key], value) if key in common else value for key, value in own.items()}}
    return [*common, *own] if isinstance(common, list) and isinstance(own, list) else own


def laid_out(value: dict[str, Any]) -> dict[str, Any]:
    """A return value with its keys in the usual order and its sample on one line where it fits."""
    value = {key: value[key] for key in KEYS if key in value}
    if "sample" in value:
        value["sample"] = compact(value["sample"])
    if "contains" in value:
        value["contains"] = {name: laid_out(one) for name, one in value["contains"].items()}
    return value


def hint(actions: list[str]) -> dict[str, str]:
    """When there is a hint, for a kind whose gateway does something worth saying after these actions."""
    text = TEXTS["results"]["hint"]
    if not actions:
        return {}
    words = [ACTIONS[action] for action in actions]
    listed = " or ".join(filter(None, (", ".join(words[:-1]), words[-1])))
    return {
        "description": f"After {listed}, what the gateway does. After a failure, the remedy.",
        "returned": f"success of {listed}, and {text['returned']}",
    }


def results(module: str) -> dict[str, Any]:
    """All that KIND or KIND_info returns."""
    info = module.endswith("_info")
    kind = module.removesuffix("_info")
    resource, own = KINDS[kind], texts_of(kind)
    lines = [
        line.format(title=resource.title, titles=resource.titles) for line in TEXTS["objects" if info else "object"]
    ]
    if resource.secrets():
        lines[0] += f" {TEXTS['secret']}"
    if not info and any(row.refers_to in KINDS for row in resource.fields):
        lines[-1] += f" {TEXTS['reference']}"
    found = {"description": lines, "type": "list" if info else "dict", **({"elements": "dict"} if info else {})}
    found |= {"returned": "success", "contains": attributes(kind, info)}
    if info:
        return {resource.plural: found, **TEXTS["info_results"]}
    return {kind: found, **merged(merged(TEXTS["results"], {"hint": hint(list(resource.afterwards))}), own["results"])}


def objects(_module: str) -> dict[str, Any]:
    """The lists of objects that vpn_topology returns."""
    return {
        resource.plural: {
            "description": " ".join(
                filter(None, (f"See M(sitelink.vpnaas.{kind}).", texts_of(kind).get("in_topology")))
            ),
            "type": "list",
            "elements": "dict",
            "returned": "always",
            "sample": [],
        }
        for kind, resource in KINDS.items()
    }


def topology(_module: str) -> dict[str, Any]:
    """The lists of declarations that vpn_topology_info returns."""
    lists = {}
    for kind, resource in KINDS.items():
        description = f"The {resource.titles}, sorted by name."
        if resource.secrets():
            description += f" {TEXTS['secret']}"
        lists[resource.plural] = {
            "description": description,
            "type": "list",
            "elements": "dict",
            "returned": "always" if resource.on("k5").supported else "dialect neutron",
            "sample": needed(texts_of(kind), "exported", kind),
        }
    return lists


def failure(_module: str) -> dict[str, Any]:
    """What a module that only reads returns on failure."""
    return TEXTS["info_results"]


BLOCKS = {"results": results, "objects": objects, "topology": topology, "failure": failure}


def with_results(module: Path) -> str:
    """The text of a module with its generated blocks as they should be.

    SystemExit if a block has no end or an unknown name, or if the module of a kind has none.
    """
    source, place = module.read_text(encoding="utf-8"), module.relative_to(ROOT)
    names = [found[2] for found in BLOCK.finditer(source)]
    if names != re.findall(r"# BEGIN (\w+)", source) or not set(names) <= set(BLOCKS):
        sys.exit(
            f"{place}: each '# BEGIN NAME, generated from ...' needs its '# END', NAME is one of {', '.join(BLOCKS)}"
        )
    if module.stem.removesuffix("_info") in KINDS and names != ["results"]:
        sys.exit(f"{place}: put '# BEGIN results, generated from development/results.yml' and '# END' into RETURN")

    def block(found: re.Match[str]) -> str:
        indent, name = found.groups()
        values = {key: laid_out(value) for key, value in BLOCKS[name](module.stem).items()}
        begin = f"# BEGIN {name}, generated from {SOURCE.relative_to(ROOT)}"
        return textwrap.indent(f"{begin}\n{dumped(values)}# END\n", indent)

    return BLOCK.sub(block, source)
