# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Connections that use every word of a target, for its parsers and grammars."""

from __future__ import annotations

from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._peer_config import targets
from ansible_collections.sitelink.vpnaas.tests.unit.peer_config.sample import topology

#: What transport mode is for: the gateways themselves.
HOSTS = {"cidr": "203.0.113.1/32", "peer_cidrs": ["198.51.100.7/32"]}


def variants(target):  # noqa: C901 - one loop after another
    """Objects that use every word of the target's table at least once, each with what differs from ``topology()``."""
    words = targets.load(target).words
    for value in words["ike_dh"]:
        yield {"ike": {"pfs": value}, "ipsec": {"pfs": value}}
    for value in words["ike_encryption"]:
        fixed = targets.load(target).prf_of.get(value, "sha256")
        yield {"ike": {"encryption_algorithm": value, "auth_algorithm": fixed}}
    for value in words["ipsec_encryption"]:
        yield {"ipsec": {"encryption_algorithm": value}}
    for value in words["ike_auth"]:
        yield {"ike": {"auth_algorithm": value}}
    for value in words["ike_prf"]:
        if "aes-256-gcm-16" in words["ike_encryption"]:
            yield {"ike": {"encryption_algorithm": "aes-256-gcm-16", "auth_algorithm": value}}
    for value in words["ipsec_auth"]:
        yield {"ipsec": {"auth_algorithm": value}}
    for value in words.get("ah_auth") or ():
        yield {"ipsec": {"transform_protocol": "ah", "auth_algorithm": value}}
    for action in words["dpd_action"]:
        yield {"dpd": {"action": action, "interval": 30, "timeout": 120}}
        if "v1" in words["ike_version"]:
            yield {"dpd": {"action": action, "interval": 30, "timeout": 120}, "ike": {"ike_version": "v1"}}
    for mode in words["phase1_negotiation_mode"] if "v1" in words["ike_version"] else ():
        yield {"ike": {"ike_version": "v1", "phase1_negotiation_mode": mode}}
    for mode in words["encapsulation_mode"]:
        hosts = mode == "transport" and targets.load(target).transport_without_networks
        yield {"ipsec": {"encapsulation_mode": mode}, **(HOSTS if hosts else {})}
    for initiator in words["initiator"]:
        yield {"initiator": initiator}
    yield {"mtu": 1400}
    if "fqdn" in (targets.load(target).own_id.get("v2") or ["fqdn"]):
        yield {"peer_id": "branch7.example", "local_id": "cloud.example"}


def ipv6():
    given = topology(peer_address="2001:db8:7::7", peer_id="2001:db8:7::7", peer_cidrs=["fd00:2::/64"])
    given["subnets"][0]["cidr"] = "fd00:1::/64"
    return given
