# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Identifiers use the field's terms: vocabulary.yml names the private words and what stands in their place."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
FOLDERS = ("plugins", "tests", "bench", "development")
VOCABULARY = yaml.safe_load(Path(__file__).with_name("vocabulary.yml").read_text(encoding="utf-8"))
WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


def definitions(text: str) -> Iterator[tuple[int, str]]:
    """(line, name) of everything that the source defines: classes, functions, parameters, variables, attributes."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node.lineno, node.name
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.attr
        elif isinstance(node, ast.alias) and node.asname:
            yield node.lineno, node.asname


def standard_term(name: str, path: str, vocabulary: dict[str, Any]) -> str | None:
    """The term in place of this identifier in the file ``path``, or None where it may stay."""
    scoped = [part["names"] for part in vocabulary["scoped"] if fnmatch(path, part["paths"])]
    for names in (vocabulary["names"], *scoped):
        if name in names:
            return names[name]
    words = [word.lower() for word in WORD.findall(name)]
    return next((vocabulary["words"][word] for word in words if word in vocabulary["words"]), None)


def violations(path: str, text: str, vocabulary: dict[str, Any] = VOCABULARY) -> list[str]:
    """``path:line: name: use this instead`` for each private word that a file defines, its own name included."""
    terms = [(line, name, standard_term(name, path, vocabulary)) for line, name in definitions(text)]
    terms.append((1, Path(path).stem, standard_term(Path(path).stem, path, {**vocabulary, "names": {}, "scoped": []})))
    return sorted({f"{path}:{line}: {name}: use {term}" for line, name, term in terms if term})


def is_remaining(violation: str) -> bool:
    """Whether this one is listed as not renamed yet."""
    path, _line, name, _use = violation.split(":", 3)
    return name.strip() in VOCABULARY["remaining"].get(path, ())


@pytest.mark.parametrize("folder", FOLDERS)
def test_identifiers_are_standard_terms(folder: str) -> None:
    found = [
        line
        for path in sorted((ROOT / folder).rglob("*.py"))
        for line in violations(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
    ]
    assert [line for line in found if not is_remaining(line)] == []


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("class Twin: pass", "Twin"),
        ("def without_twins(): pass", "without_twins"),
        ("def f(wish): pass", "wish"),
        ("def f(*, told=1): pass", "told"),
        ("TOLD = 1", "TOLD"),
        ("for heir in (): pass", "heir"),
        ("with open(p) as estate: pass", "estate"),
        ("class A:\n    wire: str", "wire"),
        ("self.own = 1", "own"),
        ("import a as desk", "desk"),
    ],
)
def test_private_word_is_found(source: str, name: str) -> None:
    (line,) = violations("plugins/module_utils/_state/snapshot.py", source)
    assert f": {name}: use " in line


def test_file_name_with_a_private_word_is_found() -> None:
    assert violations("plugins/module_utils/wish.py", "") == ["plugins/module_utils/wish.py:1: wish: use desired"]


@pytest.mark.parametrize("source", ["own = 1", "known = most = parts = 1", "x.wire", "entwined = 1", "f(told=1)"])
def test_other_names_and_other_places_may_stay(source: str) -> None:
    assert violations("plugins/module_utils/_tasks/resource.py", source) == []
