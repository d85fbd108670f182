# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What `make figures` counts."""

from __future__ import annotations

import ast
import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from ansible_collections.sitelink.vpnaas.tests.support.request_counts import Count


@pytest.fixture(scope="module")
def figures() -> ModuleType:
    """Loaded by its path: bench/ has a module of the same name."""
    path = Path(__file__).resolve().parents[2] / "development" / "figures.py"
    spec = importlib.util.spec_from_file_location("development_figures", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("source", "annotated"),
    [
        ("def f(self, a: int, *b: int, c: str = '', **d: int) -> None: ...", True),
        ("def f() -> None: ...", True),
        ("def f(): ...", False),
        ("def f(a) -> None: ...", False),
        ("def f(*, a) -> None: ...", False),
        ("def f(*a) -> None: ...", False),
        ("def f(**a) -> None: ...", False),
        ("def f(a, /) -> None: ...", False),
    ],
)
def test_function_is_annotated_with_all_parameters_and_result(
    figures: ModuleType, source: str, annotated: bool
) -> None:
    (function,) = figures.functions(ast.parse(source))
    assert figures.is_annotated(function) == annotated


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("from typing import Any", []),
        ("x: Any", [("Any", False)]),
        ("x: t.Any  # as the YAML says", [("Any", True)]),
        ("# whatever YAML says\nx: Any", [("Any", True)]),
        ("y = cast(int, x)", [("cast", False)]),
        ("y = column.cast(x)", []),
        ("f(x)  # type: ignore[arg-type]", [("type: ignore", False)]),
        ("f(x)  # type: ignore[arg-type]  # noqa: E501", [("type: ignore", False)]),
        ("f(x)  # type: ignore[arg-type]  # the SDK has it as str", [("type: ignore", True)]),
        ('"""Any, cast and type: ignore in a text."""', []),
    ],
)
def test_escape_is_found_and_its_reason(figures: ModuleType, source: str, expected: list[tuple[str, bool]]) -> None:
    assert [(one.what, one.has_reason) for one in figures.escapes("a.py", source)] == expected


def test_request_row_marks_more_requests(figures: ModuleType) -> None:
    counts = [
        Count("k5", "ike_policy", "create", True, 4, 3),
        Count("k5", "ike_policy", "create", False, 3, 3),
        Count("k5", "ike_policy", "replace", True, None, None),
        Count("k5", "ike_policy", "replace", False, None, None),
    ]
    assert list(figures.request_rows(counts)) == [["k5", "ike_policy", "4 / 3 (3 / 3) MORE", "refused / refused"]]
