# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Text of a server without the secrets that it quotes, in whatever notation, whole or in part.

The text is decoded (percent, entities, escapes, one within another) with each character's place kept. What follows a
secret's name is cut off, whether or not the secret is known; known secrets are hidden wherever a part of one stands.
"""

from __future__ import annotations

import base64
import html
import re
import typing as t
from functools import lru_cache

from ansible_collections.sitelink.vpnaas.plugins.module_utils._redaction import HIDDEN

#: Characters of a text that are looked at, and shown at most; a proxy's page may have megabytes.
MAX_LENGTH = 4000
CUT = f"{HIDDEN} (the rest is not shown, since it may quote a secret)"
#: So many characters of a known secret are hidden where they stand alone: fewer stand in ordinary words too.
PART = 8
#: Encodings within one another that are decoded; JSON in JSON in a URL needs four.
ROUNDS = 8
#: Ordinary words, of which a password may consist in part.
WORDS = "password passwords passphrase presharedkey credentials authorization"

_NAME = (
    r"(?<![a-z])(?:\w*[_-])?(?:psks?|pre[-_ ]?shared[-_ ]?(?:key|secret)|passw(?:or)?ds?|passphrase|"
    r"secret(?:[-_ ]?key)?|(?:auth|access|subject)?[-_ ]?token|authorization|api[-_ ]?key|private[-_ ]?key|"
    r"adminpass|credentials?)"
)
#: A name, what closes it, and what stands between it and a value. A sentence such as "the psk is too long" has none.
_NAMED = re.compile(
    rf"{_NAME}(?:[_-]\w+)?[\s\"'`\\\])]*(?:[:=|>]+|,(?=\s*[\"'])|\.\s*reason:\s*(?=[\"'])|[\"'`]\s*[\"'`](?=\S))[\s>]*",
    re.IGNORECASE,
)
#: In a URL, whatever the library that quotes it makes of it: the user with a password.
_USER = re.compile(r"(\w://)[^\s\"'<>@/]*:[^\s\"'<>]*@")
_ENCODED = re.compile(
    r"(?P<percent>(?:%[0-9a-f]{2})+)|(?P<entity>&(?:\#\d{1,7}|\#x[0-9a-f]{1,6}|[a-z]{2,8});)"
    r"|(?P<unicode>(?:\\+u[0-9a-f]{4})+)|(?P<wide>\\+U[0-9a-f]{8})|(?P<byte>(?:\\+x[0-9a-f]{2})+)|\\+(?P<escape>[\"'`\\/nrt])",
    re.IGNORECASE,
)
#: character, start and end of what stands for it
Spot = tuple[str, int, int]


def redact(text: str, secrets: t.Iterable[str]) -> str:
    """The text without secrets, and without the rest after a secret's name that is followed by a value."""
    shortened = _USER.sub(rf"\1{HIDDEN}@", text[:MAX_LENGTH])
    spots = _decoded(shortened)
    named = _NAMED.search("".join(spot[0] for spot in spots))
    if named:
        end = named.end()
        cut = spots[end][1] if end < len(spots) else len(shortened)
        # What comes after the name is nothing: there is nothing to hide.
        following = shortened[cut:].strip(" \t\r\n\"'.,;)}]") if end < len(spots) else ""
        if following and not following.startswith(HIDDEN):
            shortened, spots = shortened[:cut] + CUT, [spot for spot in spots[:end] if spot[2] <= cut]
    for start, stop in reversed(_places(spots, secrets)):
        shortened = f"{shortened[:start]}{HIDDEN}{shortened[stop:]}"
    return shortened if len(text) <= MAX_LENGTH or named else f"{shortened}..."


def _places(spots: list[Spot], secrets: t.Iterable[str]) -> list[tuple[int, int]]:
    """Where known secrets, or parts of them, stand in the original text: ranges that do not overlap, in order."""
    spots = [spot for spot in _folded(spots) if not spot[0].isspace()]
    text = "".join(spot[0] for spot in spots)
    there = {text[start : start + PART] for start in range(len(text))}
    found: set[tuple[int, int]] = set()
    for form in (form for secret in secrets for form in _forms(secret)):
        short = len(form) < PART
        for part in (form,) if short else (part for part in _parts(form) if part in there):
            start = text.find(part)
            while start >= 0:
                found.add((spots[start][1], spots[start + len(part) - 1][2]))
                start = text.find(part, start + 1)
    merged: list[tuple[int, int]] = []
    for start, stop in sorted(found):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(stop, merged[-1][1]))
        else:
            merged.append((start, stop))
    return merged


@lru_cache(maxsize=50_000)
def _forms(secret: str) -> tuple[str, ...]:
    """The secret, and its Base64, as ``_places`` compares them."""
    encoded = base64.b64encode(secret.encode(errors="replace")).decode().rstrip("=")
    forms = (secret, encoded) if len(secret) >= PART else (secret,)
    return tuple(filter(None, map(_normalized, forms)))


def _normalized(text: str) -> str:
    return "".join(spot[0] for spot in _folded(_decoded(text)) if not spot[0].isspace())


def _parts(form: str) -> t.Iterator[str]:
    """The parts of a known secret by which it can be told."""
    for start in range(len(form) - PART + 1):
        part = form[start : start + PART]
        if part not in WORDS:
            yield part


def _folded(spots: list[Spot]) -> list[Spot]:
    return [(letter, start, stop) for character, start, stop in spots for letter in character.casefold()]


def _decoded(text: str) -> list[Spot]:
    """Each character of the decoded text with the place of what stands for it."""
    spots = [(character, place, place + 1) for place, character in enumerate(text)]
    for _round in range(ROUNDS):
        current = "".join(spot[0] for spot in spots)
        decoded: list[Spot] = []
        done = 0
        for match in _ENCODED.finditer(current):
            decoded += spots[done : match.start()]
            place = (spots[match.start()][1], max(spot[2] for spot in spots[match.start() : match.end()]))
            decoded += [(character, *place) for character in _decode(match)]
            done = match.end()
        if not done:
            break
        spots = decoded + spots[done:]
    return spots


def _decode(match: re.Match[str]) -> str:
    """The characters that one escape, or several beside one another, stand for."""
    kind, text = match.lastgroup, match.group()
    digits = re.sub(r"[%\\]+[ux]?", "", text, flags=re.IGNORECASE)
    if kind in ("percent", "byte"):
        data = bytes.fromhex(digits)
        try:
            return data.decode()
        except UnicodeDecodeError:
            return data.decode("latin-1")
    if kind == "unicode":
        return bytes.fromhex(digits).decode("utf-16-be", "replace")
    if kind == "wide":
        return chr(int(digits, 16)) if int(digits, 16) < 0x110000 else ""
    if kind == "entity":
        known = html.unescape(text)
        return known if known != text else html.unescape(text.lower())
    return {"n": " ", "r": " ", "t": " "}.get(match["escape"], match["escape"])
