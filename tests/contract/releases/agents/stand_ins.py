# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Stand-ins of a gateway: they read the files that the release's process manager wrote when they are told to, and note
what they were told. No decision of the agent's is made here."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

CONNECTION = re.compile(r"^conn (\S+)\n((?:[ \t#].*\n|\n)*)", re.MULTILINE)
NETWORKS = re.compile(r"^ *rightsubnets?=(.*)$", re.MULTILINE)
SECRET = re.compile(r"PSK \"?0s([A-Za-z0-9+/=]+)")


class Gateway:
    """What it was told, and what it holds: connections with the peer's networks, keys."""

    def __init__(self) -> None:
        self.commands: list[str] = []
        self.running = False
        self.connections: dict[str, tuple[str, ...]] = {}
        self.keys: set[str] = set()
        self.up: set[str] = set()

    def start(self, etc: Path) -> None:
        self.commands.append("start")
        self.running = True
        self.read_connections(etc)
        self.read_keys(etc)
        self.up = set(self.connections)

    def stop(self) -> None:
        self.commands.append("stop")
        self.running, self.connections, self.keys, self.up = False, {}, set(), set()

    def read_connections(self, etc: Path) -> None:
        text = (etc / "ipsec.conf").read_text(encoding="utf-8")
        found = {name: NETWORKS.search(body) for name, body in CONNECTION.findall(text) if name != "%default"}
        self.connections = {
            name: tuple(sorted(re.findall(r"[0-9a-f.:]+/\d+", networks[1])))
            for name, networks in found.items()
            if networks
        }

    def read_keys(self, etc: Path) -> None:
        text = (etc / "ipsec.secrets").read_text(encoding="utf-8")
        self.keys = {base64.b64decode(key).decode() for key in SECRET.findall(text)}

    def holds(self, wanted: dict[str, dict[str, Any]]) -> bool:
        """Whether it has just these connections, with these networks and keys."""
        return self.connections == {
            name: tuple(sorted(one["peer_cidrs"])) for name, one in wanted.items()
        } and self.keys == {one["psk"] for one in wanted.values()}


GATEWAY = Gateway()


class OfStrongSwan:
    """In place of the ways to the system of ``StrongSwanProcess``."""

    def _get_strongswan_piddir(self) -> str:
        return "/run"

    def _get_rootwrap_config(self) -> None:
        return None

    def copy_and_overwrite(self, _from_path: str, _to_path: str) -> None:
        """strongswan.d holds nothing of a connection."""

    def remove_config(self) -> None:
        """The stand-in has no files of its own."""

    def _execute(self, cmd: Sequence[str], check_exit_code: bool = True, extra_ok_codes: object = None) -> str:
        etc, verb = Path(self.etc_dir), cmd[1]
        if verb == "start":
            GATEWAY.start(etc)
        elif verb == "stop":
            GATEWAY.stop()
        elif verb == "reload":
            GATEWAY.commands.append("reload")
            GATEWAY.read_connections(etc)
        elif verb == "rereadsecrets":
            GATEWAY.read_keys(etc)
        return self._status() if verb == "status" else ""

    def _status(self) -> str:
        """Established tunnels outlive a reload; what is added waits for traffic."""
        lines = [f"{name}{{1}}:  INSTALLED, TUNNEL, reqid 1, ESP in UDP SPIs: c1_i c2_o" for name in GATEWAY.up]
        lines += [f"{name}{{2}}:  ROUTED, TUNNEL, reqid 2" for name in GATEWAY.connections if name not in GATEWAY.up]
        return "\n".join(lines) if GATEWAY.running else ""


class OfLibreswan:
    """In place of the ways to the system of ``LibreSwanProcess``."""

    def _get_rootwrap_config(self) -> None:
        return None

    def remove_config(self) -> None:
        """The stand-in has no files of its own."""

    def _execute(self, cmd: Sequence[str], check_exit_code: bool = True, extra_ok_codes: object = None) -> str:
        return ""

    def _ipsec_execute(self, cmd: Sequence[str], check_exit_code: bool = True, extra_ok_codes: object = None) -> str:
        if cmd[0] == "pluto":
            GATEWAY.start(Path(self.etc_dir))
        elif list(cmd) == ["whack", "--shutdown"]:
            GATEWAY.stop()
        return self._status() if list(cmd) == ["whack", "--status"] else ""

    def _status(self) -> str:
        """As Libreswan 4.10 prints it (programs/pluto/connections.c, state.c)."""
        lines = [
            f'000 "{name}":   10.1.0.0/24===203.0.113.10; unrouted; eroute owner: #0' for name in GATEWAY.connections
        ]
        lines += [
            f'000 #2: "{name}":500 STATE_V2_ESTABLISHED_CHILD_SA (established Child SA); REKEY in 27s; newest;'
            " eroute owner; IKE SA #1; idle;"
            for name in GATEWAY.up
        ]
        return "\n".join(lines) if GATEWAY.running else ""
