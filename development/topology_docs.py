# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write plugins/doc_fragments/topology_items.py, the documentation of vpn_topology's items, from that of the modules
for one object each. With --check write nothing, and fail where the file is not what would be written.

The fragment is a file of its own because a computed one fails ansible-test's yamllint.
"""

from __future__ import annotations

import ast
import re
import sys
import textwrap
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "plugins/doc_fragments/topology_items.py"
FILE = '''\
# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The items of vpn_topology. Written by development/topology_docs.py from the documentation of the modules for one
object each: change it there, then run that script."""

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
{yaml}"""
'''


class Indented(yaml.SafeDumper):
    """Lists stand deeper than their key, as yamllint wants them."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def literals(file: Path) -> dict[str, dict]:
    """The YAML texts of a module or a fragment, by their names."""
    return {
        node.targets[0].id: yaml.safe_load(node.value.value)
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    }


def sections() -> dict[str, str]:
    """Section -> kind, in the order of vpn_topology's options: a section is what a kind's info module returns."""
    listed = {
        next(iter(literals(file)["RETURN"])): file.stem.removesuffix("_info")
        for file in (ROOT / "plugins/modules").glob("*_info.py")
    }
    told = literals(ROOT / "plugins/modules/vpn_topology.py")["DOCUMENTATION"]["options"]
    return {section: listed[section] for section in told if section in listed}


def options_of(kind: str) -> dict[str, dict]:
    """The documented options of a kind's module, without those by which it reaches the cloud."""
    documentation = literals(ROOT / f"plugins/modules/{kind}.py")["DOCUMENTATION"]
    options = {}
    for reference in documentation["extends_documentation_fragment"]:
        file, _dot, text = reference.removeprefix("sitelink.vpnaas.").partition(".")
        if file != "cloud":
            fragment = literals(ROOT / f"plugins/doc_fragments/{file}.py")[text.upper() or "DOCUMENTATION"]
            options |= fragment["options"]
    return options | documentation["options"]


def qualified(told: object, section: str, options: dict[str, dict]) -> object:
    """The same with O(x) as O(section[].x) in its texts, where x is an item's option and not the whole topology's."""
    if isinstance(told, dict):
        return {key: qualified(value, section, options) for key, value in told.items()}
    if isinstance(told, list):
        return [qualified(item, section, options) for item in told]
    if isinstance(told, str):
        return re.sub(r"\bO\((\w+)", lambda name: f"O({section}[].{name[1]}" if name[1] in options else name[0], told)
    return told


def items_of(section: str, kind: str) -> dict[str, object]:
    """The section without its description, which stands in the module."""
    options = options_of(kind)
    suboptions = qualified(options, section, options)
    del suboptions["state"]["default"]
    suboptions["state"]["description"].append("Default is what O(state) says for the whole topology.")
    return {"type": "list", "elements": "dict", "default": [], "suboptions": suboptions}


def folded(line: str) -> str:
    deeper = " " * (len(line) - len(line.lstrip()) + 2)
    return textwrap.fill(line, 118, subsequent_indent=deeper, break_long_words=False, break_on_hyphens=False)


def fragment() -> str:
    told = {"options": {section: items_of(section, kind) for section, kind in sections().items()}}
    # PyYAML lets lines grow beyond a width by as much as a word, so it is not asked to fold.
    dumped = yaml.dump(told, Dumper=Indented, sort_keys=False, allow_unicode=True, width=float("inf"))
    text = "\n".join(map(folded, dumped.splitlines())) + "\n"
    if yaml.safe_load(text) != told:
        sys.exit("a description does not survive being folded: does it hold two spaces in a row?")
    return FILE.replace("{yaml}", text)


def main(arguments: list[str]) -> None:
    written = fragment()
    if arguments != ["--check"]:
        TARGET.write_text(written)
    elif not TARGET.exists() or TARGET.read_text() != written:
        sys.exit(f"{TARGET.relative_to(ROOT)} is not what the modules say: run development/topology_docs.py")


if __name__ == "__main__":
    main(sys.argv[1:])
