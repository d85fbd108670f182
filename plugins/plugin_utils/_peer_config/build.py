# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Builds the ``Gateway`` from objects as the API and the modules spell them. It guesses no value."""

from __future__ import annotations

import typing as t
from ipaddress import ip_address, ip_network

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.ipsec_site_connection import IPSEC_SITE_CONNECTION
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.networks import (
    canonical_address,
    is_address,
    is_any_address,
)
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._items import Item, mapping_of, text_of
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config import networks
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config.identity import identities
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config.inputs import ObjectIndex, number_of
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config.model import (
    Child,
    Dpd,
    Gateway,
    IkePolicy,
    IpsecPolicy,
)
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config.names import identifier
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config.validate import check_all

#: Phase 1 has one value of each, so connections to one gateway must share them.
SHARED = ("vpn_service", "ike_policy", "peer_address", "peer_id", "local_id", "dpd", "initiator", "mtu")
API_KEYS = {row.option: row.key for row in IPSEC_SITE_CONNECTION.fields}
NOT_NEGOTIATED = {"name", "lifetime"}


class Arguments(t.TypedDict, total=False):
    """The filter's arguments that say more than the objects; the filter's documentation describes them."""

    name: str | None
    own_address: str | None
    endpoint_address: str | None
    endpoint_id: str | None
    local_networks: str | list[str] | None
    dialect: str | None


def build_gateway(connections: list[Item], index: ObjectIndex, given: Arguments) -> Gateway:
    """The ``Gateway`` of connections that share it. Raises ``InvalidInput``."""
    check_same_gateway(connections)
    first = connections[0]
    label = f'connection "{first.get("name")}"'
    service = index.require(first, "vpn_service", "vpnservice_id")
    dialect = given.get("dialect") or _dialect(service)
    public = canonical_address(text_of(first, "peer_address"))
    cloud_address = str(given.get("endpoint_address") or _cloud_address(service, public))
    own_address = canonical_address(given.get("own_address") or ("" if is_any_address(public) else public))
    alone = len(connections) == 1
    # Each by itself first, so that the faults of all are reported.
    check_all(
        (
            lambda: networks.check_addresses(label, cloud_address, own_address, public),
            lambda: identities(first, cloud_address, dialect, given.get("endpoint_id")),
            lambda: _ike_policy(first, label, index),
            *(lambda one=one: _child(one, service, index, given, alone) for one in connections),
        )
    )
    own_id, cloud_id = identities(first, cloud_address, dialect, given.get("endpoint_id"))
    named = first if alone else service
    name = given.get("name") or text_of(named, "name") or text_of(first, "id")
    name_id = "" if given.get("name") else text_of(named, "id") or text_of(first, "id")
    dpd = mapping_of(first, "dpd")
    return Gateway(
        name=identifier(name, name_id),
        title=name,
        dialect=dialect,
        own_address=own_address,
        public_address=public,
        cloud_address=canonical_address(cloud_address),
        own_id=own_id,
        cloud_id=cloud_id,
        ike=_ike_policy(first, label, index),
        dpd=Dpd(
            action=text_of(dpd, "action") or "hold",
            interval=number_of(dpd, "interval", 30),
            timeout=number_of(dpd, "timeout", 120),
        ),
        initiator=text_of(first, "initiator") or "bi-directional",
        mtu=number_of(first, "mtu", 1500),
        children=tuple(_child(connection, service, index, given, alone) for connection in connections),
    )


def check_same_gateway(connections: list[Item]) -> None:
    """Raise ``InvalidInput`` for connections to several gateways: they make no single configuration."""
    first = connections[0]
    for other in connections[1:]:
        for option in SHARED:
            one, two = (item.get(API_KEYS[option], item.get(option)) for item in (first, other))
            if (one or None) != (two or None):
                raise InvalidInput(
                    [
                        f'connections "{first.get("name")}" and "{other.get("name")}" differ in {option} ({one},'
                        f' {two}), so they cannot share a gateway: select, as in connection="{first.get("name")}"'
                    ]
                )


def _child(connection: Item, service: Item, index: ObjectIndex, given: Arguments, alone: bool) -> Child:
    label = f'connection "{connection.get("name")}"'
    check_all(
        (
            lambda: _ipsec_policy(connection, label, index),
            lambda: networks.own_networks(connection, index),
            lambda: networks.cloud_networks(connection, service, index, given.get("local_networks")),
        )
    )
    own = networks.own_networks(connection, index)
    cloud = networks.cloud_networks(connection, service, index, given.get("local_networks"))
    name = given.get("name") if alone else None
    if ip_network(own[0]).version != ip_network(cloud[0]).version:
        raise InvalidInput([f"{label}: {cloud[0]} and {own[0]}: IPv4 and IPv6 networks cannot be mixed"])
    networks.check_both_ends(label, own, cloud)
    return Child(
        name=identifier(name or text_of(connection, "name", "id"), "" if name else text_of(connection, "id")),
        title=text_of(connection, "name", "id"),
        label=label,
        identifier=text_of(connection, "id") or "id unknown",
        own_networks=tuple(own),
        cloud_networks=tuple(cloud),
        ipsec=_ipsec_policy(connection, label, index),
    )


def _ike_policy(connection: Item, label: str, index: ObjectIndex) -> IkePolicy:
    policy = index.require(connection, "ike_policy", "ikepolicy_id")
    return IkePolicy(**_policy(policy, label, "ike_policy", IkePolicy._fields), lifetime=_lifetime(policy))


def _ipsec_policy(connection: Item, label: str, index: ObjectIndex) -> IpsecPolicy:
    policy = index.require(connection, "ipsec_policy", "ipsecpolicy_id")
    return IpsecPolicy(**_policy(policy, label, "ipsec_policy", IpsecPolicy._fields), lifetime=_lifetime(policy))


def _policy(policy: Item, label: str, option: str, fields: tuple[str, ...]) -> dict[str, str]:
    """The policy's values but the lifetime. Raises ``InvalidInput`` that names every value that is missing."""
    missing = [key for key in fields if key not in NOT_NEGOTIATED and not policy.get(key)]
    if not _lifetime(policy):
        missing.append("lifetime in seconds")
    if missing:
        raise InvalidInput([f"{label}: its {option} lacks {', '.join(missing)}: give it as {option}"])
    return {key: str(policy.get(key)) for key in fields if key != "lifetime"}


def _lifetime(policy: Item) -> int:
    """In seconds; 0 where the policy does not say it."""
    lifetime = mapping_of(policy, "lifetime")
    return int(text_of(lifetime, "value") or 0) if lifetime.get("units", "seconds") == "seconds" else 0


def _cloud_address(service: Item, peer_address: str) -> str:
    """Of the IP version of the peer's address, as the driver chooses (base_ipsec.py, _get_external_ip)."""
    if not is_address(peer_address):
        return text_of(service, "endpoint_address")
    version = ip_address(peer_address).version
    addresses = mapping_of(service, "endpoint_addresses")
    return text_of(addresses, f"ipv{version}") if addresses else text_of(service, f"external_v{version}_ip")


def _dialect(service: Item) -> str:
    """K5's services have no address of their own and stand in a zone (see ``endpoint_address.py``)."""
    return "k5" if "external_v4_ip" not in service and service.get("availability_zone") else "neutron"
