# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an operator does on a peer gateway to give it a new pre-shared key, by target of peer_config.

The statements that hold the key are what peer_config generates; here are the commands around them.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PeerStep:
    """``renegotiate`` may have ``{address}``, that of the cloud's gateway."""

    load: str
    renegotiate: str


#: NAME is the name of the configuration on the gateway, which peer_config writes.
PEER_STEPS: dict[str, PeerStep] = {
    "strongswan": PeerStep(
        "put the key into the secrets file, then swanctl --load-creds",
        "swanctl --terminate --ike NAME and swanctl --initiate --child NAME",
    ),
    "libreswan": PeerStep(
        "put the key into the secrets file, then ipsec auto --rereadsecrets",
        "ipsec auto --down NAME and ipsec auto --up NAME",
    ),
    "ios-xe": PeerStep("put the key into the keyring", "clear crypto session remote {address}"),
    "vyos": PeerStep("put the key into vpn ipsec authentication, commit", "reset vpn ipsec site-to-site all"),
    "fortios": PeerStep(
        "put the key into config vpn ipsec phase1-interface, set psksecret",
        "diagnose vpn ike gateway clear name NAME",
    ),
    "junos": PeerStep(
        "put the key into security ike policy NAME pre-shared-key, commit confirmed",
        "clear security ike security-associations {address}",
    ),
    "opnsense": PeerStep(
        "put the key into VPN > IPsec > Pre-Shared Keys, and apply",
        "disconnect and connect it in VPN > IPsec > Status Overview",
    ),
    "aws": PeerStep(
        "give the tunnel the key as its pre-shared key (ModifyVpnTunnelOptions), which replaces its endpoint",
        "wait until the tunnel is available again; the other tunnel carries the traffic meanwhile",
    ),
    "openstack": PeerStep(
        "give this playbook the peer's cloud as vpn_peer_cloud, or run it there with the same key",
        "wait for the re-authentication, or switch the VPN service off and on, which interrupts all its tunnels",
    ),
}
