# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One case: a gateway of the cloud, two endpoints shaped as those of AWS, a host at either end."""

from __future__ import annotations

import subprocess
import threading
from pathlib import Path

from kernel.security_associations import SecurityAssociations

CLOUD = "203.0.113.10"
ENDPOINTS = {"first": "203.0.113.81", "second": "203.0.113.82"}
CLOUD_NETWORK, CLOUD_HOST = "10.1.0.0/24", "10.1.0.5"
PEER_HOST = "10.30.0.5"
# In the network of the wider tunnel only, where one is within the other; its answers come by the first endpoint.
OTHER_HOST = "10.30.9.5"
INSIDE = {"first": "10.30.0.11", "second": "10.30.0.12"}
#: What shows that a batch has come to its end.
LAST = "link show dev lo"
BASE = Path("/mnt/two-tunnels")
CHARON = "/usr/lib/ipsec/charon"

# What AWS documents of an endpoint: any network on both sides, its proposals, dead peer detection of 30 seconds.
# https://docs.aws.amazon.com/vpn/latest/s2svpn/VPNTunnels.html
SWANCTL = """\
connections {
  cloud {
    version = 2
    local_addrs = %(own)s
    remote_addrs = %(cloud)s
    proposals = aes256-sha256-modp2048
    dpd_delay = 10s
    rekey_time = 28800s
    keyingtries = 0
    local {
      auth = psk
      id = %(own)s
    }
    remote {
      auth = psk
      id = %(cloud)s
    }
    children {
      net {
        local_ts = 0.0.0.0/0
        remote_ts = %(cloud_network)s
        esp_proposals = aes256-sha256-modp2048
        rekey_time = 3600s
        dpd_action = %(dpd_action)s
        start_action = %(start_action)s
      }
    }
  }
}
secrets {
  ike {
    secret = "%(key)s"
  }
}
"""
STRONGSWAN = """\
charon {
  retransmit_tries = 2
  retransmit_timeout = 6.6
  retransmit_base = 1.0
  load = random nonce aes sha1 sha2 hmac kdf gmp openssl pem kernel-netlink socket-default vici updown
  filelog {
    lab {
      path = /run/charon.log
      flush_line = yes
      time_format = %H:%M:%S
    }
  }
}
"""


class Commands:
    """The ip command in one namespace, which stays: to start a program takes its time in this kernel."""

    def __init__(self, namespace: str = "") -> None:
        command = ["ip", *(["-n", namespace] if namespace else []), "-oneline", "-force", "-batch", "-"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
        self.lock = threading.Lock()

    def run(self, *lines: str) -> str:
        """What they print. RuntimeError if ip has ended; what else fails stands on the console."""
        printed: list[str] = []
        with self.lock:
            assert self.process.stdin and self.process.stdout
            for line in (*lines, LAST):
                self.process.stdin.write(f"{line}\n")
            while not (line := self.process.stdout.readline()).startswith("1: lo"):
                if not line:
                    raise RuntimeError(f"ip ended after {lines}: {printed}")
                printed.append(line)
        return "".join(printed)


class Site:
    """The namespaces of one case, and what is in them."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.commands: dict[str, Commands] = {}
        self.associations: dict[str, SecurityAssociations] = {}

    def namespace(self, which: str) -> str:
        return f"{self.name}-{which}"

    def lay(self) -> None:
        parts = ("wire", "cloud", "first", "second", "office", "vpc")
        Commands().run(*(f"netns add {self.namespace(which)}" for which in parts))
        self.commands = {which: Commands(self.namespace(which)) for which in parts}
        for which in ENDPOINTS:
            self.associations[which] = SecurityAssociations(self.namespace(which))
        for which in parts:
            self.ip(which, "link set lo up")
        for bridge in ("outside", "inside"):
            self.ip("wire", f"link add {bridge} type bridge", f"link set {bridge} up")
        self.ip("wire", "address add 203.0.113.1/24 dev outside")
        self.join("cloud", "outside", f"{CLOUD}/24")
        for which, address in ENDPOINTS.items():
            self.join(which, "outside", f"{address}/24")
            self.join(which, "inside", f"{INSIDE[which]}/24")
            self.ip(which, "route add unreachable default")
        self.join("vpc", "inside", f"{PEER_HOST}/24")
        self.ip("vpc", f"address add {OTHER_HOST}/32 dev inside", f"rule add from {OTHER_HOST} lookup 100")
        self.ip("vpc", f"route add default via {INSIDE['first']}", f"route add default via {INSIDE['first']} table 100")
        for which in ENDPOINTS:
            self.ip(which, f"route add {OTHER_HOST}/32 dev inside")
        self.ip("cloud", "route add default via 203.0.113.1")
        self.ip("cloud", f"link add office type veth peer name eth0 netns {self.namespace('office')}")
        self.ip("cloud", "address add 10.1.0.1/24 dev office", "link set office up")
        self.ip("office", f"address add {CLOUD_HOST}/24 dev eth0", "link set eth0 up", "route add default via 10.1.0.1")

    def join(self, which: str, bridge: str, address: str) -> None:
        port = f"{which}-{bridge}"[:15]
        self.ip(which, f"link add {bridge} type veth peer name {port} netns {self.namespace('wire')}")
        self.ip("wire", f"link set {port} master {bridge} up")
        self.ip(which, f"address add {address} dev {bridge}", f"link set {bridge} up")

    def ip(self, which: str, *lines: str) -> str:
        return self.commands[which].run(*lines)

    def count(self, which: str, name: str) -> int:
        """A counter of the kernel's IPsec."""
        command = ["ip", "netns", "exec", self.namespace(which), "cat", "/proc/net/xfrm_stat"]
        counters = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
        return int(counters[counters.index(name) + 1])
