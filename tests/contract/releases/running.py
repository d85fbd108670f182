# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One run of a release's agent code, in a process of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ansible_collections.sitelink.vpnaas.tests.contract.releases.install import FOLDER, ROOT

HERE = Path(__file__).resolve().parent
PYTHON = ROOT / ".cache" / "openstack" / "29" / "venv" / "bin" / "python"
DRIVERS = {
    "strongswan": "strongSwan",
    "libreswan": "Libreswan",
    "ovn-strongswan": "OVN, strongSwan",
    "ovn-libreswan": "OVN, Libreswan",
}
OPERATIONS = ("create", "add a connection", "change", "rotate", "delete one", "delete the last")
SECONDS = 120
#: What a namespace of a gateway needs for charon to route a connection of the run.
ADDRESSES = ("203.0.113.10/24", "10.1.0.1/24")


@dataclass(frozen=True)
class Outcome:
    """What reached the gateway by one operation, and what the API showed after it."""

    commands: tuple[str, ...]
    #: whether the gateway has just the connections, networks and keys that the server has
    holds: bool
    #: of the connections, the first one's first
    statuses: tuple[str, ...]

    @property
    def word(self) -> str:
        """The cell of the table."""
        word = {
            (): "**nothing**",
            ("start",): "starts",
            ("reload",): "reload",
            ("stop", "start"): "restart",
            ("stop",): "stops",
        }[self.commands]
        return word if self.holds or not self.commands else f"{word}, **not applied**"


@cache
def gcm_lines(release: str) -> dict[str, list[str]]:
    """Driver -> the proposals that it writes of a connection with AES-GCM."""
    return {driver: found["AES-GCM"]["lines"] for driver, found in _run(release, *DRIVERS).items()}


@cache
def lives(release: str) -> dict[str, dict[str, Outcome]]:
    """Driver -> operation -> outcome, with a stand-in for the gateway."""
    return _outcomes(_run(release, *DRIVERS))


@cache
def life_of_charon(release: str, namespace: str) -> dict[str, Outcome]:
    """Operation -> outcome, with a real charon."""
    return _outcomes(_run(release, "--charon", namespace))["strongswan"]


@cache
def gateway_life(release: str) -> dict[str, list[Any]]:
    """Step -> what it is refused with, and the status of OVN's gateway after it."""
    return _run(release, module="agents.gateway")


@cache
def _run(release: str, *arguments: str, module: str = "agents") -> dict[str, Any]:
    folders = [FOLDER / release, HERE, ROOT / "tests" / "e2e" / "tunnel"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, folders)), "PYTHONWARNINGS": "ignore"}
    command = [str(PYTHON), "-m", module, *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def _outcomes(result: dict[str, dict[str, Any]]) -> dict[str, dict[str, Outcome]]:
    return {
        driver: {
            name: Outcome(tuple(one["commands"]), one["holds"], tuple(one["statuses"]))
            for name, one in outcomes.items()
            if "commands" in one
        }
        for driver, outcomes in result.items()
    }


def can_run_charon() -> bool:
    return os.geteuid() == 0 and all(map(shutil.which, ("ip", "unshare", "ipsec"))) and Path("/dev/net/tun").exists()


@contextmanager
def namespace_of(name: str) -> Iterator[str]:
    """A network namespace with the addresses of a gateway; what runs in it ends with it."""
    ip("netns", "add", name)
    try:
        ip("-n", name, "link", "set", "lo", "up")
        for address in ADDRESSES:
            ip("-n", name, "addr", "add", address, "dev", "lo")
        ip("-n", name, "route", "add", "default", "dev", "lo")
        yield name
    finally:
        for number in ip("netns", "pids", name).split():
            os.kill(int(number), 9)
        ip("netns", "delete", name)


def ip(*arguments: str) -> str:
    return subprocess.run(["ip", *arguments], check=True, capture_output=True, text=True).stdout
