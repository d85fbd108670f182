# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which algorithms a version of IKE supports.

Source: proposals tried against strongSwan 5.9.8 with the configuration that neutron-vpnaas 29 writes.
"""

from __future__ import annotations

import re
import typing as t

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject

#: Encryption algorithms that charon refuses in phase 1 of IKEv1 (NO_PROPOSAL_CHOSEN).
_NOT_IN_IKEV1 = re.compile(r"ccm|gcm|ctr")
_NOT_IN_IKEV1_AUTH = ("aes-xcbc", "aes-cmac")


def ikev1_algorithms(policy: ApiObject) -> list[str]:
    """The algorithms of an IKE policy (as the API returns it) that IKEv1 does not support; empty for IKEv2."""
    if policy.get("ike_version") != "v1":
        return []
    encryption, auth = str(policy.get("encryption_algorithm")), str(policy.get("auth_algorithm"))
    unsupported = [encryption] if _NOT_IN_IKEV1.search(encryption) else []
    return unsupported + [auth] * (auth in _NOT_IN_IKEV1_AUTH)
