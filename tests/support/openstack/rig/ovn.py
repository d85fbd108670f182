# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a Neutron with the OVN back end stands on, as plain processes: MariaDB, OVN's two databases, ovn-northd.

Sockets are named relative to the state folder, where every process runs: a path of more than 108 bytes is no address.
"""

from __future__ import annotations

import ctypes
import functools
import os
import signal
import socket
import subprocess
import time

from rig.commands import BootError, rig_environment, run_logged, tail
from rig.debian import debian_environment, program
from rig.layout import Layout

#: Name of an OVN database -> its schema.
SCHEMAS = {"nb": "ovn-nb.ovsschema", "sb": "ovn-sb.ovsschema"}
MARIADB_SOCKET = "mariadb/mysql.sock"

#: The service providers' driver.
DRIVER = "rig.ovn_driver.OvnReportingDriver"
MAX_WAIT = 60


def schemas(layout: Layout) -> dict[str, str]:
    """The databases of OVN that this cloud has."""
    return SCHEMAS if layout.ovn else {}


def files(layout: Layout) -> tuple[str, ...]:
    """What a boot starts from, below the state folder; copied while nothing runs."""
    return ("mariadb", *(f"{name}.db" for name in schemas(layout))) if layout.mariadb else ()


def create_back_end(layout: Layout) -> None:
    """Empty databases of OVN and MariaDB, the latter with its own tables and an empty schema for Neutron."""
    environment, log = debian_environment(layout), layout.log("first-boot")
    for name, schema in schemas(layout).items():
        path = str(layout.debian / "usr" / "share" / "ovn" / schema)
        run_logged([program(layout, "ovsdb-tool"), "create", str(layout.state / f"{name}.db"), path], log, environment)
    (layout.state / "mariadb").mkdir(mode=0o700)
    share = layout.debian / "usr" / "share" / "mysql"
    # --bootstrap wants a line for each statement.
    script = [b"CREATE DATABASE mysql;\nUSE mysql;\n"]
    script += [(share / f"mysql_system_tables{part}.sql").read_bytes() for part in ("", "_data")]
    script += [b"CREATE DATABASE neutron CHARACTER SET utf8mb4;\n"]
    with log.open("a", encoding="utf-8") as stream:
        command = [*mariadb(layout), "--bootstrap"]
        text = b"".join(script)
        done = subprocess.run(command, input=text, stdout=stream, stderr=stream, env=environment, check=False)
    if done.returncode:
        raise BootError(f"mariadbd --bootstrap ended with {done.returncode}\n{tail(log)}")


def mariadb(layout: Layout) -> list[str]:
    """The server, for whoever may open its socket in the state folder; durable enough for a test bench."""
    options = [
        f"--datadir={layout.state / 'mariadb'}",
        f"--lc-messages-dir={layout.debian / 'usr' / 'share' / 'mysql'}",
        "--innodb-log-file-size=8M",
        "--innodb-buffer-pool-size=64M",
        "--innodb-flush-log-at-trx-commit=0",
        "--skip-networking",
        "--skip-grant-tables",
        "--socket=mysql.sock",
    ]
    # Started by root it insists on being told to stay root.
    user = ["--user=root"] if os.geteuid() == 0 else []
    return [program(layout, "mariadbd"), "--no-defaults", *user, *options]


def start_back_end(layout: Layout, parent: int | None) -> dict[str, int]:
    """Start all of it and wait until it listens; process ids by name."""
    programs = {"mariadb": mariadb(layout)}
    for name in schemas(layout):
        options = [f"--remote=punix:{name}.sock", f"--unixctl={name}.ctl", str(layout.state / f"{name}.db")]
        programs[f"ovn-{name}"] = [program(layout, "ovsdb-server"), *options]
    northd = ["--ovnnb-db=unix:nb.sock", "--ovnsb-db=unix:sb.sock", "--unixctl=northd.ctl"]
    if layout.ovn:
        programs["ovn-northd"] = [program(layout, "ovn-northd"), *northd, f"--pidfile={layout.state}/northd.pid"]
    started = {name: launch(layout, name, command, parent) for name, command in programs.items()}
    for path in (MARIADB_SOCKET, *(f"{name}.sock" for name in schemas(layout))):
        wait_for_socket(layout, path, list(started.values()))
    return {name: process.pid for name, process in started.items()}


def launch(layout: Layout, name: str, command: list[str], parent: int | None) -> subprocess.Popen:
    libc = ctypes.CDLL(None, use_errno=True)
    with layout.log(name).open("a", encoding="utf-8") as log:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=layout.state,
            env=debian_environment(layout),
            start_new_session=True,
            # As rig.serve does for itself: it ends with boot.py in the foreground (PR_SET_PDEATHSIG).
            preexec_fn=functools.partial(libc.prctl, 1, signal.SIGTERM) if parent else None,
        )


def wait_for_socket(layout: Layout, path: str, processes: list[subprocess.Popen]) -> None:
    deadline = time.monotonic() + MAX_WAIT
    folder = os.open(layout.state, os.O_PATH)
    try:
        while True:
            try:
                with socket.socket(socket.AF_UNIX) as asked:
                    return asked.connect(f"/proc/self/fd/{folder}/{path}")
            except OSError:
                ended = [process.args[0] for process in processes if process.poll() is not None]
                if ended or time.monotonic() > deadline:
                    logs = "\n".join(tail(log, 15) for log in sorted(layout.state.glob("*.log")))
                    raise BootError(f"{path} is not served; ended: {ended or 'nothing'}\n{logs}") from None
                time.sleep(0.05)
    finally:
        os.close(folder)


def migrate(layout: Layout) -> None:
    """Neutron's tables by its own migrations, which SQLite cannot run: new ones, or those of an older release."""
    manage = [str(layout.venv / "bin" / "neutron-db-manage"), "--config-file", str(layout.configuration("neutron"))]
    for project in ("neutron", "neutron-vpnaas"):
        command = [*manage, "--subproject", project, "upgrade", "heads"]
        run_logged(command, layout.log("first-boot"), rig_environment(), layout.state)
