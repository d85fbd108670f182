# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What AWS needs to know of the end in OpenStack, as arguments of the modules for AWS: the target aws of peer_config.

The customer gateway and the VPN connection are made first, because AWS chooses the addresses and keys of its tunnels: a
VPN service is enough, a connection need not exist yet.
"""

from __future__ import annotations

import re
import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import CONNECTION, VPN_KINDS
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._aws import algorithms
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._aws.tunnel import gateway_address
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._items import Item, mapping_of, text_of
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config.generate import Options, object_index
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config.inputs import (
    ObjectIndex,
    objects_of,
    select_connections,
)
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config.names import shown
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config.networks import cloud_networks
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config.validate import check_all, check_arguments

#: The arguments of peer_config that mean something here, beside those that bring objects.
ARGUMENTS = {"connection", "dialect", "endpoint_address", "local_networks", "name", "settings", "state", "target"}
OBJECTS = {"endpoint_groups", "ike_policy", "ipsec_policy", "vpn_service"}
#: setting -> what an id of that kind begins with
SETTINGS = {"vpn_gateway_id": "vgw-", "customer_gateway_id": "cgw-", "vpn_connection_id": "vpn-"}
Data: t.TypeAlias = "dict[str, dict[str, object]]"


def aws_arguments(given: object, **arguments: object) -> Data:
    """``customer_gateway``: arguments of community.aws.ec2_customer_gateway, ``vpn_connection``: of
    amazon.aws.ec2_vpc_vpn, in the order in which they are to be used.

    Raises ``InvalidInput`` with everything that is missing or that AWS cannot have.
    """
    unknown = sorted(key for key in set(arguments) - ARGUMENTS - OBJECTS if arguments[key] not in (None, "", {}))
    if unknown:
        why = "AWS generates the keys, and its document has them" if "psk" in unknown else f"it has {_listed()}"
        raise InvalidInput([f"AWS takes no {', '.join(unknown)}: {why}"])
    check_arguments({**arguments, "target": "aws"})
    # check_arguments has just held every value against its type.
    options = t.cast(Options, arguments)
    index = object_index(given, arguments)
    connections = _connections(given, options)
    service = _service(connections, given, index)
    settings = options.get("settings") or {}
    check_all(
        (
            lambda: _check_settings(settings),
            lambda: _address(service, options),
            lambda: _networks(connections, service, index, options),
            *(lambda one=one: _check_policies(one, index) for one in connections),
        )
    )
    name = shown(options.get("name") or text_of(service, "name", "id"))
    address = _address(service, options)
    if options.get("state") == "absent":
        return _absent(name, address, settings)
    networks = _networks(connections, service, index, options)
    return _present(name, address, networks, settings)


def _present(name: str, address: str, networks: list[str], settings: dict[str, object]) -> Data:
    ids = {key: settings[key] for key in ("vpn_gateway_id", "customer_gateway_id") if settings.get(key)}
    return {
        "customer_gateway": {"name": name, "ip_address": address, "routing": "static", "state": "present"},
        "vpn_connection": {
            **ids,
            "connection_type": "ipsec.1",
            "static_only": True,
            "routes": networks,
            "purge_routes": True,
            "tags": {"Name": name},
            "purge_tags": False,
            "state": "present",
        },
    }


def _absent(name: str, address: str, settings: dict[str, object]) -> Data:
    """The VPN connection goes first. Without its id it is found by its name."""
    chosen = settings.get("vpn_connection_id")
    which = {"vpn_connection_id": chosen} if chosen else {"filters": {"tags": {"Name": name}}}
    return {
        "vpn_connection": {**which, "state": "absent"},
        "customer_gateway": {"name": name, "ip_address": address, "routing": "static", "state": "absent"},
    }


def _listed() -> str:
    return ", ".join(sorted((ARGUMENTS | OBJECTS) - {"target"}))


def _connections(given: object, options: Options) -> list[Item]:
    """The connections that are selected; none where the input has none and none is asked for."""
    wanted = options.get("connection")
    if not wanted and not objects_of(CONNECTION, given):
        return []
    return select_connections(given, wanted)


def _service(connections: list[Item], given: object, index: ObjectIndex) -> Item:
    if connections:
        services = [index.require(one, "vpn_service", "vpnservice_id") for one in connections]
    else:
        services = index.objects.get("vpn_service", [])
    # Several services may have one name.
    services = list({(text_of(one, "id"), text_of(one, "name")): one for one in services}.values())
    names = [text_of(one, "name", "id") for one in services]
    if len(names) != 1:
        found = f"{len(names)} VPN services ({', '.join(map(shown, names))})" if names else "no VPN service"
        raise InvalidInput([f"AWS needs the address of one VPN service, and the input has {found}: give vpn_service"])
    return services[0]


def _address(service: Item, options: Options) -> str:
    addresses = mapping_of(service, "endpoint_addresses")
    known = text_of(addresses, "ipv4") or text_of(service, "external_v4_ip", "endpoint_address")
    address = str(options.get("endpoint_address") or known)
    if not gateway_address(address):
        known = f'VPN service "{shown(text_of(service, "name"))}" is {shown(address) or "unknown"}'
        raise InvalidInput([f"the IPv4 address of {known}: give endpoint_address, the address that AWS connects to"])
    return address


def _networks(connections: list[Item], service: Item, index: ObjectIndex, options: Options) -> list[str]:
    local = options.get("local_networks")
    sources: list[Item] = connections or [{"name": text_of(service, "name")}]
    found = [network for one in sources for network in cloud_networks(one, service, index, local)]
    networks = list(dict.fromkeys(found))
    if len(networks) > 1:
        several = f"{len(networks)} local networks ({', '.join(networks)})"
        raise InvalidInput([f"{several}, and AWS keeps one pair of networks per tunnel: give one"])
    if ":" in networks[0]:
        raise InvalidInput([f"local network {networks[0]}: a virtual private gateway of AWS has only IPv4"])
    return networks


def _check_settings(settings: t.Mapping[str, object]) -> None:
    faults = []
    for key, value in settings.items():
        if key not in SETTINGS:
            faults.append(f'settings: AWS has no "{shown(key)}"; it has {", ".join(SETTINGS)}')
        elif not re.fullmatch(rf"{SETTINGS[key]}[0-9a-zA-Z]{{1,40}}", str(value)):
            faults.append(f'settings: {key} "{shown(value)}" of AWS: an id there is like {SETTINGS[key]}0a1b2c3d')
    if faults:
        raise InvalidInput(faults)


def _check_policies(connection: Item, index: ObjectIndex) -> None:
    """Every value of its policies that AWS has not. Policies that the input does not hold are not checked, and
    lifetimes need not be equal: each gateway renews its keys."""
    faults = []
    for kind in ("ike_policy", "ipsec_policy"):
        found = [item for item in index.objects.get(kind, []) if _is_of(item, connection, kind)]
        for policy in found:
            checks = (
                ("encryption_algorithm", policy.get("encryption_algorithm"), algorithms.ENCRYPTION),
                ("auth_algorithm", policy.get("auth_algorithm"), algorithms.HASHES),
                ("pfs", policy.get("pfs"), algorithms.GROUPS),
                ("transform_protocol", policy.get("transform_protocol"), ("esp",)),
                ("encapsulation_mode", policy.get("encapsulation_mode"), ("tunnel",)),
            )
            label = f'AWS cannot express {kind} "{shown(text_of(policy, "name"))}":'
            faults += [
                f"{label} {option} {shown(value)}: it supports {', '.join(permitted)}"
                for option, value, permitted in checks
                if value is not None and value not in permitted
            ]
    if faults:
        raise InvalidInput(faults)


def _is_of(policy: Item, connection: Item, kind: str) -> bool:
    wanted = connection.get(VPN_KINDS[kind].key_in(CONNECTION)) or connection.get(kind)
    return bool(wanted) and wanted in (policy.get("id"), policy.get("name"))
