# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``site_to_site_psk_file``: both ends and the file hold one key, whatever the path, HOME, the working directory and
the host. Every run has HOME and the working directory outside the playbook's folder, and an inventory in which
localhost is not local."""

from __future__ import annotations

import getpass
import hashlib
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import yaml

from ansible_collections.sitelink.vpnaas.tests.fakes.neutron import Cloud
from ansible_collections.sitelink.vpnaas.tests.integration.entry_points.test_both_ends import PARIS, ROME, Pair, served
from ansible_collections.sitelink.vpnaas.tests.support.served import WHOLE, poll_calmly

#: Nobody answers there: a task that used this connection, or became another user, would fail.
UNREACHABLE = {"ansible_connection": "ssh", "ansible_host": "127.0.0.1", "ansible_port": 1, "ansible_become": True}
#: What ``site_to_site_psk_file`` says -> the file that it names.
PATHS = {
    "psk-relative": "{play}/psk-relative",
    "{home}/psk-absolute": "{home}/psk-absolute",
    "~/psk-home": "{home}/psk-home",
    "psk-$SITELINK_NAME": "{play}/psk-demo$USER",
    "${{SITELINK_DIR}}/psk-braces": "{home}/sub/psk-braces",
    "$SITELINK_TILDE/psk-tilde": "{home}/sub/psk-tilde",
}


class Runs:
    """Two clouds, and runs of a playbook at -vvvv --diff."""

    def __init__(self, clouds: Pair) -> None:
        self.clouds, self.folder = clouds, clouds.folder
        self.home, self.elsewhere = self.folder / "home", self.folder / "elsewhere"
        (self.home / "sub").mkdir(parents=True)
        self.elsewhere.mkdir()
        poll_calmly(self.elsewhere)

    def play(self, tasks: list[dict], *arguments: str, code: int = 0, **keywords: object) -> str:
        """What the run printed."""
        for cloud in self.clouds.clouds.values():
            cloud.forget_log()
        here = {"ansible_connection": "local", "ansible_python_interpreter": sys.executable}
        hosts = {"controller": here, "far": UNREACHABLE, "localhost": UNREACHABLE}
        (self.folder / "hosts.yml").write_text(yaml.safe_dump({"all": {"hosts": hosts}}))
        play = {"hosts": "controller", "gather_facts": False, "tasks": tasks, **keywords}
        (self.folder / "play.yml").write_text(yaml.safe_dump([play]))
        environment = {
            "HOME": str(self.home),
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

    def named(self, text: str) -> str:
        return text.format(play=self.folder, home=self.home)

    def key_files(self) -> set[str]:
        return {str(path) for path in self.folder.rglob("*psk*")}

    def keys(self, number: int) -> list[str]:
        """The fingerprints of the keys at both ends of a pair of clouds."""
        names = [f"{city}{number}" for city in ("paris", "rome")]
        return [self.clouds.stored(name, "ipsec_site_connections")["vpn"]["psk"] for name in names]


def fingerprint(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def role(path: str, number: int = 0, **options: object) -> dict:
    """The role with both ends, which are in the pair of clouds of that number."""
    ends = [
        {**end, "cloud": {"cloud": f"{city}{number}", "wait": False}}
        for city, end in (("paris", PARIS), ("rome", ROME))
    ]
    return {
        "ansible.builtin.include_role": {"name": "sitelink.vpnaas.site_to_site", **options},
        "vars": {"site_to_site_name": "vpn", "site_to_site_ends": ends, "site_to_site_psk_file": path},
    }


@pytest.fixture
def runs(tmp_path: Path) -> Iterator[Runs]:
    with ExitStack() as stack:
        names = [f"{city}{number}" for number in range(len(PATHS)) for city in ("paris", "rome")]
        clouds = {name: Cloud(agent="DOWN:0") for name in names}
        urls = {name: stack.enter_context(served(cloud)) for name, cloud in clouds.items()}
        yield Runs(Pair(tmp_path, clouds, urls, {}))


@pytest.mark.long
def test_both_ends_and_the_file_hold_one_key_whatever_the_path(runs: Runs) -> None:
    """Fault C2: with ``psk-$USER`` each end got its own key, and the file held a third."""
    given = {runs.named(text): Path(runs.named(file)) for text, file in PATHS.items()}
    tasks = [role(text, number) for number, text in enumerate(given)]
    output = runs.play(tasks)
    assert runs.key_files() == {str(file) for file in given.values()}
    for number, file in enumerate(given.values()):
        assert runs.keys(number) == [fingerprint(file)] * 2, file
        assert file.read_text() not in output and stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len({fingerprint(file) for file in given.values()}) == len(PATHS)

    # A run with the files that are there; the connection of one end is lost meanwhile, and one file. The paths were
    # read above: all of them again with SITELINK_ENTRY_POINTS=all (make entry-points).
    first, second, *others = given.values()
    first.unlink()
    gone = {"cloud": "rome1", "name": "vpn", "state": "absent"}
    output = runs.play([*(tasks if WHOLE else tasks[:2]), {"sitelink.vpnaas.ipsec_site_connection": gone}, tasks[1]])
    assert [name for name in runs.clouds.clouds if runs.clouds.writes(name)] == ["rome1"]
    assert runs.clouds.writes("rome1") == ["DELETE", "POST"]
    assert runs.keys(1) == [fingerprint(second)] * 2
    assert runs.key_files() == {str(file) for file in (second, *others)}


@pytest.mark.long
def test_a_file_that_changes_during_the_run_is_an_error_and_no_second_key(runs: Runs) -> None:
    key_file = {"sitelink.vpnaas.site_key_file": {"path": "psk", "create": True}, "register": "file"}
    keep = "{{ lookup('sitelink.vpnaas.site_key', file=file.path, version=file.version) | length }}"
    write = {"content": "a key of somebody", "dest": "{{ file.path }}"}
    used = {"ansible.builtin.assert": {"that": [f"{keep[3:-3]} == 48"]}}
    output = runs.play([key_file, used, {"ansible.builtin.copy": write, "no_log": True}, used], code=2)
    assert (
        f"{runs.folder / 'psk'}: the file has changed during this run" in output and "a key of somebody" not in output
    )


def test_a_run_that_was_killed_after_the_key_was_written_goes_on_with_it(runs: Runs) -> None:
    file = runs.home / "psk"
    runs.play([{"sitelink.vpnaas.site_key_file": {"path": "~/psk", "create": True}}])
    key = file.read_text()
    output = runs.play([role("~/psk")])
    assert file.read_text() == key and key not in output
    assert runs.keys(0) == [fingerprint(file)] * 2


@pytest.mark.first_case_only
@pytest.mark.parametrize("way", ["--check", "check_mode of the play", "check_mode of the role"])
def test_check_mode_generates_no_key_and_says_that_a_run_would(runs: Runs, way: str) -> None:
    path = "psk-$SITELINK_NAME"
    apply = {"apply": {"check_mode": True}} if way == "check_mode of the role" else {}
    keywords = {"check_mode": True} if way == "check_mode of the play" else {}
    output = runs.play([role(path, **apply)], *(["--check"] if way == "--check" else []), **keywords)
    assert runs.key_files() == set() and not any(map(runs.clouds.writes, runs.clouds.clouds))
    assert '"psk": "(not shown, will be generated)"' in output and "not shown, new value" not in output
    assert "(a generated key, not shown)" in output


def test_unusable_key_file_stops_the_role_before_any_write(runs: Runs) -> None:
    """Fault C3: a named pipe hung, a byte order mark became part of the key. That others can read it: below."""
    os.mkfifo(runs.folder / "pipe")
    (runs.folder / "bom").write_bytes(b"\xef\xbb\xbfsecret-of-nobody")
    (runs.folder / "lines").write_text("secret-of-nobody\nsecret-of-nobody\n")
    refused = {
        "key-$SITELINK_NOT_SET": "environment variable SITELINK_NOT_SET is not set or empty",
        "~nobody-of-that-name/key": "home directory ~nobody-of-that-name is not known",
        "pipe": "this is a named pipe",
        "/dev/null": "this is a device",
        "bom": "byte order mark",
        "lines": "several lines",
    }
    tasks = [{"block": [role(path)], "rescue": [{"ansible.builtin.meta": "noop"}]} for path in refused]
    output = runs.play(tasks)
    assert [words for words in refused.values() if words not in output] == []
    assert "secret-of-nobody" not in output and not any(map(runs.clouds.writes, runs.clouds.clouds))


@pytest.mark.long
def test_the_file_is_the_controllers_whatever_the_host(runs: Runs) -> None:
    """Connection, become and delegate_to of a host that is not local have no effect on the task."""
    mine = f"~{getpass.getuser()}/"
    task = {"sitelink.vpnaas.site_key_file": {"path": "~/psk-far", "create": True}, "register": "file"}
    delegated = {"sitelink.vpnaas.site_key_file": {"path": "psk-delegated", "create": True}, "delegate_to": "localhost"}
    (runs.folder / "psk-open").write_text("a key for everybody")
    (runs.folder / "psk-open").chmod(0o644)
    warned = {"sitelink.vpnaas.site_key_file": {"path": "psk-open"}}
    asked = {"sitelink.vpnaas.site_key_file": {"path": mine}, "failed_when": False}
    output = runs.play([task, delegated, warned, asked], hosts="far", become=True)
    made = [runs.home / "psk-far", runs.folder / "psk-delegated"]
    assert runs.key_files() == {str(file) for file in made} | {str(runs.folder / "psk-open")}
    assert [stat.S_IMODE(file.stat().st_mode) for file in made] == [0o600, 0o600]
    assert "psk-open: the file with the pre-shared key is accessible to its group or others" in " ".join(output.split())
    assert f"{Path(mine).expanduser()}: this is a directory" in output
    assert not [file for file in (*made, runs.folder / "psk-open") if file.read_text() in output]
