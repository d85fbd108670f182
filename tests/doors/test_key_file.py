# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``site_to_site_psk_file``: both ends and the file hold one key, whatever the path, the working directory and the host.

The cases of a class are hosts of one play, each with two routers of its own in two embedded clouds; so a run of all of
them costs one ansible-playbook.
"""

from __future__ import annotations

import getpass
import hashlib
import json
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import yaml

from ansible_collections.sitelink.vpnaas.tests.cloud import Cloud
from ansible_collections.sitelink.vpnaas.tests.doors.test_both_ends import PARIS, ROME, Pair, keys, served, writes

ENDS = [PARIS, ROME]
#: Nobody answers there: a task that used the connection of the host would fail.
UNREACHABLE = {"ansible_connection": "ssh", "ansible_host": "127.0.0.1", "ansible_port": 1, "ansible_become": True}
ROLE = {"name": "sitelink.vpnaas.site_to_site"}
#: The path that is given -> the file it names; ``play`` is the playbook's folder, ``home`` the value of HOME.
PATHS = {
    "psk-relative": "{play}/psk-relative",
    "~/psk-home": "{home}/psk-home",
    "psk-$SITELINK_NAME": "{play}/psk-demo$USER",
    "${SITELINK_DIR}/psk-braces": "{home}/sub/psk-braces",
    "$SITELINK_TILDE/psk-tilde": "{home}/sub/psk-tilde",
}


class Runs:
    """Plays in one folder, with HOME and the working directory elsewhere."""

    def __init__(self, clouds: Pair) -> None:
        self.clouds, self.folder = clouds, clouds.folder
        self.home, self.elsewhere = self.folder / "home", self.folder / "elsewhere"
        (self.home / "sub").mkdir(parents=True)
        self.elsewhere.mkdir()

    def play(self, tasks: list, *arguments: str, host: dict | None = None, code: int = 0, **keywords: object) -> str:
        """What the run printed at -vvvv --diff. ``host``: variables of the one host, which is not local."""
        host_vars = {"ansible_python_interpreter": sys.executable, **(host or {})}
        inventory = {"all": {"hosts": {"edge": host_vars if host else {"ansible_connection": "local", **host_vars}}}}
        (self.folder / "hosts.yml").write_text(yaml.safe_dump(inventory))
        play = {"hosts": "edge", "gather_facts": False, "tasks": tasks, **keywords}
        (self.folder / "play.yml").write_text(yaml.safe_dump([play]))
        environment = {
            "HOME": str(self.home),
            "OS_CLIENT_CONFIG_FILE": str(self.folder / "clouds.yaml"),
            "SITELINK_NAME": "demo$USER",
            "SITELINK_DIR": str(self.home / "sub"),
            "SITELINK_TILDE": "~/sub",
            "ANSIBLE_NOCOLOR": "1",
        }
        command = [sys.executable, "-m", "ansible", "playbook", "-i", str(self.folder / "hosts.yml")]
        done = subprocess.run(
            [*command, str(self.folder / "play.yml"), "-vvvv", "--diff", *arguments],
            cwd=self.elsewhere,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    def file(self, named: str) -> Path:
        return Path(named.format(play=self.folder, home=self.home))

    def key_files(self) -> list[Path]:
        return [path for path in self.folder.rglob("*") if "psk" in path.name]


@pytest.fixture
def runs(tmp_path: Path) -> Iterator[Runs]:
    with ExitStack() as stack:
        clouds = {name: Cloud(agent="DOWN:0") for name in ("paris", "rome")}
        urls = {name: stack.enter_context(served(cloud)) for name, cloud in clouds.items()}
        yield Runs(Pair(tmp_path, clouds, urls, {}))


def role(path: str, **variables: object) -> dict:
    given = {"site_to_site_name": "vpn", "site_to_site_ends": ENDS, "site_to_site_psk_file": path, **variables}
    return {"ansible.builtin.include_role": ROLE, "vars": given}


def absent() -> dict:
    return role("unused", site_to_site_state="absent")


def kept(name: str) -> list[dict]:
    """Tasks that keep the fingerprints of both stored keys, which the role's own modules do not return."""
    return [{"ansible.builtin.copy": {"content": "", "dest": name}, "delegate_to": "localhost"}]


def one_key(runs: Runs, file: Path, said: str) -> None:
    """Both ends and the file hold one key, the file is its owner's alone, and the key is nowhere in the output."""
    key = file.read_text().strip()
    stored = keys(runs.clouds)
    assert len(stored) == 1 and hashlib.sha256(key.encode()).hexdigest() in stored.pop(), file
    assert key not in said


@pytest.mark.parametrize("path", PATHS)
def test_both_ends_and_the_file_hold_one_key_whatever_the_path(runs: Runs, path: str) -> None:
    """Fault C2 was ``psk-$USER``: a key for each end, and a third one in the file."""
    said = runs.play([role(path)])
    file = runs.file(PATHS[path])
    assert runs.key_files() == [file] and stat.S_IMODE(file.stat().st_mode) == 0o600
    one_key(runs, file, said)
    runs.clouds.clouds["paris"].forget_log(), runs.clouds.clouds["rome"].forget_log()
    assert "changed=0" in runs.play([role(path)]) and writes(runs.clouds) == [[], []]
