# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The version of a release: what the fragments ask for, and what plugins and options say that they were added in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
#: Sections of a fragment, by the number of the version that they raise: semver.org, 8, 7 and 6.
MAJOR = ("breaking_changes", "removed_features")
MINOR = ("major_changes", "minor_changes", "deprecated_features")
ADDED = re.compile(r"(version_added: )[\"']?(\d+\.\d+\.\d+)[\"']?")
#: Where documentation names versions of the collection.
DOCUMENTED = ("plugins/**/*.py", "roles/*/meta/argument_specs.yml", "playbooks/*.yml")

Version = tuple[int, int, int]


def version(text: str) -> Version:
    """The numbers of a version; ValueError where it has not three."""
    major, minor, patch = map(int, text.split("."))
    return major, minor, patch


def written(number: Version) -> str:
    return ".".join(map(str, number))


def galaxy_version() -> str:
    """The version in galaxy.yml."""
    return str(yaml.safe_load((ROOT / "galaxy.yml").read_text(encoding="utf-8"))["version"])


def released() -> Version:
    """The newest version that the changelog has."""
    text = (ROOT / "changelogs" / "changelog.yaml").read_text(encoding="utf-8")
    return max(map(version, yaml.safe_load(text)["releases"]))


def fragments() -> dict[str, dict[str, list[str]]]:
    """The fragments that no release has: name -> section -> entries."""
    paths = sorted((ROOT / "changelogs" / "fragments").glob("*.yml"))
    return {path.name: yaml.safe_load(path.read_text(encoding="utf-8")) for path in paths}


def breaking() -> list[str]:
    """The entries that make the next release a major one; without fragments those of the newest release."""
    changes = list(fragments().values())
    if not changes:
        text = (ROOT / "changelogs" / "changelog.yaml").read_text(encoding="utf-8")
        changes = [yaml.safe_load(text)["releases"][written(released())]["changes"]]
    return [entry for one in changes for section in MAJOR for entry in one.get(section, ())]


def next_version() -> Version:
    """What semantic versioning asks for after the newest release: the same where there is no fragment."""
    return following(released(), set().union(*fragments().values()))


def following(last: Version, sections: set[str]) -> Version:
    """The version after this one, with entries in these sections."""
    major, minor, patch = last
    if sections & set(MAJOR):
        return major + 1, 0, 0
    if sections & set(MINOR):
        return major, minor + 1, 0
    return (major, minor, patch + 1) if sections else (major, minor, patch)


def documents() -> Iterator[Path]:
    """The files that can name versions."""
    for pattern in DOCUMENTED:
        yield from sorted(ROOT.glob(pattern))


def versions_added() -> dict[str, set[str]]:
    """The versions that documentation names -> the files."""
    found: dict[str, set[str]] = {}
    for path in documents():
        for _key, number in ADDED.findall(path.read_text(encoding="utf-8")):
            found.setdefault(number, set()).add(path.relative_to(ROOT).as_posix())
    return found
