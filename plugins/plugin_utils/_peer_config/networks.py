# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The networks on both sides of a connection, as ``address/length``, and the addresses of its gateways."""

from __future__ import annotations

from ipaddress import ip_address

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.networks import (
    canonical_network,
    is_address,
    is_any_address,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.value_types import check_networks
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._items import Item, text_of, texts_of
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config.inputs import ObjectIndex
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config.names import shown

GROUP = "endpoint_group"


def cloud_networks(connection: Item, service: Item, index: ObjectIndex, given: str | list[str] | None) -> list[str]:
    """The networks behind the cloud's gateway: ``given``, or the subnets of the local group or of the service.

    Raises ``InvalidInput`` where they are not known, or no networks.
    """
    name = connection.get("name")
    if given:
        return _canonical([given] if isinstance(given, str) else given, "local_networks")
    group = index.find_or_none(connection, GROUP, "local_endpoint_group", "local_ep_group_id")
    if group:
        subnets = texts_of(group, "endpoints")
    else:
        subnets = [subnet for subnet in (text_of(service, "subnet_id", "subnet"),) if subnet]
    found = [item for item in index.objects.get("subnet", []) if item.get("cidr")]
    known = {item.get(key): str(item["cidr"]) for item in found for key in ("name", "id")}
    missing = [subnet for subnet in subnets if subnet not in known]
    if missing or not subnets:
        of = f", the subnet {', '.join(missing)}" if missing else ""
        raise InvalidInput(
            [f'connection "{name}": its local networks are unknown{of}: give local_networks, such as [10.1.0.0/24]']
        )
    return _stored([known[subnet] for subnet in subnets], f'connection "{name}": local networks')


def own_networks(connection: Item, index: ObjectIndex) -> list[str]:
    """The networks behind the gateway to be configured, the connection's peer networks. Raises ``InvalidInput``."""
    name = connection.get("name")
    group = index.find_or_none(connection, GROUP, "peer_endpoint_group", "peer_ep_group_id")
    found = texts_of(group, "endpoints") if group else texts_of(connection, "peer_cidrs")
    if not found:
        raise InvalidInput([f'connection "{name}": it has neither peer_cidrs nor a group of peer networks'])
    return _stored(found, f'connection "{name}": peer networks')


def _stored(networks: list[str], label: str) -> list[str]:
    """Neutron holds 10.0.0.24/24 beside 10.0.0.25/24, which are one network."""
    return list(dict.fromkeys(network for one in networks for network in _canonical([one], label)))


def _canonical(networks: list[str], label: str) -> list[str]:
    try:
        check_networks(networks)
    except ValueError as error:
        raise InvalidInput([f"{label}: {error}"]) from None
    return [canonical_network(network) for network in networks]


def check_both_ends(label: str, own: list[str], cloud: list[str]) -> None:
    """Raise ``InvalidInput`` for a network at both ends: the tunnel would take the traffic of the gateway's own."""
    twice = ", ".join(sorted(set(own) & set(cloud)))
    if twice:
        raise InvalidInput([f"{label}: {twice} at both ends: no gateway can tell one from the other: renumber one end"])


def check_addresses(label: str, cloud_address: str, own_address: str, public: str) -> None:
    """Raise ``InvalidInput`` unless these are the literal addresses of two gateways, of one IP version."""
    for option, address in (("endpoint_address", cloud_address), ("own_address", own_address)):
        # Python takes any text behind the % of an IPv6 zone, also one that a command line would obey.
        if not address or "%" in address or not is_address(address) or is_any_address(address):
            from_peer = option == "own_address" and address in ("", public)
            why = f"; peer_address {shown(public)} is not the address of one gateway" if from_peer else ""
            known = shown(address) or "unknown"
            raise InvalidInput(
                [f"{label}: {option} is {known}{why}: give {option}, the literal address on the outside"]
            )
    if ip_address(own_address).version != ip_address(cloud_address).version:
        raise InvalidInput(
            [f"{label}: own_address {own_address} and endpoint_address {cloud_address} are of different IP versions"]
        )
    if ip_address(own_address) == ip_address(cloud_address):
        raise InvalidInput(
            [f"{label}: own_address and endpoint_address are both {own_address}: a gateway has no tunnel to itself"]
        )
