# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Starting the two servers, waiting for them, finding them again and ending them."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from rig.commands import BootError, rig_environment, tail
from rig.layout import Layout

SERVICES = ("keystone", "neutron")
MAX_WAIT = 120  # seconds; a loaded machine with two cores has been seen to take 30


@dataclass
class Server:
    """One server process, and the socket it will listen on: bound here, so that the port is taken before it runs."""

    service: str
    socket: socket.socket
    url: str
    process: subprocess.Popen | None = None


def bind(service: str) -> Server:
    """A free loopback port, chosen by the kernel."""
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    bound.bind(("127.0.0.1", 0))
    return Server(service, bound, f"http://127.0.0.1:{bound.getsockname()[1]}")


def start(server: Server, layout: Layout, parent: int | None, folder: str, **environment: str) -> None:
    """Start the server in a session of its own: Ctrl-C in the terminal is for boot.py, which ends the servers.

    `folder`: where Python finds a service driver that is not the rig's.
    """
    command = [str(layout.python), "-m", "rig.serve", server.service, str(layout.state)]
    command += ["--socket", str(server.socket.fileno()), "--configuration", str(layout.configuration(server.service))]
    command += ["--parent", str(parent)] if parent else []
    with layout.log(server.service).open("a", encoding="utf-8") as log:
        server.process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=layout.state,
            env=rig_environment(folder, **environment),
            pass_fds=[server.socket.fileno()],
            start_new_session=True,
        )
    server.socket.close()  # the child's alone now: when it ends, connections are refused at once


def wait_until_ready(servers: list[Server], layout: Layout) -> None:
    deadline = time.monotonic() + MAX_WAIT
    for server in servers:
        while not answers(server.url):
            if server.process.poll() is not None:
                raise BootError(
                    f"{server.service} ended with {server.process.returncode}\n{tail(layout.log(server.service))}"
                )
            if time.monotonic() > deadline:
                raise BootError(f"{server.service} is not ready after {MAX_WAIT} s\n{tail(layout.log(server.service))}")
            time.sleep(0.1)


def answers(url: str) -> bool:
    """Whether a server gives its list of versions (200 by Neutron, 300 by Keystone)."""
    try:
        with urllib.request.urlopen(url, timeout=10):
            return True
    except urllib.error.HTTPError as error:
        return error.code == 300
    except OSError:
        return False


def running(layout: Layout) -> dict[int, str]:
    """The servers of this release that are alive, by process id.

    Found by their command lines, not by a file: that may be stale, and is gone after `make clean`.
    """
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            # Neutron's import of setproctitle puts blanks where the zero bytes were.
            words = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue  # ended meanwhile
        for service in SERVICES:
            if f" -m rig.serve {service} {layout.state} --socket " in words:
                found[int(folder.name)] = service
        # MariaDB and OVN: an unpacked program that has a file of this state folder among its arguments.
        if words.startswith(f"{layout.debian}/") and f"{layout.state}/" in words:
            found[int(folder.name)] = Path(words.split()[0]).name
    return found


def end_all(layout: Layout) -> list[int]:
    """End every server of this release; first politely. Returns the ids of those that ran."""
    ended = list(running(layout))
    for sign, max_wait in ((signal.SIGTERM, 15), (signal.SIGKILL, 10)):
        for process in running(layout):
            try:
                os.kill(process, sign)
            except ProcessLookupError:
                continue
        deadline = time.monotonic() + max_wait
        while running(layout) and time.monotonic() < deadline:
            time.sleep(0.05)
    if running(layout):
        raise BootError(f"could not end {running(layout)}")
    return ended
