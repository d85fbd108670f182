# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The examples of a page, in the order in which a reader meets them.

* A block of YAML is a playbook, a list of tasks, or a file that others need. One whose first line is a comment with
  a file's name (``# vars/keys.yml``) is that file, too.
* A line of a console block that begins with ``$ ansible`` is a command.
* EXAMPLES of a module is one list of tasks, each of them an example.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FENCED = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
NAMED = re.compile(r"# ([\w./-]+\.(?:yml|yaml))\s")
#: What makes an entry of a list a play, or the import of one.
PLAYS = ("hosts", "import_playbook", "ansible.builtin.import_playbook")
#: What else a block of a page may be, not played: other languages.
COMMANDS = ("ansible ", "ansible-playbook ")


@dataclass(frozen=True)
class Block:
    """One example."""

    kind: str  # playbook, tasks, file, command
    text: str
    where: str
    content: Any = None
    path: str | None = None

    @property
    def examples(self) -> int:
        """How many examples it counts for: each task of a list, each play of a playbook, each command."""
        return len(self.content) if self.kind in ("playbook", "tasks") else int(self.kind == "command")


def blocks_of(path: Path) -> list[Block]:
    """All examples of a Markdown page, a playbook or a module."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return [_of_yaml(_examples(text), f"{path.name}: EXAMPLES")]
    if path.suffix == ".yml":
        return [_of_yaml(text, path.name)]
    found = []
    for match in FENCED.finditer(text):
        where = f"{path.name}, line {text[: match.start()].count(chr(10)) + 1}"
        if match[1] == "yaml":
            found.append(_of_yaml(match[2], where))
        elif match[1] == "console":
            lines = [line[2:] for line in match[2].splitlines() if line.startswith("$ ")]
            found += [Block("command", line, where) for line in lines if line.startswith(COMMANDS)]
    return found


def _of_yaml(text: str, where: str) -> Block:
    content = yaml.safe_load(text)
    named = NAMED.match(text)
    path = named[1] if named else None
    if isinstance(content, list) and all(isinstance(entry, dict) for entry in content):
        plays = [any(key in entry for key in PLAYS) for entry in content]
        if all(plays):
            return Block("playbook", text, where, content, path)
        if not any(plays) and any("." in key for entry in content for key in (*entry, *_inner(entry))):
            return Block("tasks", text, where, content, path)
    return Block("file", text, where, content, path)


def _inner(entry: dict) -> list[str]:
    return [key for task in entry.get("block", ()) for key in task]


def _examples(source: str) -> str:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", None) == "EXAMPLES":
            return ast.literal_eval(node.value)
    return ""
