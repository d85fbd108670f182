# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""`make grammars`: the vendors' grammars, from $SITELINK_GRAMMARS or by git, and FortiOS' from PyPI.

Nothing of it becomes part of the project. What cannot be had is said, and the tests go on without it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from urllib.parse import urlsplit

import yaml

HERE = Path(__file__).resolve().parent
CACHE = HERE.parents[2] / ".cache/grammars"
TABLE = yaml.safe_load((HERE / "grammars.yml").read_text(encoding="utf-8"))


def main():
    CACHE.mkdir(parents=True, exist_ok=True)
    for name, row in TABLE["folders"].items():
        report(name, lambda name=name, row=row: folder(name, row))
    report("fortios", fortios)
    for name, row in TABLE["yang"].items():
        report(f"{name}.json", lambda name=name, row=row: compiled(name, row))


#: A host that did not answer once is not asked again.
UNREACHABLE = set()


def report(name, step):
    try:
        print(f"grammars: {name}: {step()}")
    except (subprocess.SubprocessError, OSError) as error:
        print(f"grammars: {name} cannot be had, its tests are skipped ({type(error).__name__})")


def place(name):
    """Where the folder is: what the environment names goes first."""
    given = os.environ.get("SITELINK_GRAMMARS")
    return next(
        (path for path in (Path(given) / name if given else None, CACHE / name) if path and path.is_dir()), None
    )


def folder(name, row):
    there = place(name)
    if there:
        return f"in {there}"
    host = urlsplit(row["repository"]).hostname
    if host in UNREACHABLE:
        raise ConnectionError(host)
    with tempfile.TemporaryDirectory() as clone:
        git = ("git", "-C", clone)
        UNREACHABLE.add(host)
        run("git", "clone", "--quiet", "--filter=blob:none", "--no-checkout", "--branch", row["branch"],
            row["repository"], clone)  # fmt: skip
        UNREACHABLE.discard(host)
        run(*git, "sparse-checkout", "set", "--no-cone", *row["paths"])
        run(*git, "checkout", "--quiet", row.get("commit") or row["branch"])
        target = CACHE / name
        for path in row["paths"]:
            source = Path(clone) / path
            shutil.copytree(source, target if row.get("flat") else target / Path(path).name, dirs_exist_ok=True)
    return f"fetched from {row['repository']}"


def fortios():
    row, target = TABLE["fortios"], CACHE / "fortios"
    if not target.is_dir():
        with tempfile.TemporaryDirectory() as downloads:
            run(sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps",
                "--ignore-requires-python", "--only-binary", ":all:", "--dest", downloads, row["package"])  # fmt: skip
            (wheel,) = Path(downloads).glob("*.whl")
            target.mkdir()
            with zipfile.ZipFile(wheel) as archive:
                for module in row["modules"]:
                    (target / f"{module}.py").write_bytes(archive.read(f"{row['wheel']}/{module}.py"))
    return f"in {target}, of {row['package']}"


def compiled(name, row):
    source, result = place(name), CACHE / f"{name}.json"
    if source is None:
        raise FileNotFoundError(name)
    if not result.is_file():
        run(sys.executable, HERE / "compile_yang.py", source, result, *row["modules"], "--", *row["paths"])
    return f"in {result}"


def run(*command):
    environment = {**os.environ, "GIT_TERMINAL_PROMPT": "0"}
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, timeout=600, env=environment)


if __name__ == "__main__":
    main()
