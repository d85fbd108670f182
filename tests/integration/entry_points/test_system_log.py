# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""D1 of the faults of 1.0.0.

Ansible logs a module's parameters to syslog or journald on the machine where it runs. No key or password is in them,
whatever characters it has, in whichever option and of whichever type it stands, and whether the task fails or not.
``SITELINK_ENTRY_POINTS=all`` tries every such task (make entry-points); otherwise each module and every third task.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.registry import TASKS
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.seed_data import ROUTER, SUBNET
from ansible_collections.sitelink.vpnaas.tests.fakes.neutron.user_client import FakeUserClient
from ansible_collections.sitelink.vpnaas.tests.support.served import WHOLE, poll_calmly

#: Stands in front of a command that gets a /dev of its own, in which /dev/log is the socket $1.
PRIVATE_DEV = """
set -e
socket=$1 dev=$2; shift 2
mount -t tmpfs none "$dev"
for name in null zero full random urandom tty; do
  [ ! -e /dev/$name ] || { touch "$dev/$name"; mount --bind /dev/$name "$dev/$name"; }
done
mkdir "$dev/shm" "$dev/pts"
mount --bind /dev/pts "$dev/pts"
ln -s /proc/self/fd "$dev/fd"; ln -s "$socket" "$dev/log"
mount --rbind "$dev" /dev
exec "$@"
"""
#: The Python binding of systemd, as far as Ansible uses it, with a file in place of journald.
SYSTEMD = """
import json, os

def sendv(*fields):
    raise NotImplementedError

def send(**fields):
    # One write: modules run in parallel.
    with open(os.environ["SITELINK_JOURNAL"], "ab", buffering=0) as file:
        file.write(json.dumps({name: str(value) for name, value in fields.items()}).encode() + b"\\n")
"""
#: What stands between two halves that occur nowhere else.
AWKWARD = [
    "",
    "\\",
    "\\n",
    "'\"",
    "\"'\\",
    "\u00e4\u20ac\U0001f511",
    "\n",
    "\r\n\t",
    "\x00",
    "%s {{ '{{' }}",
    " = ",
    "&<>",
]
ACCESS = {"cloud": "embedded"}
WIRED = {"vpn_service": "office", "ike_policy": "ike", "ipsec_policy": "ipsec", "peer_address": "172.24.4.233"}
SERVICE = {"vpn_service": {"name": "office", "router": "edge", "subnet": "office"}}
#: Each runs half of the tasks, at the same time as the other.
HOSTS = ("one", "two")


class Keys:
    """Hands out keys, and finds the halves of each in a text."""

    def __init__(self) -> None:
        self.made: list[list[str]] = []

    def new(self, between: str = "") -> str:
        halves = [f"Kq{secrets.token_hex(8)}", f"Zt{secrets.token_hex(8)}"]
        self.made.append(halves)
        return between.join(halves)

    def number(self) -> int:
        number = 10**15 + secrets.randbelow(10**15)
        self.made.append([str(number)])
        return number

    def every(self) -> list[str]:
        return [self.new(between) for between in AWKWARD]

    def hits(self, text: str) -> list[str]:
        return [key[0] for key in self.made if any(half in text for half in key)]


