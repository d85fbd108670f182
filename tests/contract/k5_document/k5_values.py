# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Values of every key that K5's documents know, and of keys that they do not, as a playbook gives them.

Of each option: ``good`` (K5 takes it as it is), ``converted`` (not the document's JSON, but Ansible or the collection
makes it so; with what must be stored), ``bad`` (K5 refuses it) and ``stricter`` (K5's documents allow it, the
collection refuses it, with the reason). ``None`` is what a playbook gives with ``null``.
"""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

HUGE = 10**12
UNKNOWN_ID = "b6887d0b-45b5-4a24-9b2c-e3dee01caa47"


@dataclass(frozen=True)
class Values:
    """The values of one option; ``key`` is its name in a request."""

    kind: str
    option: str
    key: str
    good: tuple[t.Any, ...] = ()
    converted: tuple[tuple[t.Any, t.Any], ...] = ()
    bad: tuple[t.Any, ...] = ()
    #: (value, reason)
    stricter: tuple[tuple[t.Any, str], ...] = ()
    #: bad only where the object is to be created
    bad_for_new: tuple[t.Any, ...] = ()


CONTROLS = "control characters are refused in every text, on every cloud"
NEEDS_NAME = "an object is found by its name"
BETWEEN_QUOTES = "a gateway of K5's age reads the key between double quotes"


def _texts(kind: str) -> tuple[Values, ...]:
    return (
        Values(
            kind,
            "name",
            "name",
            good=("x", "n" * 255, "Büro 7", "a'b"),
            bad=("n" * 256, 7, {"a": 1}, ["a"]),
            stricter=(("", NEEDS_NAME), ("a\nb", CONTROLS)),
            bad_for_new=(None,),
        ),
        Values(
            kind,
            "description",
            "description",
            good=("", "d" * 255, "über alles", "it's"),
            converted=((None, ""),),
            bad=("d" * 256, 7, {"a": 1}),
            stricter=(("a\nb", CONTROLS),),
        ),
    )


def _zone(kind: str) -> Values:
    return Values(
        kind,
        "availability_zone",
        "availability_zone",
        good=("AZ1", "AZ2"),
        converted=((None, "AZ1"),),
        bad=("", "z" * 256, "A\nZ1"),
    )


def _switch(kind: str) -> Values:
    return Values(
        kind,
        "admin_state_up",
        "admin_state_up",
        good=(True, False),
        converted=(("yes", True), ("false", False), (0, False), (1, True), (None, True)),
        bad=("maybe", 2, "", [], {}),
    )


def _policy(kind: str) -> tuple[Values, ...]:
    return (
        *_texts(kind),
        Values(
            kind,
            "auth_algorithm",
            "auth_algorithm",
            good=("sha1",),
            converted=((None, "sha1"),),
            bad=("sha256", "sha384", "sha512", "md5", "aes-xcbc", "aes-cmac", "SHA1", "sha-1", "", 1, ["sha1"]),
        ),
        Values(
            kind,
            "encryption_algorithm",
            "encryption_algorithm",
            good=("aes-128", "aes-192", "aes-256"),
            converted=((None, "aes-128"),),
            bad=("3des", "des", "aes256", "AES-256", "aes-256-gcm-16", "aes-256-ctr", "aes-256-ccm-16", "", 256),
        ),
        Values(
            kind,
            "pfs",
            "pfs",
            good=("group2", "group5", "group14"),
            converted=((None, "group5"),),
            bad=("group1", "group15", "group19", "group20", "group31", "GROUP14", " group14", 14, "modp2048", ""),
        ),
        Values(
            kind,
            "lifetime",
            "lifetime",
            good=({"units": "seconds", "value": 60}, {"value": 86400}, {"units": "seconds"}, {}),
            converted=(
                ({"value": "7200"}, {"units": "seconds", "value": 7200}),
                ({"value": None}, {"units": "seconds", "value": 3600}),
                ({"units": None, "value": 7200}, {"units": "seconds", "value": 7200}),
                (None, {"units": "seconds", "value": 3600}),
            ),
            bad=(
                {"value": 59},
                {"value": 86401},
                {"value": 0},
                {"value": -1},
                {"value": HUGE},
                {"value": "x"},
                {"value": 3600.5},
                {"value": []},
                {"units": "kilobytes", "value": 3600},
                {"units": "", "value": 3600},
                {"value": 3600, "more": 1},
                3600,
                "an hour",
                [],
            ),
        ),
        _zone(kind),
    )


SWEEP: tuple[Values, ...] = (
    *_policy("ike_policy"),
    Values(
        "ike_policy",
        "phase1_negotiation_mode",
        "phase1_negotiation_mode",
        good=("main",),
        converted=((None, "main"),),
        bad=("aggressive", "MAIN", "", 1),
    ),
    Values(
        "ike_policy",
        "ike_version",
        "ike_version",
        good=("v1",),
        converted=((None, "v1"),),
        bad=("v2", "1", 1, 2, "IKEv1", ""),
    ),
    *_policy("ipsec_policy"),
    Values(
        "ipsec_policy",
        "transform_protocol",
        "transform_protocol",
        good=("esp",),
        converted=((None, "esp"),),
        bad=("ah", "ah-esp", "ESP", ""),
    ),
    Values(
        "ipsec_policy",
        "encapsulation_mode",
        "encapsulation_mode",
        good=("tunnel",),
        converted=((None, "tunnel"),),
        bad=("transport", "beet", ""),
    ),
    *_texts("vpn_service"),
    Values(
        "vpn_service",
        "router",
        "router_id",
        good=("edge",),
        bad=("nowhere", "inner", "", UNKNOWN_ID),
        bad_for_new=(None,),
    ),
    Values(
        "vpn_service",
        "subnet",
        "subnet_id",
        good=("office",),
        bad=("nowhere", "plant", "", UNKNOWN_ID),
        bad_for_new=(None,),
    ),
    _switch("vpn_service"),
    Values("vpn_service", "flavor", "flavor_id", bad=("gold", UNKNOWN_ID)),
    _zone("vpn_service"),
    *_texts("ipsec_site_connection"),
    Values(
        "ipsec_site_connection",
        "vpn_service",
        "vpnservice_id",
        good=("office",),
        bad=("", UNKNOWN_ID),
        bad_for_new=(None,),
    ),
    Values(
        "ipsec_site_connection", "ike_policy", "ikepolicy_id", good=("ike",), bad=("", UNKNOWN_ID), bad_for_new=(None,)
    ),
    Values(
        "ipsec_site_connection",
        "ipsec_policy",
        "ipsecpolicy_id",
        good=("ipsec",),
        bad=("", UNKNOWN_ID),
        bad_for_new=(None,),
    ),
    Values(
        "ipsec_site_connection",
        "psk",
        "psk",
        good=("x" * 8, "k" * 255, "it's a secret", "schlüssel 9", "#!$%&()*+,-./:;<=>?@[]^_`{|}~", "0x1234abcd"),
        bad=(12345678, True, ["a secret"], {"a": "secret"}),
        stricter=(
            ("", "an empty key protects nothing"),
            ("k" * 256, "a database of K5's kind holds 255 characters"),
            ('say "hello"', BETWEEN_QUOTES),
            ("back\\slash", BETWEEN_QUOTES),
            ("line\nbreak", CONTROLS),
        ),
        bad_for_new=(None,),
    ),
    Values(
        "ipsec_site_connection",
        "initiator",
        "initiator",
        good=("bi-directional", "response-only"),
        converted=((None, "bi-directional"),),
        bad=("", "Response-only", "respond", 1, True, []),
    ),
    _switch("ipsec_site_connection"),
    Values(
        "ipsec_site_connection",
        "peer_cidrs",
        "peer_cidrs",
        good=(["10.2.0.0/24"], ["10.2.0.5/32"], ["192.168.0.0/16"]),
        converted=((["10.2.0.5/24"], ["10.2.0.0/24"]), ("10.2.0.0/24", ["10.2.0.0/24"])),
        bad=(
            [],
            ["10.2.0.0/24", "10.3.0.0/24"],
            ["10.2.0.0/24", "10.2.0.0/24"],
            "10.2.0.0/24,10.3.0.0/24",
            ["10.2.0.0"],
            ["10.2.0.0/33"],
            ["10.2.0.0/255.255.255.0"],
            ["10.2.0/24"],
            ["10.02.0.0/24"],
            ["10.2.0.0/ 24"],
            ["2001:db8::/64"],
            ["branch.example.com"],
            [""],
            [None],
            [5],
            {"a": 1},
            5,
        ),
        bad_for_new=(None,),
    ),
    Values(
        "ipsec_site_connection",
        "peer_address",
        "peer_address",
        good=("172.24.4.233", "198.51.100.7"),
        bad=(
            "2001:db8::1",
            "::ffff:198.51.100.7",
            "vpn.example.com",
            "localhost",
            "172.24.4.233/32",
            "172.24.4.0/24",
            "172.24.4",
            "172.24.4.256",
            "172.024.4.233",
            " 172.24.4.233",
            "%any",
            "0x7f000001",
            "198.51.100.7:500",
            3325256711,
            "",
        ),
        bad_for_new=(None,),
    ),
    Values(
        "ipsec_site_connection",
        "peer_id",
        "peer_id",
        good=("172.24.4.233", "2001:db8::1", "branch@example.com", "branch.example.com", "key id 7", "i" * 255),
        bad=("172.24.4.0/24", "10.0.0.1/32", "2001:db8::/32", "i" * 256, "a\nb", "", 7, {"a": 1}),
    ),
    Values(
        "ipsec_site_connection",
        "dpd",
        "dpd",
        good=({"action": "hold"}, {"action": "restart"}, {"interval": 10, "timeout": 30}, {"timeout": 31}, {}),
        converted=(
            ({"interval": "10", "timeout": "30"}, {"action": "hold", "interval": 10, "timeout": 30}),
            ({"action": None}, {"action": "hold", "interval": 30, "timeout": 120}),
            ({"action": None, "interval": 60}, {"action": "hold", "interval": 60, "timeout": 120}),
            ({"action": "restart", "interval": None}, {"action": "restart", "interval": 30, "timeout": 120}),
            (None, {"action": "hold", "interval": 30, "timeout": 120}),
        ),
        bad=(
            {"action": "clear"},
            {"action": "disabled"},
            {"action": "restart-by-peer"},
            {"action": "Hold"},
            {"action": ""},
            {"interval": 60, "timeout": 60},
            {"interval": 60, "timeout": 30},
            {"timeout": 30},
            {"interval": 120},
            {"interval": -1},
            {"interval": HUGE, "timeout": 10 * HUGE},
            {"timeout": HUGE},
            {"interval": "x"},
            {"interval": 1.5},
            {"interval": 30, "more": 1},
            "hold",
            5,
            [],
        ),
    ),
    Values("ipsec_site_connection", "local_id", "local_id", bad=("branch.example.com", "203.0.113.10")),
    Values("ipsec_site_connection", "mtu", "mtu", bad=(1500, 1400, 0, "1400")),
    Values("ipsec_site_connection", "local_endpoint_group", "local_ep_group_id", bad=("group", UNKNOWN_ID)),
    Values("ipsec_site_connection", "peer_endpoint_group", "peer_ep_group_id", bad=("group", UNKNOWN_ID)),
    _zone("ipsec_site_connection"),
    *(
        Values(kind, option, option, bad=("x", 1))
        for kind in ("ike_policy", "ipsec_policy", "vpn_service", "ipsec_site_connection")
        for option in ("tenant_id", "status", "id", "unheard_of")
    ),
)
