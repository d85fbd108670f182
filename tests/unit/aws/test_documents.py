# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""AWS's documents: what is read of a whole one, and one clear line for every other, without a key."""

from __future__ import annotations

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._aws.document import read_document
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._aws.given import read_given
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._aws.markup import MAX_CHARACTERS
from ansible_collections.sitelink.vpnaas.tests.support.aws_documents import (
    ADDRESSES,
    ATTRIBUTES,
    BGP,
    CUSTOMER,
    KEYS,
    document,
    endpoints,
    tunnel,
    vpn_connection,
)
from ansible_collections.sitelink.vpnaas.tests.unit.aws.bad_documents import REFUSED_DOCUMENTS, REFUSED_GIVEN

PARSED = {
    "as AWS writes it": document(),
    "without a declaration": document().split("?>\n", 1)[1],
    "in one line": document().replace("\n", ""),
    "with blanks around the values": document().replace("<ip_address>", "<ip_address> \n "),
    "with a comment and unknown elements": document().replace("<ike>", "<!-- x --><future>1</future><ike>"),
    "with a byte order mark": "\ufeff" + document(),
    "limited to strong algorithms": document(
        ike__encryption_protocol="aes-256-gcm-16", ike__authentication_protocol="sha2-384",
        ike__perfect_forward_secrecy="group20", ipsec__encryption_protocol="aes-256-gcm-16",
        ipsec__authentication_protocol="hmac-sha2-384", ipsec__perfect_forward_secrecy="group20",
    ),
    "with shorter lifetimes": document(ike__lifetime="900", ipsec__lifetime="900"),
    "with the MSS of former years": document(ipsec__tcp_mss_adjustment="1387"),
}  # fmt: skip


@pytest.mark.parametrize("case", PARSED)
def test_a_whole_document_is_read(case, record_property):
    first, second = read_document(PARSED[case])
    assert [first.address, second.address] == sorted(ADDRESSES, key=lambda text: int(text.rsplit(".", 1)[1]))
    assert (first.psk, second.psk) == (KEYS[1], KEYS[0])
    assert first.customer_address == second.customer_address == CUSTOMER
    record_property("aws document", "parsed")


def test_everything_that_a_connection_needs_is_read():
    first, second = read_document(document())
    assert (first.inside_address, first.customer_inside_address) == ("169.254.12.9", "169.254.12.10")
    assert (second.inside_address, second.customer_inside_address) == ("169.254.44.41", "169.254.44.42")
    assert (first.dpd_interval, first.dpd_timeout, first.mtu) == (10, 30, 1419)
    assert (first.ike.encryption_algorithm, first.ike.auth_algorithm, first.ike.pfs) == ("aes-128", "sha1", "group2")
    assert (first.ike.lifetime, first.ipsec.lifetime) == (28800, 3600)


def test_the_order_of_the_tunnels_is_no_part_of_the_document():
    """AWS lists them in any order, and a connection must not change its tunnel from one run to the next."""
    one, other = document([tunnel(0), tunnel(1)]), document([tunnel(1), tunnel(0)])
    assert read_document(one) == read_document(other)


def test_the_document_is_read_as_another_parser_reads_it():
    assert [(one.address, one.psk) for one in read_document(document())] == [
        (one.address, one.psk) for one in endpoints(document())
    ]


def test_a_tunnel_does_not_show_its_key():
    assert not any(key in repr(one) + str(one) for one in read_document(document()) for key in KEYS)


def refusal(given):
    with pytest.raises(InvalidInput) as refused:
        read_given(given)
    (line,) = str(refused.value).splitlines()
    assert not any(key in text for key in KEYS for text in (line, repr(refused.value), str(refused.value.__cause__)))
    assert "pre_shared_key>" not in line
    return refused.value.faults


@pytest.mark.parametrize("case", REFUSED_DOCUMENTS)
def test_every_other_document_is_one_clear_refusal(case, record_property):
    text, words = REFUSED_DOCUMENTS[case]
    for faults in (
        refusal({"customer_gateway_configuration": text}),
        refusal({"vpn_connection": vpn_connection(text)}),
    ):
        assert [fault for word in words for fault in faults if word in fault] == list(faults), faults
        assert len(faults) == len(words)
    record_property("aws document", "refused")


@pytest.mark.parametrize("case", REFUSED_GIVEN)
def test_what_is_given_beside_or_in_place_of_a_document(case, record_property):
    given, words = REFUSED_GIVEN[case]
    faults = refusal(given)
    assert [any(word in fault for fault in faults) for word in words] == [True] * len(words), faults
    assert len(faults) == len(words)
    record_property("aws document", "refused")


def test_the_result_of_the_info_module_is_taken_too():
    one = vpn_connection()
    for given in (one, {"vpn_connections": [one]}):
        assert list(read_given({"vpn_connection": given}).tunnels) == [1, 2]


@pytest.mark.parametrize(
    ("numbers", "made"), [(None, [1, 2]), ([1, 2], [1, 2]), ([2], [2]), ("1", [1]), (["2", 1], [1, 2])]
)
def test_tunnels_are_chosen_by_their_number(numbers, made):
    aws = read_given({"customer_gateway_configuration": document(), "tunnels": numbers})
    assert list(aws.tunnels) == made
    assert sorted([*aws.tunnels, *aws.others]) == [1, 2]
    assert aws.customer_address == CUSTOMER


def test_a_document_of_exactly_the_largest_size_is_read():
    text = document()
    assert read_document(text + " " * (MAX_CHARACTERS - len(text)))


def test_a_key_of_bgp_or_static_routes_stands_where_aws_writes_it():
    """A document with BGP has no such element, and elements of BGP in every gateway."""
    assert "NoBGP" in ATTRIBUTES
    with pytest.raises(InvalidInput, match="BGP"):
        read_document(document([tunnel(0, bgp=BGP), tunnel(1, bgp=BGP)], attributes=""))


def test_a_route_that_is_being_deleted_is_none():
    routes = [
        {"destination_cidr_block": network, "state": state}
        for network, state in (("10.1.0.0/24", "available"), ("10.2.0.0/24", "deleting"), ("10.3.0.0/24", "deleted"))
    ]
    assert read_given({"vpn_connection": vpn_connection(routes=routes)}).routes == ("10.1.0.0/24",)


def test_results_within_results_are_read_one_deep():
    given = vpn_connection()
    for _count in range(2000):
        given = {"vpn_connections": [given]}
    with pytest.raises(InvalidInput, match="empty or no text"):
        read_given({"vpn_connection": given})