def tasks_with(keys: Keys) -> list[dict[str, Any]]:
    """Tasks that hold keys: all of them fail or not as they like, and some cannot but fail."""

    def auth() -> dict[str, str]:
        known = ["password", "token", "passcode", "client_secret", "application_credential_secret"]
        return {name: keys.new(between) for name, between in zip(known, AWKWARD[1:], strict=False)} | {
            f"unknown_{number}": key for number, key in enumerate(keys.every())
        }

    def connection(psk: Any, **more: Any) -> dict[str, Any]:
        return {**WIRED, "name": f"c{secrets.token_hex(4)}", "peer_cidrs": ["10.2.0.0/24"], "psk": psk, **more}

    def topology(*items: Any) -> dict[str, Any]:
        return {"vpn_topology": {**ACCESS, "ipsec_site_connections": list(items)}}

    def single(**options: Any) -> dict[str, Any]:
        return {"ipsec_site_connection": {**ACCESS, **options}}

    nameless = ("info", "topology", "migration")
    names = {name: {} if any(part in name for part in nameless) else {"name": "x"} for name in TASKS}
    required = {
        **SERVICE,
        "ipsec_site_connection": connection(keys.new("\\")),
        "playbook_text": {"playbook": "status"},
        "crypto_migration": {"step": "plan", "ike_policy": {"pfs": "group14"}},
    }
    needed = {name: {**options, **required.get(name, {})} for name, options in names.items()}
    every_module = [
        *(
            {
                name: {
                    **options,
                    "auth": auth(),
                    "cloud": {"auth": auth()},
                    ("client_key", "key")[number % 2]: keys.new("\\"),
                }
            }
            for number, (name, options) in enumerate(needed.items())
        )
    ]
    others = [
        single(**connection(keys.new("\"'\\"))),
        topology(*(connection(key) for key in keys.every() if key.isprintable())),
        topology(
            *(connection(key) for key in keys.every()), *(connection(key, state="absent") for key in keys.every())
        ),
        # of another type
        *(single(**connection(psk)) for psk in (keys.number(), keys.every(), {"a": keys.every()})),
        topology(*(connection(psk) for psk in (keys.number(), keys.every(), {"a": [keys.new("\\")]}))),
        {
            "ike_policy": {
                **ACCESS,
                "name": {"psk": keys.new("\\'\"")},
                "description": [{"pre_shared_key": keys.new("\\'\"")}],
            }
        },
        {"endpoint_group": {**ACCESS, "name": "g", "type": "cidr", "endpoints": [{"psk": keys.new("'\"")}]}},
        {"ike_policy": {**ACCESS, "name": "x", "lifetime": {"psk": keys.new("\\")}}},
        {"ike_policy": {"name": "x", "auth": f"password={keys.new()}"}},
        {"ike_policy": {"name": "x", "auth": [keys.new("\\")], "cloud": [keys.new("\\")]}},
        # what Ansible refuses, or stumbles over
        single(**connection(keys.new("\\")), pre_shared_key=keys.new("\\")),
        single(**connection(keys.new("\\'\""), dpd=keys.new("\\")), timeout="soon"),
        topology(connection(keys.new("\\"), pre_shared_key=keys.new("'\"")), [connection(keys.new("\\"))]),
        {"vpn_topology": {**ACCESS, "ipsec_site_connections": f"name=x,psk={keys.new()}"}},
        {"vpn_topology": {**ACCESS, "timeout": "inf", "ipsec_site_connections": [connection(keys.new("\\"))]}},
    ]
    return [*every_module, *(others if WHOLE else others[::3])]


@pytest.fixture
def syslog(site: Any) -> Iterator[Callable[[], list[str]]]:
    """A reader of what arrived at /dev/log, which leads to a listener of this test's own."""
    # AF_UNIX takes no longer paths than 107 bytes.
    folder = Path(tempfile.mkdtemp(prefix="log"))
    unshare = ["unshare", "--mount", *([] if os.geteuid() == 0 else ["--map-root-user"])]
    (folder / "dev").mkdir()
    site.prefix = [*unshare, "sh", "-c", PRIVATE_DEV, "sh", str(folder / "log"), str(folder / "dev")]
    received: list[str] = []
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(str(folder / "log"))
        try:
            trial = subprocess.run([*site.prefix, "true"], capture_output=True, text=True, check=False)
            if trial.returncode:
                pytest.skip(f"no private /dev/log without a mount namespace of one's own: {trial.stderr.strip()}")
        except FileNotFoundError:
            pytest.skip("no private /dev/log without the command unshare")

        def listen() -> None:
            while message := listener.recv(1 << 20):
                received.append(message.decode("utf-8", "replace"))

        thread = threading.Thread(target=listen)
        thread.start()
        try:
            yield lambda: received
        finally:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as last:
                last.sendto(b"", str(folder / "log"))
            thread.join()
            shutil.rmtree(folder)


