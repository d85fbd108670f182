# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""`make figures`: figures about the code of plugins/, and the requests that each task sends beside version 1.0.0's.

The arguments are a command that checks the imports (lint-imports); its line about contracts is printed.
"""

from __future__ import annotations

import ast
import io
import re
import statistics
import subprocess
import sys
import tokenize
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from ansible_collections.sitelink.vpnaas.tests.support.report_tables import table
from ansible_collections.sitelink.vpnaas.tests.support.request_counts import MORE, Count, cases, count

ROOT = Path(__file__).resolve().parent.parent
Function = ast.FunctionDef | ast.AsyncFunctionDef


class Escape(NamedTuple):
    """A place where the types are not checked: ``Any``, ``cast`` or ``type: ignore``."""

    what: str
    place: str
    #: whether a comment beside it, or right above it, says why
    has_reason: bool


def functions(tree: ast.AST) -> Iterator[Function]:
    """Every function and method, inner ones too."""
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def is_annotated(function: Function) -> bool:
    """Whether each parameter but ``self`` and ``cls``, and the result, has a type."""
    arguments = function.args
    parameters = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    parameters += [one for one in (arguments.vararg, arguments.kwarg) if one]
    needed = [one for one in parameters if one.arg not in ("self", "cls")]
    return function.returns is not None and all(one.annotation for one in needed)


def escapes(path: str, text: str) -> list[Escape]:
    """The uses of ``Any`` (imports not counted) and ``cast``, and the comments ``type: ignore``."""
    comments = {
        token.start[0]: token.string
        for token in tokenize.generate_tokens(io.StringIO(text).readline)
        if token.type == tokenize.COMMENT
    }
    lines = text.splitlines()

    def has_reason(line: int) -> bool:
        beside = re.sub(r"type: ignore(\[[\w, -]*\])?|noqa(: [\w, ]+)?", "", comments.get(line, ""))
        above = line > 1 and lines[line - 2].lstrip().startswith("# ")
        return bool(re.search(r"\w", beside)) or above

    found = [(line, "type: ignore") for line, comment in comments.items() if "type: ignore" in comment]
    for node in ast.walk(ast.parse(text)):
        name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
        if name in ("Any", "cast") and not is_own_attribute(node):
            found.append((node.lineno, name))
    return [Escape(what, f"{path}:{line}", has_reason(line)) for line, what in sorted(set(found))]


def is_own_attribute(node: ast.AST) -> bool:
    """Whether ``cast`` is some object's own method, and not the function of ``typing``."""
    return isinstance(node, ast.Attribute) and ast.unparse(node.value) not in ("t", "typing")


def code_figures(paths: Iterable[Path]) -> tuple[list[tuple[str, object]], list[Escape]]:
    """The rows of the first table, and every escape."""
    texts = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in paths}
    every = [function for text in texts.values() for function in functions(ast.parse(text))]
    annotated = sum(map(is_annotated, every))
    lengths = [(function.end_lineno or function.lineno) - function.lineno + 1 for function in every]
    found = [escape for path, text in texts.items() for escape in escapes(path, text)]
    rows: list[tuple[str, object]] = [
        ("files", len(texts)),
        ("lines, median and most", f"{median(text.count(chr(10)) for text in texts.values())}"),
        ("functions", len(every)),
        ("lines of a function, median and most", median(lengths)),
        ("annotated functions", f"{annotated} ({annotated / len(every):.1%})"),
    ]
    for what in ("Any", "cast", "type: ignore"):
        chosen = [escape for escape in found if escape.what == what]
        rows.append((what, f"{len(chosen)}, {sum(not one.has_reason for one in chosen)} without a reason"))
    return rows, found


def median(values: Iterable[int]) -> str:
    """The median and the largest."""
    known = list(values)
    return f"{statistics.median(known):g}, {max(known)}"


def request_rows(counts: Iterable[Count]) -> Iterator[list[str]]:
    """A row per dialect and kind, a cell per action: with wait / without; 1.0.0's in brackets where they differ."""

    def shown(number: int | None) -> str:
        return "refused" if number is None else str(number)

    for (dialect, kind), group in groupby(counts, key=lambda one: (one.dialect, one.kind)):
        cells = []
        for _action, pair in groupby(group, key=lambda one: one.action):
            both = list(pair)
            now, before = (" / ".join(map(shown, numbers)) for numbers in zip(*(one[-2:] for one in both), strict=True))
            more = " MORE" if any(one.is_more for one in both) else ""
            cells.append(now if now == before else f"{now} ({before}){more}")
        yield [dialect, kind, *cells]


def contracts(command: list[str]) -> str:
    """What lint-imports says of its contracts."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    found = re.search(r"Contracts: .*", done.stdout)
    return found[0] if found else f"{' '.join(command)} failed with {done.returncode}:\n{done.stdout}"


def main() -> None:
    rows, found = code_figures(sorted((ROOT / "plugins").rglob("*.py")))
    print(table(["plugins/", ""], rows))
    print("\nWhere the types are not checked (- no reason beside it):")
    for escape in found:
        print(f"  {' ' if escape.has_reason else '-'} {escape.what:<12} {escape.place}")
    counts = [count(*case) for case in cases()]
    actions = list(dict.fromkeys(one.action for one in counts))
    print("\nRequests of a task, logging in not counted: wait: true / wait: false, (1.0.0) where it differs\n")
    print(table(["cloud", "kind", *actions], request_rows(counts)))
    print(f"\nMore than 1.0.0: {sum(one.is_more for one in counts)} of {len(counts)}, since:")
    for row in MORE:
        print(f"  {', '.join(row['kinds'])}: {', '.join(row['actions'])}: {row['why']}")
    if sys.argv[1:]:
        print(f"\nImports: {contracts(sys.argv[1:])}")


if __name__ == "__main__":
    main()
