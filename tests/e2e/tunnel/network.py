# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Network namespaces: the network outside, the gateways on it, a host behind each. Their names tell whose they are."""

from __future__ import annotations

import ipaddress
import os
import re
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import yaml

HERE = Path(__file__).parent
PREFIX = "sitelink"
NAME = re.compile(rf"{PREFIX}-(\d+)-[a-z-]+")
DEVICES = Path("/run/netns")


@dataclass(frozen=True)
class Gateway:
    """One gateway: ``outside`` are its addresses with their length, ``networks`` the names and networks behind it."""

    name: str
    project: str
    outside: tuple[str, ...]
    networks: dict[str, str]
    host_number: int

    @property
    def namespace(self) -> str:
        return f"{PREFIX}-{os.getpid()}-{self.name}"

    @property
    def host_namespace(self) -> str:
        return f"{self.namespace}-host"

    def host(self, network: str) -> str:
        """The address of the host in one of its networks."""
        return str(ipaddress.ip_network(self.networks[network])[self.host_number])

    def inside(self, network: str) -> str:
        """The gateway's own address there: the first one, as Neutron gives it to a router."""
        return str(ipaddress.ip_network(self.networks[network])[1])


def gateways() -> dict[str, Gateway]:
    data = yaml.safe_load((HERE / "network.yml").read_text(encoding="utf-8"))
    return {
        name: Gateway(name, one.get("project", ""), tuple(one["outside"]), one["networks"], data["host_number"])
        for name, one in data["gateways"].items()
    }


def ip(*words: str, namespace: str = "") -> str:
    """What the ip command prints."""
    command = ["ip", *(["-netns", namespace] if namespace else []), *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr.strip()}")
    return done.stdout


def lay() -> None:
    """Make all of it."""
    bridge = f"{PREFIX}-{os.getpid()}-wire"
    _namespace(bridge)
    ip("link", "add", "wire", "type", "bridge", "mcast_snooping", "0", namespace=bridge)
    ip("link", "set", "wire", "up", namespace=bridge)
    for gateway in gateways().values():
        _namespace(gateway.namespace, "net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1")
        _namespace(gateway.host_namespace)
        _cable(gateway.namespace, "outside", bridge, gateway.name)
        ip("link", "set", gateway.name, "master", "wire", namespace=bridge)
        _cable(gateway.namespace, "inside", gateway.host_namespace, "eth0")
        for address in gateway.outside:
            _address(gateway.namespace, "outside", address)
        for name, network in gateway.networks.items():
            length = network.partition("/")[2]
            _address(gateway.namespace, "inside", f"{gateway.inside(name)}/{length}")
            _address(gateway.host_namespace, "eth0", f"{gateway.host(name)}/{length}")
        for family in ("4", "6"):
            first = next(name for name, network in gateway.networks.items() if (":" in network) == (family == "6"))
            ip(f"-{family}", "route", "add", "default", "via", gateway.inside(first), namespace=gateway.host_namespace)


def _namespace(name: str, *settings: str) -> None:
    ip("netns", "add", name)
    ip("link", "set", "lo", "up", namespace=name)
    loose = ("net.ipv4.conf.all.rp_filter=0", "net.ipv4.conf.default.rp_filter=0")
    ip("netns", "exec", name, "sysctl", "-q", "-w", *loose, *settings)


def _cable(first: str, device: str, second: str, other: str) -> None:
    ip("link", "add", device, "netns", first, "type", "veth", "peer", "name", other, "netns", second)
    ip("link", "set", device, "up", namespace=first)
    ip("link", "set", other, "up", namespace=second)


def _address(namespace: str, device: str, address: str) -> None:
    # Without nodad an IPv6 address is unusable for a second or two.
    ip("address", "add", address, "dev", device, *(["nodad"] if ":" in address else []), namespace=namespace)


def processes(namespace: str) -> list[int]:
    """What runs in it."""
    return [int(word) for word in ip("netns", "pids", namespace).split()]


def end(namespace: str) -> None:
    """End what runs in it."""
    for sign, waiter in ((signal.SIGTERM, 3), (signal.SIGKILL, 10)):
        for process in processes(namespace):
            try:
                os.kill(process, sign)
            except ProcessLookupError:
                continue
        deadline = time.monotonic() + waiter
        while processes(namespace) and time.monotonic() < deadline:
            time.sleep(0.05)


def take_away() -> list[str]:
    """End and delete the namespaces of this process, and what a killed run has left behind; returns their names."""
    names = [path.name for path in DEVICES.glob(f"{PREFIX}-*")] if DEVICES.is_dir() else []
    ours = [name for name in names if _is_ours(name)]
    for name in ours:
        end(name)
        ip("netns", "delete", name)
    return ours


def _is_ours(name: str) -> bool:
    """Whether this process made it, or one that is gone: another run of this test may be at work on the machine."""
    found = NAME.fullmatch(name)
    if not found:
        return False
    owner = Path("/proc") / found[1] / "cmdline"
    try:
        return int(found[1]) == os.getpid() or b"tunnel" not in owner.read_bytes()
    except OSError:
        return True
