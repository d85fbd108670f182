# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""`make release-check` judges what is there, and `make release` takes the version that semantic versioning asks for."""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Iterator
from types import ModuleType

import pytest

from ansible_collections.sitelink.vpnaas.tests.repository.test_architecture import ROOT


@pytest.fixture(scope="module")
def release() -> Iterator[ModuleType]:
    """The package as the programs in development/ import it."""
    sys.path.insert(0, str(ROOT / "development"))
    yield importlib.import_module("release.points")
    sys.path.pop(0)


@pytest.fixture(scope="module")
def versions(release: ModuleType) -> ModuleType:
    return importlib.import_module("release.versions")


def judged(release: ModuleType, **point: object) -> tuple[str, tuple[str, ...]]:
    found = release.outcome({"MUST": "a text", **point}, {})
    return found.status, found.lines


def test_point_about_a_file_is_open_where_the_file_or_the_text_is_missing(release: ModuleType) -> None:
    assert judged(release, file="galaxy.yml", contains="^name: vpnaas$") == ("ok", ("galaxy.yml",))
    assert judged(release, file="no.yml") == ("open", ("no.yml does not exist",))
    assert judged(release, file="galaxy.yml", contains=["^name", "nowhere"]) == (
        "open",
        ("galaxy.yml does not contain nowhere",),
    )
    assert judged(release, file="galaxy.yml", lacks="^name") == ("open", ("galaxy.yml contains ^name",))


def test_point_about_a_section_of_the_readme_reads_that_section_only(release: ModuleType) -> None:
    assert judged(release, readme="Licen[sc](ing|e)", contains="GNU General Public License")[0] == "ok"
    assert judged(release, readme="Licen[sc](ing|e)", contains="ansible-galaxy collection install")[0] == "open"
    assert judged(release, readme="Weather") == ("open", ("README.md, section Weather does not exist",))


def test_point_that_a_target_shows_is_open_where_nobody_runs_the_target(release: ModuleType) -> None:
    assert judged(release, ci="lint", session="ansible-lint") == ("in CI", ("make lint STEPS=ansible-lint",))
    assert judged(release, ci="lint", session="unheard-of")[0] == "open"
    status, faults = judged(release, ci="bench")
    assert status == "open"
    assert len(faults) == 2


def test_point_that_is_not_ours_has_a_reason(release: ModuleType) -> None:
    assert judged(release, people="needs a namespace") == ("not ours", ("needs a namespace",))
    assert judged(release, not_applicable="no group") == ("n/a", ("no group",))


@pytest.mark.parametrize("point", [{}, {"file": "a", "people": "b"}, {"check": "unknown"}])
def test_point_without_one_way_to_show_it_is_refused(release: ModuleType, point: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="a text"):
        judged(release, **point)


def test_every_point_is_well_formed_and_every_check_is_used(release: ModuleType) -> None:
    points = [one for each in release.load() for section in each["sections"].values() for one in section]
    ways = [[way for way in release.WAYS if way in point] for point in points]
    assert [way for way in ways if len(way) != 1] == []
    named = {point["check"] for point in points if "check" in point}
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "development" / "release").glob("*.py"))
    offered = set(re.findall(r'^    "(\w+)": \w+,$', code, re.MULTILINE))
    assert named == offered


@pytest.mark.parametrize(
    ("sections", "expected"),
    [
        ({"bugfixes", "security_fixes", "trivial"}, (1, 4, 3)),
        ({"bugfixes", "minor_changes"}, (1, 5, 0)),
        ({"deprecated_features"}, (1, 5, 0)),
        ({"major_changes", "removed_features"}, (2, 0, 0)),
        ({"breaking_changes", "bugfixes"}, (2, 0, 0)),
        (set(), (1, 4, 2)),
    ],
)
def test_fragments_decide_on_the_next_version(
    versions: ModuleType, sections: set[str], expected: tuple[int, int, int]
) -> None:
    assert versions.following((1, 4, 2), sections) == expected
