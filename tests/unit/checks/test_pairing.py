# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which connections are the two ends of one tunnel, and how networks are compared."""

from __future__ import annotations

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.end import End
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.end_networks import networks_differ
from ansible_collections.sitelink.vpnaas.plugins.module_utils._checks.pairing import pair as pair_with


def end(name, address, to, local=("10.1.0.0/24",), remote=("10.2.0.0/24",)):
    item = {"name": name, "id": f"id of {name} at {address}", "peer_address": to}
    return End("a cloud", item, None, None, None, address, to, tuple(local), tuple(remote))


def mirrored(one, name=None, **more):
    """The other end of that one."""
    return end(
        name or one.name,
        more.get("address", one.item["peer_address"]),
        more.get("to", one.address),
        one.peer_networks,
        one.local_networks,
    )


def pair(own, peers):
    return pair_with(own, peers, {one.address for one in own})


def names(pairs):
    return [(one.name, other.name) for one, other in pairs]


def test_a_hub_and_its_branches_are_paired_by_their_addresses():
    hub = [end(f"to {number}", "203.0.113.1", f"198.51.100.{number}") for number in range(1, 100)]
    branches = [mirrored(one, f"branch of {one.name}") for one in reversed(hub)]
    found = pair(hub, branches)
    assert names(found.pairs) == [(one.name, f"branch of {one.name}") for one in hub]
    assert not found.alone and not found.ambiguous and not found.unanswered


def test_a_wrong_address_is_no_reason_to_miss_the_other_end():
    own = [end("a", "203.0.113.1", "198.51.100.1"), end("b", "203.0.113.1", "198.51.100.2", remote=("10.3.0.0/24",))]
    peers = [mirrored(own[0], to="203.0.113.99"), mirrored(own[1])]
    assert sorted(names(pair(own, peers).pairs)) == [("a", "a"), ("b", "b")]


def test_behind_a_nat_the_networks_and_the_name_tell():
    own = end("a", "203.0.113.1", "198.51.100.1")
    assert names(pair([own], [mirrored(own, address="10.0.0.7", to="192.0.2.1")]).pairs) == [("a", "a")]


def test_a_connection_whose_other_end_is_missing_gets_no_other():
    own = [end("a", "203.0.113.1", "198.51.100.1")]
    other = end("x", "198.51.100.2", "203.0.113.1", ("10.7.0.0/24",), ("10.8.0.0/24",))
    found = pair(own, [other])
    assert not found.pairs
    assert [one.name for one in found.alone] == ["a"] and [one.name for one in found.unanswered] == ["x"]


def test_two_that_fit_equally_well_are_ambiguous():
    own = end("a", "203.0.113.1", "198.51.100.1")
    found = pair([own], [mirrored(own, "x"), mirrored(own, "y")])
    assert not found.pairs
    ((one, others),) = found.ambiguous
    assert one.name == "a" and [other.name for other in others] == ["x", "y"]


def test_ends_in_one_cloud_are_one_pair():
    own = end("a", "203.0.113.1", "198.51.100.1")
    both = [own, mirrored(own, "b")]
    found = pair(both, both)
    assert names(found.pairs) == [("a", "b")]
    assert not found.alone and not found.unanswered


NETWORKS = [
    (["10.1.0.0/24"], ["10.1.0.9/24"], False, None),
    (["10.1.0.0/24", "10.2.0.0/24"], ["10.2.0.0/24", "10.1.0.0/24"], False, None),
    (["2001:DB8::/64"], ["2001:db8:0:0::/64"], False, None),
    (["10.1.0.0/25", "10.1.0.128/25"], ["10.1.0.0/24"], True, None),
    (["10.1.0.0/25", "10.1.0.128/25"], ["10.1.0.0/24"], False, "error"),
    (["10.1.0.0/16"], ["10.1.0.0/24"], True, "info"),
    (["10.1.0.0/16"], ["10.1.0.0/24"], False, "error"),
    (["10.1.0.0/25"], ["10.1.0.0/24"], True, "warning"),
    (["10.1.0.0/24"], ["10.1.0.0/24", "10.2.0.0/24"], True, "warning"),
    (["10.3.0.0/24"], ["10.1.0.0/24"], True, "error"),
    (["2001:db8::/64"], ["10.1.0.0/24"], True, "error"),
    (["no network"], ["10.1.0.0/24"], True, "error"),
]


@pytest.mark.parametrize(("expected", "behind", "narrows", "severity"), NETWORKS)
def test_networks_that_one_end_expects_and_the_other_has(expected, behind, narrows, severity):
    found = networks_differ(expected, behind, narrows)
    assert (found and found[0].value) == severity
