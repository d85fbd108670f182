# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The registry: every kind by name. A kind of this collection stands behind what it refers to, so that the order of
``VPN_KINDS`` is the order of creation, and its reverse the order of deletion."""

from __future__ import annotations

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.endpoint_group import ENDPOINT_GROUP
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

#: The kinds this collection makes, in the order of creation.
VPN_KINDS = {
    resource.kind: resource
    for resource in (IKE_POLICY, IPSEC_POLICY, VPN_SERVICE, ENDPOINT_GROUP, IPSEC_SITE_CONNECTION)
}
#: Every kind that is ever read.
KINDS = {
    **VPN_KINDS,
    **{resource.kind: resource for resource in (ROUTER, SUBNET, NETWORK, FLAVOR, PORT, FLOATING_IP, EXTENSION)},
}
