# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What reaches a gateway by each operation, with each release's agent code. ``make releases``"""

from __future__ import annotations

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.known_faults import (
    CHANGES_NOT_APPLIED,
    LIBRESWAN_AEAD,
    LIBRESWAN_STATUS,
)
from ansible_collections.sitelink.vpnaas.tests.contract.releases.install import VERSIONS
from ansible_collections.sitelink.vpnaas.tests.contract.releases.running import (
    DRIVERS,
    OPERATIONS,
    Outcome,
    can_run_charon,
    gcm_lines,
    life_of_charon,
    lives,
    namespace_of,
)

SECOND_NOTIFICATIONS = ("add a connection", "change", "rotate", "delete one")
each_release = pytest.mark.parametrize("release", VERSIONS)
each_driver = pytest.mark.parametrize("driver", DRIVERS)


def has(release: str, fault) -> bool:
    return int(release) in fault.releases


@each_release
@each_driver
def test_the_first_connection_and_the_deletion_of_the_last_reach_the_gateway(release: str, driver: str) -> None:
    outcomes = lives(release)[driver]
    assert outcomes["create"].commands == ("start",) and outcomes["create"].holds
    assert outcomes["delete the last"].commands == ("stop",) and outcomes["delete the last"].holds


@each_release
@each_driver
@pytest.mark.parametrize("operation", SECOND_NOTIFICATIONS)
def test_every_later_change_reaches_the_gateway_but_for_the_known_fault(
    release: str, driver: str, operation: str
) -> None:
    outcome = lives(release)[driver][operation]
    applied = ("stop", "start") if driver.endswith("libreswan") else ("reload",)
    assert outcome.commands == (() if has(release, CHANGES_NOT_APPLIED) else applied)
    assert outcome.holds == (not has(release, CHANGES_NOT_APPLIED))


@each_release
@each_driver
def test_an_added_connection_stays_pending_beside_one_with_a_status_and_nowhere_else(release: str, driver: str) -> None:
    """The pattern by which the fault is told from the API."""
    first, added = lives(release)[driver]["add a connection"].statuses
    assert first in ("ACTIVE", "DOWN")
    assert (added == "PENDING_CREATE") == has(release, CHANGES_NOT_APPLIED)


@each_release
@each_driver
def test_an_update_of_the_router_makes_an_l3_agent_apply_everything_and_ovns_nothing(release: str, driver: str) -> None:
    outcome = lives(release)[driver]["the router is updated"]
    if driver.startswith("ovn"):
        assert outcome.commands == ()
        assert outcome.holds == (not has(release, CHANGES_NOT_APPLIED))
    else:
        assert outcome.holds
        assert "PENDING_CREATE" not in outcome.statuses


@each_release
@each_driver
def test_a_restarted_agent_applies_everything(release: str, driver: str) -> None:
    outcome = lives(release)[driver]["the agent restarts"]
    assert outcome.holds
    assert "PENDING_CREATE" not in outcome.statuses


@each_release
@each_driver
def test_an_established_tunnel_shows_active_but_for_the_known_fault(release: str, driver: str) -> None:
    unread = driver.endswith("libreswan") and has(release, LIBRESWAN_STATUS)
    assert lives(release)[driver]["create"].statuses == ("DOWN" if unread else "ACTIVE",)


@each_release
@pytest.mark.parametrize("driver", ["libreswan", "ovn-libreswan"])
def test_aes_gcm_is_spelt_as_libreswan_knows_it_but_for_the_known_fault(release: str, driver: str) -> None:
    """Libreswan's words are aes_gcm and aes_gcm_c256 (algparse of 4.10); aes-256-gcm-16 is Neutron's own."""
    lines = gcm_lines(release)[driver]
    # Release 25 has the wrong words too, and no policy with AES-GCM: its database takes none.
    wrong = has(release, LIBRESWAN_AEAD) or release == "25"
    assert len(lines) == 2
    assert all(("aes-256-gcm-16" in line) == wrong for line in lines), lines
    assert all(("aes_gcm_c256" in line) != wrong for line in lines), lines


@each_release
def test_aes_gcm_is_spelt_as_strongswan_knows_it_since_26(release: str) -> None:
    """Release 25 has no AES-GCM at all: its API refuses it."""
    lines = gcm_lines(release)["strongswan"]
    assert all(("aes256gcm16" in line) == (int(release) >= 26) for line in lines), lines


@each_release
@pytest.mark.skipif(not can_run_charon(), reason="it needs root, network namespaces and Debian's strongswan-starter")
def test_a_real_charon_gets_and_holds_the_same(release: str) -> None:
    with namespace_of(f"release-{release}") as namespace:
        real = life_of_charon(release, namespace)
    stand_in = lives(release)["strongswan"]

    def reached(outcomes: dict[str, Outcome]) -> dict[str, tuple[tuple[str, ...], bool]]:
        return {name: (outcome.commands, outcome.holds) for name, outcome in outcomes.items()}

    assert reached(real) == reached(stand_in)
    assert (real["add a connection"].statuses[1] == "PENDING_CREATE") == has(release, CHANGES_NOT_APPLIED)


def test_the_table_has_every_operation() -> None:
    assert all(set(OPERATIONS) <= set(lives(release)[driver]) for release in VERSIONS for driver in DRIVERS)
