# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is said to be supported is what `make matrix` tries."""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def matrix() -> Iterator[ModuleType]:
    """As noxfile.py imports it. It needs no nox."""
    sys.path.insert(0, str(ROOT / "development"))
    yield importlib.import_module("sessions.environments")
    sys.path.pop(0)


def number(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def pinned(matrix: ModuleType, name: str) -> list[tuple[int, ...]]:
    return sorted(number(one.pins[name]) for one in matrix.environments())


@pytest.mark.parametrize("name", ["openstacksdk", "keystoneauth1"])
def test_the_lowest_versions_for_execution_environments_are_tried(matrix: ModuleType, name: str) -> None:
    """From the lowest version on, without an upper bound; the newest one that is tried is what `make test` runs on."""
    text = (ROOT / "meta" / "ee-requirements.txt").read_text()
    (lowest,) = re.findall(rf"^{name}>=([\d.]+)$", text, re.MULTILINE)
    assert pinned(matrix, name)[0] == number(lowest)


def test_the_oldest_and_the_newest_environment_are_tried_with_every_change(matrix: ModuleType) -> None:
    """`make min-max` is a part of .ci/run, and has both ends of the ranges."""
    for name in ("openstacksdk", "keystoneauth1"):
        tried = sorted(number(one.pins[name]) for one in matrix.environments() if one.min_max)
        assert (tried[0], tried[-1]) == (pinned(matrix, name)[0], pinned(matrix, name)[-1])


def test_the_oldest_ansible_core_is_tried(matrix: ModuleType) -> None:
    oldest = yaml.safe_load((ROOT / "meta" / "runtime.yml").read_text())["requires_ansible"].removeprefix(">=")
    assert pinned(matrix, "ansible-core")[0] == number(oldest)


def test_what_the_tests_usually_run_on_is_tried(matrix: ModuleType) -> None:
    lines = (ROOT / "development" / "requirements-run.txt").read_text().splitlines()
    usual = dict(line.partition(";")[0].strip().split("==") for line in lines if line[:1].isalpha())
    assert number(usual["openstacksdk"]) == pinned(matrix, "openstacksdk")[-1]
    assert number(usual["ansible-core"]) == pinned(matrix, "ansible-core")[-1]


def test_a_missing_python_is_no_python(matrix: ModuleType) -> None:
    assert matrix.find_python("2.0") is None


def test_the_outcomes_of_a_run_are_read_back_as_kept(
    matrix: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What `make matrix` reports of an environment that did not run now."""
    outcomes = importlib.import_module("sessions.outcomes")
    monkeypatch.setattr(matrix, "CACHE", tmp_path)
    environment = matrix.environments()[0]
    suite = environment.suites[0]
    outcomes.keep(environment, {suite: outcomes.Outcome("failed", 3, 1)}, {"Python": "3.12.0"})
    assert outcomes.outcome_of(environment, suite) == outcomes.Outcome("failed", 3, 1)
    assert f"{environment.name}, {suite}: failed" in outcomes.not_passed()
