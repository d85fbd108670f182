# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Meaning, on values that nobody thought of: canonical forms are stable, equal for every spelling of one thing, and let
through what they do not know, so that no comparison fails on what a server returns."""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema import value_types as value_type
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.networks import (
    canonical_address,
    canonical_network,
    is_address,
    network_range,
    ranges_overlap,
)
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.value_types import (
    FLAG,
    HOST,
    IDENTITY,
    IDENTITY_WITHOUT_AT,
    MARKED_TEXT,
    NETWORKS,
    NUMBER,
    SUBOPTIONS,
    TEXT,
    TEXTS,
    check_host,
    check_networks,
)

#: The same examples on every machine, few enough for a test that runs all the time.
quickly = settings(max_examples=15, deadline=None, derandomize=True, database=None)

addresses = some.ip_addresses()
# An alphabet of its own: that of all of Unicode takes a second to set up.
text = some.text("azAZ09._-:/@%[] \n\t\x00\x7f\u00df\u0661\u6f22\U0001f511", max_size=40)
anything = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats(allow_nan=False) | text,
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(text, inner, max_size=3),
    max_leaves=5,
)
SCALARS = {"text": TEXT, "host": HOST, "identity": IDENTITY, "identity on k5": IDENTITY_WITHOUT_AT,
           "number": NUMBER, "flag": FLAG, "parts": SUBOPTIONS}  # fmt: skip


@some.composite
def networks(draw):
    """A network, and two ways to write it."""
    address = draw(addresses)
    length = draw(some.integers(0, address.max_prefixlen))
    network = ip_network(f"{address}/{length}", strict=False)
    inside = draw(some.integers(int(network.network_address), int(network.broadcast_address)))
    other = ip_address(inside) if address.version == 4 else type(address)(inside)
    return network, (f"{address}/{length}", draw(spellings(other)) + f"/{length}")


def spellings(address):
    """Ways to write an address that people and servers use."""
    ways = [str(address), str(address).upper()]
    if address.version == 6:
        ways += [address.exploded, address.exploded.upper()]
    return some.sampled_from(ways)


@quickly
@given(addresses.flatmap(lambda address: some.tuples(spellings(address), spellings(address))))
def test_one_address_in_two_spellings_is_one(pair):
    one, other = pair
    for kind in (HOST, IDENTITY, IDENTITY_WITHOUT_AT):
        assert kind.canonical(one) == kind.canonical(other)
        kind.check(one)
    assert is_address(one)


@quickly
@given(some.tuples(addresses, addresses).filter(lambda pair: pair[0] != pair[1]))
def test_two_addresses_are_two(pair):
    assert HOST.canonical(str(pair[0])) != HOST.canonical(str(pair[1]))


@quickly
@given(networks())
def test_one_network_in_two_spellings_is_one(result):
    network, (one, other) = result
    assert canonical_network(one) == canonical_network(other) == str(network)
    assert NETWORKS.canonical([one]) == NETWORKS.canonical([other])
    check_networks([one])
    with pytest.raises(ValueError, match="same network"):
        check_networks([one, other])


@quickly
@given(
    some.lists(networks(), max_size=5).flatmap(lambda result: some.tuples(some.just(result), some.permutations(result)))
)
def test_networks_are_a_set(result):
    ordered, shuffled = result
    one, other = [spelt[0] for _network, spelt in ordered], [spelt[1] for _network, spelt in shuffled]
    assert NETWORKS.canonical(one) == NETWORKS.canonical(other) == NETWORKS.canonical(one + other)


@quickly
@given(networks(), networks())
def test_ranges_overlap_as_networks_do(one, other):
    first, second = one[0], other[0]
    truth = first.version == second.version and first.overlaps(second)
    assert ranges_overlap(network_range(one[1][0]), network_range(other[1][1])) == truth
    assert isinstance(first, IPv4Network if network_range(str(first)).version == 4 else IPv6Network)


@pytest.mark.parametrize("kind", SCALARS.values(), ids=SCALARS)
@quickly
@given(value=anything)
def test_canonical_is_stable_and_fails_on_nothing_a_server_returns(kind, value):
    once = kind.canonical(value)
    assert kind.canonical(once) == once


@quickly
@given(text | some.none())
def test_a_description_is_stable(value):
    once = MARKED_TEXT.canonical(value)
    assert MARKED_TEXT.canonical(once) == once


@pytest.mark.parametrize("kind", [NETWORKS, TEXTS])
@quickly
@given(values=some.lists(text, max_size=5) | some.none())
def test_sets_are_stable_and_let_through_what_they_do_not_know(kind, values):
    once = kind.canonical(values)
    assert kind.canonical(list(once)) == once
    assert kind.canonical(list(reversed(values or []))) == once


@quickly
@given(text.filter(lambda text: not is_address(text)))
def test_text_that_is_no_address_stays(words):
    assert canonical_address(words) == words
    assert IDENTITY.canonical(words) == words
    assert IDENTITY_WITHOUT_AT.canonical(words.lstrip("@")) == canonical_address(words.lstrip("@"))


@quickly
@given(text, some.integers(0, 3))
def test_k5s_at_signs_mean_nothing_neutrons_do(words, count):
    marked = "@" * count + words
    assert IDENTITY_WITHOUT_AT.canonical(marked) == IDENTITY_WITHOUT_AT.canonical(words)
    if count:
        assert IDENTITY.canonical(marked) == marked


@quickly
@given(some.integers())
def test_a_number_given_as_text_is_the_number(number):
    assert NUMBER.canonical(str(number)) == NUMBER.canonical(number) == number


@pytest.mark.parametrize(("value", "flag"), [("True", True), ("false", False), ("TRUE", True), (True, True)])
def test_a_flag_given_as_text_is_the_flag(value, flag):
    assert FLAG.canonical(value) is flag


@quickly
@given(text)
def test_a_check_raises_nothing_but_a_sentence(words):
    for check in (check_host, HOST.check, IDENTITY.check):
        with_sentence(check, words)
    with_sentence(check_networks, [words])
    with_sentence(TEXTS.check, [words, words])


def with_sentence(check, value):
    try:
        check(value)
    except ValueError as fault:
        assert len(fault.args) == 1 and len(str(fault)) > 10  # noqa: PT017 - a value that is taken is right too


@pytest.mark.parametrize("name", ["peer.example.com", "localhost", "a", "x_y.test.", "xn--bcher-kva.test", "9to5.test"])
def test_host_names_are_taken_as_an_address(name):
    check_host(name)


@quickly
@given(some.uuids())
def test_ids_are_uuids(identifier):
    for text in (str(identifier), str(identifier).upper()):
        assert value_type.UUID.fullmatch(text)
        assert not value_type.UUID.fullmatch(text[:-1])
        assert value_type.ALMOST_UUID.fullmatch(text[:-1])
        assert value_type.ALMOST_UUID.fullmatch(text.replace("-", ""))
