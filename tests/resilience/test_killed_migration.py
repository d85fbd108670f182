# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A migration to other algorithms, killed at any request to either cloud: the same command, run again, finishes it. So
does one whose rollback was killed.

``SITELINK_FAULTS=all`` kills at every request (make faults), otherwise at some of them.
"""

from __future__ import annotations

import os
from contextlib import suppress

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import VpnError
from ansible_collections.sitelink.vpnaas.tests.resilience.test_killed_replacement import Killed
from ansible_collections.sitelink.vpnaas.tests.support.migrations import KEY, Migration, all_at, keep_tunnels, listen

ALL = os.environ.get("SITELINK_FAULTS") == "all"
#: both tunnels of ``Migration`` in one wave
TOGETHER = {"wave": 2}
KINDS = ("ikepolicies", "ipsecpolicies", "vpnservices", "ipsec_site_connections")


class Interrupted:
    """Ends the run at its n-th request to either cloud, after the cloud ``processed`` it or before."""

    def __init__(self, victim, processed):
        self.left, self.processed = victim, processed

    def counting(self, then):
        """A ``between`` that counts; ``then`` answers in place of the cloud, if there is one."""

        def between(request, send):
            self.left -= 1
            if self.left <= 0:
                if self.processed and self.left == 0:
                    then(request, send) if then else send()
                raise Killed
            return then(request, send) if then else send()

        return between


def interrupted(migration, victim, processed):
    end = Interrupted(victim, processed)
    for runner in migration.runners:
        runner.undisturbed = runner.between
        listen(runner, end.counting(runner.between))
    return end


def undisturbed(migration):
    for runner in migration.runners:
        runner.between = runner.undisturbed


def prepared(keeps):
    """``keeps``: the gateways keep their tunnels, so that VPN services are switched off and on."""
    migration = Migration()
    for runner in migration.runners if keeps else ():
        keep_tunnels(runner)
    return migration


def points(step, *, first_wave=False, keeps=False, **params):
    """The requests at which a run is killed: all, or every ``step``-th. ``params`` are those of the playbook."""
    migration = prepared(keeps)
    waves = migration.step("plan")["waves"]
    counted = interrupted(migration, 10**6, True)
    if first_wave:
        migration.step("move", connections=waves[0]["connections"])
    else:
        migration.play(**params)
    return range(1, 10**6 - counted.left + 1, 1 if ALL else step)


def agent_reports(runner, status, only=""):
    """The agent works again: it reports this status on what is created from now on, and on what was created while it
    did not work; ``only``: on the connections that use a policy of this name."""
    runner.cloud.agent = f"{status}:0"
    names = {item["id"]: item["name"] for item in runner.cloud.store.all("ikepolicies")}
    for item in runner.cloud.store.all("ipsec_site_connections"):
        if only in ("", names[item["ikepolicy_id"]]):
            item.update(status=status, _due=None)


def held(migration):
    """Everything in both clouds but ids, by kind and name."""
    keys = {
        "id",
        "ikepolicy_id",
        "ipsecpolicy_id",
        "vpnservice_id",
        "tenant_id",
        "project_id",
        "router_id",
        "subnet_id",
    }
    keys |= {"_marker", "_due", "status"}
    objects = [
        sorted(
            (
                str({key: value for key, value in item.items() if key not in keys})
                for item in runner.cloud.store.all(kind)
            ),
        )
        for runner in migration.runners
        for kind in KINDS
    ]
    return objects, migration.used()


def finished():
    migration = prepared(keeps=False)
    migration.play()
    return held(migration)


@pytest.mark.parametrize("processed", [True, False])
@pytest.mark.parametrize(
    ("victim", "keeps"), [*((one, False) for one in points(32)), *((one, True) for one in points(24, keeps=True))]
)
def test_a_killed_migration_is_finished_by_the_same_command(victim, keeps, processed):
    migration = prepared(keeps)
    interrupted(migration, victim, processed)
    with pytest.raises(Killed):
        migration.play()
    undisturbed(migration)
    migration.play()
    assert held(migration) == finished()
    for runner in migration.runners:
        runner.cloud.forget_log()
    assert "  2 tunnels: 2 already as wanted" in migration.play()
    assert migration.writes() == []


@pytest.mark.parametrize("processed", [True, False])
@pytest.mark.parametrize(
    ("victim", "keeps"),
    [*((one, False) for one in points(48, **TOGETHER)), *((one, True) for one in points(48, keeps=True, **TOGETHER))],
)
def test_a_killed_wave_of_several_tunnels_is_finished_by_the_same_command(victim, keeps, processed):
    migration = prepared(keeps)
    interrupted(migration, victim, processed)
    with pytest.raises(Killed):
        migration.play(**TOGETHER)
    undisturbed(migration)
    migration.play(**TOGETHER)
    assert held(migration) == finished()


@pytest.mark.parametrize("processed", [True, False])
@pytest.mark.parametrize("victim", points(12, first_wave=True))
def test_a_killed_rollback_leaves_a_migration_that_can_be_finished(victim, processed):
    migration = Migration()
    (first, _second) = migration.step("plan")["waves"]
    migration.there.cloud.agent = "never"
    interrupted(migration, victim, processed)
    try:
        migration.step("move", connections=first["connections"], timeout=1)
    except (Killed, VpnError):
        undisturbed(migration)
    agent_reports(migration.there, "ACTIVE")
    migration.play()
    assert migration.used() == all_at("old-compatible")
    assert migration.policies() == ["old-compatible"] * 4
    assert {migration.stored(*row[:2])["psk"] for row in migration.used()} == {KEY}


@pytest.mark.parametrize("victim", points(12, first_wave=True))
def test_a_wave_that_fails_after_a_killed_one_is_rolled_back_at_both_ends(victim):
    """What a killed run moved at one end goes back too, since the name of its policy tells what it was before."""
    migration = Migration()
    (first, _second) = migration.step("plan")["waves"]
    interrupted(migration, victim, True)
    with suppress(Killed):
        migration.step("move", connections=first["connections"])
    undisturbed(migration)
    half_way = {row[2] for row in migration.used() if row[1] == "paris"}
    if half_way == {"old-compatible"}:
        pytest.skip("both ends were moved: the next run has nothing to do for them")
    agent_reports(migration.there, "ERROR", only="old-compatible")
    waves = migration.step("plan")["waves"]
    with pytest.raises(VpnError, match="was rolled back"):
        migration.step("move", connections=waves[0]["connections"], timeout=1)
    assert migration.used() == all_at("old")
