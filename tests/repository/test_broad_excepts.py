# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Below the entry points no ``except`` takes every exception: a fault of ours is never reported as the cloud's.

Ruff's BLE001 does not see ``suppress(Exception)``, nor an ``except`` in a file that has a noqa.
"""

from __future__ import annotations

import ast
import typing as t

from ansible_collections.sitelink.vpnaas.tests.repository.test_architecture import CODE, place, tree

BROAD = {"Exception", "BaseException"}
#: file -> why. keystoneauth1 raises Exception itself, and the plugins for auth_type are anybody's code.
ALLOWED = {"_client/session": "identity/generic/password.py"}


def broad(node: ast.AST) -> bool:
    """Whether the node takes every exception, and keeps it."""
    if isinstance(node, ast.ExceptHandler):
        names = {name.id for name in ast.walk(node.type) if isinstance(name, ast.Name)} if node.type else BROAD
        raised = node.body[-1]
        return bool(names & BROAD) and not (isinstance(raised, ast.Raise) and raised.exc is None)
    if isinstance(node, ast.Call):
        return "suppress" in ast.unparse(node.func) and bool(BROAD & {ast.unparse(one) for one in node.args})
    return False


def found(source: ast.AST) -> list[int]:
    return [node.lineno for node in ast.walk(source) if broad(node)]


def test_no_broad_except_but_one_with_its_reason() -> None:
    counts = {place(path): found(tree(path)) for path in CODE}
    assert {name: len(lines) for name, lines in counts.items() if lines} == dict.fromkeys(ALLOWED, 1)
    for path in CODE:
        if place(path) in ALLOWED:
            assert ALLOWED[place(path)] in path.read_text(encoding="utf-8")


def test_every_form_is_found() -> None:
    forms: t.Sequence[str] = (
        "try: f()\nexcept Exception: pass",
        "try: f()\nexcept: pass",
        "try: f()\nexcept (ValueError, BaseException) as e: g(e)",
        "with suppress(Exception): f()",
        "with contextlib.suppress(KeyError, Exception): f()",
    )
    assert [len(found(ast.parse(form))) for form in forms] == [1] * len(forms)
    kept = ("try: f()\nexcept BaseException:\n g()\n raise", "try: f()\nexcept ValueError: pass", "suppress(OSError)")
    assert [len(found(ast.parse(form))) for form in kept] == [0] * len(kept)
