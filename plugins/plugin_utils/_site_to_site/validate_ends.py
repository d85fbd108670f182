# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Validation of two ends as a pair, before anything is written."""

from __future__ import annotations

import typing as t
from itertools import product

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.networks import (
    is_address,
    network_range,
    ranges_overlap,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.value_types import check_host, check_networks
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._aws.rules import faults_of_aws
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.end import common_version

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Params
    from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._site_to_site.end import End

EVERYTHING = {"0.0.0.0/0", "::/0"}


def validate_ends(one: End, other: End, given: Params) -> list[str]:
    """Every problem as a message; empty if the ends make a VPN.

    ``given``: the role's variables without ``site_to_site_``.
    """
    present = given.get("state", "present") == "present"
    problems = [f"{end.label}: {fault}" for end in (one, other) for fault in _faults_of_one(end, present)]
    if not one.managed and not other.managed:
        problems.append(
            "both ends are managed: false or at AWS, so there is nothing to manage: one of them must be a cloud"
        )
    if problems or not present:
        return problems
    for rule in (
        _same_router,
        _same_names,
        _one_subnet,
        _overlap,
        _inner_versions,
        _outer_versions,
        _k5_networks,
        _k5_address,
    ):
        problems += rule(one, other)
    for end, peer in ((one, other), (other, one)):
        problems += faults_of_aws(end, peer, given) if peer.aws else ()
    return [*problems, *_no_initiator(one, other), *_preset(one, other, given.get("crypto"))]


def _faults_of_one(end: End, present: bool) -> t.Iterator[str]:
    yield from end.seen.get("problems") or ()
    if end.managed:
        if not end.given.get("cloud"):
            yield (
                "cloud is missing: give how to reach it, for example {cloud: paris}; or managed: false, if it is no"
                " cloud of yours"
            )
        return
    if not present:
        return
    if end.given.get("aws") is not None:
        yield from _beside_aws(end)
    for option in ("networks",) if end.aws else ("address", "networks"):
        if not end.given.get(option):
            yield f"{option} is missing: give it, because no cloud is asked for an end with managed: false"
    try:
        check_networks(end.networks)
        check_host(end.address or "localhost")
    except ValueError as error:
        yield str(error)
    if end.address and not is_address(end.address) and not end.given.get("identity"):
        yield f'address "{end.address}" is a name: give as identity also what its gateway presents in IKE'


def _beside_aws(end: End) -> t.Iterator[str]:
    if end.given.get("managed"):
        yield "managed is true beside aws: leave it out, because the role writes nothing at AWS"
    for option in ("cloud", "vpn_service", "address", "identity"):
        if end.given.get(option):
            yield f"{option} is given beside aws: leave it out, because AWS's document has what the role needs"


def _same_router(one: End, other: End) -> t.Iterator[str]:
    router = one.seen.get("router")
    if router and router["id"] == (other.seen.get("router") or {}).get("id"):
        yield f'both ends are the router "{router["name"]}" ({router["id"]}): a VPN needs two'


def _same_names(one: End, other: End) -> t.Iterator[str]:
    places = [(end.seen.get("endpoint"), end.seen.get("project"), end.name) for end in (one, other)]
    if one.managed and other.managed and places[0] == places[1]:
        yield (
            f'both ends are in project {places[0][1]} and would have the same name "{one.name}": give each a name of'
            f" its own (name: {one.name}-a, name: {one.name}-b)"
        )


def _one_subnet(one: End, other: End) -> t.Iterator[str]:
    for end in (one, other):
        if end.managed and end.one_subnet and not end.on_k5 and len(end.networks) != 1:
            yield (
                f"{end.label}: its VPN service has a subnet and supports only that, and {len(end.networks)} networks"
                " are named: leave subnet out of vpn_service, so that endpoint groups are used"
            )


def _overlap(one: End, other: End) -> t.Iterator[str]:
    for here, there in product(one.networks, other.networks):
        if not EVERYTHING & {here, there} and ranges_overlap(network_range(here), network_range(there)):
            yield (
                f"network {here} of {one.label} overlaps {there} of {other.label}: a gateway cannot decide which of"
                " them a packet is for; renumber one, or leave it out"
            )


def _inner_versions(one: End, other: End) -> t.Iterator[str]:
    found = {network_range(network).version for end in (one, other) for network in end.networks}
    if len(found) > 1:
        networks = "; ".join(f"{end.label}: {', '.join(end.networks)}" for end in (one, other))
        yield f"IPv4 and IPv6 networks cannot be mixed in one VPN ({networks}): declare one for each"


def _outer_versions(one: End, other: End) -> t.Iterator[str]:
    for end in (one, other):
        if end.families == set() and (end.address or not end.on_k5):
            yield f"{end.label}: no outside address of the family of {end.address or 'any network'} is known"
            return
    if one.families and other.families and common_version(one, other) is None:
        families = "; ".join(f"{end.label}: {_version_names(end.families)}" for end in (one, other))
        yield f"the ends have no outside address family in common ({families}), so neither can connect to the other"


def _version_names(families: t.Iterable[int]) -> str:
    return " and ".join(f"IPv{version}" for version in sorted(families))


def _k5_networks(one: End, other: End) -> t.Iterator[str]:
    for end, peer in ((one, other), (other, one)):
        several = f"{len(end.networks)} networks ({', '.join(end.networks)})"
        if end.on_k5 and len(end.networks) > 1:
            yield f"{end.label} is on K5 and has {several}, but a VPN service on K5 supports one: name one subnet"
        elif peer.on_k5 and end.managed and len(end.networks) > 1:
            yield (
                f"{end.label} has {several} and {peer.label} is on K5, where IKEv1 supports one on each side: name one,"
                " and declare a VPN for each other"
            )
        if peer.on_k5 and (end.families == {6} or any(":" in network for network in end.networks)):
            ipv6 = end.address or several
            yield f"{end.label} has IPv6 ({ipv6}), and {peer.label} is on K5, which supports only IPv4"


def _k5_address(one: End, other: End) -> t.Iterator[str]:
    for end in (one, other):
        if end.on_k5 and not end.address and not end.own_address(4):
            router, subnet = (end.seen.get("router") or {}).get("name"), end.service.get("subnet")
            yield (
                f'{end.label}: the port of router "{router}" on subnet "{subnet}" has no floating IP, so the peer'
                " cannot connect to it: create one (openstack floating ip create --port <that port> <external"
                " network>), or give address"
            )


def _no_initiator(one: End, other: End) -> t.Iterator[str]:
    if all(end.connection.get("initiator") == "response-only" for end in (one, other)):
        yield "both ends have initiator response-only, so neither would initiate the tunnel: let one be bi-directional"


def _preset(one: End, other: End, crypto: str | None) -> t.Iterator[str]:
    """A K5 end takes only its own preset; on Neutron that one must be chosen explicitly."""
    ends = {end.dialect: end for end in (one, other)}
    if {"k5", "neutron"} <= set(ends) and crypto != "k5":
        yield (
            f"{ends['k5'].label} is on K5, which takes the preset k5 only, and {ends['neutron'].label} on Neutron,"
            f' which would take "{crypto or "modern"}": set site_to_site_crypto: k5, if that Neutron can store sha1'
            " (29, of 2026, and later cannot)"
        )
