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
TEXTS = [sentence.format(filler) for sentence, filler in product(SENTENCES, FILLERS)]
