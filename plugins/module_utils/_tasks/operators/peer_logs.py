# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where a peer logs why a tunnel does not come up, and the lines that decide between the causes.

The cloud's API shows none of these causes. Lines of strongSwan are those of charon 5.9.8; the other products log the
notifications of RFC 7296, 3.10.1 (RFC 2408, 3.14.1 for IKEv1), and words of their own around them.
"""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

#: (what the log says, what it means)
Entries: t.TypeAlias = "tuple[tuple[str, str], ...]"

_CHARON: Entries = (
    ("tried 1 shared key for '...' - '...', but MAC mismatched", "the keys differ"),
    ("received AUTHENTICATION_FAILED notify error", "the keys or the identities differ: see the other gateway's log"),
    ("could not decrypt payloads", "the keys differ (IKEv1)"),
    ("no shared key found for '...' - '...'", "the identities differ, or the peer has no key for them"),
    ("no matching peer config found", "the identities differ"),
    ("no IKE config found for ...", "the addresses or the IKE versions differ"),
    ("received proposals unacceptable, no acceptable proposal found, NO_PROPOSAL_CHOSEN", "the proposals differ"),
    ("traffic selectors ... unacceptable, TS_UNACCEPTABLE", "the networks differ"),
)
_NOTIFICATIONS: Entries = (
    ("AUTHENTICATION_FAILED", "the keys or the identities differ"),
    ("NO_PROPOSAL_CHOSEN", "the proposals differ"),
    ("TS_UNACCEPTABLE, INVALID_ID_INFORMATION", "the networks differ"),
)


@dataclass(frozen=True)
class PeerLog:
    """How to read the log of a kind of gateway."""

    title: str
    command: str
    entries: Entries = _NOTIFICATIONS


#: The targets of peer_config.
PEER_LOGS: dict[str, PeerLog] = {
    "strongswan": PeerLog("strongSwan", "journalctl --since -1h | grep charon", _CHARON),
    "libreswan": PeerLog("Libreswan", "journalctl --since -1h | grep pluto"),
    "ios-xe": PeerLog("Cisco IOS-XE", "debug crypto ikev2 (IKEv1: debug crypto isakmp), then show logging"),
    "vyos": PeerLog("VyOS", "sudo journalctl --since -1h | grep charon", _CHARON),
    "fortios": PeerLog("FortiOS", "diagnose debug application ike -1, then diagnose debug enable"),
    "junos": PeerLog("Juniper SRX", "show security ipsec inactive-tunnels detail"),
    "opnsense": PeerLog("OPNsense", "VPN > IPsec > Log File", _CHARON),
    "aws": PeerLog("AWS", "the tunnel's log in CloudWatch, if it has one (monitoring-logs in AWS's user guide)"),
    "openstack": PeerLog("OpenStack", "the log of the VPN agent, which the cloud's operator reads", _CHARON),
}


def peer_log_lines(target: str, address: str | None) -> t.Iterator[str]:
    """The command, and what each line of the log means; ``address`` is the gateway's in the cloud."""
    log = PEER_LOGS[target]
    yield f"On the peer ({log.title}): {log.command}"
    entries = ((f"nothing from {address or 'the cloud'}", "the peer is silent: nothing reaches it"), *log.entries)
    width = max(len(line) for line, _cause in entries)
    for line, cause in entries:
        yield f"  {line.ljust(width)}  {cause}"
