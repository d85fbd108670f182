# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The known faults of releases: each is told apart and looked up by its release, and the page shows the table."""

from __future__ import annotations

from collections import Counter

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._client.api_errors import DIALECT_HINTS, HINTS
from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.known_faults import (
    GATEWAY_IN_ERROR,
    KNOWN_FAULTS,
    NEWEST,
    OLDEST,
    WEAK_ALGORITHMS,
    neutron_release,
)
from ansible_collections.sitelink.vpnaas.tests.contract.releases.report import FAULTS_PAGE, with_faults

TEXTS = ("where", "fault", "symptom", "remedy", "source")


def test_ids_are_unique() -> None:
    assert [name for name, times in Counter(fault.id for fault in KNOWN_FAULTS).items() if times > 1] == []


@pytest.mark.parametrize("fault", KNOWN_FAULTS, ids=lambda fault: fault.id)
def test_a_fault_says_all_that_a_user_needs(fault) -> None:
    assert fault.releases and set(fault.releases) <= set(range(25, 30))
    texts = {name: getattr(fault, name) for name in TEXTS}
    assert all(texts.values())
    assert not [name for name, text in texts.items() if text.endswith(".")]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("27", 27),
        ("27.0.1", 27),
        ("2024.2", 25),
        ("2025.1", 26),
        ("2025.2", 27),
        ("2026.1", 28),
        ("2026.2", 29),
        # Not looked at, and releases all the same.
        ("24", 24),
        ("2024.1", 24),
        ("2023.1", 22),
        ("2027.1", 30),
        *((text, None) for text in ("", "0", "00", "09", "-1", "100", "2025", "2025.3", "2025.0", "2.9", "flamingo")),
        *((text, None) for text in ("29.", ".29", "v29", "29 ", " 29", "29\n", "29.0.0.0b1", "29,0", "2 9", "29x")),
        # Digits of another script.
        ("\uff12\uff19", None),
    ],
)
def test_a_release_is_a_number_or_a_name_or_unknown(text: str, number: int | None) -> None:
    assert neutron_release(text) == number


@pytest.mark.parametrize("fault", KNOWN_FAULTS, ids=lambda fault: fault.id)
def test_of_a_release_that_was_not_looked_at_only_what_follows_is_said(fault) -> None:
    """Of 24 and 30 it was said that they have none of the faults."""
    for release in range(OLDEST, NEWEST + 1):
        assert fault.is_of(release) == (release in fault.releases)
    assert fault.is_of(OLDEST - 1) is (None if OLDEST in fault.releases else False)
    assert fault.is_of(NEWEST + 1) is (None if NEWEST in fault.releases else False)


def test_hints_of_errors_tell_the_remedies_of_the_table() -> None:
    assert HINTS["VPNGatewayInError"] == GATEWAY_IN_ERROR.hint
    assert WEAK_ALGORITHMS.fault in DIALECT_HINTS["neutron"]["HTTPInternalServerError"]
    assert GATEWAY_IN_ERROR.hint.startswith("Take routes") and GATEWAY_IN_ERROR.hint.endswith(".")


def test_the_page_shows_the_table() -> None:
    text = FAULTS_PAGE.read_text(encoding="utf-8")
    assert with_faults(text) == text, "make releases writes docs/releases.md"
