# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""YAML as it stands in the documentation of modules: lists deeper than their key, lines of 118 characters at most."""

from __future__ import annotations

import sys
import textwrap
from typing import Any

import yaml

# The one in C, where PyYAML has it, takes a tenth of the time.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def loaded(text: str) -> Any:
    """The value of a YAML text."""
    return yaml.load(text, Loader=LOADER)


class FlowList(list):
    """A list to be written in brackets."""


class FlowDict(dict):
    """A mapping to be written in braces."""


class Documentation(yaml.SafeDumper):
    """Lists stand deeper than their key, as yamllint wants them, and nothing is an alias of something else."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: object) -> bool:
        return True

    def represent_str(self, data: str) -> yaml.Node:
        # Easier to read than '' for nothing, and for each apostrophe.
        style = '"' if not data or ("'" in data and ": " in data and '"' not in data) else None
        return self.represent_scalar("tag:yaml.org,2002:str", data, style=style)

    def flow_list(self, value: FlowList) -> yaml.Node:
        return self.represent_sequence("tag:yaml.org,2002:seq", value, flow_style=True)

    def flow_dict(self, value: FlowDict) -> yaml.Node:
        return self.represent_mapping("tag:yaml.org,2002:map", value, flow_style=True)


Documentation.add_representer(str, Documentation.represent_str)
Documentation.add_representer(FlowList, Documentation.flow_list)
Documentation.add_representer(FlowDict, Documentation.flow_dict)


def compact(value: Any, max_length: int = 100) -> Any:
    """The same, but lists and mappings that fit on a line will be written in brackets and braces."""
    if not isinstance(value, (dict, list)):
        return value
    already_matches = len(yaml.dump(value, default_flow_style=True, width=float("inf"))) <= max_length
    if isinstance(value, dict):
        return (FlowDict if already_matches else dict)({key: compact(one) for key, one in value.items()})
    return (FlowList if already_matches else list)(compact(one) for one in value)


def folded(line: str) -> str:
    """The line, broken where it has more than 118 characters."""
    deeper = " " * (len(line) - len(line.lstrip()) + 2)
    return textwrap.fill(line, 118, subsequent_indent=deeper, break_long_words=False, break_on_hyphens=False)


def dumped(value: Any) -> str:
    """The YAML text of a value. SystemExit if it would mean something else after its long lines were broken."""
    # PyYAML lets lines grow beyond a width by as much as a word, so it is not asked to fold.
    written = yaml.dump(value, Dumper=Documentation, sort_keys=False, allow_unicode=True, width=float("inf"))
    text = "\n".join(map(folded, written.splitlines())) + "\n"
    if loaded(text) != value:
        sys.exit("a description does not survive being folded: does it hold two spaces in a row?")
    return text
