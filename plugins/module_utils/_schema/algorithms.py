# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which algorithms a version of IKE knows. Evidence: proposals tried against strongSwan 5.9.8 with neutron-vpnaas 29's
own configuration."""

from __future__ import annotations

import re
import typing as t

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject

#: What charon refuses in phase 1 of IKEv1 (NO_PROPOSAL_CHOSEN).
_NOT_IN_IKEV1 = re.compile(r"ccm|gcm|ctr")
_NOT_IN_IKEV1_AUTH = ("aes-xcbc", "aes-cmac")


def ikev1_algorithms(policy: ApiObject):
    """The algorithms of an IKE policy that IKEv1 does not know."""
    if policy.get("ike_version") != "v1":
        return []
    encryption, auth = str(policy.get("encryption_algorithm")), policy.get("auth_algorithm")
    return [
        algorithm
        for algorithm, unknown in (
            (encryption, _NOT_IN_IKEV1.search(encryption)),
            (auth, auth in _NOT_IN_IKEV1_AUTH),
        )
        if unknown
    ]
