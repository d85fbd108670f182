# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""C1 of the faults of 1.0.0, for the role's filters: a name, an identity or a key that YAML turned into something else
than text is refused; so is any value of a wrong shape, in words and not as a Python error. Through real playbooks:
tests/integration/entry_points/test_retyped_values.py."""

from __future__ import annotations

import datetime
import typing as t

import pytest

from ansible_collections.sitelink.vpnaas.plugins.filter.site_ends import FilterModule as SiteEnds
from ansible_collections.sitelink.vpnaas.plugins.filter.site_topology import FilterModule as SiteTopology
from ansible_collections.sitelink.vpnaas.tests.unit.role.test_ends import AT_PARIS, AT_ROME, GATEWAY, PARIS, ROME

#: What YAML makes of 0123, 1.50, yes, 2026-01-31 and the like.
SCALARS = (83, 1.5, True, datetime.date(2026, 1, 31), datetime.datetime(2026, 1, 31, 12))
CONNECTION = {"name": "c", "peer_address": "198.51.100.7", "peer_cidrs": ["10.2.0.0/24"], "psk": "k"}
SITE = {"name": "vpn", "vpn_service": {"router": "edge"}, "connections": [CONNECTION]}
BOTH = {"name": "vpn", "has_psk": True, "ends": [PARIS, ROME]}

#: place of a text -> what the message calls it
ONE_END = {
    "name": "site_to_site_name",
    "crypto": "site_to_site_crypto",
    "ike_policy.name": "site_to_site_ike_policy.name",
    "ipsec_policy.pfs": "site_to_site_ipsec_policy.pfs",
    "vpn_service.name": "site_to_site_vpn_service.name",
    "vpn_service.router": "site_to_site_vpn_service.router",
    "vpn_service.router_id": "site_to_site_vpn_service.router_id",
    "endpoint_groups.0.name": "site_to_site_endpoint_groups[0].name",
    "endpoint_groups.0.endpoints.0": "site_to_site_endpoint_groups[0].endpoints[0]",
    **{
        f"connections.0.{option}": f"site_to_site_connections[0].{option}"
        for option in ("name", "psk", "peer_id", "local_id", "peer_address", "vpn_service", "ikepolicy_id")
    },
    "connections.0.peer_cidrs.0": "site_to_site_connections[0].peer_cidrs[0]",
    "connections.0.dpd.action": "site_to_site_connections[0].dpd.action",
}
ENDS = {
    "name": "site_to_site_name",
    "psk_file": "site_to_site_psk_file",
    "ends.0.name": "end 1: name",
    "ends.1.address": "end 2: address",
    "ends.1.identity": "end 2: identity",
    "ends.0.networks.0": "end 1: networks[0]",
    "ends.0.vpn_service.router": "end 1: vpn_service.router",
    "ends.0.connection.local_id": "end 1: connection.local_id",
    "ends.0.connection.psk": "end 1: connection.psk",
}


def put(given: t.Any, place: str, value: t.Any) -> t.Any:
    """A copy with the value at that place; what is missing on the way to it is made."""
    if not place:
        return value
    first, _dot, rest = place.partition(".")
    if first.isdecimal():
        items = list(given or [None])
        items[int(first)] = put(items[int(first)], rest, value)
        return items
    inner = (given or {}).get(first)
    return {**(given or {}), first: put(inner, rest, value)}


@pytest.fixture
def one_end(crypto: t.Any) -> t.Callable[[t.Any], t.Any]:
    return lambda given: SiteTopology().filters()["site_topology"](
        given, {"dialect": "neutron", "topology": {}}, crypto
    )


@pytest.fixture
def both_ends(crypto: t.Any) -> t.Callable[[t.Any], t.Any]:
    return lambda given: SiteEnds().filters()["site_ends"](given, [AT_PARIS, AT_ROME], crypto)


@pytest.mark.parametrize("place", ONE_END)
def test_c1_one_end(one_end: t.Callable[[t.Any], t.Any], place: str) -> None:
    for value in (*SCALARS, ["abc"], {"abc": "def"}):
        result = one_end(put(SITE, place, value))
        (problem,) = result["problems"]
        assert problem.startswith(f"{ONE_END[place]}: YAML read ") and problem.endswith("put the value in quotes")
        assert str(value) not in problem
        assert not any(result["topology"].values())


@pytest.mark.parametrize("place", ENDS)
def test_c1_both_ends(both_ends: t.Callable[[t.Any], t.Any], place: str) -> None:
    for value in (*SCALARS, ["abc"], {"abc": "def"}):
        result = both_ends(put(BOTH, place, value))
        (problem,) = result["problems"]
        assert f"{ENDS[place]}: YAML read " in problem and problem.endswith("put the value in quotes")
        assert str(value) not in problem
        assert result["ends"] == [None, None]


def test_c1_every_fault_is_reported(both_ends: t.Callable[[t.Any], t.Any]) -> None:
    given = put(put(BOTH, "ends.0.name", 83), "ends.1.identity", 83)
    assert len(both_ends(given)["problems"]) == 2


SHAPES = (7, "text", ["text"], [7], {"a": 1}, datetime.date(2026, 1, 31))


@pytest.mark.parametrize("place", ["vpn_service", "ike_policy", "connections", "connections.0", "endpoint_groups"])
def test_a_value_of_a_wrong_shape_one_end(one_end: t.Callable[[t.Any], t.Any], place: str) -> None:
    for value in SHAPES:
        is_right = isinstance(value, dict) and place in ("vpn_service", "ike_policy", "connections.0")
        problems = one_end(put(SITE, place, value))["problems"]
        assert is_right or ("must be a" in problems[0] and "site_to_site_" in problems[0])


@pytest.mark.parametrize("place", ["ends.0", "ends.0.cloud", "ends.0.vpn_service", "ends.0.connection"])
def test_a_value_of_a_wrong_shape_both_ends(both_ends: t.Callable[[t.Any], t.Any], place: str) -> None:
    for value in SHAPES:
        problems = both_ends(put(BOTH, place, value))["problems"]
        if not isinstance(value, dict):
            assert "end 1: " in problems[0] and "must be a" in problems[0]


def test_a_gateway_that_is_not_managed(both_ends: t.Callable[[t.Any], t.Any]) -> None:
    for option in ("address", "identity", "networks"):
        for value in (83, datetime.date(2026, 1, 31)):
            (problem,) = both_ends(put({**BOTH, "ends": [PARIS, GATEWAY]}, f"ends.1.{option}", value))["problems"]
            assert f"end 2: {option}" in problem


def test_a_key_of_one_end_is_refused_without_it(both_ends: t.Callable[[t.Any], t.Any]) -> None:
    """Only reached without the argument specification: the plan is a fact, and must hold no key."""
    result = both_ends(put(BOTH, "ends.1.connection.psk", "nobody9has8this7key"))
    assert result["problems"] == [
        "site_to_site_ends: end 2: connection.psk: give the key of both ends as site_to_site_psk"
    ]
    assert "nobody9has8this7key" not in str(result)
