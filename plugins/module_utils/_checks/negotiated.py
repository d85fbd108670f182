# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which options of policies gateways negotiate."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.algorithms import is_aead

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Value


def is_negotiated(key: str, *policies: t.Mapping[str, Value]) -> bool:
    """IKEv2 has no modes (RFC 7296), and ESP with AEAD has no integrity algorithm of its own (RFC 4303, 3.2.3)."""
    if key == "phase1_negotiation_mode":
        return any(policy.get("ike_version") != "v2" for policy in policies)
    if key == "auth_algorithm" and "transform_protocol" in policies[0]:
        return not all(is_aead(str(policy.get("encryption_algorithm"))) for policy in policies)
    if key == "encryption_algorithm":
        return any(policy.get("transform_protocol") != "ah" for policy in policies)
    return True
