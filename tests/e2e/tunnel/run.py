# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Real tunnels with real packets: `make tunnel`, as root. See README.md.

Exit code 1: a scenario failed, or something was left behind. 2: this machine cannot run it.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import network
import programs
import yaml
from cloud import OpenStack
from failure import Failure
from plays import Ansible
from report import printed, table, write_document, write_picture
from steps import Outcome, ScenarioRun

HERE = Path(__file__).parent
FOLDER = HERE.parents[2] / ".cache" / "tunnel"
SCENARIOS = yaml.safe_load((HERE / "scenarios.yml").read_text(encoding="utf-8"))


def main() -> int:
    chosen = parse()
    problem = unfit()
    if problem:
        print(f"make tunnel: {problem}", file=sys.stderr)
        return 2
    begun = time.monotonic()
    outcomes: list[tuple[dict, Outcome]] = []
    try:
        with only_one():
            for release in dict.fromkeys(scenario["release"] for scenario in chosen):
                with runner(release) as (cloud, ansible):
                    for scenario in chosen:
                        if scenario["release"] == release:
                            outcomes.append((scenario, run_steps(scenario, cloud, ansible)))
                    finish_fail_over(outcomes)
    except Failure as failure:
        print(f"make tunnel: {failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return show(outcomes, time.monotonic() - begun)


def parse() -> list[dict]:
    """The scenarios to perform, with what they do not say filled in."""
    known = [{"release": "29", **scenario} for scenario in SCENARIOS["scenarios"]]
    parser = argparse.ArgumentParser(description=__doc__)
    names = [scenario["name"] for scenario in known]
    parser.add_argument("scenarios", nargs="*", metavar="scenario", help=f"only these: {', '.join(names)}")
    wanted = parser.parse_args().scenarios
    unknown = set(wanted) - set(names)
    if unknown:
        parser.error(f"no such scenario: {', '.join(sorted(unknown))}; there are {', '.join(names)}")
    return [scenario for scenario in known if not wanted or scenario["name"] in wanted]


def unfit() -> str:
    """Why this machine cannot run it; empty if it can."""
    if os.geteuid() != 0:
        return "needs root, for network namespaces and Debian's packages; nothing was done. sudo make tunnel"
    if not Path("/dev/net/tun").exists():
        return "there is no /dev/net/tun, through which strongSwan encrypts here; nothing was done. modprobe tun"
    return ""


@contextmanager
def only_one() -> Iterator[None]:
    """One run of a checkout at a time; signals end it as Ctrl-C does."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for sign in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(sign, interrupt)
    with (FOLDER / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Failure("another run of this checkout is at work") from None
        yield


def interrupt(*_signal: object) -> None:
    """Once: nothing interrupts the clearing up."""
    for sign in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(sign, signal.SIG_IGN)
    raise KeyboardInterrupt


@contextmanager
def runner(release: str) -> Iterator[tuple[OpenStack, Ansible]]:
    """Neutron and the namespaces; all of it is gone afterwards, also what a killed run has left."""
    folder = FOLDER / release
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    programs.ensure_packages(folder / "packages.log")
    cloud = OpenStack(release, folder)
    network.take_away()
    try:
        network.lay()
        cloud.start()
        yield cloud, Ansible(folder, cloud.facts["clouds_yaml"])
    finally:
        programs.end_all()
        network.take_away()
        cloud.stop()
    left = network.take_away()
    if left:
        raise Failure(f"left at the end: {', '.join(left)}")


def run_steps(scenario: dict, cloud: OpenStack, ansible: Ansible) -> Outcome:
    print(f"{scenario['name']}: {scenario['title']} ...", end=" ", flush=True)
    begun = time.monotonic()
    run = ScenarioRun(cloud, ansible, {**SCENARIOS["defaults"], **scenario.get("vars", {})}, ansible.folder)
    try:
        run.run_steps(scenario["steps"])
        run.absent()
    except Failure as failure:
        run.outcome.failure = str(failure)
        run.keep_logs(scenario["name"])
        run.clear_up()
    run.outcome.took = time.monotonic() - begun
    print(f"{'FAILED' if run.outcome.failure else 'passed'} in {run.outcome.took:.0f} s", flush=True)
    if run.outcome.failure:
        print(run.outcome.failure, flush=True)
    return run.outcome


def finish_fail_over(outcomes: list[tuple[dict, Outcome]]) -> None:
    """What goes on in the user-mode kernel while other scenarios are performed."""
    for scenario, outcome in outcomes:
        if outcome.fail_over:
            print(f"{scenario['name']}: fail-over ...", end=" ", flush=True)
            try:
                outcome.fail_over_rows = outcome.fail_over.rows()
            except Failure as failure:
                outcome.failure = str(failure)
            outcome.fail_over = None
            print(f"FAILED\n{outcome.failure}" if outcome.failure else "passed", flush=True)


def show(outcomes: list[tuple[dict, Outcome]], seconds: float) -> int:
    rows = table(outcomes)
    picture = list(printed(rows))
    print("", *picture, "", sep="\n")
    fail_over = [row for _scenario, outcome in outcomes for row in outcome.fail_over_rows]
    print(*(" | ".join(row) for row in fail_over), sep="\n")
    print("Not shown:", *(f"  {one['what']}: {one['why']}" for one in SCENARIOS["not_shown"]), "", sep="\n")
    failed = {scenario["name"]: outcome.failure for scenario, outcome in outcomes if outcome.failure}
    if failed:
        # Once more, since the end of a long log is what is kept of it.
        print(*(f"{name}: {failure.splitlines()[0]}" for name, failure in failed.items()), sep="\n")
        print(f"failed: {', '.join(failed)}; in {seconds:.0f} s. The plays' output is in {FOLDER}")
        return 1
    summary = f"all {len(outcomes)} scenarios passed in {seconds:.0f} s"
    whole = len(outcomes) == len(SCENARIOS["scenarios"])
    if whole:
        write_document(rows, fail_over, SCENARIOS["not_shown"])
        write_picture([*picture, "", summary])
    print(f"{summary}{'; docs/tunnel.md and docs/tunnel.svg are written' if whole else ''}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
