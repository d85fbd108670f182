# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The baselines that the collection ships, in the format in which users write their own (see ``baselines.py``).

``forbid`` is what a standard excludes, ``require`` the list that it allows, ``prefer`` what it recommends, and what is
known from secondary sources only. Each preset of the role is within the baseline of its standard.
"""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.algorithms import KNOWN_VALUES, LAST_RELEASE

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Params


def _known(key: str, but: t.Container[str] = ()) -> list[str]:
    return [value for value in KNOWN_VALUES[key] if value not in but]


def _groups(*numbers: int) -> list[str]:
    return [f"group{number}" for number in numbers]


#: SHOULD NOT, or a 64-bit block.
_NOT_RECOMMENDED = {"3des", *_groups(2, 5, 23, 24)}
_SHA2 = ["sha256", "sha384", "sha512"]
#: What does not encrypt, in every baseline on cryptography.
_NO_ENCRYPTION = {"transform_protocol": ["ah"]}
_ESP = {"transform_protocol": ["esp"]}
_DAY, _HOUR = 86400, 3600

SHIPPED: tuple[Params, ...] = (
    {
        "name": "neutron-29-ready",
        "title": "What Neutron 29 (2026.2) can store",
        # All values whose last release is known are forbidden, so a new entry there is in this baseline too.
        "forbid": {
            key: [value for value in values if value in LAST_RELEASE]
            for key, values in KNOWN_VALUES.items()
            if set(values) & set(LAST_RELEASE)
        },
        "source": "neutron-vpnaas 574bed135 and its migration 842256a43ce2: sha1 and 3des leave the database; the"
        " upgrade rewrites what still has them, at this end only",
    },
    {
        "name": "ietf",
        "title": "RFC 8247, RFC 8221 and RFC 9395",
        "forbid": {
            "pfs": ["group22"],
            "ike": {"ike_version": ["v1"]},
            "ipsec": _NO_ENCRYPTION,
        },
        "prefer": {
            "encryption_algorithm": _known("encryption_algorithm", _NOT_RECOMMENDED),
            "auth_algorithm": _known("auth_algorithm", {"sha1"}),
            "pfs": _known("pfs", _NOT_RECOMMENDED | {"group22"}),
            "ipsec": _ESP,
        },
        "source": "RFC 8247 (IKEv2) and RFC 8221 (ESP): group 22 is MUST NOT; groups 2, 5, 23 and 24, and 3DES in ESP,"
        " are SHOULD NOT; SHA-1 is MUST-, to be downgraded. RFC 9395: IKEv1 is historic. AH does not encrypt",
    },
    {
        "name": "nist-sp800-77r1",
        "title": "NIST SP 800-77 revision 1",
        "forbid": {"encryption_algorithm": ["3des"], "ipsec": _NO_ENCRYPTION},
        "require": {
            "pfs": _groups(*range(14, 22)),
            "ike": {"ike_version": ["v2"], "lifetime": {"maximum": _DAY}},
            "ipsec": {"lifetime": {"maximum": 8 * _HOUR}},
        },
        "prefer": {"auth_algorithm": [*_SHA2, "aes-cmac"], "ipsec": _ESP},
        "source": "NIST SP 800-77r1: IKEv2, 112 bit or more, NIST's curves or MODP of 2048 bit, IKE up to 24 hours,"
        " IPsec up to 8 hours. SP 800-131A: no 3DES since 2024; HMAC-SHA-1 is accepted until 2030, so it is a warning",
    },
    {
        "name": "cnsa1-algorithms",
        "title": "The algorithms of CNSA 1.0 (not conformity with it)",
        "require": {
            "auth_algorithm": ["sha384", "sha512"],
            "pfs": _groups(15, 16, 20),
            "ike": {"ike_version": ["v2"], "encryption_algorithm": ["aes-256", "aes-256-gcm-16"]},
            "ipsec": {**_ESP, "encryption_algorithm": ["aes-256-gcm-16"]},
        },
        "prefer": {
            "pfs": _groups(20),
            "ike": {"encryption_algorithm": ["aes-256-gcm-16"], "lifetime": {"maximum": _DAY}},
            "ipsec": {"lifetime": {"maximum": 8 * _HOUR}},
        },
        "source": "RFC 9206, CNSSP-15: AES-256, SHA-384, P-384, or MODP of 3072 bit. CNSA authenticates with"
        " certificates, VPNaaS has only keys",
    },
    {
        "name": "bsi-tr-02102-3",
        "title": "BSI TR-02102-3",
        "forbid": {
            "auth_algorithm": ["sha1"],
            "encryption_algorithm": ["3des"],
            "pfs": _groups(2, 5, 14, 22, 23, 24, 25, 26, 27),
            "ipsec": _NO_ENCRYPTION,
        },
        "require": {"ike": {"ike_version": ["v2"]}},
        "prefer": {
            "auth_algorithm": _SHA2,
            "pfs": _groups(15, 16, 19, 20, 21, 28, 29, 30),
            "ike": {"lifetime": {"maximum": _DAY}},
            "ipsec": {**_ESP, "lifetime": {"maximum": 4 * _HOUR}},
        },
        "source": "BSI TR-02102-3, its document history: 120 bit and MODP of 3000 bit from 2023, and the end of"
        " HMAC-SHA-1. Lists of groups and lifetimes: secondary sources, so they are warnings",
    },
)
