# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Known values as other gateways write them: ``AES256-CBC``, ``modp2048``, ``SHA2-256``, ``IKEv2``."""

from __future__ import annotations

import re
import typing as t

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Value

#: Keywords of Diffie-Hellman groups -> the number (strongSwan, "IKEv2 Cipher Suites"; IANA, "Transform Type 4").
_GROUPS = {
    **{"modp768": "1", "modp1024": "2", "modp1536": "5", "modp2048": "14", "modp3072": "15", "modp4096": "16"},
    **{"modp6144": "17", "modp8192": "18", "modp1024s160": "22", "modp2048s224": "23", "modp2048s256": "24"},
    **{"ecp256": "19", "ecp384": "20", "ecp521": "21", "ecp192": "25", "ecp224": "26"},
    **{"ecp224bp": "27", "ecp256bp": "28", "ecp384bp": "29", "ecp512bp": "30", "curve25519": "31", "x25519": "31"},
}
#: Lengths of an integrity check value in bits -> in bytes.
_BYTES = {"64": "8", "96": "12", "128": "16"}
_AEAD = re.compile(r"aes(?:(?P<mode>[gc]cm)(?P<key>\d{3})|(?P<key2>\d{3})(?P<mode2>[gc]cm))(?P<tag>\d*)")


def same_value(option: str, known: t.Iterable[str], value: Value) -> str | None:
    """The known value that this one of the option stands for in another spelling; None where there is none."""
    wanted = _meaning(option, value)
    return next((one for one in known if _meaning(option, one) == wanted), None)


def _meaning(option: str, value: Value) -> str:
    text = re.sub(r"[^a-z0-9]", "", str(value).lower())
    if option == "pfs":
        number = re.sub(r"^(diffiehellman|dh)?(group|grp|g)?", "", text)
        return _GROUPS.get(number, number)
    if option == "ike_version":
        return re.sub(r"^(ike)?v?", "", text)
    if option == "auth_algorithm":
        # with its family, and with the length to which ESP truncates it: HMAC-SHA2-256-128 (RFC 4868)
        text = re.sub(r"^(hmac|prf)+", "", text)
        text = re.sub(r"^sha2(?=(256|384|512))", "sha", text)
        return re.sub(r"^(sha1|sha256|sha384|sha512|aescmac|aesxcbc)(mac)?(96|128|192|256)?$", r"\1", text)
    if option == "encryption_algorithm":
        return _cipher(text)
    return text.removesuffix("mode")


def _cipher(text: str) -> str:
    text = re.sub(r"^(des3|tripledes)", "3des", text.replace("cbc", ""))
    found = _AEAD.fullmatch(text)
    if found:
        tag = found["tag"] or "16"
        return f"aes{found['key'] or found['key2']}{found['mode'] or found['mode2']}{_BYTES.get(tag, tag)}"
    return re.sub(r"^aesctr(\d{3})$", r"aes\1ctr", text)
