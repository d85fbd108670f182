# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From objects as the API and the modules spell them to a ``Gateway``. Nothing that it must be told is guessed."""

from __future__ import annotations

import re
from ipaddress import ip_address, ip_network

from ansible_collections.sitelink.vpnaas.plugins.module_utils.errors import InvalidInput
from ansible_collections.sitelink.vpnaas.plugins.module_utils.meaning import canonical_address, is_address
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config import networks
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config.identity import identities
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config.model import Child, Gateway

#: What both ends must agree on in phase 1, so what connections of one gateway have in common.
SHARED = ("vpn_service", "ike_policy", "peer_address", "peer_id", "local_id", "dpd", "initiator", "mtu")
WIRE = {"vpn_service": "vpnservice_id", "ike_policy": "ikepolicy_id"}
IKE = ("ike_version", "phase1_negotiation_mode", "encryption_algorithm", "auth_algorithm", "pfs")
IPSEC = ("transform_protocol", "encapsulation_mode", "encryption_algorithm", "auth_algorithm", "pfs")


def gateway(connections, pool, given):
    """The ``Gateway`` of connections that share it. ``given`` holds the filter's arguments. Raises ``InvalidInput``."""
    refuse_strangers(connections)
    first = connections[0]
    label = f'connection "{first.get("name")}"'
    service = pool.needed(first, "vpn_service", "vpnservice_id")
    dialect = given.get("dialect") or _dialect(service)
    public = canonical_address(first.get("peer_address"))
    cloud_address = given.get("endpoint_address") or _cloud_address(service, public)
    own_address = canonical_address(given.get("own_address") or public)
    for option, address in (("endpoint_address", cloud_address), ("own_address", own_address)):
        if not address or not is_address(str(address)):
            raise InvalidInput(
                [f"{label}: {option} is {address or 'not known'}: give {option}, the literal address on the outside"]
            )
    if ip_address(own_address).version != ip_address(str(cloud_address)).version:
        raise InvalidInput(
            [f"{label}: own_address {own_address} and endpoint_address {cloud_address} are of different IP versions"]
        )
    own_id, cloud_id = identities(first, cloud_address, dialect, given.get("endpoint_id"))
    dpd = first.get("dpd") or {}
    name = given.get("name") or (first if len(connections) == 1 else service).get("name") or first.get("id")
    return Gateway(
        name=identifier(str(name)),
        dialect=dialect,
        own_address=own_address,
        public_address=public,
        cloud_address=canonical_address(cloud_address),
        own_id=own_id,
        cloud_id=cloud_id,
        ike=_policy(pool.needed(first, "ike_policy", "ikepolicy_id"), label, "ike_policy", IKE),
        dpd={
            "action": dpd.get("action") or "hold",
            "interval": int(dpd.get("interval") or 30),
            "timeout": int(dpd.get("timeout") or 120),
        },
        initiator=first.get("initiator") or "bi-directional",
        mtu=int(first.get("mtu") or 1500),
        children=tuple(_child(connection, service, pool, given, len(connections) == 1) for connection in connections),
    )


def refuse_strangers(connections):
    """Connections to several gateways make no one configuration."""
    first = connections[0]
    for other in connections[1:]:
        for option in SHARED:
            one, two = (item.get(WIRE.get(option, option), item.get(option)) for item in (first, other))
            if (one or None) != (two or None):
                raise InvalidInput(
                    [
                        f'connections "{first.get("name")}" and "{other.get("name")}" differ in {option} ({one},'
                        f' {two}), so they cannot share a gateway: choose, as in connection="{first.get("name")}"'
                    ]
                )


def identifier(text):
    """A name that every target takes: letters, digits, hyphens and underscores."""
    return re.sub(r"[^A-Za-z0-9_-]+", "-", text).strip("-") or "vpn"


def _child(connection, service, pool, given, alone):
    label = f'connection "{connection.get("name")}"'
    ipsec = pool.needed(connection, "ipsec_policy", "ipsecpolicy_id")
    own = networks.own_networks(connection, pool)
    cloud = networks.cloud_networks(connection, service, pool, given.get("local_networks"))
    if ip_network(own[0]).version != ip_network(cloud[0]).version:
        raise InvalidInput([f"{label}: {cloud[0]} and {own[0]}: IPv4 and IPv6 networks cannot be mixed"])
    return Child(
        name=identifier(str((alone and given.get("name")) or connection.get("name") or connection.get("id"))),
        told=label,
        identifier=str(connection.get("id") or "id not told"),
        own_networks=tuple(own),
        cloud_networks=tuple(cloud),
        ipsec=_policy(ipsec, label, "ipsec_policy", IPSEC),
    )


def _policy(policy, label, option, needed):
    """The policy with its lifetime as a number; nothing that a gateway must be told is guessed."""
    lifetime = policy.get("lifetime") or {}
    missing = [key for key in needed if not policy.get(key)]
    if lifetime.get("units", "seconds") != "seconds" or not lifetime.get("value"):
        missing.append("lifetime in seconds")
    if missing:
        raise InvalidInput([f"{label}: its {option} does not say {', '.join(missing)}: give it as {option}"])
    return {**{key: policy[key] for key in needed}, "name": policy.get("name"), "lifetime": int(lifetime["value"])}


def _cloud_address(service, peer_address):
    """Of the IP version of the peer's address, as the driver chooses (base_ipsec.py, _get_external_ip)."""
    addresses = service.get("endpoint_addresses") or {
        "ipv4": service.get("external_v4_ip"),
        "ipv6": service.get("external_v6_ip"),
    }
    if not is_address(str(peer_address)):
        return service.get("endpoint_address")
    return addresses.get(f"ipv{ip_address(peer_address).version}")


def _dialect(service):
    """K5's services say no address of their own and stand in a zone (see ``addresses.py``)."""
    return "k5" if "external_v4_ip" not in service and service.get("availability_zone") else "neutron"
