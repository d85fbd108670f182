# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""IPv4 has a quick way through the parser: it takes and writes what ipaddress does, and nothing else."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

from hypothesis import given, settings
from hypothesis import strategies as some

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.networks import (
    canonical_address,
    canonical_network,
    is_address,
    network_range,
)

quickly = settings(max_examples=100, deadline=None, derandomize=True, database=None)
numbers = some.sampled_from(["0", "1", "10", "255", "256", "01", "", "-1", " 1", "\u0661"])
quads = some.lists(numbers, min_size=3, max_size=5).map(".".join)
lengths = some.sampled_from(["0", "1", "24", "32", "33", "08", "-1", "", "255.255.255.0", "0.0.0.255", "\u0668", " 8"])
texts = quads | some.text("0123456789abcdef./:%x \x00\ud800", max_size=20)


@quickly
@given(texts)
def test_addresses_are_those_of_ipaddress(text):
    try:
        expected = str(ip_address(text))
    except ValueError:
        assert not is_address(text) and canonical_address(text) == text
    else:
        assert is_address(text) and canonical_address(text) == expected


@quickly
@given(texts.filter(lambda text: ":" not in text), lengths)
def test_networks_of_ipv4_are_those_of_ipaddress(address, length):
    """Of IPv6, Neutron takes more than ipaddress."""
    text = f"{address}/{length}"
    try:
        expected = ip_network(text, strict=False)
    except ValueError:
        assert canonical_network(text) == text and range_or_none(text) is None
    else:
        assert canonical_network(text) == str(expected)
        assert range_or_none(text) == (4, int(expected.network_address), int(expected.broadcast_address))


def range_or_none(text):
    try:
        return network_range(text)
    except ValueError:
        return None
