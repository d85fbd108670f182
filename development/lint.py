# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run every linter, or those named; each says how long it took, and one that fails does not stop the others.

A step is a function here. It fails when a command given to run() does, whose output is then shown, or by sys.exit(why).
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from lint_home import CACHE, environment

ROOT = Path(__file__).resolve().parent.parent
NAME_IN_ANSIBLE = Path("ansible_collections/sitelink/vpnaas")
ENVIRONMENT = environment()


def run(*command: str, cwd: Path = ROOT) -> str:
    done = subprocess.run(
        command,
        cwd=cwd,
        env=ENVIRONMENT,
        check=True,
        text=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    return done.stdout


def ruff_check() -> None:
    run("ruff", "check", "--quiet", ".")


def ruff_format() -> None:
    run("ruff", "format", "--check", "--quiet", ".")


def yamllint() -> None:
    run("yamllint", "--strict", ".")


def reuse() -> None:
    run("reuse", "lint", "--lines")


def changelog() -> None:
    run("antsibull-changelog", "lint")
    run("antsibull-changelog", "lint-changelog-yaml", "--strict", "changelogs/changelog.yaml")


def topology_docs() -> None:
    run(sys.executable, "development/topology_docs.py", "--check")


def docs() -> None:
    run("antsibull-docs", "lint-collection-docs", "--plugin-docs", "--validate-collection-refs", "dependent", ".")


def ansible_lint() -> None:
    # Not --offline: with it, the collection's own modules are not found.
    run("ansible-lint", "--profile", "production", "--strict", "-q")


def fixing() -> None:
    """ansible-lint --fix leaves a user's playbook alone: action plugins behind redirects would make it rename tasks."""
    playbook = CACHE / "fixing" / "playbook.yml"
    playbook.parent.mkdir(parents=True, exist_ok=True)
    example = (ROOT / "README.md").read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0]
    playbook.write_text(f"---\n{example}", encoding="utf-8")
    run("ansible-lint", "--profile", "production", "--strict", "-q", "--fix", str(playbook))
    if playbook.read_text(encoding="utf-8") != f"---\n{example}":
        sys.exit(f"ansible-lint rewrote the README's playbook:\n{playbook.read_text(encoding='utf-8')}")


def importer() -> None:
    """What Galaxy says when the tarball is uploaded; its warnings do not change its exit code."""
    build = CACHE / "build"
    run("ansible-galaxy", "collection", "build", "--force", "--output-path", str(build))
    tarball = max(build.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    said = run(sys.executable, "-m", "galaxy_importer.main", str(tarball), cwd=build)
    complaints = [line for line in said.splitlines() if "WARNING" in line or "ERROR" in line]
    if complaints:
        sys.exit("\n".join(complaints))


def sanity() -> None:
    """ansible-test, on a copy: it wants a git tree whose path ends in ansible_collections/sitelink/vpnaas."""
    copy = CACHE / "sanity" / NAME_IN_ANSIBLE
    shutil.rmtree(copy, ignore_errors=True)
    listed = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_symlink() or (ROOT / name).exists():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, copy / name, follow_symlinks=False)
    run("git", "init", "--quiet", cwd=copy)

    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    # Without --python it tries every python3.x on the PATH, and stops at a pyenv shim that has no Python behind it.
    ansible_test = ["ansible-test", "sanity", "--python", python, "--color", "no"]
    run(*ansible_test, "--prime-venvs", cwd=copy)  # apart, so that what pip says is not among the findings
    run(*ansible_test, cwd=copy)


STEPS = [
    ruff_check,
    ruff_format,
    yamllint,
    reuse,
    changelog,
    topology_docs,
    docs,
    ansible_lint,
    fixing,
    importer,
    sanity,
]


def passes(step: Callable[[], None]) -> bool:
    print(f"== {step.__name__}", flush=True)
    started = time.monotonic()
    complaint = ""
    try:
        step()
    except subprocess.CalledProcessError as error:
        complaint = f"{error.stdout}{error.cmd[0]} exited {error.returncode}\n"
    except SystemExit as error:
        complaint = f"{error.code}\n"
    seconds = time.monotonic() - started
    print(f"{complaint}== {step.__name__}: {'FAILED' if complaint else 'clean'}, {seconds:.1f} s", flush=True)
    return not complaint


def main(wanted: list[str]) -> None:
    steps = {step.__name__: step for step in STEPS}
    unknown = set(wanted) - set(steps)
    if unknown:
        sys.exit(f"no such step: {', '.join(sorted(unknown))}; there are {', '.join(steps)}")
    failed = [name for name, step in steps.items() if (not wanted or name in wanted) and not passes(step)]
    if failed:
        sys.exit(f"make lint: failed: {', '.join(failed)}")
    print("make lint: all clean")


if __name__ == "__main__":
    main(sys.argv[1:])
