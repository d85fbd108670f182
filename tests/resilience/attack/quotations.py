# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How a server may quote a key: notations, and error texts that hold no key."""

from __future__ import annotations

import base64
import html
import json
import typing as t
from itertools import product
from urllib.parse import quote, quote_plus, unquote

#: A value of every sort that a quotation might spell differently.
KEYS = {
    "plain": "Zq7vWmR4tLk9XbNc2HdPyGs",
    "words": "Zq7 correct horse battery Staple",
    "quoted": "Zq7\"psk\"'found'\\nowhere\\else",
    "markup": "Zq7<found>&nowhere;else%41+x=y",
    "foreign": "Zq7-ÄÖÜ-\u6f22\u5b57-\U0001f511-nowhere-else",
    "base64": "Zq7hbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9/+==",
}


def _decimal(text: str) -> str:
    return "".join(f"&#{ord(character)};" for character in text)


def _hexadecimal(text: str) -> str:
    return "".join(f"&#x{ord(character):X};" for character in text)


def _percent(text: str) -> str:
    return "".join(f"%{byte:02x}" for byte in text.encode())


def _unicode(text: str) -> str:
    return "".join(f"\\u{ord(character):04x}" if ord(character) < 0x10000 else character for character in text)


def _cut(text: str) -> str:
    return text[: len(text) * 3 // 4]


def _each(text: str, form: str) -> str:
    return "".join(form.format(byte) for byte in text.encode())


def _pieces(text: str) -> list[str]:
    """Each shorter than what ``parts_shown`` looks for."""
    return [text[start : start + 6] for start in range(0, len(text), 6)]


def _json(value: t.Any, times: int, ascii_only: bool = True) -> str:
    for _time in range(times):
        value = json.dumps(value, ensure_ascii=ascii_only)
    return value


#: name -> the text that quotes {"psk": key} in this notation
NOTATIONS: dict[str, t.Callable[[str], str]] = {
    "assigned": lambda key: f"psk={key}",
    "with colon": lambda key: f"psk: {key} is not accepted",
    "repr": lambda key: repr({"name": "x", "psk": key, "mtu": 1500}),
    "repr, with u": lambda key: f"{{u'psk': u{key!r}}}",
    "repr twice": lambda key: repr(repr({"psk": key})),
    "repr of bytes": lambda key: repr(json.dumps({"psk": key}).encode()),
    "JSON": lambda key: _json({"psk": key, "mtu": 1500}, 1),
    "JSON, not ASCII": lambda key: _json({"psk": key}, 1, False),
    "JSON twice": lambda key: _json({"psk": key, "mtu": 1500}, 2),
    "JSON three times": lambda key: _json({"psk": key}, 3),
    "JSON in repr": lambda key: repr(_json({"psk": key}, 1)),
    "percent": lambda key: quote(_json({"psk": key}, 1), safe=""),
    "percent, all of it": lambda key: _percent(f"psk={key}"),
    "percent twice": lambda key: quote(quote(f"psk={key}", safe=""), safe=""),
    "form": lambda key: f"name=x&psk={quote_plus(key)}&mtu=1500",
    "entities": lambda key: html.escape(_json({"psk": key}, 1)),
    "entities twice": lambda key: html.escape(html.escape(_json({"psk": key}, 1))),
    "decimal entities": lambda key: f"psk={_decimal(key)}",
    "hexadecimal entities": lambda key: f"psk={_hexadecimal(key)}",
    "unicode escapes": lambda key: f'{{"psk": "{_unicode(key)}"}}',
    "unicode escapes, all of it": lambda key: f'{{"{_unicode("psk")}": "{_unicode(key)}"}}',
    "upper case": lambda key: _json({"psk": key}, 1, False).upper(),
    "lower case": lambda key: f"PSK = '{key.lower()}'",
    "lines": lambda key: "psk=" + "\n  ".join(key[start : start + 5] for start in range(0, len(key), 5)),
    "truncated": lambda key: _json({"psk": key}, 1, False)[: 10 + len(key) * 3 // 4],
    "truncated in front": lambda key: f"...{key[4:]} is not valid",
    "truncated, percent": lambda key: _cut(quote(f"psk={key}", safe="=")),
    "element": lambda key: f"<psk>{html.escape(key)}</psk>",
    "arrow": lambda key: f':psk=>"{key}"',
    "value first": lambda key: f"'{key}' is not a valid psk",
    "value alone": lambda key: f"No such host: {key}",
    "other name": lambda key: f"pre_shared_key => {key}",
    "table": lambda key: f"| psk | {key} |",
    "base64": lambda key: f"Authorization: Basic {base64.b64encode(key.encode()).decode()}",
    "octal escapes": lambda key: f"psk={_each(key, chr(92) + '{:03o}')}",
    "entities without semicolon": lambda key: f"psk={''.join(f'&#{ord(character)}' for character in key)}",
    "XML attributes": lambda key: f'<option name="psk" value="{html.escape(key)}"/>',
    "name and value": lambda key: json.dumps({"name": "psk", "value": key}),
    "command line": lambda key: f"vpn ipsec site connection create --psk {key} office",
    "other case": lambda key: json.dumps({"PreSharedKeyValue": key}),
    "quoted in a sentence": lambda key: f"The psk '{key}' is not accepted",
    "in a sentence": lambda key: f"The psk value {key} is not accepted",
    "ipsec.secrets": lambda key: f'192.0.2.1 198.51.100.1 : PSK "{key}"',
    "ipsec.secrets, base64": lambda key: f": PSK 0s{base64.b64encode(key.encode()).decode()}",
    "SQL": lambda key: f"INSERT INTO connections (psk, mtu) VALUES ('{key}', 1500)",
    "SQL parameters": lambda key: f"(DataError) [SQL: INSERT ...] [parameters: ('office', {key!r}, 1500)]",
    "tags between": lambda key: f"<b>psk</b>: <i>{html.escape(key)}</i>",
    "dash": lambda key: f"psk \u2013 {key}",
    "brackets": lambda key: f"psk[{key}]",
    "in a path": lambda key: f"GET /set/psk/{quote(key, safe='')}",
    "with its length": lambda key: f"psk ({len(key)} characters): {key}",
    "full width colon": lambda key: f"psk\uff1a{key}",
    "invisible characters in the name": lambda key: f"p\u200bsk={key}",
    # by its value alone
    "octal, value": lambda key: f"No such host: {_each(key, chr(92) + '{:03o}')}",
    "hexadecimal, value": lambda key: f"No such host: {key.encode().hex()}",
    "hexadecimal bytes, value": lambda key: f"No such host: {key.encode().hex(' ').upper()}",
    "numbers, value": lambda key: f"No such host: {list(key.encode())}",
    "characters, value": lambda key: f"No such host: {list(key)}",
    "base64 of a body, value": lambda key: f"got {base64.b64encode(json.dumps({'a': 1, 'b': key}).encode()).decode()}",
    "base64 for URLs, value": lambda key: f"got {base64.urlsafe_b64encode(b'x' + key.encode()).decode()}",
    "base32, value": lambda key: f"got {base64.b32encode(key.encode()).decode()}",
    "quoted printable, value": lambda key: f"got {_each(key, '={:02X}')}",
    "percent u, value": lambda key: f"got {''.join(f'%u{ord(letter):04x}' for letter in key if ord(letter) < 65536)}",
    "braces, value": lambda key: f"got {''.join(chr(92) + f'u{{{ord(letter):x}}}' for letter in key)}",
    "full width, value": lambda key: f"got {''.join(chr(ord(c) + 0xFEE0) if '!' <= c <= '~' else c for c in key)}",
    "zero width, value": lambda key: "got " + "\u200b".join(key),
    "accents, value": lambda key: "got " + "\u0301".join(key),
    "dashes, value": lambda key: "got " + "-".join(key),
    "wrapped, value": lambda key: "got " + "-\n> ".join(_pieces(key)),
    "joined, value": lambda key: "got " + "' + '".join(_pieces(key)),
    "tags, value": lambda key: "got " + "<wbr>".join(map(html.escape, _pieces(key))),
    "colours, value": lambda key: "got " + "\x1b[0m".join(_pieces(key)),
}
CARRIERS = ("message", "detail", "plain", "html")


def carried(carrier: str, text: str) -> tuple[t.Any, str]:
    """(body, content type) of an answer that holds the text."""
    if carrier == "plain":
        return f"Bad request: {text}", "text/plain"
    if carrier == "html":
        return f"<html><body><h1>Bad request</h1><p>{text}</p></body></html>", "text/html"
    error = {"type": "HTTPBadRequest", "message": "Invalid", "detail": ""}
    return {"NeutronError": {**error, carrier: f"Invalid input: {text}"}}, "application/json"


def readable(text: str) -> str:
    """The text as somebody reads it who decodes what is encoded, and does not care for case and spaces."""
    for _round in range(5):
        text = html.unescape(unquote(text))
        text = _without_escapes(text)
    return "".join(text.split()).casefold()


def _without_escapes(text: str) -> str:
    for code in range(0x20, 0x180):
        text = text.replace(f"\\u{code:04x}", chr(code)).replace(f"\\x{code:02x}", chr(code))
    return text.replace("\\", "")


def parts_shown(key: str, text: str, length: int = 8) -> list[str]:
    """The parts of the key, so many characters long, that can be read in the text, be it as Base64."""
    encoded = base64.b64encode(key.encode()).decode()
    read = readable(text)
    found = []
    for form in (readable(key), readable(encoded)):
        parts = {form[start : start + length] for start in range(max(1, len(form) - length + 1))}
        found += [part for part in parts if part in read]
    return found


def survivors(notation: str, key: str, text: str, length: int = 16) -> list[str]:
    """Sixteen letters and digits one after another of the quotation, whatever they mean, that are in the text."""
    quoted, frame, read = (
        "".join(character for character in one if character.isalnum())
        for one in (NOTATIONS[notation](key), NOTATIONS[notation](""), text)
    )
    windows = {quoted[start : start + length] for start in range(len(quoted) - length + 1)}
    return [window for window in windows if window not in frame and window in read]


#: Error texts as Neutron, Keystone and proxies word them, none of which holds a key.
SENTENCES = (
    "Invalid input for psk. Reason: {0} is longer than 255 characters.",
    "Invalid input for operation: psk of {0} must not be empty.",
    "The psk of {0} is required",
    "Attribute 'psk' not allowed in PUT for {0}",
    "Failed to parse request. Required attribute 'psk' not specified for {0}",
    "Unrecognized attribute(s) 'pre_shared_key' in {0}",
    "Cannot find resource {0}: check the secret's name",
    "The token that you gave has expired, and {0} was not read.",
    "Token is not authorized for {0}",
    "The password is expired and needs to be changed for user: {0}.",
    "IPsec site connection {0} could not be found.",
    "VPN service {0} is still in use",
    "Router {0} already has a VPN service with the same subnet",
    "IKE policy {0} is in use by existing IPsecSiteConnection and can't be updated or deleted",
    "Invalid input for peer_address. Reason: '{0}' is not a valid address.",
    "Invalid input for dpd. Reason: {{'action': 'hold', 'interval': 30, 'timeout': '{0}'}} is not valid.",
    "Validation of dictionary's keys failed. Expected keys: {{'units', 'value'}} Provided keys: {{'{0}'}}.",
    "Quota exceeded for resources: ['ipsec_site_connection'] in {0}.",
    'Router "{0}" has no external gateway: <unknown>',
    "100% of {0} is used; the limit is 50%",
    "Authentication of {0} failed: AUTH_FAILED (IKE_AUTH 24)",
)
FILLERS = (
    "7b347d20-6fa3-4e22-b744-c49ee235ae4f",
    "branch7",
    "Zürich",
    "10.2.0.0/24",
    "2001:db8::1",
    "@gateway.example.net",
    "the key of the door",
    "a=b",
    "C:\\vpn\\new",
    "R&D",
    "x > y",
    "vpn 'one'",
    'vpn "one"',
    "50% more",
    "keystone",
    "secretary@example.net",
    "tokens",
    "{}",
    "[1, 2, 3]",
    "passwords.example.net",
)
#: A secret's name right before a colon announces a key: such a text is cut.
TEXTS = [
    sentence.format(filler)
    for sentence, filler in product(SENTENCES, FILLERS)
    if not (filler == "tokens" and "{0}:" in sentence)
]
