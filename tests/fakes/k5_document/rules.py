# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The keys of each kind of object, as data, each with the place that it comes from.

Sources: "create": the document "Create IPsec site connection", with the key of its table. "update" and "reply": the
sibling pages of the reference. "client": what a client program sent and got an answer to. "derived": not said by a
document; K5 is derived from Neutron, whose rule it is.
"""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from . import checks
from .checks import Check

ZONES = ("AZ1", "AZ2")
FIRST_ZONE = ZONES[0]


@dataclass(frozen=True)
class Key:
    """One key of a request. ``given`` says what a reply holds where the request does not give the key."""

    name: str
    check: Check
    source: str
    required: bool = False
    #: may stand in a PUT
    changes: bool = False
    given: t.Any = None
    #: the collection in which the value must be an id
    refers_to: str = ""


@dataclass(frozen=True)
class Kind:
    """A kind of object: ``path`` below /v2.0/vpn, ``key`` around one object, ``keys`` around a list."""

    path: str
    key: str
    keys: str
    rows: tuple[Key, ...]
    #: what every reply holds beside the keys of requests, and no request may
    fixed: tuple[tuple[str, t.Any], ...] = ()
    has_status: bool = True
    #: the key by which a connection refers to this kind
    used_as: str = ""


ZONE = Key("availability_zone", checks.one_of(*ZONES), "create: availability_zone", given=FIRST_ZONE)
FLAG = Key("admin_state_up", checks.boolean, "create: admin_state_up", changes=True, given=True)


def _texts() -> tuple[Key, Key]:
    return (
        Key("name", checks.text(), "create: name; the length is derived", changes=True, given=""),
        Key("description", checks.text(), "create: description; the length is derived", changes=True, given=""),
    )


def _lifetime(source: str) -> Key:
    check = checks.mapping(units=checks.one_of("seconds"), value=checks.integer(60, 86400))
    return Key("lifetime", check, source, changes=True, given={"units": "seconds", "value": 3600})


def _policy(source: str, update: str) -> tuple[Key, ...]:
    return (
        Key("auth_algorithm", checks.one_of("sha1"), source, given="sha1"),
        Key(
            "encryption_algorithm",
            checks.one_of("aes-128", "aes-192", "aes-256"),
            f"{source}; {update}",
            changes=True,
            given="aes-128",
        ),
        Key("pfs", checks.one_of("group2", "group5", "group14"), f"{source}; {update}", changes=True, given="group5"),
        _lifetime(update),
        ZONE,
    )


SERVICE = Kind(
    "vpnservices",
    "vpnservice",
    "vpnservices",
    (
        *_texts(),
        Key("router_id", checks.uuid, "reply of Create VPN service", required=True, refers_to="routers"),
        Key("subnet_id", checks.uuid, "reply of Create VPN service", required=True, refers_to="subnets"),
        FLAG,
        ZONE,
    ),
    used_as="vpnservice_id",
)
IKE = Kind(
    "ikepolicies",
    "ikepolicy",
    "ikepolicies",
    (
        *_texts(),
        Key("phase1_negotiation_mode", checks.one_of("main"), "client: IKE list", given="main"),
        Key("ike_version", checks.one_of("v1"), "client: IKE list", given="v1"),
        *_policy("client: IKE list", "update of an IPsec policy, taken for IKE too"),
    ),
    has_status=False,
    used_as="ikepolicy_id",
)
IPSEC = Kind(
    "ipsecpolicies",
    "ipsecpolicy",
    "ipsecpolicies",
    (
        *_texts(),
        Key("transform_protocol", checks.one_of("esp"), "reply of an IPsec policy", given="esp"),
        Key("encapsulation_mode", checks.one_of("tunnel"), "reply of an IPsec policy", given="tunnel"),
        *_policy("reply of an IPsec policy", "update of an IPsec policy"),
    ),
    has_status=False,
    used_as="ipsecpolicy_id",
)
CONNECTION = Kind(
    "ipsec-site-connections",
    "ipsec_site_connection",
    "ipsec_site_connections",
    (
        *_texts(),
        Key("psk", checks.text(None), "create: psk", required=True, changes=True),
        Key(
            "initiator",
            checks.one_of("bi-directional", "response-only"),
            "create: initiator",
            changes=True,
            given="bi-directional",
        ),
        Key("ipsecpolicy_id", checks.uuid, "create: ipsecpolicy_id", required=True, refers_to="ipsecpolicies"),
        FLAG,
        Key("peer_cidrs", checks.one_cidr, "create: peer_cidrs", required=True, changes=True),
        Key("ikepolicy_id", checks.uuid, "create: ikepolicy_id", required=True, refers_to="ikepolicies"),
        Key(
            "dpd",
            checks.dead_peer_detection,
            "create: dpd; timeout above interval and the size of a number are derived",
            changes=True,
            given={"action": "hold", "interval": 30, "timeout": 120},
        ),
        Key("vpnservice_id", checks.uuid, "create: vpnservice_id", required=True, refers_to="vpnservices"),
        Key("peer_address", checks.ipv4, "create: peer_address", required=True, changes=True),
        Key("peer_id", checks.identity, "create: peer_id; the length is derived", required=True, changes=True),
        ZONE,
    ),
    fixed=(("auth_mode", "psk"), ("mtu", 1500), ("route_mode", "static")),
)
KINDS = (IKE, IPSEC, SERVICE, CONNECTION)
