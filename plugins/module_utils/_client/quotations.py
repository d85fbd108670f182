# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Text of a server without the secrets that it quotes, in whatever notation, whole or in part.

The text is decoded (percent, entities, escapes, one within another) with each character's place kept. What follows a
secret's name is cut off, whether or not the secret is known; known secrets are hidden wherever a part of one stands.
"""

from __future__ import annotations

import re
import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.notations import (
    PART,
    Spot,
    decoded,
    folded,
    forms,
    letters,
    packed,
    plain,
    text_of,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._redaction import HIDDEN

#: Characters of a text that are looked at, and shown at most; a proxy's page may have megabytes.
MAX_LENGTH = 4000
CUT = f"{HIDDEN} (the rest is not shown, since it may quote a secret)"
#: So many times a text is unpacked that is packed (Base64, hexadecimal) within another.
PACKED = 2
#: Stands between two known secrets, so that no part reaches over both.
_BETWEEN = "\0"
#: Ordinary words, of which a password may consist in part.
WORDS = "password passwords passphrase presharedkey credentials authorization"

_NAME = (
    # not in the address of a login: POST .../v3/auth/tokens: ...
    r"(?<![a-z])(?<!/auth/)(?:psks?|pre[-_ ]?shared(?:[-_ ]?(?:key|secret))?|shared[-_ ]?secret|passw(?:or)?ds?|"
    r"passphrase|secret(?:[-_ ]?key)?|(?:auth|access|subject)?[-_ ]?token|authorization|api[-_ ]?key|"
    r"private[-_ ]?key|adminpass|credentials?)"
)
#: A name, what closes it, and what stands between it and a value. A sentence such as "the psk is too long" has none.
_NAMED = re.compile(
    # --psk VALUE
    rf"--{_NAME}(?:[_-]?\w+)?[\s=]+(?=\S)"
    # psk=VALUE, "psk": VALUE, 'psk', 'VALUE', psk (12 characters): VALUE, name="psk" value="VALUE", /psk/VALUE
    rf"|{_NAME}(?:[_-]?\w+)?(?:[\s\"'`\\\])]|</?\w+>|\(\d+ \w+\))*"
    r"(?:[:=|>\u2013\u2014\u2192]+|-+>|,(?=\s*[\"'])|\.\s*reason:\s*(?=[\"'])|[\"'`]\s*[\"'`](?=\S)|[({\[<](?!s\))(?=\S)|/(?=\S)"
    r"|value\s*[:=])[\s>]*"
    # psk 'VALUE', and a word that is none: with letters and digits
    rf"|{_NAME}\s+(?:(?:value|given|hex|is|was)\s+){{0,2}}(?:[\"'`](?=\S)|(?=[^\W\d]*\d+[^\W\d])|(?=[^\W\d]+\d))"
    # INSERT INTO connections (id, psk) VALUES (VALUE, as databases' errors quote it
    rf"|{_NAME}[^()]*\)\s*values\s*\(|\[parameters:\s*",
    re.IGNORECASE,
)
#: In a URL, whatever the library that quotes it makes of it: the user with a password.
_USER = re.compile(r"(\w://)[^\s\"'<>@/]*:[^\s\"'<>]*@")


def redact(text: str, secrets: t.Collection[str]) -> str:
    """The text without secrets, and without the rest after a secret's name that is followed by a value."""
    return _redacted(text, secrets, PACKED)


def _redacted(text: str, secrets: t.Collection[str], depth: int) -> str:
    shortened = _USER.sub(rf"\1{HIDDEN}@", text[:MAX_LENGTH])
    if depth:
        pieces = {piece[:2] for piece in packed(shortened) if _redacted(piece[2], secrets, depth - 1) != piece[2]}
        for start, stop in sorted(pieces, reverse=True):
            shortened = f"{shortened[:start]}{HIDDEN}{shortened[stop:]}"
    spots = decoded(shortened)
    readable = plain(spots)
    named = _NAMED.search(text_of(readable))
    if named:
        end = named.end()
        cut = readable[end][1] if end < len(readable) else len(shortened)
        # What comes after the name is nothing: there is nothing to hide.
        following = shortened[cut:].strip(" \t\r\n\"'.,;)}]") if end < len(readable) else ""
        if following and not following.startswith(HIDDEN):
            shortened, spots = shortened[:cut] + CUT, [spot for spot in spots if spot[2] <= cut]
    for start, stop in reversed(_places(spots, secrets)):
        shortened = f"{shortened[:start]}{HIDDEN}{shortened[stop:]}"
    return shortened if len(text) <= MAX_LENGTH or named else f"{shortened}..."


def _places(spots: list[Spot], secrets: t.Iterable[str]) -> list[tuple[int, int]]:
    """Where known secrets, or parts of them, stand in the original text: ranges that do not overlap, in order."""
    known = [forms(secret) for secret in secrets]
    found = _found(folded(spots), [form for whole, _encoded in known for form in whole])
    found |= _found(letters(spots), [form for _whole, encoded in known for form in encoded])
    merged: list[tuple[int, int]] = []
    for start, stop in sorted(found):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(stop, merged[-1][1]))
        else:
            merged.append((start, stop))
    return merged


def _found(spots: list[Spot], known: t.Collection[str]) -> set[tuple[int, int]]:
    """The places of the parts by which one of these forms can be told.

    A topology may have thousands of keys and the text is short: so the text's parts are sought in all forms at once.
    """
    text = text_of(spots)
    short = {form for form in known if len(form) < PART}
    all_forms = _BETWEEN.join(form for form in known if len(form) >= PART)
    parts = {text[start : start + PART] for start in range(len(text) - PART + 1)} if all_forms else set()
    found: set[tuple[int, int]] = set()
    for part in (*short, *(part for part in parts if part in all_forms and part not in WORDS and _BETWEEN not in part)):
        start = text.find(part)
        while start >= 0:
            found.add((spots[start][1], spots[start + len(part) - 1][2]))
            start = text.find(part, start + 1)
    return found
