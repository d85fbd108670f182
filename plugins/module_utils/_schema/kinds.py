# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every kind by name.

In ``VPN_KINDS`` a kind comes after the kinds that it refers to: its order is the order of creation, and reversed the
order of deletion.
"""

from __future__ import annotations

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.endpoint_group import ENDPOINT_GROUP
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.fields import Resource
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.ike_policy import IKE_POLICY
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.ipsec_policy import IPSEC_POLICY
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.ipsec_site_connection import IPSEC_SITE_CONNECTION
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.networking import (
    EXTENSION,
    FLAVOR,
    FLOATING_IP,
    NETWORK,
    PORT,
    ROUTER,
    SUBNET,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.vpn_service import VPN_SERVICE

#: The kinds that this collection manages, in the order of creation.
VPN_KINDS: dict[str, Resource] = {
    resource.kind: resource
    for resource in (IKE_POLICY, IPSEC_POLICY, VPN_SERVICE, ENDPOINT_GROUP, IPSEC_SITE_CONNECTION)
}
#: These and all kinds that it reads only.
KINDS: dict[str, Resource] = {
    **VPN_KINDS,
    **{resource.kind: resource for resource in (ROUTER, SUBNET, NETWORK, FLAVOR, PORT, FLOATING_IP, EXTENSION)},
}
#: The names of the kinds that code about tunnels is about.
CONNECTION, SERVICE = IPSEC_SITE_CONNECTION.kind, VPN_SERVICE.kind
#: kind of a policy -> the word for it in presets, baselines and names of policies
POLICIES = {"ike_policy": "ike", "ipsec_policy": "ipsec"}
