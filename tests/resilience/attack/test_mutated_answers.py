# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""E1: every answer of a converge, a replacement, an export, a login, a validation, an audit and the plan of a migration
x every place in its body x every mutation.

Whatever a server says, a run ends with a result or with one line, nothing is made twice, and nothing is deleted that
the undisturbed run keeps. ``SITELINK_ATTACK=all`` tries every mutation (make attack); otherwise a share, spread evenly.
"""

from __future__ import annotations

import os
import re
import traceback
import typing as t
from collections import Counter
from contextlib import suppress
from functools import cache

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import VpnError
from ansible_collections.sitelink.vpnaas.tests.resilience.attack.known_faults import known
from ansible_collections.sitelink.vpnaas.tests.resilience.attack.mutations import Path, mutations
from ansible_collections.sitelink.vpnaas.tests.resilience.attack.scenarios import AttackedRunner, Key, Scenario, text_of

SHARE = 1 if os.environ.get("SITELINK_ATTACK") == "all" else 47
ACTIONS = ("present", "change", "replace", "absent", "export", "info", "login", "validate", "audit", "migrate")
SCENARIOS = [Scenario(dialect, action) for dialect in ("neutron", "k5") for action in ACTIONS]
#: C0 but line breaks and tabs, DEL, C1, and what reverses the direction of a line.
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
SECRETS = re.compile("a key for branch|demo-password-3f9c")
#: A server may well say that an object has another name: then it is another object, and ours is missing.
OTHER_NAME = {("name", "control"), ("name", "path")}


#: One test for each share of a scenario's mutations.
SHARDS = 6


@cache
def undisturbed(scenario: Scenario) -> tuple[dict[Key, t.Any], frozenset[str]]:
    """The body of each answer, and the ids of the objects that the run deletes."""
    runner = scenario.runner()
    before = runner.ids()
    with suppress(VpnError if scenario.action == "login" else ()):  # the embedded cloud lists no projects
        scenario.run(runner)
    return runner.answers, frozenset(runner.deleted(before))


def points(scenario: Scenario) -> list[tuple[Key, Path, str]]:
    """Every mutation of every answer of the scenario."""
    answers = undisturbed(scenario)[0]
    return [
        (key, path, kind)
        for key in sorted(answers)
        if answers[key] is not None
        for path, kind in mutations(answers[key])
    ]


def shards() -> list[t.Any]:
    """(scenario, shard) of each test."""
    names = [(scenario, shard, f"{scenario}-{shard}") for scenario in SCENARIOS for shard in range(SHARDS)]
    return [pytest.param(scenario, shard, id=name, marks=known(name)) for scenario, shard, name in names]


@pytest.mark.parametrize(("scenario", "shard"), shards())
def test_e1_mutated_answers(scenario: Scenario, shard: int, record_property: t.Callable[[str, object], None]) -> None:
    chosen = points(scenario)[shard :: SHARDS * SHARE]
    counts: Counter[str] = Counter({"mutated answers": len(chosen)})
    faults = []
    for key, path, kind in chosen:
        for fault, words in attack(scenario, key, path, kind):
            counts[fault] += 1
            faults.append(f"{fault}: {key} {'.'.join(map(str, path))} {kind}: {words}")
    for name, count in counts.items():
        record_property(name, count)
    assert not faults, f"{len(faults)} faults\n" + "\n".join(faults[:200])


def attack(scenario: Scenario, key: Key, path: Path, kind: str) -> t.Iterator[tuple[str, str]]:
    """(fault, words) of each fault that one mutated answer brings out."""
    runner = scenario.runner()
    before = runner.ids()
    runner.target = (key, path, kind)
    failed, crashed = False, False
    try:
        output = text_of(scenario.run(runner))
    except VpnError as error:
        failed, output = True, str(error)
        if "\n" in output or not output:
            yield "failures of several lines", output[:200]
        # Ansible writes details as JSON, which is text too.
        output += text_of(error.details)
    except Exception as error:  # noqa: BLE001 - what must not happen
        failed, crashed, output = True, True, ""
        place = traceback.extract_tb(error.__traceback__)[-1]
        yield "tracebacks", f"{type(error).__name__}: {str(error)[:150]} ({place.filename[-40:]}:{place.lineno})"
    if CONTROL.search(output):
        yield "control characters shown", ascii(output)[:300]
    if SECRETS.search(output):
        yield "secrets shown", output[:300]
    yield from _wrong_writes(runner, scenario, before)
    if failed and not crashed and runner.cloud.log.writes:
        runner.target = None
        try:
            scenario.run(runner)
        except VpnError as error:
            yield "reruns that fail", str(error)[:300]
    if runner.duplicates() and (str(path[-1:] and path[-1]), kind) not in OTHER_NAME:
        yield "duplicates", str([entry.path for entry in runner.cloud.log.writes])


def _wrong_writes(runner: AttackedRunner, scenario: Scenario, before: set[str]) -> t.Iterator[tuple[str, str]]:
    wrong = runner.deleted(before) - undisturbed(scenario)[1]
    elsewhere = [entry.path for entry in runner.cloud.log.writes if "/vpn/" not in entry.path]
    if scenario.action != "login" and (wrong or elsewhere):
        yield "wrong deletes", f"{wrong} {elsewhere}"
