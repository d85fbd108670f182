# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Known faults of clouds: recognized by their pattern, or by the release that the user names; else not checked."""

from __future__ import annotations

import typing as t

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.fault_assertions import FAULT_ASSERTIONS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.fault_patterns import faults_shown, may_have
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.transit_routes import routes_by_vpn
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema import known_faults as faults
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.algorithms import LAST_RELEASE, is_aead
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.kinds import CONNECTION, POLICIES, SERVICE
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.networks import canonical_network
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.shown_name import shown_name
from ansible_collections.sitelink.vpnaas.plugins.module_utils._state.release import release_range

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.assertion import Assertion
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import ApiObject
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._tasks.validate.contents import Contents

    #: What a pattern shows: a sentence where the fault is there, "" where it is not, None where it is not known.
    Shown: t.TypeAlias = str | None

GROUP = "endpoint_group"


def fault_rows(
    contents: Contents, connections: t.Sequence[ApiObject], seconds: float, release: int | None
) -> t.Iterator[Assertion]:
    """A row for each known fault. ``seconds``: how long the connections were waited for."""
    if not contents.snapshot.cloud.dialect.has_agents:
        for rule in FAULT_ASSERTIONS.values():
            yield rule.passed(contents.place, f"The fault is one of Neutron's, and {contents.place} is none")
        return
    known = release_range(contents.extensions())
    # Two statements that exclude each other decide nothing.
    doubtful = release is not None and not known.includes(release)
    advice = "Set release to the number of the cloud's Neutron, if you know it. " if doubtful or not release else ""
    doubt = f", and release is {release}, but the extensions are those of Neutron {known}" if doubtful else ""
    for fault in faults.KNOWN_FAULTS:
        rule = FAULT_ASSERTIONS[fault.id]
        has = None if doubtful else may_have(fault, known, release)
        shown = _PATTERNS[fault.id](contents, connections, seconds) if has is not False else None
        if shown:
            yield rule.failed(
                contents.place, f"{contents.place} shows the known fault {fault.id}: {shown}", actual=fault.id
            )
        elif has is False:
            yield rule.passed(contents.place, f"The release of {contents.place} does not have the fault {fault.id}")
        elif shown == "":
            yield rule.passed(contents.place, f"Nothing here shows or meets the fault {fault.id}")
        elif has and fault.where in ("everywhere", "every driver"):
            text = f"Neutron {release} has the known fault {fault.id}: {fault.fault}"
            yield rule.failed(contents.place, text, actual=f"Neutron {release}")
        else:
            where = "" if fault.where == "everywhere" else f" with {fault.where}"
            names = f"Neutron {', '.join(map(str, fault.releases))}{where}"
            text = f"Whether {contents.place} has the fault {fault.id} is not known: it is one of {names}{doubt}"
            yield rule.not_checked(contents.place, text, f"{advice}Its symptom: {fault.symptom}.")


def _changes_not_applied(contents: Contents, connections: t.Sequence[ApiObject], seconds: float) -> Shown:
    for item in connections:
        for fault, sentence in faults_shown(item, seconds, contents.snapshot):
            if fault is faults.CHANGES_NOT_APPLIED:
                return f'IPsec site connection "{shown_name(item)}": {sentence}'
    return None  # other changes that were not applied show nothing


def _libreswan_status(_contents: Contents, connections: t.Sequence[ApiObject], _seconds: float) -> Shown:
    return "" if all(item.get("status") == "ACTIVE" for item in connections) else None


def _libreswan_aead(contents: Contents, _connections: t.Sequence[ApiObject], _seconds: float) -> Shown:
    used = [item for kind in POLICIES for item in contents.items(kind)]
    aead = any(is_aead(str(item.get("encryption_algorithm"))) for item in used)
    return None if aead or _unread(contents, *POLICIES) else ""


def _weak_algorithms(contents: Contents, _connections: t.Sequence[ApiObject], _seconds: float) -> Shown:
    values = {item.get(key) for kind in POLICIES for item in contents.items(kind) for key in _WEAK_KEYS}
    return None if values & set(LAST_RELEASE) or _unread(contents, *POLICIES) else ""


def _reader_sees_nothing(contents: Contents, _connections: t.Sequence[ApiObject], _seconds: float) -> Shown:
    # A listing that an unprivileged login sees empty is an error before (project_scope.py).
    return None if _unread(contents, CONNECTION) else ""


def _left_in_error(contents: Contents, _connections: t.Sequence[ApiObject], _seconds: float) -> Shown:
    names = [f'"{shown_name(item)}"' for item in contents.items(SERVICE) if item.get("status") == "ERROR"]
    ovn = contents.is_ovn() if names else False
    if not ovn:
        return None if ovn is None or _unread(contents, SERVICE) else ""
    return f"VPN service {', '.join(names)} is in ERROR"


def _gateway_in_error(contents: Contents, _connections: t.Sequence[ApiObject], _seconds: float) -> Shown:
    identifiers = dict.fromkeys(str(item.get("router_id")) for item in contents.items(SERVICE))
    routers = [contents.by_id("router", identifier) for identifier in identifiers]
    names = [shown_name(router) for router in routers if router and _is_endangered(router, contents)]
    ovn = contents.is_ovn() if names else False
    if ovn is None or (ovn and _unread(contents, CONNECTION, GROUP)):
        return None  # whose route it is cannot be said
    if ovn:
        text = "with the last VPN service its VPN gateway cannot be removed"
        return f"router {', '.join(names)} has a route of its own by way of the VPN's address, so that {text}"
    return None if _unread(contents, SERVICE, "router") else ""


def _is_endangered(router: ApiObject, contents: Contents) -> bool:
    """Whether with OVN a route stays when the last connection goes: OVN makes one for each network of a peer, and no
    other."""
    routes = routes_by_vpn(router)
    if not routes:
        return False
    ends = contents.ends(contents.items(CONNECTION))
    networks = {canonical_network(text) for end in ends for text in end.peer_networks}
    return any(canonical_network(route.get("destination")) not in networks for route in routes)


def _unread(contents: Contents, *kinds: str) -> bool:
    return any(kind in contents.unread for kind in kinds)


_WEAK_KEYS = ("auth_algorithm", "encryption_algorithm")
_PATTERNS: dict[str, t.Callable[[Contents, t.Sequence[ApiObject], float], Shown]] = {
    faults.CHANGES_NOT_APPLIED.id: _changes_not_applied,
    faults.LIBRESWAN_STATUS.id: _libreswan_status,
    faults.LIBRESWAN_AEAD.id: _libreswan_aead,
    faults.WEAK_ALGORITHMS.id: _weak_algorithms,
    faults.READER_SEES_NOTHING.id: _reader_sees_nothing,
    faults.LEFT_IN_ERROR.id: _left_in_error,
    faults.GATEWAY_IN_ERROR.id: _gateway_in_error,
}
