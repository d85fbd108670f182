# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A document of AWS damaged anywhere is read whole or refused in one line: no other exception, and no key."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._aws.given import read_given
from ansible_collections.sitelink.vpnaas.tests.support.aws_documents import KEYS, document, vpn_connection

WHOLE = document().strip()
LINES = WHOLE.splitlines()
JUNK = (
    "",
    "&",
    "<",
    "]]>",
    "&amp;",
    "&#0;",
    "&#x110000;",
    "\x00",
    "\ud800",
    "{{ 7 * 7 }}",
    "9" * 5000,
    "<a/>",
    "\u202e",
)
#: Half of a key is a secret, too.
SECRETS = [part for key in KEYS for part in (key, key[:12], key[-12:])]


def outcome(text):
    try:
        tunnels = read_given({"customer_gateway_configuration": text}).tunnels
    except InvalidInput as refused:
        message = str(refused)
        assert len(message.splitlines()) == 1 and not any(secret in message for secret in SECRETS)
        return "refused"
    assert sorted(tunnels) == [1, 2]
    return "parsed"


def cut():
    return (WHOLE[:end] for end in range(len(WHOLE)))


def without_a_line():
    return ("\n".join(LINES[:number] + LINES[number + 1 :]) for number in range(len(LINES)))


def with_a_line_twice():
    return ("\n".join(LINES[: number + 1] + LINES[number:]) for number in range(len(LINES)))


def with_junk():
    randomly = random.Random(20)
    for junk in JUNK:
        for _count in range(60):
            position = randomly.randrange(len(WHOLE))
            yield WHOLE[:position] + junk + WHOLE[position:]
            yield WHOLE[:position] + junk + WHOLE[position + randomly.randrange(1, 40) :]


def with_parts_swapped():
    randomly = random.Random(21)
    for _count in range(300):
        lines = list(LINES)
        one, other = randomly.sample(range(len(lines)), 2)
        lines[one], lines[other] = lines[other], lines[one]
        yield "\n".join(lines)


@pytest.mark.parametrize("damage", [without_a_line, with_a_line_twice, with_junk, with_parts_swapped])
def test_a_damaged_document_is_read_or_refused(damage, record_property):
    counts = Counter(map(outcome, damage()))
    assert counts["refused"] > counts["parsed"]
    record_property("damaged documents", dict(counts))


def test_nothing_that_is_cut_short_is_read(record_property):
    counts = Counter(map(outcome, cut()))
    assert counts == {"refused": len(WHOLE)}
    record_property("damaged documents", dict(counts))


def places(value, path=()):
    """The path to every value inside, as keys and indexes."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield (*path, key)
        yield from places(one, (*path, key))


def with_value(value, path, other):
    """A copy with another value at a path."""
    (key, *rest) = path
    copied = value.copy()
    copied[key] = with_value(value[key], rest, other) if rest else other
    return copied


@pytest.mark.parametrize(
    "other", [None, 0, 1.5, True, "x", [], {}, [None], [[]], {"a": 1}, [{"value": None}]], ids=repr
)
def test_a_result_of_any_shape_is_read_or_refused(other):
    limits = {"phase1_dh_group_numbers": [{"value": 14}], "ike_versions": [{"value": "ikev2"}]}
    result = vpn_connection()
    result["options"]["tunnel_options"][0] |= limits
    for path in places(result):
        try:
            read_given({"vpn_connection": with_value(result, path, other)})
        except InvalidInput as refused:
            assert not any(secret in str(refused) for secret in SECRETS)  # noqa: PT017 - one that is read is right too
