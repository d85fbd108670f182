# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which algorithms there are, and which of them a version of IKE and a release of Neutron support.

Sources: proposals tried against strongSwan 5.9.8 with the configuration that neutron-vpnaas 29 writes; neutron_lib
api/definitions/vpn.py, vpn_aes_ctr.py; the columns in neutron_vpnaas/db/vpn/vpn_models.py, releases 25, 26, 28 and 29.
"""

from __future__ import annotations

import re
import typing as t
from difflib import SequenceMatcher

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import ALIKE, LONGEST_NAME

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject

#: Encryption algorithms that charon refuses in phase 1 of IKEv1 (NO_PROPOSAL_CHOSEN).
_NOT_IN_IKEV1 = re.compile(r"ccm|gcm|ctr")
_NOT_IN_IKEV1_AUTH = ("aes-xcbc", "aes-cmac")


def is_aead(encryption: str) -> bool:
    """Whether the cipher authenticates by itself: AES-GCM or AES-CCM."""
    return "gcm" in encryption or "ccm" in encryption


def ikev1_algorithms(policy: ApiObject) -> list[str]:
    """The algorithms of an IKE policy (as the API returns it) that IKEv1 does not support; empty for IKEv2."""
    if policy.get("ike_version") != "v1":
        return []
    encryption, auth = str(policy.get("encryption_algorithm")), str(policy.get("auth_algorithm"))
    unsupported = [encryption] if _NOT_IN_IKEV1.search(encryption) else []
    return unsupported + [auth] * (auth in _NOT_IN_IKEV1_AUTH)


_AES = ("aes-128", "aes-192", "aes-256")
_WITH_TAG = tuple(f"{key}-{mode}-{tag}" for mode in ("ccm", "gcm") for tag in (8, 12, 16) for key in _AES)
_COUNTER = tuple(f"{key}-ctr" for key in _AES)
_GROUPS = tuple(f"group{number}" for number in range(15, 32))
#: key of a policy -> the values that some release of Neutron accepts
KNOWN_VALUES: dict[str, tuple[str, ...]] = {
    "auth_algorithm": ("sha1", "sha256", "sha384", "sha512", *_NOT_IN_IKEV1_AUTH),
    "encryption_algorithm": ("3des", *_AES, *_WITH_TAG, *_COUNTER),
    "pfs": ("group2", "group5", "group14", *_GROUPS),
}
#: value -> the first release that stores it (neutron-vpnaas b18aab30fddc); older ones accept most of them and fail
FIRST_RELEASE = dict.fromkeys((*_WITH_TAG, *_COUNTER, *_NOT_IN_IKEV1_AUTH, *_GROUPS), 26)
#: value -> the last release that stores it (neutron-vpnaas 574bed135); newer ones accept it and fail
LAST_RELEASE = {"sha1": 28, "3des": 28}


def nearest_value(key: str, value: str) -> str:
    """The known value of that key that is most like the text, or empty: ``aes256`` is most like ``aes-256``."""
    text = value.lower()
    if len(text) > LONGEST_NAME:
        return ""

    def likeness(candidate: str) -> tuple[float, int]:
        alike = SequenceMatcher(None, text, candidate).ratio()
        return alike, -abs(_number(candidate) - _number(text))

    best = max(KNOWN_VALUES[key], key=likeness)
    return best if likeness(best)[0] >= ALIKE else ""


def _number(text: str) -> int:
    """The first number in the text, by which values that differ in it are compared; 0 without one."""
    found = re.search(r"\d+", text)
    return int(found[0][:9]) if found else 0
