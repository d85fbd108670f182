# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One of the two tunnels of a VPN connection, as AWS's document describes it."""

from __future__ import annotations

import re
import typing as t
from dataclasses import dataclass, field
from ipaddress import ip_address

from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._aws import algorithms

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._aws.markup import Element

#: 8 to 64 letters, digits, points and underscores, no zero in front (EC2 API, PreSharedKey of
#: VpnTunnelOptionsSpecification).
_KEY = re.compile(r"(?!0)[A-Za-z0-9._]{8,64}")
#: What stands in a result of Ansible in place of a value that it hides.
_HIDDEN = ("****", "VALUE_SPECIFIED_IN_NO_LOG")
#: Bytes of an IPv4 and a TCP header, between the MSS and the MTU.
_HEADERS = 40


@dataclass(frozen=True)
class Phase:
    """What AWS proposes for one phase. ``auth_algorithm`` is None where the cipher authenticates by itself."""

    encryption_algorithm: str
    auth_algorithm: str | None
    pfs: str
    lifetime: int


@dataclass(frozen=True)
class Tunnel:
    """``address`` is AWS's outside address, ``customer_address`` the other one; seconds and bytes are numbers."""

    address: str
    customer_address: str
    inside_address: str
    customer_inside_address: str
    psk: str = field(repr=False)
    ike: Phase
    ipsec: Phase
    dpd_interval: int
    dpd_timeout: int
    mtu: int | None


def gateway_address(text: str, link_local: bool = False) -> str:
    """The IPv4 address, empty where the text is none or no gateway can have it. ``link_local``: inside a tunnel."""
    try:
        found = ip_address(text)
    except ValueError:
        return ""
    unusable = found.is_unspecified or found.is_multicast or found.is_loopback or found.is_reserved
    return "" if found.version == 6 or unusable or (found.is_link_local and not link_local) else str(found)


class _Reader:
    """Reads single values below an element; what is wrong is added to ``faults``."""

    def __init__(self, element: Element, label: str, faults: list[str]) -> None:
        self.element, self.label, self.faults = element, label, faults

    def fault(self, text: str) -> None:
        self.faults.append(f"{self.label}: {text}")

    def text(self, path: str, required: bool = True) -> str:
        """The text of the one element at ``path``; empty, and a fault, where there is none or more than one."""
        found = [self.element]
        for name in path.split("."):
            found = [child for element in found for child in element.all(name)]
        if len(found) > 1:
            self.fault(f"{path} stands {len(found)} times")
        elif required and not (found and found[0].text):
            self.fault(f"{path} is missing")
        return found[0].text if len(found) == 1 else ""

    def address(self, path: str) -> str:
        text = self.text(path)
        found = gateway_address(text, link_local="inside" in path)
        if text and not found:
            self.fault(f"{path} is no IPv4 address of a gateway")
        return found

    def number(self, path: str, least: int, most: int, default: int | None = None) -> int:
        text = self.text(path, required=default is None)
        if not text:
            return default or 0
        if not re.fullmatch(r"[0-9]{1,9}", text) or not least <= int(text) <= most:
            self.fault(f"{path} is no number from {least} to {most}")
            return 0
        return int(text)

    def word(self, path: str, translate: t.Callable[[str], str | None], permitted: t.Container[str]) -> str:
        text = self.text(path)
        word = translate(text) if text else None
        if text and word not in permitted:
            self.fault(f"{path} is no algorithm that AWS documents")
        return word or ""

    def phase(self, name: str) -> Phase:
        encryption = self.word(f"{name}.encryption_protocol", algorithms.encryption_of, algorithms.ENCRYPTION)
        auth_path, auth = f"{name}.authentication_protocol", None
        # A cipher that authenticates by itself has no hash; AWS does not document how it is then written.
        if "gcm" not in encryption or algorithms.hash_of(self.text(auth_path, required=False)):
            auth = self.word(auth_path, algorithms.hash_of, algorithms.HASHES)
        least, most = algorithms.LIFETIMES[name]
        return Phase(
            encryption_algorithm=encryption,
            auth_algorithm=auth,
            pfs=self.word(f"{name}.perfect_forward_secrecy", algorithms.group_of, algorithms.GROUPS),
            lifetime=self.number(f"{name}.lifetime", least, most),
        )

    def key(self) -> str:
        path = "ike.pre_shared_key"
        key = self.text(path, required=False)
        if not key:
            self.fault(
                f"{path} is missing: a VPN connection with certificates in place of keys is not supported, since VPNaaS"
                " has only keys"
            )
        elif any(mark in key for mark in _HIDDEN):
            self.fault(
                f"Ansible has hidden {path}, as it does where a task gives the key in tunnel_options: read the document"
                " with amazon.aws.ec2_vpc_vpn_info"
            )
        elif not _KEY.fullmatch(key):
            self.fault(
                f"{path} is no key of AWS, which has 8 to 64 letters, digits, points and underscores, and no 0 in front"
            )
        return key


def read_tunnel(element: Element, label: str, faults: list[str]) -> Tunnel:
    """The tunnel of an ``ipsec_tunnel``. Everything wrong with it is appended to ``faults``; no fault quotes a key."""
    reader = _Reader(element, label, faults)
    for path, needed in (("ipsec.protocol", "esp"), ("ipsec.mode", "tunnel"), ("ike.mode", "main")):
        if reader.text(path) not in ("", needed):
            reader.fault(f"{path} is not {needed}")
    interval = reader.number("ipsec.dead_peer_detection.interval", 1, 3600, default=10)
    retries = reader.number("ipsec.dead_peer_detection.retries", 1, 100, default=3)
    mss = reader.number("ipsec.tcp_mss_adjustment", 500, 8960, default=0)
    return Tunnel(
        address=reader.address("vpn_gateway.tunnel_outside_address.ip_address"),
        customer_address=reader.address("customer_gateway.tunnel_outside_address.ip_address"),
        inside_address=reader.address("vpn_gateway.tunnel_inside_address.ip_address"),
        customer_inside_address=reader.address("customer_gateway.tunnel_inside_address.ip_address"),
        psk=reader.key(),
        ike=reader.phase("ike"),
        ipsec=reader.phase("ipsec"),
        dpd_interval=interval,
        dpd_timeout=interval * max(2, retries),
        mtu=mss + _HEADERS if mss else None,
    )