@pytest.fixture
def journald(site: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    """A reader of what was sent through systemd's Python binding."""
    package = site.folder / "python_path" / "systemd"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "journal.py").write_text(SYSTEMD)
    (package / "daemon.py").write_text("def booted():\n    return True\n")
    monkeypatch.setenv("PYTHONPATH", f"{package.parent}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")
    monkeypatch.setenv("SITELINK_JOURNAL", str(site.folder / "journal"))
    return lambda: (site.folder / "journal").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("log", [pytest.param("syslog", marks=pytest.mark.long), "journald"])
def test_no_key_reaches_the_system_log(
    site: Any, log: str, request: pytest.FixtureRequest, record_property: Callable[[str, object], None]
) -> None:
    read = request.getfixturevalue(log)
    poll_calmly(site.folder, 0.1)  # the strategy free writes a debug message each time
    user_client = FakeUserClient(site.cloud)
    for kind, name in (("ikepolicy", "ike"), ("ipsecpolicy", "ipsec")):
        user_client.make(kind, name=name)
    user_client.make("vpnservice", name="office", router_id=ROUTER["edge"], subnet_id=SUBNET["office"])
    keys = Keys()
    control = f"seen-{secrets.token_hex(8)}"
    tasks = [
        {f"sitelink.vpnaas.{name}": options for name, options in task.items()}
        for task in tasks_with(keys)
        # One method writes to both: all modules are asked once.
        if log == "syslog" or "vpn_topology" in task
    ]
    used = {next(iter(task)).rpartition(".")[2] for task in tasks}
    tasks.append({"sitelink.vpnaas.ike_policy_info": {**ACCESS, "name": control}})
    play = {
        "hosts": "all",
        "connection": "local",
        "strategy": "ansible.builtin.free",
        "gather_facts": False,
        "vars": {"ansible_python_interpreter": sys.executable},
        "tasks": [
            *(
                {
                    **task,
                    "ignore_errors": True,
                    "no_log": False,
                    "when": f"inventory_hostname == '{HOSTS[number % len(HOSTS)]}'",
                }
                for number, task in enumerate(tasks)
            ),
            {"ansible.builtin.stat": {"path": f"/core-{control}"}},
        ],
    }
    # JSON is YAML, and needs no word on what stays in one line. Nothing in it is a template.
    (site.folder / "play.json").write_text(json.dumps([play]).replace("{{ '{{' }}", "{ {"))
    yaml.safe_load((site.folder / "play.json").read_text())
    output, code = site.play(
        site.folder / "play.json",
        f"--inventory={','.join(HOSTS)},",
        SITELINK_VPNAAS_IN_PROCESS="0",
        ANSIBLE_DEBUG="1",
        ANSIBLE_PIPELINING="1",
    )
    assert code == 0, output[-3000:]
    lines = read()
    hits = keys.hits("\n".join(lines))
    tried = len(keys.hits(json.dumps(tasks)))
    record_property("keys tried", tried)
    record_property("log lines", len(lines))
    record_property("hits", len(hits))
    print(f"{log}: keys tried {tried}, log lines {len(lines)}, hits {len(hits)}")
    assert hits == []
    # The listener hears Ansible's own modules and each of ours, harmless values included.
    assert any(f"core-{control}" in line for line in lines)
    assert any("Invoked with" in line and control in line for line in lines)
    invoked = [line for line in lines if "Invoked with" in line]
    captured = [
        name for name in TASKS if any(f"{name} Invoked" in line or f"{name}: Invoked" in line for line in invoked)
    ]
    assert set(captured) >= used
    assert len(invoked) > len(tasks) / 2
