# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Both ends of a tunnel, compared: what must be equal, what must be mirrored, and what each end may have for itself.

The playbook ``diagnose`` and the module vpn_topology_validate report the same facts.
"""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.assertion import AssertionSeverity, Outcome
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.end import same_identity, same_key
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.end_assertions import (
    DPD,
    IDENTITY,
    IKE_RULES,
    INITIATOR,
    IPSEC_RULES,
    KEY,
    LIFETIMES,
    MTU,
    NETWORKS,
    PEER_ADDRESS,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.end_facts import Fact, failed, passed, unknown
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.end_networks import (
    networks_differ,
    networks_within,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.negotiated import is_negotiated
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.ipsec_site_connection import REFUSED_DPD_ACTIONS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.networks import (
    canonical_address,
    is_address,
    is_any_address,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.shown_name import shown_name
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.value_types import canonical_number

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.assertions import AssertionRule
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.end import End
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject, Value

NO_INITIATOR = "response-only"


def compare(own: End, peer: End) -> t.Iterator[Fact]:
    """Every fact about the two ends, those that failed in the order of their likelihood as a cause; no key is in it."""
    for one, other in ((own, peer), (peer, own)):
        yield _address(one, other)
    yield _key(own, peer)
    yield from _proposals("ike_policy", IKE_RULES, own, peer)
    for one, other in ((own, peer), (peer, own)):
        yield _identity(one, other)
    yield from _proposals("ipsec_policy", IPSEC_RULES, own, peer)
    # One version is enough: with two there is no tunnel, which is a fact of its own.
    versions = {str((end.ike_policy or {}).get("ike_version")) for end in (own, peer)} - {"None"}
    for one, other in ((own, peer), (peer, own)):
        yield _networks(one, other, versions)
    yield _initiator(own, peer)
    yield from _dpd(own, peer)
    yield _own_value(MTU, "mtu", own, peer, own.item.get("mtu"), peer.item.get("mtu"))
    for kind, rule in LIFETIMES.items():
        values = [((_policy(end, kind) or {}).get("lifetime") or {}).get("value") for end in (own, peer)]
        yield _own_value(rule, "lifetime", own, peer, *values)


def _policy(end: End, kind: str) -> ApiObject | None:
    return end.ike_policy if kind == "ike_policy" else end.ipsec_policy


def _address(one: End, other: End) -> Fact:
    wanted = one.item.get("peer_address")
    if other.no_address and wanted:
        text = f"{one.place} connects to {wanted}, but {other.no_address} of {other.place}"
        return failed(PEER_ADDRESS, text, "an address", str(wanted))
    if not other.address or not wanted:
        return unknown(PEER_ADDRESS, f"the address of {other.place} is not known")
    if is_any_address(wanted) or canonical_address(wanted) == canonical_address(other.address):
        return passed(PEER_ADDRESS, f"{one.place} connects to {wanted}, which {other.place} has", str(wanted))
    if not is_address(str(wanted)) or not is_address(other.address):
        return unknown(PEER_ADDRESS, f"whether {wanted} and {other.address} of {other.place} are one gateway")
    text = f"{one.place} connects to {wanted}, but the gateway of {other.place} has the address {other.address}"
    return failed(PEER_ADDRESS, text, other.address, str(wanted))


def _key(own: End, peer: End) -> Fact:
    hidden = [end.place for end in (own, peer) if not end.knows_key]
    if hidden:
        return unknown(KEY, f"the keys are not compared, since {' and '.join(hidden)} does not return its key")
    if same_key(own, peer):
        return Fact(KEY, Outcome.PASSED, KEY.severity, "both ends have the same pre-shared key", KEY.statement)
    return failed(KEY, "the pre-shared keys differ", "one key", "two keys")


def _proposals(kind: str, rules: t.Mapping[str, AssertionRule], own: End, peer: End) -> t.Iterator[Fact]:
    policies = _policy(own, kind), _policy(peer, kind)
    title = "IKE policy" if kind == "ike_policy" else "IPsec policy"
    for key, rule in rules.items():
        values = [(policy or {}).get(key) for policy in policies]
        if None in values:
            where = " and ".join(end.place for end, value in zip((own, peer), values, strict=True) if value is None)
            yield unknown(rule, f"{key} of the {title} of {where} is not known")
        elif values[0] == values[1]:
            yield passed(rule, f"both ends have {key} {values[0]}", str(values[0]))
        elif not is_negotiated(key, *(policy or {} for policy in policies)):
            yield passed(rule, f"{key} is not negotiated", f"{values[0]} and {values[1]}")
        else:
            names = [
                f'"{shown_name(policy or {})}" ({end.place})' for policy, end in zip(policies, (own, peer), strict=True)
            ]
            wrong = f"{key} {values[0]} and {values[1]}"
            text = f"the proposals differ, {title} {names[0]} and {names[1]}: {wrong}"
            yield failed(rule, text, str(values[1]), str(values[0]), difference=wrong)


def _identity(one: End, other: End) -> Fact:
    presented, expected = other.local_id, one.peer_id
    if not presented or not expected:
        return unknown(IDENTITY, f"the identity of {other.place} is not known")
    if same_identity(expected, presented):
        return passed(IDENTITY, f"{one.place} expects the identity {expected}, which {other.place} presents", expected)
    text = (
        f"the identities differ: {one.place} expects peer_id {expected}, but {other.place} identifies itself as"
        f" {presented}"
    )
    # strongSwan takes both for one host name, Libreswan resolves the one without @.
    names = [identity.removeprefix("@") for identity in (expected, presented)]
    alike = same_identity(*names) and not is_address(names[0])
    return failed(IDENTITY, text, presented, expected, AssertionSeverity.WARNING if alike else None)


def _networks(one: End, other: End, versions: t.Collection[str]) -> Fact:
    behind, expected = (", ".join(sorted(texts)) for texts in (other.local_networks, one.peer_networks))
    if not behind or not expected:
        return unknown(NETWORKS, f"the networks behind {other.place} are not known")
    found = networks_differ(one.peer_networks, other.local_networks, versions == {"v2"})
    if found is None and versions == {"v1"} and len(one.peer_networks) > 1:
        text = f"IKEv1 has one pair of networks, and strongSwan carries only the first of {expected} ({other.place})"
        return failed(NETWORKS, text, "one network, or IKEv2", expected, AssertionSeverity.WARNING)
    if found is None and (inner := networks_within(other.local_networks, one.local_networks)):
        text = (
            f"{', '.join(inner)} behind {other.place} is part of a network of {one.place}, so its traffic never leaves"
        )
        return failed(NETWORKS, text, "networks that do not overlap", behind, AssertionSeverity.WARNING)
    if found is None:
        return passed(NETWORKS, f"{one.place} expects {expected} behind the peer, which {other.place} has", behind)
    severity, what = found
    text = f"{what}: {one.place} expects {expected} behind the peer, but {other.place} has {behind}"
    return failed(NETWORKS, text, behind, expected, severity)


def _initiator(own: End, peer: End) -> Fact:
    values = [end.item.get("initiator") for end in (own, peer)]
    if values[0] == values[1] == NO_INITIATOR:
        return failed(INITIATOR, "both ends are response-only, so neither initiates", "bi-directional", NO_INITIATOR)
    waits = [end.only_answers or value == NO_INITIATOR for end, value in zip((own, peer), values, strict=True)]
    if all(waits):
        severity = AssertionSeverity.ERROR if own.only_answers and peer.only_answers else None
        addresses = " and ".join(str(end.item.get("peer_address")) for end in (own, peer))
        text = f"neither end initiates, since peer_address is {addresses}, and to any address no gateway connects"
        return failed(INITIATOR, text, "the address of the peer", addresses, severity)
    if None in values:
        return unknown(INITIATOR, "which end initiates is not known")
    return passed(INITIATOR, "one end initiates", f"{values[0]} and {values[1]}")


def _dpd(own: End, peer: End) -> t.Iterator[Fact]:
    settings: list[str] = []
    for end in (own, peer):
        dpd = end.item.get("dpd") or {}
        settings.append(", ".join(f"{key} {canonical_number(dpd[key])}" for key in sorted(dpd)))
        if dpd.get("action") in REFUSED_DPD_ACTIONS:
            text = f"dpd.action of {end.place} is {dpd['action']}, which no gateway of the drivers takes"
            yield failed(DPD, text, "hold, clear or restart", str(dpd["action"]))
            return
    yield _own_value(DPD, "dpd", own, peer, *settings)


def _own_value(rule: AssertionRule, key: str, own: End, peer: End, *values: Value) -> Fact:
    """The fact of a value that each end may have for itself: that it differs is good to know."""
    one, other = map(canonical_number, values)
    if one in (None, "") or other in (None, ""):
        return unknown(rule, f"{key} of one end is not known")
    if one == other:
        return passed(rule, f"both ends have {key} {one}", str(one))
    text = f"{key} differs, which each gateway may: {one} ({own.place}) and {other} ({peer.place})"
    return failed(rule, text, str(other), str(one), AssertionSeverity.INFO)
