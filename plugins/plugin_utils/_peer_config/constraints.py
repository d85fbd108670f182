# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What no target can express, because the cloud's own gateway cannot, and what some targets cannot combine."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.algorithms import ikev1_algorithms
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config.model import Child, Gateway
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config.names import lettered
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config.translator import Translator


def check_every_target(gateway: Gateway, translator: Translator) -> None:
    """Add the errors to those of the translator, so that all are reported at once."""
    _check_lists(gateway, translator)
    for algorithm in ikev1_algorithms(gateway.ike._asdict()):
        translator.errors.append(
            f'ike_policy "{gateway.ike.name}": IKEv1 cannot negotiate {algorithm}: use ike_version v2'
        )
    if gateway.behind_nat or gateway.force_encapsulation:
        for policy in {child.ipsec.name: child.ipsec for child in gateway.children}.values():
            if policy.transform_protocol == "ah":
                translator.errors.append(
                    f'ipsec_policy "{policy.name}": transform_protocol ah does not pass the NAT before the'
                    f" {'cloud' if gateway.force_encapsulation else 'peer'}'s gateway: use esp"
                )
    if gateway.dpd.action != "disabled" and gateway.dpd.interval < 1:
        translator.errors.append(f"dpd.interval {gateway.dpd.interval}: an interval has at least 1 s")
    names = [lettered(child.name) for child in gateway.children]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        translator.errors.append(
            f"two connections would be called {', '.join(twice)}: select one of them, or rename one"
        )


def check_combinations(gateway: Gateway, translator: Translator) -> None:
    """What this target cannot express though it has a word for each part of it. Errors as ``check_every_target``'s."""
    target, version = translator.target, gateway.ike.ike_version
    if target.one_ipsec_policy and len({child.ipsec for child in gateway.children}) > 1:
        translator.reject("several IPsec policies to one gateway", "select connections that share one")
    if target.one_family and len(gateway.families) > 1:
        translator.reject("IPv4 and IPv6 networks to one gateway", "select connections of one IP version")
    for child in gateway.children:
        if child.version != gateway.version:
            label = f"{child.label}: IPv{child.version} networks between IPv{gateway.version} gateways,"
            translator.require_release("overlay", f"{child.version}in{gateway.version}", label)
        if target.routes:
            _check_routes(gateway, child, translator)
        if version in target.one_dh_group and child.ipsec.pfs != gateway.ike.pfs:
            translator.reject(
                f'ipsec_policy "{child.ipsec.name}": pfs {child.ipsec.pfs} with IKE{version} and pfs {gateway.ike.pfs}'
                f' of ike_policy "{gateway.ike.name}"',
                "phase 2 uses the group of phase 1",
            )
        if target.transport_without_networks and child.ipsec.encapsulation_mode == "transport":
            _check_transport(gateway, child, translator)
    kinds = {gateway.own_id.kind, gateway.cloud_id.kind}
    if target.one_kind_of_identity and len(kinds) > 1:
        both = f"peer_id {gateway.own_id} with {gateway.cloud_id} of the cloud"
        translator.reject(both, "it sends both as names: give peer_id and local_id names, or both addresses")
    for family in gateway.families:
        label = f"mtu {gateway.mtu}, for IPv{family} an MSS of"
        translator.check_range(f"mss{family}", gateway.mss[family], label)


def _check_routes(gateway: Gateway, child: Child, translator: Translator) -> None:
    for network in map(ip_network, child.cloud_networks):
        if ip_address(gateway.cloud_address) in network:
            translator.reject(
                f"{child.label}: the cloud's network {network}, which holds its gateway {gateway.cloud_address}",
                "a route leads that network into the tunnel, and the tunnel's own packets with it",
            )


def _check_transport(gateway: Gateway, child: Child, translator: Translator) -> None:
    for networks, address in ((child.own_networks, gateway.own_address), (child.cloud_networks, gateway.cloud_address)):
        if list(networks) != [str(ip_network(address))]:
            translator.reject(
                f"{child.label}: encapsulation_mode transport for {', '.join(networks)}",
                f"transport mode is for {address} alone",
            )


def _check_lists(gateway: Gateway, translator: Translator) -> None:
    is_v1 = gateway.ike.ike_version == "v1"
    for child in gateway.children:
        if len(child.pairs) > 1 and (is_v1 or not translator.target.lists):
            translator.errors.append(
                f"{child.label}: {len(child.cloud_networks)} local and {len(child.own_networks)} peer networks; the"
                f" cloud offers them in one CHILD_SA, and {'IKEv1' if is_v1 else translator.target.title} takes"
                " one pair in each: make one connection per pair"
            )
