# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Algorithms as AWS spells them, as the API spells them, which of two is the stronger one, and what AWS permits.

Sources: AWS Site-to-Site VPN User Guide, "Tunnel options" (docs.aws.amazon.com/vpn/latest/s2svpn/VPNTunnels.html), and
VpnTunnelOptionsSpecification of the EC2 API.
"""

from __future__ import annotations

import re

_ENCRYPTION = re.compile(r"aes-?(128|256)(?:-?(?:cbc|(gcm(?:-?16)?)))?")
_HASH = re.compile(r"(?:hmac-?)?sha-?(?:(1)|(?:2-?)?(256|384|512))(?:-[0-9]+)?")
_GROUP = re.compile(r"group-?([0-9]{1,2})")

#: What AWS permits in both phases, with every option of a tunnel as it is by default.
ENCRYPTION = ("aes-128", "aes-256", "aes-128-gcm-16", "aes-256-gcm-16")
HASHES = ("sha1", "sha256", "sha384", "sha512")
GROUPS = tuple(f"group{number}" for number in (2, *range(14, 25)))
#: phase -> the seconds that AWS accepts as its lifetime
LIFETIMES = {"ike": (900, 28800), "ipsec": (900, 3600)}

#: Strength in bits: RFC 3526 (section 8) and NIST SP 800-57. Groups that RFC 8247 discourages count as the weakest.
_GROUP_BITS = {2: 80, 5: 90, 14: 112, 15: 128, 16: 152, 17: 176, 18: 200, 19: 128, 20: 192, 21: 256}
_GROUP_BITS |= {28: 128, 29: 192, 30: 256, 31: 128}


def encryption_of(text: str) -> str | None:
    """``aes-128-cbc`` and ``AES128`` are aes-128, ``AES256-GCM-16`` is aes-256-gcm-16; None for another cipher."""
    found = _ENCRYPTION.fullmatch(text.lower())
    if not found:
        return None
    return f"aes-{found[1]}-gcm-16" if found[2] else f"aes-{found[1]}"


def hash_of(text: str) -> str | None:
    """``hmac-sha1-96`` is sha1, ``SHA2-256`` is sha256; None for another hash."""
    found = _HASH.fullmatch(text.lower())
    return f"sha{found[1] or found[2]}" if found else None


def group_of(text: str) -> str | None:
    """``group14``, ``Group 14`` and ``14`` are group14; None for another text."""
    found = _GROUP.fullmatch(text.lower().replace(" ", "")) or re.fullmatch(r"([0-9]{1,2})", text)
    return f"group{int(found[1])}" if found else None


def strength(option: str, value: str) -> tuple[int, int]:
    """A number pair that is larger for a stronger value of ``encryption_algorithm``, ``auth_algorithm`` or ``pfs``."""
    if option == "pfs":
        return _GROUP_BITS.get(int(value.removeprefix("group")), 0), 0
    number = re.search(r"(128|192|256|384|512)", value)
    return int(number[1]) if number else 0, int("gcm" in value or "ccm" in value)
