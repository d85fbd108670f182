# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""HTML pages as trees of elements: all text is escaped where the tree is written, so no name becomes markup."""

from __future__ import annotations

import base64
import hashlib
import typing as t
from xml.etree import ElementTree

from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.escape import plain

Child: t.TypeAlias = "ElementTree.Element | str"


def element(tag: str, *children: Child, **attributes: object) -> ElementTree.Element:
    """An element with text and elements in it. ``class_`` is class, and ``_`` in a name a hyphen; None is left out."""
    given = {key.rstrip("_").replace("_", "-"): plain(value) for key, value in attributes.items() if value is not None}
    made = ElementTree.Element(tag, given)
    last: ElementTree.Element | None = None
    for child in children:
        if isinstance(child, ElementTree.Element):
            made.append(child)
            last = child
        elif last is None:
            made.text = (made.text or "") + plain(child)
        else:
            last.tail = (last.tail or "") + plain(child)
    return made


def page(title: str, body: t.Sequence[Child], style: str, script: str = "") -> str:
    """A document that loads nothing and runs no script but ``script``: its policy names the hashes of both."""
    policy = f"default-src 'none'; style-src '{_hash(style)}'" + (f"; script-src '{_hash(script)}'" if script else "")
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", title),
        _verbatim("style", style),
    )
    whole = element("html", head, element("body", *body, *([_verbatim("script", script)] if script else [])), lang="en")
    return "<!DOCTYPE html>\n" + ElementTree.tostring(whole, encoding="unicode", method="html") + "\n"


def _verbatim(tag: str, text: str) -> ElementTree.Element:
    """A style or script of this collection, which is not escaped."""
    made = ElementTree.Element(tag)
    made.text = text
    return made


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
