# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Shortens texts to the width of their place in a picture: SVG neither wraps nor shortens them."""

from __future__ import annotations

import unicodedata

from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._report.escape import plain

#: Widths at 12 px of DejaVu Sans, which is wider than most fonts: narrow, broad, capital and other characters.
NARROW, BROAD = frozenset(" .,:;|!'()[]/ijlftr-"), frozenset("mwMW@%")
WIDTHS = {"narrow": 5.0, "broad": 12.0, "capital": 8.6, "other": 7.7}


def fitted(text: str, width: float) -> str:
    """The text, or its beginning and an ellipsis where it is wider; the whole text has to stand somewhere else."""
    text = plain(text)
    if text_width(text) <= width:
        return text
    while text and text_width(text) > width - WIDTHS["broad"]:
        text = text[:-1]
    return f"{text}…"


def text_width(text: str) -> float:
    """An estimate of the text's width, in pixels, that is rather too large."""
    return sum(map(_width, text))


def _width(character: str) -> float:
    if character in NARROW:
        return WIDTHS["narrow"]
    if character in BROAD or unicodedata.east_asian_width(character) in "WF":
        return WIDTHS["broad"]
    return WIDTHS["capital" if character.isupper() or not character.isascii() else "other"]
