# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The version matrix: a session for each environment of tests/matrix/environments.toml, and one that reports."""

from __future__ import annotations

import json
import subprocess

import nox

from sessions import outcomes
from sessions.environments import SHORT_SUITES, SUITES, TEST_SUITES, Environment, environments
from sessions.paths import COLLECTIONS, CONFORMANCE_REPORT, ROOT
from sessions.sanity import run_sanity

#: A word of the command line: run ``SHORT_SUITES``.
SHORT = "short"


def add_sessions() -> None:
    """Add a session matrix-NAME for each environment, and matrix-report, which comes last."""
    for environment in environments():
        add_environment(environment)
    nox.session(name="matrix-report", python=False, tags=["matrix"], default=False)(report)


def add_environment(environment: Environment) -> None:
    """A session that runs the environment's suites, or those that the command line names, whole or ``short``."""
    interpreter = environment.interpreter()

    def matrix(session: nox.Session) -> None:
        named = [word for word in session.posargs if word != SHORT]
        arguments = SHORT_SUITES if SHORT in session.posargs else TEST_SUITES
        suites = [suite for suite in environment.suites if suite in (named or SUITES)]
        if interpreter is None:
            outcomes.keep(environment, {suite: outcomes.Outcome("not run") for suite in suites}, {})
            session.skip(f"no Python {' or '.join(environment.pythons)} on this machine")
        session.install("--quiet", *environment.requirements())
        versions = json.loads(str(session.run("python", "-c", outcomes.QUESTION, silent=True)))
        found = {suite: run_suite(session, environment, suite, arguments) for suite in suites}
        outcomes.keep(environment, found, versions)
        if failed := [suite for suite, outcome in found.items() if outcome.status != "passed"]:
            session.error(f"{environment.name}: {', '.join(failed)}; the logs are in {environment.folder}")

    matrix.__doc__ = f"{', '.join(environment.suites)}: {environment.about}."
    tags = ["matrix", *(["min-max"] if environment.min_max else [])]
    nox.session(name=f"matrix-{environment.name}", python=interpreter, tags=tags, default=False)(matrix)


def run_suite(
    session: nox.Session, environment: Environment, suite: str, arguments: dict[str, list[str]]
) -> outcomes.Outcome:
    """Run one suite. Its output goes to a file, and to the terminal only if something failed."""
    environment.folder.mkdir(parents=True, exist_ok=True)
    counts, log = environment.folder / f"{suite}.xml", environment.folder / f"{suite}.log"
    counts.unlink(missing_ok=True)
    with log.open("w", encoding="utf-8") as stream:
        try:
            if suite not in TEST_SUITES:
                run_sanity(session, stdout=stream, stderr=subprocess.STDOUT)
                outcome = outcomes.Outcome("passed")
            else:
                command = (
                    "python",
                    "-m",
                    "pytest",
                    f"--junitxml={counts}",
                    "-p",
                    "no:cacheprovider",
                    *arguments[suite],
                )
                env = {"PYTHONPATH": str(COLLECTIONS), "ANSIBLE_HOME": str(environment.folder / "ansible")}
                env["SITELINK_RELEASE"] = environment.neutron
                session.run(*command, env=env, success_codes=range(256), stdout=stream, stderr=subprocess.STDOUT)
                outcome = outcomes.read_counts(counts)
        except nox.command.CommandFailed:
            outcome = outcomes.Outcome("failed", failed=1)
    session.log(f"{environment.name}, {suite}: {outcome.words}")
    if outcome.status != "passed":
        print(log.read_text(encoding="utf-8")[-8000:])
    return outcome


def report(session: nox.Session) -> None:
    """Write what the matrix found into the documentation; fails if not all of it passed."""
    outcomes.write_page()
    code = f"from {CONFORMANCE_REPORT} import write_page; write_page()"
    session.run(str(ROOT / ".venv/bin/python"), "-c", code, env={"PYTHONPATH": str(COLLECTIONS)}, external=True)
    if lines := outcomes.not_passed():
        session.error("\n".join(["these suites did not pass:", *lines]))
