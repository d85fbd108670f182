# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One end in the one-end form, made of what the other end is."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._aws.connections import connections, policies
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.end import common_version
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.renaming import former_name

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject, Params
    from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.end import End

CONNECTIONS = VPN_KINDS["ipsec_site_connection"].plural


@dataclass
class Mirror:
    """``site``: the end as the one-end form describes it; ``unknown``: what is not known yet, as warnings."""

    site: ApiObject
    unknown: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def mirror(end: End, peer: End, given: Params, crypto: Params, last: bool) -> Mirror:
    """The end as it must be for this peer. Only the end that is configured last can wait for the tunnel.

    ``given``: the role's variables without ``site_to_site_``; ``crypto``: presets, defaults, refused.
    """
    version = common_version(end, peer)
    site = {
        "name": end.name,
        "from_name": former_name(end.name, given["name"], given.get("from_name")),
        "split_pairs": given.get("split_pairs") and not end.on_k5,
        **given_policies(given),
        "vpn_service": end.service,
    }
    tunnel = {**end.connection, "peer_address": peer.address_for_peer(version), "peer_id": peer.identity(version)}
    tunnel.pop("wait_for", None)
    if last and "active" in (end.connection.get("wait_for"), peer.connection.get("wait_for")):
        tunnel["wait_for"] = "active"
    if end.one_subnet:
        tunnel["peer_cidrs"] = peer.networks
    else:
        site["endpoint_groups"] = [
            {"type": "subnet", "endpoints": end.subnets},
            {"type": "cidr", "endpoints": peer.networks},
        ]
    if peer.aws:
        return _at_aws(site, tunnel, end, peer, given, crypto)
    unknown = [
        f"{end.label}: the address of {peer.label} is known once its VPN service exists, so the connection to it is not"
        " predicted"
    ]
    return Mirror({**site, "connections": [tunnel]}, unknown if tunnel["peer_address"] is None else [])


def given_policies(given: Params) -> ApiObject:
    """What the role's variables say of both policies."""
    return {key: given.get(key) for key in ("crypto", "ike_policy", "ipsec_policy", "replace")}


def _at_aws(site: ApiObject, tunnel: ApiObject, end: End, peer: End, given: Params, crypto: Params) -> Mirror:
    """With a connection for each tunnel of AWS."""
    if peer.aws is None:
        return Mirror(site)
    existing = end.seen["topology"].get(CONNECTIONS) or ()
    site["connections"] = connections(end.name, peer.aws, tunnel, existing)
    try:
        return Mirror({**site, **policies(given, peer.aws, crypto["presets"])})
    except InvalidInput as error:
        return Mirror(site, problems=[f"site_to_site_ends: {peer.label}: aws: {fault}" for fault in error.faults])
