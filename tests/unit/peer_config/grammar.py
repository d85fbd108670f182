# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A vendor's documented statements as a small table, and whether a configuration consists of nothing else.

``grammar/<target>.yml`` holds ``sources`` (addresses), ``forms``: regular expressions with tokens in angle brackets,
nested as the blocks are, ``closing``: what ends a block, and ``tokens`` of its own beside those below.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
import yaml

from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config import targets

FOLDER = Path(__file__).parent / "grammar"
TOKENS = {
    "name": r"[A-Za-z0-9_-]+",
    "number": r"\d+",
    "address": r"(\d{1,3}(\.\d{1,3}){3}|[0-9a-f]*:[0-9a-f:]+)",
    "mask": r"\d{1,3}(\.\d{1,3}){3}",
    "network": r"(\d{1,3}(\.\d{1,3}){3}|[0-9a-f]*:[0-9a-f:]+)/\d{1,3}",
    "interface": r"[A-Za-z][A-Za-z0-9/.-]*",
    "text": r"[A-Za-z0-9._@:/+=-]+",
    "key": r"[^\"'\n]+",
}


@cache
def load(target):
    path = FOLDER / f"{target}.yml"
    if not path.exists():
        pytest.fail(f"tests/unit/peer_config/grammar/{target}.yml is missing", pytrace=False)
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def violations(target, text):
    """The lines of a configuration that no form of the target allows where they stand."""
    table = load(target)
    mark = targets.load(target).comment.strip()
    blocks, found = [(-1, table["forms"])], []
    for line in text.splitlines():
        statement, depth = line.strip(), len(line) - len(line.lstrip())
        if not statement or statement.startswith(mark):
            continue
        while blocks[-1][0] >= depth:
            blocks.pop()
        if statement in table["closing"]:
            continue
        forms = [form for form in blocks[-1][1] or {} if re.fullmatch(pattern(target, form), statement)]
        if len(forms) == 1:
            blocks.append((depth, blocks[-1][1][forms[0]]))
        else:
            found.append(line)
    return found


@cache
def pattern(target, form):
    tokens = {**TOKENS, **(load(target).get("tokens") or {})}
    return re.sub(r"<(\w+)>", lambda token: f"({tokens[token[1]]})", form)
