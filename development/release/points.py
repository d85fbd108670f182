# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The points of release_points.yml, and the checks that the file states as data: texts of files, make's targets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import yaml

ROOT = Path(__file__).resolve().parents[2]
LEVELS = ("MUST", "SHOULD")
#: What a point says about how it is shown. Exactly one of them.
WAYS = ("file", "readme", "check", "ci", "people", "not_applicable")
OK, OPEN, IN_CI, NOT_OURS, NOT_APPLICABLE = "ok", "open", "in CI", "not ours", "n/a"

Data: TypeAlias = Mapping[str, object]


@dataclass(frozen=True)
class Finding:
    """What a check looked at, and what is wrong there; nothing is wrong where ``faults`` is empty."""

    shown_by: str
    faults: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """A point, its status, and the command, file or reason that shows it."""

    level: str
    text: str
    status: str
    lines: tuple[str, ...]


Check: TypeAlias = Callable[[], Finding]
Checks: TypeAlias = Mapping[str, Check]


def read(path: str) -> str:
    """The text of a file of the repository; empty where there is none."""
    file = ROOT / path
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def load() -> list[dict[str, object]]:
    """The lists of requirements: title, source and sections of points, in the order of the file."""
    lists: list[dict[str, object]] = yaml.safe_load(read("development/release_points.yml"))
    return lists


def outcome(point: Data, checks: Checks) -> Outcome:
    """Judge one point. ValueError for a point that does not say how it is shown, or names an unknown check."""
    (level,) = [name for name in LEVELS if name in point]
    ways = [name for name in WAYS if name in point]
    if len(ways) != 1:
        raise ValueError(f"{point[level]}: a point needs exactly one of {', '.join(WAYS)}")
    (way,) = ways
    text, value = str(point[level]), str(point[way])
    if way in ("people", "not_applicable"):
        return Outcome(level, text, NOT_OURS if way == "people" else NOT_APPLICABLE, (value,))
    if way == "ci":
        finding = in_ci(value, str(point.get("session", "")))
        return _judged(level, text, finding, IN_CI)
    if way == "check":
        if value not in checks:
            raise ValueError(f"{text}: there is no check {value}")
        return _judged(level, text, checks[value](), OK)
    where = f"README.md, section {value}" if way == "readme" else value
    found = readme_section(value) if way == "readme" else read(value)
    return _judged(level, text, Finding(where, tuple(_faults(where, found, point))), OK)


def _judged(level: str, text: str, finding: Finding, status: str) -> Outcome:
    if finding.faults:
        return Outcome(level, text, OPEN, finding.faults)
    return Outcome(level, text, status, (finding.shown_by,))


def _faults(where: str, found: str, point: Data) -> Iterator[str]:
    if not found:
        yield f"{where} does not exist"
        return
    for key, wanted in (("contains", True), ("lacks", False)):
        patterns = point.get(key, [])
        for pattern in patterns if isinstance(patterns, list) else [patterns]:
            if bool(re.search(str(pattern), found, re.MULTILINE)) != wanted:
                yield f"{where} {'does not contain' if wanted else 'contains'} {pattern}"


def readme_section(title: str) -> str:
    """The text below a heading of the README, where ``title`` is a pattern; empty where there is no such heading."""
    found = re.search(rf"^## (?:{title})\n(?P<text>.*?)(?=^## |\Z)", read("README.md"), re.MULTILINE | re.DOTALL)
    return found["text"].strip() if found else ""


def in_ci(target: str, session: str) -> Finding:
    """Whether .ci/run and the workflow of pull requests run a target of make, with that session of nox."""
    command = f"make {target}{f' STEPS={session}' if session else ''}"
    faults = []
    if not re.search(rf"^targets\+?=\(.*\b{re.escape(target)}\b", read(".ci/run"), re.MULTILINE):
        faults.append(f".ci/run does not run make {target}")
    jobs = yaml.safe_load(read(".github/workflows/pull-request.yml"))["jobs"].values()
    targets = [name for job in jobs for name in job.get("strategy", {}).get("matrix", {}).get("target", ())]
    if target not in targets:
        faults.append(f".github/workflows/pull-request.yml does not run make {target}")
    sessions = read("noxfile.py") + read("antsibull-nox.toml")
    if session and not re.search(rf"(def |name=\"|sessions\.){session.replace('-', '[-_]')}\b", sessions):
        faults.append(f"noxfile.py has no session {session}")
    return Finding(command, tuple(faults))
