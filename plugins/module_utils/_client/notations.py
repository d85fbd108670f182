# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The notations in which a text may quote a value: decoded with each character's place kept, and folded to compare."""

from __future__ import annotations

import base64
import html
import re
import typing as t
import unicodedata
from contextlib import suppress
from functools import lru_cache

#: Encodings within one another that are decoded; JSON in JSON in a URL needs four.
ROUNDS = 8
#: A secret that is shorter is not looked for in other notations: its digits stand in ordinary words and numbers.
PART = 8
_ENCODED = re.compile(
    r"(?P<percent>(?:%[0-9a-f]{2})+)|(?P<entity>&(?:\#0*\d{1,7};?|\#x0*[0-9a-f]{1,6};?|[a-z]{2,8};))"
    r"|(?P<unicode>(?:(?:\\+|%)u[0-9a-f]{4})+)|(?P<braces>\\+u\{[0-9a-f]{1,6}\})|(?P<wide>\\+U[0-9a-f]{8})"
    r"|(?P<byte>(?:\\+x[0-9a-f]{2})+)|(?P<octal>(?:\\+[0-3][0-7]{2})+)|\\+(?P<escape>[\"'`\\/nrt])",
    re.IGNORECASE,
)
#: What may stand between the characters of a value and is none: tags of HTML, colours of a terminal.
_BETWEEN = re.compile(r"<[^<>]{0,60}>|[\x1b?]\[[0-9;]*m")
_PACKED = re.compile(r"[A-Za-z0-9+/_-]{16,}={0,2}")
#: character, start and end of what stands for it
Spot = tuple[str, int, int]


def text_of(spots: t.Iterable[Spot]) -> str:
    """The decoded text."""
    return "".join(spot[0] for spot in spots)


def decoded(text: str) -> list[Spot]:
    """Each character of the decoded text with the place of what stands for it."""
    spots = [(character, place, place + 1) for place, character in enumerate(text)]
    for _round in range(ROUNDS):
        current = text_of(spots)
        found: list[Spot] = []
        done = 0
        for match in _ENCODED.finditer(current):
            found += spots[done : match.start()]
            place = (spots[match.start()][1], max(spot[2] for spot in spots[match.start() : match.end()]))
            found += [(character, *place) for character in _decode(match)]
            done = match.end()
        if not done:
            break
        spots = found + spots[done:]
    return spots


def plain(spots: t.Iterable[Spot]) -> list[Spot]:
    """The text in compatible letters (full width ones are ordinary ones), without accents and what nobody sees."""
    return [
        (letter, start, stop)
        for character, start, stop in spots
        for letter in (character if character.isascii() else _compatible(character))
    ]


def folded(spots: t.Iterable[Spot]) -> list[Spot]:
    """``plain``, without white space and regardless of case."""
    return [
        (letter, start, stop)
        for character, start, stop in plain(spots)
        for letter in character.casefold()
        if not letter.isspace()
    ]


def letters(spots: t.Sequence[Spot]) -> list[Spot]:
    """The folded letters and digits alone, without tags and colours between them."""
    text = text_of(spots)
    skipped = {place for match in _BETWEEN.finditer(text) for place in range(*match.span())}
    return [
        spot for spot in folded(spot for place, spot in enumerate(spots) if place not in skipped) if spot[0].isalnum()
    ]


@lru_cache(maxsize=50_000)
def forms(secret: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The secret as ``folded`` gives it, and as ``letters`` gives it: itself and its encodings."""
    spots = decoded(secret)
    whole = text_of(folded(spots))
    if len(secret) < PART:
        return tuple(filter(None, (whole,))), ()
    data = secret.encode(errors="replace")
    encodings = [
        data.hex(),
        "".join(map(str, data)),
        "".join(f"{byte:03o}" for byte in data),
        base64.b32encode(data).decode(),
        *(_base64(data, offset) for offset in range(3)),
    ]
    # With and without what looks like a tag in it: the text may have lost that.
    own = (text_of(letters(spots)), _alphanumeric(whole))
    # ASCII without escapes and tags, which decoding leaves as it is.
    others = (_alphanumeric(encoding.casefold()) for encoding in encodings)
    return (whole,), tuple(form for form in (*own, *others) if len(form) >= PART)


def packed(text: str) -> t.Iterator[tuple[int, int, str]]:
    """Start, end and content of each piece of the text that is Base64 or hexadecimal of a text."""
    for match in _PACKED.finditer(text):
        for content in _unpacked(match.group()):
            yield (*match.span(), content)


def _alphanumeric(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _unpacked(piece: str) -> t.Iterator[str]:
    standard = piece.rstrip("=").replace("-", "+").replace("_", "/")
    for unpack in (bytes.fromhex, lambda digits: base64.b64decode(digits + "=" * (-len(digits) % 4))):
        # What cannot be unpacked is not packed: binascii's error is a ValueError, as is that of UTF-8.
        with suppress(ValueError):
            yield unpack(standard).decode()


def _base64(data: bytes, offset: int) -> str:
    """What is the same in the Base64 of every text that has ``offset`` bytes (modulo 3) before these."""
    encoded = base64.b64encode(bytes(offset) + data).decode().rstrip("=")
    first = (0, 2, 3)[offset]
    complete = (offset + len(data)) // 3 * 4
    return encoded[first:complete]


def _compatible(character: str) -> str:
    """Without marks (Mn) and invisible characters (Cf), such as a zero-width space."""
    found = unicodedata.normalize("NFKD", character)
    return "".join(letter for letter in found if unicodedata.category(letter) not in ("Mn", "Cf"))


def _decode(match: re.Match[str]) -> str:
    """The characters that one escape, or several beside one another, stand for."""
    kind, text = match.lastgroup, match.group()
    if kind == "octal":
        return _bytes(bytes(int(digits, 8) for digits in re.findall(r"[0-7]{3}", text)))
    digits = re.sub(r"[%\\{}]+[ux]?", "", text, flags=re.IGNORECASE)
    if kind in ("percent", "byte"):
        return _bytes(bytes.fromhex(digits))
    if kind == "unicode":
        return bytes.fromhex(digits).decode("utf-16-be", "replace")
    if kind in ("wide", "braces"):
        return chr(int(digits, 16)) if int(digits, 16) < 0x110000 else ""
    if kind == "entity":
        known = html.unescape(text)
        return known if known != text else html.unescape(text.lower())
    return {"n": " ", "r": " ", "t": " "}.get(match["escape"], match["escape"])


def _bytes(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("latin-1")
